"""What is known, at one moment, of one jurisdiction itself: plain data, no ORM.

`standing.py` and `risk` ask it where the jurisdiction stood on a day. A fact counts
from its `start` day (FuzzyDay.start); what has no day never counts.
"""

from dataclasses import dataclass
from decimal import Decimal

from .days import FuzzyDay


@dataclass(frozen=True)
class Named:
    text: str
    role: str


@dataclass(frozen=True)
class Dated:
    """A stance, a federal outcome, a grant status or a ruling's effect on a day."""

    code: str
    on: FuzzyDay | None
    claim: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a list; `withdrawn_on` is the whole list's."""

    list_slug: str
    on: FuzzyDay | None
    end: FuzzyDay | None = None
    withdrawn_on: FuzzyDay | None = None
    claim: str = ""
    is_kept: bool = False  # up to date by its issuer, so that lines can be removed


@dataclass(frozen=True)
class Money:
    """One award with the dated changes of its status."""

    claim: str
    program: str
    fiscal_year: str
    amount_usd: Decimal | None
    amount_kind: str
    on: FuzzyDay | None
    actions: tuple[Dated, ...] = ()
    may_double_count: bool = False


@dataclass(frozen=True)
class Demand:
    """One letter of a federal office, and its answer."""

    code: str
    on: FuzzyDay | None
    answered: FuzzyDay | None = None
    claim: str = ""


@dataclass(frozen=True)
class Suit:
    """A suit of the United States against it; `rulings` are those of the case."""

    on: FuzzyDay | None
    claim: str = ""
    rulings: tuple[Dated, ...] = ()


@dataclass(frozen=True)
class Order:
    """What courts ruled in one case that covers it by name, oldest first.

    `until`: the day from which nothing is left to stop, the acts having ended. Where
    no act is on record that it stops, whose terms it is about is not known.
    """

    rulings: tuple[Dated, ...]
    until: FuzzyDay | None = None
    has_acts: bool = True


@dataclass(frozen=True)
class Terms:
    """An act that announces immigration terms for the awards of one program."""

    program: str
    on: FuzzyDay | None
    end: FuzzyDay | None = None
    claim: str = ""


@dataclass(frozen=True)
class Facts:
    """All that is known, at one moment, of one jurisdiction itself."""

    state_name: str = ""
    names: tuple[Named, ...] = ()
    positions: tuple[Dated, ...] = ()
    findings: tuple[Dated, ...] = ()
    lines: tuple[Line, ...] = ()
    awards: tuple[Money, ...] = ()
    rulings: tuple[Dated, ...] = ()
    demands: tuple[Demand, ...] = ()
    suits: tuple[Suit, ...] = ()
    orders: tuple[Order, ...] = ()
    terms: tuple[Terms, ...] = ()
    searches: tuple[Dated, ...] = ()

    @property
    def is_about_anything(self):
        return self != Facts(state_name=self.state_name)


def begun(facts, day):
    """The facts that had begun by that day, oldest first."""
    found = (fact for fact in facts if has_begun(fact.on, day))
    return sorted(found, key=lambda fact: (fact.on.start, fact.on.last, fact.claim))


def has_begun(on, day):
    return on is not None and on.start <= day


def latest(facts, day):
    return next(reversed(begun(facts, day)), None)
