"""Beside the form of a draft: words that differ, three texts, preview, autosave."""

import datetime as dt

from django.test import Client, TestCase

from jurisdictions import editorial
from jurisdictions.admin.merging import proposed, text_seen
from jurisdictions.admin.sheet import names
from jurisdictions.admin.worddiff import word_runs
from jurisdictions.choices import ReviewState
from jurisdictions.forms import label
from jurisdictions.models import (
    Edition,
    Event,
    Finding,
    Ledger,
    Listing,
    Source,
    Standing,
)
from jurisdictions.roles import Role

from .desk_case import DeskCase, address
from .factories import (
    NOTE,
    make_draft,
    make_finding,
    make_list,
    make_source,
    make_user,
    revise_now,
)
from .signing_in import sign_in


def everything():
    """All that a publication would move."""
    models = (Finding, Event, Edition, Ledger, Standing)
    return [[*model.objects.order_by("pk").values()] for model in models]


def test_two_texts_are_cut_word_by_word():
    was, now = word_runs("The city may violate it", "The county may violate it")
    assert [run.text for run in was if run.changed] == ["city"]
    assert "".join(run.text for run in was) == "The city may violate it"
    assert [run.text for run in now if run.changed] == ["county"]


def test_neighbouring_words_that_changed_are_marked_as_one():
    _, now = word_runs("On July 5", "On May 10")
    assert [run.text for run in now] == ["On ", "May 10"]


def test_the_side_that_changed_is_proposed():
    assert proposed(["a"], ["a"], ["b"]) == "mine"
    assert proposed(["a"], ["b"], ["a"]) == "theirs"
    assert proposed(["a"], ["b"], ["c"]) == ""


def test_three_columns_are_one_day_and_what_is_named_like_one_stays():
    labels = dict(names(Listing, "listed"))
    assert labels["last_seen"] == "Last seen on the list"
    assert labels["last_seen_how"] == "How it is known that it was still there"
    assert not {"last_seen_first", "last_seen_last"} & {*labels}


class MergeTests(DeskCase):
    def setUp(self):
        self.base = make_finding(jurisdiction=self.place, office="OJP")
        self.mine = self.revise(
            self.contributor, self.base, office="DHS", locator="p. 9"
        )
        self.live = revise_now(self.base, {"office": "DOJ"})

    def merge(self, **data):
        page = self.get(self.contributor, address(self.mine, "merge"))
        data = {"seen": page.context["seen"], "note": NOTE} | data
        return self.post(self.contributor, address(self.mine, "merge"), data)

    def test_each_field_shows_where_it_began_theirs_and_mine(self):
        page = self.get(self.contributor, address(self.mine, "merge"))
        office, locator = (
            next(fork for fork in page.context["forks"] if fork.name == name)
            for name in ("office", "locator")
        )
        texts = office.base, office.theirs, office.mine
        assert [value[0].text for value in texts] == ["OJP", "DOJ", "DHS"]
        assert (office.kept, locator.kept) == ("", "mine")

    def test_what_both_changed_must_be_chosen(self):
        self.assert_says(self.merge(), "Choose a side for: Office")
        assert Finding.objects.count() == 3

    def test_the_choices_become_a_draft_and_the_overtaken_one_stays(self):
        self.merge(**{"keep-office": "theirs"})
        row = Finding.objects.latest("pk")
        assert (row.revises, row.office, row.locator) == (self.live, "DOJ", "p. 9")
        self.mine.refresh_from_db()
        assert (self.mine.state, self.mine.office) == (ReviewState.SHELVED, "DHS")

    def test_a_third_text_meanwhile_is_looked_at_first(self):
        seen = self.get(self.contributor, address(self.mine, "merge")).context["seen"]
        revise_now(self.live, {"office": "FBI"})
        response = self.merge(seen=seen, **{"keep-office": "mine"})
        self.assert_says(response, "A text has changed since")
        self.mine.refresh_from_db()
        assert self.mine.office == "DHS"


