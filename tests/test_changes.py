import datetime as dt

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from jurisdictions.choices import Alone, ChangeKind, Stance
from jurisdictions.filters import ChangeQuestion
from jurisdictions.models import (
    REVISION_MODELS,
    Award,
    Finding,
    GovernmentList,
    Listing,
    Position,
    Source,
)
from jurisdictions.summaries.changes import Load, merge
from tests.factories import (
    make,
    make_award,
    make_draft,
    make_jurisdiction,
    make_list,
    make_position,
    make_source,
    publish_all,
    publish_now,
    revise_now,
    someone,
    unsaved,
    withdraw_now,
)


def read_twice(model, **fields):
    """A row that two people read before it was published."""
    return publish_now(unsaved(model, **fields), alone="")


class ChangesCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.place = make_jurisdiction(state="KS", slug="alder-falls")
        cls.position = make_position(
            jurisdiction=cls.place, summary="The clerk wrote once."
        )

    def page(self, **query):
        return self.client.get("/changes/", query)

    def json(self, **query):
        return self.client.get("/changes.json", query).json()

    def correct(self, row=None, **changes):
        changes = changes or {"summary": "The clerk wrote twice."}
        return revise_now(row or self.position, changes, kind=ChangeKind.CORRECTION)


class ChangesTests(ChangesCase):
    def test_a_first_load_is_one_line_with_a_way_to_its_rows(self):
        count = sum(model.objects.live().count() for model in REVISION_MODELS)
        page = self.page()
        self.assertContains(page, f"First load: {count} records published", 1)
        self.assertContains(page, "not yet read by a second person", 1)
        self.assertContains(page, 'href="?kind=new"')
        self.assertNotContains(page, "The clerk wrote once.")
        self.assertContains(self.page(kind="new"), "The clerk wrote once.")

    def test_a_fact_read_by_two_people_is_a_line_of_its_own(self):
        read_twice(Finding, jurisdiction=self.place, summary="OJP wrote.")
        page = self.page()
        self.assertContains(page, "OJP wrote.")
        self.assertContains(page, "1 change ")

    def test_a_correction_says_what_was_and_is_now_and_why(self):
        self.correct()
        page = self.page(kind="correction")
        self.assertContains(page, "<del>The clerk wrote once.</del>")
        self.assertContains(page, "<ins>The clerk wrote twice.</ins>")
        self.assertContains(page, "Why: Written for a test.")
        self.assertContains(page, "/jurisdictions/ks/alder-falls/history/")
        self.assertContains(page, "Corrections (1)")

    def test_a_difference_is_told_in_words_not_in_keys(self):
        other = make_source(title="The second letter")
        self.correct(stance=Stance.DECLINES, source=other, on_first="2017-07-01")
        page = self.page(kind="correction").content.decode()
        assert "<del>Says it complies</del>" in page
        assert "<ins>Declines the demands</ins>" in page
        assert "<ins>The second letter</ins>" in page
        assert "<ins>July 1, 2017</ins>" in page
        assert f"<ins>{other.pk}</ins>" not in page

    def test_a_change_of_links_is_a_change_too(self):
        more = make_source(title="A further report")
        revise_now(self.position, links={"more_sources": [more]})
        self.assertContains(self.page(kind="update"), "<ins>A further report</ins>")

    def test_a_withdrawal_says_why_and_strikes_what_it_takes_back(self):
        withdraw_now(self.position)
        page = self.page(kind="withdrawal")
        self.assertContains(page, "Withdrawn; second reading due")
        self.assertContains(page, "<del>The clerk wrote once.</del>", 1)
        self.assertNotContains(page, "<ins>")

    def test_newest_first(self):
        self.correct()
        second = revise_now(
            Position.objects.live().get(), {"summary": "Third."}, kind=ChangeKind.MINOR
        )
        rows = self.json()["results"]
        assert rows[0]["claim"] == str(second.claim)
        assert [r["change_kind"] for r in rows[:2]] == ["minor", "correction"]
        moments = [row["published_at"] for row in rows]
        assert moments == sorted(moments, reverse=True)

    def test_a_draft_is_no_change(self):
        make_draft(Position, jurisdiction=self.place, summary="SENTINEL")
        for address in ("/changes/?kind=new", "/changes/", "/changes.json"):
            assert b"SENTINEL" not in self.client.get(address).content


