"""Many people at once, on real connections: one wins, nothing is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from jurisdictions import editorial, guards
from jurisdictions.choices import Alone, ChangeKind, ReviewState, Stance, Verb
from jurisdictions.editorial import Conflict, Entry, NotReady, Refused
from jurisdictions.models import Edition, Event, Ledger, Position
from jurisdictions.models.recomputing import damaged_standings
from jurisdictions.roles import Role

from .breaking import refused_by_guard, sql
from .cases import RawCase
from .factories import (
    NOTE,
    make_jurisdiction,
    make_position,
    make_source,
    make_user,
    unsaved,
)


def at_once(*steps):
    """What each step returned or the refusal it met, all begun at the same moment."""
    barrier = threading.Barrier(len(steps))

    def run(step):
        try:
            barrier.wait(timeout=30)
            return step()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def sound():
    """Nothing of the record is damaged, and its moments follow one another."""
    moments = [*Edition.objects.values_list("published_at", flat=True)]
    assert moments == sorted({*moments})
    assert Ledger.objects.get().edition == len(moments)
    return not [*editorial.damaged_events(), *damaged_standings()]


class RaceCase(RawCase):
    def setUp(self):
        self.live = make_position(stance=Stance.COMPLIANT)
        self.reader = make_user(Role.EDITOR)
        self.publisher = make_user(Role.PUBLISHER)

    def approved(self, **changes):
        """An approved draft of the next revision, by an author of its own."""
        author = make_user(Role.CONTRIBUTOR)
        row = editorial.revise(
            self.live,
            by=author,
            note=NOTE,
            change_kind=ChangeKind.UPDATE,
            changes=changes,
        )
        editorial.submit(row, by=author)
        return editorial.approve(row, by=self.reader)

    def publishing(self, row):
        copy = Position.objects.get(pk=row.pk)
        return lambda: editorial.publish(copy, by=self.publisher)


@pytest.mark.postgres
class RaceTests(RaceCase):
    def test_of_fifty_who_publish_one_wins_and_no_text_is_lost(self):
        drafts = [self.approved(office=f"Office {n}") for n in range(50)]
        before = Event.objects.count()
        results = at_once(*(self.publishing(row) for row in drafts))

        conflicts = [result for result in results if isinstance(result, Conflict)]
        (winner,) = (row for row in results if isinstance(row, Position))
        assert len(conflicts) == 49
        assert Position.objects.live().get() == winner

        texts = {row.office for row in Position.objects.filter(revision=2)}
        assert texts == {f"Office {n}" for n in range(50)}
        shelved = Position.objects.filter(state=ReviewState.SHELVED)
        assert {row.pk for row in shelved} == {each.shelved.pk for each in conflicts}

        attempts = Event.objects.filter(number__gt=before)
        verbs = sorted(attempts.values_list("verb", flat=True))
        assert verbs == [Verb.CONFLICT] * 49 + [Verb.PUBLISHED]
        assert sound()

    def test_one_draft_published_twice_is_no_conflict(self):
        row = self.approved()
        results = at_once(*[self.publishing(row) for _ in range(2)])
        refusals = [each for each in results if isinstance(each, NotReady)]
        assert len(refusals) == 1
        assert Position.objects.live().get() == row
        assert not Event.objects.filter(verb=Verb.CONFLICT).exists()

    def test_discarding_and_publishing_wait_for_each_other(self):
        for _ in range(5):
            row = self.approved()
            copy = Position.objects.get(pk=row.pk)
            results = at_once(
                self.publishing(row),
                lambda copy=copy: editorial.discard(copy, by=self.reader, note=NOTE),
            )
            assert sum(isinstance(each, Refused) for each in results) == 1
            self.live = Position.objects.live().get()
        assert sound()

    def test_two_editors_of_one_draft_both_keep_their_words(self):
        author = make_user(Role.EDITOR)
        row = editorial.revise(
            self.live, by=author, note=NOTE, change_kind=ChangeKind.UPDATE
        )

        def edit(**changes):
            copy = Position.objects.get(pk=row.pk)
            return lambda: editorial.edit(copy, by=self.reader, changes=changes)

        at_once(edit(office="Mayor"), edit(stage="Answer"))
        row.refresh_from_db()
        assert (row.office, row.stage) == ("Mayor", "Answer")

    def test_a_batch_and_a_person_do_not_both_revise(self):
        batch = unsaved(
            Position,
            claim=self.live.claim,
            revision=2,
            revises=self.live,
            jurisdiction=self.live.jurisdiction,
            source=self.live.source,
        )

        def load():
            return editorial.publish_batch(
                [Entry(batch)], by=self.publisher, note=NOTE, alone=Alone.FIRST_LOAD
            )

        results = at_once(self.publishing(self.approved()), load)
        assert sum(isinstance(each, Conflict) for each in results) == 1
        assert Position.objects.live().count() == 1
        assert sound()

    def test_twenty_who_draft_make_a_chain_without_a_fork(self):
        place, source = make_jurisdiction(), make_source()
        authors = [make_user(Role.CONTRIBUTOR) for _ in range(20)]

        def drafting(author):
            row = unsaved(Position, jurisdiction=place, source=source)
            return lambda: editorial.draft(row, by=author, note=NOTE)

        before = Event.objects.count()
        at_once(*(drafting(author) for author in authors))
        events = Event.objects.filter(number__gt=before)
        assert {event.actor for event in events} == {*authors}
        assert sound()


class CommitTests(RaceCase):
    """On both databases: what the others need of a case that commits."""

    def test_a_conflict_is_kept_although_it_is_raised(self):
        first, second = self.approved(office="One"), self.approved(office="Two")
        editorial.publish(first, by=self.publisher)
        with pytest.raises(Conflict):
            editorial.publish(second, by=self.publisher)
        connection.close()
        assert Position.objects.get(pk=second.pk).state == ReviewState.SHELVED
        assert Event.objects.last().verb == Verb.CONFLICT

    def test_a_refused_step_is_rolled_back(self):
        before = Event.objects.count()
        with pytest.raises(RuntimeError), transaction.atomic():
            self.approved()
            raise RuntimeError
        assert Event.objects.count() == before
        assert sound()

    def test_each_test_begins_with_its_guards_and_its_own_record(self):
        assert guards.missing(connection) == []
        assert Position.objects.count() == 1
        with refused_by_guard():
            sql("DELETE FROM jurisdictions_event")
