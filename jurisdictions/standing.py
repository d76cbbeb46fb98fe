"""Pure: the facts of one jurisdiction in, the periods it stood in out.

No ORM and no clock. A fact counts from its `start` day (FuzzyDay.start); what
has no day never counts. `stand` answers for one day, `periods` for all of them.
"""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from .choices import GrantStatus, NameRole, Outcome
from .days import FIRST_DAY, LAST_DAY, FuzzyDay
from .naming import fold

# A request or a silence does not take back a conclusion that still stands.
ADVERSE = {Outcome.MAY_VIOLATE}
NO_ANSWER_TO_ADVERSE = {
    Outcome.DOCUMENTS_DEMANDED,
    Outcome.PROOF_REQUESTED,
    Outcome.UNDER_REVIEW,
    Outcome.PENDING,
    Outcome.NOT_SENT,
}


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


@dataclass(frozen=True)
class OnList:
    list_slug: str
    is_open: bool
    in_force: bool
    listed_on: FuzzyDay
    removed_on: FuzzyDay | None
    claim: str


@dataclass(frozen=True)
class AwardStand:
    claim: str
    program: str
    fiscal_year: str
    amount_usd: Decimal | None
    amount_kind: str
    status: str
    status_on: FuzzyDay | None


@dataclass(frozen=True)
class Stand:
    """Where a jurisdiction stood on one day. Empty text and None: no record."""

    name: str = ""
    search_text: str = ""
    position: str = ""
    position_on: FuzzyDay | None = None
    finding: str = ""
    finding_on: FuzzyDay | None = None
    grant_status: str = ""
    grant_status_on: FuzzyDay | None = None
    amount_usd: Decimal | None = None
    amount_kind: str = ""
    amount_fiscal_year: str = ""
    lists: tuple[OnList, ...] = ()
    awards: tuple[AwardStand, ...] = ()
    rulings: tuple[Dated, ...] = ()

    @property
    def digest(self):
        text = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Period:
    """`valid_from` <= day < `valid_to`; the last day is the open end."""

    valid_from: dt.date
    valid_to: dt.date
    stand: Stand = field(default_factory=Stand)


def periods(facts):
    """Every period, oldest first, without a gap; neighbours always differ."""
    starts = sorted({FIRST_DAY, *_boundaries(facts)} - {LAST_DAY})
    found = []
    for start, following in zip(starts, [*starts[1:], LAST_DAY], strict=True):
        now = stand(facts, start)
        if found and found[-1].stand == now:
            start = found.pop().valid_from
        found.append(Period(start, following, now))
    return found


def stand(facts, day):
    """Where the jurisdiction stood on that day, by these facts."""
    position = _latest(facts.positions, day)
    finding = standing_finding(_begun(facts.findings, day))
    awards = tuple(_award(award, day) for award in _begun(facts.awards, day))
    status = _latest_status(awards)
    amount = max(
        (award for award in awards if award.amount_usd is not None),
        key=lambda award: (award.amount_usd, award.fiscal_year, award.claim),
        default=None,
    )
    return Stand(
        name=_name(facts.names),
        search_text=_search_text(facts),
        position=position.code if position else "",
        position_on=position.on if position else None,
        finding=finding.code if finding else "",
        finding_on=finding.on if finding else None,
        grant_status=status.status if status else "",
        grant_status_on=status.status_on if status else None,
        amount_usd=amount.amount_usd if amount else None,
        amount_kind=amount.amount_kind if amount else "",
        amount_fiscal_year=amount.fiscal_year if amount else "",
        lists=tuple(_line(line, day) for line in _begun(facts.lines, day)),
        awards=awards,
        rulings=tuple(_begun(facts.rulings, day)),
    )


def standing_finding(findings):
    """The outcome that stands after these, oldest first; None where none does."""
    standing = None
    for found in findings:
        if standing is None or not _leaves_standing(standing, found):
            standing = found
    return standing


def _leaves_standing(standing, later):
    if later.code == Outcome.NOT_SENT:
        return True
    return standing.code in ADVERSE and later.code in NO_ANSWER_TO_ADVERSE


def _boundaries(facts):
    for line in facts.lines:
        yield from (day.start for day in (line.end, line.withdrawn_on) if day)
    for award in facts.awards:
        yield from (action.on.start for action in award.actions if action.on)
    for kind in ("positions", "findings", "lines", "awards", "rulings"):
        yield from (fact.on.start for fact in getattr(facts, kind) if fact.on)


def _begun(facts, day):
    """The facts that had begun by that day, oldest first."""
    begun = (fact for fact in facts if fact.on and fact.on.start <= day)
    return sorted(begun, key=lambda fact: (fact.on.start, fact.on.last, fact.claim))


def _latest(facts, day):
    return next(reversed(_begun(facts, day)), None)


def _line(line, day):
    ended = line.end is not None and line.end.start <= day
    withdrawn = line.withdrawn_on is not None and line.withdrawn_on.start <= day
    return OnList(
        list_slug=line.list_slug,
        is_open=not ended,
        in_force=not ended and not withdrawn,
        listed_on=line.on,
        removed_on=line.end if ended else None,
        claim=line.claim,
    )


def _award(award, day):
    action = _latest(award.actions, day)
    return AwardStand(
        claim=award.claim,
        program=award.program,
        fiscal_year=award.fiscal_year,
        amount_usd=award.amount_usd,
        amount_kind=award.amount_kind,
        status=action.code if action else GrantStatus.UNKNOWN.value,
        status_on=action.on if action else None,
    )


def _latest_status(awards):
    """The newest status of any award; a dated one before an undated one."""
    return max(
        awards,
        key=lambda award: (
            award.status_on.start if award.status_on else FIRST_DAY,
            award.fiscal_year,
            award.claim,
        ),
        default=None,
    )


def _name(names):
    by_role = {name.role: name.text for name in sorted(names, key=lambda n: n.text)}
    return by_role.get(NameRole.SHORT) or by_role.get(NameRole.OFFICIAL, "")


def _search_text(facts):
    """Folded names, each word after a blank, so that " word" finds its beginning."""
    folded = {fold(f"{name.text} {facts.state_name}") for name in facts.names}
    return "".join(f" {text} |" for text in sorted(folded))
