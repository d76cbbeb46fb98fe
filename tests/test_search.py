"""Names: what a search finds, and the page to choose from where a name is shared."""

from django.test import TestCase

from jurisdictions.choices import Kind, NameRole
from tests.factories import (
    make_jurisdiction,
    make_list,
    make_name,
    make_place,
    make_source,
    withdraw_now,
)
from tests.test_jurisdiction_list import make_many


def make_namesake(geoid, state):
    make_place(geoid, name="Portland city", state=state, search_text="portland city")


class SearchTests(TestCase):
    def hits(self, text, **query):
        response = self.client.get("/search/", {"q": text, **query})
        assert response.status_code == 200
        return response.context["hits"]

    def exact(self, text):
        return [(row.name, row.state) for row in self.hits(text).exact]

    def test_equal_names_in_several_states_are_all_offered(self):
        """yourlabs/django-cities-light#51, MuckRock#459: the wrong Portland."""
        for state in ("OR", "ME"):
            make_jurisdiction("Portland", state=state, slug="portland")
        make_jurisdiction("Portland County", state="OR", kind=Kind.COUNTY)
        assert self.exact("portland") == [("Portland", "ME"), ("Portland", "OR")]
        body = self.client.get("/search/?q=portland").content.decode()
        assert "2 bear this name: choose one" in body
        assert "Oregon" in body and "City, code 99" in body

    def test_the_state_narrows_a_name(self):
        for state in ("OR", "ME"):
            make_jurisdiction("Portland", state=state)
        for text in ("Portland, OR", "portland oregon", "PORTLAND or"):
            assert self.exact(text) == [("Portland", "OR")], text

    def test_a_state_and_its_city_are_told_apart(self):
        make_jurisdiction("New York", state="NY", kind=Kind.STATE)
        city = make_jurisdiction("New York City", state="NY")
        make_name(jurisdiction=city, text="New York", role=NameRole.ALIAS)
        make_jurisdiction("Rochester", state="NY")
        assert self.exact("new york") == [("New York", "NY"), ("New York City", "NY")]
        assert [row.name for row in self.hits("new york").others] == ["Rochester"]
        assert self.exact("NY") == [("New York", "NY")]

    def test_the_exact_name_comes_before_its_beginnings(self):
        make_jurisdiction("Franklinton", state="LA")
        make_jurisdiction("Franklin County", state="OH", kind=Kind.COUNTY)
        make_jurisdiction("Franklin", state="TN")
        hits = self.hits("franklin")
        assert [row.name for row in hits.exact] == ["Franklin"]
        assert {row.name for row in hits.others} == {"Franklinton", "Franklin County"}

    def test_aliases_and_short_forms_find(self):
        place = make_jurisdiction("Miami-Dade County", state="FL", kind=Kind.COUNTY)
        make_name(jurisdiction=place, text="Dade County", role=NameRole.ALIAS)
        make_jurisdiction("St. Paul", state="MN")
        assert self.exact("dade county") == [("Miami-Dade County", "FL")]
        assert self.exact("Saint Paul") == [("St. Paul", "MN")]

    def test_signs_are_text(self):
        make_jurisdiction("Salem")
        for text in ("%", "_", ".*", "(", "[|]", "\\", "'; --", "S.lem"):
            assert self.hits(text).count == 0, text

    def test_places_without_a_record_are_named_without_a_link(self):
        make_jurisdiction("Portland", state="OR", geoid="4159000")
        make_place(
            "4159000", name="Portland city", state="OR", search_text="portland city"
        )
        make_place(
            "2360545", name="Portland city", state="ME", search_text="portland city"
        )
        assert [place.geoid for place in self.hits("portland").places] == ["2360545"]
        body = self.client.get("/search/?q=portland").content.decode()
        assert "not in this record" in body
        assert "Portland city, Maine" in body

    def test_a_state_behind_the_name_narrows_places_without_a_record(self):
        for geoid, state in (("51159", "VA"), ("13245", "GA")):
            make_place(
                geoid,
                name="Richmond County",
                state=state,
                search_text="richmond county",
            )
        assert len(self.hits("richmond county").places) == 2
        for text in ("Richmond County VA", "richmond, virginia"):
            found = [place.geoid for place in self.hits(text).places]
            assert found == ["51159"], text

    def test_a_state_whose_name_ends_in_anothers_is_that_state(self):
        make_jurisdiction("West Virginia", state="WV", kind=Kind.STATE, slug="")
        make_jurisdiction("Charleston", state="WV", slug="charleston")
        assert self.exact("West Virginia") == [("West Virginia", "WV")]
        for text in ("Charleston, West Virginia", "charleston wv"):
            assert self.exact(text) == [("Charleston", "WV")], text

    def test_every_place_of_a_common_name_is_listed(self):
        for number in range(31):
            make_namesake(f"99{number:05}", "OR")
        assert len(self.hits("portland").places) == 31

    def test_lists_and_sources_are_found_too(self):
        make_list(slug="invented", short_title="Invented list of 2025")
        source = make_source(title="Answer of the mayor", publisher="Herald")
        assert [each.slug for each in self.hits("invented").lists] == ["invented"]
        assert self.hits("herald MAYOR").sources == [source]
        withdraw_now(source)
        assert self.hits("herald mayor").sources == []

    def test_more_than_fifty_lead_to_the_list(self):
        make_many(51)
        hits = self.hits("m")
        assert (hits.count, len(hits.others), hits.is_cut) == (51, 50, True)
        body = self.client.get("/search/?q=m").content.decode()
        assert '<a href="/jurisdictions/?q=m">All 51' in body

    def test_the_day_of_the_search_is_kept(self):
        make_jurisdiction("Salem", state="OR", slug="salem")
        body = self.client.get("/search/?q=salem&on=2025-09-01").content.decode()
        assert '"/jurisdictions/or/salem/?on=2025-09-01"' in body
        assert self.hits("salem", as_of="2020-01-01").count == 0

    def test_nothing_found_says_what_was_searched(self):
        body = self.client.get("/search/?q=atlantis").content.decode()
        assert "Nothing found for “atlantis”" in body
        assert "were searched" in body

    def test_no_text_and_bad_text_have_their_pages(self):
        assert self.client.get("/search/").context["hits"] is None
        response = self.client.get("/search/?q=%00")
        assert response.context["hits"] is None
        assert "Null characters" in response.content.decode()
        assert self.client.get("/search/?q=" + "x" * 201).context["hits"] is None

    def test_text_is_shown_as_text(self):
        body = self.client.get("/search/?q=<script>alert(1)</script>").content.decode()
        assert "<script>alert" not in body

    def test_costs_at_most_twelve_queries(self):
        make_many(60)
        with self.assertNumQueries(6):
            self.hits("m")


