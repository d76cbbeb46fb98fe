"""The explorer's figure: the same shapes as the SVG, and text that stays text."""

import gzip
import json
import re

import plotly.graph_objects as go
import pytest

from jurisdictions import figures, maps
from jurisdictions.figures import explorer_figure
from jurisdictions.geometry import rings
from tests.code_figures import ROOT
from tests.test_maps import REMOVED, STATUSES, draw, make_city, make_feature

HALF = maps.Status("half", "Half", "", "half")


def marks_of(figure):
    return [trace for trace in figure["data"] if trace["mode"] == "markers"]


def area_of(figure, name):
    (trace,) = [
        trace
        for trace in figure["data"]
        if trace["mode"] == "lines" and trace["meta"]["name"] == name
    ]
    return trace


def token(name):
    css = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
    return re.search(rf"--{name}: (#[0-9a-f]+);", css)[1]


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def test_plotly_accepts_every_part_of_it():
    asked = [make_feature("06"), make_feature("06073"), make_city(status="half")]
    figure = explorer_figure(maps.picture(asked, [*STATUSES, HALF]), credit="Edition 1")
    go.Figure(json.loads(json.dumps(figure)))


def test_areas_are_the_outlines_of_the_svg():
    drawn = draw(make_feature("15", name="Hawaii"))
    trace = area_of(explorer_figure(drawn), "Hawaii")
    (region,) = [each for each in drawn.regions if each.feature.geoid == "15"]
    outlines = rings(region.d)
    assert trace["x"].count(None) == len(outlines) - 1
    assert len(trace["x"]) == sum(len(ring) + 2 for ring in outlines) - 1
    assert (trace["x"][0], trace["y"][0]) == outlines[0][0]


def test_it_draws_all_states_on_plain_axes_without_a_geo_subplot():
    figure = explorer_figure(draw())
    layout = figure["layout"]
    assert len(figure["data"]) == 56
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    assert layout["yaxis"]["range"] == [6400, 0]
    assert layout["yaxis"]["scaleanchor"] == "x"
    assert "geo" not in layout and "template" not in layout
    assert len(layout["annotations"]) == len(maps.FRAMES)


def test_no_mark_is_merged_and_each_keeps_its_true_place():
    drawn = draw(*[make_city(f"34{n:05}", lon=-74.06 + n / 9999) for n in range(20)])
    assert drawn.crowds
    (trace,) = marks_of(explorer_figure(drawn))
    assert len(trace["x"]) == len(trace["customdata"]) == 20
    assert trace["meta"]["at"]["x"] == [dot.at_x for dot in drawn.all_dots]
    assert trace["meta"]["beside"]["x"] == trace["x"]
    assert trace["customdata"][0]["url"] == "/jurisdictions/3400000/"


def test_a_crowded_mark_stays_near_its_true_place():
    cities = [make_city(f"34{n:05}") for n in range(100)]
    (trace,) = marks_of(explorer_figure(draw(*cities)))
    at, beside = trace["meta"]["at"], trace["meta"]["beside"]
    for axis in "xy":
        pairs = zip(at[axis], beside[axis], strict=True)
        assert max(abs(true - spot) for true, spot in pairs) <= figures.LEASH


def test_labels_are_text_even_where_plotly_reads_markup():
    city = make_city(name="<b>A & B</b>", note="<a href='javascript:x'>")
    (trace,) = marks_of(explorer_figure(draw(city)))
    assert trace["text"][0].startswith("&lt;b&gt;A &amp; B&lt;/b&gt;, New Jersey")
    assert "<" not in trace["text"][0]
    assert trace["customdata"][0]["name"] == "<b>A & B</b>, New Jersey"


def test_a_saved_picture_says_what_its_looks_mean():
    drawn = draw(make_feature("06"), make_feature("32", status="removed"))
    caption = explorer_figure(drawn, credit="Edition <1>")["layout"]["meta"]["caption"]
    assert "■ On the list (1)   ▨ Removed (1)" in caption
    assert caption.endswith("<br>Edition &lt;1&gt;")


def test_a_half_mark_is_a_square_with_a_triangle_at_the_same_place():
    drawn = maps.picture([make_city(status="half")], [HALF])
    square, corner = marks_of(explorer_figure(drawn))
    assert (square["x"], square["y"]) == (corner["x"], corner["y"])
    assert corner["hoverinfo"] == "skip"


def test_every_look_has_its_own_pattern_and_mark():
    assert set(figures.AREAS) == set(figures.MARKS) == set(maps.SHAPES)
    patterns = [(look[2], look[0]) for look in figures.AREAS.values()]
    assert len(set(patterns)) == len(patterns)
    signs = [mark[3] for mark in figures.MARKS.values()]
    assert len(set(signs)) == len(signs)
    assert REMOVED.shape in figures.AREAS


@pytest.mark.parametrize(
    "name",
    ["paper", "ink", "muted", "edge", "rule", "violet", "teal", "ochre", "grey"],
)
def test_its_inks_are_those_of_the_page(name):
    assert getattr(figures, name.upper()) == token(name)


@pytest.mark.parametrize("ink", ["VIOLET", "TEAL", "OCHRE", "GREY", "EDGE", "INK"])
def test_every_ink_stands_out_from_paper(ink):
    assert 1.05 / (luminance(getattr(figures, ink)) + 0.05) >= 3


def test_the_figure_of_a_full_list_stays_in_its_budget():
    counties = [f"{state:02}{n:03}" for state in (6, 35, 36, 53) for n in range(1, 120)]
    figure = explorer_figure(draw(*map(make_feature, counties)))
    assert len(gzip.compress(json.dumps(figure).encode())) < 90_000
