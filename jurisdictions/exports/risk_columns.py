"""Grant risk and dollars at issue as columns of a file; see the methodology page."""

from decimal import Decimal

from jurisdictions.choices import Factor, MoneyGroup
from jurisdictions.filters.exposure import LEVELS, column, weights_text
from jurisdictions.risk.definition import VERSION, WEIGHTS

from .columns import Column

LABELS = dict(LEVELS)
FIGURES = {
    "touched": "withheld or delayed",
    "low": "at issue, low figure",
    "middle": "at issue, middle figure",
    "high": "at issue, high figure",
}


# (name, what it says, how to read it off an Assessment).
ASSESSED = (
    ("risk", "Grant risk, code", lambda found: found.code),
    ("risk_label", "Grant risk, in words", lambda found: LABELS[found.code]),
    ("exposure_low", "Exposure, 0 to 100, low end", lambda found: rounded(found.low)),
    ("exposure_high", "Exposure, 0 to 100, high end", lambda f: rounded(f.high)),
    ("factors_known", "How many factors are known", lambda found: found.known),
    ("factors_applying", "How many factors apply", lambda f: len(f.applying)),
)


def rounded(value, digits="0.1"):
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal(digits))


def risk_columns(exposure):
    """Columns that assess a row as a question does, with its weights."""
    weights = weights_text(exposure.weight)

    def assessed(read):
        return lambda row: read(exposure.assess(row))

    return (
        *(Column(name, says, assessed(read)) for name, says, read in ASSESSED),
        *(_factor(factor) for factor in Factor if factor != Factor.VIA_STATE),
        Column(
            "weights",
            f"Weights of the factors (definition {VERSION})",
            lambda row: weights,
        ),
        *(_figure(group, name) for group in MoneyGroup for name in FIGURES),
        *(_unknown(group) for group in MoneyGroup),
    )


def _factor(factor):
    def read(row):
        value = getattr(row, column(factor))
        return None if value is None else Decimal(value) / 100

    says = f"Factor “{factor.label}”, 0 to 1; empty where not known"
    return Column(f"factor_{factor}", says, read)


def _figure(group, name):
    figure = "touched" if name == "touched" else f"at_issue_{name}"
    says = f"Dollars {FIGURES[name]}, {group.label}; empty where none is on record"
    stored = f"{group}_{name}"
    return Column(f"{group}_{figure}_usd", says, lambda row: getattr(row, stored))


def _unknown(group):
    says = f"How many {group.label} have no known status that day, and are in no figure"
    stored = f"{group}_unknown"
    return Column(f"{group}_status_unknown", says, lambda row: getattr(row, stored))


def assessment_as_dict(found, exposure):
    """An Explained assessment for JSON: its ends, its factors, its dollars."""
    return {
        "definition": VERSION,
        "risk": found.assessment.code,
        "risk_label": LABELS[found.assessment.code],
        "sentence": found.sentence,
        "exposure_low": rounded(found.assessment.low),
        "exposure_high": rounded(found.assessment.high),
        "factors_known": found.assessment.known,
        "factors_applying": len(found.assessment.applying),
        "weights": exposure.weight,
        "own_weights": exposure.weight != WEIGHTS,
        "factors": [_factor_as_dict(row) for row in found.rows],
        "would_change": found.changes,
        "dollars": [_dollars_as_dict(money) for money in found.money],
    }


def _factor_as_dict(row):
    part, span = row.part, row.part.span
    return {
        "factor": part.factor,
        "label": row.label,
        "applies": span is not None,
        "known": row.is_known,
        "says": row.says,
        "value_low": span and rounded(span.low / 100, "0.001"),
        "value_high": span and rounded(span.high / 100, "0.001"),
        "weight": None if part.factor == Factor.SHIELD else part.weight,
        "points_low": rounded(part.low),
        "points_high": rounded(part.high),
        "records": [address for _, address in row.records],
    }


def _dollars_as_dict(money):
    figures = {
        "touched_usd": money.touched,
        **{f"at_issue_{n}_usd": getattr(money, n) for n in ("low", "middle", "high")},
    }
    return {
        "kind": money.group,
        **figures,
        "awards": money.number,
        "status_unknown": money.unknown,
        "status_unknown_usd": money.unknown_usd,
    }
