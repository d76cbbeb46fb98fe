"""The ten jurisdictions of the statement of July 6, 2017, told from records."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from jurisdictions.choices import (
    PLAIN_CONFIDENCE,
    AmountKind,
    Confidence,
    Outcome,
    Stance,
)
from jurisdictions.days import FuzzyDay
from jurisdictions.models import Award, Finding, Letter, Position, Ruling
from jurisdictions.tones import OUTCOME_TONES, STANCE_TONES

from .citing import Citation, citations
from .home import in_words
from .lists import Line, ListPage
from .membership import had_begun
from .revisions import about, by_kind, links, read

SLUG = "july-2017"
LETTERS_OF_APRIL = dt.date(2017, 4, 21)
ANSWER = "Response to the letter of April 21, 2017"
COMPLIES = {Stance.COMPLIANT, Stance.COMPLIANT_WITH_CAVEAT}
CLEARED = (Outcome.NO_EVIDENCE, Outcome.FOUND_COMPLIANT)
# Who speaks of what followed: federal offices and courts.
SPEAKERS = (Finding, Letter, Ruling)
# AP style spells numbers out below ten; the ten are "ten" wherever they are named.


@dataclass(frozen=True)
class Entry:
    """One record about a place as the story tells it."""

    row: object
    source: Citation | None

    @property
    def kind(self):
        return self.row._meta.model_name

    @property
    def on(self) -> FuzzyDay | None:
        return self.row.on

    @property
    def code(self):
        fields = {"position": "stance", "ruling": "effect"}
        return getattr(self.row, fields.get(self.kind, "outcome"))

    @property
    def label(self):
        fields = {"position": "stance", "ruling": "effect"}
        return getattr(self.row, f"get_{fields.get(self.kind, 'outcome')}_display")()

    @property
    def tone(self):
        tones = STANCE_TONES if self.kind == "position" else OUTCOME_TONES
        return tones.get(self.code, "grey")

    @property
    def speaker(self):
        return self.row.court if self.kind == "ruling" else self.row.office

    @property
    def text(self):
        return self.row.summary or getattr(self.row, "title", "")

    @property
    def confidence_word(self):
        if self.row.confidence in PLAIN_CONFIDENCE:
            return ""
        return Confidence(self.row.confidence).label.lower()

    @property
    def address(self):
        return f"/records/{self.kind}/{self.row.claim}/"


@dataclass
class Place:
    """One of the ten: what it was asked, said, and what followed."""

    line: Line
    asked: Entry | None = None
    answers: list[Entry] = field(default_factory=list)
    followed: list[Entry] = field(default_factory=list)
    amount: Entry | None = None

    @property
    def was_asked(self):
        return self.asked is not None and self.asked.code != Outcome.NOT_SENT

    @cached_property
    def cleared(self):
        """The first letter that found no evidence of non-compliance."""
        return next((e for e in self.followed if e.code in CLEARED), None)

    @cached_property
    def adverse(self):
        found = (e for e in self.followed if e.code == Outcome.MAY_VIOLATE)
        return next(found, None)

    @property
    def usd(self):
        return self.amount and self.amount.row.amount_usd


@dataclass
class JulyPage:
    """The story of the ten by one day."""

    places: list[Place]
    total: Entry | None

    @property
    def asked(self):
        return [place for place in self.places if place.was_asked]

    @property
    def not_asked(self):
        return [place for place in self.places if not place.was_asked]

    @property
    def answered(self):
        return [place for place in self.places if place.answers]

    @property
    def all_say_they_comply(self):
        said = {answer.code for place in self.places for answer in place.answers}
        return len(self.answered) == len(self.places) and said <= COMPLIES

    @cached_property
    def cleared(self):
        """Those told that no evidence was found, in the order of the days."""
        found = [place for place in self.places if place.cleared]
        return sorted(found, key=lambda place: place.cleared.on.start)

    @property
    def adverse(self):
        return [place for place in self.places if place.adverse]

    @property
    def both(self):
        return [place for place in self.cleared if place.adverse]

    @property
    def neither(self):
        return [p for p in self.places if not p.cleared and not p.adverse]

    @property
    def asked_words(self):
        return in_words(len(self.asked)).lower()

    @property
    def count_words(self):
        return in_words(len(self.places)).lower()

    @property
    def sum_usd(self):
        """The sum of what the OIG reported for each; None where nothing is known."""
        amounts = [place.usd for place in self.places if place.usd is not None]
        return sum(amounts) if amounts else None

    @property
    def sum_is_total(self):
        return self.total is not None and self.total.row.amount_usd == self.sum_usd


def july_page(page: ListPage, *, day, moment=None) -> JulyPage:
    """The JulyPage of the list's page; three queries however much followed."""
    places = {line.place.pk: Place(line) for line in page.places if line.place}
    rows = read(
        model.objects.as_of(moment).filter(about(model, places))
        for model in (Position, *SPEAKERS, Award)
    )
    linked = links(by_kind(rows))
    cited = citations({row.source_id for row in rows.values()}, moment)
    story = JulyPage(places=[*places.values()], total=None)
    for row in sorted(rows.values(), key=_order):
        if had_begun(row.on, day):
            entry = Entry(row, cited.get(row.source_id))
            for owner in _owners(row, linked) & {*places}:
                _tell(places[owner], entry, page.row.on)
            if _is_total(row) and row.jurisdiction_id is None:
                story.total = entry
    return story


def _order(row):
    start = row.on.start if row.on else dt.date.max
    return start, row._meta.model_name, str(row.claim)


def _owners(row, linked):
    if getattr(row, "jurisdiction_id", None):
        return {row.jurisdiction_id}
    return set(linked[row._meta.model_name, row.pk]["jurisdictions"])


def _is_total(row):
    return isinstance(row, Award) and row.amount_kind == AmountKind.MULTI_PROGRAM_TOTAL


def _tell(place, entry, stated_on):
    row = entry.row
    if _is_total(row):
        place.amount = entry
    elif isinstance(row, Letter) and row.on.first == LETTERS_OF_APRIL:
        place.asked = entry
    elif isinstance(row, Position) and row.stage == ANSWER:
        place.answers.append(entry)
    elif isinstance(row, SPEAKERS) and row.on.start > stated_on.start:
        place.followed.append(entry)
