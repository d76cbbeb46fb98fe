"""From a form to the readers: the way of a fact through the editors' desk."""

import datetime as dt

from jurisdictions.choices import ReviewState
from jurisdictions.models import (
    Award,
    AwardAction,
    Edition,
    Event,
    Finding,
    Listing,
    Position,
    Source,
)

from .desk_case import DeskCase, add_address, address, day
from .factories import (
    NOTE,
    make_award,
    make_draft,
    make_finding,
    make_list,
    make_listing,
    make_position,
)


class PublishingTests(DeskCase):
    def test_a_finding_reaches_readers_through_two_people(self):
        row = self.add(self.contributor, Finding)
        assert row.state == ReviewState.IN_REVIEW
        assert not self.stand().finding
        self.carry(row)
        assert self.stand().finding == "may_violate"
        public = self.get(self.editor, address(row)).context["public_address"]
        self.assertContains(self.client.get(public), "May violate section 1373")
        assert self.stand(on=dt.date(2025, 8, 4)).finding == ""
        assert (row.author, row.reviewer) == (self.contributor, self.publisher)
        steps = Event.objects.filter(claim=row.claim).values_list("verb", flat=True)
        assert [*steps] == ["drafted", "submitted", "approved", "published"]

    def test_a_position_of_a_month_is_kept_as_a_month(self):
        row = self.add(
            self.editor, Position, stance="declines", **day("on", "2025-10", "month")
        )
        self.carry(row)
        assert self.stand().position == "declines"
        assert str(self.stand().position_on) == "October 2025"

    def test_an_award_action_changes_the_grant_status(self):
        award = make_award(jurisdiction=self.place)
        row = self.add(self.editor, AwardAction, award=award.pk, status="enjoined")
        self.carry(row)
        assert self.stand().grant_status == "enjoined"

    def test_a_listing_is_closed_by_its_end(self):
        line = make_listing(jurisdiction=self.place, list=make_list(slug="doj"))
        assert self.stand().lists.get().is_open
        row = self.revise(self.editor, line, **day("end", "2025-10-31"))
        self.carry(row)
        assert not self.stand().lists.get().is_open
        assert self.stand(on=dt.date(2025, 10, 30)).lists.get().is_open
        assert row.name_as_published == line.name_as_published

    def test_a_new_source_is_cited_at_once_and_published_first(self):
        fields = {"title": "Letter", "publisher": "OJP", "kind": "official"}
        fields |= {"url": "https://ojp.example/letter", "slug": "ojp-letter"}
        source = self.add(self.editor, Source, **fields)
        row = self.add(self.editor, Finding, source=source.pk)
        self.assertContains(self.get(self.publisher, address(row)), "goes first")
        self.assert_says(self.carry(row), "Publish this first: Letter")
        self.carry(source)
        self.step(self.publisher, row, "publish")
        assert row.is_live and row.source == source

    def test_more_sources_are_kept_and_carried_on(self):
        row = self.add(self.editor, Finding, more_sources=[self.source.pk])
        self.carry(row)
        later = self.revise(self.editor, row, office="DOJ")
        assert [*later.more_sources.all()] == [self.source]

    def test_a_correction_replaces_the_live_text_and_keeps_the_old(self):
        live = make_finding(jurisdiction=self.place, outcome="may_violate")
        row = self.revise(
            self.editor, live, outcome="found_compliant", change_kind="correction"
        )
        assert self.stand().finding == "may_violate"
        self.carry(row)
        live.refresh_from_db()
        assert self.stand().finding == "found_compliant"
        assert (row.revision, row.change_kind) == (2, "correction")
        assert live.superseded_at == row.published_at

    def test_what_is_withdrawn_leaves_the_site_and_not_the_record(self):
        live = make_position(jurisdiction=self.place)
        response = self.step(self.publisher, live, "withdraw", note=NOTE)
        self.assert_says(response, "Withdrawn")
        assert self.stand().position == ""
        assert Position.objects.filter(claim=live.claim).count() == 2

    def test_a_discarded_draft_is_kept(self):
        row = self.add(self.contributor, Finding)
        self.step(self.contributor, row, "discard", note=NOTE)
        assert row.state == ReviewState.DISCARDED

    def test_without_a_complete_source_a_draft_stays_a_draft(self):
        fields = {"kind": "news", "citation": "A paper copy", "slug": "paper"}
        response = self.post(
            self.editor, add_address(Source), self.new(_submit="1", **fields)
        )
        self.assert_says(response, "Its source lacks: title, publisher")
        assert Source.objects.latest("pk").state == ReviewState.DRAFT


