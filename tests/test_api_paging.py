"""Pages begin after a row: none is missed or given twice, whatever is published.

Origin: numbered pages move while rows come in, and a program that reads them all
gets one row twice and never sees another.
"""

from urllib.parse import parse_qs, urlsplit

from django.db import connection
from django.test import TestCase

from jurisdictions.api.kinds import KINDS
from jurisdictions.filters import SORTS
from jurisdictions.models import Award, Name, Position, Standing
from tests.cases import EveryModelCase
from tests.factories import (
    make_finding,
    make_jurisdiction,
    make_position,
    make_source,
    publish_all,
    revise_now,
    unsaved,
    withdraw_now,
)

V1 = "/api/v1/"


class PagingCase(TestCase):
    def pages(self, address, way="next"):
        """Every page from an address on; what happens between two is up to the test."""
        while address:
            page = self.client.get(address).json()
            yield page
            address = page[way]

    def ids(self, address, way="next"):
        return [
            row.get("claim") or row.get("id") or row["number"]
            for page in self.pages(address, way)
            for row in page["results"]
        ]


class WhileRowsComeInTests(PagingCase):
    """Must show C7, and the same for rows that are revised, withdrawn and sorted."""

    @classmethod
    def setUpTestData(cls):
        cls.place, cls.source = make_jurisdiction(), make_source()
        cls.about = {"jurisdiction": cls.place, "source": cls.source}
        cls.old = [unsaved(Position, **cls.about, stage=f"{n}") for n in range(20)]
        publish_all(cls.old)
        for row in cls.old:
            row.refresh_from_db()

    def test_each_old_row_comes_exactly_once_and_no_new_one(self):
        found, old = [], sorted(f"{row.claim}" for row in self.old)
        for number, page in enumerate(self.pages(f"{V1}positions/?limit=3")):
            assert page["count"] == len(old)
            found += [row["claim"] for row in page["results"]]
            publish_all([unsaved(Position, **self.about) for _ in range(4)])
            revise_now(self.old[number], {"stage": "revised"})
            withdraw_now(self.old[-1 - number])
        assert number == 6
        assert found == old

    def test_without_the_moment_of_the_first_page_old_rows_still_come_once(self):
        """Who drops the clock reads new rows, and misses no old one."""
        found, address = [], f"{V1}positions/?limit=3"
        while address:
            page = self.client.get(address).json()
            found += [row["claim"] for row in page["results"]]
            asked = parse_qs(urlsplit(page["next"] or "").query)
            cursor = asked.get("cursor")
            address = cursor and f"{V1}positions/?limit=3&cursor={cursor[0]}"
            if len(found) < 12:
                publish_all([unsaved(Position, **self.about)])
        assert len({*found}) == len(found)
        assert {*found} >= {f"{row.claim}" for row in self.old}

    def test_new_changes_come_before_those_that_are_read(self):
        first = self.client.get(f"{V1}changes/?limit=1000").json()
        old = [(row["claim"], row["revision"]) for row in first["results"]]
        found = []
        for page in self.pages(f"{V1}changes/?limit=4"):
            found += [(row["claim"], row["revision"]) for row in page["results"]]
            make_finding(**self.about)
        assert found == old

    def test_an_answer_is_of_the_edition_that_it_names(self):
        """A row that is published between an answer's own queries is not half in it."""
        published = []

        def publish_first(execute, sql, params, many, context):
            if 'FROM "jurisdictions_position"' in sql and not published:
                published.append(None)
                published.append(make_position(**self.about))
                withdraw_now(self.old[0])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(publish_first):
            page = self.client.get(f"{V1}positions/").json()
        assert published
        assert page["count"] == len(page["results"]) == len(self.old)
        assert f"{self.old[0].claim}" in [row["claim"] for row in page["results"]]
        assert self.client.get(f"{V1}positions/").json()["edition"] > page["edition"]


class OrderTests(PagingCase):
    """Forwards and backwards, in every order, it is the order of the whole."""

    @classmethod
    def setUpTestData(cls):
        source, rows = make_source(), []
        for number, amount in enumerate((500, None, 300, 300, None, 500, 700)):
            place = make_jurisdiction(f"Place {number}", slug=f"place-{number}")
            about = {"jurisdiction": place, "source": source}
            rows.append(unsaved(Name, **about, text=f"Place {number}"))
            rows.append(unsaved(Position, **about, on=f"20{10 + number % 3}-01-01"))
            if amount:
                rows.append(unsaved(Award, **about, amount_usd=amount))
        publish_all(rows)

    def test_small_pages_are_the_large_one_both_ways(self):
        assert Standing.objects.known().count() > 7
        orders = [f"jurisdictions/?sort={sort}" for sort in SORTS]
        for order in (*orders, "standings/?sort=-amount"):
            whole = f"{V1}{order}&fields=id"
            rows = self.client.get(f"{whole}&limit=1000").json()["results"]
            *_, last = pages = [*self.pages(f"{whole}&limit=3")]
            assert len(pages) == -(-len(rows) // 3) > 2
            assert [row for page in pages for row in page["results"]] == rows
            back = [last, *self.pages(last["previous"], "previous")]
            found = [row for page in reversed(back) for row in page["results"]]
            assert found == rows, order


class EveryKindTests(EveryModelCase, PagingCase):
    def test_each_kind_can_be_read_row_by_row(self):
        for kind in KINDS:
            whole = self.ids(f"{V1}{kind.name}/?limit=1000")
            assert self.ids(f"{V1}{kind.name}/?limit=1") == whole, kind.name
