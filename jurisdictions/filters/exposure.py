"""Grant risk as a question: a reader's weights, and exposure found by the database.

What a place has through its state, and orders that reach further than they name, are
joined here, so that one national fact rewrites no standing. Whole numbers only: the
database finds to the point what `risk.assess` finds.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import (
    Case,
    CharField,
    F,
    IntegerField,
    Q,
    SmallIntegerField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.utils.http import urlencode

from jurisdictions.choices import Factor, Kind, RiskLevel
from jurisdictions.models import Backdrop, Standing
from jurisdictions.risk import assess, handed_down
from jurisdictions.risk.definition import (
    FULL,
    HANDED_DOWN,
    MIN_KNOWN,
    NOT_ASSESSED,
    RELIEF,
    SPANS,
    THRESHOLDS,
    WEIGHTS,
)

from .fields import Weights
from .questions import CLOCK, Question

OWN = tuple(factor for factor in WEIGHTS if factor != Factor.VIA_STATE)
SIXTHS = 2 * len(HANDED_DOWN)
THOUSAND = 1000
LEVELS = [
    *RiskLevel.choices,
    (SPANS, "Spans several levels"),
    (NOT_ASSESSED, f"Not assessed (fewer than {MIN_KNOWN} factors known)"),
]
FLOORS = {RiskLevel.LOW: 0, **THRESHOLDS}


def column(factor):
    return f"risk_{factor}"


def values_of(standing):
    """{factor: hundredths or None} of a standing's own factors."""
    own = (*OWN, Factor.SHIELD)
    return {factor: getattr(standing, column(factor)) for factor in own}


