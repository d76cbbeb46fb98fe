"""The map page: picture, legend, table twin, and what is not drawn."""

import re

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from jurisdictions.choices import STATES, GrantStatus, Kind, Outcome, Stance
from jurisdictions.views.jurisdictions import PLOTLY_STYLES
from tests.factories import (
    day,
    make_action,
    make_award,
    make_finding,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
)
from tests.seeded import SeededCase
from tests.test_jurisdiction_list import make_many

BY = ("list", "position", "finding", "grants", "risk")
PAGE, JSON, FIGURE = "/map/", "/map.json", "/map/figure.json"


class SeededMapTests(SeededCase):
    def test_drawn_and_listed_make_up_the_count(self):
        """simonw/datasette-cluster-map#41: a map showed the first page only."""
        for by in BY:
            answer = self.client.get(JSON, {"by": by}).json()
            everything = self.client.get("/jurisdictions.json").json()["count"]
            assert len(answer["drawn"]) + len(answer["off_map"]) == answer["count"]
            assert answer["count"] == everything
            assert all(lost["reason"] for lost in answer["off_map"])

    def test_the_table_holds_what_the_map_draws(self):
        """plotly.js#4264, pressfreedomtracker.us#1628: keyboards got nothing."""
        for query in ("", "list=doj-2025&by=position", "state=CA&by=finding"):
            response = self.client.get(f"{PAGE}?{query}")
            body = response.content.decode()
            picture = response.context["picture"]
            drawn = {each.feature.url for each in picture.all_dots}
            drawn |= {region.feature.url for region in picture.regions}
            links = re.findall(r'<th scope="row"><a href="([^"]+)"', body)
            assert len(links) == len({*links}) == picture.total
            lost = {feature.url for feature, _ in picture.off_map}
            assert {*links} <= {url.replace("&", "&amp;") for url in drawn | lost}

    def test_each_legend_entry_equals_what_its_link_finds(self):
        queries = (
            *("", "list=doj-2025", "list=dhs-2025&state=CO", "list=oig-2016"),
            *("list=doj-2025&list=oig-2016", "list=none", "removed=doj-2025"),
            *("in_force=yes", "in_force=no&list=dhs-2025", "position=declines"),
            *("finding=may_violate&finding=none", "latest_grant_status=none"),
            *("on=2025-08-20", "on=2018-09-15&risk=spans&risk=moderate"),
            "on=2018-09-15&w=terms:9,via_state:0",
        )
        for query in queries:
            for by in BY:
                self.assert_legend(f"{query}&by={by}")

    def assert_legend(self, query):
        picture = self.client.get(f"{PAGE}?{query}").context["picture"]
        counted = sum(
            entry.count for entry in picture.legend if entry.status.code != "ground"
        )
        assert counted == picture.total, query
        for each in (each for entry in picture.legend for each in entry.meant):
            if each.url:
                address = re.sub(r"tions/(\?|$)", r"tions.json\1", each.url)
                count = self.client.get(address).json()["count"]
                assert count == each.count, (query, each.label, address)

    def test_every_state_and_territory_is_there(self):
        """plotly.js#3636, d3/d3-geo#152: Puerto Rico and others were dropped."""
        picture = self.client.get(PAGE).context["picture"]
        drawn = {r.feature.state for r in picture.regions if r.feature.level == "state"}
        assert drawn == {*STATES}
        framed = {frame.state for frame in picture.frames}
        assert framed >= {"PR", "GU", "VI", "AS", "MP", "DC"}

    def test_no_record_is_an_entry_of_its_own(self):
        """plotly/datasets#29, owid-grapher#2948: missing data reads as zero."""
        for by, label in (
            ("position", "No statement on record"),
            ("finding", "No finding on record"),
            ("grants", "No award on record"),
            ("list", "In this record, not on that list"),
        ):
            picture = self.client.get(PAGE, {"by": by}).context["picture"]
            labels = [entry.status.label for entry in picture.legend]
            assert label in labels
            shapes = [entry.status.shape for entry in picture.legend]
            assert len({*shapes}) == len(shapes)
            assert all(region.d for region in picture.regions)

    def test_each_code_is_an_entry_of_its_own(self):
        for by, vocabulary in (("finding", Outcome), ("grants", GrantStatus)):
            picture = self.client.get(PAGE, {"by": by}).context["picture"]
            labels = [each.label for entry in picture.legend for each in entry.meant]
            of_codes = {*labels} & {code.label for code in vocabulary}
            # All but "nothing on record" and the ground are one code each.
            assert len(labels) == len(of_codes) + 2 > 4

    def test_before_a_list_existed_nobody_is_called_not_on_it(self):
        body = self.client.get(PAGE, {"on": "2025-08-04"}).content.decode()
        assert "that list did not exist yet" in body
        assert "not on that list" not in body

    def test_the_explorer_draws_the_same_places(self):
        figure = self.client.get(FIGURE, {"list": "doj-2025"}).json()
        picture = self.client.get(PAGE, {"list": "doj-2025"}).context["picture"]
        marks = [trace for trace in figure["data"] if trace["mode"] == "markers"]
        cards = [card["url"] for trace in marks for card in trace.get("customdata", ())]
        assert sorted(cards) == sorted(dot.feature.url for dot in picture.all_dots)
        assert "As things stood on" in figure["layout"]["meta"]["caption"]

    def test_costs_at_most_twelve_queries(self):
        for query in ("", "by=grants&list=doj-2025&on=2025-09-01", "as_of=2020-01-01"):
            for address in (PAGE, JSON, FIGURE):
                with CaptureQueriesContext(connection) as captured:
                    self.client.get(f"{address}?{query}")
                assert len(captured) <= 8, (address, query)


