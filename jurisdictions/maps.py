"""Features in, one picture out: what is drawn where, in which look, with which link.

Every feature ends on the picture or in `off_map` with its reason; none is dropped.
"""

import math
from collections import Counter
from dataclasses import dataclass, field, replace

from .choices import STATE_NAMES
from .geometry import bounds, centroid, enlarged, project, settled, shapes
from .naming import counted_by_kind
from .states import STATES

# One shape is a fill for areas and a mark for points: colour never stands alone.
SHAPES = ("square", "circle", "half", "open", "hatch", "cross", "unknown", "blank")

# Tenths of a pixel, as all of the plane.
MARK = 120  # width of a mark; a county smaller than this both ways becomes a mark
ASTRAY = 300  # this far outside its state's frame a point cannot be right

UNMATCHED = "Not matched to a Census government."
NO_SHAPE = "The 2023 boundaries hold no shape for the code {}."
GONE = {
    "09": "Code {}: Connecticut’s counties gave way to nine planning regions in 2022.",
    "02261": "Code {}: split in 2019 into Chugach (02063) and Copper River (02066).",
}
NO_COORDINATES = "No coordinates on record."
FAULTY_COORDINATES = "The coordinates on record lie outside the state."
DRAWN_TWICE = "Another entry with the code {} is drawn."


@dataclass(frozen=True)
class Feature:
    """One jurisdiction to be drawn. `note` is a sentence for its title."""

    geoid: str
    level: str  # state, county, place
    name: str
    state: str  # postal code
    url: str
    lat: float | None
    lon: float | None
    status: str
    note: str = ""
    part: str = ""


@dataclass(frozen=True)
class Status:
    """One meaning on the map, how it looks (one of SHAPES), and where it links.

    A look shared by several codes has no label of its own but `parts`,
    {code: (label, address)}, of which each feature names one.
    """

    code: str
    label: str
    url: str
    shape: str
    parts: dict[str, tuple[str, str]] = field(default_factory=dict, compare=False)


GROUND = Status("ground", "No entry for the state itself", "", "blank")


@dataclass(frozen=True)
class Drawn:
    feature: Feature
    status: Status

    @property
    def name(self):
        """The name with its state, as a table would write it."""
        if self.feature.level == "state":
            return self.feature.name
        state = STATE_NAMES.get(self.feature.state, self.feature.state)
        return f"{self.feature.name}, {state}"

    @property
    def title(self):
        says = (f"{self.status.label}." if self.status.label else "", self.feature.note)
        return f"{self.name}: {' '.join(filter(None, says))}"


@dataclass(frozen=True)
class Region(Drawn):
    """A state or county filled as an area."""

    d: str


@dataclass(frozen=True)
class Dot(Drawn):
    """A mark at x, y, which may stand beside the true place at_x, at_y."""

    at_x: int
    at_y: int
    x: int = 0
    y: int = 0

    @property
    def is_moved(self):
        return math.dist((self.x, self.y), (self.at_x, self.at_y)) > MARK / 2


@dataclass(frozen=True)
class Crowd:
    """One mark with a number, for more places than the spot has room for."""

    x: int
    y: int
    members: tuple[Dot, ...]

    @property
    def title(self):
        names = [dot.name for dot in self.members]
        left = len(names) - 12
        listed = [*names[:12], f"and {left} more"] if left > 0 else names
        return f"{len(names)} places, each in the table: {'; '.join(listed)}"


@dataclass(frozen=True)
class Frame:
    """The border of an inset, and where its postal code is written."""

    state: str
    d: str
    x: int
    y: int

    @property
    def name(self):
        return STATE_NAMES[self.state]


FRAMES = (
    Frame("AK", "M20,6300V4650H2330L2490,4810V6300Z", 70, 6255),
    Frame("HI", "M2530,6300V5130H3330L3780,5580V6300Z", 2580, 6255),
    Frame("MP", "M6110,5835V5440H6740V5835Z", 6145, 5640),
    Frame("GU", "M6110,6300V5875H6740V6300Z", 6145, 6255),
    Frame("AS", "M7120,6300V5690H7690V6300Z", 7160, 6255),
    Frame("PR", "M8290,6300V5560H9130V6300Z", 8330, 6255),
    Frame("VI", "M9165,6300V5560H9730V6300Z", 9205, 6255),
    # The District is four pixels wide: drawn a second time, six times larger.
    Frame("DC", "M8185,2682L8860,2890M8860,2750V3210H9640V2750Z", 9210, 3060),
)
DISTRICT = ("11", 6, 8930, 2940)


@dataclass(frozen=True)
class Meant:
    """What one look stands for; `count` is of all such features, drawn or not."""

    label: str
    url: str
    count: int

    def __str__(self):
        return f"{self.label} ({self.count:,})"


@dataclass(frozen=True)
class Entry:
    """One look of the legend, and each of the codes that share it."""

    status: Status
    count: int
    meant: tuple[Meant, ...]
    detail: str
    has_regions: bool
    has_dots: bool


