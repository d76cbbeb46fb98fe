"""Pure: the awards of one jurisdiction on a day -> dollars touched and at issue.

Each kind of money is summed for itself. What was paid out of an award is not on
record, so that all that was obligated counts as remaining, and pages say so.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from jurisdictions.choices import GrantStatus, MoneyGroup

from .definition import GROUP_OF
from .factors import (
    ANNOUNCED,
    SILENT,
    TERMS_IN_FORCE,
    TERMS_STOPPED,
    is_covered,
    status_of,
    term_of,
)

TOUCHED_NOW = {GrantStatus.WITHHELD, GrantStatus.DELAYED}


@dataclass(frozen=True)
class AtIssue:
    """Dollars of one kind of money on a day; `touched` is within the other three."""

    group: str
    touched: Decimal
    low: Decimal
    middle: Decimal
    high: Decimal
    number: int
    # Neither in the figures nor zero: the status on that day is not known.
    unknown: int
    unknown_usd: Decimal

    @property
    def label(self):
        return MoneyGroup(self.group).label


def at_issue(facts, day: dt.date, awards):
    """An AtIssue of each kind of money that is on record, in a fixed order."""
    covered = is_covered(facts, day)
    by_group = {}
    for award in _once(facts, awards):
        if group := GROUP_OF.get(award.amount_kind):
            by_group.setdefault(group, []).append(award)
    return tuple(
        _figures(group, found, facts, day, covered)
        for group, found in sorted(by_group.items())
    )


def _once(facts, awards):
    """Without what may be counted in another row of the same sum."""
    doubtful = {each.claim for each in facts.awards if each.may_double_count}
    sure = {_sum_of(each) for each in awards if each.claim not in doubtful}
    for award in awards:
        if award.claim not in doubtful or _sum_of(award) not in sure:
            yield award


def _sum_of(award):
    return GROUP_OF.get(award.amount_kind), award.program, award.fiscal_year


def _figures(group, awards, facts, day, covered):
    sums = dict.fromkeys(("touched", "low", "middle", "high"), Decimal(0))
    silent = [award for award in awards if status_of(award, day) in SILENT]
    for award in awards:
        for name in _sums(award, facts, day, covered):
            sums[name] += _remaining(award)
    return AtIssue(
        group,
        **sums,
        number=len(awards),
        unknown=len(silent),
        unknown_usd=sum(map(_remaining, silent), Decimal(0)),
    )


def _remaining(award):
    return award.amount_usd or Decimal(0)


def _sums(award, facts, day, covered):
    """The figures that an award's dollars belong to."""
    status = status_of(award, day)
    if status in SILENT:
        return ()
    if status in TOUCHED_NOW:
        return "touched", "low", "middle", "high"
    weight = term_of(award, facts, day)
    if weight and status in TERMS_IN_FORCE:
        return ("middle", "high") if covered else ("low", "middle", "high")
    if weight and status in TERMS_STOPPED:
        return "middle", "high"
    return ("high",) if weight == ANNOUNCED else ()