class ReviewTests(DeskCase):
    def test_nobody_approves_their_own_work(self):
        row = self.add(self.editor, Finding)
        self.assert_says(self.step(self.editor, row, "approve"), "may not approve")
        assert row.state == ReviewState.IN_REVIEW

    def test_who_wrote_some_of_it_neither_approves_nor_publishes(self):
        row = make_draft(Finding, by=self.contributor, jurisdiction=self.place)
        self.change(self.publisher, row, office="DOJ")
        page = self.get(self.publisher, address(row))
        names = [step.name for step in page.context["steps"]]
        assert names == ["ask_changes", "discard"]
        self.assert_says(self.step(self.publisher, row, "approve"), "their own work")

    def test_a_comment_goes_back_to_the_author(self):
        row = self.add(self.contributor, Finding)
        self.step(self.editor, row, "ask_changes", note="Which page of the letter?")
        page = self.get(self.contributor, address(row))
        self.assertContains(page, "asked for changes on")
        assert row.state == ReviewState.CHANGES_ASKED
        page = self.get(self.contributor, address(row))
        self.assertContains(page, "Which page of the letter?")
        self.change(self.contributor, row, locator="p. 3")
        row.refresh_from_db()
        assert (row.state, row.locator) == (ReviewState.IN_REVIEW, "p. 3")

    def test_a_comment_that_says_nothing_is_refused(self):
        row = self.add(self.contributor, Finding)
        response = self.step(self.editor, row, "ask_changes", note="no")
        self.assert_says(response, "at least 10 characters. You wrote: “no”")

    def test_only_the_text_that_was_read_is_approved(self):
        row = self.add(self.contributor, Finding)
        response = self.post(
            self.editor, address(row, "step", "approve"), {"seen": "another"}
        )
        self.assert_says(response, "Its text has changed")
        row.refresh_from_db()
        assert row.state == ReviewState.IN_REVIEW

    def test_the_live_text_stands_beside_the_draft(self):
        live = make_finding(jurisdiction=self.place, office="OJP")
        row = self.revise(self.editor, live, office="DOJ")
        lines = self.get(self.publisher, address(row)).context["sheet"]
        differing = [line for line in lines if line.differs]
        assert [(line.label, line.other[0].text) for line in differing] == [
            ("Office", "OJP")
        ]


class ConflictTests(DeskCase):
    def setUp(self):
        self.live = make_finding(jurisdiction=self.place, office="OJP")

    def test_the_second_of_two_is_refused_and_keeps_the_text(self):
        first = self.revise(self.editor, self.live, office="DOJ")
        second = self.revise(self.contributor, self.live, office="DHS")
        self.carry(first)
        self.assertContains(self.get(self.publisher, address(second)), "has moved on")
        self.assert_says(self.carry(second), "changed by someone else")
        assert (second.state, second.office) == (ReviewState.SHELVED, "DHS")
        self.assertContains(self.get(self.contributor, address(second)), "DHS")
        assert Edition.objects.latest("number").changes == 1

    def test_a_text_for_a_row_that_was_superseded_is_kept_beside_the_newer(self):
        typed = self.form(self.contributor, address(self.live)) | {
            "office": "DHS",
            "note": NOTE,
            "change_kind": "update",
        }
        newer = self.revise(self.editor, self.live, office="DOJ")
        self.carry(newer)
        response = self.post(self.contributor, address(self.live), typed)
        mine = Finding.objects.latest("pk")
        assert response.redirect_chain[-1][0] == address(mine, "merge")
        self.assertContains(response, "published a newer text")
        assert (mine.revises, mine.office) == (self.live, "DHS")

    def test_a_text_for_what_was_withdrawn_is_not_saved(self):
        typed = self.form(self.editor, address(self.live)) | {"note": NOTE}
        self.step(self.publisher, self.live, "withdraw", note=NOTE)
        response = self.post(self.editor, address(self.live), typed)
        self.assertContains(response, "This was withdrawn after you opened it.")
        assert Finding.objects.count() == 2

    def test_a_text_for_a_draft_that_was_submitted_comes_back(self):
        row = make_draft(Finding, by=self.contributor, jurisdiction=self.place)
        typed = self.form(self.contributor, address(row)) | {"office": "DHS"}
        self.step(self.editor, row, "submit")
        response = self.post(self.contributor, address(row), typed)
        self.assertContains(response, "It is in review now.")
        self.assertContains(response, 'value="DHS"')
        row.refresh_from_db()
        assert row.office == "OJP"

    def test_two_editors_of_one_draft_do_not_overwrite_each_other(self):
        row = make_draft(Finding, by=self.contributor, jurisdiction=self.place)
        typed = self.form(self.contributor, address(row)) | {"office": "DHS"}
        self.change(self.editor, row, button="_save", office="DOJ")
        response = self.post(self.contributor, address(row), typed)
        self.assertContains(response, "after you opened it")
        row.refresh_from_db()
        assert row.office == "DOJ"

    def test_a_form_that_is_sent_twice_makes_one_draft(self):
        data = self.new()
        self.post(self.editor, add_address(Finding), data)
        response = self.post(self.editor, add_address(Finding), data)
        self.assertContains(response, "This form was sent before")
        assert Finding.objects.filter(author=self.editor).count() == 1

    def test_an_own_draft_opens_in_place_of_the_live_row(self):
        typed = self.form(self.editor, address(self.live)) | {"note": NOTE}
        row = self.revise(self.editor, self.live, office="DOJ")
        response = self.get(self.editor, address(self.live))
        assert response.url == address(row)
        typed |= {"office": "DHS", "change_kind": "update"}
        second = self.post(self.editor, address(self.live), typed)
        self.assertContains(second, "You have an open draft of this already")


class RawWriteTests(DeskCase):
    def test_a_form_sets_nothing_but_its_own_fields(self):
        row = self.add(
            self.editor,
            Finding,
            state="published",
            published_at="2020-01-01",
            author=self.publisher.pk,
            published_alone="break_glass",
            revision=7,
        )
        assert (row.author, row.revision) == (self.editor, 1)
        assert (row.published_at, row.published_alone) == (None, "")

    def test_a_list_takes_no_bulk_action(self):
        row = make_finding(jurisdiction=self.place)
        data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "y"}
        where = address(row).removesuffix(f"{row.pk}/change/")
        for user in (self.publisher, self.superuser):
            self.browser(user).post(where, data | {"form-0-office": "X", "_save": "1"})
        row.refresh_from_db()
        assert row.is_live
        assert Award.objects.count() == Listing.objects.count() == 0
