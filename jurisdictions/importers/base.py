"""What all importers share: read > check > diff > apply.

Each step hands plain data to the next. Errors are collected, all of them, and
nothing is applied while there is one.
"""

import csv
import gzip
from dataclasses import dataclass, field
from pathlib import Path

# A value that is shown in a message.
SHOWN = 80


def printable(text):
    """The text with everything that a terminal would obey written out."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


@dataclass(frozen=True)
class RowError:
    """One cell that cannot be read, and what would be accepted instead.

    `cell` is its address in a workbook, like "Sheet1!C7".
    """

    file: str
    line: int
    column: str
    value: str
    message: str
    cell: str = ""

    def __str__(self):
        where = f"{self.file} {self.cell}" if self.cell else f"{self.file}:{self.line}"
        value = self.value if len(self.value) <= SHOWN else f"{self.value[:SHOWN]}…"
        named = f"{where} {self.column} {value!r}: {self.message}"
        return printable(named)


class Rejected(Exception):
    """The files hold errors; nothing was applied."""

    def __init__(self, errors):
        self.errors = list(errors)
        super().__init__(f"Errors: {len(self.errors)}. Nothing was loaded.")


@dataclass(frozen=True)
class Line:
    """One row of a file: {column: text without outer blanks}.

    Where the file calls a column otherwise, `theirs` has {column: (its name, the text
    as it stands there)}; `letters` has {column: its letter} of a workbook's `sheet`.
    """

    file: str
    number: int
    cells: dict
    theirs: dict = field(default_factory=dict)
    letters: dict = field(default_factory=dict)
    sheet: str = ""

    def error(self, column, message):
        name, value = self.theirs.get(column, (column, self.cells.get(column, "")))
        letter = self.letters.get(column)
        cell = f"{self.sheet}!{letter}{self.number}" if letter else ""
        return RowError(self.file, self.number, name, value, message, cell)


@dataclass
class Diff:
    """What a file would change. `held` rows are in a person's hands and stay.

    `missing` are keys that an earlier load brought and that the files no longer
    hold; they are told, never withdrawn by themselves.
    """

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    held: list = field(default_factory=list)
    invalid: list = field(default_factory=list)
    missing: list = field(default_factory=list)

    @property
    def is_empty(self):
        return not (self.new or self.changed)

    def __add__(self, other):
        return Diff(
            *(
                getattr(self, name) + getattr(other, name)
                for name in self.__dataclass_fields__
            )
        )

    def __str__(self):
        counts = {name: len(getattr(self, name)) for name in self.__dataclass_fields__}
        return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


def read(path, columns):
    """A CSV file, gzipped or not -> its lines and the errors of its shape.

    The header must hold exactly these columns, in any order.
    """
    path = Path(path)
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            return _lines(csv.reader(file), path.name, list(columns))
    except FileNotFoundError:
        return [], [RowError(path.name, 0, "", "", "this file is missing")]
    except (UnicodeDecodeError, csv.Error, gzip.BadGzipFile) as error:
        return [], [RowError(path.name, 0, "", str(error), "a CSV file in UTF-8")]


def _lines(reader, name, columns):
    header = [cell.strip() for cell in next(reader, [])]
    errors = [
        RowError(name, 1, column, column, f"unknown column; known are {columns}")
        for column in header
        if column not in columns
    ]
    errors += [
        RowError(name, 1, column, "", "this column is missing")
        for column in columns
        if column not in header
    ]
    if errors:
        return [], errors
    lines = []
    for cells in reader:
        if len(cells) != len(header):
            message = f"{len(cells)} cells instead of {len(header)}"
            errors.append(RowError(name, reader.line_num, "", "", message))
            continue
        texts = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        lines.append(Line(name, reader.line_num, texts))
    return lines, errors
