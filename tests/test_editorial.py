"""The desk: from a draft to an approval, each step by the right person."""

import pytest
from django.core.exceptions import ValidationError

from jurisdictions import editorial
from jurisdictions.choices import (
    Alone,
    ChangeKind,
    GrantStatus,
    Outcome,
    ReviewState,
    Stance,
    Verb,
)
from jurisdictions.editorial import (
    ChecksFailed,
    Conflict,
    NotAllowed,
    NotReady,
    Refused,
    SourceMissing,
)
from jurisdictions.models import (
    AwardAction,
    Event,
    Finding,
    Position,
    Source,
    Standing,
)

from .cases import DeskCase
from .factories import (
    NOTE,
    day,
    make_award,
    make_draft,
    make_finding,
    make_jurisdiction,
    make_position,
    make_source,
)


def trail(row):
    """(verb, who) of each step that this claim went through."""
    events = Event.objects.filter(claim=str(row.claim)).order_by("number")
    return [*events.values_list("verb", "actor_name")]


def state_of(row):
    return type(row).objects.get(pk=row.pk).state


class PathTests(DeskCase):
    def test_a_fact_goes_from_its_author_by_a_reader_to_a_publisher(self):
        row = self.drafted()
        editorial.submit(row, by=self.contributor)
        editorial.ask_changes(row, by=self.editor, note="Name the office, please.")
        editorial.edit(row, by=self.contributor, changes={"office": "The clerk"})
        editorial.submit(row, by=self.contributor)
        editorial.approve(row, by=self.editor)
        editorial.publish(row, by=self.publisher)
        assert row.is_live and row.reviewer == self.editor
        assert row.published_by == self.publisher and row.published_alone == ""
        assert trail(row) == [
            (Verb.DRAFTED, "carla"),
            (Verb.SUBMITTED, "carla"),
            (Verb.CHANGES_ASKED, "edith"),
            (Verb.EDITED, "carla"),
            (Verb.SUBMITTED, "carla"),
            (Verb.APPROVED, "edith"),
            (Verb.PUBLISHED, "paul"),
        ]

    def test_readers_see_it_only_when_it_is_published(self):
        row = self.approved(stance=Stance.DECLINES)
        assert not Position.objects.live().exists()
        assert Standing.objects.known().filter(position=Stance.DECLINES).count() == 0
        editorial.publish(row, by=self.publisher)
        assert Position.objects.live().get() == row
        assert Standing.objects.known().get(position=Stance.DECLINES)

    def test_every_step_tells_why_and_by_what_way(self):
        row = editorial.draft(
            self.position(), by=self.editor, note="Read in the letter.", via="api"
        )
        event = Event.objects.get(claim=str(row.claim))
        assert (event.note, event.via) == ("Read in the letter.", "api")
        assert (event.kind, event.revision) == ("position", 1)

    def test_an_edit_tells_what_was_and_what_is(self):
        row = self.drafted(office="Clerk")
        editorial.edit(row, by=self.contributor, changes={"office": "Mayor"})
        event = Event.objects.get(verb=Verb.EDITED)
        assert event.detail == {"office": ["Clerk", "Mayor"]}

    def test_an_edit_keeps_what_another_wrote_meanwhile(self):
        mine = self.drafted()
        theirs = Position.objects.get(pk=mine.pk)
        editorial.edit(theirs, by=self.editor, changes={"office": "Mayor"})
        editorial.edit(mine, by=self.contributor, changes={"stage": "Answer"})
        assert (mine.office, mine.stage) == ("Mayor", "Answer")
        assert Event.objects.last().detail == {"stage": ["", "Answer"]}

    def test_a_discarded_draft_stays_as_a_row(self):
        row = self.drafted()
        editorial.discard(row, by=self.contributor, note="Another draft has it.")
        assert state_of(row) == ReviewState.DISCARDED
        assert trail(row)[-1] == (Verb.DISCARDED, "carla")

    def test_one_person_may_publish_anothers_draft_with_a_reason(self):
        row = self.drafted()
        editorial.publish(row, by=self.publisher, alone=Alone.BREAK_GLASS)
        assert row.is_live and row.reviewer is None
        assert row.published_alone == Alone.BREAK_GLASS


