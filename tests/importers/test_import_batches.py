"""A file is applied whole or not at all, once, by whom it may be, as it was shown."""

import hashlib
from unittest import mock

import pytest
from django.core import mail
from django.db import IntegrityError
from django.db.models.signals import post_save

from jurisdictions import editorial
from jurisdictions.choices import Alone, BatchState, ReviewState, Verb
from jurisdictions.editorial import Conflict, NotAllowed, NotReady
from jurisdictions.importers import batches
from jurisdictions.importers.base import Rejected
from jurisdictions.importers.tables import Unreadable
from jurisdictions.models import (
    Edition,
    Event,
    Finding,
    ImportBatch,
    ImportedRow,
    Standing,
)
from jurisdictions.models.digests import damaged_publications
from jurisdictions.models.recomputing import damaged_standings
from tests.factories import make_finding, revise_now

from .desk import FINDING, NOTE, ImportCase, several, tables


def sound():
    """The record agrees with itself."""
    models = [Finding]
    found = [*damaged_standings(), *damaged_publications(models)]
    return not [each for each in found if "finding" in each or "standing" in each]


class PreviewTests(ImportCase):
    def test_a_preview_writes_nothing_at_all(self):
        """django-import-export#1078, #663, #1182: side effects of a dry run."""
        make_finding(jurisdiction=self.place, source=self.source)
        before, saved = tables(), []
        post_save.connect(lambda **kwargs: saved.append(kwargs), weak=False)
        with self.captureOnCommitCallbacks() as callbacks:
            made = self.plan([*several(30), FINDING | {"on": "soon"}])
        assert made.size == 30 and len(made.diff.invalid) == 1
        assert tables() == before
        assert not (saved or callbacks or mail.outbox)
        assert not (self.folder / "kept").exists()


class ApplyTests(ImportCase):
    def test_an_editors_rows_wait_for_review(self):
        before = Edition.objects.count()
        done = self.apply([FINDING], by=self.editor)
        row = Finding.objects.get()
        assert (row.state, row.author, row.note) == (
            ReviewState.IN_REVIEW,
            self.editor,
            NOTE,
        )
        assert (done.batch.state, done.published) == (BatchState.IN_REVIEW, 0)
        assert Edition.objects.count() == before

    def test_a_second_person_publishes_them_without_a_label(self):
        batch = self.apply(several(3), by=self.editor).batch
        editions = Edition.objects.count()
        assert batches.publish(batch, by=self.publisher, note=NOTE) == 3
        rows = Finding.objects.live()
        assert {row.published_alone for row in rows} == {""}
        assert {row.reviewer for row in rows} == {self.publisher}
        assert Edition.objects.count() == editions + 1
        assert Standing.objects.known().filter(finding="may_violate").exists()
        assert sound()

    def test_nobody_publishes_their_own_batch(self):
        self.publisher.groups.clear()
        self.publisher.groups.set(self.editor.groups.all())
        batch = self.apply([FINDING], by=self.publisher).batch
        self.publisher.groups.set(self.second_publisher.groups.all())
        with pytest.raises(NotAllowed):
            batches.publish(batch, by=self.publisher, note=NOTE)
        with pytest.raises(NotAllowed):
            batches.publish(batch, by=self.editor, note=NOTE)
        assert not Finding.objects.live().exists()

    def test_a_publisher_alone_is_labelled(self):
        done = self.apply([FINDING])
        row = Finding.objects.live().get()
        assert row.published_alone == Alone.BREAK_GLASS
        assert (done.published, done.batch.published_by) == (1, self.publisher)

    def test_a_publisher_with_an_editors_file_publishes_the_editors_batch(self):
        self.apply([FINDING], by=self.editor)
        done = self.apply([FINDING])
        assert (ImportBatch.objects.count(), done.published) == (1, 1)
        assert Finding.objects.live().get().published_alone == ""

    def test_others_import_nothing(self):
        for user in (self.contributor, self.superuser):
            with pytest.raises(NotAllowed):
                self.apply([FINDING], by=user)
        with pytest.raises(NotReady, match="Say why"):
            self.apply([FINDING], note="short")

    def test_a_batch_is_one_event_and_its_rows_are_known(self):
        before = Event.objects.count()
        batch = self.apply(several(3)).batch
        event = Event.objects.last()
        assert Event.objects.count() == before + 1
        assert (event.verb, event.detail["rows"]) == (Verb.IMPORTED, {"finding": 3})
        assert batch.events == [event.number]
        assert batch.counts["new"] == 3
        rows = batch.rows.values_list("kind", "line", "revision")
        assert [*rows] == [("finding", line, 1) for line in (2, 3, 4)]

    def test_the_file_is_kept_under_its_hash(self):
        batch = self.apply([FINDING]).batch
        stored = (self.folder / "kept" / batch.stored).read_bytes()
        assert hashlib.sha256(stored).hexdigest() == batch.sha256
        assert batch.stored.startswith(batch.sha256)
        assert (batch.name, batch.size) == ("file.csv", len(stored))


