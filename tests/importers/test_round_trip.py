"""The whole record, written as files and loaded again: nothing changes (TRUST F6)."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command

from jurisdictions.exports.record import KINDS, write
from jurisdictions.importers.asking import Asked
from jurisdictions.importers.formats import plan
from jurisdictions.importers.own import columns
from jurisdictions.importers.textsigns import guarded, unguarded
from jurisdictions.models import Finding
from jurisdictions.roles import Role
from tests.factories import make_finding, make_user
from tests.seeded import SeededCase

from .desk import ImportCase, tables

FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\uff1d1", "'=1", "''=1", "'tis", "a=1")


def exported(kind):
    out = io.StringIO(newline="")
    write(kind, out)
    return out.getvalue()


class SeededRoundTripTests(SeededCase):
    def test_every_kind_written_and_loaded_changes_nothing(self):
        folder = Path(self.enterContext(TemporaryDirectory()))
        before = tables()
        for kind, sheet in KINDS.items():
            with self.subTest(kind):
                path = folder / f"{kind}.csv"
                call_command("export_record", kind, out=path, stdout=io.StringIO())
                made = plan(path, kind, Asked())
                live = sheet.model.objects.live().count()
                assert not made.diff.invalid, made.diff.invalid[:3]
                assert len(made.diff.unchanged) == len(made.table.rows) == live
                assert (made.size, made.diff.held, made.diff.missing) == (0, [], [])
        assert tables() == before

    def test_applied_it_is_nothing_to_do(self):
        make_user(Role.PUBLISHER, username="paul")
        folder = Path(self.enterContext(TemporaryDirectory()))
        call_command("export_record", "listing", out=folder / "a", stdout=io.StringIO())
        before, out = tables(), io.StringIO()
        said = ("--apply", "--by", "paul", "--note", "Loaded again by a test")
        call_command("load", "listing", folder / "a", *said, stdout=out)
        assert "Nothing to do." in out.getvalue()
        assert tables() == before


class ExportTests(ImportCase):
    def test_a_file_has_every_column_that_is_read_with_code_and_label(self):
        make_finding(jurisdiction=self.place, source=self.source)
        (row,) = csv.DictReader(io.StringIO(exported("finding")))
        assert [*row] == columns(KINDS["finding"])
        assert row["outcome"] == "may_violate"
        assert row["outcome_label"] == "May violate section 1373"
        assert row["jurisdiction_geoid"] == "2001234"
        assert (row["revision"], row["state"]) == ("1", "published")

    def test_drafts_and_withdrawn_rows_are_not_in_it(self):
        self.apply([self.row(state="draft", summary="SENTINEL")], by=self.editor)
        assert Finding.objects.count() == 1
        assert "SENTINEL" not in exported("finding")

    def row(self, **cells):
        cells = {"key": "a", "jurisdiction": "ks/alder", "office": "OJP"} | cells
        return {"outcome": "pending", "source": "memo", "confidence": "high"} | cells

    def test_a_formula_is_guarded_and_comes_back_as_it_was(self):
        for number, text in enumerate(FORMULAS):
            fields = {"summary": text, "office": f"O{number}"}
            make_finding(jurisdiction=self.place, source=self.source, **fields)
        rows = [*csv.DictReader(io.StringIO(exported("finding")))]
        assert not [r for r in rows if r["summary"][:1] in "=+-@\uff1d"]
        made = self.plan(exported("finding"))
        assert len(made.diff.unchanged) == len(FORMULAS) and not made.size

    def test_hostile_text_comes_back_as_it_was(self):
        text = (
            '"quoted", a|b;c\td\nnext \u202e <svg onload=x> {{7*7}} \U0001f600 e\u0301'
        )
        make_finding(jurisdiction=self.place, source=self.source, summary=text)
        assert not self.plan(exported("finding")).size

    def test_a_kind_without_rows_is_a_header(self):
        made = self.plan(exported("ruling"), "ruling")
        assert not made.diff.invalid and not made.size

    def test_a_file_is_there_whole_or_not_at_all(self):
        target = self.folder / "none" / "finding.csv"
        with pytest.raises(CommandError, match="cannot be written"):
            call_command("export_record", "finding", out=target)
        assert not target.parent.exists()


@pytest.mark.parametrize("text", FORMULAS)
def test_the_sign_before_a_formula_is_taken_off_again(text):
    assert unguarded(guarded(text)) == text
