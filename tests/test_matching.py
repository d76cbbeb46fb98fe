"""A printed name finds its government, or waits for a person; it is never guessed."""

import random
import string

import pytest

from jurisdictions.choices import Kind, LegalForm
from jurisdictions.matching import (
    Gazetteer,
    Government,
    alias_key,
    match,
    read_heading,
    read_state,
)
from jurisdictions.matching.printed import take_apart
from jurisdictions.naming import fold
from tests.matching_figures import figures, gazetteer, listed, measure, rows, traps

HEADINGS = {Kind.CITY: "Cities", Kind.COUNTY: "Counties", Kind.STATE: "State"}
FORMS = {
    "County": (Kind.COUNTY, LegalForm.COUNTY),
    "city": (Kind.CITY, LegalForm.CITY),
    "town": (Kind.CITY, LegalForm.TOWN),
    "village": (Kind.CITY, LegalForm.VILLAGE),
    "township": (Kind.CITY, LegalForm.TOWNSHIP),
}


@pytest.fixture(scope="module")
def census():
    """The whole gazetteer, without a database."""
    return gazetteer()


def government(geoid, name, state="NY"):
    return Government(geoid, state, name, *FORMS[name.split()[-1]])


def among(*governments):
    return Gazetteer(government(*each) for each in governments)


def asked(name, state="NY", heading="Cities", *, places, **options):
    """(decision, GEOID or "") of one name among a few places."""
    found = match(name, state=state, heading=heading, among=places, **options)
    return found.decision, found.place.geoid if found.place else ""


ADAMS = among(
    ("3600100", "Adams city"), ("3600200", "Adams Town city"), ("36001", "Adams County")
)


@pytest.mark.parametrize(
    "name",
    [
        "Adams",
        " adams\u00a0",
        "ADAMS CITY",
        "City of Adams",
        "the City of  Adams",
        "Adams, City of",
        "Adams (city)",
        "Adams, NY",
        "Adams, New York",
        "\u201cAdams\u201d",
    ],
)
def test_a_city_is_found_however_it_is_written(name):
    assert asked(name, places=ADAMS) == ("auto", "3600100")


@pytest.mark.parametrize(
    "name",
    ["Adams County", "ADAMS COUNTY, N.Y.", "County of Adams", "Adams Co.", "Adams"],
)
def test_the_heading_decides_between_a_city_and_a_county(name):
    assert asked(name, heading="COUNTIES", places=ADAMS) == ("auto", "36001")


def test_without_a_heading_a_city_and_a_county_wait_for_a_person():
    found = match("Adams", state="New York", among=ADAMS)
    assert found.decision == "review"
    assert {each.place.geoid for each in found.candidates[:2]} == {"3600100", "36001"}
    assert "2 governments fit" in found.reasons[0]


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("Adams County", "Cities"),
        ("Town of Adams", "Cities"),
        ("City of Adams County", ""),
        ("Adams Police Department", "Cities"),
        ("Adams", "Sanctuaries"),
        ("Adams, Ohio", "Cities"),
        ("Adams", "State"),
    ],
)
def test_a_kind_that_disagrees_waits_for_a_person(name, heading):
    decision, _ = asked(name, heading=heading, places=ADAMS)
    assert decision == "review"


def test_a_legal_suffix_is_taken_off_once():
    places = among(("1", "Boise City city"), ("2", "Jersey City city"))
    assert asked("Boise City", places=places) == ("auto", "1")
    assert asked("Jersey City city", places=places) == ("auto", "2")
    assert asked("Boise", places=places)[0] == "review"


def test_a_city_is_meant_before_the_town_around_it():
    places = among(("3600001", "Ithaca city"), ("3600100002", "Ithaca town"))
    assert asked("Ithaca", places=places) == ("auto", "3600001")
    assert asked("Town of Ithaca", places=places) == ("auto", "3600100002")
    assert asked("Ithaca", heading="Towns", places=places) == ("auto", "3600100002")
    assert asked("Ithaca", heading="", places=places)[0] == "review"


def test_a_village_and_its_town_wait_where_towns_work_as_cities_do():
    names = ("0000001", "Oak Park village"), ("0000100002", "Oak Park township")
    for state, decision in (("NY", "review"), ("IL", "auto")):
        places = among(*((*each, state) for each in names))
        assert asked("Oak Park", state, places=places)[0] == decision


def test_a_bare_name_is_no_township_where_townships_do_little():
    places = among(("1700100001", "Clay township", "IL"))
    assert asked("Clay", "IL", places=places)[0] == "review"
    assert asked("Clay Township", "IL", places=places) == ("auto", "1700100001")


def test_townships_of_one_name_are_told_apart_by_a_county_in_the_name():
    places = among(
        ("3600100001", "Clay township"),
        ("3600300001", "Clay township"),
        ("36003", "Bond County"),
    )
    assert asked("Clay Township", places=places)[0] == "review"
    answer = asked("Clay Township, Bond County", places=places)
    assert answer == ("auto", "3600300001")


def test_a_lost_space_is_no_other_name():
    places = among(("36005", "De Kalb County"), ("3600001", "Elizabeth town"))
    assert asked("DeKalb", heading="Counties", places=places) == ("auto", "36005")
    assert asked("DeKalbCounty", heading="", places=places) == ("auto", "36005")
    assert asked("Elizabethtown", places=places)[0] != "auto"


