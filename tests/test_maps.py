"""The map's promises: nothing is lost, all 56 are there, no look is colour alone."""

import re

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions import maps
from jurisdictions.choices import POSTAL_OF_CODE, STATES
from jurisdictions.geometry import HEIGHT, WIDTH, bounds, shapes
from jurisdictions.maps import Feature, Status, picture
from tests.code_figures import ROOT
from tests.test_geometry import census

LISTED = Status("listed", "On the list", "/jurisdictions/?list=x", "square")
REMOVED = Status("removed", "Removed", "/lists/x/", "hatch")
STATUSES = [LISTED, REMOVED]
TERRITORIES_AND_DC = ("PR", "GU", "VI", "AS", "MP", "DC")


def make_feature(geoid, **fields):
    level = {2: "state", 5: "county"}.get(len(geoid), "place")
    values = {
        "level": level,
        "name": f"Place {geoid}",
        "state": POSTAL_OF_CODE.get(geoid[:2], ""),
        "url": f"/jurisdictions/{geoid}/",
        "lat": None,
        "lon": None,
        "status": "listed",
    }
    return Feature(geoid, **(values | fields))


def make_city(geoid="3436000", lat=40.71, lon=-74.06, **fields):
    return make_feature(geoid, lat=lat, lon=lon, **fields)


def draw(*features, **options):
    return picture(features, STATUSES, **options)


def render(drawn):
    context = {"picture": drawn, "title": "Where", "desc": "By state.", "table": "rows"}
    return render_to_string("includes/_map.svg.html", context)


def reason(feature):
    (pair,) = draw(feature).off_map
    assert pair[0] == feature
    return pair[1]


codes = st.sampled_from(
    [*shapes("states"), *shapes("counties"), "09001", "00", "6", ""]
)
anywhere = st.one_of(st.none(), st.floats(-400, 400), st.just(float("nan")))
features = st.builds(
    Feature,
    geoid=st.one_of(codes, st.from_regex(r"[0-9]{7}|[0-9]{10}", fullmatch=True)),
    level=st.sampled_from(["state", "county", "place"]),
    name=st.just("Anywhere"),
    state=st.sampled_from([*STATES, ""]),
    url=st.just("/"),
    lat=anywhere,
    lon=anywhere,
    status=st.sampled_from(["listed", "removed"]),
)


@given(st.lists(features, max_size=30))
def test_drawn_and_listed_add_up_to_all(asked):
    drawn = draw(*asked)
    assert drawn.drawn + len(drawn.off_map) == drawn.total == len(asked)
    coloured = [region for region in drawn.regions if region.status.code != "ground"]
    assert len(coloured) + len(drawn.all_dots) == drawn.drawn
    entries = [entry for entry in drawn.legend if entry.status.code != "ground"]
    assert sum(entry.count for entry in entries) == len(asked)


def test_all_fifty_six_are_drawn_with_nothing_on_record():
    drawn = draw()
    assert {region.feature.geoid for region in drawn.regions} == set(shapes("states"))
    assert {region.status.shape for region in drawn.regions} == {"blank"}
    assert drawn.total == 0


@pytest.mark.parametrize("postal", TERRITORIES_AND_DC)
def test_districts_and_territories_are_visible_framed_and_named(postal):
    code, name = STATES[postal]
    drawn = draw(make_feature(code))
    (region,) = [each for each in drawn.regions if each.status == LISTED]
    left, top, right, bottom = bounds("states", code)
    assert left < right and top < bottom and right < WIDTH and bottom < HEIGHT
    assert region.feature.geoid == code
    assert [frame.name for frame in drawn.frames if frame.state == postal] == [name]


def test_the_district_is_drawn_a_second_time_larger():
    (district,) = [each for each in draw().regions if each.feature.geoid == "11"]
    assert district.d.startswith(shapes("states")["11"])
    assert district.d.count("M") == 2


def test_connecticut_is_drawn_by_its_regions_and_not_by_its_counties():
    drawn = draw(*[make_feature(f"091{n}0") for n in range(1, 10)])
    assert drawn.drawn == 9
    assert "planning regions" in reason(make_feature("09001"))


def test_the_parts_of_a_split_area_are_drawn_and_the_whole_is_explained():
    assert draw(make_feature("02063"), make_feature("02066")).drawn == 2
    assert "02063" in reason(make_feature("02261"))


@pytest.mark.parametrize(
    ("feature", "why"),
    [
        (make_feature("01999"), "no shape for the code 01999"),
        (make_feature("6", level="state"), "no shape for the code 6"),
        (make_feature("", level="county"), "Not matched"),
        (make_feature("3436000"), "No coordinates"),
        (make_city(lat=-74.06, lon=40.71), "outside the state"),
        (make_city(lon=74.06), "outside the state"),
        (make_city(lat=float("nan")), "outside the state"),
        (make_city(state="ZZ"), "no shape"),
    ],
)
def test_what_cannot_be_drawn_says_why(feature, why):
    assert why in reason(feature)


def test_every_place_of_the_census_can_be_drawn():
    places = [
        make_feature(geoid, lat=lat, lon=lon, state=state)
        for geoid, state, lat, lon in census()
        if len(geoid) > 5
    ]
    assert draw(*places).drawn == len(places) > 38_000


def test_a_code_is_drawn_once_and_the_second_entry_is_listed():
    drawn = draw(make_feature("06"), make_feature("06", status="removed"))
    assert [why for _, why in drawn.off_map] == [
        "Another entry with the code 06 is drawn."
    ]


def test_a_town_by_its_ten_digit_code_is_a_dot():
    town = make_city("3401747430", lat=40.7, lon=-74.1)
    (dot,) = draw(town).dots
    assert dot.feature == town