class SameDraftTests(DeskCase):
    """Two people save one draft: the second sees both texts and chooses."""

    def setUp(self):
        self.row = make_draft(
            Finding, by=self.contributor, jurisdiction=self.place, office="OJP"
        )
        self.opened = self.form(self.contributor, address(self.row))

    def theirs(self, **fields):
        self.change(self.editor, self.row, button="_save", **fields)

    def mine(self, **fields):
        return self.post(self.contributor, address(self.row), self.opened | fields)

    def choose(self, page, **data):
        typed = {}
        for name, value in page.context["typed"]:
            typed.setdefault(name, []).append(value)
        sent = {"chosen": "1", "seen": page.context["seen"], "note": NOTE} | data
        return self.post(self.contributor, address(self.row), typed | sent)

    def fork(self, page, name):
        return next(fork for fork in page.context["forks"] if fork.name == name)

    def test_it_sees_where_both_began_what_was_saved_and_what_it_typed(self):
        self.theirs(office="DOJ", note="The letterhead says DOJ.")
        page = self.mine(office="DHS", locator="p. 9")
        office = self.fork(page, "office")
        texts = office.base, office.theirs, office.mine
        assert [value[0].text for value in texts] == ["OJP", "DOJ", "DHS"]
        assert (office.kept, self.fork(page, "locator").kept) == ("", "mine")
        self.assertContains(page, "The letterhead says DOJ.")
        self.row.refresh_from_db()
        assert (self.row.office, self.row.locator) == ("DOJ", "")

    def test_the_choices_are_saved_field_by_field(self):
        self.theirs(office="DOJ", on_text="2025-09-01")
        page = self.mine(office="DHS", locator="p. 9")
        kept = {"keep-office": "mine", "keep-on": "theirs", "keep-locator": "mine"}
        self.assert_says(self.choose(page, **kept), "Saved as a draft")
        self.row.refresh_from_db()
        said = self.row.office, self.row.on.iso, self.row.locator
        assert said == ("DHS", "2025-09-01", "p. 9")

    def test_what_is_not_chosen_is_asked_again(self):
        self.theirs(office="DOJ")
        page = self.choose(self.mine(office="DHS"))
        self.assert_says(page, "Choose a side for: Office")
        self.choose(page, **{"keep-office": "theirs"})
        self.row.refresh_from_db()
        assert self.row.office == "DOJ"

    def test_each_field_that_must_be_chosen_can_be(self):
        line = {"list": make_list(), "jurisdiction": self.place}
        self.row = make_draft(Listing, by=self.contributor, **line)
        self.opened = self.form(self.contributor, address(self.row))
        self.theirs(last_seen_how="The archive of June")
        page = self.mine(last_seen_how="The archive of July")
        assert self.fork(page, "last_seen_how").kept == ""
        self.choose(page, **{"keep-last_seen_how": "mine"})
        self.row.refresh_from_db()
        assert self.row.last_seen_how == "The archive of July"

    def test_a_third_text_meanwhile_is_looked_at_first(self):
        self.theirs(office="DOJ")
        page = self.mine(office="DHS")
        self.theirs(office="FBI")
        again = self.choose(page, **{"keep-office": "mine"})
        assert self.fork(again, "office").theirs[0].text == "FBI"
        assert self.fork(again, "office").kept == "mine"

    def test_sources_are_compared_without_where_they_began(self):
        other = make_source()
        self.theirs(source=other.pk, more_sources=[self.source.pk])
        page = self.mine(more_sources=[other.pk])
        fork = self.fork(page, "more_sources")
        assert fork.base is None
        assert [fork.theirs[0].text, fork.mine[0].text] == [
            label(self.source),
            label(other),
        ]
        kept = {"keep-source": "mine", "keep-more_sources": "theirs"}
        self.choose(page, **kept)
        self.row.refresh_from_db()
        assert [*self.row.more_sources.all()] == [self.source]
        assert self.row.source != other

    def test_more_edits_cost_no_more_queries(self):
        for office in ("DOJ", "FBI", "ICE"):
            editorial.edit(self.row, by=self.editor, changes={"office": office})
        with self.assertNumQueries(3):
            assert text_seen(self.row, self.opened["seen"]).office == "OJP"

    def test_a_fault_in_what_was_chosen_overwrites_nothing(self):
        self.theirs(office="DOJ")
        page = self.choose(
            self.mine(office="DHS"), note="no", **{"keep-office": "mine"}
        )
        shown = page.context["adminform"].form
        again = self.mine(office=shown.data["office"], seen=shown.data["seen"])
        assert self.fork(again, "office").mine[0].text == "DHS"
        self.row.refresh_from_db()
        assert self.row.office == "DOJ"


