"""A folder of the record's files, as small as a test needs it."""

import csv

from jurisdictions.importers import jurisdictions
from jurisdictions.importers.record import SHEETS

COLUMNS = {sheet.file: sheet.columns for sheet in SHEETS}
COLUMNS[jurisdictions.NAME] = list(jurisdictions.COLUMNS)

SOURCE = {
    "key": "memo",
    "state": "published",
    "slug": "memo",
    "title": "A memo",
    "kind": "official",
    "url": "https://example.org/memo",
    "confidence": "verified",
    "is_incomplete": "no",
}
PLACE = {
    "path": "il/chicago",
    "kind": "city",
    "legal_form": "city",
    "geoid": "1714000",
    "ties": "mostly_in:17031",
}
FINDING = {
    "key": "fnd-1",
    "state": "published",
    "jurisdiction": "il/chicago",
    "office": "DOJ",
    "outcome": "may_violate",
    "on": "2017-10-12",
    "on_precision": "day",
    "source": "memo",
    "confidence": "verified",
    "summary": "May violate.",
}


def write_folder(folder, **files):
    """Every file with its header; `findings=[{...}]` gives one of them rows."""
    for file, columns in COLUMNS.items():
        rows = files.get(file.removesuffix(".csv"), [])
        with open(folder / file, "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def small_record(folder, **files):
    """One source, one place and one finding, unless the test says otherwise."""
    basic = {"sources": [SOURCE], "jurisdictions": [PLACE], "findings": [FINDING]}
    return write_folder(folder, **basic | files)
