"""The forms of a file: the same rows in each, and nothing that a spreadsheet runs."""

import csv
import io
import json

import pytest
from django.test import TestCase
from openpyxl import load_workbook

from jurisdictions.exports.citing import SITE
from jurisdictions.exports.tabular import cell
from jurisdictions.exports.workbooks import MAX_TEXT, workbook
from jurisdictions.models import Position
from tests.factories import (
    make_award,
    make_draft,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
    withdraw_now,
)

HOSTILE = (
    '=HYPERLINK("x")',
    "@SUM(1)",
    "+1+1",
    "-2+3",
    "\tcmd",
    "\uff1d1+1",
    "'=1",
)
ADDRESSES = (
    "/jurisdictions",
    "/jurisdictions/ca",
    "/lists/falls-2025",
    "/changes",
    "/sources",
)


def body(response):
    return b"".join(response).decode()


def rows_of(response):
    return [*csv.DictReader(io.StringIO(body(response), newline=""))]


def book_of(response):
    """(rows as dictionaries, {label: value} of the second sheet, all cells)."""
    book = load_workbook(io.BytesIO(b"".join(response)))
    head, *rows = book["Rows"].iter_rows(values_only=True)
    about = dict(book["About"].iter_rows(values_only=True))
    cells = [each for sheet in book for line in sheet.iter_rows() for each in line]
    return [dict(zip(head, row, strict=True)) for row in rows], about, cells


class FilesCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.list = make_list(slug="falls-2025", short_title="Falls list")
        cls.city = make_jurisdiction(
            "Doña Falls", state="CA", slug="dona-falls", geoid="0606075"
        )
        cls.state = make_jurisdiction("California", state="CA", kind="state")
        for place in (cls.city, cls.state):
            make_listing(list=cls.list, jurisdiction=place)
        make_position(jurisdiction=cls.city, summary="It wrote once.")
        make_award(jurisdiction=cls.city, amount_usd="1234.50")

    def get(self, address):
        return self.client.get(address)


class SameRowsTests(FilesCase):
    def test_csv_and_xlsx_hold_the_rows_of_the_json(self):
        for address in ADDRESSES:
            found = self.get(f"{address}.json").json()
            count = found.get("count", len(found.get("statements", ())))
            for form, read in (("csv", rows_of), ("xlsx", lambda r: book_of(r)[0])):
                response = self.get(f"{address}.{form}")
                assert response.status_code == 200, address
                rows = read(response)
                assert len(rows) == count == int(response["X-Row-Count"]), address

    def test_a_filter_is_in_every_form(self):
        query = "kind=city&on=2025-09-01"
        [row] = self.get(f"/jurisdictions.json?{query}").json()["results"]
        assert rows_of(self.get(f"/jurisdictions.csv?{query}"))[0]["id"] == row["id"]
        [found] = book_of(self.get(f"/jurisdictions.xlsx?{query}"))[0]
        assert found["id"] == row["id"]

    def test_each_change_is_a_row_with_its_reason(self):
        rows = rows_of(self.get("/changes.csv?kind=new"))
        [row] = [row for row in rows if row["kind"] == "position"]
        assert row["text"] == "It wrote once."
        assert row["note"] == "Written for a test."
        assert json.loads(row["changes"] or "[]") == []

    def test_no_form_shows_a_draft(self):
        make_draft(Position, jurisdiction=self.city, summary="SENTINEL", note="NOTED")
        for address in ADDRESSES:
            for form in ("json", "csv"):
                text = body(self.get(f"{address}.{form}"))
                assert "SENTINEL" not in text and "NOTED" not in text
            _, _, cells = book_of(self.get(f"{address}.xlsx"))
            assert not [each for each in cells if "SENTINEL" in str(each.value)]

    def test_a_bad_question_is_400_in_every_form(self):
        for address in ADDRESSES:
            for form in ("json", "csv", "xlsx"):
                response = self.get(f"{address}.{form}?om=1&on=2025-13-45")
                assert response.status_code == 400
                errors = response.json()["errors"]
                assert {each["parameter"] for each in errors} == {"om", "on"}

    def test_what_is_gone_or_absent_says_so_as_json(self):
        assert self.get("/lists/nowhere.xlsx").json()["errors"]
        withdraw_now(self.list)
        for form in ("csv", "xlsx"):
            response = self.get(f"/lists/falls-2025.{form}")
            assert response.status_code == 410
            assert response.json()["errors"]


class ExcelTests(FilesCase):
    """IFRCGo/go-api#1430, getodk/central#752: Excel needs a mark, tools do not."""

    def test_the_mark_stands_only_where_it_was_asked_for(self):
        for address in ADDRESSES:
            marked = b"".join(self.get(f"{address}.csv?excel=1"))
            plain = b"".join(self.get(f"{address}.csv"))
            assert marked == b"\xef\xbb\xbf" + plain
        assert "Doña" in body(self.get("/jurisdictions.csv"))

    def test_only_csv_knows_the_parameter(self):
        for form in ("json", "xlsx", "geojson"):
            response = self.get(f"/jurisdictions.{form}?excel=1")
            assert response.status_code == 400
            assert response.json()["errors"][0]["parameter"] == "excel"
        assert self.get("/jurisdictions.csv?excel=yes").status_code == 400
        self.assertContains(self.get("/jurisdictions/?excel=1"), "“excel”")


