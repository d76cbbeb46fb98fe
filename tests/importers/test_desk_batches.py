"""From the preview to publication and back: on the desk's screens, by two people."""

from jurisdictions.admin import deciding
from jurisdictions.admin.candidates import offers
from jurisdictions.choices import BatchState, ReviewState, Verb
from jurisdictions.importers import batches
from jurisdictions.models import (
    Event,
    Finding,
    ImportBatch,
    Listing,
    Name,
    Standing,
)
from tests.factories import (
    make_list,
    make_listing,
    make_place,
    make_source,
    revise_now,
)
from tests.signing_in import set_back

from .desk import FINDING, NOTE, DeskImportCase, several, table, tables


class Case(DeskImportCase):
    def apply(self, content, *, by=None, browser=None, **sent):
        """Preview a file and apply it as it was shown; the answer."""
        browser = browser or self.browser(by or self.editor)
        shown = self.show(content, browser=browser)
        return self.send(browser, shown, **sent)

    def send(self, browser, shown, **sent):
        where = f"{shown.request['PATH_INFO']}?{shown.request['QUERY_STRING']}"
        sent = {"seen": shown.context["made"].fingerprint, "note": NOTE} | sent
        return browser.post(where, sent, follow=True)

    def brought(self, content, **options):
        """A batch as a test needs it, made without the screens."""
        options = {"by": self.editor, "confirm": None} | options
        return batches.apply(self.order(content, **options)).batch

    def take(self, batch, step, *, by, **sent):
        page = self.post(by, f"/admin/batches/{batch.pk}/{step}/", sent)
        batch.refresh_from_db()
        return page


class ApplyTests(Case):
    def test_what_was_shown_becomes_a_batch_of_drafts(self):
        page = self.apply(several(3))
        batch = ImportBatch.objects.get()
        assert page.redirect_chain[-1][0] == f"/admin/batches/{batch.pk}/"
        self.assert_says(page, "waits for review")
        assert {row.state for row in Finding.objects.all()} == {ReviewState.IN_REVIEW}
        stored = (self.folder / "kept" / batch.stored).read_bytes()
        assert stored.decode() == table(*several(3))

    def test_a_publishers_file_waits_for_a_second_person_too(self):
        self.apply([FINDING], by=self.publisher)
        assert Finding.objects.get().state == ReviewState.IN_REVIEW

    def test_it_says_why_and_over_twenty_how_many(self):
        browser = self.browser(self.editor)
        shown = self.show(several(21), browser=browser)
        for sent, words in (({"note": "short"}, "Say why"), ({"number": "20"}, "21")):
            self.assert_says(self.send(browser, shown, **sent), words)
        assert not Finding.objects.exists()
        self.send(browser, shown, number="21")
        assert Finding.objects.count() == 21

    def test_a_double_click_applies_it_once(self):
        browser = self.browser(self.editor)
        shown = self.show([FINDING], browser=browser)
        self.send(browser, shown)
        before = tables()
        self.assert_says(self.send(browser, shown), "Nothing to do")
        assert tables()["jurisdictions_finding"] == before["jurisdictions_finding"]
        assert ImportBatch.objects.count() == 1

    def test_what_was_shown_and_is_no_longer_so_is_not_applied(self):
        self.carry_out([FINDING])
        browser = self.browser(self.editor)
        shown = self.show([FINDING | {"summary": "Other."}], browser=browser)
        revise_now(Finding.objects.live().get(), {"office": "DOJ"})
        self.assert_says(self.send(browser, shown), "The record changed")
        assert ImportBatch.objects.count() == 1

    def carry_out(self, content):
        batches.publish(self.brought(content), by=self.publisher, note=NOTE)

    def test_the_same_file_again_is_nothing_to_do(self):
        self.carry_out([FINDING])
        self.assertContains(self.show([FINDING]), "Nothing to do.")

    def test_what_stays_out_is_kept_with_its_row_and_field(self):
        rows = [FINDING, FINDING | {"key": "b", "on": "soon"}]
        self.assert_says(self.apply(rows), "Errors: 1")
        page = self.apply(rows, skip_invalid="on")
        (refused,) = ImportBatch.objects.get().refused
        assert (refused["row"], refused["field"]) == (3, "on")
        self.assertContains(page, f"<td>{refused['why']}</td>", html=True)


