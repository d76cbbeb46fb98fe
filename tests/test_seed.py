"""The first load: all of it, once, and nothing on the second run."""

import csv
import datetime as dt
import gzip
from collections import Counter
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import TestCase

from jurisdictions.choices import Alone
from jurisdictions.importers.record import SHEETS, claim_of
from jurisdictions.management.commands.seed import Command
from jurisdictions.models import (
    REVISION_MODELS,
    Award,
    Edition,
    Event,
    Jurisdiction,
    Letter,
    Listing,
    Place,
    Standing,
)
from tests.code_figures import ROOT
from tests.importers.folder import FINDING, small_record
from tests.seeded import SeededCase, seed

RECORD = ROOT / "fixtures" / "record"
# Rows of the compiled files that the record was made from (docs/seed-mapping.md).
ROWS_IN = {
    "jurisdictions_2017.csv": 54,
    "findings_2017.csv": 98,
    "positions_2017.csv": 39,
    "grants_2017.csv": 72,
    "lists_2017.csv": 110,
    "sources_2017.csv": 172,
    "dhs_list_2025.csv": 451,
    "dhs_list_2025_state_counts.csv": 35,
    "doj_list_2025.csv": 35,
    "doj_criteria_2025.csv": 9,
    "positions_2025.csv": 49,
    "events_2025.csv": 49,
    "lawsuits_2025.csv": 20,
    "sources_2025.csv": 227,
    "name_traps_other.csv": 24,
}
MODELS = {model._meta.model_name: model for model in REVISION_MODELS}


