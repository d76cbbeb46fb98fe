"""What the map shows of each jurisdiction: a meaning, its look, its words and links.

Nothing is drawn here; `maps` does that from the plain values.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q

from jurisdictions.choices import NONE, GrantStatus, Kind, Outcome, RiskLevel, Stance
from jurisdictions.days import FuzzyDay, ap_fuzzy
from jurisdictions.filters.exposure import LEVELS as RISK_LEVELS
from jurisdictions.models import Standing
from jurisdictions.models.standings import StandingList
from jurisdictions.risk.definition import NOT_ASSESSED, SPANS
from jurisdictions.tones import (
    GRANT_TONES,
    GREY,
    OCHRE,
    OUTCOME_TONES,
    STANCE_TONES,
    TEAL,
    VIOLET,
)

from .exposure import exposure_words, level_words

DEFAULT_LIST = "doj-2025"
LEVELS = {Kind.STATE: "state", Kind.COUNTY: "county", Kind.CITY: "place"}
GROUPS = (TEAL, OCHRE, VIOLET, GREY)
# A level is an order, not a tone: from light to dark, and what spans apart.
RISK_SHAPES = {
    RiskLevel.LOW: "circle",
    RiskLevel.MODERATE: "half",
    RiskLevel.ELEVATED: "hatch",
    RiskLevel.HIGH: "square",
    SPANS: "cross",
    NOT_ASSESSED: "unknown",
}
LOOKS = {TEAL: "circle", OCHRE: "half", VIOLET: "square", GREY: "open"}


@dataclass(frozen=True)
class Dimension:
    """One column of the standing, its codes in few groups by tone."""

    title: str
    parameter: str
    column: str
    codes: type
    tones: dict
    absent: str
    ground: str
    apart: dict = field(default_factory=dict)  # code -> a look of its own


DIMENSIONS = {
    "position": Dimension(
        title="What places say",
        parameter="position",
        column="position",
        codes=Stance,
        tones=STANCE_TONES,
        absent="No statement on record",
        ground="No statement by the state itself here",
        apart={Stance.AGREED_TO_CHANGE: "cross"},
    ),
    "finding": Dimension(
        title="Latest federal findings",
        parameter="finding",
        column="finding",
        codes=Outcome,
        tones=OUTCOME_TONES,
        absent="No finding on record",
        ground="No finding about the state itself here",
        apart={Outcome.FOUND_COMPLIANT: "cross"},
    ),
    "grants": Dimension(
        title="Latest grant status",
        parameter="latest_grant_status",
        column="grant_status",
        codes=GrantStatus,
        tones=GRANT_TONES,
        absent="No award on record",
        ground="No award of the state itself here",
    ),
}


@dataclass(frozen=True)
class Meaning:
    """One look of the legend; `address` lists its jurisdictions, if a filter can.

    A look that several codes share has `parts` in place of a label.
    """

    code: str
    label: str
    shape: str
    address: str
    parts: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def labels(self):
        return (
            [self.label] if self.label else [label for label, _ in self.parts.values()]
        )


@dataclass(frozen=True)
class Spot:
    """One jurisdiction with its meaning; `words` and `day` say it exactly."""

    standing: Standing
    meaning: Meaning
    words: str
    day: FuzzyDay | None
    code: str = ""

    @property
    def label(self):
        """What a table says of it, and the sentence counts."""
        return self.meaning.label or self.words

    @property
    def level(self):
        return LEVELS[self.standing.kind]

    @property
    def note(self):
        """A sentence, for what is shown with the name."""
        day = f", {ap_fuzzy(self.day)}" if self.day else ""
        return f"{self.words}{day}." if self.words else ""


@dataclass(frozen=True)
class Mapped:
    """`address` lists those of whom the dimension has a word; "" if no filter can."""

    title: str
    meanings: list[Meaning]
    spots: list[Spot]
    ground: str
    address: str

    @property
    def sentence(self):
        """How many of each meaning, for those who do not see the picture."""
        counts = Counter(spot.label for spot in self.spots)
        labels = [label for each in self.meanings for label in each.labels]
        parts = [f"{label}: {counts[label]:,}" for label in labels if counts[label]]
        return f"{'; '.join(parts)}." if parts else "No jurisdiction matches."


def mapped(question, *, everything=True):
    """The answer to a question as a map shows it, by state and name.

    `everything=False` leaves out what the dimension has no word about.
    """
    by = question.value("by") or "list"
    rows = question.rows().select_related("jurisdiction")
    rows = rows.order_by("sort_key", "pk")
    if by == "list":
        return _by_list(question, rows, everything)
    if by == "risk":
        return _by_risk(question, rows, everything)
    return _by_column(question, rows, DIMENSIONS[by], everything)


def address(question, **changes):
    """The list of jurisdictions that a changed question finds."""
    query = question.query(page=None, by=None, **changes)
    return f"/jurisdictions/?{query}" if query else "/jurisdictions/"


def chosen_list(question):
    """The one list that was asked for, or the Justice Department's."""
    chosen = question.value("list") or []
    return chosen[0] if len(chosen) == 1 and chosen[0] != NONE else DEFAULT_LIST