def test_a_decided_alias_wins_within_its_scope():
    key = alias_key("The Big Place", state="NY", heading="Cities")
    options = {"places": ADAMS, "aliases": {key: "3600100"}}
    assert asked("the BIG place", **options) == ("auto", "3600100")
    assert asked("the BIG place", heading="Counties", **options)[0] != "auto"
    assert asked("the BIG place", state="Ohio", **options)[0] != "auto"
    assert asked("the BIG place, Ohio", **options)[0] != "auto"


@pytest.mark.parametrize("cell", ["", " ", "#N/A", "n/a", "05/082025", "\u2014", "\0"])
def test_a_cell_without_a_name_is_none(cell):
    found = match(cell, state="NY", heading="Cities", among=ADAMS)
    assert (found.decision, found.candidates) == ("none", ())


@pytest.mark.parametrize("state", ["any", "XX", "Iowa / New York", "\0"])
def test_an_unknown_state_is_none_and_says_so(state):
    found = match("Adams", state=state, heading="Cities", among=ADAMS)
    assert found.decision == "none"
    assert state in found.reasons[0]


def test_an_empty_state_is_read_from_the_name():
    assert asked("Adams, NY", "", places=ADAMS) == ("auto", "3600100")
    assert asked("Adams", "", places=ADAMS)[0] == "none"


@pytest.mark.parametrize("text", ["NY", "ny ", "New York", "N.Y.", "State of New York"])
def test_a_state_is_read_in_its_usual_forms(text):
    assert read_state(text) == "NY"


@pytest.mark.parametrize(
    ("text", "level", "word"),
    [
        ("CITIES:", Kind.CITY, None),
        ("Cities and Towns", Kind.CITY, None),
        ("Townships", Kind.CITY, "township"),
        ("Parishes", Kind.COUNTY, None),
        ("States and territories", Kind.STATE, None),
        ("Cities and Counties", None, None),
        ("", None, None),
    ],
)
def test_a_heading_asks_for_a_level(text, level, word):
    found = read_heading(text, "NY")
    assert (found.level, found.word, found.is_known) == (level, word, True)


def test_boroughs_are_counties_in_alaska_only():
    assert read_heading("Boroughs", "AK").level == Kind.COUNTY
    assert read_heading("Boroughs", "PA").level == Kind.CITY


def test_a_hostile_name_is_read_in_no_time():
    for text in ("(" * 5000, "a, " * 5000, "City of " * 2000, "x" * 100_000):
        assert take_apart(text, "NY") is not None


def test_invented_names_of_every_state_are_decided_as_a_person_would(census):
    faults = []
    for row in rows("tests/data/printed_names.csv"):
        meant = {*row["meant"].split("|")} - {""}
        found = match(
            row["name"], state=row["state"], heading=row["heading"], among=census
        )
        shown = {each.place.geoid for each in found.candidates[:3]}
        if row["decision"] == "auto":
            is_right = found.place and {found.place.geoid} == meant
        else:
            is_right = found.decision != "auto" and meant <= shown
        if not is_right:
            faults.append((row, found.decision, found.place, shown))
    assert not faults, faults


def rivals(place, census):
    """All of its state and level that may be called what it is called."""
    texts = {fold(place.name), fold(place.base)}
    links = (link for text in texts for link in census.named(place.state, text).items())
    return {each for each, link in links if link < 4 and each.kind == place.kind}


def test_a_full_census_name_is_its_own_government(census):
    """Or waits, when another of that level and state may be called the same."""
    for geoid in random.Random(436).sample(sorted(census.by_geoid), 2000):
        place = census.by_geoid[geoid]
        heading = HEADINGS[place.kind]
        found = match(place.name, state=place.state, heading=heading, among=census)
        others = rivals(place, census)
        if found.decision == "auto" or len(others) == 1:
            assert found.place == place, (place, found)
        elif len(others) <= 5:
            assert place in {each.place for each in found.candidates}, (place, found)


def slip(text, chance):
    """The text with one letter lost, added, changed, or two exchanged."""
    at, letter = chance.randrange(len(text)), chance.choice(string.ascii_lowercase)
    rest = text[at + 1 :]
    slips = [rest, letter + text[at:], letter + rest, rest[:1] + text[at] + rest[1:]]
    return text[:at] + chance.choice(slips)


def test_one_slip_of_the_pen_never_leads_to_another_place(census):
    chance = random.Random(436)
    for geoid in chance.sample(sorted(census.by_geoid), 1000):
        place = census.by_geoid[geoid]
        name = slip(place.name, chance)
        found = match(
            name, state=place.state, heading=HEADINGS[place.kind], among=census
        )
        if found.decision == "auto" and fold(found.place.base) != fold(place.base):
            # The slip made the plain name of another place; no reader could tell.
            others = {text for text, link in found.place.names() if link < 3}
            assert fold(name) in others, (place, name, found.place)


def test_no_name_is_matched_across_states(census):
    chance = random.Random(436)
    for geoid in chance.sample(sorted(census.by_geoid), 100):
        name = census.by_geoid[geoid].name
        for state in ("VT", "Texas", "PR"):
            found = match(name, state=state, among=census)
            near = [each.place for each in found.candidates]
            places = [found.place, *near] if found.place else near
            assert {each.state for each in places} <= {read_state(state)}


def test_the_published_figures_hold(census):
    answers = measure([*listed(), *traps(census)], census)
    found = figures(answers)
    assert found["wrong"] == 0
    own = figures([each for each in answers if each[0].source == "DHS list"])
    assert own["names"] == 436
    assert own["automatic"] >= 0.85 * 436
    known = found["with one right place"]
    assert found["of those among the first three"] >= 0.98 * known
