"""Random histories of a small record, for the property tests of the two clocks.

A history is a list of editions; an edition is a batch of moves, one move through
the desk, or a withdrawal. `Played` plays it through `editorial` and remembers the
moment of each edition and what was known then.
"""

import datetime as dt
from dataclasses import dataclass, field

from hypothesis import strategies as st

from jurisdictions.choices import Effect, GrantStatus, NameRole, Outcome, Stance
from jurisdictions.days import FuzzyDay
from jurisdictions.models import (
    Award,
    AwardAction,
    Finding,
    GovernmentList,
    Ledger,
    Letter,
    Listing,
    Name,
    Position,
    Ruling,
)

from .factories import publish_all, publish_now, revise_now, unsaved, withdraw_now

# Few days, so that facts meet and precisions overlap.
DAYS = st.dates(dt.date(2017, 1, 1), dt.date(2017, 2, 20))
PRECISE = st.builds(
    FuzzyDay.parse,
    DAYS.map(dt.date.isoformat),
    st.sampled_from(["day", "day", "week", "on_or_before", "about"]),
) | st.sampled_from(
    [FuzzyDay.parse("2017-02", "month"), FuzzyDay.parse("2017", "year")]
)
MAYBE = PRECISE | PRECISE | st.none()
MAYBE_PLACES = st.sampled_from([0, 1, 0, 1, None])
PLACES = st.integers(0, 1)
NUMBERS = st.integers(0, 5)


def span(model_fields):
    """Fields with a day, and perhaps an end not before it."""
    on, end = model_fields.pop("on"), model_fields.pop("end")
    if on and end and end.last < on.first:
        end = None
    return model_fields | {"on": on, "end": end}


# Model -> the fields of one of its rows. "place", "places", "list" and "award" are
# numbers that `Played` turns into rows.
FIELDS = {
    Name: st.fixed_dictionaries(
        {
            "place": PLACES,
            "text": st.sampled_from(["Alder", "St. Birch", "Cedar"]),
            "role": st.sampled_from(NameRole),
        }
    ),
    Position: st.fixed_dictionaries(
        {"place": PLACES, "stance": st.sampled_from(Stance), "on": MAYBE}
    ),
    Finding: st.fixed_dictionaries(
        {"place": PLACES, "outcome": st.sampled_from(Outcome), "on": MAYBE}
    ),
    Letter: st.fixed_dictionaries(
        {"place": PLACES, "outcome": st.sampled_from(Outcome), "on": MAYBE}
    ),
    GovernmentList: st.fixed_dictionaries(
        {"slug": st.sampled_from(["one", "two"]), "on": PRECISE, "withdrawn": MAYBE}
    ),
    Listing: st.fixed_dictionaries(
        {
            "place": MAYBE_PLACES,
            "list": NUMBERS,
            "on": MAYBE,
            "end": MAYBE,
            "is_annotation": st.sampled_from([False, False, True]),
        }
    ).map(span),
    Award: st.fixed_dictionaries(
        {
            "place": MAYBE_PLACES,
            "amount_usd": st.none() | st.integers(0, 3),
            "fiscal_year": st.sampled_from(["2016", "2017"]),
            "on": MAYBE,
        }
    ),
    AwardAction: st.fixed_dictionaries(
        {"award": NUMBERS, "status": st.sampled_from(GrantStatus), "on": MAYBE}
    ),
    Ruling: st.fixed_dictionaries(
        {"places": st.sets(PLACES), "effect": st.sampled_from(Effect), "on": MAYBE}
    ),
}


@dataclass(frozen=True)
class Move:
    """A row to publish: a new claim, or the next revision of the picked live one."""

    model: type
    fields: dict
    picked: int | None


@st.composite
def moves(draw, models):
    model = draw(st.sampled_from(models))
    return Move(model, draw(FIELDS[model]), draw(st.none() | NUMBERS | NUMBERS))


def histories(*models):
    """Editions: a list is a batch, a Move goes alone, a number is withdrawn."""
    move = moves(models)
    batch = st.lists(move, min_size=1, max_size=4)
    edition = st.one_of(batch, batch, move, NUMBERS)
    return st.lists(edition, min_size=2, max_size=4)


def questions():
    """[(days, (number of an edition, microseconds from its moment); None is now)]."""
    moment = st.tuples(NUMBERS, st.sampled_from([-1, 0, 1])) | st.none()
    days = st.lists(DAYS, min_size=2, max_size=3)
    return st.lists(st.tuples(days, moment), min_size=1, max_size=2)


@dataclass
class Played:
    """The record while a history is played."""

    places: list
    source: object
    live: list = field(default_factory=list)
    revisions: list = field(default_factory=list)
    moments: list = field(default_factory=list)

    def play(self, history):
        """Play it edition by edition; yields after each."""
        self.moments.append(Ledger.objects.get().published_at)
        for edition in history:
            if isinstance(edition, int):
                self.withdraw(edition)
            elif isinstance(edition, Move):
                self.go_alone(edition)
            else:
                self.go_together(edition)
            self.moments.append(Ledger.objects.get().published_at)
            yield self.moments[-1]

    def moment(self, asked):
        if asked is None:
            return None
        number, microseconds = asked
        moment = self.moments[number % len(self.moments)]
        return moment + dt.timedelta(microseconds=microseconds)

    # The three kinds of edition

    def withdraw(self, picked):
        if self.live:
            row = self.live.pop(picked % len(self.live))
            withdraw_now(row)

    def go_alone(self, move):
        fields, links = self.resolve(move)
        live = self.pick(move, self.live)
        if live is None:
            row = publish_now(self.unsaved(move.model, fields), links)
        else:
            row = revise_now(live, fields, links)
            self.live.remove(live)
        self.add([row])

    def go_together(self, batch):
        rows, links, waiting = [], {}, [*self.live]
        for move in batch:
            fields, linked = self.resolve(move)
            row, live = self.unsaved(move.model, fields), self.pick(move, waiting)
            if live is not None:
                waiting.remove(live)
                row.claim, row.revision, row.revises = (
                    live.claim,
                    live.revision + 1,
                    live,
                )
            rows.append(row)
            links[id(row)] = linked
        publish_all(rows, links)
        self.live = waiting
        for row in rows:
            row.refresh_from_db()
        self.add(rows)

    # From numbers to rows

    def add(self, rows):
        self.live += rows
        self.revisions += rows

    def pick(self, move, rows):
        rows = [row for row in rows if type(row) is move.model]
        if move.picked is None or not rows:
            return None
        return rows[move.picked % len(rows)]

    def unsaved(self, model, fields):
        return unsaved(model, source=self.source, **fields)

    def resolve(self, move):
        """(fields, links) of a move."""
        fields, links = dict(move.fields), {}
        if "place" in fields:
            place = fields.pop("place")
            fields["jurisdiction"] = None if place is None else self.places[place]
        if "places" in fields:
            places = [self.places[number] for number in fields.pop("places")]
            links["jurisdictions"] = places
        for name, model in (("list", GovernmentList), ("award", Award)):
            if name in fields:
                # Any revision of it: a record stays with the one it was made for.
                rows = [row for row in self.revisions if type(row) is model]
                fields[name] = rows[fields[name] % len(rows)]
        return fields, links
