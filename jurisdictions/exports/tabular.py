"""CSV: pure rows, streamed, and no cell that a spreadsheet would run as a formula."""

import csv
from decimal import Decimal

from jurisdictions.models import chunks

# ASCII and full-width signs that start a formula (TRUST F6).
FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)


class _Echo:
    def write(self, text):
        return text


def guarded(value):
    """A cell's text: numbers stay numbers, a formula's start gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return str(value)
    text = "|".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_lines(rows, columns):
    """The file line by line: a header of machine names, then one line per row."""
    writer = csv.writer(_Echo())
    yield writer.writerow([column.name for column in columns])
    for row in rows:
        yield writer.writerow([guarded(column.read(row)) for column in columns])


def in_chunks(queryset, pks):
    """The rows of these keys, in that order, a few hundred at a time.

    Keys first: no server-side cursor is held, and the order is the reader's.
    """
    for chunk in chunks(pks):
        found = {row.pk: row for row in queryset.filter(pk__in=chunk)}
        yield from (found[pk] for pk in chunk if pk in found)
