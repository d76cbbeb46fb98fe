import gzip

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from jurisdictions.choices import Kind, MatchHow, Stance
from jurisdictions.days import FuzzyDay
from jurisdictions.models import Criterion, GovernmentList, Listing
from tests.factories import (
    day,
    make,
    make_draft,
    make_jurisdiction,
    make_list,
    make_listing,
    make_place,
    make_position,
    make_search,
    publish_all,
    today,
    unsaved,
    withdraw_now,
)
from tests.seeded import SeededCase


def csv_rows(response):
    return b"".join(response.streaming_content).decode().splitlines()[1:]


class ListCase(TestCase):
    """A list of August 5, 2025: one line that stays, one that is removed."""

    @classmethod
    def setUpTestData(cls):
        cls.list = make_list(
            slug="falls-2025", title="List of Falls", issuer="DOJ", is_standing=True
        )
        cls.place = make_jurisdiction(slug="alder-falls")
        make_listing(list=cls.list, jurisdiction=cls.place, number=1)
        cls.removed = make_listing(
            list=cls.list,
            number=2,
            name_as_published="Birch Falls, KS",
            jurisdiction=make_jurisdiction("Birch Falls"),
            end=day("2025-09-26"),
            end_reason="After a memorandum.",
        )

    def page(self, **query):
        return self.client.get("/lists/falls-2025/", query)

    def json(self, **query):
        return self.client.get("/lists/falls-2025.json", query).json()


class ListTests(ListCase):
    def test_counts_what_was_on_it_on_the_day(self):
        counts = {
            on: self.json(on=on)["count"]
            for on in ("2025-08-04", "2025-08-05", "2025-09-25", "2025-09-26")
        }
        assert [*counts.values()] == [0, 2, 2, 1]

    def test_before_its_day_it_did_not_exist_yet(self):
        page = self.page(on="2025-08-04")
        self.assertContains(page, "did not exist yet on Aug. 4, 2025")
        self.assertNotContains(page, "Birch Falls, KS")
        index = self.client.get("/lists/", {"on": "2025-08-04"})
        self.assertContains(index, "did not exist yet")
        assert self.json(on="2025-08-04")["list"]["existed"] is False

    def test_a_removed_line_stays_in_sight_with_day_and_reason(self):
        page = self.page(on="2025-09-26")
        self.assertContains(page, "Removed Sept. 26, 2025")
        self.assertContains(page, "After a memorandum.")
        before = self.page(on="2025-09-25")
        self.assertNotContains(before, "Removed Sept. 26, 2025")
        self.assertNotContains(before, "After a memorandum.")

    def test_says_how_many_are_on_it_and_ever_were(self):
        page = self.page(on="2025-10-01")
        self.assertContains(page, "1 of the 2 places ever listed stand on it")

    def test_a_name_that_fits_nobody_stays_with_what_it_may_mean(self):
        make_place("2099999", name="Cedar Falls city")
        for number, match in ((3, MatchHow.NO_SUCH_PLACE), (4, MatchHow.AMBIGUOUS)):
            make_listing(
                list=self.list,
                number=number,
                name_as_published="Cedar Falls County",
                jurisdiction=None,
                match=match,
                candidates="2099999",
            )
        page = self.page()
        self.assertContains(page, "No such government exists")
        self.assertContains(page, "Awaiting review: several governments fit")
        self.assertContains(page, "Cedar Falls city, Kansas 2099999", 2)
        assert self.json()["results"][1]["candidates"] == ["2099999"]

    def test_annotations_are_shown_and_counted_apart(self):
        make_listing(
            list=self.list,
            number=3,
            name_as_published="Self-identification",
            jurisdiction=None,
            match=MatchHow.NOT_A_PLACE,
            is_annotation=True,
        )
        data = self.json(on="2025-08-06")
        assert data["count"] == len(data["results"]) == 2
        assert [n["name_as_published"] for n in data["annotations"]] == [
            "Self-identification"
        ]
        self.assertContains(self.page(), "Not applicable: a sentence, not a place")

    def test_csv_holds_the_lines_of_the_json(self):
        for on in ("2025-08-04", "2025-08-05", "2025-09-26"):
            response = self.client.get("/lists/falls-2025.csv", {"on": on})
            rows = csv_rows(response)
            assert len(rows) == self.json(on=on)["count"]
            assert int(response["X-Row-Count"]) == len(rows)

    def test_a_file_of_all_lines_keeps_the_removed_ones_and_annotations(self):
        all_rows = csv_rows(self.client.get("/lists/falls-2025.csv?lines=all"))
        open_rows = csv_rows(self.client.get("/lists/falls-2025.csv"))
        assert {*open_rows} < {*all_rows}
        assert any("2025-09-26" in row for row in all_rows)
        wrong = self.client.get("/lists/falls-2025.json?lines=some")
        assert wrong.json()["errors"][0]["parameter"] == "lines"

    def test_says_when_its_lines_were_last_seen(self):
        other = make_jurisdiction("Cedar Falls")
        make_listing(
            list=self.list,
            jurisdiction=other,
            number=9,
            last_seen=FuzzyDay.parse("2026-01", "month"),
            last_seen_how="as a newspaper counted",
        )
        before = self.client.get("/lists/falls-2025/?on=2025-12-31").content.decode()
        assert "Last seen on it: 2 cities and towns (Aug. 5, 2025)." in before
        after = self.client.get("/lists/falls-2025/").content.decode()
        assert (
            "Last seen on it: 1 city or town (Aug. 5, 2025);"
            " 1 city or town (January 2026, as a newspaper counted)."
        ) in after

    def test_two_names_of_one_government_count_once_as_a_government(self):
        twin = make_jurisdiction(
            "Alder County", kind=Kind.COUNTY, same_government_as=self.place
        )
        make_listing(list=self.list, number=3, jurisdiction=twin)
        self.assertContains(self.page(), "2 jurisdictions, 1 governments")

    def test_a_draft_is_never_shown(self):
        make_draft(
            Listing,
            list=self.list,
            number=9,
            name_as_published="SENTINEL",
            jurisdiction=None,
            match=MatchHow.NO_SUCH_PLACE,
        )
        make_draft(GovernmentList, title="SENTINEL", short_title="SENTINEL")
        for address in ("", "falls-2025/", "falls-2025.json", "falls-2025.csv"):
            response = self.client.get(f"/lists/{address}")
            body = response.getvalue() if response.streaming else response.content
            assert b"SENTINEL" not in body, address


