"""How pages are cited: in words, as BibTeX and RIS, and the record as CITATION.cff."""

import html
import json
import re
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from jurisdictions.exports.citing import Cited, bibtex, ris
from jurisdictions.models import Ledger
from tests.factories import (
    make_jurisdiction,
    make_list,
    make_listing,
    revise_now,
    withdraw_now,
)

PAGES = (
    "/",
    "/jurisdictions/?state=KS",
    "/jurisdictions/ks/alder-falls/",
    "/lists/falls-2025/",
    "/map/?by=finding",
    "/changes/?kind=new",
    "/diff/?a=falls-2025&b=other",
    "/diff/?from=2025-08-01&to=2025-09-01",
    "/methodology/",
)


class CitingCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.place = make_jurisdiction("Alder & Falls", slug="alder-falls")
        cls.list = make_list(slug="falls-2025", short_title="Falls list")
        make_list(slug="other", short_title="Other list")
        make_listing(list=cls.list, jurisdiction=cls.place)

    def page(self, address):
        return self.client.get(address).content.decode()

    def words(self, address):
        text = re.search(r'<p class="copy">(.*?)</p>', self.page(address))
        return html.unescape(text[1])

    def links(self, address):
        found = re.findall(r'href="(/cite\.\w+\?[^"]*)"', self.page(address))
        return [html.unescape(each) for each in found]

    def ask(self, url, form="bib", **more):
        return self.client.get(f"/cite.{form}?{urlencode({'url': url, **more})}")

    def refused(self, parameter, url, **more):
        response = self.ask(url, **more)
        assert response.status_code == 400, url
        found = response.json()["errors"]
        assert [each["parameter"] for each in found] == [parameter]
        return found[0]["message"]


class PageTests(CitingCase):
    def test_every_page_is_cited_under_its_own_title(self):
        words = self.words("/jurisdictions/ks/alder-falls/?on=2025-09-01")
        edition = Ledger.objects.get().edition
        assert words.startswith(
            "Jurisdictions Under Review, “Alder & Falls, KS,”"
            f" edition {edition}, as things stood on Sept. 1, 2025. {settings.SITE_URL}"
        )
        assert "“Methodology,”" in self.words("/methodology/")

    def test_the_cited_address_shows_the_same_page_without_a_complaint(self):
        for address in PAGES:
            path = self.words(address).partition(settings.SITE_URL)[2]
            again = self.client.get(path)
            assert again.context["site"].problems == [], address
            assert again.context["site"].unknown == [], address
            assert self.words(path) == self.words(address)

    def test_both_formats_of_every_page_can_be_had(self):
        for address in PAGES:
            links = self.links(address)
            assert [link[6:9] for link in links] == ["bib", "ris"]
            pinned = self.words(address).partition(settings.SITE_URL)[2]
            for link in links:
                answer = self.client.get(link)
                assert answer.status_code == 200, link
                assert f"{settings.SITE_URL}{pinned}" in answer.content.decode(), link

    def test_a_page_at_an_earlier_moment_names_its_own_edition(self):
        first = self.words("/lists/falls-2025/")
        revise_now(self.list, {"short_title": "Falls list, renamed"})
        path = first.partition(settings.SITE_URL)[2]
        assert self.words(path) == first
        assert self.words("/lists/falls-2025/") != first
        reference = self.client.get(self.links(path)[0]).content.decode()
        assert "title = {{Falls list}}" in reference

    def test_a_citation_costs_what_its_page_costs(self):
        link = self.links("/jurisdictions/?state=KS")[0]
        with CaptureQueriesContext(connection) as queries:
            assert self.client.get(link).status_code == 200
        assert len(queries) <= 12


class StrictTests(CitingCase):
    def test_a_foreign_address_is_refused(self):
        for url in (
            "https://example.org/lists/falls-2025/",
            "//example.org/lists/falls-2025/",
            "javascript:alert(1)",
            "\\\\example.org",
            "/admin/",
            "",
        ):
            self.refused("url", url)

    def test_our_own_address_may_be_given_whole(self):
        page = self.ask(f"{settings.SITE_URL}/lists/falls-2025/?on=2025-09-01")
        assert "Sept. 1, 2025" in page.content.decode()

    def test_what_is_no_page_has_no_citation(self):
        for url in (
            "/lists/nowhere/",
            "/lists/falls-2025.csv",
            "/healthz",
            "/cite.bib",
            "/csp/",
            "/lists/../admin/",
        ):
            self.refused("url", url)
        withdraw_now(self.list)
        self.refused("url", "/lists/falls-2025/")

    def test_the_question_inside_is_as_strict_as_a_file(self):
        assert "does not exist" in self.refused("om", "/lists/falls-2025/?om=1")
        self.refused("state", "/jurisdictions/?state=ZZ")
        self.refused("on", "/jurisdictions/", on="2025-13-45")
        self.refused("url", "/jurisdictions/?on=2025-09-01", on="2025-09-01")
        self.refused("page", "/jurisdictions/", page="1")

    def test_an_edition_must_be_the_one_of_the_moment(self):
        edition = Ledger.objects.get().edition
        assert self.ask("/jurisdictions/", edition=edition).status_code == 200
        told = self.refused("edition", "/jurisdictions/", edition=edition + 1)
        assert str(edition) in told
        self.refused("edition", "/jurisdictions/", edition="x")


class FormatTests(CitingCase):
    def test_a_reference_says_page_day_edition_and_address(self):
        text = self.ask("/lists/falls-2025/", "ris", on="2025-09-01").content.decode()
        lines = dict(line.split("  - ", 1) for line in text.split("\r\n") if line)
        edition = str(Ledger.objects.get().edition)
        assert lines["TY"] == "ELEC" and "ER" in lines
        assert lines["TI"] == "Falls list on Sept. 1, 2025"
        assert lines["ET"] == edition
        assert lines["N1"] == (f"Edition {edition}, as things stood on Sept. 1, 2025")
        assert "/lists/falls-2025/?on=2025-09-01&as_of=" in lines["UR"]

    def test_the_record_as_a_whole_has_a_cff_file(self):
        answer = self.client.get("/CITATION.cff")
        text = answer.content.decode()
        said = {
            k: json.loads(v) for k, v in (x.split(": ", 1) for x in text.splitlines())
        }
        assert said["cff-version"] == "1.2.0"
        assert said["version"] == f"edition {Ledger.objects.get().edition}"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", said["date-released"])
        assert said["authors"] and said["title"] and "license" not in said
        assert self.client.get("/CITATION.cff?om=1").status_code == 400
        before = self.client.get("/CITATION.cff?as_of=2001-01-01").content.decode()
        assert '"edition 0"' in before and "date-released" not in before


@pytest.mark.parametrize("title", ["100% of {all} & \\input{x} $1_000 #1 ~ ^", "Doña"])
def test_latex_runs_nothing_of_a_title(title):
    found = Cited(title, 1, None, "as things stood", "https://x.example/a/?on=1")
    text = bibtex(found)
    line = next(line for line in text.splitlines() if line.startswith("  title"))
    assert line.count("{") - line.count("\\{") == line.count("}") - line.count("\\}")
    assert not re.search(r"(?<!\\)[&%$#_]", line)
    assert "\\input" not in text
    assert "TI  - " + title in ris(found)
