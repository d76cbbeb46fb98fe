"""A folder loaded once, loaded again, and loaded after it or the record changed."""

import pytest

from jurisdictions import editorial
from jurisdictions.choices import Alone, ChangeKind, ReviewState
from jurisdictions.importers.base import Rejected
from jurisdictions.models import (
    Edition,
    Event,
    Finding,
    Jurisdiction,
    Source,
    Standing,
)
from jurisdictions.roles import Role
from tests.factories import make_user

from .folder import FINDING, PLACE, SOURCE, FolderCase


class ChangesTests(FolderCase):
    def publisher(self):
        return make_user(Role.PUBLISHER)

    def test_the_first_load_publishes_in_one_edition(self):
        made = self.load()
        assert (str(made.places), str(made.record)) == ("1 new", "2 new")
        assert Finding.objects.live().get().source.slug == "memo"
        assert Standing.objects.known().filter(finding="may_violate").count() == 1
        assert Edition.objects.count() == Event.objects.count() == 1

    def test_loaded_again_nothing_is_written(self):
        self.load()
        made = self.load()
        assert made.places.is_empty and made.record.is_empty
        assert not made.entries
        assert Finding.objects.count() == Edition.objects.count() == 1

    def test_a_changed_row_becomes_a_revision(self):
        self.load()
        made = self.load(findings=[FINDING | {"summary": "May still violate."}])
        assert str(made.record) == "1 changed, 1 unchanged"
        old, new = Finding.objects.order_by("revision")
        assert new.revises == old and new.change_kind == ChangeKind.UPDATE
        assert Finding.objects.live().get() == new
        assert new.source == Source.objects.get()

    def test_a_changed_link_is_a_change(self):
        other = SOURCE | {"key": "copy", "slug": "copy"}
        self.load(sources=[SOURCE, other])
        made = self.load(
            sources=[SOURCE, other], findings=[FINDING | {"more_sources": "copy"}]
        )
        assert str(made.record) == "1 changed, 2 unchanged"
        assert Finding.objects.live().get().more_sources.get().slug == "copy"

    def test_a_changed_source_leaves_its_facts_with_the_old_one(self):
        self.load()
        made = self.load(sources=[SOURCE | {"title": "The memo"}])
        assert str(made.record) == "1 changed, 1 unchanged"
        assert Finding.objects.live().get().source.title == "A memo"

    def test_a_new_fact_cites_the_source_of_today(self):
        self.load()
        self.load(
            sources=[SOURCE | {"title": "The memo"}],
            findings=[FINDING, FINDING | {"key": "fnd-2", "on": "2018-01-24"}],
        )
        newest = Finding.objects.live().order_by("pk").last()
        assert newest.source.title == "The memo"

    def test_a_draft_is_kept_from_readers_and_replaced_when_its_row_changes(self):
        draft = FINDING | {"state": "draft"}
        self.load(findings=[draft])
        assert not Finding.objects.live().exists()
        assert str(self.load(findings=[draft]).record) == "2 unchanged"
        self.load(findings=[draft | {"summary": "Other words."}])
        assert Finding.objects.open().get().summary == "Other words."
        assert Finding.objects.filter(state=ReviewState.DISCARDED).count() == 1

    def test_a_draft_whose_row_becomes_public_is_published(self):
        self.load(findings=[FINDING | {"state": "draft"}])
        self.load()
        assert Finding.objects.live().count() == 1
        assert not Finding.objects.open().exists()

    def test_a_claim_that_a_person_withdrew_stays_withdrawn(self):
        self.load()
        live = Finding.objects.live().get()
        editorial.withdraw(live, by=self.publisher(), note="The letter was never sent")
        made = self.load(findings=[FINDING | {"summary": "Something new."}])
        assert str(made.record) == "1 unchanged, 1 held"
        assert not Finding.objects.live().exists()

    def test_what_another_import_has_revised_is_left_to_it(self):
        self.load()
        old = Finding.objects.live().get()
        row = Finding(claim=old.claim, revises=old, revision=2)
        for name in ("jurisdiction", "source", "office", "outcome", "on", "statute"):
            setattr(row, name, getattr(old, name))
        entries = [editorial.Entry(row)]
        editorial.publish_batch(
            entries, by=self.publisher(), note="A later file", alone=Alone.BREAK_GLASS
        )
        made = self.load(findings=[FINDING | {"summary": "Other words."}])
        assert str(made.record) == "1 unchanged, 1 held"

    def test_a_draft_in_a_persons_hands_is_left_to_them(self):
        draft = FINDING | {"state": "draft"}
        self.load(findings=[draft])
        row = Finding.objects.open().get()
        editor = make_user(Role.EDITOR)
        editorial.edit(row, by=editor, changes={"summary": "Read in the document."})
        assert str(self.load(findings=[draft]).record) == "1 unchanged, 1 held"
        assert Finding.objects.open().get().summary == "Read in the document."

    def test_what_a_file_no_longer_holds_is_told_and_stays(self):
        self.load()
        made = self.load(findings=[])
        claim = Finding.objects.live().get().claim
        assert made.record.missing == [f"finding:{claim}"]

    def test_one_error_keeps_everything_out(self):
        bad = FINDING | {"key": "fnd-2", "source": "mem", "on": "2017-13-45"}
        with pytest.raises(Rejected) as caught:
            self.load(findings=[FINDING, bad])
        error = caught.value.errors[0]
        assert (error.file, error.line, error.column, error.value) == (
            "findings.csv",
            3,
            "on",
            "2017-13-45",
        )
        assert not Source.objects.exists() and not Jurisdiction.objects.exists()

    def test_a_jurisdiction_outside_the_gazetteer_is_refused(self):
        with pytest.raises(Rejected, match="Errors: 1"):
            self.plan(jurisdictions=[PLACE | {"geoid": "1799999"}])