@dataclass(frozen=True)
class Exposure:
    """How to assess the standings of one day and moment, with these weights."""

    day: object
    moment: object = None
    weights: tuple = ()

    @cached_property
    def weight(self):
        return WEIGHTS | dict(self.weights)

    @cached_property
    def _national(self):
        """(values of the states, whether an order reaches further); one query."""
        asked = {"on": self.day, "as_of": self.moment}
        columns = [column(factor) for factor in HANDED_DOWN]
        states = Standing.objects.at(**asked).filter(kind=Kind.STATE)
        orders = Backdrop.objects.at(**asked).filter(has_wider_order=True)
        none = Cast(Value(None), SmallIntegerField())
        blanks = {f"none_{i}": none for i, _ in enumerate(columns)}
        told = states.order_by().values_list("state", *columns)
        told = told.union(
            orders.annotate(of=Value(""), **blanks).values_list("of", *blanks)
        )
        found = {
            state: dict(zip(HANDED_DOWN, values, strict=True))
            for state, *values in told
        }
        return found, found.pop("", None) is not None

    @property
    def states(self):
        """{postal code: what its government hands down, in hundredths or None}."""
        return self._national[0]

    @property
    def wider(self):
        """Whether an order is in force that covers more than the record names."""
        return self._national[1]

    def assess(self, standing):
        """The Assessment of one standing, explained."""
        handed = handed_down(self.states.get(standing.state))
        return assess(
            values_of(standing),
            via_state=None if standing.kind == Kind.STATE else handed,
            wider=self.wider,
            weights=self.weight,
        )

    # The same, by the database

    def pressure(self, unknown):
        """Six times the weighted sum, what is not known taken at `unknown`."""
        own = sum(
            Value(SIXTHS * self.weight[factor])
            * Coalesce(F(column(factor)), Value(unknown))
            for factor in OWN
        )
        return own + self._through_the_state(unknown)

    def _through_the_state(self, unknown):
        weight = self.weight[Factor.VIA_STATE]
        arms = [When(kind=Kind.STATE, then=Value(0))]
        for total, postals in self._handed_down(unknown).items():
            arms.append(When(state__in=postals, then=Value(weight * total)))
        nothing = Value(weight * unknown * len(HANDED_DOWN))
        return Case(*arms, default=nothing, output_field=IntegerField())

    def _handed_down(self, unknown):
        """{the sum of what states hand down: their postal codes}."""
        found = defaultdict(list)
        for postal, values in self.states.items():
            told = [values[factor] for factor in HANDED_DOWN]
            total = sum(unknown if each is None else each for each in told)
            found[total].append(postal)
        return found

    @cached_property
    def total(self):
        """Six times the sum of the weights that apply."""
        own = SIXTHS * sum(self.weight[factor] for factor in OWN)
        every = own + SIXTHS * self.weight[Factor.VIA_STATE]
        return Case(
            When(kind=Kind.STATE, then=Value(own or 1)),
            default=Value(every),
            output_field=IntegerField(),
        )

    def relief(self, unknown):
        """Thousandths that an order leaves, an unknown one taken at `unknown`."""
        shield = Coalesce(F(column(Factor.SHIELD)), Value(unknown))
        if self.wider and unknown == FULL:
            shield = Value(FULL)
        return Value(THOUSAND) - Value(THOUSAND * RELIEF // FULL**2) * shield

    @cached_property
    def low(self):
        """Exposure times `total` times a thousand, at the low end."""
        return self.pressure(0) * self.relief(FULL)

    @cached_property
    def high(self):
        return self.pressure(FULL) * self.relief(0)

    def reaches(self, end, exposure):
        return GreaterThanOrEqual(end, Value(int(exposure * THOUSAND)) * self.total)

    @cached_property
    def known(self):
        """How many factors are known."""
        own = sum(_is_known(column(factor)) for factor in OWN)
        whole = [
            postal
            for postal, values in self.states.items()
            if None not in [values[factor] for factor in HANDED_DOWN]
        ]
        through = Case(
            When(Q(state__in=whole) & ~Q(kind=Kind.STATE), then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
        shield = Q(**{column(Factor.SHIELD): FULL})
        if not self.wider:
            shield |= Q(**{f"{column(Factor.SHIELD)}__isnull": False})
        order = Case(
            When(shield, then=Value(1)), default=Value(0), output_field=IntegerField()
        )
        return own + through + order

    @property
    def is_assessed(self):
        return Q(GreaterThanOrEqual(self.known, Value(MIN_KNOWN)))

    def at_level(self, codes):
        """The Q of the chosen codes of the filter `risk`."""
        found = Q(pk__in=())
        for code in codes or ():
            found |= self._at(code)
        return found

    def _at(self, code):
        """One comparison for each end: the high end is never below the low one."""
        if code == NOT_ASSESSED:
            return Q(LessThan(self.known, Value(MIN_KNOWN)))
        if code == SPANS:
            return self.is_assessed & self._crosses()
        names = [*FLOORS]
        below = Q(self.reaches(self.low, FLOORS[code]))
        for above in names[names.index(code) + 1 :][:1]:
            below &= ~Q(self.reaches(self.high, FLOORS[above]))
        return self.is_assessed & below

    def _crosses(self):
        """Some threshold lies between the two ends."""
        found = Q(pk__in=())
        for floor in THRESHOLDS.values():
            is_high = Q(self.reaches(self.high, floor))
            found |= is_high & ~Q(self.reaches(self.low, floor))
        return found

    def at_least(self, exposure):
        return self.is_assessed & Q(self.reaches(self.low, exposure))

    @cached_property
    def code(self):
        """The code of the filter `risk` that each row has."""
        levels = [*RiskLevel.values]
        arms = [
            When(self._at(code), then=Value(code)) for code in (NOT_ASSESSED, *levels)
        ]
        return Case(*arms, default=Value(SPANS), output_field=CharField())

    @property
    def order(self):
        """What "largest middle first, not assessed last" is sorted by."""
        last = Case(
            When(self.is_assessed, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        middle = (self.low + self.high) / self.total
        return {"is_not_assessed": last, "exposure": middle}


def _is_known(name):
    return Case(
        When(**{f"{name}__isnull": False}, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def weights_text(weights):
    return ",".join(f"{name}:{size}" for name, size in weights.items())


class RiskQuestion(Question):
    """A question whose answer is assessed, with the weights that the reader gave."""

    w = Weights(label="Weights of the factors", method="leave")

    @cached_property
    def exposure(self):
        """How the standings of this question are assessed."""
        weights = tuple((self.value("w") or {}).items())
        return Exposure(self.day, self.moment, weights)

    @property
    def weights_text(self):
        """All weights in use, as an address says them; what was typed, if unread."""
        if self.problem("w"):
            return self.given.get("w")
        return weights_text(self.exposure.weight)

    @property
    def default_weights(self):
        return weights_text(WEIGHTS)

    @property
    def without_weights(self):
        return self.query(w=None, page=None)

    @property
    def own_weights(self):
        """The reader's weights in words, where they are not the site's own."""
        given = self.exposure.weight
        if given == WEIGHTS:
            return ""
        return ", ".join(f"{Factor(name).label} {size}" for name, size in given.items())

    @property
    def keep(self):
        """The clocks and the weights, for links to pages that assess too."""
        given = {name: self.given[name] for name in (*CLOCK, "w") if self.value(name)}
        return f"?{urlencode(given)}" if given else ""
