"""A batch is published whole: one moment, one edition, one line of the trail."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from jurisdictions import editorial
from jurisdictions.choices import Alone, ChangeKind, Outcome, ReviewState, Stance, Verb
from jurisdictions.editorial import Conflict, Entry, NotReady
from jurisdictions.models import (
    REVISION_MODELS,
    Edition,
    Event,
    Finding,
    Ledger,
    Position,
    Ruling,
    Source,
    Standing,
)
from jurisdictions.models.recomputing import MANY

from .cases import DeskCase
from .factories import (
    NOTE,
    make_finding,
    make_jurisdiction,
    make_position,
    make_source,
    publish_all,
    revise_now,
    unsaved,
)
from .test_query_counts import places


def counts():
    """How many rows each table of the record has."""
    return {
        model.__name__: model.objects.count()
        for model in (*REVISION_MODELS, Event, Edition, Standing)
    }


class BatchCase(DeskCase):
    def finding(self, **fields):
        shared = {"jurisdiction": self.place, "source": self.source}
        return unsaved(Finding, **(shared | fields))

    def batch(self, *entries, alone=Alone.FIRST_LOAD, **options):
        entries = [e if isinstance(e, Entry) else Entry(e) for e in entries]
        return editorial.publish_batch(
            entries, by=self.publisher, note=NOTE, alone=alone, **options
        )

    def successor(self, live, **fields):
        return self.finding(
            claim=live.claim,
            revision=live.revision + 1,
            revises=live,
            change_kind=ChangeKind.UPDATE,
            **fields,
        )

    @contextmanager
    def writes_nothing(self, error):
        before, ledger = counts(), Ledger.objects.values().get()
        with pytest.raises(error), transaction.atomic():
            yield
        assert (counts(), Ledger.objects.values().get()) == (before, ledger)


class BatchTests(BatchCase):
    def test_its_rows_share_one_moment_and_one_edition(self):
        source = unsaved(Source)
        rows = [source, self.position(source=source), self.finding(source=source)]
        before = Edition.objects.count()
        assert self.batch(*rows) == 3
        edition = Edition.objects.last()
        assert (Edition.objects.count(), edition.changes) == (before + 1, 3)
        for row in rows:
            row.refresh_from_db()
            assert row.is_live and row.published_at == edition.published_at

    def test_rows_may_come_before_what_they_point_to(self):
        source = unsaved(Source)
        assert self.batch(self.position(source=source), source) == 2

    def test_it_is_one_line_of_the_trail_with_counts_and_a_digest(self):
        before = Event.objects.count()
        self.batch(self.position(), self.position(), self.finding())
        event = Event.objects.last()
        assert Event.objects.count() == before + 1
        assert (event.verb, event.kind, event.via) == (Verb.IMPORTED, "batch", "import")
        assert event.detail["rows"] == {"position": 2, "finding": 1}
        assert len(event.detail["sha256"]) == 64

    def test_the_digest_tells_batches_apart(self):
        for row in (self.position(), self.position(stance=Stance.DECLINES)):
            self.batch(row)
        one, other = Event.objects.filter(verb=Verb.IMPORTED)
        assert one.detail["sha256"] != other.detail["sha256"]

    def test_it_names_its_reason_in_every_row(self):
        row = self.position()
        self.batch(row)
        row.refresh_from_db()
        assert row.published_alone == Alone.FIRST_LOAD
        assert (row.author, row.published_by) == (self.publisher, self.publisher)
        assert row.note == NOTE

    def test_the_standings_follow(self):
        self.batch(self.position(stance=Stance.DECLINES), self.finding())
        row = Standing.objects.known().latest("valid_from")
        assert (row.position, row.finding) == (Stance.DECLINES, Outcome.MAY_VIOLATE)
        assert row.known_from == Edition.objects.last().published_at

    def test_links_are_written_with_their_rows(self):
        ruling = unsaved(Ruling, source=self.source)
        self.batch(Entry(ruling, {"jurisdictions": [self.place]}))
        assert [*ruling.jurisdictions.all()] == [self.place]
        assert Standing.objects.known().filter(rulings__effect=ruling.effect).exists()

    def test_drafts_stay_on_the_desk(self):
        before = Edition.objects.count()
        row = self.position(stance=Stance.DECLINES)
        assert self.batch(Entry(row, is_draft=True), alone="") == 0
        row.refresh_from_db()
        assert (row.state, row.published_at) == (ReviewState.DRAFT, None)
        assert Edition.objects.count() == before
        assert Event.objects.last().verb == Verb.IMPORTED

    def test_an_empty_batch_writes_nothing(self):
        before = counts()
        assert self.batch() == 0
        assert counts() == before

    def test_progress_is_told_by_model(self):
        told = []
        self.batch(
            self.position(), progress=lambda model, rows: told.append((model, rows))
        )
        assert (Position, 1) in told

    def test_a_batch_may_revise(self):
        live = make_finding(jurisdiction=self.place, source=self.source)
        self.batch(self.successor(live, outcome=Outcome.NO_EVIDENCE))
        live.refresh_from_db()
        assert live.superseded_at == Edition.objects.last().published_at
        assert Finding.objects.live().get().outcome == Outcome.NO_EVIDENCE

    def test_a_fact_that_moves_leaves_the_other_place(self):
        other = make_jurisdiction("Birch")
        live = make_finding(jurisdiction=self.place, source=self.source)
        self.batch(self.successor(live, jurisdiction=other))
        found = Standing.objects.known().exclude(finding="")
        assert {row.jurisdiction for row in found} == {other}


class PlannerTests(TestCase):
    """A page of a thousand new places took half a minute on PostgreSQL."""

    def publish(self, count):
        source = make_source()
        rows = [
            unsaved(Position, jurisdiction=place, source=source)
            for place in places(range(count))
        ]
        with CaptureQueriesContext(connection) as done:
            publish_all(rows)
        return "ANALYZE" in [each["sql"] for each in done.captured_queries]

    def test_a_large_batch_has_the_tables_counted_anew(self):
        assert self.publish(MANY)

    def test_a_small_one_leaves_that_to_the_database(self):
        assert not self.publish(3)


class AllOrNothingTests(BatchCase):
    def test_one_row_without_a_source_stops_all(self):
        with self.writes_nothing(IntegrityError):
            self.batch(self.position(), self.position(source=None))

    def test_one_row_with_days_in_disorder_stops_all(self):
        row = self.position()
        row.on_first, row.on_last = row.on_last.replace(month=12), row.on_first
        with self.writes_nothing(IntegrityError):
            self.batch(self.finding(), row)

    def test_one_unknown_link_stops_all(self):
        with self.writes_nothing(FieldDoesNotExist):
            self.batch(
                self.finding(), Entry(self.position(), {"friends": [self.place]})
            )

    def test_one_row_whose_predecessor_moved_stops_all(self):
        live = make_finding(jurisdiction=self.place, source=self.source)
        stale = Finding.objects.get(pk=live.pk)
        revise_now(live, {"outcome": Outcome.UNDER_REVIEW})
        with self.writes_nothing(Conflict):
            self.batch(self.position(), self.successor(stale))

    def test_a_claim_that_is_live_is_not_published_beside_itself(self):
        live = make_position(jurisdiction=self.place, source=self.source)
        with self.writes_nothing(Conflict):
            self.batch(self.position(claim=live.claim))

    def test_one_claim_twice_stops_all(self):
        live = make_finding(jurisdiction=self.place, source=self.source)
        with self.writes_nothing(Conflict):
            self.batch(self.successor(live), self.successor(live))

    def test_without_a_second_reader_it_says_why(self):
        for alone in ("", "in_a_hurry"):
            with self.writes_nothing(NotReady):
                self.batch(self.position(), alone=alone)

    def test_a_note_is_asked_for(self):
        with self.writes_nothing(NotReady):
            editorial.publish_batch(
                [Entry(self.position())], by=self.publisher, note="short"
            )