class OwnWorkTests(DeskCase):
    """Two people stand behind every fact, whoever's name is on the draft."""

    def test_nobody_approves_their_own_draft(self):
        row = editorial.submit(self.drafted(by=self.editor), by=self.editor)
        self.refuses(NotAllowed, editorial.approve, row, by=self.editor)

    def test_nobody_publishes_their_own_draft(self):
        row = editorial.submit(self.drafted(by=self.publisher), by=self.publisher)
        editorial.approve(row, by=self.editor)
        self.refuses(NotAllowed, editorial.publish, row, by=self.publisher)

    def test_nor_does_a_reason_make_it_possible(self):
        row = self.drafted(by=self.publisher)
        self.refuses(
            NotAllowed, editorial.publish, row, by=self.publisher, alone="break_glass"
        )

    def test_who_rewrote_a_draft_does_not_approve_it(self):
        row = self.drafted()
        editorial.edit(row, by=self.editor, changes={"stance": Stance.DECLINES})
        editorial.submit(row, by=self.editor)
        self.refuses(NotAllowed, editorial.approve, row, by=self.editor)
        editorial.approve(row, by=self.publisher)

    def test_who_rewrote_a_draft_does_not_publish_it(self):
        row = self.drafted()
        editorial.edit(row, by=self.publisher, changes={"stance": Stance.DECLINES})
        editorial.submit(row, by=self.contributor)
        editorial.approve(row, by=self.editor)
        self.refuses(NotAllowed, editorial.publish, row, by=self.publisher)
        editorial.publish(row, by=self.second_publisher)

    def test_a_superuser_is_nobody_here(self):
        row = self.approved()
        self.refuses(NotAllowed, editorial.publish, row, by=self.superuser)
        self.refuses(
            NotAllowed, editorial.draft, self.position(), by=self.superuser, note=NOTE
        )


class RefusalTests(DeskCase):
    def test_every_refusal_has_one_ancestor(self):
        for error in (NotAllowed, NotReady, SourceMissing, Conflict):
            assert issubclass(error, Refused)

    def test_a_note_says_why_in_ten_characters(self):
        for note in ("", "too short", "         .         "):
            row = self.position()
            self.refuses(NotReady, editorial.draft, row, by=self.editor, note=note)
        row = self.submitted()
        self.refuses(NotReady, editorial.ask_changes, row, by=self.editor, note="Why?")
        self.refuses(NotReady, editorial.discard, row, by=self.editor, note="No.")

    def test_a_step_out_of_order_is_not_taken(self):
        row = self.drafted()
        self.refuses(NotReady, editorial.approve, row, by=self.editor)
        self.refuses(NotReady, editorial.ask_changes, row, by=self.editor, note=NOTE)
        self.refuses(NotReady, editorial.publish, row, by=self.publisher)
        assert state_of(row) == ReviewState.DRAFT

    def test_a_submission_is_not_edited(self):
        row, edit = self.submitted(), editorial.edit
        changes = {"office": "Mayor"}
        self.refuses(NotReady, edit, row, by=self.contributor, changes=changes)
        assert Position.objects.get(pk=row.pk).office == ""

    def test_nothing_is_submitted_or_approved_twice(self):
        row = self.submitted()
        self.refuses(NotReady, editorial.submit, row, by=self.contributor)
        editorial.approve(row, by=self.editor)
        self.refuses(NotReady, editorial.approve, row, by=self.publisher)

    def test_nothing_is_published_twice(self):
        row = self.published()
        for alone in ("", Alone.FIRST_LOAD):
            self.refuses(
                NotReady, editorial.publish, row, by=self.publisher, alone=alone
            )
        assert Position.objects.get(pk=row.pk).is_live

    def test_what_was_discarded_is_not_published(self):
        row = self.approved()
        stale = Position.objects.get(pk=row.pk)
        editorial.discard(row, by=self.editor, note=NOTE)
        self.refuses(NotReady, editorial.publish, stale, by=self.publisher)

    def test_a_published_row_is_neither_edited_nor_discarded(self):
        row = self.published()
        changes = {"office": "Mayor"}
        self.refuses(NotReady, editorial.edit, row, by=self.editor, changes=changes)
        self.refuses(NotReady, editorial.discard, row, by=self.editor, note=NOTE)

    def test_an_author_has_one_draft_of_a_claim(self):
        row = self.drafted()
        second = self.position(claim=row.claim)
        self.refuses(NotReady, editorial.draft, second, by=self.contributor, note=NOTE)
        editorial.draft(self.position(claim=row.claim), by=self.editor, note=NOTE)

    def test_no_reason_is_made_up(self):
        row, publish = self.approved(), editorial.publish
        self.refuses(NotReady, publish, row, by=self.publisher, alone="in_a_hurry")

    def test_who_when_and_state_are_not_edited(self):
        row = self.drafted()
        for name, value in (
            ("state", ReviewState.APPROVED),
            ("reviewer", self.editor),
            ("claim", self.place.pk),
            ("published_at", None),
        ):
            self.refuses(
                NotReady, editorial.edit, row, by=self.editor, changes={name: value}
            )


