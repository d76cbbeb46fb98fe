"""What reading a file gives, whatever its format: rows of text with their addresses.

Nothing here knows Django: the child process of the web form reads with it too.
"""

import string
from dataclasses import dataclass, field

from .base import RowError


class Unreadable(Exception):
    """The file cannot be read; `error` says where and what would be accepted."""

    def __init__(self, error):
        self.error = error
        super().__init__(str(error))


@dataclass(frozen=True)
class Options:
    """What a person chose where the file leaves it open; empty: nothing."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    # {their column: ours, or "" for one that is not read}
    columns: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One row that is not blank, by its number in the file."""

    number: int
    cells: list


@dataclass
class Table:
    """A file as it was read; `header` is None where the file is lines of text."""

    file: str
    sha256: str = ""
    size: int = 0
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header: list | None = None
    header_row: int = 1
    width: int = 0  # cells of the header's line, blank ones too
    rows: list = field(default_factory=list)
    # The first cells that are not ASCII, where the encoding was chosen by a person.
    samples: list = field(default_factory=list)
    notices: list = field(default_factory=list)

    def address(self, number, column):
        """Of a cell, by its row and its column's place from 0; empty in a text file."""
        return f"{self.sheet}!{letter(column)}{number}" if self.sheet else ""

    def error(self, number, column, value, message):
        """A RowError for the cell in that place."""
        if not number:  # it is about the file
            return RowError(self.file, 0, "", value, message)
        names = self.header or []
        name = names[column] if column < len(names) else letter(column)
        cell = self.address(number, column)
        return RowError(self.file, number, name, value, message, cell)

    def refuse(self, number, column, value, message):
        raise Unreadable(self.error(number, column, value, message))


def letter(column):
    """0 -> "A", 26 -> "AA"."""
    name, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        name = string.ascii_uppercase[place] + name
    return name


class Counted:
    """Counts rows and looks at each cell as a file streams by."""

    def __init__(self, table, limits):
        self.table, self.limits = table, limits
        self.kept = self.blanks = 0

    def row(self, number, cells):
        """The Row; None for a blank one. Raises Unreadable at the first excess."""
        while cells and not cells[-1].strip():
            cells = cells[:-1]
        if not cells:
            self.blank(number)
            return None
        self.blanks = 0
        self.kept += 1
        if self.kept > self.limits.rows + 1:  # the header is one of them
            message = f"at most {self.limits.rows:,} rows"
            self.table.refuse(number, 0, "", message)
        self.check(number, cells)
        return Row(number, cells)

    def blank(self, number, rows=1):
        self.blanks += rows
        if self.blanks > self.limits.blanks:
            message = (
                f"more than {self.limits.blanks:,} empty rows: delete them, or save"
                " the rows that count as CSV"
            )
            self.table.refuse(number - self.blanks + rows, 0, "", message)

    def check(self, number, cells):
        for column, text in enumerate(cells):
            if "\0" in text:
                message = "no NUL characters; is the file UTF-16 without its mark?"
                self.table.refuse(number, column, text[:40], message)
            if len(text) > self.limits.cell:
                message = f"at most {self.limits.cell:,} characters"
                self.table.refuse(number, column, text[:40], message)

    def columns(self, number, cells):
        """After the header was looked at: a stranger's may be wider."""
        if len(cells) > self.limits.columns:
            message = f"at most {self.limits.columns} columns"
            column = self.limits.columns
            self.table.refuse(number, column, cells[column][:40], message)
