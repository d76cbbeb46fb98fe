"""A folder of the record's files, as small as a test needs it."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import TestCase

from jurisdictions.importers import changes, jurisdictions
from jurisdictions.importers.record import SHEETS
from jurisdictions.management.commands.seed import loader
from jurisdictions.models import Place

NOTE = "Loaded by a test of the importer"

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


class FolderCase(TestCase):
    """Loads small folders as the seed's own account."""

    @classmethod
    def setUpTestData(cls):
        for geoid, name in (("1714000", "Chicago city"), ("17031", "Cook County")):
            Place.objects.create(geoid=geoid, state="IL", kind="city", name=name)
        cls.by = loader()

    def setUp(self):
        self.folder = Path(self.enterContext(TemporaryDirectory()))

    def plan(self, **files):
        return changes.plan(small_record(self.folder, **files), by=self.by)

    def load(self, **files):
        made = self.plan(**files)
        changes.apply(made, by=self.by, note=NOTE)
        return made