class OnceTests(ImportCase):
    def test_the_same_file_twice_is_nothing_to_do(self):
        """django-import-export#30, django-simple-history#302: piled-up history."""
        self.apply(several(3))
        before = tables()
        done = self.apply(several(3))
        assert done.batch is None and done.message.startswith("Nothing to do.")
        assert tables() == before

    def test_a_file_that_waits_is_nothing_to_do_for_its_editor(self):
        self.apply([FINDING], by=self.editor)
        before = tables()
        assert "waits for review" in self.apply([FINDING], by=self.editor).message
        assert tables() == before

    def test_a_batch_is_published_once(self):
        batch = self.apply([FINDING], by=self.editor).batch
        batches.publish(batch, by=self.publisher, note=NOTE)
        before = tables()
        with pytest.raises(NotReady, match="published already"):
            batches.publish(batch, by=self.second_publisher, note=NOTE)
        assert tables() == before

    def test_more_than_twenty_changes_are_confirmed_by_their_number(self):
        for confirm in (None, 20, 22):
            with pytest.raises(NotReady, match="21"):
                self.apply(several(21), confirm=confirm)
        assert not Finding.objects.exists()
        assert self.apply(several(21), confirm=21).published == 21

    def test_one_error_keeps_everything_out_unless_it_is_left_out_by_choice(self):
        rows = [FINDING, FINDING | {"key": "b", "on": "soon"}]
        before = tables()
        with pytest.raises(Rejected, match="Errors: 1"):
            self.apply(rows)
        assert tables() == before
        done = self.apply(rows, skip_invalid=True)
        assert (done.published, done.batch.counts["invalid"]) == (1, 1)

    def test_a_failure_on_the_way_leaves_nothing(self):
        before = tables()
        create = mock.patch.object(ImportedRow.objects, "bulk_create")
        with create as broken, pytest.raises(IntegrityError):
            broken.side_effect = IntegrityError
            self.apply(several(3))
        assert tables() == before

    def test_a_file_that_changed_since_it_was_read_is_refused(self):
        order = self.order([FINDING])
        with mock.patch.object(batches, "confirmed") as between:
            between.side_effect = lambda *args: order.path.write_text("other")
            with pytest.raises(Unreadable, match="changed meanwhile"):
                batches.apply(order)
        assert not Finding.objects.exists()


class MeanwhileTests(ImportCase):
    """Something is written between the preview and the lock."""

    def apply_after(self, step, content, **options):
        with mock.patch.object(batches, "confirmed") as between:
            between.side_effect = lambda *args: step()
            return self.apply(content, **options)

    def test_the_second_of_two_with_one_file_is_told(self):
        def other():
            path = self.file([FINDING])
            order = batches.Order(path, "finding", options, self.second_publisher, NOTE)
            batches.apply(order)

        options = self.order([FINDING]).asked
        real = batches.confirmed
        with mock.patch.object(batches, "confirmed") as between:
            # The first call makes room for the other one, whose own goes on.
            between.side_effect = lambda *args: (
                setattr(between, "side_effect", real),
                other(),
            )
            done = self.apply([FINDING])
        assert done.batch is None
        assert "Nothing to do." in done.message and "paula" in done.message
        assert Finding.objects.live().count() == 1

    def test_a_record_that_moved_under_the_plan_is_a_conflict(self):
        self.apply([FINDING])
        live = Finding.objects.get()
        with pytest.raises(Conflict, match="look at the preview again"):
            self.apply_after(
                lambda: revise_now(live, {"office": "DOJ"}),
                [FINDING | {"summary": "Other."}],
            )
        assert Finding.objects.live().get().office == "DOJ"
        assert ImportBatch.objects.count() == 1

    def test_what_does_not_touch_the_plan_does_not_stop_it(self):
        done = self.apply_after(
            lambda: make_finding(jurisdiction=self.place, source=self.source),
            [FINDING],
        )
        assert done.published == 1
        assert Finding.objects.live().count() == 2


