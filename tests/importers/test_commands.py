"""`load` and `undo_batch` as a person at the machine uses them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from jurisdictions.importers.asking import Asked
from jurisdictions.importers.child import plan_in_child, read_in_child
from jurisdictions.importers.limits import MEGABYTE
from jurisdictions.importers.tables import Options, Unreadable
from jurisdictions.models import Finding, ImportBatch

from .desk import FINDING, NOTE, ImportCase, several, tables
from .files import by_hand

APPLY = ("--apply", "--by", "paul", "--note", NOTE)


class CommandCase(ImportCase):
    def load(self, content, *args, kind="finding"):
        """What the command printed, to either stream."""
        self.out = StringIO()
        path = self.file(content)
        call_command("load", kind, path, *args, stdout=self.out, stderr=self.out)
        return self.out.getvalue()

    def fails(self, match, *args, **kwargs):
        before = tables()
        with pytest.raises(CommandError, match=match):
            self.load(*args, **kwargs)
        assert tables() == before
        return self.out.getvalue()


class LoadTests(CommandCase):
    def test_a_preview_tells_how_it_was_read_and_what_would_change(self):
        self.load([FINDING], *APPLY)
        before = tables()
        said = self.load([FINDING | {"summary": "Other."}, FINDING | {"key": "b"}])
        assert "2 rows" in said and "UTF-8, comma" in said
        assert "changed, line 2: summary: 'May violate.' -> 'Other.'" in said
        assert "Difference: 1 new, 1 changed" in said
        assert "Changes: 2. --apply" in said
        assert tables() == before

    def test_errors_are_listed_and_nothing_is_written(self):
        said = self.fails("Errors: 1. Nothing was", [FINDING | {"on": "soon"}])
        assert "file.csv:2 on 'soon': a day like 2025-08-05" in said
        self.fails("Errors: 1. Nothing was", [FINDING | {"on": "soon"}], *APPLY)

    def test_applied_it_says_what_became_of_it(self):
        said = self.load([FINDING], *APPLY)
        assert "Batch" in said and "Published 1 rows." in said
        said = self.load([FINDING], *APPLY)
        assert "Nothing to do." in said
        said = self.load(several(2), "--apply", "--by", "edith", "--note", NOTE)
        assert "waits for review" in said

    def test_many_changes_need_their_number(self):
        said = self.load(several(21))
        assert "--confirm 21" in said
        self.fails("21 changes: confirm", several(21), *APPLY)
        assert "Published 21" in self.load(several(21), *APPLY, "--confirm", "21")

    def test_what_the_file_leaves_open_is_said(self):
        text = "key;jurisdiction;office;outcome;source;confidence;Z\u00fcge\n"
        text += "a;ks/alder;Do\u00f1a;pending;memo;high;x\n"
        said = self.load(
            text.encode("cp1252"),
            *("--encoding", "cp1252", "--delimiter", "semicolon"),
            *("--column", "=Z\u00fcge"),
        )
        assert "Windows-1252, chosen, semicolon" in said
        assert "not ASCII, line 2: Do\u00f1a" in said
        assert "1 new" in said

    def test_what_cannot_be_is_refused(self):
        self.fails("OURS=THEIRS", [FINDING], "--column", "name")
        for by in ("nobody", ""):
            self.fails("may sign in", [FINDING], "--apply", "--by", by)
        self.fails(
            "may not import", [FINDING], "--apply", "--by", "carla", "--note", NOTE
        )
        self.fails("Say why", [FINDING], "--apply", "--by", "paul")

    def test_a_conflict_is_told(self):
        from_file = [FINDING]
        self.load(from_file, *APPLY)
        live = Finding.objects.get()
        said = self.load([{"key": str(live.claim), "revision": "7", "office": "DOJ"}])
        assert "conflict, line 2: office: 'OJP' -> 'DOJ': made from revision 7" in said


class UndoTests(CommandCase):
    def undo(self, pk, by="paula"):
        out = StringIO()
        call_command("undo_batch", str(pk), by=by, note=NOTE, stdout=out)
        return out.getvalue()

    def test_it_says_what_was_taken_back_and_what_stays(self):
        self.load(several(2), *APPLY)
        batch = ImportBatch.objects.get()
        said = self.undo(batch.pk)
        assert "2 taken back, 0 drafts discarded, 0 in conflict" in said
        for by, match in (("paula", "already"), ("nobody", "may sign in")):
            with pytest.raises(CommandError, match=match):
                self.undo(batch.pk, by)
        with pytest.raises(CommandError, match="There is no batch"):
            self.undo(batch.pk + 1)


class ChildTests(ImportCase):
    def test_the_child_reads_what_the_command_reads(self):
        found = plan_in_child(self.file([FINDING]), "finding", Asked())
        assert (len(found.table.rows), found.table.encoding) == (1, "utf-8")
        assert found.diff.new[0].line.cells["office"] == "OJP"

    def test_errors_are_told_like_any_others(self):
        rows = [FINDING | {"on": "soon"}]
        (error,) = plan_in_child(self.file(rows), "finding", Asked()).diff.invalid
        assert (error.line, error.column, error.value) == (2, "on", "soon")
        (error,) = plan_in_child(self.file(b""), "finding", Asked()).diff.invalid
        assert "not empty" in error.message

    def test_what_needs_too_much_memory_or_time_is_refused(self):
        """One row of a million cells is within every limit that can be counted."""
        cells = "".join(
            f"<c><v>{n * 2_654_435_761 % 100_003}</v></c>" for n in range(1_200_000)
        )
        path = self.file(by_hand(f'<row r="1">{cells}</row>'), "wide.xlsx")
        assert path.stat().st_size < 5 * MEGABYTE
        with pytest.raises(Unreadable, match="512 MB"):
            read_in_child(path, "finding", Options())

    def test_the_web_form_reads_five_megabytes(self):
        path = self.file(b"key\n" + b"x" * 6 * MEGABYTE)
        with pytest.raises(Unreadable, match="at most 5 MB"):
            read_in_child(path, "finding", Options())
