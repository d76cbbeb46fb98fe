"""Pure: the facts of one jurisdiction in, the periods it stood in out.

No ORM and no clock. `stand` answers for one day, `periods` for all of them.
"""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal

from .choices import GrantStatus, NameRole, Outcome
from .days import FIRST_DAY, LAST_DAY, FuzzyDay
from .facts import Dated, begun, latest
from .naming import fold
from .risk import AtIssue, at_issue, forgotten_on, own_factors

# A request or a silence does not take back a conclusion that still stands.
ADVERSE = {Outcome.MAY_VIOLATE}
NO_ANSWER_TO_ADVERSE = {
    Outcome.DOCUMENTS_DEMANDED,
    Outcome.PROOF_REQUESTED,
    Outcome.UNDER_REVIEW,
    Outcome.PENDING,
    Outcome.NOT_SENT,
}

# The facts that have a day of their own.
DATED = (
    "positions",
    "findings",
    "lines",
    "awards",
    "rulings",
    "demands",
    "suits",
    "terms",
    "searches",
)


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
    # Factors of grant risk in hundredths; None is unknown.
    risk_listed: int | None = 0
    risk_named: int | None = None
    risk_finding: int | None = None
    risk_terms: int | None = None
    risk_touched: int | None = None
    risk_shield: int | None = 0
    risk_records: str = ""
    money: tuple[AtIssue, ...] = ()

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
    now = _said(facts, day)
    finding = standing_finding(begun(facts.findings, day))
    factors = own_factors(facts, day, finding=finding, awards=now.awards)
    return replace(
        now,
        **{f"risk_{factor}": found.value for factor, found in factors.items()},
        risk_records="\n".join(_records(factors)),
        money=at_issue(facts, day, now.awards),
    )


def _records(factors):
    """The records that gave each factor its value, a line for each."""
    for factor, found in factors.items():
        yield from (f"{factor} {record}" for record in found.records)


def _said(facts, day):
    """All of it but what risk makes of it."""
    position = latest(facts.positions, day)
    finding = standing_finding(begun(facts.findings, day))
    awards = tuple(_award(award, day) for award in begun(facts.awards, day))
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
        lists=tuple(_line(line, day) for line in begun(facts.lines, day)),
        awards=awards,
        rulings=tuple(begun(facts.rulings, day)),
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
    """Every day on which an answer may change."""
    yield from (day.start for day in _days(facts) if day)
    remembered = [action for award in facts.awards for action in award.actions]
    for told in (*remembered, *facts.demands):
        if told.on:
            yield forgotten_on(told.on)


def _days(facts):
    for line in facts.lines:
        yield from (line.end, line.withdrawn_on)
    for award in facts.awards:
        yield from (action.on for action in award.actions)
    for case in (*facts.suits, *facts.orders):
        yield from (ruling.on for ruling in case.rulings)
    yield from (order.until for order in facts.orders)
    yield from (demand.answered for demand in facts.demands)
    yield from (terms.end for terms in facts.terms)
    for kind in DATED:
        yield from (fact.on for fact in getattr(facts, kind))


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
    action = latest(award.actions, day)
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