@dataclass(frozen=True)
class Picture:
    regions: tuple[Region, ...]
    dots: tuple[Dot, ...]
    crowds: tuple[Crowd, ...]
    legend: tuple[Entry, ...]
    off_map: tuple[tuple[Feature, str], ...]
    drawn: int
    frames: tuple[Frame, ...] = FRAMES

    @property
    def total(self):
        return self.drawn + len(self.off_map)

    @property
    def all_dots(self):
        """The marks of the crowds too, for a picture that can be enlarged."""
        return (*self.dots, *(dot for crowd in self.crowds for dot in crowd.members))

    @property
    def crowded(self):
        return len(self.all_dots) - len(self.dots)

    @property
    def leaders(self):
        """One path of lines from true places to the marks that stand beside them."""
        moved = [dot for dot in self.dots if dot.is_moved]
        return "".join(f"M{dot.at_x},{dot.at_y}L{dot.x},{dot.y}" for dot in moved)


def picture(features, statuses, *, linked_states=None, ground=GROUND):
    """Draw `features` in the looks of `statuses` over all 56 states and territories.

    `linked_states` maps postal codes to addresses, for states that no feature colours.
    """
    by_code = {status.code: status for status in statuses}
    regions, dots, off_map, seen = [], [], [], set()
    for feature in features:
        shape = draw(feature, by_code[feature.status], seen)
        if isinstance(shape, str):
            off_map.append((feature, shape))
        else:
            seen.add((feature.level, feature.geoid))
            (regions if isinstance(shape, Region) else dots).append(shape)
    blank = blank_states(seen, linked_states or {}, ground)
    # States first: counties lie on top of them.
    layers = sorted([*regions, *blank], key=lambda region: len(region.feature.geoid))
    alone, crowds = settle(dots)
    return Picture(
        regions=tuple(layers),
        dots=alone,
        crowds=crowds,
        legend=legend([*regions, *dots, *blank], off_map, [*statuses, ground]),
        off_map=tuple(off_map),
        drawn=len(regions) + len(dots),
    )


def draw(feature, status, seen):
    """A Region, a Dot, or the sentence that says why there is neither."""
    geoid = feature.geoid
    if not geoid:
        return UNMATCHED
    if (feature.level, geoid) in seen:
        return DRAWN_TWICE.format(geoid)
    if feature.level == "place":
        return draw_place(feature, status)
    layer = "states" if feature.level == "state" else "counties"
    if geoid not in shapes(layer):
        known = GONE.get(geoid) or GONE.get(geoid[:2] if len(geoid) == 5 else "")
        return (known or NO_SHAPE).format(geoid)
    if layer == "counties" and is_tiny(geoid):
        return Dot(feature, status, *map(round, centroid(layer, geoid)))
    return Region(feature, status, outline(geoid, layer))


def draw_place(feature, status):
    reason = misplaced(feature)
    if reason:
        return reason
    x, y = project(feature.lat, feature.lon, feature.state)
    return Dot(feature, status, round(x), round(y))


def misplaced(where):
    """Why a place's coordinates give no point of the map; "" where they do."""
    if where.lat is None or where.lon is None:
        return NO_COORDINATES
    if where.state not in STATES:
        return NO_SHAPE.format(where.geoid)
    x, y = project(where.lat, where.lon, where.state)
    left, top, right, bottom = bounds("states", STATES[where.state][0])
    is_near = left - ASTRAY < x < right + ASTRAY and top - ASTRAY < y < bottom + ASTRAY
    return "" if is_near else FAULTY_COORDINATES


def is_tiny(geoid):
    left, top, right, bottom = bounds("counties", geoid)
    return max(right - left, bottom - top) < MARK


def outline(geoid, layer="states"):
    path = shapes(layer)[geoid]
    return path + enlarged(path, *DISTRICT[1:]) if geoid == DISTRICT[0] else path


def blank_states(seen, linked_states, ground):
    """The states that no feature colours: always drawn, so that none looks lost."""
    blank = []
    for postal, (code, name) in STATES.items():
        if ("state", code) not in seen:
            url = linked_states.get(postal, "")
            feature = Feature(code, "state", name, postal, url, None, None, ground.code)
            blank.append(Region(feature, ground, outline(code)))
    return blank


def settle(dots):
    """The dots moved apart, and the crowds made of those that found no room."""
    alone, crowds = [], []
    for x, y, group in settled([(dot.at_x, dot.at_y) for dot in dots]):
        if len(group) == 1:
            alone.append(replace(dots[group[0]], x=x, y=y))
        else:
            crowds.append(Crowd(x, y, tuple(dots[i] for i in group)))
    return tuple(alone), tuple(crowds)


def legend(drawn, off_map, statuses):
    entries = []
    for status in statuses:
        mine = [item for item in drawn if item.status == status]
        lost = [feature for feature, _ in off_map if feature.status == status.code]
        features = [*(item.feature for item in mine), *lost]
        entry = Entry(
            status=status,
            count=len(features),
            meant=(*meant(status, features),),
            detail=counted_by_kind((each.level, each.state) for each in features),
            has_regions=any(isinstance(item, Region) for item in mine),
            has_dots=any(isinstance(item, Dot) for item in mine),
        )
        entries.append(entry)
    return tuple(entries)


def meant(status, features):
    """A Meant of the look itself, or of those of its parts that are there."""
    if not status.parts:
        yield Meant(status.label, status.url, len(features))
    counts = Counter(feature.part for feature in features)
    for code, (label, url) in status.parts.items():
        if counts[code]:
            yield Meant(label, url, counts[code])
