"""Every other format on small files, and every sample read or refused by its name."""

import pytest

from jurisdictions.choices import AmountKind, Kind, LegalForm, ReviewState
from jurisdictions.importers.asking import Asked
from jurisdictions.importers.formats import FORMATS, plan
from jurisdictions.models import Award, Event, Place, Policy
from tests.code_figures import ROOT
from tests.factories import make_place

from .desk import ImportCase

SAMPLES = ROOT / "tests" / "data" / "samples"
LATER = "read by a later version"
# What becomes of each sample: its format, and the words of its refusal ("": read).
BECOMES = {
    "README.txt": ("finding", "a first line with this format's columns"),
    "gazetteer_2024_place.txt": ("gazetteer", ""),
    "gazetteer_2025_counties.txt": ("gazetteer", ""),
    "gazetteer_2025_cousubs.txt": ("gazetteer", ""),
    "gazetteer_2025_place.txt": ("gazetteer", ""),
    "gov_units_2025_general_purpose.csv": ("gazetteer", "the gazetteers are read"),
    "ice_287g_participating.csv": ("287g", "a day like 2025-08-05"),
    "ice_287g_pending.csv": ("287g", "a column geoid says which"),
    "jag_local_allocations_as_text.csv": ("jag", "a state's name or postal code"),
    "national_county2020.txt": ("gazetteer", "a Census list of codes of 2020"),
    "national_place2020.txt": ("gazetteer", "a Census list of codes of 2020"),
    "national_place_by_county2020.txt": ("gazetteer", "a Census list of codes"),
    "tracking_287g_agreements.csv": ("287g", "a column geoid says which"),
    "usaspending_assistance_prime_award_summaries.csv": ("jag", LATER),
    "usaspending_assistance_prime_transactions.csv": ("jag", LATER),
    "usaspending_assistance_subawards.csv": ("list", LATER),
    "usaspending_spending_by_award_request.json": ("award", LATER),
    "usaspending_spending_by_award_response.json": ("list", LATER),
}
STATES = (("01", "AL", "Alabama"), ("12", "FL", "Florida"), ("48", "TX", "Texas"))
AGREEMENTS = """STATE,LAW ENFORCEMENT AGENCY,TYPE,COUNTY,SUPPORT TYPE,SIGNED,MOA,,
ALABAMA,Baldwin County Sheriff's Office,County,Baldwin County ,Warrant Service Officer,\
2025-05-08,link,,
TEXAS,Department of Public Safety,State Agency,#N/A,Jail Enforcement Model,\
2025-06-25,link,,
,,,,,,,,
"""
ALLOCATIONS = """state,jurisdiction_name,government_type,direct_allocation,\
joint_allocation,disparate_group
AL,BALDWIN COUNTY,County,*,,BALDWIN COUNTY
AL,DAPHNE CITY,Municipal,"$51,883","$668,782",BALDWIN COUNTY
AL,NOWHERE CITY,Municipal,"$11,111",,
"""


def test_every_sample_has_its_outcome():
    assert {path.name for path in SAMPLES.iterdir()} == BECOMES.keys()