class ReviewTests(Case):
    def test_the_page_counts_by_state_and_shows_one_state_at_a_time(self):
        batch = self.brought(several(60), confirm=60)
        rows = Finding.objects.order_by("pk")
        self.step(self.publisher, rows[0], "ask_changes", note=NOTE)
        page = self.get(self.publisher, f"/admin/batches/{batch.pk}/")
        self.assertContains(page, "In review: <strong>59</strong>")
        forms = page.content.decode().count('method="post"')
        self.assertContains(page, "csrfmiddlewaretoken", forms)
        self.assertContains(page, "1 to 50 of 60")
        page = self.get(
            self.publisher, page.request["PATH_INFO"], stage="changes_asked"
        )
        self.assertContains(page, "1 to 1 of 1")

    def test_a_second_person_approves_all_and_a_publisher_publishes(self):
        batch = self.brought(several(3))
        reader = self.second_publisher
        self.assert_says(self.take(batch, "approve", by=reader), "Approved: 3")
        events = Event.objects.count()
        sent = {"note": NOTE, "number": "3"}
        page = self.take(batch, "publish", by=self.publisher, **sent)
        self.assert_says(page, "Published: 3")
        rows = Finding.objects.live()
        assert {(row.reviewer, row.published_by) for row in rows} == {
            (reader, self.publisher)
        }
        assert Event.objects.count() == events + 1
        assert batch.state == BatchState.PUBLISHED

    def test_nobody_reviews_or_publishes_their_own(self):
        batch = self.brought([FINDING])
        self.assert_says(self.take(batch, "approve", by=self.editor), "own work")
        page = self.get(self.editor, f"/admin/batches/{batch.pk}/")
        self.assertNotContains(page, "Approve all")
        self.assertContains(page, "Discard the batch")
        sent = {"note": NOTE, "number": "1"}
        self.assert_says(self.take(batch, "publish", by=self.editor, **sent), "may not")
        assert Finding.objects.get().state == ReviewState.IN_REVIEW

    def test_single_lines_are_sent_back_and_come_again(self):
        batch = self.brought(several(3))
        row = Finding.objects.order_by("pk").first()
        sent = {"row": f"finding:{row.pk}", "note": "Which page is it on?"}
        page = self.take(batch, "send_back", by=self.publisher, **sent)
        self.assert_says(page, "Sent back: 1")
        self.assert_says(
            self.take(batch, "send_back", by=self.publisher, note=NOTE), "Choose lines"
        )
        self.take(batch, "publish", by=self.publisher, note=NOTE, number="2")
        assert Finding.objects.live().count() == 2
        self.change(self.editor, row, button="_save", office="DOJ")
        self.assert_says(self.take(batch, "submit", by=self.editor), "review: 1")
        self.take(batch, "publish", by=self.publisher, note=NOTE, number="1")
        assert Finding.objects.live().count() == 3

    def test_the_typed_number_is_that_of_the_records(self):
        batch = self.brought(several(3))
        for number, words in (("", "Type"), ("2", "not the number"), ("x", "read")):
            sent = {"note": NOTE, "number": number}
            self.assert_says(
                self.take(batch, "publish", by=self.publisher, **sent), words
            )
        assert not Finding.objects.live().exists()

    def test_publication_asks_for_a_young_code(self):
        batch = self.brought([FINDING])
        browser = self.browser(self.publisher)
        set_back(browser, verified_at=3600)
        sent = {"note": NOTE, "number": "1"}
        page = browser.post(f"/admin/batches/{batch.pk}/publish/", sent)
        self.assertContains(page, "no older than 15 minutes")
        assert not Finding.objects.live().exists()

    def test_contributors_do_not_see_what_others_brought(self):
        batch = self.brought([FINDING])
        self.assertNotContains(self.get(self.contributor, "/admin/"), "/admin/batches/")
        home = self.get(self.superuser, "/admin/")
        assert home.context["batches"] == 1
        self.assertContains(home, 'href="/admin/batches/"')
        for where in ("/admin/batches/", f"/admin/batches/{batch.pk}/"):
            assert self.get(self.contributor, where).status_code == 403
            self.assertContains(self.get(self.superuser, where), str(batch))
        assert self.get(self.editor, "/admin/batches/999999999/").status_code == 404


class UndoTests(Case):
    def number(self, batch, step):
        """What the page says is to be typed."""
        page = self.get(self.second_publisher, f"/admin/batches/{batch.pk}/")
        ((*_, number),) = (each for each in page.context["steps"] if each[0] == step)
        self.assertContains(page, f"Type the number of records, {number}")
        return number

    def standing(self):
        rows = Standing.objects.known().order_by("jurisdiction", "valid_from")
        return [(row.jurisdiction_id, row.valid_from, row.digest) for row in rows]

    def test_a_published_batch_is_taken_back_whole(self):
        before = self.standing()
        batch = self.brought(several(3))
        batches.publish(batch, by=self.publisher, note=NOTE)
        assert self.standing() != before
        sent = {"note": NOTE, "number": self.number(batch, "undo")}
        page = self.take(batch, "undo", by=self.second_publisher, **sent)
        self.assert_says(page, "Taken back: 3")
        assert (self.standing(), batch.state) == (before, BatchState.UNDONE)
        assert Event.objects.last().verb == Verb.UNDONE

    def test_what_stays_is_named(self):
        batch = self.brought(several(2))
        batches.publish(batch, by=self.publisher, note=NOTE)
        revise_now(Finding.objects.live().first(), {"office": "DOJ"})
        sent = {"note": NOTE, "number": self.number(batch, "undo")}
        page = self.take(batch, "undo", by=self.second_publisher, **sent)
        self.assert_says(page, "In conflict, and stay: 1")
        self.assert_says(page, "a person has worked on it")

    def test_a_batch_that_waits_is_discarded_by_who_brought_it(self):
        batch = self.brought(several(2))
        self.take(batch, "discard", by=self.editor, note=NOTE, number="2")
        assert batch.state == BatchState.DISCARDED
        assert not Finding.objects.open().exists()

    def test_discarding_is_no_way_round_the_young_code_of_an_undoing(self):
        batch = self.brought(several(2))
        batches.publish(batch, by=self.publisher, note=NOTE)
        browser = self.browser(self.second_publisher)
        set_back(browser, verified_at=3600)
        where, before = f"/admin/batches/{batch.pk}/discard/", tables()
        sent = {"note": NOTE, "number": "2"}
        self.assert_says(browser.post(where, sent, follow=True), "published already")
        assert tables()["jurisdictions_finding"] == before["jurisdictions_finding"]

    def test_what_is_public_in_part_is_undone_and_not_discarded(self):
        batch = self.brought(several(2))
        row = Finding.objects.order_by("pk").first()
        self.step(self.publisher, row, "approve")
        self.step(self.publisher, row, "publish")
        sent = {"note": NOTE, "number": "2"}
        page = self.take(batch, "discard", by=self.second_publisher, **sent)
        self.assert_says(page, "public by now")
        assert Finding.objects.live().exists()
        sent["number"] = self.number(batch, "undo")
        self.take(batch, "undo", by=self.second_publisher, **sent)
        assert batch.state == BatchState.UNDONE


