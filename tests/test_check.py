"""Was I quoting a wrong number? A page, its citation, and what came after (C5)."""

import html
import re

import pytest
from django.test import TestCase

from jurisdictions.choices import ChangeKind, Outcome, Stance
from jurisdictions.models import Ledger
from tests.factories import (
    day,
    make_finding,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
    make_source,
    revise_now,
    withdraw_now,
)

PLACE = "/jurisdictions/ks/alder-falls/"


class CheckCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.place = make_jurisdiction(state="KS", slug="alder-falls")
        make_jurisdiction("Birch", state="KS")
        cls.source = make_source(slug="clerk", title="The clerk’s letter")
        cls.position = make_position(
            jurisdiction=cls.place,
            source=cls.source,
            stance=Stance.COMPLIANT,
            on=day("2025-02-03"),
        )
        cls.list = make_list(slug="falls-2025", short_title="Falls list")
        cls.line = make_listing(
            list=cls.list, jurisdiction=cls.place, on=day("2025-03-01")
        )

    def cite(self, address):
        page = self.client.get(address).content.decode()
        return html.unescape(re.search(r'<p class="copy">(.*?)</p>', page)[1])

    def ask(self, text, **more):
        return self.client.get("/check.json", {"text": text, **more})

    def check(self, text, **more):
        answer = self.ask(text, **more)
        assert answer.status_code == 200, answer.json()
        page = self.client.get("/check/", {"text": text, **more})
        assert page.status_code == 200
        self.body = html.unescape(page.content.decode())
        return answer.json()

    def told(self, cells):
        return [(c["what"], c["field"], c["was"], c["now"], c["kind"]) for c in cells]


