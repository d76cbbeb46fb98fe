"""A government's list: its outline, its names, its missing lines."""

import pytest

from jurisdictions.choices import Kind, LegalForm, MatchHow, ReviewState
from jurisdictions.importers import batches
from jurisdictions.importers.lists import WANTED
from jurisdictions.importers.outline import Outline
from jurisdictions.models import Jurisdiction, Listing, Name, Standing
from jurisdictions.models.recomputing import damaged_standings
from tests.factories import make_jurisdiction, make_list, make_place, make_source

from .desk import NOTE, ImportCase
from .files import workbook

DHS = """
California
State
Self-identification as a State Sanctuary Jurisdiction
Counties
\u2022 Alameda County
\u2022 Butte County
Cities
Alameda
Berkley
District of Columbia
Self-identification as a State Sanctuary Jurisdiction
"""
DOJ = """
STATES:
California
COUNTIES
Butte County, CA
CITIES
1. Alameda, CA
2. San Nowhere, CA
"""
PLACES = (
    ("06", "CA", "California", Kind.STATE, LegalForm.STATE),
    ("11", "DC", "District of Columbia", Kind.STATE, LegalForm.FEDERAL_DISTRICT),
    ("06001", "CA", "Alameda County", Kind.COUNTY, LegalForm.COUNTY),
    ("06007", "CA", "Butte County", Kind.COUNTY, LegalForm.COUNTY),
    ("0600562", "CA", "Alameda city", Kind.CITY, LegalForm.CITY),
    ("0606000", "CA", "Berkeley city", Kind.CITY, LegalForm.CITY),
)


def outline(text):
    read = Outline([*enumerate(text.strip().splitlines(), 1)])
    faults = [(number, accepted) for number, _, accepted in read.faults]
    return [(x.state, x.heading, x.name) for x in read.entries], faults


class TestOutline:
    def test_a_state_with_headings_under_it(self):
        entries, faults = outline(DHS)
        assert not faults
        assert entries[1:5] == [
            ("California", "Counties", "Alameda County"),
            ("California", "Counties", "Butte County"),
            ("California", "Cities", "Alameda"),
            ("California", "Cities", "Berkley"),
        ]
        assert entries[5][0] == "District of Columbia"

    def test_headings_over_lines_that_name_their_state(self):
        entries, faults = outline(DOJ)
        assert not faults
        assert entries == [
            ("", "STATES", "California"),
            ("", "COUNTIES", "Butte County, CA"),
            ("", "CITIES", "Alameda, CA"),
            ("", "CITIES", "San Nowhere, CA"),
        ]

    def test_a_state_without_headings(self):
        entries, faults = outline("Ohio\nColumbus\nOregon\nSalem")
        assert entries == [("Ohio", "", "Columbus"), ("Oregon", "", "Salem")]
        assert not faults

    @pytest.mark.parametrize(
        ("text", "line", "accepted"),
        [
            ("Ohio\nCities\nDelaware\nColumbus", 3, "where it is a heading"),
            ("Ohio\nOregon\nSalem", 1, "lines below it"),
            ("The following is a list.\nOhio\nCities\nColumbus", 1, "leave out"),
            ("CITIES\nColumbus", 2, "Berkeley, CA"),
            ("Self-identification as a State Sanctuary Jurisdiction", 1, "Berkeley"),
        ],
    )
    def test_what_may_be_either_is_asked(self, text, line, accepted):
        _, faults = outline(text)
        assert faults[0][0] == line
        assert accepted in faults[0][1]


