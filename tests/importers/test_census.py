import csv
import gzip

import pytest
from django.test import TestCase

from jurisdictions.importers import census
from jurisdictions.importers.base import Rejected
from jurisdictions.models import Place
from tests.code_figures import ROOT

FIXTURE = ROOT / "fixtures" / "census" / "places.csv.gz"
COOK = "17031,IL,Cook County,county,county,41.894294,-87.645455"
CHICAGO = "1714000,IL,Chicago city,city,city,41.837551,-87.681844"


@pytest.fixture
def gazetteer(tmp_path):
    def write(*rows):
        path = tmp_path / "places.csv"
        path.write_text("\n".join([",".join(census.COLUMNS), *rows, ""]), "utf-8")
        return path

    return write


@pytest.mark.django_db
class TestLoading:
    def test_a_file_becomes_places(self, gazetteer):
        assert str(census.load(gazetteer(COOK, CHICAGO))) == "2 new"
        place = Place.objects.get(pk="17031")
        assert (place.state, place.name, place.kind) == ("IL", "Cook County", "county")
        assert (place.search_text, place.vintage) == ("cook county", 2023)

    def test_loaded_again_it_changes_nothing(self, gazetteer):
        census.load(gazetteer(COOK))
        assert str(census.load(gazetteer(COOK))) == "1 unchanged"

    def test_a_changed_row_changes_its_place_alone(self, gazetteer):
        census.load(gazetteer(COOK, CHICAGO))
        found = census.load(gazetteer(COOK.replace("Cook", "Crook"), CHICAGO))
        assert str(found) == "1 changed, 1 unchanged"
        assert Place.objects.get(pk="17031").search_text == "crook county"

    def test_what_the_file_no_longer_holds_is_told_and_stays(self, gazetteer):
        census.load(gazetteer(COOK, CHICAGO))
        assert census.load(gazetteer(COOK)).missing == ["1714000"]
        assert Place.objects.count() == 2

    def test_one_bad_row_keeps_all_out(self, gazetteer):
        with pytest.raises(Rejected) as caught:
            census.load(gazetteer(CHICAGO, "6,ZZ,,place,city,north,"))
        columns = [error.column for error in caught.value.errors]
        assert columns == ["geoid", "state", "name", "kind", "lat"]
        assert {error.line for error in caught.value.errors} == {3}
        assert not Place.objects.exists()

    def test_a_code_appears_once(self, gazetteer):
        with pytest.raises(Rejected) as caught:
            census.load(gazetteer(COOK, COOK))
        assert [error.message for error in caught.value.errors] == ["appears twice"]


class FixtureTests(TestCase):
    """The file that comes with the project."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with gzip.open(FIXTURE, "rt", encoding="utf-8", newline="") as file:
            cls.rows = {row["geoid"]: row for row in csv.DictReader(file)}

    def test_it_holds_what_the_mapping_says(self):
        lengths = [len(geoid) for geoid in self.rows]
        counts = {length: lengths.count(length) for length in (2, 5, 7, 10)}
        assert counts == {2: 56, 5: 3222, 7: 19_515, 10: 19_172}

    def test_codes_keep_their_leading_zeros(self):
        assert self.rows["06"]["name"] == "California"
        assert self.rows["0606000"]["name"] == "Berkeley city"

    def test_no_statistical_area_is_a_government_but_honolulu(self):
        names = [row["name"] for row in self.rows.values()]
        assert [x for x in names if x.endswith((" CDP", " CCD", " UT"))] == [
            "Urban Honolulu CDP"
        ]

    def test_towns_that_lines_name_are_in_it(self):
        for geoid in ("3300933860", "0917035650", "3401347500", "3610322194"):
            assert geoid in self.rows

    def test_independent_cities_are_told_from_others(self):
        forms = {geoid: self.rows[geoid]["legal_form"] for geoid in self.rows}
        assert forms["5167000"] == forms["2404000"] == "independent_city"
        assert forms["1714000"] == "city"
        assert forms["24510"] == "county_equivalent"
