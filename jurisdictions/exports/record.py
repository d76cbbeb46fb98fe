"""The record in our own files: all columns that the importer reads, live rows only.

Loaded again, such a file changes nothing (TRUST F6): the same texts, and the same
sign before a cell that a spreadsheet would run.
"""

import csv

from jurisdictions.importers.own import columns, labelled, placed
from jurisdictions.importers.record import SHEETS
from jurisdictions.importers.textsigns import guarded
from jurisdictions.importers.written import texts
from jurisdictions.models import chunks

KINDS = {sheet.model._meta.model_name: sheet for sheet in SHEETS}


def rows(kind):
    """Yields {column: text} for each live row, oldest claim first."""
    sheet = KINDS[kind]
    live = sheet.model.objects.live().order_by("pk")
    pks = [*live.values_list("pk", flat=True)]
    for chunk in chunks(pks):
        found = live.filter(pk__in=chunk)
        found = found.select_related(*sheet.references).prefetch_related(*sheet.links)
        yield from (_cells(row, sheet) for row in found)


def _cells(row, sheet):
    links = {name: getattr(row, name).all() for name in sheet.links}
    cells = texts(row, sheet, links)
    for name in labelled(sheet):
        cells[f"{name}_label"] = getattr(row, f"get_{name}_display")()
    for name in placed(sheet):
        place = getattr(row, name)
        cells[f"{name}_geoid"] = place.geoid if place else ""
    own = {"key": str(row.claim), "revision": str(row.revision), "state": "published"}
    return cells | own


def write(kind, file):
    """Write a kind's file; the number of rows."""
    names = columns(KINDS[kind])
    writer = csv.writer(file)
    writer.writerow(names)
    count = 0
    for cells in rows(kind):
        writer.writerow([guarded(cells[name]) for name in names])
        count += 1
    return count
