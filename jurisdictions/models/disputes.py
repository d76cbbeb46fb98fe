"""Suits against jurisdictions, orders that cover them, and terms that are announced."""

from collections import defaultdict

from django.db.models import Q

from jurisdictions.choices import ActionKind
from jurisdictions.facts import Dated, Order, Suit, Terms

from .acts import FederalAction
from .courts import Case, Ruling

# As the captions name the plaintiff of every suit that the Justice Department brings.
FEDERAL_PLAINTIFF = "United States"


def dated(record, code):
    return Dated(code=code, on=record.on, claim=str(record.claim))


class Disputes:
    """What was known of suits, orders and terms at a moment; read in six queries."""

    def __init__(self, jurisdiction_ids, as_of=None):
        self.acts = {act.claim: act for act in FederalAction.objects.as_of(as_of)}
        self.rulings = {ruling.pk: ruling for ruling in _rulings(as_of)}
        self.cases = {case.pk: case for case in Case.objects.as_of(as_of)}
        self.covered = _pairs(Ruling.jurisdictions, self.rulings, jurisdiction_ids)
        self.sued = _pairs(Case.defendants, self.cases, jurisdiction_ids)

    def by_kind(self):
        """(kind of fact, jurisdiction id, fact)."""
        for owner, ruling in self.covered:
            yield "rulings", owner, dated(ruling, ruling.effect)
        yield from self._suits()
        yield from self._orders()

    def _suits(self):
        """Those of the United States alone."""
        told = defaultdict(list)
        for ruling in self.rulings.values():
            told[_case_of(ruling)].append(dated(ruling, ruling.effect))
        for owner, case in self.sued:
            if case.plaintiff == FEDERAL_PLAINTIFF:
                suit = Suit(case.on, str(case.claim), tuple(told[case.claim]))
                yield "suits", owner, suit

    def _orders(self):
        """One of each case that the place did not have to answer."""
        against = {(owner, case.claim) for owner, case in self.sued}
        by_case = defaultdict(list)
        for owner, ruling in self.covered:
            if (owner, _case_of(ruling)) not in against:
                by_case[owner, _case_of(ruling)].append(ruling)
        for (owner, _), rulings in by_case.items():
            yield "orders", owner, _order(rulings, self.acts)

    def terms_of(self, program):
        """The Terms that grant conditions announce for a program."""
        return [
            Terms(program, act.on, act.end, str(act.claim))
            for act in self.acts.values()
            if act.kind == ActionKind.GRANT_CONDITION
            and program in act.programs.split("|")
        ]


def _rulings(as_of):
    rows = Ruling.objects.as_of(as_of).select_related("case").order_by("pk")
    return rows.prefetch_related("acts")


def _case_of(ruling):
    """The claim of its case; a ruling without one stands for itself."""
    return ruling.case.claim if ruling.case_id else ruling.claim


def _pairs(link, rows, jurisdiction_ids):
    """[(jurisdiction id, row)] of the rows that link to these jurisdictions."""
    owner = link.field.m2m_column_name()
    found = link.through.objects.filter(
        **{"jurisdiction__in": jurisdiction_ids, f"{owner}__in": rows}
    )
    pairs = found.order_by("pk").values_list("jurisdiction_id", owner)
    return [(place, rows[pk]) for place, pk in pairs]


def wider_orders(as_of=None):
    """An Order of each case that covers more than those whom the record names."""
    rows = _rulings(as_of)
    cases = rows.filter(is_wider=True).values("case__claim")
    by_case = defaultdict(list)
    for ruling in rows.filter(Q(is_wider=True) | Q(case__claim__in=cases)):
        by_case[_case_of(ruling)].append(ruling)
    if not by_case:
        return []
    acts = {act.claim: act for act in FederalAction.objects.as_of(as_of)}
    return [_order(rulings, acts) for rulings in by_case.values()]


def _order(rulings, acts):
    stopped = {act.claim for ruling in rulings for act in ruling.acts.all()}
    ends = [acts[claim].end for claim in stopped if claim in acts]
    until = max(ends, key=lambda end: end.start) if ends and all(ends) else None
    told = tuple(dated(ruling, ruling.effect) for ruling in rulings)
    return Order(told, until, has_acts=bool(stopped))