class MapTests(TestCase):
    def body(self, query=""):
        response = self.client.get(f"{PAGE}?{query}")
        assert response.status_code == 200
        return response.content.decode()

    def test_an_empty_record_has_its_map(self):
        for by in BY:
            assert "The record is empty" in self.body(f"by={by}")
            assert self.client.get(JSON, {"by": by}).json()["count"] == 0
            assert self.client.get(FIGURE, {"by": by}).json()["data"]

    def test_what_cannot_be_drawn_is_listed_with_its_reason(self):
        """topojson/us-atlas#42, plotly/datasets#57: codes without a shape vanished."""
        for geoid, name in (("09001", "Fairfield County"), ("02261", "Valdez-Cordova")):
            make_jurisdiction(
                name, geoid=geoid, kind=Kind.COUNTY, state="CT", slug=f"p-{geoid}"
            )
        answer = self.client.get(JSON).json()
        reasons = {row["id"]: row["reason"] for row in answer["off_map"]}
        assert "planning regions" in reasons["ct/p-09001"]
        assert "02261" in reasons["ct/p-02261"]
        body = self.body()
        assert "Not on the map (2)" in body
        assert "Fairfield County" in body

    def test_a_place_with_several_findings_is_one_feature(self):
        """django-filter#1579: rows repeated over a to-many relation."""
        place = make_jurisdiction("Salem", lat=39.0, lon=-98.0)
        for on in ("2017", "2018", "2019"):
            make_finding(jurisdiction=place, outcome=Outcome.MAY_VIOLATE, on=on)
        answer = self.client.get(f"{JSON}?finding=may_violate&by=finding").json()
        assert len(answer["drawn"]) == answer["count"] == 1

    def test_a_removed_place_is_told_from_one_never_listed(self):
        found = make_list(slug="doj-2025", short_title="DOJ list")
        for name, end in (("Listed", None), ("Removed", day("2025-09-26"))):
            place = make_jurisdiction(name, lat=39.0, lon=-98.0)
            make_listing(list=found, jurisdiction=place, end=end)
        make_jurisdiction("Never", lat=38.0, lon=-98.0)
        legend = self.client.get(PAGE).context["picture"].legend
        counts = {entry.status.code: entry.count for entry in legend}
        assert (counts["on"], counts["removed"], counts["off"]) == (1, 1, 1)
        assert "Removed from it" in self.body()
        assert "Sept. 26, 2025" in self.body()

    def test_the_exact_words_and_the_day_stand_in_the_table(self):
        place = make_jurisdiction("Salem", lat=39.0, lon=-98.0)
        make_position(jurisdiction=place, stance=Stance.UNDER_REVIEW, on="2025-10")
        award = make_award(jurisdiction=place)
        make_action(award=award, status=GrantStatus.CONDITIONED, on="2018-07-18")
        assert "Says it is reviewing, October 2025" in self.body("by=position")
        assert "Conditions attached, July 18, 2018" in self.body("by=grants")

    def test_the_switch_and_the_links_keep_the_question(self):
        make_jurisdiction("Salem", state="OR", slug="salem", lat=44.9, lon=-123.0)
        body = self.body("state=OR&on=2025-09-01&by=position")
        assert 'href="?state=OR&amp;on=2025-09-01&amp;by=grants"' in body
        assert 'data-figure="/map/figure.json?state=OR&amp;on=2025-09-01&amp;by' in body
        assert 'href="/jurisdictions/or/salem/?on=2025-09-01"' in body

    def test_files_and_lists_linked_from_the_map_answer(self):
        make_jurisdiction("Salem", state="OR", slug="salem")
        body = self.body("state=OR&by=position&on=2025-09-01")
        links = re.findall(r'href="(/(?:jurisdictions|map)\b[^"#]*)"', body)
        assert len({*links}) > 5
        for link in {*links}:
            response = self.client.get(link.replace("&amp;", "&"))
            assert response.status_code == 200, link
            if "text/html" in response["Content-Type"]:
                assert "There is no filter called" not in response.content.decode()

    def test_a_thousand_and_a_half_places_are_all_accounted_for(self):
        """datasette-cluster-map#41, datasette#125: 1,000 rows, then silence."""
        make_many(1500)
        with CaptureQueriesContext(connection) as captured:
            response = self.client.get(PAGE)
        assert len(captured) <= 12
        picture = response.context["picture"]
        assert picture.total == 1500
        # Without coordinates on record, each is listed with that reason.
        assert len(picture.off_map) == 1500
        assert "Showing all 1,500" in response.content.decode()

    def test_what_cannot_be_read_draws_nothing_and_says_so(self):
        make_jurisdiction("Salem", lat=39.0, lon=-98.0)
        body = self.body("by=colour&state=ZZ")
        assert "“colour” is not a value here." in body
        assert "Nothing is drawn while a filter cannot be read." in body
        assert "data-explorer" not in body and "plotly" not in body

    def test_files_of_the_map_refuse_what_the_page_explains(self):
        for address in (JSON, FIGURE):
            response = self.client.get(f"{address}?by=colour&grant_rsk=1")
            assert response.status_code == 400
            errors = response.json()["errors"]
            assert {error["parameter"] for error in errors} == {"by", "grant_rsk"}

    def test_only_the_map_loads_the_library_and_lets_its_styles_in(self):
        """plotly.R#1302, scratch-www#5075: megabytes of library on every page."""
        for address in ("/", "/jurisdictions/", "/search/"):
            response = self.client.get(address)
            assert "plotly" not in response.content.decode()
            assert "sha256" not in response["Content-Security-Policy"]
        response = self.client.get(PAGE)
        assert response.content.decode().count("plotly/plotly.min.js") == 1
        for value in PLOTLY_STYLES["style-src"]:
            assert value in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