class CheckTests(CheckCase):
    def test_an_untouched_figure_stands(self):
        for address in (PLACE, "/", "/jurisdictions/?state=KS", "/lists/falls-2025/"):
            found = self.check(self.cite(f"{address}"))
            assert found["stands"], address
            assert not found["learned"]
            assert not found["happened"]
            assert "still holds" in self.body
            assert "Nothing on it changed since." in self.body

    def test_a_corrected_one_is_named_with_its_reason_day_and_source(self):
        text = self.cite(f"{PLACE}?on=2025-03-02")
        revise_now(
            self.position, {"stance": Stance.DECLINES}, kind=ChangeKind.CORRECTION
        )
        found = self.check(text)
        assert not found["stands"]
        labels = (Stance.COMPLIANT.label, Stance.DECLINES.label)
        told = ("Alder Falls", "position_label", *labels, "correction")
        assert told in self.told(found["learned"])
        cell = found["learned"][0]
        assert cell["because"][0]["change"] == "correction"
        assert cell["because"][0]["source"] == "clerk"
        assert cell["because"][0]["record"].endswith(f"{self.position.claim}/")
        assert not found["counts"]["late"]
        assert "The clerk’s letter" in self.body

    def test_an_updated_one_was_right_on_its_day(self):
        text = self.cite("/lists/falls-2025/?on=2025-03-02")
        revise_now(
            self.line,
            {"end": day("2025-04-01"), "end_reason": "Taken off by its issuer."},
        )
        found = self.check(text)
        assert found["stands"]
        assert found["counts"] == {"correction": 0, "late": 0, "update": 2}
        (line,) = [c for c in found["happened"] if c["what"] != "All rows"]
        assert (line["now"], line["kind"]) == (None, "update")
        assert line["because"][0]["record"].endswith(f"{self.line.claim}/")
        assert "What happened since" in self.body

    def test_what_was_so_already_and_came_late_is_apart(self):
        text = self.cite("/jurisdictions/?state=KS&on=2025-03-02")
        make_finding(
            jurisdiction=self.place,
            outcome=Outcome.MAY_VIOLATE,
            on=day("2025-02-20"),
        )
        found = self.check(text)
        kinds = {c["field"]: c["kind"] for c in found["learned"]}
        assert kinds["finding_label"] == "late"
        assert not found["counts"]["correction"]

    def test_a_withdrawn_fact_is_a_correction(self):
        text = self.cite(f"{PLACE}?on=2025-03-02")
        withdraw_now(self.position)
        found = self.check(text)
        told = [cell for cell in found["learned"] if cell["field"] is None]
        assert [(cell["now"], cell["kind"]) for cell in told] == [(None, "correction")]
        assert told[0]["because"][0]["change"] == "withdrawal"

    def test_a_withdrawn_page_says_so(self):
        record = f"/records/position/{self.position.claim}/"
        texts = [self.cite("/lists/falls-2025/"), self.cite(record)]
        for row in (self.line, self.list, self.position):
            withdraw_now(row)
        for text in texts:
            found = self.check(text)
            assert found["withdrawn"]
            assert not found["stands"]
            assert found["counts"]["correction"]
            assert "The page was withdrawn since." in self.body

    def test_a_record_and_a_source_are_compared_field_by_field(self):
        record = f"/records/position/{self.position.claim}/"
        texts = [self.cite(record), self.cite("/sources/clerk/")]
        revise_now(self.source, {"title": "A letter"}, kind=ChangeKind.MINOR)
        for text, field in zip(texts, ("source", "title"), strict=True):
            (cell,) = self.check(text)["learned"]
            assert (cell["field"], cell["now"]) == (field, "A letter")

    def test_a_number_of_the_home_page_leads_to_its_rows(self):
        doj = make_list(slug="doj-2025", on=day("2025-01-01"))
        text = self.cite("/?on=2025-03-02")
        make_listing(list=doj, jurisdiction=self.place, on=day("2025-03-10"))
        found = self.check(text)
        number, edition = found["happened"][0], found["cited"]["edition"]
        assert (number["was"], number["now"]) == ("0", "1")
        rows = self.check(number["figure"], edition=edition)
        assert self.told(rows["happened"])[0][2:4] == ("0", "1")
        assert (
            "Check the rows behind this number"
            in self.client.get("/check/", {"text": text}).content.decode()
        )

    def test_an_edition_or_a_day_says_when_it_was_read(self):
        edition = Ledger.objects.get().edition
        revise_now(
            self.position, {"stance": Stance.DECLINES}, kind=ChangeKind.CORRECTION
        )
        for found in (
            self.check(f"edition {edition} {PLACE}"),
            self.check(PLACE, edition=edition),
        ):
            assert found["cited"]["edition"] == edition
            assert found["counts"]["correction"]
        assert self.check(PLACE, read_on=found["on"])["stands"]

    def test_the_address_of_a_file_is_that_of_its_page(self):
        text = self.cite("/jurisdictions/?state=KS").replace("ions/?", "ions.csv?")
        assert "/jurisdictions.csv?" in text
        assert self.check(text)["title"] == "Jurisdictions, State: Kansas"

    def test_two_days_of_its_own_have_no_later_one(self):
        text = self.cite("/diff/?from=2025-01-01&to=2025-06-01")
        found = self.check(text)
        assert found["stands"]
        assert not found["happened"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "parameter", "told"),
    [
        ({"text": "banana"}, "text", "holds no address of a page of this record"),
        ({"text": "/nowhere/", "edition": "1"}, "text", "is no page of this record"),
        ({"text": "/changes/"}, "text", "does not say when it was read"),
        (
            {"text": "https://example.org/lists/"},
            "text",
            "is not the address of a page",
        ),
        ({"text": "edition 9 /lists/"}, "edition", "is not the number of an edition"),
        ({"text": "/admin/", "edition": "1"}, "text", "is no page of this record"),
        ({"text": "/methodology/", "edition": "1"}, "text", "has no figures"),
        ({"text": "/lists/?on=soon", "edition": "1"}, "on", "“soon”"),
        ({"text": "/", "edition": "one"}, "edition", "“one” is not the number"),
        ({"text": "/", "on": "2025-01-01"}, "on", "does not exist"),
        ({}, "text", "Give a citation"),
    ],
)
def test_nonsense_is_named(client, given, parameter, told):
    make_jurisdiction()
    answer = client.get("/check.json", given)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert told in error["message"]
    assert client.get("/check/", given).status_code == 200
