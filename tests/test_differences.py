"""Two slices side by side: days, moments and lists."""

import csv
from collections import defaultdict

from django.conf import settings
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jurisdictions.choices import Outcome
from tests.factories import (
    make_finding,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
)
from tests.seeded import SeededCase

LISTINGS = settings.BASE_DIR / "fixtures" / "record" / "listings.csv"


def matched_lines():
    """{list: jurisdictions on it today}, from the compiled file and nothing else."""
    found = defaultdict(set)
    with LISTINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            is_place = row["jurisdiction"] and row["is_annotation"] == "no"
            if is_place and row["state"] == "published" and not row["end"]:
                found[row["list"]].add(row["jurisdiction"])
    return found


class SeededDifferenceTests(SeededCase):
    def json(self, query):
        return self.client.get(f"/diff.json?{query}").json()

    def test_the_two_removals_of_2025_have_reasons_and_sources(self):
        found = self.json("list=doj-2025&from=2025-08-05&to=2025-10-31")
        assert found["counts"]["added"] == 0
        gone = {
            row["jurisdiction"]: row["differences"]
            for row in found["results"]
            if row["how"] == "removed"
        }
        assert {*gone} == {"nv", "md/baltimore-county"}
        for told in gone.values():
            (line,) = [each for each in told if each["field"] == "list:doj-2025"]
            assert line["was"] == "listed Aug. 5, 2025"
            assert line["why"].startswith("Memorandum of understanding")
            assert len(line["sources"]) >= 3
            assert self.client.get(line["record"]).status_code == 200

    def test_two_lists_are_counted_as_their_compiled_lines_say(self):
        lines = matched_lines()
        dhs, doj = lines["dhs-2025"], lines["doj-2025"]
        counts = self.json("a=dhs-2025&b=doj-2025")["counts"]
        everything = self.client.get("/jurisdictions.json").json()["count"]
        assert counts == {
            "both": len(dhs & doj),
            "only_a": len(dhs - doj),
            "only_b": len(doj - dhs),
            "neither": everything - len(dhs | doj),
        }

    def test_every_form_says_the_same(self):
        for query in (
            "from=2017-07-06&to=2018-09-15&state=IL",
            "a=oig-2016&b=doj-2025",
        ):
            found = self.json(query)
            page = self.client.get(f"/diff/?{query}").content.decode()
            file = self.client.get(f"/diff.csv?{query}")
            lines = b"".join(file.streaming_content).decode().splitlines()
            rows = [*csv.DictReader(lines)]
            keys = [row["jurisdiction"] for row in found["results"]]
            assert keys
            assert keys == [*dict.fromkeys(row["jurisdiction"] for row in rows)]
            assert all(f"/jurisdictions/{key}/" in page for key in keys)

    def test_costs_at_most_twelve_queries(self):
        for query in ("from=2016-01-01", "a=dhs-2025&b=doj-2025"):
            with CaptureQueriesContext(connection) as captured:
                self.client.get(f"/diff/?{query}")
            assert len(captured) <= 12, query


class DifferenceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.place = make_jurisdiction("Alder Falls", state="OR")
        make_position(jurisdiction=cls.place, on="2017-06-22")

    def json(self, query):
        return self.client.get(f"/diff.json?{query}").json()

    def test_a_change_names_the_record_that_tells_it(self):
        told = make_finding(
            jurisdiction=self.place,
            outcome=Outcome.MAY_VIOLATE,
            on="2017-10-12",
            summary="OJP wrote that the town may violate section 1373.",
        )
        (row,) = self.json("from=2017-10-11&to=2017-10-12")["results"]
        assert row["how"] == "changed"
        (change,) = row["differences"]
        assert change["was"] is None
        assert change["now"] == "May violate section 1373 (Oct. 12, 2017)"
        assert change["record"] == f"/records/finding/{told.claim}/"
        assert change["why"] == told.summary

    def test_nothing_differs_between_two_equal_days(self):
        assert self.json("from=2017-07-01&to=2017-08-01")["count"] == 0
        page = self.client.get("/diff/?from=2017-07-01&to=2017-08-01")
        self.assertContains(page, "Nothing differs between the two.")

    def test_what_was_learnt_since_is_apart_from_what_happened_since(self):
        before = timezone.now().isoformat()
        make_finding(
            jurisdiction=self.place, outcome=Outcome.MAY_VIOLATE, on="2017-10-12"
        )
        learnt = self.client.get(
            "/diff.json",
            {"from": "2018-01-01", "to": "2018-01-01", "known_from": before},
        ).json()
        assert [row["how"] for row in learnt["results"]] == ["changed"]
        assert self.json("from=2018-01-01&to=2018-02-01")["count"] == 0

    def test_a_place_that_begins_to_match_is_added(self):
        (row,) = self.json("position=compliant&from=2017-01-01&to=2017-07-01")[
            "results"
        ]
        assert (row["jurisdiction"], row["how"]) == (self.place.path, "added")

    def test_lists_are_compared_on_a_day(self):
        first = make_list(slug="first", is_standing=True, on="2025-01-01")
        second = make_list(slug="second", is_standing=True, on="2025-01-01")
        make_listing(list=first, jurisdiction=self.place, on="2025-02-01")
        make_listing(list=second, jurisdiction=self.place, on="2025-03-01")
        for on, how in (("2025-02-15", ["only_a"]), ("2025-03-15", ["both"])):
            found = self.json(f"a=first&b=second&on={on}")
            assert [row["how"] for row in found["results"]] == how
            first_line = found["results"][0]["differences"][0]
            assert first_line["record"]
            assert first_line["sources"]
        assert self.json("a=first&b=second&on=2025-01-15")["counts"]["neither"] == 1

    def test_a_place_that_was_listed_again_is_compared_by_the_line_that_stands(self):
        kept = make_list(slug="kept", is_standing=True, on="2025-01-01")
        make_listing(
            list=kept, jurisdiction=self.place, on="2025-02-01", end="2025-03-01"
        )
        make_listing(list=kept, jurisdiction=self.place, on="2025-04-01")
        (row,) = self.json("from=2025-03-15&to=2025-05-01")["results"]
        (told,) = row["differences"]
        assert told["was"] == "removed March 1, 2025"
        assert told["now"] == "listed April 1, 2025"

    def test_a_moment_stays_asked_when_the_days_are_changed(self):
        page = self.client.get("/diff/?from=2018-01-01&known_from=2026-01-01")
        self.assertContains(
            page, '<input type="hidden" name="known_from" value="2026-01-01">'
        )

    def test_what_cannot_be_answered_is_said(self):
        for query, parameter in (
            ("", "from"),
            ("a=first", "a"),
            ("from=2025-13-45", "from"),
            ("to=2999-01-01", "to"),
            ("from=2025-01-01&on=2025-01-01", "on"),
            ("from=2025-01-01&frm=1", "frm"),
        ):
            answer = self.client.get(f"/diff.json?{query}")
            assert answer.status_code == 400, query
            assert parameter in [e["parameter"] for e in answer.json()["errors"]]
            page = self.client.get(f"/diff/?{query}")
            assert page.status_code == 200