class ChooseTests(TestCase):
    def test_a_shared_name_gives_a_page_to_choose_from(self):
        for state in ("OR", "ME"):
            make_jurisdiction("Portland", state=state, slug="portland")
        response = self.client.get("/portland/?on=2025-09-01")
        body = response.content.decode()
        assert "Which Portland?" in body
        for state in ("or", "me"):
            assert f'"/jurisdictions/{state}/portland/?on=2025-09-01"' in body

    def test_the_only_bearer_of_a_name_is_shown_at_once(self):
        make_jurisdiction("St. Paul", state="MN", slug="st-paul")
        response = self.client.get("/saint-paul/?on=2025-09-01")
        assert response.status_code == 302
        assert response["Location"] == "/jurisdictions/mn/st-paul/?on=2025-09-01"

    def test_an_unreadable_day_is_told_before_anybody_is_sent_on(self):
        make_jurisdiction("St. Paul", state="MN", slug="st-paul")
        response = self.client.get("/saint-paul/?on=2025-13-45")
        self.assertContains(response, "“2025-13-45” is not a day of the calendar")
        self.assertContains(response, "/jurisdictions/mn/st-paul/")

    def test_a_namesake_without_a_record_keeps_the_choice_open(self):
        make_jurisdiction("Portland", state="OR")
        make_place(
            "2360545", name="Portland city", state="ME", search_text="portland city"
        )
        response = self.client.get("/portland/")
        self.assertContains(response, "Portland city, Maine")

    def test_no_such_name_is_404(self):
        make_place("2360545", name="Nowhere city", search_text="nowhere city")
        for address in ("/nowhere/", "/-/", "/_/"):
            assert self.client.get(address).status_code == 404, address

    def test_pages_of_ours_are_not_shadowed(self):
        make_jurisdiction("Map", state="OR")
        assert self.client.get("/map/").templates[0].name == "jurisdictions/map.html"