class AnswerTests(ListCase):
    """A list that states its grounds shows what each place has said since."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        make(Criterion, list=cls.list, summary="Bars the use of money.")

    def say(self, on, place=None, **fields):
        fields.setdefault("stance", Stance.DISPUTES_LISTING)
        return make_position(jurisdiction=place or self.place, on=on, **fields)

    def test_quotes_the_grounds_and_says_that_nobody_is_mapped_to_them(self):
        page = self.page()
        self.assertContains(page, "Bars the use of money.")
        self.assertContains(page, "no statement of which place meets which")

    def test_shows_the_latest_statement_since_the_list(self):
        self.say("2025-06-01", stance=Stance.COMPLIANT)
        self.say("2025-08", stance=Stance.DECLINES)
        self.say("2025-08-19")
        page = self.page()
        self.assertContains(page, "Disputes the listing")
        self.assertNotContains(page, "Says it complies")
        self.assertNotContains(page, "Declines the demands")
        earlier = self.page(on="2025-08-10")
        self.assertContains(earlier, "Declines the demands")

    def test_a_place_without_one_says_so(self):
        self.assertContains(self.page(), "No statement on record; no search published")
        make_search(jurisdiction=self.place, on="2025-09-01", looked_in="releases")
        self.assertContains(self.page(), "Not found (searched Sept. 1, 2025, releases)")

    def test_one_government_speaks_for_both_of_its_names(self):
        county = make_jurisdiction(
            "Alder County", kind=Kind.COUNTY, same_government_as=self.place
        )
        make_listing(list=self.list, number=3, jurisdiction=county)
        self.say("2025-08-19")
        self.assertContains(self.page(), "the other of the two names", 1)


class ListQuestionTests(ListCase):
    def test_a_day_that_cannot_be_read_shows_its_message_and_no_rows(self):
        page = self.page(on="2025-13-45")
        self.assertContains(page, "is not a day of the calendar")
        self.assertNotContains(page, "Birch Falls, KS")
        response = self.client.get("/lists/falls-2025.json", {"on": "2025-13-45"})
        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == "on"

    def test_before_the_record_began_it_holds_nothing(self):
        page = self.page(as_of="2020-01-01")
        self.assertContains(page, "was not in the record at that moment")
        data = self.json(as_of="2020-01-01")
        assert (data["count"], data["list"]) == (0, None)
        index = self.client.get("/lists/", {"as_of": "2020-01-01"})
        self.assertContains(index, "No list was in the record")

    def test_a_withdrawn_list_is_gone_and_its_past_is_not(self):
        moment = self.list.published_at.isoformat()
        withdraw_now(self.list)
        page = self.page()
        assert page.status_code == 410
        self.assertContains(page, "Written for a test.", status_code=410)
        response = self.client.get("/lists/falls-2025.json")
        assert response.status_code == 410
        assert response.json()["errors"][0]["message"] == "Written for a test."
        assert self.page(as_of=moment).status_code == 200

    def test_an_unknown_list_is_404_in_every_form(self):
        for form in ("/", ".json", ".csv"):
            assert self.client.get(f"/lists/nowhere{form}").status_code == 404

    def test_links_keep_both_clocks(self):
        page = self.page(on="2025-08-06", as_of=f"{today()}")
        keep = f"on=2025-08-06&amp;as_of={today()}"
        self.assertContains(page, f"{self.place.get_absolute_url()}?{keep}")
        self.assertContains(page, f"/lists/falls-2025.csv?{keep}")

    def test_costs_the_same_however_many_lines(self):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                self.page()
            return len(queries)

        few = cost()
        common = {
            "list": self.list,
            "source": self.list.source,
            "jurisdiction": self.place,
        }
        lines = [unsaved(Listing, number=n, **common) for n in range(3, 300)]
        publish_all(lines)
        assert few == cost() <= 12

    def test_works_with_nothing_published(self):
        for row in GovernmentList.objects.live():
            withdraw_now(row)
        assert self.client.get("/lists/").status_code == 200


class SeededListTests(SeededCase):
    def count(self, slug, on=None):
        data = self.client.get(f"/lists/{slug}.json", {"on": on} if on else {}).json()
        return data["count"]

    def test_the_justice_departments_list_by_day(self):
        expected = {
            "2025-08-04": 0,
            "2025-08-05": 35,
            "2025-09-25": 35,
            "2025-09-26": 34,
            "2025-10-30": 34,
            "2025-10-31": 33,
        }
        assert {on: self.count("doj-2025", on) for on in expected} == expected

    def test_the_homeland_security_list_by_day(self):
        assert self.count("dhs-2025", "2025-05-29") == 436
        assert self.count("dhs-2025", "2025-05-30") == 433
        data = self.client.get("/lists/dhs-2025.json").json()
        assert len(data["annotations"]) == 15

    def test_the_ten_of_the_memo(self):
        assert self.count("oig-2016") == 10

    def test_the_withdrawn_list_says_so_and_what_is_missing(self):
        page = self.client.get("/lists/dhs-2025/")
        self.assertContains(page, "DHS withdrew this list by June 1, 2025")
        self.assertContains(page, "About three quarters of the lines are held here")
        self.assertContains(page, "Martinsville County")
        self.assertContains(page, "Awaiting review: several governments fit", 2)

    def test_every_list_answers_and_its_page_is_light(self):
        for slug in GovernmentList.objects.live().values_list("slug", flat=True):
            with CaptureQueriesContext(connection) as queries:
                page = self.client.get(f"/lists/{slug}/")
            assert page.status_code == 200
            assert len(queries) <= 12, slug
            assert len(gzip.compress(page.content)) < 60 * 1024, slug
            rows = csv_rows(self.client.get(f"/lists/{slug}.csv"))
            assert len(rows) == self.count(slug), slug
