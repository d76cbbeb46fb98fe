"""Text files: in the encoding that the file states or a person chose, no other."""

import codecs
import csv
import io

from .strangers import refuse_stranger, stranger
from .tables import Counted, Table, Unreadable
from .textsigns import folded

# Byte order marks; the longer first, because one begins with another.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with its mark (BOM)",
    "utf-16": "UTF-16 with its mark (BOM)",
    "cp1252": "Windows-1252, chosen",
    "latin-1": "Latin-1, chosen",
}
CHOSEN = ("cp1252", "latin-1")
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
SAMPLES = 5
# What a program may put before the first header.
UNSEEN = "\ufeff\u200b\u2060"


def decoded(data, table, options):
    """The text of a file; sets the table's encoding. Raises Unreadable."""
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "")
    chosen = options.encoding.lower().replace("windows-1252", "cp1252")
    if chosen and chosen not in ENCODINGS:
        table.refuse(0, 0, options.encoding, f"one of: {', '.join(ENCODINGS)}")
    if encoding == "utf-32":
        table.refuse(0, 0, "", "UTF-8 or UTF-16; this is UTF-32")
    if encoding and chosen in CHOSEN:
        message = f"the file says itself that it is {ENCODINGS[encoding]}"
        table.refuse(0, 0, chosen, message)
    if chosen == "utf-16" and not encoding:
        table.refuse(0, 0, chosen, "UTF-16 has to begin with its mark (BOM)")
    table.encoding = encoding or chosen or "utf-8"
    try:
        return data.decode(table.encoding).lstrip(UNSEEN)
    except UnicodeDecodeError as error:
        raise Unreadable(_undecodable(data, table, error)) from error


def _undecodable(data, table, error):
    """Where the bytes stop making sense, and how they would read as Windows-1252."""
    number = data.count(b"\n", 0, error.start) + 1
    byte = f"0x{data[error.start]:02x}"
    message = f"{ENCODINGS[table.encoding]}; in that no byte is {byte}"
    if table.encoding == "utf-8":
        text = data.decode("cp1252", errors="replace")
        found = [f"line {at}: {line}" for at, line in _not_ascii(text)]
        message += (
            "; choose an encoding (cp1252 or latin-1). As cp1252 it would read: "
            + " / ".join(found)
        )
    return table.error(number, 0, "", message)


def _not_ascii(text):
    """(line number, its text around the first sign that is not ASCII), five at most."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        at = next((i for i, sign in enumerate(line) if not sign.isascii()), None)
        if at is not None:
            found.append((number, line[max(0, at - 20) : at + 20].strip()))
        if len(found) == SAMPLES:
            break
    return found


def samples(table):
    """The first five cells that are not ASCII, for whoever chose the encoding."""
    return [
        {"row": row.number, "column": column, "text": text}
        for row in table.rows
        for column, text in enumerate(row.cells)
        if not text.isascii()
    ][:SAMPLES]


def delimiter_of(text, table, options, known):
    """The sign between the cells: chosen, or the one that parts known headers."""
    chosen = {"tab": "\t", "\\t": "\t"}.get(options.delimiter, options.delimiter)
    chosen = {name: sign for sign, name in DELIMITERS.items()}.get(chosen, chosen)
    if chosen:
        if chosen not in DELIMITERS:
            message = f"one of: {', '.join(DELIMITERS.values())}"
            table.refuse(0, 0, options.delimiter, message)
        return chosen
    first = next((line for line in text.splitlines() if line.strip()), "")
    counts = {sign: known_headers(first.split(sign), known) for sign in DELIMITERS}
    best = max(counts.values())
    fits = [sign for sign, count in counts.items() if count == best]
    # Where no header is known, or one alone stands there, the signs themselves tell.
    found = [sign for sign in fits if sign in first] if best < 2 else fits
    if len(found) > 1:
        named = " or ".join(DELIMITERS[sign] for sign in found)
        message = f"a first line with this format's columns, or {named} chosen"
        table.refuse(1, 0, first[:60], message)
    return found[0] if found else ","


def known_headers(cells, known):
    """How many of the cells are headers that the format knows."""
    return len({folded(cell.strip(' "')) for cell in cells} & known)


def read_csv(text, table, options, limits, known):
    """Fill the table from delimited text."""
    table.delimiter = delimiter_of(text, table, options, known)
    counted = Counted(table, limits)
    # Strict: a quotation mark that never closes would swallow the rest of the file.
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=table.delimiter, strict=True
    )
    number = 1
    try:
        for cells in reader:
            _take(table, counted, number, cells)
            number = reader.line_num + 1
    except csv.Error as error:
        message = f"quotation marks that open and close around a cell ({error})"
        table.refuse(number, 0, "", message)


def _take(table, counted, number, cells):
    width = len(cells)
    row = counted.row(number, cells)
    if row is None:
        return
    if table.header is None:
        table.header = [cell.strip() for cell in row.cells]
        table.header_row, table.width = number, width
        refuse_stranger(table)
        counted.columns(number, row.cells)
        return
    counted.columns(number, row.cells)
    if width != table.width:
        message = f"{width} cells where the header has {table.width}"
        table.refuse(number, min(width, table.width) - 1, "", message)
    for column, cell in enumerate(row.cells):
        if cell.strip().startswith("="):
            message = "a text or a number; a text that begins so is written '="
            table.refuse(number, column, cell, message)
    table.rows.append(row)


def read_lines(text, table, limits):
    """Fill the table from lines of text: one cell each, no header."""
    counted = Counted(table, limits)
    for number, line in enumerate(text.splitlines(), 1):
        row = counted.row(number, [line])
        if row:
            table.rows.append(row)


def text_table(data, table: Table, options, limits, known, *, lines=False):
    """Fill the table from the bytes of a text file.

    `lines`: where the first line holds no known header, it is no table but lines.
    """
    text = decoded(data, table, options)
    first = next((line for line in text.splitlines() if line.strip()), "")
    is_table = any(
        known_headers(cells, known) or stranger(cells)
        for cells in map(first.split, DELIMITERS)
    )
    if lines and not is_table:
        read_lines(text, table, limits)
    else:
        read_csv(text, table, options, limits, known)
    if table.encoding in CHOSEN:
        table.samples = samples(table)