class PreviewTests(DeskCase):
    def test_it_shows_page_card_and_news_and_leaves_nothing(self):
        row = make_draft(
            Finding,
            by=self.contributor,
            jurisdiction=self.place,
            source=make_draft(Source, by=self.contributor, title="Letter Q"),
            office="Office Q",
        )
        before = everything()
        response = self.post(self.contributor, address(row, "preview"), {})
        self.assertContains(response, "nothing of this is published")
        for heading in ("preview-news", "preview-card", "preview-page"):
            self.assertContains(response, f'id="{heading}"')
        self.assertContains(response, "Office Q")
        self.assertContains(response, "Letter Q")
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert everything() == before

    def test_a_draft_that_was_overtaken_has_none_and_says_why(self):
        live = make_finding(jurisdiction=self.place)
        row = self.revise(self.contributor, live, office="DHS")
        revise_now(live, {"office": "DOJ"})
        before = everything()
        response = self.post(self.contributor, address(row, "preview"), {})
        self.assert_says(response, "There is no preview")
        assert everything() == before


class LonelyPreviewTests(TestCase):
    def test_where_nobody_else_could_read_it_there_is_none(self):
        user = make_user(Role.EDITOR, is_staff=True)
        row = make_draft(Source, by=user)
        page = sign_in(Client(), user).post(address(row, "preview"), follow=True)
        assert "There is no preview: It needs a second reader" in page.content.decode()


class AutosaveTests(DeskCase):
    def setUp(self):
        self.row = make_draft(Finding, by=self.contributor, jurisdiction=self.place)
        self.typed = self.form(self.contributor, address(self.row))

    def save(self, **fields):
        where = address(self.row, "autosave")
        return self.post(self.contributor, where, self.typed | fields)

    def test_what_was_typed_is_in_the_draft(self):
        answer = self.save(office="DHS")
        self.row.refresh_from_db()
        assert self.row.office == "DHS"
        again = self.save(office="DOJ", seen=answer.json()["seen"])
        assert again.status_code == 200
        assert Event.objects.last().via == "autosave"

    def test_nothing_typed_writes_nothing(self):
        events = Event.objects.count()
        assert self.save().status_code == 200
        assert Event.objects.count() == events

    def test_it_does_not_overwrite_what_somebody_else_saved(self):
        self.change(self.editor, self.row, button="_save", office="DOJ")
        answer = self.save(office="DHS")
        assert answer.status_code == 409
        assert "Someone changed this draft" in answer.json()["error"]
        self.row.refresh_from_db()
        assert self.row.office == "DOJ"

    def test_a_fault_is_named_and_the_draft_stays(self):
        answer = self.save(on_text="no day")
        assert answer.status_code == 422
        assert answer.json()["error"]


class ScheduleTests(DeskCase):
    def setUp(self):
        self.row = self.add(self.editor, Finding)
        self.step(self.publisher, self.row, "approve")

    def schedule(self, day, time):
        return self.step(self.publisher, self.row, "schedule", day=day, time=time)

    def test_an_eastern_time_is_kept_in_utc_and_both_are_shown(self):
        response = self.schedule("2099-07-01", "09:30")
        self.assert_says(response, "ET (2099-07-01 13:30 UTC)")
        assert self.row.scheduled_for.isoformat() == "2099-07-01T13:30:00+00:00"
        page = self.get(self.publisher, address(self.row))
        self.assertContains(page, "2099-07-01 13:30 UTC")

    def test_a_late_publication_says_so_where_editors_read_it(self):
        self.schedule("2099-07-01", "09:30")
        late = self.row.scheduled_for + dt.timedelta(hours=3)
        editorial.publish_due(late)
        page = self.get(self.editor, address(self.row))
        self.assertContains(page, "scheduled for July 1, 2099, 9:30 a.m. ET")
        self.assertContains(page, "(Published 3 h 0 min later than scheduled.)")

    def test_times_that_no_clock_shows_or_shows_twice_are_refused(self):
        for day, time in (("2027-03-14", "02:30"), ("2027-11-07", "01:30")):
            self.schedule(day, time)
            assert self.row.state == ReviewState.APPROVED

    def test_a_time_is_needed_and_must_be_one(self):
        self.assert_says(self.schedule("", ""), "Choose a day and a time.")
        self.assert_says(self.schedule("soon", "09:30"), "“soon” is no day.")