def test_a_county_too_small_to_see_is_a_mark_in_its_middle():
    drawn = draw(make_feature("06075"), make_feature("06073"))
    assert [dot.feature.geoid for dot in drawn.dots] == ["06075"]
    assert drawn.regions[-1].feature.geoid == "06073", "over the states"


def test_a_county_reduced_to_a_line_by_the_grid_is_a_mark():
    assert len(draw(make_feature("51610"), make_feature("51570")).dots) == 2


def test_crowded_cities_each_keep_a_mark_and_a_link_of_their_own():
    around = [make_city(f"340000{n}", lon=-74.06 + n / 100) for n in range(6)]
    drawn = draw(*around)
    assert len(drawn.dots) == 6
    assert drawn.leaders.count("M") == sum(dot.is_moved for dot in drawn.dots) > 0
    html = render(drawn)
    assert all(f'href="{city.url}"' in html for city in around)


def test_fifteen_hundred_places_are_all_on_the_map():
    many = [
        make_city(f"{n:07}", lat=32 + n % 50 / 10, lon=-99 + n // 50 / 10, state="TX")
        for n in range(1500)
    ]
    drawn = draw(*many)
    assert drawn.total == drawn.drawn == 1500
    assert len(drawn.dots) + drawn.crowded == 1500
    legend = render_to_string("includes/_map_legend.html", {"picture": drawn})
    assert "Showing all 1,500." in legend
    assert f"{drawn.crowded:,} places in {len(drawn.crowds)} marks" in legend


def test_a_crowd_names_its_first_members_and_leads_to_the_table():
    drawn = draw(*[make_city(f"34{n:05}", lon=-74.06 + n / 9999) for n in range(20)])
    (crowd,) = drawn.crowds
    assert crowd.title.startswith("20 places, each in the table: Place 3400000, New")
    assert crowd.title.endswith("and 8 more")
    assert '<a href="#rows"><g class="map-crowd">' in render(drawn)


def test_absences_of_three_kinds_are_three_entries_and_three_looks():
    kinds = [
        Status("none", "No statement on record", "/?position=none", "open"),
        Status("unread", "Not reviewed", "/?reviewed=no", "unknown"),
    ]
    asked = [make_feature("06", status="none"), make_feature("36", status="unread")]
    drawn = picture(asked, kinds)
    assert [entry.count for entry in drawn.legend] == [1, 1, 54]
    assert len({entry.status.shape for entry in drawn.legend}) == 3
    assert all(region.status.shape in maps.SHAPES for region in drawn.regions)


def test_the_legend_counts_what_is_not_drawn_too():
    asked = [make_feature(code) for code in ("06", "11", "72", "06073", "09001")]
    entry = draw(*asked, make_city()).legend[0]
    assert entry.count == 6
    assert entry.detail == "1 state, D.C., 1 territory, 2 counties, 1 city or town"


def test_a_state_without_an_entry_can_have_a_link():
    drawn = draw(linked_states={"TX": "/jurisdictions/?state=TX"})
    linked = [region for region in drawn.regions if region.feature.url]
    assert [region.feature.state for region in linked] == ["TX"]


def test_a_title_says_name_state_status_and_note():
    (dot,) = draw(make_city(name="Jersey City", note="Listed Aug. 5, 2025.")).dots
    assert dot.title == "Jersey City, New Jersey: On the list. Listed Aug. 5, 2025."


def test_names_are_escaped_in_the_svg():
    html = render(draw(make_feature("06", name="<script>", url="/?a=1&b=2")))
    assert "&lt;script&gt;: On the list." in html
    assert 'href="/?a=1&amp;b=2"' in html


def test_the_svg_is_named_and_has_every_look_it_uses():
    html = render(draw(make_feature("06"), make_city(status="removed")))
    assert 'aria-labelledby="map-title map-desc"' in html
    for look in maps.SHAPES:
        assert f'<pattern id="look-{look}"' in html
        assert f'<g id="mark-{look}"' in html
    for used in re.findall(r'url\(#([\w-]+)\)|href="#([\w-]+)"', html):
        assert f'id="{"".join(used)}"' in html


def test_no_two_looks_share_a_pattern_or_a_mark():
    html = render(draw())
    for kind in ("pattern", "g"):
        bodies = re.findall(rf'<{kind} id="(?:look|mark)-(\w+)"(.*?)</{kind}>', html)
        assert [name for name, _ in bodies] == list(maps.SHAPES)
        # Full ink and no ink need no pattern to be told apart.
        bare = {re.sub(r'class="[\w -]+"', "", body) for _, body in bodies[1:]}
        assert len(bare) == len(maps.SHAPES) - 1, "they differ without their colours"


def test_the_explorer_keeps_the_svg_and_names_its_data():
    context = {
        "picture": draw(make_feature("06")),
        "figure_url": "/map.json?by=list&on=x",
    }
    html = render_to_string("includes/_map_explorer.html", context)
    assert 'data-explorer data-figure="/map.json?by=list&amp;on=x"' in html
    assert '<a href="/jurisdictions/06/">' in html
    assert 'role="status"' in html, "present before anything is said in it"


def test_first_paint_of_the_states_stays_small():
    assert len(render(draw()).encode()) < 75_000


def test_shapes_without_colour_have_an_outline():
    css = (ROOT / "static/css/map.css").read_text(encoding="utf-8")
    assert re.search(r"\.region \{ stroke: var\(--edge\)", css)
    assert not re.search(r"#[0-9a-f]{3,6}\b", css), "colours come from tokens.css"