def list_title(question, slug):
    known = question.vocabulary.lists.get(slug)
    return known.title if known else f"list {slug}"


# By list


def _by_list(question, rows, everything):
    slug = chosen_list(question)
    if not everything:
        lines = StandingList.objects.filter(list_slug=slug)
        rows = rows.filter(pk__in=lines.values("standing"))
    lines = {}
    for line in StandingList.objects.filter(
        list_slug=slug, standing__in=rows.order_by().values("pk")
    ).order_by("is_open", "listed_first"):
        lines[line.standing_id] = line
    title = list_title(question, slug)
    on = Meaning("on", f"On the {title}", "square", _on_address(question, slug))
    removed = Meaning(
        "removed", "Removed from it", "hatch", _removed_address(question, slug)
    )
    off = Meaning("off", _off_words(question, slug), "open", "")

    def spot(row):
        line = lines.get(row.pk)
        if line is None:
            return Spot(row, off, "", None)
        if line.is_open:
            return Spot(row, on, "Listed", line.listed_on)
        return Spot(row, removed, "Removed", line.removed_on)

    return Mapped(
        title=title,
        meanings=[on, removed, off] if everything else [on, removed],
        spots=[spot(row) for row in rows],
        ground=_ground(question, "State itself not on the list", {"list"}, slug),
        address=on.address,
    )


def _is_before(question, slug):
    known = question.vocabulary.lists.get(slug)
    return known and known.published_on and question.day < known.published_on


def _off_words(question, slug):
    if _is_before(question, slug):
        return "In this record; that list did not exist yet"
    return "In this record, not on that list"


def _ground(question, words, own=frozenset(), slug=""):
    """What a blank state means: whom a filter left out is not said to be absent."""
    if {*question.active} - {"by", *own}:
        return "State itself not among those asked for"
    return "That list did not exist yet" if _is_before(question, slug) else words


def _on_address(question, slug):
    """Empty where a filter in use and this one cannot both be said in an address."""
    chosen = question.value("list") or [slug]
    asks_force_of_any_list = question.value("in_force") and not question.value("list")
    if slug not in chosen or asks_force_of_any_list:
        return ""
    return address(question, list=[slug])


def _removed_address(question, slug):
    chosen = question.value("removed") or [slug]
    # Who is asked for as standing on a list is not removed from it.
    if question.value("list") or slug not in chosen:
        return ""
    return address(question, removed=[slug])


# By a column


def _by_column(question, rows, dimension, everything):
    if not everything:
        rows = rows.filter(~Q(**{dimension.column: ""}))
    meanings = {each.code: each for each in _meanings(question, dimension)}

    def spot(row):
        code = getattr(row, dimension.column)
        if not code:
            return Spot(row, meanings[NONE], "", None)
        meaning = meanings[_look(dimension, code)]
        day = getattr(row, f"{dimension.column}_on")
        return Spot(row, meaning, dimension.codes(code).label, day, code)

    shown = [each for each in meanings.values() if everything or each.code != NONE]
    return Mapped(
        title=dimension.title,
        meanings=shown,
        spots=[spot(row) for row in rows],
        ground=_ground(question, dimension.ground),
        address=address(question, **{dimension.parameter: dimension.codes.values}),
    )


def _look(dimension, code):
    """The group whose look a code has: that of its tone, or one of its own."""
    if code in dimension.apart:
        return code
    return dimension.tones.get(code, GREY)


def _meanings(question, dimension):
    chosen = question.value(dimension.parameter) or []

    def linked(code):
        is_asked = not chosen or code in chosen
        return address(question, **{dimension.parameter: [code]}) if is_asked else ""

    looks = LOOKS | dimension.apart
    for group in (*GROUPS, *dimension.apart):
        codes = [c for c in dimension.codes if _look(dimension, c) == group]
        parts = {str(code): (code.label, linked(code)) for code in codes}
        yield Meaning(group, "", looks[group], "", parts)
    yield Meaning(NONE, dimension.absent, "unknown", linked(NONE))


# By grant risk


def _by_risk(question, rows, everything):
    chosen = question.value("risk") or []
    meanings = {}
    for code, label in RISK_LEVELS:
        url = address(question, risk=[code]) if code in (chosen or [code]) else ""
        meanings[code] = Meaning(code, label, RISK_SHAPES[code], url)
    spots = []
    for row in rows:
        found = question.exposure.assess(row)
        if everything or found.is_assessed:
            spots.append(Spot(row, meanings[found.code], _risk_words(found), None))
    assessed = [code for code, _ in RISK_LEVELS if code != NOT_ASSESSED]
    return Mapped(
        title="Grant risk",
        meanings=[m for m in meanings.values() if everything or m.code in assessed],
        spots=spots,
        ground=_ground(question, "The state itself is not in the record"),
        address=address(question, risk=assessed),
    )


def _risk_words(assessment):
    """The span, where the level alone does not say it."""
    if assessment.code != SPANS:
        return ""
    return f"{level_words(assessment)}, {exposure_words(assessment)}"
