"""What readers see changes whole or not at all, and nothing written is lost."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import connection
from django.test import TestCase

from jurisdictions import editorial
from jurisdictions.choices import Alone, ChangeKind, ReviewState, Stance, Verb
from jurisdictions.editorial import Conflict, NotReady
from jurisdictions.models import Edition, Event, Ledger, Position, Standing

from .breaking import by_bare_update, delete_by_sql, sql
from .cases import DeskCase
from .factories import (
    NOTE,
    make_draft,
    make_finding,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
    make_ruling,
    make_source,
    revise_now,
    withdraw_now,
)

TODAY = dt.date(2026, 11, 25)
BREATH = dt.timedelta(microseconds=1)


class ConflictTests(DeskCase):
    def setUp(self):
        self.live = self.published(stance=Stance.COMPLIANT)
        self.first = self.revision(self.editor, Stance.DECLINES)
        self.second = self.revision(self.contributor, Stance.UNDER_REVIEW)

    def revision(self, by, stance):
        row = editorial.revise(
            self.live,
            by=by,
            note=NOTE,
            change_kind=ChangeKind.UPDATE,
            changes={"stance": stance},
        )
        editorial.submit(row, by=by)
        return editorial.approve(row, by=self.second_publisher)

    def lose(self):
        editorial.publish(self.first, by=self.publisher)
        with pytest.raises(Conflict) as conflict:
            editorial.publish(self.second, by=self.publisher)
        return conflict.value

    def test_the_first_is_live_and_follows_what_both_saw(self):
        self.lose()
        assert Position.objects.live().get() == self.first
        assert (self.first.revision, self.first.revises) == (2, self.live)

    def test_the_second_is_shelved_with_its_text(self):
        shelved = self.lose().shelved
        row = Position.objects.get(pk=self.second.pk)
        assert row == shelved
        assert (row.state, row.stance) == (ReviewState.SHELVED, Stance.UNDER_REVIEW)
        assert row.published_at is None

    def test_the_refusal_is_in_the_trail(self):
        self.lose()
        event = Event.objects.get(verb=Verb.CONFLICT)
        assert (event.claim, event.actor) == (str(self.live.claim), self.publisher)
        assert event.note == self.second.note

    def test_a_conflict_opens_no_edition(self):
        editorial.publish(self.first, by=self.publisher)
        before = Edition.objects.count()
        with pytest.raises(Conflict):
            editorial.publish(self.second, by=self.publisher)
        assert Edition.objects.count() == before

    def test_the_loser_may_revise_what_is_live_now(self):
        self.lose()
        again = editorial.revise(
            self.first,
            by=self.contributor,
            note=NOTE,
            change_kind=ChangeKind.UPDATE,
            changes={"stance": self.second.stance},
        )
        editorial.publish(again, by=self.publisher, alone=Alone.FIRST_LOAD)
        assert Position.objects.live().get().stance == Stance.UNDER_REVIEW

    def test_two_first_revisions_of_a_claim_conflict_as_well(self):
        one, other = (self.drafted(by=by) for by in (self.editor, self.contributor))
        same = self.position(claim=one.claim)
        other = editorial.draft(same, by=self.contributor, note=NOTE)
        editorial.publish(one, by=self.publisher, alone=Alone.FIRST_LOAD)
        with pytest.raises(Conflict):
            editorial.publish(other, by=self.publisher, alone=Alone.FIRST_LOAD)
        assert Position.objects.published().filter(claim=one.claim).count() == 1

    def test_a_withdrawal_can_lose_too(self):
        stale = Position.objects.get(pk=self.live.pk)
        editorial.publish(self.first, by=self.publisher)
        with pytest.raises(Conflict) as conflict:
            editorial.withdraw(stale, by=self.second_publisher, note=NOTE)
        assert conflict.value.shelved.state == ReviewState.SHELVED
        assert Position.objects.live().get() == self.first


class RevisionTests(TestCase):
    def test_a_revision_follows_its_claim_and_closes_what_was(self):
        live = make_position(stance=Stance.COMPLIANT)
        row = revise_now(live, {"stance": Stance.DECLINES})
        live.refresh_from_db()
        assert (row.claim, row.revision) == (live.claim, 2)
        assert live.superseded_at == row.published_at
        assert [*Position.objects.live()] == [row]

    def test_a_revision_keeps_the_links(self):
        places = [make_jurisdiction(), make_jurisdiction("Birch")]
        extra = make_source()
        live = make_ruling(jurisdictions=places, more_sources=[extra])
        row = revise_now(live, {"court": "D. Elsewhere"})
        assert [*row.jurisdictions.order_by("pk")] == places
        assert [*row.more_sources.all()] == [extra]
        assert row.source == live.source

    def test_a_revision_may_change_the_links(self):
        one, other = make_jurisdiction(), make_jurisdiction("Birch")
        live = make_ruling(jurisdictions=[one])
        revise_now(live, links={"jurisdictions": [other]})
        covered = Standing.objects.known().filter(rulings__isnull=False)
        assert {row.jurisdiction for row in covered} == {other}
        assert [*live.jurisdictions.all()] == [one]

    def test_only_what_is_live_is_revised(self):
        live = make_position()
        revise_now(live)
        live.refresh_from_db()
        for row in (live, make_draft(Position)):
            with pytest.raises(NotReady):
                revise_now(row)

    def test_a_new_slug_of_a_list_reaches_its_lines(self):
        line = make_listing(list=make_list(slug="first-slug"))
        better = revise_now(line.list, {"slug": "good-slug"})
        revise_now(better, {"slug": "better-slug"})
        standing = Standing.objects.at(on=TODAY).get(jurisdiction=line.jurisdiction)
        assert standing.lists.get().list_slug == "better-slug"

    def test_two_lists_of_one_slug_do_not_withdraw_each_other(self):
        line = make_listing(list=make_list(slug="same"))
        make_list(slug="same", withdrawn="2025-09-01")
        revise_now(line, {"remark": "Read again."})
        standing = Standing.objects.at(on=TODAY).get(jurisdiction=line.jurisdiction)
        assert standing.lists.get().in_force


class WithdrawalTests(DeskCase):
    def setUp(self):
        self.live = make_finding(jurisdiction=self.place, source=self.source)
        self.before = self.live.published_at
        self.tombstone = editorial.withdraw(
            self.live, by=self.publisher, note="The letter was another city's."
        )

    def test_it_leaves_a_tombstone_that_says_why(self):
        row = self.tombstone
        assert row.is_tombstone and row.is_live and row.revision == 2
        assert row.published_alone == Alone.WITHDRAWAL
        assert row.note == "The letter was another city's."
        assert row.outcome == self.live.outcome

    def test_it_takes_the_fact_off_the_site(self):
        finding = type(self.live)
        assert not finding.objects.live().exists()
        assert [*finding.objects.standing()] == [self.tombstone]
        standing = Standing.objects.at(on=TODAY).get(jurisdiction=self.place)
        assert standing.finding == ""

    def test_an_answer_about_the_time_before_still_shows_it(self):
        finding = type(self.live)
        assert [*finding.objects.as_of(self.before)] == [self.live]
        rows = Standing.objects.at(on=TODAY, as_of=self.before)
        assert rows.get(jurisdiction=self.place).finding == self.live.outcome
        moment = self.tombstone.published_at
        assert not finding.objects.as_of(moment).exists()
        assert [*finding.objects.as_of(moment - BREATH)] == [self.live]

    def test_the_trail_says_withdrawn(self):
        event = Event.objects.last()
        assert (event.verb, event.actor_name) == (Verb.WITHDRAWN, "paul")

    def test_only_what_is_live_is_withdrawn_and_once(self):
        self.live.refresh_from_db()
        for row in (self.live, self.tombstone, self.drafted()):
            self.refuses(
                NotReady, editorial.withdraw, row, by=self.publisher, note=NOTE
            )

    def test_a_publishers_own_draft_stands_in_the_way_by_name(self):
        live = make_position(jurisdiction=self.place, source=self.source)
        editorial.revise(live, by=self.publisher, note=NOTE, change_kind="update")
        self.refuses(NotReady, editorial.withdraw, live, by=self.publisher, note=NOTE)

    def test_it_can_be_brought_back(self):
        row = revise_now(self.tombstone)
        assert type(row).objects.live().get() == row
        standing = Standing.objects.at(on=TODAY).get(jurisdiction=self.place)
        assert standing.finding == self.live.outcome


class EditionTests(TestCase):
    def test_editions_and_moments_increase(self):
        for stance in (Stance.COMPLIANT, Stance.DECLINES, Stance.UNDER_REVIEW):
            make_position(stance=stance)
        editions = [*Edition.objects.values_list("number", "published_at")]
        assert [number for number, _ in editions] == [*range(1, len(editions) + 1)]
        moments = [moment for _, moment in editions]
        assert moments == sorted({*moments})

    def test_an_edition_has_the_moment_of_what_it_published(self):
        row = make_position()
        edition = Edition.objects.last()
        assert (edition.published_at, edition.changes) == (row.published_at, 1)
        ledger = Ledger.objects.get()
        assert (ledger.edition, ledger.published_at) == (
            edition.number,
            edition.published_at,
        )

    def test_a_clock_that_went_back_does_not_turn_the_record_back(self):
        ahead = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
        Ledger.objects.update(published_at=ahead)
        assert make_source().published_at == ahead + BREATH
        assert make_source().published_at == ahead + 2 * BREATH

    def test_a_draft_opens_no_edition(self):
        source = make_source()
        before = Edition.objects.count()
        make_draft(Position, jurisdiction=make_jurisdiction(name=""), source=source)
        assert Edition.objects.count() == before


class ChainTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        withdraw_now(revise_now(make_position()))

    def unguard(self, event):
        """As someone would who may change the tables."""
        if connection.vendor == "sqlite":
            sql(f"DROP TRIGGER guard_event_{event}")
        else:
            sql("SET CONSTRAINTS ALL IMMEDIATE")
            sql(f"DROP TRIGGER guard_event_{event} ON jurisdictions_event")

    def alter(self, number, **changes):
        self.unguard("update")
        by_bare_update(Event.objects.get(pk=number), changes)

    def test_an_honest_trail_has_no_break(self):
        assert [*editorial.damaged_events()] == []

    def test_every_event_carries_the_hash_of_the_one_before(self):
        events = [*Event.objects.order_by("number")]
        assert events[0].previous_hash == "0" * 64
        for one, following in pairwise(events):
            assert following.previous_hash == one.hash
        assert Ledger.objects.get().event_hash == events[-1].hash

    def test_an_altered_event_is_named(self):
        self.alter(3, note="Nothing to see here.")
        assert [*editorial.damaged_events()] == ["event 3 was altered"]

    def test_no_column_of_an_event_escapes_the_hash(self):
        event = Event.objects.get(pk=2)
        honest = event.expected_hash()
        for name, value in (
            ("number", 99),
            ("at", TODAY),
            ("actor_id", 99),
            ("actor_name", "mallory"),
            ("verb", Verb.CONFLICT),
            ("kind", "policy"),
            ("claim", "other"),
            ("revision", 9),
            ("note", "Other."),
            ("via", "api"),
            ("request_id", "other"),
            ("detail", {"a": "b"}),
            ("previous_hash", "1" * 64),
        ):
            changed = Event.objects.get(pk=2)
            setattr(changed, name, value)
            assert changed.expected_hash() != honest, name

    def test_an_altered_event_with_a_new_hash_is_named_by_the_next(self):
        event = Event.objects.get(pk=3)
        event.note = "Nothing to see here."
        self.alter(3, note=event.note, hash=event.expected_hash())
        assert [*editorial.damaged_events()] == ["event 4 was altered"]

    def test_an_event_cut_off_the_end_is_missed(self):
        self.unguard("delete")
        delete_by_sql(Event.objects.last())
        (only,) = editorial.damaged_events()
        assert "does not end where" in only
