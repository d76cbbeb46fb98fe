"""The awards of one jurisdiction and where each stood on a day."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q

from jurisdictions.choices import AmountKind, GrantStatus
from jurisdictions.days import FuzzyDay
from jurisdictions.models import Award, AwardAction

from .citing import Citation

# Sums printed in a document and formula figures are no awards with a balance.
NO_BALANCE = {
    AmountKind.ALLOCATION,
    AmountKind.STATE_AND_LOCAL_ALLOCATION,
    AmountKind.MULTI_PROGRAM_TOTAL,
    AmountKind.MULTI_GRANT_TOTAL,
    AmountKind.MULTI_STATE_TOTAL,
    AmountKind.LOCAL_DIRECT_TOTAL,
}


@dataclass(frozen=True)
class AwardLine:
    """One award as a page shows it; `steps` are its dated statuses, oldest first."""

    award: Award
    steps: list[AwardAction]
    is_shared: bool
    is_disputed: bool
    source: Citation | None = None

    @property
    def last(self):
        return self.steps[-1] if self.steps else None

    @property
    def status(self):
        return self.last.status if self.last else GrantStatus.UNKNOWN.value

    @property
    def status_label(self):
        return GrantStatus(self.status).label

    @property
    def status_on(self) -> FuzzyDay | None:
        return self.last.on if self.last else None

    @property
    def amount_usd(self) -> Decimal | None:
        return self.award.amount_usd

    @property
    def title(self):
        """Program, year and amount, with its kind."""
        said = [self.award.program, self.award.fiscal_year]
        if self.amount_usd is not None:
            kind = self.award.get_amount_kind_display()
            said.append(f"${self.amount_usd:,.0f} ({kind[0].lower()}{kind[1:]})")
        return ", ".join(filter(None, said))

    @property
    def has_no_balance(self):
        """Its status on a later day is not known."""
        return self.award.amount_kind in NO_BALANCE


def award_lines(jurisdiction, *, moment=None, day=None):
    """AwardLine of every award it has or shares, newest year first; 2 queries."""
    awards = [
        award
        for award in Award.objects.as_of(moment)
        .filter(Q(jurisdiction=jurisdiction) | Q(shared_by=jurisdiction))
        .distinct()
        if _begun(award, day)
    ]
    same = Counter(
        (award.program, award.fiscal_year) for award in awards if award.jurisdiction_id
    )
    lines = [
        replace(
            line,
            is_disputed=same[line.award.program, line.award.fiscal_year] > 1,
        )
        for line in with_steps(awards, moment=moment, day=day)
    ]
    return sorted(lines, key=_newest_program_year, reverse=True)


def with_steps(awards, *, moment=None, day=None):
    """AwardLine of each award, none of them compared with the others; 1 query."""
    steps = defaultdict(list)
    for action in (
        AwardAction.objects.as_of(moment)
        .filter(award__claim__in=[award.claim for award in awards])
        .select_related("award")
    ):
        if _begun(action, day):
            steps[action.award.claim].append(action)
    return [
        AwardLine(
            award=award,
            steps=sorted(steps[award.claim], key=_by_day),
            is_shared=award.jurisdiction_id is None,
            is_disputed=False,
        )
        for award in awards
    ]


def _begun(record, day):
    return day is None or record.on is None or record.on.start <= day


def _by_day(action):
    return (
        action.on.start if action.on else FuzzyDay.parse("0001-01-01").start,
        action.pk,
    )


def _newest_program_year(line):
    return (line.award.fiscal_year[-4:], line.award.program, line.award.pk)
