"""The front page: a sentence from the record, figures that lead to their rows."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from jurisdictions.choices import ActionKind, AmountKind, Effect, Stance
from jurisdictions.filters import MapQuestion
from jurisdictions.summaries.home import Counts, headline, in_words
from tests.factories import (
    day,
    make_award,
    make_case,
    make_federal_action,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
    make_ruling,
    make_source,
)
from tests.seeded import SeededCase

FIGURE = re.compile(
    r'<li><a href="([^"]+)"><span class="figure-value">([^<]+)</span>'
    r'<span class="figure-label">([^<]+)</span>'
)


def heading(response):
    return re.search(r"<h1[^>]*>([^<]*)", response.content.decode())[1]


class SeededHomeTests(SeededCase):
    def test_the_sentence_holds_for_any_day(self):
        for on, sentence in (
            (
                "",
                "The Justice Department lists 33 jurisdictions, as last seen. Thirteen",
            ),
            ("2025-08-05", "On Aug. 5, 2025, the Justice Department listed 35"),
            ("2025-08-12", "On Aug. 12, 2025, the Justice Department listed 35 jur"),
            # One of the answers is dated "August 2025": it counts from the 1st.
            ("2025-08-13", "One answer to its letter of August 2025 is on record."),
            ("2025-10-01", "listed 34 jurisdictions. Thirteen answers to its letter"),
            ("2025-08-04", "list of Aug. 5, 2025 did not exist yet."),
        ):
            response = self.client.get("/", {"on": on})
            assert sentence in heading(response).replace("&#x27;", "’"), on

    def test_each_figure_equals_what_its_link_finds(self):
        for query in ("", "?on=2025-09-26", "?on=2018-09-01"):
            body = self.client.get(f"/{query}").content.decode()
            figures = FIGURE.findall(body)
            assert len(figures) == 4
            for address, value, label in figures:
                if value == "Not sent yet" or "/lists/" in address:
                    continue
                address = address.replace("&amp;", "&")
                found = address.replace("/jurisdictions/", "/jurisdictions.json")
                assert self.client.get(found).json()["count"] == int(value), label

    def test_the_total_of_the_ten_is_the_one_the_oig_reported(self):
        body = self.client.get("/").content.decode()
        (figure,) = [f for f in FIGURE.findall(body) if f[0] == "/lists/july-2017/"]
        assert figure[1:] == ("$342,168,401", "reported by the OIG in 2016")
        before = self.client.get("/?on=2016-05-30").content.decode()
        assert "Not reported" in before

    def test_each_legend_entry_equals_what_its_link_finds(self):
        for by in ("list", "position", "finding", "grants"):
            picture = self.client.get("/", {"by": by}).context["picture"]
            linked = [m for entry in picture.legend for m in entry.meant if m.url]
            assert linked
            for each in linked:
                address = each.url.replace("tions/?", "tions.json?")
                count = self.client.get(address).json()["count"]
                assert count == each.count, (by, each.label)

    def test_costs_at_most_twelve_queries(self):
        for query in ("", "?by=position", "?on=2025-08-04", "?as_of=2020-01-01"):
            with CaptureQueriesContext(connection) as captured:
                self.client.get(f"/{query}")
            assert len(captured) <= 8, query


class HomeTests(TestCase):
    def body(self, query=""):
        response = self.client.get(f"/?{query}")
        assert response.status_code == 200
        return response.content.decode()

    def test_an_empty_record_has_its_front_page(self):
        body = self.body()
        assert "Nothing is on record yet." in body
        assert "Nothing had happened yet that is in this record." in body

    def test_a_record_without_the_list_counts_itself(self):
        make_jurisdiction("Salem")
        assert "1 jurisdiction is in this record." in self.body()

    def test_the_switch_keeps_the_day(self):
        body = self.body("on=2025-09-01&by=position")
        assert 'href="?on=2025-09-01&amp;by=grants#where"' in body
        assert re.search(r'by=position#where" aria-current="true"', body)

    def test_what_means_nothing_here_is_told(self):
        make_jurisdiction("Salem", state="OR")
        body = self.body("state=CA")
        assert "no filter called “state”" in body
        assert "1 jurisdiction is in this record." in body

    def test_an_unreadable_day_is_told_and_nothing_is_shown(self):
        make_jurisdiction("Salem")
        body = self.body("on=2025-13-45&by=colour")
        assert 'id="day-on-error">“2025-13-45”' in body
        assert "“colour” is not a value here." in body
        assert "1 jurisdiction is in this record." not in body
        assert "Nothing is shown" in body

    def test_the_newest_events_of_the_world_come_first(self):
        source = make_source(slug="a-letter")
        place = make_jurisdiction("Salem")
        found = make_list(
            slug="invented", short_title="Invented list", issuer="DOJ", on="2025-08-05"
        )
        for name in ("Salem, OR", "Salem County"):
            make_listing(
                list=found,
                jurisdiction=place,
                name_as_published=name,
                end=day("2025-09-26"),
            )
        make_ruling(title="Order of May", on="2025-05-01", source=source)
        make_case(title="Salem v. Office", on="2025-06-01")
        make_federal_action(title="Data call", on="2026-01-20")
        make_federal_action(title="List told twice", on="2026-02", kind=ActionKind.LIST)
        body = self.body("on=2026-11-01").split('id="latest"')[1]
        events = re.findall(r'<p><a href="([^"]+)">([^<]+)</a>', body)
        assert [title for _, title in events] == [
            "Data call",
            "DOJ removes Salem County and one more",
            "DOJ publishes: Invented list",
            "Salem v. Office",
            "Order of May",
        ]
        assert events[-1][0] == "/sources/a-letter/?on=2026-11-01"
        assert events[1][0] == "/lists/invented/?on=2026-11-01"

    def test_events_after_the_day_are_not_known_yet(self):
        make_ruling(title="Order of May", on="2025-05-01")
        assert "Order of May" not in self.body("on=2025-04-30")
        assert "Order of May" in self.body("on=2025-05-01")

    def test_orders_against_terms_are_counted_once_a_place(self):
        place = make_jurisdiction("Salem")
        for effect in (Effect.ENJOINED, Effect.EXTENDED, Effect.DISMISSED):
            make_ruling(jurisdictions=[place], effect=effect, on="2025-05-01")
        value = FIGURE.findall(self.body())[2][1]
        assert value == "1"

    def test_only_the_ten_count_in_the_reported_total(self):
        found = make_list(slug="july-2017", on="2017-07-06")
        named, other = make_jurisdiction("Named"), make_jurisdiction("Other")
        make_listing(list=found, jurisdiction=named)
        for place in (named, other):
            make_award(
                jurisdiction=place,
                amount_usd=500,
                amount_kind=AmountKind.MULTI_PROGRAM_TOTAL,
                on="2016-05-31",
            )
        make_award(jurisdiction=named, amount_usd=7)
        assert FIGURE.findall(self.body())[3][1] == "$500"

    def test_our_own_words_are_neutral(self):
        make_position(jurisdiction=make_jurisdiction("Salem"), stance=Stance.DECLINES)
        for by in ("list", "position", "finding", "grants"):
            body = self.body(f"by={by}").lower()
            for word in ("sanctuary", "violator", "defies", "crackdown", "illegal"):
                assert word not in body


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "No"), (1, "One"), (13, "Thirteen"), (20, "Twenty"), (42, "Forty-two")],
)
def test_a_sentence_begins_with_a_word(number, words):
    assert in_words(number) == words
    assert in_words(1234) == "1,234"


class HeadlineTests(TestCase):
    def test_numbers_agree_with_their_words(self):
        make_list(slug="doj-2025", on="2025-08-05")
        question = MapQuestion(QueryDict(), today=dt.date(2025, 11, 25))
        for number, places, answers in (
            (
                1,
                "1 jurisdiction, as last seen.",
                "One answer to its letter of August 2025 is",
            ),
            (
                0,
                "0 jurisdictions, as last seen.",
                "No answer to its letter of August 2025 is",
            ),
            (
                2,
                "2 jurisdictions, as last seen.",
                "Two answers to its letter of August 2025 are",
            ),
        ):
            found = Counts(9, listed=number, removed=0, answered=number, ordered=0)
            assert headline(question, found) == [
                f"The Justice Department lists {places}",
                f"{answers} on record.",
            ]