class NewerListTests(Case):
    """A list that replaces an older one of the same name."""

    def setUp(self):
        super().setUp()
        self.newer = make_source(slug="newer")
        self.list = make_list(slug="old-list", source=self.source)
        self.line = make_listing(
            list=self.list,
            jurisdiction=self.place,
            source=self.source,
            name_as_published="Alder",
            state_heading="Kansas",
            heading="Cities",
        )

    def shown(self, browser, **asked):
        content = "state,heading,name\nKansas,Counties,Nowhere County\n"
        asked = {"list": "old-list", "source": "newer", "on": "2025-11-01"} | asked
        return self.show(content, "list", browser=browser, **asked)

    def test_missing_lines_stay_and_their_removal_is_offered(self):
        browser = self.browser(self.editor)
        page = self.shown(browser)
        self.assertContains(page, "Missing from the file: <strong>1</strong>")
        self.assertContains(page, "Preview with these lines removed")
        assert page.context["made"].diff.changed == []
        offered = dict(page.context["offer"]) | {"remove_missing_on": "2025-11-01"}
        page = browser.get(page.request["PATH_INFO"], offered)
        self.assertContains(page, "2025-11-01")
        self.assertContains(page, "But for the lines")
        self.send(browser, page)
        removal = Listing.objects.get(revises=self.line)
        assert removal.state == ReviewState.IN_REVIEW
        assert str(removal.end) == "Nov. 1, 2025"
        assert Listing.objects.live().get(claim=self.line.claim).end is None

    def test_a_line_that_nobody_is_sure_of_is_left_to_a_person(self):
        browser = self.browser(self.editor)
        page = self.send(browser, self.shown(browser))
        self.assertContains(page, "left to a person")
        batch = ImportBatch.objects.get()
        row = Listing.objects.get(state=ReviewState.DRAFT)
        self.assertContains(page, "Nowhere County")
        page = self.take(batch, "submit", by=self.editor, row=f"listing:{row.pk}")
        self.assert_says(page, "Submitted for review: 1")


class DecidedTests(Case):
    """A line that a person decided at the bench goes out, and back, with its batch."""

    def setUp(self):
        super().setUp()
        make_list(slug="old-list", source=self.source)
        make_place("2009999", name="Birchwood")
        text = "Kansas\nCities\nBirchwod\n"
        self.batch = self.brought(text, kind="list", list="old-list", on="2025-11-01")
        self.line = Listing.objects.get(state=ReviewState.DRAFT)

    def decide(self):
        (offer,), _ = offers(self.line, [])
        deciding.decide([self.line], by=self.editor, choice=offer)
        deciding.submit([self.line], by=self.editor)

    def test_its_names_go_with_it_and_all_is_taken_back(self):
        page = self.get(self.editor, f"/admin/batches/{self.batch.pk}/")
        self.assertContains(page, 'href="/admin/bench/"')
        before = Standing.objects.known().count()
        self.decide()
        sent = {"note": NOTE, "number": "3"}
        self.take(self.batch, "publish", by=self.publisher, **sent)
        self.line.refresh_from_db()
        assert self.line.is_live
        assert Name.objects.live().filter(jurisdiction__geoid="2009999").exists()
        page = self.take(self.batch, "undo", by=self.second_publisher, **sent)
        self.assert_says(page, "Taken back: 3")
        assert Standing.objects.known().count() == before

    def test_undone_before_that_it_is_left_to_the_person(self):
        self.decide()
        sent = {"note": NOTE, "number": "3"}
        page = self.take(self.batch, "discard", by=self.editor, **sent)
        self.assert_says(page, "a person has worked on it")