class ChangeQuestionTests(ChangesCase):
    def test_json_lists_every_row_in_the_envelope(self):
        data = self.json()
        count = sum(model.objects.published().count() for model in REVISION_MODELS)
        assert data["count"] == count == len(data["results"])
        assert {"next", "previous", "edition", "on", "as_of"} <= {*data}

    def test_filters_by_place_under_its_key_or_its_name(self):
        other = make_jurisdiction("Birch Falls", slug="birch-falls")
        read_twice(Finding, jurisdiction=other, summary="About Birch.")
        read_twice(Finding, jurisdiction=self.place, summary="About Alder.")
        for asked in ("ks/alder-falls", "alder FALLS"):
            page = self.page(jurisdiction=asked)
            self.assertContains(page, "About Alder.")
            self.assertNotContains(page, "About Birch.")
        self.assertContains(self.page(jurisdiction="falls"), "About Birch.")

    def test_an_unknown_place_says_so_and_shows_nothing(self):
        for asked in ("Nowhere", "ks/nowhere", "%", "____"):
            page = self.page(jurisdiction=asked)
            self.assertContains(page, "No jurisdiction in the record")
            self.assertContains(page, "Nothing of that kind was published")

    def test_a_grant_and_its_steps_belong_to_its_place(self):
        award = make_award(jurisdiction=self.place)
        shared = make_award(jurisdiction=None, shared_by=[self.place])
        revise_now(award, {"fiscal_year": "2018"})
        revise_now(shared, {"fiscal_year": "2018"})
        data = self.json(jurisdiction="ks/alder-falls", kind="update")
        assert data["count"] == 2
        assert Award.objects.live().count() == 2

    def test_since_begins_at_midnight_in_the_east(self):
        self.correct()
        today = dt.datetime.now(dt.UTC).date()
        assert self.json(since="2000-01-01")["count"]
        later = today + dt.timedelta(days=2)
        assert self.json(since=later.isoformat())["count"] == 0
        self.assertContains(self.page(since=later.isoformat()), "Nothing of that kind")

    def test_as_of_knows_nothing_of_what_was_published_later(self):
        moment = self.position.published_at.isoformat()
        self.correct()
        assert self.json(as_of=moment, kind="correction")["count"] == 0
        assert self.json(kind="correction")["count"] == 1

    def test_what_cannot_be_read_shows_no_rows(self):
        self.correct()
        page = self.page(kind="corection")
        self.assertContains(page, "correction?")
        self.assertNotContains(page, "The clerk wrote")
        assert self.client.get("/changes.json?kind=corection").status_code == 400

    def test_past_the_last_page_is_page_one_with_a_notice(self):
        self.assertContains(self.page(page=99), "There is no such page")
        assert self.client.get("/changes.json?page=99").status_code == 400


