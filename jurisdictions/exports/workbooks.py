"""XLSX: the rows on one sheet, what they are on another; texts are never formulas."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .tabular import cell

MAX_TEXT = 32_767  # of one cell; Excel refuses a file that has a longer one
CUT = " … (cut here: a cell holds no more; the CSV file has all of it)"
REPLACEMENT = "\ufffd"


def workbook(rows, columns, about):
    """The packed file, to be read; its rows are written to the disk one by one."""
    book = Workbook(write_only=True)
    _fill(book.create_sheet("Rows"), _table(rows, columns))
    _fill(book.create_sheet("About"), about.lines())
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _table(rows, columns):
    yield [column.name for column in columns]
    for row in rows:
        yield [column.read(row) for column in columns]


def _fill(sheet, lines):
    for values in lines:
        sheet.append([_cell(sheet, cell(value)) for value in values])


def _cell(sheet, value):
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub(REPLACEMENT, value)
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - len(CUT)] + CUT
    found = WriteOnlyCell(sheet, text)
    # Said outright: it is guessed from the text's first sign otherwise.
    found.data_type = "s"
    return found
