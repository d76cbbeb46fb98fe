"""What follows a publication: a second reading, an undo, and the glass that broke."""

from jurisdictions import editorial
from jurisdictions.choices import Alone, ChangeKind, ReviewState, Verb
from jurisdictions.editorial import ChecksFailed, NotAllowed, NotReady
from jurisdictions.models import REVISION_MODELS, Event, Finding, Position
from jurisdictions.models.digests import damaged_publications

from .cases import DeskCase
from .desk_case import DeskCase as ScreenCase
from .desk_case import address
from .factories import (
    NOTE,
    make_finding,
    make_position,
    make_source,
    revise_now,
    withdraw_now,
)

GLASS = "The wire has it already; the letter is at hand."


class UndoTests(DeskCase):
    def live(self, **fields):
        return make_position(jurisdiction=self.place, source=self.source, **fields)

    def test_an_undo_is_a_draft_that_says_again_what_was_said(self):
        more = make_source()
        first = self.live(office="Mayor", more_sources=[more])
        second = revise_now(first, {"office": "Clerk"}, {"more_sources": []})
        row = editorial.undo_publication(second, by=self.editor, note=NOTE)
        assert (row.state, row.change_kind) == (
            ReviewState.DRAFT,
            ChangeKind.CORRECTION,
        )
        assert (row.office, row.revision) == ("Mayor", 3)
        assert [*row.more_sources.all()] == [more]
        second.refresh_from_db()
        assert second.is_live
        assert Event.objects.last().detail == {"undoes": 2}

    def test_it_goes_the_way_of_every_draft(self):
        second = revise_now(self.live(office="Mayor"), {"office": "Clerk"})
        row = editorial.undo_publication(second, by=self.publisher, note=NOTE)
        editorial.submit(row, by=self.publisher)
        self.refuses(NotAllowed, editorial.approve, row, by=self.publisher)
        editorial.approve(row, by=self.editor)
        editorial.publish(row, by=self.second_publisher)
        assert Position.objects.live().get().office == "Mayor"

    def test_a_withdrawal_is_undone_by_publishing_the_text_again(self):
        tombstone = withdraw_now(self.live(office="Mayor"))
        row = editorial.undo_publication(tombstone, by=self.editor, note=NOTE)
        editorial.submit(row, by=self.editor)
        editorial.approve(row, by=self.publisher)
        editorial.publish(row, by=self.publisher)
        assert Position.objects.live().get().office == "Mayor"
        assert Position.objects.published().count() == 3

    def test_a_first_text_has_nothing_before_it(self):
        self.refuses(
            NotReady,
            editorial.undo_publication,
            self.live(),
            by=self.editor,
            note=NOTE,
            match="withdraw it instead",
        )


class SecondReadingTests(DeskCase):
    def test_a_second_reading_is_an_event_and_no_change(self):
        live = make_position(jurisdiction=self.place)
        before = Position.objects.filter(pk=live.pk).values().get()
        editorial.read(live, by=self.editor)
        event = Event.objects.last()
        assert (event.verb, event.actor) == (Verb.READ, self.editor)
        assert Position.objects.filter(pk=live.pk).values().get() == before
        assert not [*damaged_publications(REVISION_MODELS)]

    def test_neither_its_author_nor_who_published_it_alone_is_the_second(self):
        row = self.submitted()
        editorial.break_glass(row, by=self.publisher, note=GLASS)
        for by in (self.publisher, self.contributor):
            self.refuses(NotAllowed, editorial.read, row, by=by)
        editorial.read(row, by=self.editor)

    def test_only_what_stands_is_read_again(self):
        self.refuses(NotReady, editorial.read, self.drafted(), by=self.editor)


class BreakGlassTests(DeskCase):
    def test_it_publishes_without_approval_and_says_why(self):
        row = self.submitted()
        editorial.break_glass(row, by=self.publisher, note=GLASS)
        assert row.is_live and row.reviewer is None
        assert row.published_alone == Alone.BREAK_GLASS
        event = Event.objects.last()
        assert (event.verb, event.note) == (Verb.PUBLISHED, GLASS)

    def test_it_needs_a_reason_and_a_complete_text(self):
        row, by = self.drafted(), self.publisher
        self.refuses(NotReady, editorial.break_glass, row, by=by, note="now")
        row = self.submitted(excerpt="word " * 49)
        type(row).objects.release([row.pk], excerpt="word " * 51)
        self.refuses(ChecksFailed, editorial.break_glass, row, by=by, note=GLASS)

    def test_it_needs_another_persons_text(self):
        row = self.drafted(by=self.publisher)
        self.refuses(
            NotAllowed, editorial.break_glass, row, by=self.publisher, note=GLASS
        )


class ScreenTests(ScreenCase):
    """The same, by the buttons of the desk."""

    def test_the_page_of_a_broken_glass_says_so_until_the_next_version(self):
        row = self.add(self.editor, Finding, office="OJP")
        self.step(self.publisher, row, "break_glass", note=GLASS)
        assert row.is_live
        page = self.client.get(self.place.get_absolute_url())
        self.assertContains(page, "Published without second review")

    def test_an_undo_opens_its_draft(self):
        live = revise_now(make_finding(jurisdiction=self.place), {"office": "DOJ"})
        response = self.step(self.editor, live, "undo_publication", note=NOTE)
        row = Finding.objects.latest("pk")
        assert response.redirect_chain[-1][0] == address(row)
        assert (row.office, row.state) == ("OJP", ReviewState.DRAFT)

    def test_a_withdrawal_can_be_undone_from_its_page(self):
        tombstone = withdraw_now(make_finding(jurisdiction=self.place))
        self.step(self.editor, tombstone, "undo_publication", note=NOTE)
        assert Finding.objects.latest("pk").state == ReviewState.DRAFT
        page = self.get(self.publisher, address(tombstone))
        names = [step.name for step in page.context["steps"]]
        assert names == ["read", "undo_publication"]

    def test_a_second_reading_is_one_button(self):
        live = make_finding(jurisdiction=self.place)
        self.assert_says(self.step(self.editor, live, "read"), "Read a second time")
        assert Event.objects.last().verb == Verb.READ