class PlacesCase(ImportCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        for code, state, name in STATES:
            fields = {"kind": Kind.STATE, "legal_form": LegalForm.STATE}
            make_place(code, state=state, name=name, **fields)
        fields = {"kind": Kind.COUNTY, "legal_form": LegalForm.COUNTY}
        make_place("01003", state="AL", name="Baldwin County", **fields)
        make_place("0119648", state="AL", name="Daphne city")


class SampleTests(PlacesCase):
    def test_every_sample_is_read_or_refused_with_a_clear_word(self):
        asked = Asked(source="memo", fiscal_year="2022", list="a-list")
        for name, (kind, word) in BECOMES.items():
            with self.subTest(name):
                made = plan(SAMPLES / name, kind, asked)
                errors = [str(error) for error in made.diff.invalid]
                assert bool(errors) == bool(word)
                assert not word or any(word in error for error in errors), errors

    def test_a_file_of_one_kind_is_refused_by_the_others(self):
        path = SAMPLES / "ice_287g_participating.csv"
        for kind in FORMATS.keys() - {"287g"}:
            made = plan(path, kind, Asked())
            assert made.diff.invalid and not made.size, kind


class GazetteerTests(PlacesCase):
    def gazetteer(self, name, **asked):
        return plan(SAMPLES / name, "gazetteer", Asked(**asked))

    def test_a_level_is_told_by_its_columns_and_codes(self):
        for name, told in (
            ("gazetteer_2024_place.txt", "read as places of 2024"),
            ("gazetteer_2025_place.txt", "read as places of 2025"),
            ("gazetteer_2025_counties.txt", "read as counties of 2025"),
            ("gazetteer_2025_cousubs.txt", "read as county subdivisions of 2025"),
        ):
            assert self.gazetteer(name).notices[0] == told

    def test_statistical_places_and_city_subdivisions_are_left_out(self):
        made = self.gazetteer("gazetteer_2024_place.txt")
        assert "1 left out: statistical places" in made.notices
        assert {row.geoid for row in made.gazetteer.new} >= {"1608830", "0811810"}
        made = self.gazetteer("gazetteer_2025_cousubs.txt")
        assert [row.geoid for row in made.gazetteer.new] == ["0911037070", "0911022630"]

    def test_a_name_is_stored_with_its_suffix_and_form(self):
        rows = self.gazetteer("gazetteer_2025_counties.txt").gazetteer.new
        forms = {row.name: row.legal_form for row in rows}
        assert forms["Doña Ana County"] == LegalForm.COUNTY
        assert forms["Orleans Parish"] == LegalForm.COUNTY_EQUIVALENT
        row = next(row for row in rows if row.geoid == "35013")
        assert (row.vintage, row.search_text) == (2025, "dona ana county")

    def test_a_publisher_loads_it_once_with_one_event(self):
        path = SAMPLES / "gazetteer_2025_counties.txt"
        before = Event.objects.count()
        done = self.apply(path.read_text(), "gazetteer", vintage="2025")
        assert (done.published, Event.objects.count()) == (7, before + 1)
        assert Place.objects.get(pk="09110").name == "Capitol Planning Region"
        again = self.apply(path.read_text(), "gazetteer", vintage="2025")
        assert again.batch is None and Event.objects.count() == before + 1

    def test_a_place_that_a_newer_file_lacks_stays_with_its_year(self):
        made = self.gazetteer("gazetteer_2025_counties.txt")
        assert made.diff.missing == ["01003"]
        assert Place.objects.get(pk="01003").vintage == 2023

    def test_an_older_file_overwrites_nothing(self):
        Place.objects.filter(pk="0119648").update(vintage=2025, name="Daphne town")
        text = (SAMPLES / "gazetteer_2024_place.txt").read_text()
        line = "AL\t0119648\t0\tDaphne city\t25\tA\t0\t0\t0\t0\t40.0\t-90.0 \n"
        made = self.plan(text + line, "gazetteer", vintage="2024")
        assert len(made.gazetteer.unchanged) == 1

    def test_latin_1_is_read_by_choice_only(self):
        text = (SAMPLES / "gazetteer_2024_place.txt").read_text().encode("latin-1")
        assert "choose an encoding" in self.errors(text, "gazetteer")[0][2]

    @pytest.mark.postgres
    def test_the_same_on_postgresql(self):
        self.test_a_publisher_loads_it_once_with_one_event()

    def test_a_fault_is_told_with_its_row(self):
        text = (SAMPLES / "gazetteer_2025_counties.txt").read_text()
        for was, now, column in (
            ("CT|09110", "CA|09110", "USPS"),
            ("35013|", "3501399|", "GEOID"),
            ("|22071|", "|35013|", "GEOID"),
            ("40.0|-90.0\nLA", "400|-90.0\nLA", "INTPTLAT"),
        ):
            errors = self.errors(text.replace(was, now, 1), "gazetteer", vintage="2025")
            assert [each[1] for each in errors] == [column], now
        assert self.errors(text, "gazetteer")[0][1] == "--vintage"
        assert self.errors(text, "gazetteer", vintage="2024")[0][1] == "--vintage"

    def test_a_code_that_lost_its_zero_is_mended_with_a_notice(self):
        text = (SAMPLES / "gazetteer_2025_counties.txt").read_text()
        made = self.plan(
            text.replace("|09110|", "|9110|", 1), "gazetteer", vintage="2025"
        )
        assert "'9110' is read as 09110" in made.notices[1]


class AgreementTests(PlacesCase):
    def test_an_agreement_becomes_a_policy_of_its_government(self):
        made = self.plan(AGREEMENTS, "287g", source="memo")
        assert not made.diff.invalid, made.diff.invalid
        self.apply(AGREEMENTS, "287g", source="memo", by=self.editor)
        county, state = Policy.objects.order_by("on_first")
        assert county.title == "287(g) agreement, Warrant Service Officer"
        assert (county.jurisdiction.geoid, county.on.iso) == ("01003", "2025-05-08")
        assert county.state == ReviewState.IN_REVIEW
        assert "Baldwin County Sheriff's Office" in county.remark
        assert state.jurisdiction.geoid == "48"

    def test_an_agency_that_is_not_certain_is_asked_for_with_candidates(self):
        text = AGREEMENTS.replace("Baldwin County ,", "Baldwyn County ,")
        ((line, column, accepted),) = self.errors(text, "287g", source="memo")
        assert (line, column) == (2, "LAW ENFORCEMENT AGENCY")
        assert "01003" in accepted

    def test_a_column_with_its_code_answers(self):
        text = AGREEMENTS.replace("MOA", "geoid").replace("link", "1003", 1)
        text = text.replace("Baldwin County ,", "Baldwyn ,").replace(",link", ",48")
        made = self.plan(text, "287g", source="memo")
        assert not made.diff.invalid and len(made.diff.new) == 2

    def test_a_pending_one_is_a_draft_without_a_day(self):
        text = AGREEMENTS.replace(",SIGNED,MOA,,", "").replace("\\\n", "")
        rows = [row.split(",2025")[0] for row in text.splitlines()[:3]]
        made = self.plan("\n".join(rows), "287g", source="memo")
        policies = [e for e in made.entries if type(e.row) is Policy]
        assert [(e.is_draft, e.row.on) for e in policies] == [(True, None)] * 2

    def test_a_trackers_day_is_only_a_bound(self):
        text = (
            "date,state,county,agency,type\n2025-05-16 am,ALABAMA,Baldwin County,"
            "baldwin county sheriff,Jail Enforcement Model\n"
        )
        made = self.plan(text, "287g", source="memo")
        assert not made.diff.invalid, made.diff.invalid
        assert made.diff.new[0].row.on.precision == "on_or_before"

    def test_its_source_is_asked_for(self):
        assert self.errors(AGREEMENTS, "287g")[0][1] == "--source"


class AllocationTests(PlacesCase):
    def load(self, text=ALLOCATIONS):
        self.apply(text, "jag", source="memo", fiscal_year="2022")
        return {award.recipient: award for award in Award.objects.order_by("pk")}

    def test_each_government_has_its_own_allocation(self):
        awards = self.load()
        city = Award.objects.get(recipient="DAPHNE CITY")
        assert (city.amount_usd, city.amount_kind) == (51_883, AmountKind.ALLOCATION)
        assert (city.jurisdiction.geoid, city.fiscal_year) == ("0119648", "2022")
        assert city.on.precision == "fiscal_year" and not city.may_double_count
        assert awards["NOWHERE CITY"].published_at is None
        assert awards["NOWHERE CITY"].jurisdiction is None

    def test_an_asterisk_is_a_signature_without_a_sum(self):
        self.load()
        county = Award.objects.get(recipient="BALDWIN COUNTY", shared_by=None)
        assert county.amount_usd is None
        assert "signs for its group" in county.remark

    def test_a_joint_allocation_is_its_groups(self):
        self.load()
        joint = Award.objects.get(may_double_count=True)
        assert (joint.amount_usd, joint.jurisdiction) == (668_782, None)
        codes = joint.shared_by.values_list("geoid", flat=True)
        assert {*codes} == {"01003", "0119648"}

    def test_what_cannot_be_read_is_told(self):
        for was, now, column in (
            ("*,,", ",,", "direct_allocation"),
            ('"$51,883"', "51 thousand", "direct_allocation"),
            ("Municipal", "Tribal", "government_type"),
            ('"$668,782",BALDWIN COUNTY', '"$668,782",', "disparate_group"),
        ):
            text = ALLOCATIONS.replace(was, now, 1)
            errors = self.errors(text, "jag", source="memo", fiscal_year="2022")
            assert [each[1] for each in errors] == [column], now
        errors = self.errors(ALLOCATIONS, "jag", source="memo")
        assert errors[0][1] == "--fiscal-year"
