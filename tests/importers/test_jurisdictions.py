import pytest

from jurisdictions.importers import jurisdictions
from jurisdictions.importers.base import Line
from jurisdictions.models import Jurisdiction, Place

from .folder import PLACE

KNOWN = {"1714000", "17031", "17"}


def parsed(*rows):
    """Parsed rows and their own errors, as (column, message)."""
    errors = []
    empty = dict.fromkeys(jurisdictions.COLUMNS, "")
    lines = [Line("places.csv", at, empty | row) for at, row in enumerate(rows, 2)]
    found = [jurisdictions.parse(line, errors) for line in lines]
    return found, [(error.column, error.message) for error in errors]


def checked(*rows):
    found, errors = parsed(*rows)
    assert not errors
    return [error.column for error in jurisdictions.check(found, KNOWN)]


def test_a_row_becomes_a_jurisdiction_with_its_ties():
    (found,), errors = parsed(PLACE | {"population": "2722389", "lat": "41.85"})
    assert not errors
    assert (found.row.path, found.row.population) == ("il/chicago", 2_722_389)
    assert found.ties == {("mostly_in", "17031")}


def test_a_state_has_a_path_of_its_own():
    (found,), _ = parsed(
        {"path": "il", "kind": "state", "legal_form": "state", "geoid": "17"}
    )
    assert (found.row.state, found.row.slug) == ("IL", "")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"path": "zz/chicago"}, "path"),
        ({"path": "IL/chicago"}, "path"),
        ({"path": "il"}, "path"),
        ({"kind": "place"}, "kind"),
        ({"population": "many"}, "population"),
        ({"ties": "near:17031"}, "ties"),
    ],
)
def test_a_cell_that_cannot_stand_is_named(cells, column):
    _, errors = parsed(PLACE | cells)
    assert [each[0] for each in errors] == [column]


def test_what_needs_other_rows_is_checked_against_them():
    assert checked(PLACE) == []
    assert checked(PLACE | {"geoid": "1700000"}) == ["geoid"]
    assert checked(PLACE | {"ties": "comprises:99999"}) == ["geoid"]
    assert checked(PLACE | {"same_government_as": "il/nowhere"}) == [
        "same_government_as"
    ]
    assert checked(PLACE | {"same_government_as": "il/chicago"}) == [
        "same_government_as"
    ]
    assert checked(PLACE, PLACE) == ["path", "geoid"]


@pytest.mark.django_db
def test_a_changed_row_changes_its_jurisdiction_and_its_ties():
    for geoid in ("1714000", "17031", "17043"):
        Place.objects.create(geoid=geoid, state="IL", kind="county", name=geoid)
    first, _ = parsed(PLACE)
    jurisdictions.apply(jurisdictions.diff(first))
    again, _ = parsed(PLACE)
    assert jurisdictions.diff(again).is_empty
    other, _ = parsed(PLACE | {"ties": "partly_in:17043", "remark": "Moved."})
    jurisdictions.apply(jurisdictions.diff(other))
    chicago = Jurisdiction.objects.get()
    assert chicago.remark == "Moved."
    assert [(x.relation, x.place_id) for x in chicago.ties.all()] == [
        ("partly_in", "17043")
    ]
