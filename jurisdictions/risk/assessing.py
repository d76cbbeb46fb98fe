"""Pure: factor values and weights in, an explained assessment out (RISK.md is public).

Whole numbers throughout: a database that computes the same finds the same.
"""

from dataclasses import dataclass
from fractions import Fraction

from jurisdictions.choices import Factor, RiskLevel

from .definition import (
    FULL,
    HANDED_DOWN,
    MIN_KNOWN,
    NOT_ASSESSED,
    RELIEF,
    SPANS,
    THRESHOLDS,
    VALUES,
    WEIGHTS,
)

OWN = (Factor.LISTED, Factor.NAMED, Factor.FINDING, Factor.TERMS, Factor.TOUCHED)
# What a state hands down is half of a mean over three: a sixth of their sum.
SIXTHS = 2 * len(HANDED_DOWN)


@dataclass(frozen=True)
class Span:
    """A value in hundredths between two ends; equal where it is known."""

    low: Fraction
    high: Fraction

    @property
    def is_known(self):
        return self.low == self.high


@dataclass(frozen=True)
class Part:
    """One factor of an assessment; `span` is None where it does not apply."""

    factor: str
    span: Span | None
    weight: int = 0
    # Points of the pressure that it gives, at both ends.
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)

    @property
    def meaning(self):
        """What a known value of a place's own factor says, in words."""
        if self.span is None or not self.span.is_known:
            return ""
        return VALUES.get(self.factor, {}).get(self.span.low, "")


@dataclass(frozen=True)
class Assessment:
    """Exposure from 0 to 100 at both ends, and how it comes about."""

    parts: tuple[Part, ...]
    low: Fraction
    high: Fraction

    @property
    def known(self):
        return sum(part.span.is_known for part in self.applying)

    @property
    def applying(self):
        return [part for part in self.parts if part.span is not None]

    @property
    def is_assessed(self):
        return self.known >= MIN_KNOWN

    @property
    def levels(self):
        """The level of each end, or nothing where nothing is assessed."""
        return (level(self.low), level(self.high)) if self.is_assessed else ()

    @property
    def code(self):
        """The code of the filter `risk` that finds it."""
        if not self.is_assessed:
            return NOT_ASSESSED
        low, high = self.levels
        return low if low == high else SPANS

    @property
    def middle(self):
        return (self.low + self.high) / 2

    def without(self, factor):
        """The same, were one factor known to be nothing."""
        spans = {part.factor: part.span for part in self.parts} | {factor: exactly(0)}
        weights = {part.factor: part.weight for part in self.parts}
        del weights[Factor.SHIELD]
        return weigh(spans, weights)


def level(exposure):
    found = RiskLevel.LOW
    for name, threshold in THRESHOLDS.items():
        if exposure >= threshold:
            found = name
    return found


def span_of(value):
    return Span(Fraction(0), Fraction(FULL)) if value is None else exactly(value)


def exactly(value):
    return Span(Fraction(value), Fraction(value))


def handed_down(values):
    """What a state's own values give to the places in it; None: no such record."""
    if values is None:
        return Span(Fraction(0), Fraction(FULL, 2))
    spans = [span_of(values[factor]) for factor in HANDED_DOWN]
    return Span(
        sum(span.low for span in spans) / SIXTHS,
        sum(span.high for span in spans) / SIXTHS,
    )


def assess(values, *, via_state, wider=False, weights=None):
    """An Assessment of one place's own factors.

    `values`: {factor: hundredths or None}. `via_state`: a Span, None for a state.
    `wider`: an order is in force that covers more than those it names here.
    """
    spans = {factor: span_of(values[factor]) for factor in OWN}
    spans[Factor.VIA_STATE] = via_state
    spans[Factor.SHIELD] = shield_of(values[Factor.SHIELD], wider)
    return weigh(spans, WEIGHTS | (weights or {}))


def weigh(spans, weights):
    """An Assessment of {factor: Span, None where it does not apply}."""
    total = sum(weights[factor] for factor in weights if spans[factor]) or 1
    parts = tuple(
        Part(
            factor,
            spans[factor],
            weights[factor],
            *(weights[factor] * end / total for end in _ends(spans[factor])),
        )
        for factor in weights
    )
    shield = spans[Factor.SHIELD]
    low = _relieved(sum(part.low for part in parts), shield.high)
    high = _relieved(sum(part.high for part in parts), shield.low)
    return Assessment((*parts, Part(Factor.SHIELD, shield)), low, high)


def _ends(span):
    return (span.low, span.high) if span else (Fraction(0), Fraction(0))


def shield_of(value, wider):
    low = Fraction(value or 0)
    is_open = value is None or wider
    return Span(low, max(low, Fraction(FULL)) if is_open else low)


def _relieved(pressure, shield):
    return pressure * (1 - Fraction(RELIEF, 100) * shield / FULL)
