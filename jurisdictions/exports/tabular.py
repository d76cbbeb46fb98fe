"""CSV: pure rows, streamed, and no cell that a spreadsheet would run as a formula."""

import csv
import json
from decimal import Decimal

from jurisdictions.importers.textsigns import guarded
from jurisdictions.models import chunks

# Excel takes a file without it for one of an older code page.
MARK = "\ufeff"


class _Echo:
    def write(self, text):
        return text


def cell(value):
    """A number, or text of which a formula's start has an apostrophe in front."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    return guarded(_text(value))


def _text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        if any(isinstance(each, dict) for each in value):
            return json.dumps(value, ensure_ascii=False)
        return "|".join(map(str, value))
    return str(value)


def csv_lines(rows, columns, *, for_excel=False):
    """The file line by line: a header of machine names, then one line per row."""
    writer = csv.writer(_Echo())
    header = writer.writerow([column.name for column in columns])
    yield MARK + header if for_excel else header
    for row in rows:
        yield writer.writerow([cell(column.read(row)) for column in columns])


def in_chunks(queryset, pks):
    """The rows of these keys, in that order, a few hundred at a time.

    Keys first: no server-side cursor is held, and the order is the reader's.
    """
    for chunk in chunks(pks):
        found = {row.pk: row for row in queryset.filter(pk__in=chunk)}
        yield from (found[pk] for pk in chunk if pk in found)