class ListCase(ImportCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        for geoid, state, name, kind, form in PLACES:
            make_place(geoid, state=state, name=name, kind=kind, legal_form=form)
        cls.list = make_list(slug="a-list", source=cls.source, on="2025-05-29")
        cls.later = make_source(slug="later")

    def lines(self, content, **asked):
        made = self.plan(content, "list", list="a-list", **asked)
        assert not made.diff.invalid, made.diff.invalid
        return made

    def load(self, content, **options):
        return self.apply(content, "list", list="a-list", **options)


class MatchTests(ListCase):
    def test_each_line_keeps_its_decision(self):
        made = self.lines(DHS)
        rows = {
            e.row.name_as_published: e for e in made.entries if type(e.row) is Listing
        }
        assert [(e.row.match, e.is_draft) for e in rows.values()] == [
            (MatchHow.NOT_A_PLACE, False),
            (MatchHow.EXACT, False),
            (MatchHow.EXACT, False),
            (MatchHow.EXACT, False),
            (MatchHow.AMBIGUOUS, True),
        ]
        near = rows["Berkley"].row
        assert (near.candidates, near.jurisdiction) == ("0606000", None)
        assert near.match_reason
        assert rows["Alameda"].row.jurisdiction.geoid == "0600562"
        assert rows["Alameda County"].row.number == 2

    def test_a_name_like_no_other_is_kept(self):
        row = self.lines(DOJ).entries[-1]
        assert (row.row.match, row.is_draft) == (MatchHow.NO_SUCH_PLACE, True)

    def test_a_table_and_a_workbook_are_read_alike(self):
        cells = (
            ("state", "heading", "name"),
            ("California", "Counties", "Butte County"),
        )
        text = "\n".join(",".join(row) for row in cells)
        for content in (
            text,
            workbook(*cells),
            workbook(*[[x] for x in DOJ.split("\n")]),
        ):
            made = self.lines(content)
            paths = [row.path for row in made.places]
            assert "ca/butte-county" in paths

    def test_a_list_that_is_not_there_is_asked_for(self):
        for said, column in (
            ({"list": "a-lst"}, "--list"),
            ({"list": "a-list", "source": "none"}, "--source"),
            ({"list": "a-list", "on": "soon"}, "--on"),
            ({"list": "a-list", "remove_missing_on": "2025-09-26"}, "--source"),
        ):
            assert column in [each[1] for each in self.errors(DOJ, "list", **said)]
        near = self.errors(DOJ, "list", list="a-lst")[0][2]
        assert "nearest is 'a-list'" in near

    def test_two_lines_of_one_government_are_told(self):
        made = self.lines("CITIES\nAlameda, CA\nCity of Alameda, CA")
        assert made.notices == [
            "ca/alameda is meant by 2 lines: Alameda, CA, City of Alameda, CA"
        ]

    def test_the_header_of_a_table_is_known_by_other_names_too(self):
        assert {"name_as_published", "state_heading"} <= WANTED.known


class PlacesTests(ListCase):
    def test_a_government_comes_to_the_site_with_its_published_line(self):
        batch = self.load(DHS, by=self.editor).batch
        county = Jurisdiction.objects.get(geoid="06001")
        assert county.path == "ca/alameda-county"
        assert not Standing.objects.filter(jurisdiction=county).exists()
        address = county.get_absolute_url()
        assert self.client.get(address).status_code == 404
        assert not [*damaged_standings()]
        batches.publish(batch, by=self.publisher, note=NOTE)
        names = Name.objects.live().filter(jurisdiction=county)
        assert {*names.values_list("role", "text")} == {
            ("official", "Alameda County"),
            ("short", "Alameda County"),
        }
        assert Standing.objects.known().filter(jurisdiction=county).exists()
        self.assertContains(self.client.get(address), "Alameda County")
        assert not [*damaged_standings()]

    def test_undone_it_is_gone_from_the_site_and_may_come_again(self):
        before = {*Standing.objects.known().values_list("digest", flat=True)}
        batch = self.load(DOJ).batch
        batches.undo(batch, by=self.second_publisher, note=NOTE)
        known = Standing.objects.known()
        assert {*known.values_list("digest", flat=True)} == before
        assert not Listing.objects.live().exists() and not [*damaged_standings()]
        assert self.load(DOJ).published == 3 + 6
        assert not known.filter(name="").exists()

    def test_the_same_ground_under_another_code_is_left_to_a_person(self):
        city = make_jurisdiction("Butte", state="CA", geoid="0699999", slug="butte")
        city.ties.create(relation="coextensive", place_id="06007")
        entries = {
            e.row.name_as_published: e
            for e in self.lines(DOJ).entries
            if type(e.row) is Listing
        }
        county = entries["Butte County, CA"]
        assert county.is_draft
        assert county.row.match_reason == "covers the same ground as ca/butte"


class AgainTests(ListCase):
    def setUp(self):
        super().setUp()
        self.load(DOJ)

    def test_a_line_that_is_there_is_not_changed(self):
        made = self.lines(DOJ.replace("Alameda, CA", "ALAMEDA, CA"), source="later")
        assert made.size == 0

    def test_a_missing_line_is_told_and_stays(self):
        made = self.lines(DOJ.replace("Butte County, CA\n", ""))
        assert made.diff.missing == ["line 2: Butte County, CA"]
        assert made.size == 0

    def test_it_ends_where_a_person_says_so_with_day_and_source(self):
        said = {"remove_missing_on": "2025-09-26", "source": "later"}
        done = self.load(DOJ.replace("Butte County, CA\n", ""), **said)
        assert done.published == 1
        row = Listing.objects.live().get(name_as_published="Butte County, CA")
        assert (row.end.iso, row.source, row.more_sources.get()) == (
            "2025-09-26",
            self.source,
            self.later,
        )
        assert row.revision == 2 and "No longer in the list" in row.end_reason

    def test_single_lines_stay_all_the_same(self):
        said = {"remove_missing_on": "2025-09-26", "source": "later"}
        said |= {"missing_that_stay": "2, 99"}
        made = self.lines(DOJ.replace("Butte County, CA\n", ""), **said)
        assert made.diff.missing == ["line 2: Butte County, CA"]
        assert made.size == 0

    def test_listed_again_it_is_a_claim_of_its_own(self):
        said = {"remove_missing_on": "2025-09-26", "source": "later"}
        self.load(DOJ.replace("Butte County, CA\n", ""), **said)
        assert self.lines(DOJ, on="2025-06-01").size == 0
        made = self.lines(DOJ, on="2025-12-01")
        (entry,) = made.entries
        assert entry.row.on.iso == "2025-12-01" and entry.row.revises is None

    def test_an_undecided_line_waits_as_it_is(self):
        assert Listing.objects.open().get().state == ReviewState.DRAFT
        made = self.lines(DOJ)
        assert "waits as a draft of paul" in made.notices[0]