def rows(name):
    with open(RECORD / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def became(line):
    """[(kind, key)] of one line of the load report."""
    return [tuple(each.split(":", 1)) for each in line["became"].split("|") if each]


def fixtures():
    """{(kind, key): state} of every row of the fixtures that is a record."""
    return {
        (sheet.model._meta.model_name, row["key"]): row["state"]
        for sheet in SHEETS
        for row in rows(sheet.file)
    }


REPORT = rows("load_report.csv")


class BrokenSeedTests(TestCase):
    def test_one_error_leaves_nothing_behind(self):
        folder = Path(self.enterContext(TemporaryDirectory()))
        for name in ("record", "census"):
            (folder / name).mkdir()
        small_record(folder / "record", findings=[FINDING | {"on": "2017-13-45"}])
        with gzip.open(folder / "census" / "places.csv.gz", "wt") as file:
            file.write("geoid,state,name,kind,legal_form,lat,lon\n")
            file.write("17031,IL,Cook County,county,county,,\n")
            file.write("1714000,IL,Chicago city,city,city,,\n")
        command, out = Command(), StringIO()
        command.fixtures = folder
        with pytest.raises(CommandError, match="Nothing was loaded"):
            call_command(command, stdout=out, stderr=out)
        assert "findings.csv:2 on '2017-13-45': a day like 2025-08-05" in out.getvalue()
        assert not Place.objects.exists() and not Event.objects.exists()


class TestLoadReport:
    """The report against the fixtures; no database."""

    def test_every_row_of_every_compiled_file_is_in_it(self):
        assert Counter(line["source_file"] for line in REPORT) == ROWS_IN
        assert len({(x["source_file"], x["row"]) for x in REPORT}) == len(REPORT)

    def test_what_a_row_became_is_in_the_fixtures(self):
        paths = {("jurisdiction", row["path"]) for row in rows("jurisdictions.csv")}
        known = fixtures().keys() | paths
        assert not [line for line in REPORT if not {*became(line)} <= known]

    def test_a_row_is_published_only_where_all_of_it_is(self):
        states = fixtures()
        for line in REPORT:
            found = {states.get(each, "published") for each in became(line)}
            expected = {"annotation": {"published"}, "test data": set()}
            assert found == expected.get(line["state"], {line["state"]}), line

    def test_every_record_comes_from_a_row(self):
        named = {each for line in REPORT for each in became(line)}
        left = {
            (kind, key)
            for kind, key in fixtures().keys() - named
            # Names of what only the gazetteer names.
            if kind != "name"
        }
        assert left == {("source", "census-gazetteer-2023")}

    def test_what_is_kept_back_says_why(self):
        kept = [line for line in REPORT if line["state"] in ("draft", "test data")]
        assert all(line["reason"] for line in kept)
        assert Counter(line["state"] for line in REPORT) == {
            "published": 1381,
            "annotation": 15,
            "draft": 24,
            "test data": 24,
        }


class SeedTests(SeededCase):
    def test_the_database_holds_what_the_fixtures_say(self):
        for sheet in SHEETS:
            found = dict(sheet.model.objects.values_list("claim", "state"))
            expected = {
                claim_of(sheet.model, row["key"]): row["state"]
                for row in rows(sheet.file)
            }
            assert found == expected, sheet.file
        assert Jurisdiction.objects.count() == len(rows("jurisdictions.csv")) == 464
        assert Place.objects.count() == 41_965

    def test_the_report_is_printed_with_its_sums(self):
        for file, count in ROWS_IN.items():
            line = next(x for x in self.printed.splitlines() if x.startswith(file))
            assert int(line.split()[1]) == count

    def test_a_second_run_adds_nothing_to_any_table(self):
        def counted():
            models = apps.get_models(include_auto_created=True)
            return {model: model.objects.count() for model in models}

        before = counted()
        printed = seed()
        assert counted() == before
        assert "Published 0 rows." in printed
        assert "464 unchanged" in printed and "2,420 unchanged" in printed

    def test_it_says_that_no_second_person_read_it(self):
        for model in REVISION_MODELS:
            public = model.objects.published()
            assert not public.exclude(published_alone=Alone.FIRST_LOAD).exists()
        assert Edition.objects.count() == Event.objects.count() == 1

    def test_nobody_can_sign_in_as_the_loader(self):
        loader = get_user_model().objects.get(username="record-loader")
        assert not loader.is_active
        assert not loader.has_usable_password()

    def test_what_is_public_cites_what_is_public(self):
        for model in REVISION_MODELS:
            if hasattr(model, "source"):
                cited = model.objects.published().filter(source__published_at=None)
                more = model.objects.published().filter(
                    more_sources__isnull=False, more_sources__published_at=None
                )
                assert not cited.exists() and not more.exists(), model

    def test_every_jurisdiction_has_a_name_and_a_place(self):
        assert not Standing.objects.known().filter(name="").exists()
        codes = set(Jurisdiction.objects.values_list("geoid", flat=True))
        assert codes <= set(Place.objects.values_list("pk", flat=True))

    def test_the_promised_addresses_exist(self):
        paths = {each.path for each in Jurisdiction.objects.all()}
        assert paths >= {
            "ca",
            "dc",
            "ny",
            "pa/philadelphia",
            "il/cook-county",
            "fl/miami-dade-county",
            "ny/new-york-city",
        }

    def test_dc_is_one_jurisdiction_with_two_codes(self):
        found = Jurisdiction.objects.get(state="DC")
        assert (found.geoid, found.second_geoid, found.slug) == ("11", "1150000", "")

    def test_a_county_of_the_same_government_points_to_its_city(self):
        twins = Jurisdiction.objects.exclude(same_government_as=None)
        assert {(x.path, x.same_government_as.path) for x in twins} == {
            ("ca/san-francisco-county", "ca/san-francisco"),
            ("co/denver-county", "co/denver"),
            ("ga/clarke-county", "ga/athens-clarke"),
            ("ky/jefferson-county", "ky/louisville"),
        }

    def test_the_ten_amounts_add_up(self):
        reported = Award.objects.live().filter(fiscal_year="as of 2016")
        ten = reported.exclude(jurisdiction=None)
        total = reported.get(jurisdiction=None)
        assert ten.count() == total.shared_by.count() == 10
        assert ten.aggregate(Sum("amount_usd"))["amount_usd__sum"] == 342_168_401
        assert total.amount_usd == 342_168_401

    def on_list(self, slug, day):
        return (
            Standing.objects.at(on=dt.date.fromisoformat(day))
            .filter(lists__list_slug=slug, lists__is_open=True)
            .distinct()
        )

    def test_the_oig_names_ten(self):
        assert sorted(x.name for x in self.on_list("oig-2016", "2016-05-31")) == [
            "California",
            "Chicago",
            "Clark County",
            "Connecticut",
            "Cook County",
            "Miami-Dade County",
            "Milwaukee County",
            "New Orleans",
            "New York City",
            "Philadelphia",
        ]

    def test_the_doj_list_loses_a_line_twice(self):
        days = {
            "2025-08-04": 0,
            "2025-08-05": 35,
            "2025-09-25": 35,
            "2025-09-26": 34,
            "2025-10-30": 34,
            "2025-10-31": 33,
        }
        assert {day: self.on_list("doj-2025", day).count() for day in days} == days

    def test_the_dhs_list_counts_places_and_annotations_apart(self):
        lines = Listing.objects.live().filter(list__slug="dhs-2025")
        assert lines.filter(is_annotation=False).count() == 436
        assert lines.filter(is_annotation=True).count() == 15
        assert not lines.filter(is_annotation=True, jurisdiction=None).exists()

    def test_withdrawal_closes_no_line_of_the_dhs_list(self):
        before, after = "2025-05-29", "2025-06-02"
        assert self.on_list("dhs-2025", before).count() == 433
        assert self.on_list("dhs-2025", after).count() == 430
        in_force = self.on_list("dhs-2025", after).filter(
            lists__list_slug="dhs-2025", lists__in_force=True
        )
        assert not in_force.exists()
        lines = Listing.objects.live().filter(list__slug="dhs-2025")
        ended = lines.exclude(end_first=None)
        names = set(ended.values_list("name_as_published", flat=True))
        assert names == {"Weld", "El Paso", "Aurora"}

    def test_lines_that_fit_nobody_stay_without_a_jurisdiction(self):
        left = Listing.objects.live().filter(jurisdiction=None)
        found = {x.name_as_published: (x.match, x.candidates) for x in left}
        assert found == {
            "Martinsville County": ("no_such_place", "5149784"),
            "East Hampton": ("ambiguous", "3622183|3610322194"),
            "New Paltz": ("ambiguous", "3650551|3611150562"),
        }

    def test_candidates_are_governments_of_the_gazetteer(self):
        for line in Listing.objects.exclude(candidates=""):
            codes = line.candidates.split("|")
            assert Place.objects.filter(pk__in=codes).count() == len(codes)

    def test_the_hard_lines_fit_what_they_should(self):
        with open(ROOT / "tests/data/list_traps.csv", encoding="utf-8") as file:
            hard = list(csv.DictReader(file))
        assert len(hard) == 85
        lines = Listing.objects.filter(list__slug="dhs-2025", is_annotation=False)
        found = {
            (x.state_heading, x.heading, x.name_as_published): x.jurisdiction
            for x in lines.select_related("jurisdiction")
        }
        for row in hard:
            line = row["state_heading"], row["kind_heading"], row["name_as_published"]
            if found[line]:
                assert found[line].geoid == row["census_geoid_2023"], line

    def test_a_letter_is_told_once(self):
        keys = Letter.objects.live().values_list("jurisdiction", "on_first", "outcome")
        assert len(keys) == len(set(keys)) == 66
        sent = Letter.objects.live().filter(on_first="2017-11-15")
        assert sent.count() == 29
        assert {x.due.iso for x in sent} == {"2017-12-08"}

    def test_a_finding_reverses_within_weeks(self):
        def finding(day):
            return Standing.objects.at(on=day).get(name="New Orleans").finding

        assert finding(dt.date(2017, 11, 1)) == "may_violate"
        assert finding(dt.date(2017, 11, 18)) == "no_evidence_of_noncompliance"