class ChangePageTests(ChangesCase):
    def load_lines(self, number):
        common = {
            "list": make_list(),
            "source": self.position.source,
            "jurisdiction": self.place,
        }
        publish_all([unsaved(Listing, number=n, **common) for n in range(number)])

    def test_costs_the_same_however_many_kinds_and_rows(self):
        for model in REVISION_MODELS:
            if model is not Source:
                row = make(model)
                revise_now(row, kind=ChangeKind.CORRECTION)

        def cost(**query):
            with CaptureQueriesContext(connection) as queries:
                assert self.page(**query).status_code == 200
            return len(queries)

        few = cost(kind="correction")
        self.load_lines(90)
        assert few == cost(kind="correction") <= 12
        assert cost(kind="new") <= 12
        assert cost(kind="new", jurisdiction="ks/alder-falls") <= 12

    def test_pages_by_fifty_and_none_is_lost(self):
        self.load_lines(90)
        first = self.json()
        rows, address = first["results"], first["next"]
        while address:
            data = self.client.get(address.partition("testserver")[2]).json()
            rows, address = rows + data["results"], data["next"]
        assert len(rows) == first["count"]
        assert len({(row["claim"], row["revision"]) for row in rows}) == len(rows)

    def test_a_load_stands_among_the_changes_of_its_time(self):
        def at(hour):
            return dt.datetime(2026, 1, 1, hour, tzinfo=dt.UTC)

        class Entry:
            kind = "change"

            def __init__(self, hour):
                self.key = type("Key", (), {"published_at": at(hour)})

        loads = [Load(dt.date(2026, 1, 1), at(hour), 1) for hour in (9, 5, 1)]
        page = merge([Entry(8), Entry(4)], loads, at(10), at(4))
        assert [each.kind for each in page] == ["load", "change", "load", "change"]
        assert merge([Entry(3)], loads, at(4), None)[-1].at == at(1)

    def test_works_with_an_empty_record(self):
        empty = ChangeQuestion(self.client.get("/changes/").wsgi_request.GET)
        assert not empty.problems
        response = self.page(as_of="2000-01-01")
        self.assertContains(response, "Nothing of that kind was published")


class RecordTests(ChangesCase):
    def address(self, row=None):
        row = row or self.position
        return f"/records/{row._meta.model_name}/{row.claim}/"

    def test_shows_what_it_says_and_that_nobody_read_it_twice(self):
        page = self.client.get(self.address())
        self.assertContains(page, "The clerk wrote once.")
        self.assertContains(page, "Not yet read by a second person")
        self.assertContains(page, self.position.source.title)
        self.assertContains(page, "No changes since first publication.")

    def test_says_when_a_second_person_read_it(self):
        row = read_twice(Finding, jurisdiction=self.place)
        page = self.client.get(self.address(row))
        self.assertContains(page, "Read by a second person before publication")
        assert someone("editor").username not in page.content.decode()

    def test_shows_every_version_with_what_changed(self):
        self.correct()
        page = self.client.get(self.address())
        self.assertContains(page, "<del>The clerk wrote once.</del>")
        self.assertContains(page, 'id="v1"')
        self.assertContains(page, 'id="v2"')

    def test_an_earlier_moment_shows_the_earlier_text(self):
        moment = self.position.published_at.isoformat()
        self.correct()
        page = self.client.get(self.address(), {"as_of": moment})
        self.assertContains(page, "The clerk wrote once.")
        self.assertNotContains(page, "The clerk wrote twice.")
        page = self.client.get(self.address(), {"as_of": "2000-01-01"})
        self.assertContains(page, "was not in the record at that moment")

    def test_a_withdrawn_fact_is_gone_and_its_history_is_not(self):
        withdraw_now(self.position)
        page = self.client.get(self.address())
        self.assertContains(page, "This statement was withdrawn on", status_code=410)
        self.assertContains(page, "Written for a test.", status_code=410)
        self.assertNotContains(page, "The clerk wrote once.", status_code=410)
        history = page.content.decode().partition(self.address())[2].partition('"')[0]
        before = self.client.get(self.address() + history)
        self.assertContains(before, "The clerk wrote once.")

    def test_what_is_not_there_or_not_published_is_404(self):
        draft = make_draft(Position, jurisdiction=self.place, summary="SENTINEL")
        for address in (
            self.address(draft),
            f"/records/finding/{self.position.claim}/",
            f"/records/nothing/{self.position.claim}/",
            "/records/position/1/",
        ):
            assert self.client.get(address).status_code == 404, address

    def test_a_draft_of_the_next_version_is_not_shown(self):
        draft = unsaved(GovernmentList)
        live = publish_now(draft)
        make_draft(GovernmentList, claim=live.claim, title="SENTINEL", revision=2)
        assert b"SENTINEL" not in self.client.get(self.address(live)).content

    def test_every_kind_of_record_has_its_page(self):
        for model in REVISION_MODELS:
            row = make(model)
            with CaptureQueriesContext(connection) as queries:
                page = self.client.get(self.address(row))
            assert page.status_code == 200, model
            assert len(queries) <= 12
            assert Alone.FIRST_LOAD.label in page.content.decode()
