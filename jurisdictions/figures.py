"""Plain data in, plotly figures out, as plain dicts: serving one imports no plotly.

The explorer draws the very shapes of the server's SVG, so the two pictures agree.
"""

from html import escape
from math import dist

from .geometry import FULL, GAP, HEIGHT, WIDTH, rings, spread

# The light set of tokens.css, which plotly cannot read.
PAPER, INK, MUTED, EDGE, RULE = "#fff", "#1a1920", "#5b5966", "#77747f", "#d9d6cf"
VIOLET, TEAL, OCHRE, GREY = "#3f1d59", "#0b7a75", "#a96a00", "#949494"

# What says less than its surroundings: a county's state shows through.
CLEAR = "rgba(0, 0, 0, 0)"

# shape -> ground, ink and pattern of an area.
AREAS = {
    "square": (VIOLET, VIOLET, ""),
    "circle": (TEAL, PAPER, "."),
    "half": (PAPER, OCHRE, "|"),
    "open": (CLEAR, GREY, "-"),
    "hatch": (PAPER, VIOLET, "/"),
    "cross": (PAPER, INK, "x"),
    "unknown": (CLEAR, GREY, "\\"),
    "blank": (PAPER, PAPER, ""),
}
# shape -> symbol, fill and line of a mark, and the sign for it in a line of text.
MARKS = {
    "square": ("square", VIOLET, PAPER, "■"),
    "circle": ("circle", TEAL, PAPER, "●"),
    "half": ("square", PAPER, OCHRE, "◩"),
    "open": ("circle", PAPER, GREY, "○"),
    "hatch": ("square-x", PAPER, VIOLET, "▨"),
    "cross": ("diamond", INK, PAPER, "◆"),
    "unknown": ("diamond", PAPER, GREY, "◇"),
    "blank": ("circle", PAPER, EDGE, "□"),
}
MARK_SIZE = 11
LEASH = 160  # tenths of a pixel


def explorer_figure(picture, *, credit=""):
    """The map to enlarge: a trace for each area, then the marks.

    None of the marks is merged: the reader can come closer, and explorer.js then moves
    them to their true places. `credit` is written under a saved picture.
    """
    areas = [area_trace(region) for region in picture.regions]
    layout = map_layout(picture)
    # A saved picture leaves its page: it takes along what its looks mean.
    layout["meta"] = {"caption": caption(picture, credit)}
    return {"data": [*areas, *mark_traces(picture.all_dots)], "layout": layout}


def area_trace(region):
    ground, ink, pattern = AREAS[region.status.shape]
    is_dark_county = region.feature.level == "county" and ground in (VIOLET, TEAL)
    xs, ys = outlines(region.d)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "fill": "toself",
        "fillcolor": ground,
        **fill_pattern(ground, ink, pattern),
        "line": {"color": PAPER if is_dark_county else EDGE, "width": 1},
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": safe(region.title),
        "meta": card(region),
        "showlegend": False,
    }


def outlines(path):
    """The outlines of a path as two columns, each closed, with None between them."""
    xs, ys = [], []
    for ring in rings(path):
        for x, y in [*ring, ring[0]]:
            xs.append(x)
            ys.append(y)
        xs.append(None)
        ys.append(None)
    return xs[:-1], ys[:-1]


def fill_pattern(ground, ink, pattern):
    if not pattern:
        return {}
    look = {"shape": pattern, "bgcolor": ground, "fgcolor": ink, "fillmode": "replace"}
    # "No data" is the sparsest of the patterns.
    size, solidity = (14, 0.1) if pattern == "\\" else (7, 0.3)
    return {"fillpattern": {**look, "size": size, "solidity": solidity}}


def mark_traces(dots):
    if not dots:
        return []
    true = [(dot.at_x, dot.at_y) for dot in dots]
    beside = spread(true, GAP) if len(dots) <= FULL else true
    beside = [leashed(*pair) for pair in zip(true, beside, strict=True)]
    halves = [i for i, dot in enumerate(dots) if dot.status.shape == "half"]
    marks = [mark_trace(dots, beside)]
    if halves:
        # plotly has no half-filled square: a triangle on a square makes one.
        corners = points([dots[i] for i in halves], [beside[i] for i in halves])
        corners["marker"] |= {
            "symbol": "triangle-nw",
            "size": MARK_SIZE,
            "color": OCHRE,
        }
        marks.append({**corners, "hoverinfo": "skip"})
    return marks


def leashed(true, spot):
    """Not too far from the true place: marks may overlap until the map is enlarged."""
    share = LEASH / max(LEASH, dist(true, spot))
    return tuple(t + (s - t) * share for t, s in zip(true, spot, strict=True))


def mark_trace(dots, beside):
    symbols, fills, lines, _ = zip(
        *(MARKS[dot.status.shape] for dot in dots), strict=True
    )
    trace = points(dots, beside)
    trace["marker"] |= {
        "symbol": symbols,
        "size": MARK_SIZE,
        "color": fills,
        "line": {"color": lines, "width": 2},
    }
    return trace | {
        "hoverinfo": "text",
        "text": [safe(dot.title) for dot in dots],
        "customdata": [card(dot) for dot in dots],
    }


def points(dots, beside):
    """A trace of marks with both of their places: true, and beside their neighbours."""
    xs, ys = [round(x) for x, _ in beside], [round(y) for _, y in beside]
    at = {"x": [dot.at_x for dot in dots], "y": [dot.at_y for dot in dots]}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": xs,
        "y": ys,
        "marker": {"opacity": 1},
        "meta": {"at": at, "beside": {"x": xs, "y": ys}},
        "showlegend": False,
    }


def map_layout(picture):
    hidden = {"visible": False, "showgrid": False, "zeroline": False}
    return {
        "xaxis": {**hidden, "range": [0, WIDTH]},
        "yaxis": {**hidden, "range": [HEIGHT, 0], "scaleanchor": "x"},
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "modebar": {"color": MUTED, "activecolor": VIOLET, "bgcolor": PAPER},
        "dragmode": "pan",
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": INK,
            "align": "left",
            "namelength": -1,
            "font": {"color": INK, "size": 14},
        },
        "shapes": [frame_line(frame) for frame in picture.frames],
        "annotations": [frame_name(frame) for frame in picture.frames],
    }


def frame_line(frame):
    return {
        "type": "path",
        "path": frame.d,
        "line": {"color": RULE, "width": 1},
        "layer": "below",
    }


def frame_name(frame):
    return {
        "x": frame.x,
        "y": frame.y,
        "text": frame.state,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "borderpad": 0,
        "font": {"color": MUTED, "size": 12},
    }


def card(drawn):
    """What the page shows beside the picture for a chosen place; plain text."""
    return {
        "name": drawn.name,
        "label": drawn.status.label,
        "note": drawn.feature.note,
        "url": drawn.feature.url,
    }


def caption(picture, credit):
    entries = [
        f"{MARKS[entry.status.shape][3]} {'; '.join(map(str, entry.meant))}"
        for entry in picture.legend
        if entry.count
    ]
    return "<br>".join(safe(line) for line in ("   ".join(entries), credit) if line)


def safe(text):
    """plotly reads its labels as markup; names and notes are not markup."""
    return escape(text, quote=False)
