"""Our own columns, as an editor sends them back: both ways of writing, no guess."""

from decimal import Decimal

from jurisdictions import editorial
from jurisdictions.choices import ChangeKind
from jurisdictions.importers.cells import census_code
from jurisdictions.models import Award, Finding
from tests.factories import make_finding, make_source, revise_now, withdraw_now

from .desk import FINDING, NOTE, ImportCase, several

SAID = {"outcome": "", "outcome_label": "May violate section 1373"}


class CellTests(ImportCase):
    def new(self, **cells):
        """The one new row of a file, and the plan's notices."""
        made = self.plan([FINDING | cells])
        assert not made.diff.invalid, made.diff.invalid
        (entry,) = made.entries
        return entry.row, made.notices

    def test_a_code_or_its_label_is_read(self):
        """django-import-export#525, #1087."""
        for cells in ({}, SAID, SAID | {"outcome": "may_violate"}):
            assert self.new(**cells)[0].outcome == "may_violate"
        assert self.new(outcome="may violate section 1373")[0].outcome == "may_violate"

    def test_a_code_and_a_label_that_disagree_are_asked_about(self):
        (error,) = self.errors([FINDING | SAID | {"outcome": "pending"}])
        assert error[1] == "outcome" and "the same as beside it" in error[2]

    def test_a_census_code_is_mended_with_a_notice(self):
        """django-import-export#289: 06075 comes back as 6075 or 6075.0."""
        self.place.geoid = "06075"
        self.place.save()
        for text in ("6075", "6075.0", " 06075", "'06075"):
            row, notices = self.new(jurisdiction="", jurisdiction_geoid=text)
            assert row.jurisdiction == self.place
            assert notices == [f"line 2, jurisdiction_geoid: {text!r} is read as 06075"]
            assert self.new(jurisdiction=text)[0].jurisdiction == self.place
        assert not self.new(jurisdiction="06075")[1]

    def test_a_code_that_nobody_has_is_refused(self):
        assert (
            "06077 is no jurisdiction"
            in self.errors([FINDING | {"jurisdiction": "6077"}])[0][2]
        )
        assert (
            "2, 5, 7 or 10 digits"
            in self.errors([FINDING | {"jurisdiction": "123.5"}])[0][2]
        )

    def test_a_path_and_a_code_that_disagree_are_asked_about(self):
        cells = {"jurisdiction_geoid": "2001234", "jurisdiction": "ks/alder"}
        assert self.new(**cells)[0].jurisdiction == self.place
        self.place.geoid = "2009999"
        self.place.save()
        assert self.errors([FINDING | cells])

    def test_every_error_is_told_with_its_row_column_value_and_what_is_accepted(self):
        """An unchanged row with a bad date too: django-import-export#1378."""
        live = make_finding(jurisdiction=self.place, source=self.source)
        bad = {"key": str(live.claim), "on": "2017-13-45"}
        found = self.plan([bad, FINDING | {"on": "soon", "outcome": "x"}]).diff
        assert not found.unchanged
        assert [(x.line, x.column, x.value) for x in found.invalid] == [
            (2, "on", "2017-13-45"),
            (3, "outcome", "x"),
            (3, "on", "soon"),
        ]
        assert "a day like 2025-08-05" in found.invalid[0].message

    def test_one_key_stands_once(self):
        assert self.errors([FINDING, FINDING]) == [
            (3, "key", "each row once; line 2 is the same")
        ]

    def test_a_slug_is_one_claims_address(self):
        cells = {
            "slug": "memo",
            "title": "Another",
            "publisher": "OJP",
            "kind": "official",
            "url": "https://example.org/",
            "confidence": "high",
            "is_incomplete": "no",
            "on": "2020-01-01",
        }
        assert self.errors([cells | {"key": "x"}], "source")[0][1] == "slug"

    def test_a_source_that_lacks_its_title_carries_no_new_fact(self):
        make_source(slug="bare", title="")
        assert "lacks: title" in self.errors([FINDING | {"source": "bare"}])[0][2]
        assert not self.errors([FINDING | {"source": "bare", "state": "draft"}])

    def test_a_script_is_no_address(self):
        """apache/tooling-trusted-releases#986."""
        cells = {"key": "x", "slug": "x", "kind": "news", "confidence": "high"}
        for address in ("javascript:alert(1)", "JaVa\tscript:x", "data:x", "//evil"):
            errors = self.errors(
                [cells | {"url": address, "is_incomplete": "no"}], "source"
            )
            assert "url" in [column for _, column, _ in errors], address


