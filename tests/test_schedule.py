"""Publication at a time: set in Eastern time, fired by a clock that tests pass in."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from jurisdictions import editorial
from jurisdictions.choices import ChangeKind, ReviewState, Stance, Verb
from jurisdictions.days import eastern
from jurisdictions.editorial import NotAllowed, NotReady
from jurisdictions.management.commands.worker import Command as Worker
from jurisdictions.models import Event, Ledger, Position, Source
from jurisdictions.models.recomputing import damaged_standings
from jurisdictions.roles import Role

from .cases import DeskCase, RawCase
from .factories import NOTE, make_position, make_source, make_user, unsaved
from .test_races import at_once, sound

NOW = dt.datetime(2031, 3, 3, 12, tzinfo=dt.UTC)
AT = NOW + dt.timedelta(hours=1)
SOON = AT + dt.timedelta(seconds=20)


class TestEastern:
    @pytest.mark.parametrize(
        ("wall", "hour"), [("2025-08-05T09:00", 13), ("2025-12-05T09:00", 14)]
    )
    def test_an_eastern_time_is_kept_as_a_moment(self, wall, hour):
        moment = eastern(dt.datetime.fromisoformat(wall))
        assert (moment.hour, moment.tzinfo) == (hour, dt.UTC)

    @pytest.mark.parametrize(
        ("wall", "reason"),
        [
            ("2026-03-08T02:00", "does not exist"),
            ("2026-03-08T02:59", "does not exist"),
            ("2026-11-01T01:00", "exists twice"),
            ("2026-11-01T01:59", "exists twice"),
        ],
    )
    def test_a_time_at_a_clock_change_is_refused_with_the_reason(self, wall, reason):
        with pytest.raises(ValueError, match=reason):
            eastern(dt.datetime.fromisoformat(wall))

    @pytest.mark.parametrize("wall", ["2026-03-08T01:59", "2026-03-08T03:00"])
    def test_the_minutes_around_a_clock_change_are_times(self, wall):
        assert eastern(dt.datetime.fromisoformat(wall))

    def test_before_and_after_the_doubled_hour_is_a_time(self):
        before = eastern(dt.datetime(2026, 11, 1, 0, 59))
        after = eastern(dt.datetime(2026, 11, 1, 2, 0))
        assert after - before == dt.timedelta(hours=2, minutes=1)


class ScheduleCase(DeskCase):
    def scheduled(self, row=None, at=AT, **fields):
        row = row or self.approved(**fields)
        return editorial.schedule(row, by=self.publisher, at=at, now=NOW)

    def verbs(self, row):
        events = Event.objects.filter(claim=str(row.claim)).order_by("number")
        return [*events.values_list("verb", flat=True)]


class SchedulingTests(ScheduleCase):
    def test_a_scheduled_draft_is_published_when_its_time_has_come(self):
        row = self.scheduled(stance=Stance.DECLINES)
        assert row.state == ReviewState.SCHEDULED
        assert not editorial.publish_due(AT - dt.timedelta(seconds=1)).published
        assert editorial.publish_due(AT).published == [row]
        row.refresh_from_db()
        assert row.is_live
        assert (row.published_by, row.scheduled_for) == (self.publisher, AT)
        assert self.verbs(row)[-2:] == [Verb.SCHEDULED, Verb.PUBLISHED]

    def test_a_second_run_does_nothing(self):
        self.scheduled()
        editorial.publish_due(SOON)
        before = Event.objects.count(), Ledger.objects.get().edition
        assert editorial.publish_due(SOON) == editorial.Fired()
        assert before == (Event.objects.count(), Ledger.objects.get().edition)

    def test_a_late_run_says_that_it_is_late(self):
        row = self.scheduled()
        editorial.publish_due(AT + dt.timedelta(hours=2, minutes=5))
        note = Event.objects.get(verb=Verb.PUBLISHED, claim=str(row.claim)).note
        assert note == f"{NOTE} (Published 2 h 5 min later than scheduled.)"

    def test_a_run_in_time_says_nothing_of_it(self):
        row = self.scheduled()
        editorial.publish_due(SOON)
        event = Event.objects.get(verb=Verb.PUBLISHED, claim=str(row.claim))
        assert event.note == NOTE

    def test_publishers_schedule_what_others_wrote(self):
        row = self.approved()
        for by in (self.contributor, self.editor, self.superuser):
            self.refuses(NotAllowed, editorial.schedule, row, by=by, at=AT, now=NOW)

    def test_only_what_is_approved_is_scheduled(self):
        row, by = self.submitted(), self.publisher
        self.refuses(NotReady, editorial.schedule, row, by=by, at=AT, now=NOW)

    def test_a_time_that_is_past_is_refused(self):
        row, by = self.approved(), self.publisher
        self.refuses(
            NotReady, editorial.schedule, row, by=by, at=NOW, now=NOW, match="past"
        )

    def test_it_can_be_given_another_time_and_taken_off(self):
        row = self.scheduled()
        self.scheduled(row, at=SOON)
        assert row.scheduled_for == SOON
        editorial.unschedule(row, by=self.second_publisher)
        assert (row.state, row.scheduled_for) == (ReviewState.APPROVED, None)
        assert not editorial.publish_due(SOON).published
        assert editorial.publish(row, by=self.publisher).is_live

    def test_a_source_and_what_cites_it_go_out_together(self):
        source = editorial.draft(unsaved(Source), by=self.contributor, note=NOTE)
        editorial.submit(source, by=self.contributor)
        editorial.approve(source, by=self.editor)
        fact = self.scheduled(source=source)
        self.scheduled(source)
        assert editorial.publish_due(SOON).published == [source, fact]


class FailingTests(ScheduleCase):
    def fails(self, row, reason):
        """It is reported, stays scheduled, and goes out once the cause is gone."""
        before = Event.objects.count()
        ((failed, why),) = editorial.publish_due(SOON).failed
        assert failed == row and reason in why
        row.refresh_from_db()
        assert (row.state, row.scheduled_for) == (ReviewState.SCHEDULED, AT)
        assert Event.objects.count() == before

    def test_who_lost_the_right_to_publish_publishes_nothing(self):
        row, groups = self.scheduled(), [*self.publisher.groups.all()]
        self.publisher.groups.clear()
        self.fails(row, "may not publish")
        self.publisher.groups.set(groups)
        assert editorial.publish_due(SOON).published == [row]

    def test_the_approval_of_who_lost_the_right_counts_no_more(self):
        row = self.scheduled()
        groups = [*self.editor.groups.all()]
        self.editor.groups.clear()
        self.fails(row, "may not approve")
        self.editor.groups.set(groups)
        self.editor.is_active = False
        self.editor.save()
        self.fails(row, "edith is switched off")

    def test_what_cites_a_draft_waits_for_it(self):
        source = editorial.draft(unsaved(Source), by=self.contributor, note=NOTE)
        row = self.scheduled(source=source)
        self.fails(row, "Publish this first")

    def test_one_failure_does_not_hold_up_the_others(self):
        source = editorial.draft(unsaved(Source), by=self.contributor, note=NOTE)
        self.scheduled(source=source)
        other = self.scheduled()
        fired = editorial.publish_due(SOON)
        assert (fired.published, len(fired.failed)) == ([other], 1)

    def test_what_was_overtaken_is_shelved_and_reported(self):
        live = make_position(jurisdiction=self.place, source=self.source)
        row = self.revised(live, office="Mayor")
        self.scheduled(row)
        other = self.revised(live, self.second_publisher, office="Clerk")
        editorial.publish(other, by=self.publisher)
        ((failed, why),) = editorial.publish_due(SOON).failed
        assert failed == row and "It is shelved" in why
        row.refresh_from_db()
        assert (row.state, row.office) == (ReviewState.SHELVED, "Mayor")

    def revised(self, live, by=None, **changes):
        kind, by = ChangeKind.UPDATE, by or self.contributor
        row = editorial.revise(
            live, by=by, note=NOTE, change_kind=kind, changes=changes
        )
        editorial.submit(row, by=by)
        return editorial.approve(row, by=self.editor)


class CommandTests(ScheduleCase):
    def run_it(self, command="publish_due"):
        out, err = StringIO(), StringIO()
        call_command(command, stdout=out, stderr=err)
        return out.getvalue() + err.getvalue()

    def past(self, **fields):
        at = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
        early = at - dt.timedelta(days=1)
        row = self.approved(**fields)
        return editorial.schedule(row, by=self.publisher, at=at, now=early)

    def test_the_command_publishes_and_tells(self):
        row = self.past()
        assert f"Published position {row.claim} v1" in self.run_it()
        assert "Nothing is due." in self.run_it()

    def test_the_command_fails_when_something_stays(self):
        self.past()
        self.publisher.groups.clear()
        with pytest.raises(CommandError, match="1 could not be published"):
            self.run_it()

    def test_the_worker_goes_on_after_a_failure_until_it_is_told_to_stop(self):
        row, groups = self.past(), [*self.publisher.groups.all()]
        self.publisher.groups.clear()
        waits = []

        def wait(seconds):
            waits.append(seconds)
            self.publisher.groups.set(groups)
            return len(waits) == 2

        worker = Worker(stdout=StringIO(), stderr=StringIO())
        worker.wait, worker.close = wait, lambda: None
        worker.handle()
        row.refresh_from_db()
        assert row.is_live and waits == [20, 20]
        assert "may not publish" in worker.stderr.getvalue()


@pytest.mark.postgres
class DueRaceTests(RawCase):
    def test_ten_runs_at_once_publish_each_row_once(self):
        editor, publisher = make_user(Role.EDITOR), make_user(Role.PUBLISHER)
        source = make_source()
        for _ in range(5):
            author = make_user(Role.CONTRIBUTOR)
            row = unsaved(Position, source=source)
            row = editorial.draft(row, by=author, note=NOTE)
            editorial.submit(row, by=author)
            editorial.approve(row, by=editor)
            editorial.schedule(row, by=publisher, at=AT, now=NOW)
        results = at_once(*[lambda: editorial.publish_due(SOON) for _ in range(10)])
        assert sum(len(each.published) for each in results) == 5
        assert not any(each.failed for each in results)
        assert Event.objects.filter(verb=Verb.PUBLISHED, kind="position").count() == 5
        assert sound() and not [*damaged_standings()]

    def test_taking_it_off_and_publishing_do_not_wait_for_each_other_for_ever(self):
        author, publisher = make_user(Role.CONTRIBUTOR), make_user(Role.PUBLISHER)
        row = editorial.draft(unsaved(Position), by=author, note=NOTE)
        editorial.submit(row, by=author)
        editorial.approve(row, by=publisher)
        editorial.schedule(row, by=publisher, at=AT, now=NOW)
        copy = Position.objects.get(pk=row.pk)
        due, off = at_once(
            lambda: editorial.publish_due(SOON),
            lambda: editorial.unschedule(copy, by=publisher),
        )
        assert bool(due.published) == isinstance(off, NotReady)
        assert sound()
