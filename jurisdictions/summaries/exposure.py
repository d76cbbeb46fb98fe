"""An assessment of grant risk as a page and JSON explain it, factor by factor."""

from dataclasses import dataclass
from fractions import Fraction

from jurisdictions.choices import Factor, RiskLevel
from jurisdictions.models import Standing
from jurisdictions.risk import Assessment, Part, assess
from jurisdictions.risk.definition import (
    MIN_KNOWN,
    THRESHOLDS,
    VALUES,
    VERSION,
    WEIGHTS,
)

from .revisions import WORDS

QUESTIONS = {
    Factor.LISTED: "Is it on a federal list that its issuer keeps?",
    Factor.NAMED: "Has a federal office acted against it, by letter or suit?",
    Factor.FINDING: "What did a federal office last conclude under section 1373?",
    Factor.TERMS: "Do its open awards carry immigration terms?",
    Factor.TOUCHED: "Has its money been withheld or delayed?",
    Factor.VIA_STATE: "What reaches it through its state?",
    Factor.SHIELD: "Does a court order that names it stop the terms?",
}
NOT_KNOWN = "Not known: nothing on record tells it"
THROUGH_STATE = "Half of the mean of its state’s lists, letters and money touched"
UNCLEAR_ORDER = (
    "Not known: an order is in force, and whom or what it covers is not clear"
)
# How a sentence supposes that a factor were known to be nothing.
IF_NOTHING = {
    Factor.LISTED: "If it were on no federal list",
    Factor.NAMED: "If no letter and no suit concerned it",
    Factor.FINDING: "If there were no adverse federal conclusion",
    Factor.TERMS: "If no open award carried immigration terms",
    Factor.TOUCHED: "If no award were withheld or delayed",
    Factor.VIA_STATE: "If nothing reached it through its state",
}
CHANGES = 2


@dataclass(frozen=True)
class Row:
    """One factor: the part of the assessment, and the records that gave its value."""

    part: Part
    records: list[tuple[str, str]]  # (words, address)

    @property
    def label(self):
        return Factor(self.part.factor).label

    @property
    def question(self):
        return QUESTIONS[self.part.factor]

    @property
    def is_known(self):
        return self.part.span is not None and self.part.span.is_known

    @property
    def says(self):
        if self.part.span is None:
            return "Not applicable"
        if self.part.factor == Factor.VIA_STATE:
            return THROUGH_STATE
        if self.part.factor == Factor.SHIELD and not self.is_known:
            return UNCLEAR_ORDER
        return self.part.meaning if self.is_known else NOT_KNOWN

    @property
    def value(self):
        """ "0.8", "0 to 1", or nothing where it does not apply."""
        span = self.part.span
        return "" if span is None else between(span.low / 100, span.high / 100, 2)

    @property
    def points(self):
        return between(self.part.low, self.part.high)


def number(value, digits=1):
    """A fraction rounded half up: 92.5, 0.8, 1."""
    scale = 10**digits
    rounded = Fraction(int(value * scale + Fraction(1, 2)), scale)
    return f"{float(rounded):.{digits}f}".rstrip("0").rstrip(".")


def between(low, high, digits=1):
    first, second = number(low, digits), number(high, digits)
    return first if first == second else f"{first} to {second}"


@dataclass(frozen=True)
class Explained:
    standing: Standing
    assessment: Assessment
    rows: list[Row]
    changes: list[str]

    @property
    def level(self):
        """The level in a word or two, as tables print it."""
        return level_words(self.assessment)

    @property
    def exposure(self):
        return exposure_words(self.assessment)

    @property
    def known(self):
        found = self.assessment
        return f"{found.known} of {len(found.applying)} factors known"

    @property
    def sentence(self):
        if not self.assessment.is_assessed:
            return f"Not assessed: {self.known}, and at least {MIN_KNOWN} are needed."
        level = self.level[0].lower() + self.level[1:]
        return f"Grant risk is {level}: exposure {self.exposure}, {self.known}."

    @property
    def money(self):
        return self.standing.money


def level_words(assessment):
    """ "Low", "Low to elevated", "Not assessed"."""
    if not assessment.is_assessed:
        return "Not assessed"
    low, high = (RiskLevel(level).label for level in assessment.levels)
    return low if low == high else f"{low} to {high.lower()}"


def exposure_words(assessment):
    return f"{between(assessment.low, assessment.high)} of 100"


def records_of(standing):
    """{factor: [(kind, claim)]} of the records that gave a standing its values."""
    found = {}
    for line in standing.risk_records.splitlines():
        factor, kind, claim = line.split()
        found.setdefault(factor, []).append((kind, claim))
    return found


def explain(question, standing, known=None):
    """The Explained assessment of a standing; `known`: {claim: words of a record}."""
    assessment = question.exposure.assess(standing)
    records = records_of(standing)
    rows = [
        Row(part, [_link(*each, known or {}) for each in records.get(part.factor, ())])
        for part in assessment.parts
    ]
    return Explained(standing, assessment, rows, [*_changes(assessment)])


def _link(kind, claim, known):
    words = known.get(claim) or WORDS[kind]
    return words[0].upper() + words[1:], f"/records/{kind}/{claim}/"


def _changes(assessment):
    """What the largest contributions are worth, in a sentence each."""
    weighty = sorted(
        (part for part in assessment.parts if part.high),
        key=lambda part: -part.high,
    )
    for part in weighty[:CHANGES]:
        without = assessment.without(part.factor)
        level = level_words(without)
        yield (
            f"{IF_NOTHING[part.factor]}, exposure would be {exposure_words(without)}"
            f" ({level[0].lower()}{level[1:]})."
        )


# The example of the methodology page: invented values, worked by the same code.
EXAMPLE = {
    Factor.LISTED: 100,
    Factor.NAMED: 40,
    Factor.FINDING: None,
    Factor.TERMS: 50,
    Factor.TOUCHED: 0,
    Factor.SHIELD: 80,
}


@dataclass(frozen=True)
class Definition:
    """What the methodology page prints of the definition."""

    version: str
    factors: list  # (label, question, weight, [(value, meaning)])
    levels: list  # (label, from)
    example: Assessment

    @property
    def steps(self):
        return [
            (Factor(part.factor).label, part.weight, *(number(end) for end in ends))
            for part in self.example.parts
            if part.span and (ends := (part.low, part.high)) and part.weight
        ]

    @property
    def ends(self):
        return exposure_words(self.example), level_words(self.example)


def definition():
    factors = [
        (
            factor.label,
            QUESTIONS[factor],
            WEIGHTS.get(factor),
            [
                (number(Fraction(v, 100), 2), t)
                for v, t in VALUES.get(factor, {}).items()
            ],
        )
        for factor in Factor
    ]
    levels = [(RiskLevel(code).label, floor) for code, floor in THRESHOLDS.items()]
    example = assess(EXAMPLE, via_state=None)
    return Definition(VERSION, factors, levels, example)


def _values(factor):
    """[(value, what it means)], from the strongest down."""
    meanings = VALUES.get(factor, {})
    return [(number(Fraction(v, 100), 2), meanings[v]) for v in meanings]
