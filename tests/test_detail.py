from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from jurisdictions import editorial
from jurisdictions.choices import ChangeKind, GrantStatus, Kind, Outcome, Stance, Topic
from jurisdictions.models import Jurisdiction, Search
from tests.factories import (
    make_action,
    make_award,
    make_draft,
    make_finding,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
    make_ruling,
    make_search,
    make_source,
    someone,
)


class StatementTests(TestCase):
    """A place about which nothing is on record at first."""

    @classmethod
    def setUpTestData(cls):
        cls.place = make_jurisdiction(state="OR", slug="alder-falls")

    def page(self, **query):
        return self.client.get("/jurisdictions/or/alder-falls/", query)

    def test_a_draft_changes_nothing_that_readers_see(self):
        """A page is a function of its edition: one edition, one answer."""
        about = {"jurisdiction": self.place, "source": make_source()}
        before = self.page().content
        make_draft(Search, topic=Topic.POSITION, summary="X9", **about)
        assert self.page().content == before

    def test_a_day_that_cannot_be_read_shows_its_message_and_nothing_else(self):
        make_position(jurisdiction=self.place, on="2025-06-01", summary="It complies.")
        for page in ("", "history/"):
            for asked in ("on=2025-13-45", "as_of=abc", "on=2999-01-01"):
                address = f"{self.place.get_absolute_url()}{page}?{asked}"
                self.assertContains(self.client.get(address), "Nothing is shown")
                self.assertNotContains(self.client.get(address), "It complies.")

    def test_the_history_tells_names_and_grants_too(self):
        award = make_award(
            jurisdiction=self.place, program="Edward Byrne JAG", amount_usd=1234567
        )
        make_action(award=award, status=GrantStatus.WITHHELD, on="2018-07-18")
        told = self.client.get(f"{self.place.get_absolute_url()}history/")
        self.assertContains(told, "Edward Byrne JAG")
        self.assertContains(told, "$1,234,567")
        self.assertContains(told, f": {GrantStatus.WITHHELD.label}.")
        self.assertContains(told, "name used here")

    def test_a_note_under_a_heading_is_no_line_about_the_place(self):
        make_listing(
            jurisdiction=self.place,
            is_annotation=True,
            name_as_published="Self-identification",
        )
        self.assertContains(self.page(), "printed a note under its heading")
        self.assertNotContains(self.page(), "listed it as")

    def test_a_statement_older_than_the_listing_says_so(self):
        kept = make_list(slug="kept", issuer="DOJ", is_standing=True)
        make_position(jurisdiction=self.place, on="2025-06-01")
        self.assertNotContains(self.page(), "before it was last listed")
        make_listing(list=kept, jurisdiction=self.place, on="2025-08-05")
        self.assertContains(self.page(), "(June 1, 2025, before it was last listed)")

    def test_each_step_of_an_award_tells_its_own_status_and_the_amount(self):
        award = make_award(jurisdiction=self.place, amount_usd=1234567)
        make_action(award=award, status=GrantStatus.WITHHELD, on="2018-07-18")
        make_action(award=award, status=GrantStatus.AWARDED, on="2019-01-02")
        told = [text for _, word, text in self.page().context["subject"].timeline]
        assert [t.rpartition(": ")[2] for t in told] == [
            f"{GrantStatus.WITHHELD.label}.",
            f"{GrantStatus.AWARDED.label}.",
        ]
        assert all("$1,234,567 (" in text for text in told)

    def test_the_other_name_of_one_government_is_a_link_where_this_one_is_silent(self):
        city = make_jurisdiction("Alder Falls City", same_government_as=self.place)
        self.assertContains(
            self.page(), f'page of <a href="{city.get_absolute_url()}">'
        )


class DetailTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.place = make_jurisdiction(state="OR", slug="alder-falls")
        make_position(
            jurisdiction=cls.place,
            stance=Stance.COMPLIANT,
            on="2017-06-22",
            summary="The clerk wrote that the city complies.",
        )
        make_finding(
            jurisdiction=cls.place,
            outcome=Outcome.MAY_VIOLATE,
            on="2017-10-12",
            summary="OJP wrote that the city may violate section 1373.",
        )

    def page(self, **query):
        return self.client.get("/jurisdictions/or/alder-falls/", query)

    def test_shows_each_lane_with_its_statement(self):
        response = self.page()
        self.assertContains(response, "The clerk wrote that the city complies.")
        self.assertContains(response, "OJP wrote that the city may violate")
        self.assertContains(response, "What courts say")

    def test_a_day_before_the_finding_does_not_know_it(self):
        response = self.page(on="2017-10-11")
        self.assertNotContains(response, "OJP wrote that")
        self.assertContains(response, "The clerk wrote that")

    def test_json_carries_the_same_statements(self):
        data = self.client.get("/jurisdictions/or/alder-falls.json").json()
        assert {s["kind"] for s in data["statements"]} == {"position", "finding"}
        assert data["standing"]["finding"] == Outcome.MAY_VIOLATE
        assert data["id"] == "or/alder-falls"

    def test_csv_has_a_line_for_each_statement(self):
        response = self.client.get("/jurisdictions/or/alder-falls.csv")
        lines = b"".join(response.streaming_content).decode().splitlines()
        assert len(lines) == 1 + int(response["X-Row-Count"]) == 3

    def test_json_refuses_an_unknown_parameter_and_a_wrong_day(self):
        response = self.client.get(
            "/jurisdictions/or/alder-falls.json", {"om": "1", "on": "2025-13-45"}
        )
        assert response.status_code == 400
        assert {e["parameter"] for e in response.json()["errors"]} == {"om", "on"}

    def test_unknown_places_and_states_are_404(self):
        for address in ("or/nowhere/", "zz/", "zz/nowhere/", "or/nowhere.json"):
            assert self.client.get(f"/jurisdictions/{address}").status_code == 404

    def test_a_state_without_a_record_lists_what_lies_in_it(self):
        response = self.client.get("/jurisdictions/or/")
        self.assertContains(response, "is not in this record")
        self.assertContains(response, "/jurisdictions/or/alder-falls/")

    def test_a_listing_says_the_name_as_published_and_its_end(self):
        found = make_list(slug="invented", title="Invented list")
        make_listing(
            list=found,
            jurisdiction=self.place,
            name_as_published="City of Alder Fals",
            on="2025-08-05",
            end="2025-09-26",
        )
        self.assertContains(self.page(), "City of Alder Fals")
        self.assertContains(self.page(), "Sept. 26, 2025")
        self.assertNotContains(self.page(on="2025-09-01"), "Sept. 26, 2025")

    def test_money_says_its_kind_and_when_its_status_was_last_reported(self):
        award = make_award(jurisdiction=self.place, amount_usd=1234567)
        make_action(award=award, status=GrantStatus.WITHHELD, on="2018-07-18")
        response = self.page()
        self.assertContains(response, "$1,234,567")
        self.assertContains(response, "direct local award")
        self.assertContains(response, "July 18, 2018")

    def test_a_search_that_found_nothing_is_not_silence(self):
        other = make_jurisdiction(state="OR", slug="birch-bay")
        address = "/jurisdictions/or/birch-bay/"
        self.assertContains(
            self.client.get(address), "No statement is on record, and no search for one"
        )
        make_search(
            jurisdiction=other,
            topic=Topic.POSITION,
            looked_for="an answer to the letter",
        )
        self.assertContains(self.client.get(address), "an answer to the letter")

    def queries(self):
        with CaptureQueriesContext(connection) as captured:
            self.page()
        return len(captured)

    def add(self, award, year):
        make_position(jurisdiction=self.place, on=str(year))
        make_ruling(jurisdictions=[self.place], on=str(year))
        make_listing(jurisdiction=self.place, on=str(year))
        make_action(award=award, on=str(year))

    def test_costs_the_same_few_queries_with_two_facts_or_forty(self):
        award = make_award(jurisdiction=self.place)
        self.add(award, 1979)
        before = self.queries()
        for year in range(1980, 1990):
            self.add(award, year)
        assert before == self.queries() <= 12

    def test_a_county_named_twin_is_linked_as_the_same_government(self):
        twin = make_jurisdiction(
            state="OR", slug="alder-falls-county", kind=Kind.COUNTY
        )
        Jurisdiction.objects.filter(pk=twin.pk).update(same_government_as=self.place)
        self.assertContains(self.page(), "/jurisdictions/or/alder-falls-county/")


class HistoryTests(TestCase):
    def test_a_correction_shows_was_now_and_why(self):
        place = make_jurisdiction(state="OR", slug="alder-falls")
        row = make_position(jurisdiction=place, summary="It complies.")
        revised = editorial.revise(
            row,
            by=someone("editor"),
            note="The first version misread the letter.",
            change_kind=ChangeKind.CORRECTION,
            changes={"summary": "It complies, with a caveat."},
        )
        editorial.submit(revised, by=someone("editor"))
        editorial.approve(revised, by=someone("publisher"))
        editorial.publish(revised, by=someone("publisher"))
        response = self.client.get("/jurisdictions/or/alder-falls/history/")
        self.assertContains(response, "<del>It complies.</del>")
        self.assertContains(response, "<ins>It complies, with a caveat.</ins>")
        self.assertContains(response, "misread the letter")
        self.assertContains(response, "Correction")

    def test_a_draft_is_never_shown(self):
        place = make_jurisdiction(state="OR", slug="alder-falls")
        row = make_position(jurisdiction=place)
        editorial.revise(
            row,
            by=someone("editor"),
            note="A draft that nobody has read yet.",
            change_kind=ChangeKind.UPDATE,
            changes={"summary": "SENTINEL-DRAFT"},
        )
        for address in ("", "history/"):
            response = self.client.get(f"/jurisdictions/or/alder-falls/{address}")
            self.assertNotContains(response, "SENTINEL-DRAFT")
