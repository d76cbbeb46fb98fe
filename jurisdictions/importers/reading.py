"""The first step of every import: a file on disk -> a `Table`, within limits.

What it is follows from its bytes, never from its name. Nothing here knows Django.
"""

import difflib
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from .base import Line, RowError, printable
from .limits import COMMAND, MEGABYTE
from .strangers import refuse_foreign
from .tables import Options, Table, Unreadable, letter
from .textfiles import text_table
from .textsigns import folded, unguarded
from .workbooks import workbook_table

PIECE = 64 * 1024


@dataclass(frozen=True)
class Wanted:
    """What a format understands, so that a delimiter and a header can be known."""

    columns: frozenset = frozenset()
    # Other names of a column, folded -> ours.
    aliases: dict = field(default_factory=dict)
    required: frozenset = frozenset()
    # A file whose first line holds no known header is lines of text.
    lines: bool = False

    @property
    def known(self):
        return {folded(name) for name in self.columns} | {*self.aliases}


def read_file(path, wanted, options=None, limits=COMMAND):
    """A file -> its Table. Raises Unreadable with what would be accepted."""
    options = options or Options()
    name = printable(Path(path).name)[:200]
    table = Table(file=name)
    data = _bytes(Path(path), table, limits)
    if data.startswith(b"PK"):
        workbook_table(data, table, options, limits)
    else:
        refuse_foreign(data, table)
        known = wanted.known | {folded(name) for name in options.columns}
        text_table(data, table, options, limits, known, lines=wanted.lines)
    if table.header is not None and wanted.lines:
        _lines_after_all(table, wanted)
    if not table.rows and table.header is None:
        table.refuse(1, 0, "", "any text")
    return table


def _bytes(path, table, limits):
    """The file's bytes; not one piece more than the limit is read."""
    pieces, digest = [], hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                table.size += len(piece)
                if table.size > limits.size:
                    size = limits.size // MEGABYTE
                    table.refuse(0, 0, "", f"a file of at most {size} MB")
                digest.update(piece)
                pieces.append(piece)
    except FileNotFoundError:
        table.refuse(0, 0, "", "a file that is there")
    except (IsADirectoryError, PermissionError) as error:
        table.refuse(0, 0, "", f"a file that can be read ({error.strerror})")
    if not table.size:
        table.refuse(0, 0, "", "a file that is not empty")
    table.sha256 = digest.hexdigest()
    return b"".join(pieces)


def _lines_after_all(table, wanted):
    """A sheet without a header that is known, of one column, is lines of text."""
    rows = [
        (table.header_row, table.header),
        *((r.number, r.cells) for r in table.rows),
    ]
    one = all(sum(map(bool, cells)) == 1 for _, cells in rows)
    if (
        wanted.lines
        and one
        and not {folded(cell) for cell in table.header} & wanted.known
    ):
        first = table.rows[0].__class__(table.header_row, table.header)
        table.rows = [first, *table.rows]
        table.header = None


# Columns


def lines_of(table, wanted, options=None):
    """(lines in our columns, errors of the header): all its faults at once."""
    places, errors = columns_of(table, wanted, options or Options())
    if errors:
        return [], errors
    lines = []
    for row in table.rows:
        cells = dict.fromkeys(places.values(), "")
        theirs = {}
        for column, ours in places.items():
            text = row.cells[column] if column < len(row.cells) else ""
            cells[ours] = unguarded(text.strip())
            theirs[ours] = (table.header[column], text)
        beyond = [
            at for at, text in enumerate(row.cells) if text and not _named(table, at)
        ]
        if beyond:
            message = "an empty cell, because its column has no header"
            errors.append(
                table.error(row.number, beyond[0], row.cells[beyond[0]], message)
            )
        letters = {ours: letter(at) for at, ours in places.items() if table.sheet}
        lines.append(Line(table.file, row.number, cells, theirs, letters, table.sheet))
    return lines, errors


def _named(table, column):
    return column < len(table.header) and table.header[column]


def columns_of(table, wanted, options):
    """({place in the file: our column}, errors)."""
    ours = {folded(name): name for name in wanted.columns} | wanted.aliases
    ours |= {folded(theirs): own for theirs, own in options.columns.items()}
    places, errors, seen = {}, [], {}
    row = table.header_row
    for place, theirs in enumerate(table.header):
        name = folded(theirs)
        if not theirs:
            continue
        if name in seen:
            first = letter(seen[name]) if table.sheet else seen[name] + 1
            message = f"each header once; column {first} has it too"
            errors.append(table.error(row, place, theirs, message))
        elif name not in ours:
            errors.append(table.error(row, place, theirs, _unknown(theirs, ours)))
        elif ours[name] in places.values():
            message = f"one column for {ours[name]}; another is read as it already"
            errors.append(table.error(row, place, theirs, message))
        elif ours[name]:
            places[place] = ours[name]
        seen.setdefault(name, place)
    for name in sorted(wanted.required - {*places.values()}):
        errors.append(RowError(table.file, row, name, "", "this column is missing"))
    for name in sorted({*options.columns} - {*table.header}):
        if folded(name) not in seen:
            errors.append(RowError(table.file, row, name, "", "no column is called so"))
    return places, errors


def _unknown(theirs, ours):
    close = difflib.get_close_matches(folded(theirs), ours, 1)
    near = f"; the nearest is {ours[close[0]]!r}" if close and ours[close[0]] else ""
    return (
        f"an unknown column{near}; --column OURS={theirs} reads it,"
        f" --column ={theirs} leaves it out"
    )


def as_lines(table):
    """The lines of a file without a header: [(number, text)]."""
    cells = ((row.number, map(str.strip, row.cells)) for row in table.rows)
    return [(number, next(filter(None, texts))) for number, texts in cells]


def read_or_errors(path, wanted, options=None, limits=COMMAND):
    """(Table, errors): the Table is None where the file cannot be read at all."""
    try:
        return read_file(path, wanted, options, limits), []
    except Unreadable as refusal:
        return None, [refusal.error]
