"""The queue: what waits, counted as it is listed, at one cost for every length."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jurisdictions import editorial
from jurisdictions.admin import queue
from jurisdictions.choices import ReviewState
from jurisdictions.fetching import FetchTimeout
from jurisdictions.models import REVISION_MODELS, Finding, Position, Source, SourceCheck

from .desk_case import DeskCase, address
from .factories import (
    NOTE,
    make_draft,
    make_finding,
    make_source,
    make_user,
    publish_now,
    revise_now,
    unsaved,
    withdraw_now,
)

LATER = timezone.now() + dt.timedelta(days=200)


class QueueCase(DeskCase):
    def home(self, user):
        page = self.get(user, "/admin/")
        return {shown.section.slug: shown for shown in page.context["sections"]}

    def listed(self, user, slug):
        page = self.get(user, f"/admin/queue/{slug}/").context["page"]
        return [(item.kind, item.pk) for item in page.object_list]

    def holds(self, user, slug, *rows):
        """The list holds these rows, and the home page counts as many."""
        expected = [(row._meta.model_name, row.pk) for row in rows]
        assert self.listed(user, slug) == expected
        assert self.home(user)[slug].count == len(rows)

    def read(self):
        """The desk as it is once every first load was read."""
        for model in REVISION_MODELS:
            for row in model.objects.standing().exclude(published_alone=""):
                editorial.read(row, by=self.editor)

    def draft(self, by=None, model=Finding, **fields):
        return make_draft(model, by=by or self.contributor, **fields)

    def submitted(self, **fields):
        row = self.draft(**fields)
        return editorial.submit(row, by=row.author)

    def later(self, slug, user=None):
        rows = queue.Rows(queue.BY_SLUG[slug], user or self.editor, True, LATER)
        return [(item.kind, item.pk) for item in rows[0:500]]


class SectionTests(QueueCase):
    def test_ones_own_drafts_are_mine(self):
        own, other = self.draft(self.editor), self.draft()
        self.holds(self.editor, "mine", own)
        self.holds(self.contributor, "mine", other)

    def test_what_was_submitted_first_is_reviewed_first(self):
        second, first = self.draft(), self.draft(model=Position)
        editorial.submit(first, by=self.contributor)
        editorial.submit(second, by=self.contributor)
        self.holds(self.editor, "review", first, second)

    def test_changes_asked_and_approvals_have_lists_of_their_own(self):
        asked, approved = self.submitted(), self.submitted()
        editorial.ask_changes(asked, by=self.editor, note=NOTE)
        editorial.approve(approved, by=self.editor)
        self.holds(self.editor, "changes-asked", asked)
        self.holds(self.publisher, "approved", approved)

    def test_what_is_scheduled_is_listed_by_its_time(self):
        rows = [self.submitted() for _ in range(2)]
        for days, row in zip((2, 1), rows, strict=True):
            editorial.approve(row, by=self.editor)
            at = timezone.now() + dt.timedelta(days=days)
            editorial.schedule(row, by=self.publisher, at=at)
        self.holds(self.publisher, "scheduled", *reversed(rows))

    def test_what_is_overdue_says_so(self):
        row, at = self.submitted(), timezone.now() - dt.timedelta(hours=1)
        editorial.approve(row, by=self.editor)
        before = at - dt.timedelta(hours=1)
        editorial.schedule(row, by=self.publisher, at=at, now=before)
        self.assertContains(self.get(self.editor, "/admin/"), "overdue by 1\xa0hour")

    def test_ones_own_drafts_say_where_they_stand(self):
        row = self.submitted()
        editorial.ask_changes(row, by=self.editor, note=NOTE)
        page = self.get(self.contributor, "/admin/queue/mine/")
        self.assertContains(page, "· Changes asked")

    def test_a_conflict_waits_until_its_author_took_it_up_again(self):
        live = make_finding(jurisdiction=self.place)
        row = self.revised(live, office="DHS")
        revise_now(live, {"office": "DOJ"})
        with self.assertRaises(editorial.Conflict):
            editorial.publish(row, by=self.publisher)
        self.holds(self.editor, "conflicts", row)
        editorial.rebase(row, by=self.contributor, kept={"office"})
        self.holds(self.editor, "conflicts")
        row.refresh_from_db()
        assert row.state == ReviewState.SHELVED

    def revised(self, live, **changes):
        row = editorial.revise(
            live, by=self.contributor, note=NOTE, change_kind="update", changes=changes
        )
        editorial.submit(row, by=self.contributor)
        return editorial.approve(row, by=self.editor)

    def test_what_one_person_published_waits_for_a_second(self):
        self.read()
        loaded = make_finding(jurisdiction=self.place, source=self.source)
        gone = withdraw_now(make_finding(jurisdiction=self.place, source=self.source))
        broken = self.submitted(jurisdiction=self.place, source=self.source)
        editorial.break_glass(broken, by=self.publisher, note=NOTE)
        fields = {"jurisdiction": self.place, "source": self.source}
        publish_now(unsaved(Finding, **fields), alone="")
        self.holds(self.editor, "unread", loaded)
        self.holds(self.editor, "alone", gone, broken)
        editorial.read(broken, by=self.editor)
        self.holds(self.editor, "alone", gone)

    def test_the_lists_stand_in_the_order_of_the_work(self):
        assert [*self.home(self.editor)] == [
            *("mine", "review", "changes-asked", "approved", "scheduled"),
            *("conflicts", "alone", "unread", "stale", "broken"),
        ]

    def test_a_second_reading_is_of_one_revision(self):
        self.read()
        first = make_finding(jurisdiction=self.place, source=self.source)
        editorial.read(first, by=self.editor)
        second = revise_now(first, {"office": "DOJ"})
        self.holds(self.editor, "unread", second)

    def test_what_nobody_read_for_ninety_days_is_stale(self):
        waiting = self.submitted(source=self.source, jurisdiction=self.place)
        live = make_finding(jurisdiction=self.place, source=self.source)
        draft = self.draft(source=self.source, jurisdiction=self.place)
        keys = [("finding", row.pk) for row in (waiting, live)]
        assert {*keys} <= {*self.later("stale")}
        assert ("finding", draft.pk) not in self.later("stale")
        assert not [key for key in self.later("stale") if key[0] == "source"]
        self.holds(self.editor, "stale")

    def test_a_source_that_does_not_answer_is_broken(self):
        make_source()
        at = timezone.now()
        SourceCheck.objects.record(self.source, FetchTimeout(), at=at)
        self.holds(self.editor, "broken", self.source)
        row = self.draft(source=self.source)
        assert "did not answer" in " ".join(editorial.warnings(row))


class HomeTests(QueueCase):
    def test_each_count_is_that_of_its_list(self):
        for _ in range(7):
            editorial.submit(self.draft(), by=self.contributor)
        for user in (self.contributor, self.editor, self.publisher, self.superuser):
            for slug, shown in self.home(user).items():
                page = self.get(user, f"/admin/queue/{slug}/").context["page"]
                assert page.paginator.count == shown.count, slug
                assert len(shown.items) == min(shown.count, 5)

    def test_a_contributor_sees_no_draft_of_others(self):
        own = self.submitted()
        editorial.submit(self.draft(self.editor), by=self.editor)
        self.holds(self.contributor, "review", own)
        assert self.home(self.editor)["review"].count == 2

    def test_it_says_what_each_row_says_and_how_old_it_is(self):
        self.submitted(jurisdiction=self.place, summary="DOJ named it in a letter.")
        page = self.get(self.editor, "/admin/")
        self.assertContains(page, "Finding, Alder Falls, KS")
        self.assertContains(page, "DOJ named it in a letter.")
        self.assertContains(page, "0\xa0minutes ago")

    def test_each_row_leads_to_its_page(self):
        row = self.submitted()
        self.assertContains(self.get(self.editor, "/admin/"), address(row))

    def test_it_costs_the_same_however_much_waits(self):
        def fill():
            for model in (Finding, Position, Source):
                self.draft(self.editor, model)
                row = self.draft(self.contributor, model)
                editorial.submit(row, by=self.contributor)
            SourceCheck.objects.record(make_source(), FetchTimeout(), at=timezone.now())

        fill()
        browser = self.browser(self.editor)
        browser.get("/admin/")
        with CaptureQueriesContext(connection) as few:
            browser.get("/admin/")
        for _ in range(3):
            fill()
        with self.assertNumQueries(len(few)):
            browser.get("/admin/")
        assert len(few) <= 20

    def test_who_has_no_role_sees_no_queue(self):
        nobody = make_user(is_staff=True)
        assert self.home(nobody) == {}
        assert self.get(nobody, "/admin/queue/review/").status_code == 403
        assert self.get(self.editor, "/admin/queue/other/").status_code == 404

    def test_long_lists_have_pages(self):
        for _ in range(51):
            self.draft(self.editor, source=self.source, jurisdiction=self.place)
        first = self.get(self.editor, "/admin/queue/mine/")
        self.assertContains(first, "page 1 of 2")
        second = self.get(self.editor, "/admin/queue/mine/", page="2")
        assert len(second.context["page"].object_list) == 1
