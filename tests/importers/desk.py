"""A case whose people import small files, and what they may look at afterwards."""

import csv
import hashlib
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings

from jurisdictions.importers import batches
from jurisdictions.importers.asking import Asked
from jurisdictions.importers.batches import Order
from jurisdictions.importers.formats import plan
from tests import desk_case
from tests.cases import EditorCase
from tests.factories import make_jurisdiction, make_source

NOTE = "Read in the file of a test"
FINDING = {
    "key": "a",
    "jurisdiction": "ks/alder",
    "office": "OJP",
    "outcome": "may_violate",
    "on": "2017-10-11",
    "source": "memo",
    "confidence": "verified",
    "summary": "May violate.",
}


def table(*rows):
    """Rows as the text of a CSV with their columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*dict.fromkeys(name for row in rows for name in row)])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def several(count, **cells):
    return [FINDING | {"key": f"k{number}"} | cells for number in range(count)]


def tables():
    """{table: a checksum of all its rows}, of every table there is."""
    found = {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{name}"')
            rows = sorted(map(repr, cursor.fetchall()))
            found[name] = (len(rows), hashlib.sha256("".join(rows).encode()).digest())
    return found


class ImportCase(EditorCase):
    """A city, a source, and people of every role."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.place = make_jurisdiction("Alder", slug="alder", geoid="2001234")
        cls.source = make_source(slug="memo")

    def setUp(self):
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        kept = override_settings(IMPORTS_DIR=self.folder / "kept")
        self.enterContext(kept)

    def file(self, content, name="file.csv"):
        """A file of rows, of text, or of bytes."""
        content = table(*content) if isinstance(content, list) else content
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def plan(self, content, kind="finding", **asked):
        return plan(self.file(content), kind, Asked(**asked))

    def order(self, content, kind="finding", *, by=None, note=NOTE, **options):
        chosen = {
            name: options.pop(name)
            for name in ("confirm", "skip_invalid")
            if name in options
        }
        by = by or self.publisher
        path = self.file(content)
        return Order(path, kind, Asked(**options), by, note, **chosen)

    def apply(self, content, kind="finding", **options):
        return batches.apply(self.order(content, kind, **options))

    def errors(self, content, kind="finding", **asked):
        """[(line, column, message)] of a file's plan."""
        found = self.plan(content, kind, **asked).diff.invalid
        return [(each.line, each.column, each.message) for each in found]


class DeskImportCase(ImportCase, desk_case.DeskCase):
    """The same people at the desk's screens."""

    def show(self, content=None, kind="finding", *, by=None, browser=None, **data):
        """Give the desk a file, and see what came of it."""
        if content is not None:
            content = table(*content) if isinstance(content, list) else content
            content = content.encode() if isinstance(content, str) else content
            data["file"] = SimpleUploadedFile("rows.csv", content)
        browser = browser or self.browser(by or self.editor)
        return browser.post("/admin/imports/new/", {"format": kind} | data, follow=True)