class UndoTests(ImportCase):
    def undo(self, batch, by=None):
        return batches.undo(batch, by=by or self.second_publisher, note=NOTE)

    def standing(self):
        rows = Standing.objects.known().order_by("jurisdiction", "valid_from")
        return [(row.jurisdiction_id, row.valid_from, row.digest) for row in rows]

    def test_new_claims_are_withdrawn_and_changed_ones_say_again_what_they_said(self):
        self.apply([FINDING])
        before = self.standing()
        changed = FINDING | {"summary": "Other.", "outcome": "pending"}
        batch = self.apply([changed, FINDING | {"key": "b"}]).batch
        events, editions = Event.objects.count(), Edition.objects.count()
        done = self.undo(batch)
        assert (len(done.reversed), done.conflicts) == (2, [])
        live = Finding.objects.live().get()
        assert (live.revision, live.summary, live.outcome) == (
            3,
            "May violate.",
            "may_violate",
        )
        assert self.standing() == before
        assert (Event.objects.count(), Edition.objects.count()) == (
            events + 1,
            editions + 1,
        )
        assert Event.objects.last().verb == Verb.UNDONE
        batch.refresh_from_db()
        assert batch.state == BatchState.UNDONE and len(batch.events) == 2
        assert sound()

    def test_what_somebody_touched_since_is_a_conflict_and_stays(self):
        batch = self.apply(several(2)).batch
        one, other = Finding.objects.order_by("pk")
        revise_now(one, {"office": "DOJ"})
        done = self.undo(batch)
        assert [row.claim for row, _ in done.conflicts] == [one.claim]
        assert [row.claim for row in done.reversed] == [other.claim]
        assert Finding.objects.live().get().office == "DOJ"

    def test_a_source_that_others_cite_by_now_stays(self):
        cells = {
            "key": "new",
            "slug": "new",
            "title": "New",
            "publisher": "OJP",
            "kind": "official",
            "url": "https://example.org/",
            "confidence": "high",
            "is_incomplete": "no",
            "on": "2020-01-01",
        }
        batch = self.apply([cells], "source").batch
        self.apply([FINDING | {"source": "new"}])
        assert "1 live records point to it" in self.undo(batch).conflicts[0][1]

    def test_its_uploader_does_not_undo_what_is_public(self):
        batch = self.apply([FINDING]).batch
        for user in (self.publisher, self.editor):
            with pytest.raises(NotAllowed):
                self.undo(batch, user)
        assert Finding.objects.live().exists()

    def test_a_batch_that_waits_is_discarded_by_its_editor(self):
        batch = self.apply([FINDING], by=self.editor).batch
        done = self.undo(batch, self.editor)
        assert len(done.discarded) == 1 and not done.reversed
        assert Finding.objects.get().state == ReviewState.DISCARDED
        batch.refresh_from_db()
        assert batch.state == BatchState.DISCARDED

    def test_a_draft_that_a_person_edited_is_left_to_them(self):
        batch = self.apply([FINDING | {"state": "draft"}], by=self.editor).batch
        row = Finding.objects.get()
        editorial.edit(row, by=self.editor, changes={"summary": "Mine."}, note=NOTE)
        assert "a person has worked on it" in self.undo(batch).conflicts[0][1]

    def test_an_undone_file_may_be_applied_again(self):
        self.undo(self.apply([FINDING]).batch)
        assert self.apply([FINDING]).published == 1
        assert Finding.objects.live().get().revision == 3

    def test_batches_are_undone_one_after_the_other(self):
        first = self.apply([FINDING]).batch
        self.undo(self.apply([FINDING | {"summary": "Other."}]).batch)
        done = self.undo(first)
        assert (len(done.reversed), done.conflicts) == (1, [])
        assert not Finding.objects.live().exists()

    def test_a_batch_is_undone_once(self):
        batch = self.apply([FINDING]).batch
        self.undo(batch)
        with pytest.raises(NotReady, match="undone already"):
            self.undo(batch)


class RulesTests(ImportCase):
    def test_a_batch_says_why(self):
        with pytest.raises(IntegrityError, match="batch_says_why"):
            ImportBatch.objects.create(
                uploaded_by=self.editor, size=1, state=BatchState.IN_REVIEW, note=""
            )

    def test_a_published_batch_says_by_whom(self):
        with pytest.raises(IntegrityError, match="published_batch_says_by_whom"):
            ImportBatch.objects.create(
                uploaded_by=self.editor, size=1, state=BatchState.PUBLISHED, note=NOTE
            )

    def test_a_revision_comes_from_one_batch(self):
        self.apply([FINDING])
        row = ImportedRow.objects.get()
        row.pk = None
        with pytest.raises(IntegrityError):  # one_batch_per_revision
            row.save(force_insert=True)