class ContentTests(DeskCase):
    def test_dates_out_of_order_are_refused(self):
        backwards = day("2017-07")
        row = self.position()
        row.on_first, row.on_last = backwards.last, backwards.first
        self.refuses(NotReady, editorial.draft, row, by=self.editor, note=NOTE)

    def test_an_unknown_code_is_named_by_its_field(self):
        row = self.position(stance="maybe")
        with pytest.raises(ValidationError) as error:
            editorial.draft(row, by=self.editor, note=NOTE)
        assert [*error.value.message_dict] == ["stance"]

    def test_a_fact_without_a_source_is_no_draft(self):
        row = Finding(jurisdiction=self.place, office="OJP", outcome=Outcome.PENDING)
        with pytest.raises(ValidationError) as error:
            editorial.draft(row, by=self.editor, note=NOTE)
        assert "source" in error.value.message_dict

    def test_a_source_without_title_publisher_or_day_is_not_submitted(self):
        for lack in ({"title": ""}, {"publisher": ""}, {"on": None}):
            row = make_draft(Source, by=self.contributor, **lack)
            self.refuses(
                SourceMissing, editorial.submit, row, by=self.contributor, match="lacks"
            )

    def test_nor_is_what_cites_it(self):
        row = self.drafted(source=make_source(publisher=""))
        self.refuses(SourceMissing, editorial.submit, row, by=self.contributor)

    def test_a_quotation_has_at_most_fifty_words(self):
        row = self.drafted(excerpt="word " * 51)
        self.refuses(ChecksFailed, editorial.submit, row, by=self.contributor)
        short = self.drafted(excerpt="word " * 50)
        editorial.submit(short, by=self.contributor)

    def test_what_is_public_cites_nothing_that_is_not(self):
        source = make_draft(Source, by=self.contributor)
        row = self.approved(source=source)
        publish = editorial.publish
        self.refuses(NotReady, publish, row, by=self.publisher, match="first: Letter")
        editorial.publish(source, by=self.publisher, alone=Alone.FIRST_LOAD)
        editorial.publish(row, by=self.publisher)

    def test_nor_among_its_further_sources(self):
        extra = make_draft(Source, by=self.contributor)
        row = make_draft(
            Position, jurisdiction=self.place, source=self.source, more_sources=[extra]
        )
        publish, alone = editorial.publish, Alone.FIRST_LOAD
        self.refuses(NotReady, publish, row, by=self.publisher, alone=alone)


class TouchTests(DeskCase):
    """A step changes the standings of all it concerns, the places it leaves too."""

    def test_a_fact_that_moves_leaves_the_other_place(self):
        other = make_jurisdiction("Birch")
        live = make_position(jurisdiction=self.place, stance=Stance.DECLINES)
        row = editorial.revise(
            live,
            by=self.editor,
            note=NOTE,
            change_kind=ChangeKind.CORRECTION,
            changes={"jurisdiction": other},
        )
        editorial.publish(row, by=self.publisher, alone=Alone.FIRST_LOAD)
        declines = Standing.objects.known().filter(position=Stance.DECLINES)
        assert {each.jurisdiction for each in declines} == {other}

    def test_an_action_follows_its_award_to_another_place(self):
        other = make_jurisdiction("Birch")
        first = make_award(jurisdiction=self.place)
        moved = editorial.revise(
            first,
            by=self.editor,
            note=NOTE,
            change_kind=ChangeKind.CORRECTION,
            changes={"jurisdiction": other},
        )
        editorial.publish(moved, by=self.publisher, alone=Alone.FIRST_LOAD)
        action = make_draft(AwardAction, award=first, status=GrantStatus.WITHHELD)
        editorial.publish(action, by=self.publisher, alone=Alone.FIRST_LOAD)
        withheld = Standing.objects.known().filter(grant_status=GrantStatus.WITHHELD)
        assert {each.jurisdiction for each in withheld} == {other}

    def test_a_recompute_that_changes_nothing_writes_nothing(self):
        make_finding(jurisdiction=self.place, source=self.source)
        before = [*Standing.objects.values_list("pk", "known_to").order_by("pk")]
        make_finding(jurisdiction=make_jurisdiction("Birch"), outcome=Outcome.NOT_SENT)
        after = Standing.objects.filter(jurisdiction=self.place)
        assert [*after.values_list("pk", "known_to").order_by("pk")] == before