class LeftOutTests(ImportCase):
    def setUp(self):
        super().setUp()
        self.live = make_finding(
            jurisdiction=self.place, source=self.source, summary="Kept.", on="2017-10"
        )

    def row(self, **cells):
        return {"key": str(self.live.claim), "revision": "1"} | cells

    def test_columns_that_are_left_out_stay_as_they_are(self):
        made = self.plan([self.row(office="DOJ")])
        (change,) = made.diff.changed
        assert change.fields == {"office": ("OJP", "DOJ")}
        row = made.entries[0].row
        assert (row.summary, row.on) == ("Kept.", self.live.on)
        assert (row.revises, row.revision) == (self.live, 2)

    def test_an_empty_cell_is_empty(self):
        (change,) = self.plan([self.row(summary="")]).diff.changed
        assert change.fields == {"summary": ("Kept.", "")}

    def test_the_kind_of_change_is_said(self):
        made = self.plan([self.row(office="DOJ")], change_kind=ChangeKind.CORRECTION)
        assert made.entries[0].row.change_kind == ChangeKind.CORRECTION

    def test_what_the_file_does_not_hold_is_told_and_stays(self):
        made = self.plan([FINDING])
        assert made.diff.missing == [f"finding:{self.live.claim}"]
        assert len(made.entries) == 1


class ConflictTests(ImportCase):
    """A claim that a person changed since is not overwritten (reversion#79)."""

    def setUp(self):
        super().setUp()
        self.apply([FINDING])
        self.live = Finding.objects.get()

    def held(self, *rows):
        made = self.plan([*rows])
        assert not made.entries
        return made.diff.held[0]

    def test_what_a_file_brought_a_file_may_change(self):
        made = self.plan([FINDING | {"summary": "Other."}])
        assert len(made.diff.changed) == 1

    def test_a_text_that_a_person_wrote_since_is_held(self):
        revise_now(self.live, {"summary": "By hand."})
        held = self.held(FINDING | {"summary": "Other."})
        assert held.fields == {"summary": ("By hand.", "Other.")}
        assert "wrote what is live" in held.reason

    def test_a_file_made_from_that_very_text_may_change_it(self):
        revise_now(self.live, {"summary": "By hand."})
        key = {"key": str(self.live.claim), "summary": "Other."}
        assert len(self.plan([key | {"revision": "2"}]).entries) == 1
        assert "made from revision 1" in self.held(key | {"revision": "1"}).reason

    def test_what_a_person_withdrew_stays_withdrawn(self):
        withdraw_now(self.live)
        assert "withdrew it" in self.held(FINDING).reason

    def test_a_draft_at_the_desk_is_waited_for(self):
        editorial.revise(
            self.live,
            by=self.editor,
            note=NOTE,
            change_kind=ChangeKind.UPDATE,
            changes={"summary": "At the desk."},
        )
        assert "a draft of edith waits" in self.held(FINDING | {"summary": "X"}).reason
        assert not self.plan([FINDING]).diff.held


class CostTests(ImportCase):
    def test_the_queries_do_not_grow_with_the_rows(self):
        """django-import-export#974, #358."""
        few, many = (
            self.file(several(5), "few.csv"),
            self.file(several(400), "many.csv"),
        )
        with self.assertNumQueries(FIXED_QUERIES):
            self.plan(few.read_text())
        with self.assertNumQueries(FIXED_QUERIES):
            self.plan(many.read_text())


FIXED_QUERIES = 7


def test_a_code_is_digits_of_a_known_length():
    assert census_code("6") == ("06", True)
    assert census_code("0606000") == ("0606000", False)
    assert census_code("911022630") == ("0911022630", True)


class AwardTests(ImportCase):
    def test_money_is_read_and_written_alike(self):
        cells = {
            "key": "w",
            "slug": "w",
            "jurisdiction": "ks/alder",
            "program": "JAG",
            "amount_usd": "1000.50",
            "amount_kind": "allocation",
            "amount_precision": "exact",
            "may_double_count": "no",
            "source": "memo",
            "confidence": "high",
        }
        self.apply([cells], "award")
        assert Award.objects.get().amount_usd == Decimal("1000.50")
        for same in ("1000.5", "1000.50"):
            made = self.plan([cells | {"amount_usd": same}], "award")
            assert len(made.diff.unchanged) == 1