class SafeCellTests(TestCase):
    """django-import-export#1543, #289: formulas that run, codes that lose a zero."""

    def test_a_formula_is_text_in_every_form(self):
        for number, text in enumerate(HOSTILE):
            make_jurisdiction(text, state="KS", slug=f"falls-{number}")
        found = {row["name"] for row in rows_of(self.client.get("/jurisdictions.csv"))}
        assert found == {f"'{text}" for text in HOSTILE}
        rows, _, cells = book_of(self.client.get("/jurisdictions.xlsx"))
        assert {row["name"] for row in rows} == found
        assert {each.data_type for each in cells} <= {"s", "n", "inlineStr"}

    def test_codes_keep_their_zeros_and_amounts_are_numbers(self):
        place = make_jurisdiction("Falls", state="CA", geoid="0606075")
        make_award(jurisdiction=place, amount_usd="1234.50")
        [row], about, _ = book_of(self.client.get("/jurisdictions.xlsx"))
        assert row["geoid"] == "0606075"
        assert row["amount_usd"] == 1234.5
        assert about["Rows"] == 1

    def test_what_a_workbook_cannot_hold_is_said(self):
        class Nobody:
            @staticmethod
            def lines():
                yield ["a\x00b\x1f", "x" * (MAX_TEXT + 1)]

        sheet = load_workbook(workbook([], (), Nobody))["About"]
        [(odd, long)] = sheet.iter_rows(values_only=True)
        assert odd == "a\ufffdb\ufffd"
        assert len(long) == MAX_TEXT and long.endswith("has all of it)")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, ""),
        (True, "yes"),
        (7, 7),
        ("06075", "06075"),
        (["a", "b"], "a|b"),
        ([{"was": "é"}], '[{"was": "é"}]'),
        (["=1", "b"], "'=1|b"),
    ],
)
def test_a_cell_is_a_number_or_a_harmless_text(value, found):
    assert cell(value) == found


class AboutTests(FilesCase):
    def test_the_second_sheet_says_what_the_rows_are(self):
        query = "list=falls-2025&state=CA&on=2025-09-01"
        _, about, _ = book_of(self.get(f"/jurisdictions.xlsx?{query}"))
        assert about["Title"] == "Jurisdictions"
        assert about["On"] == "2025-09-01"
        assert about["Filters"] == "State: California; On list: Falls list"
        assert about["Rows"] == 2
        assert "licence" in about["Licence"]
        assert about["Citation"].startswith(f"{SITE}, “Jurisdictions,” edition ")
        assert "as things stood on Sept. 1, 2025" in about["Citation"]
        again = about["Address"].partition("8000")[2] or about["Address"]
        assert "as_of=" in again and "state=CA" in again

    def test_headers_are_ascii_and_say_the_same(self):
        response = self.get("/jurisdictions.csv?q=doña&on=2025-09-01")
        for name in ("X-Filters", "X-Citation", "Link"):
            assert response[name].isascii(), name
        assert response["X-Filters"] == "q=do%C3%B1a&on=2025-09-01"
        assert response["X-Citation"].startswith(f'{SITE}, "Jurisdictions," edition')
        assert 'rel="cite-as"' in response["Link"]
        assert '/data/#licence>; rel="license"' in response["Link"]

    def test_the_cited_address_gives_the_same_rows_later(self):
        response = self.get("/jurisdictions.csv")
        address = response["Link"].partition("<")[2].partition(">")[0]
        make_jurisdiction("Later", state="OR")
        query = address.partition("?")[2]
        again = body(self.get(f"/jurisdictions.csv?{query}"))
        assert again == body(response)
        assert "or/later" not in again

    def test_an_earlier_moment_is_cited_by_its_own_edition(self):
        first = self.get("/jurisdictions.csv")["X-Citation"]
        address = self.get("/jurisdictions.csv")["Link"]
        moment = address.partition("as_of=")[2].partition(">")[0]
        make_jurisdiction("Later", state="OR")
        again = self.get(f"/jurisdictions.csv?as_of={moment}")["X-Citation"]
        assert again == first != self.get("/jurisdictions.csv")["X-Citation"]


class GeoJsonTests(FilesCase):
    """plotly.js#3636, datasette-cluster-map#41: places that a map drops in silence."""

    def setUp(self):
        self.far = make_jurisdiction(
            "Far Falls", state="CA", slug="far-falls", lat=45.0, lon=-69.0
        )
        type(self.city).objects.filter(pk=self.city.pk).update(lat=37.77, lon=-122.42)

    def test_each_has_a_point_or_a_reason(self):
        found = json.loads(body(self.get("/jurisdictions.geojson?state=CA")))
        assert found["type"] == "FeatureCollection"
        assert found["count"] == len(found["features"]) + len(found["off_map"]) == 3
        reasons = {each["id"]: each["reason"] for each in found["off_map"]}
        assert reasons["ca"] == "No coordinates on record."
        assert "outside the state" in reasons["ca/far-falls"]

    def test_a_point_has_the_columns_of_the_json(self):
        query = "q=dona&on=2025-09-01"
        [row] = self.get(f"/jurisdictions.json?{query}").json()["results"]
        [point] = json.loads(body(self.get(f"/jurisdictions.geojson?{query}")))[
            "features"
        ]
        assert point["properties"] == row
        assert point["id"] == row["id"]
        assert point["geometry"]["coordinates"] == [-122.42, 37.77]

    def test_none_is_a_whole_file_too(self):
        found = json.loads(body(self.get("/jurisdictions.geojson?state=VT")))
        assert (found["count"], found["features"], found["off_map"]) == (0, [], [])
        assert self.get("/jurisdictions.geojson?stat=VT").status_code == 400
