"""XLSX: an archive that is unpacked under limits first, then read cell by cell.

The sizes that an archive states are not believed: each member is unpacked in pieces
and counted, and its checksum compared.
"""

import datetime as dt
import io
import warnings
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException as Hostile
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import WorkSheetParser

from .limits import MEGABYTE
from .strangers import refuse_stranger
from .tables import Counted

PIECE = 64 * 1024
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
# What damaged or hostile XML makes of openpyxl.
DAMAGE = (
    *(ParseError, InvalidFileException, zipfile.BadZipFile, zlib.error),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OSError),
)


def check_archive(data, table, limits):
    """Raises Unreadable unless the archive is one that may be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > limits.members:
                message = f"at most {limits.members} parts; it has {len(members):,}"
                table.refuse(0, 0, "", message)
            total = 0
            for member in members:
                total = _unpack(archive, member, total, len(data), table, limits)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        table.refuse(0, 0, "", f"an undamaged XLSX workbook ({error})")
    except (RuntimeError, OSError) as error:
        table.refuse(0, 0, "", f"an XLSX workbook without a password ({error})")
    if "xl/workbook.xml" not in {member.filename for member in members}:
        table.refuse(0, 0, "", "an XLSX workbook, or text; this is another archive")


def _unpack(archive, member, total, packed, table, limits):
    """Unpack one member for its size alone; the size of all so far."""
    own = 0
    with archive.open(member) as stream:
        while piece := stream.read(PIECE):
            if not own and piece.startswith(ARCHIVES):
                message = "no archive inside the workbook"
                table.refuse(0, 0, member.filename, message)
            own += len(piece)
            if total + own > limits.unpacked:
                size = limits.unpacked // MEGABYTE
                table.refuse(0, 0, member.filename, f"at most {size} MB unpacked")
            if own > MEGABYTE and own > limits.ratio * max(member.compress_size, 1):
                message = f"packed at most {limits.ratio} to 1"
                table.refuse(0, 0, member.filename, message)
    if own != member.file_size:
        table.refuse(0, 0, member.filename, "a part as large as the archive states")
    if total + own > max(limits.ratio * packed, MEGABYTE):
        table.refuse(0, 0, member.filename, f"packed at most {limits.ratio} to 1")
    return total + own


def workbook_table(data, table, options, limits):
    """Fill the table from the bytes of a workbook; the first row is its header."""
    check_archive(data, table, limits)
    try:
        with warnings.catch_warnings():
            # It warns of styles and of parts that are not read.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            _read_sheet(_chosen(book, table, options), table, limits)
    except DAMAGE as error:
        # Which of them it was, openpyxl may have wrapped in words of its own.
        if isinstance(error, Hostile) or isinstance(error.__cause__, Hostile):
            table.refuse(0, 0, "", "a workbook without XML entities")
        table.refuse(0, 0, "", f"an undamaged XLSX workbook ({error})")


def _chosen(book, table, options):
    names = [sheet.title for sheet in book.worksheets]
    if options.sheet:
        if options.sheet not in names:
            table.refuse(0, 0, options.sheet, f"a sheet of: {', '.join(names)}")
        return book[options.sheet]
    if len(names) != 1:
        message = f"a sheet chosen, of {len(names)}: {', '.join(names)}"
        table.refuse(0, 0, "", message)
    return book.worksheets[0]


def _read_sheet(sheet, table, limits):
    """With openpyxl's parser: its own rows drop a row that repeats, in silence."""
    table.sheet, book = sheet.title, sheet.parent
    counted, last = Counted(table, limits), 0
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=False,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            if number <= last:
                table.refuse(number, 0, "", "each row once, in order")
            if number > last + 1:
                counted.blank(number - 1, number - 1 - last)
            last = number
            _take(table, counted, number, cells)
    if parser.merged_cells:
        merged = [str(each.ref) for each in parser.merged_cells.mergeCell]
        where = ", ".join(f"{table.sheet}!{ref}" for ref in merged[:5])
        table.refuse(0, 0, "", f"no merged cells; take apart {where}")


def _take(table, counted, number, cells):
    texts = []
    for cell in cells:
        column = cell["column"] - 1
        text = _text(cell, table, number, column)
        if not text.strip():
            continue
        if column >= 16_384 or (column < len(texts) and texts[column]):
            table.refuse(number, column, text, "each cell once, in order")
        texts += [""] * (column + 1 - len(texts))
        texts[column] = text
    row = counted.row(number, texts)
    if row is None:
        return
    if table.header is None:
        table.header = [cell.strip() for cell in row.cells]
        table.header_row = number
        refuse_stranger(table)
    else:
        table.rows.append(row)
    counted.columns(number, row.cells)


def _text(cell, table, number, column):
    """A cell's value as text that the readers of cells understand."""
    value = cell["value"]
    if cell["data_type"] == "f":
        shown = str(getattr(value, "text", value))
        message = "a value; paste the cells as values"
        table.refuse(number, column, shown, message)
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.datetime():
            is_day = value.time() == dt.time()
            return value.date().isoformat() if is_day else value.isoformat(" ")
        case dt.date() | dt.time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value)
