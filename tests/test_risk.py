"""The invariants of RISK 4, over all values that factors can have."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.choices import AmountKind, Effect, Factor, GrantStatus
from jurisdictions.days import FuzzyDay
from jurisdictions.facts import Dated, Facts, Money, Order, Terms
from jurisdictions.risk import assess, handed_down
from jurisdictions.risk.assessing import OWN
from jurisdictions.risk.definition import FULL, MAX_WEIGHT, VALUES, WEIGHTS
from jurisdictions.standing import stand

FACTORS = (*OWN, Factor.SHIELD)


def value_of(factor):
    return st.none() | st.sampled_from(sorted(VALUES[factor]))


VALUES_OF_ALL = st.fixed_dictionaries({factor: value_of(factor) for factor in FACTORS})
THROUGH_STATE = st.none() | VALUES_OF_ALL
WEIGHED = st.fixed_dictionaries(
    {factor: st.integers(0, MAX_WEIGHT) for factor in WEIGHTS}
).filter(lambda weights: any(weights.values()))


def assessed(values, state, wider, weights=None):
    via_state = state and handed_down(state)
    return assess(values, via_state=via_state, wider=wider, weights=weights)


asked = given(
    values=VALUES_OF_ALL,
    state=THROUGH_STATE,
    wider=st.booleans(),
    weights=WEIGHED,
    factor=st.sampled_from(FACTORS),
    data=st.data(),
)


@asked
def test_a_raised_value_never_lowers_and_a_stronger_order_never_raises(
    values, state, wider, weights, factor, data
):
    known = data.draw(st.lists(st.sampled_from(sorted(VALUES[factor])), min_size=2))
    less, more = (
        assessed(values | {factor: end(known)}, state, wider, weights)
        for end in (min, max)
    )
    if factor == Factor.SHIELD:
        less, more = more, less
    assert less.low <= more.low
    assert less.high <= more.high


@asked
def test_what_becomes_known_never_widens(values, state, wider, weights, factor, data):
    before = assessed(values | {factor: None}, state, wider, weights)
    known = data.draw(st.sampled_from(sorted(VALUES[factor])))
    after = assessed(values | {factor: known}, state, wider, weights)
    assert before.low <= after.low <= after.high <= before.high
    assert after.known >= before.known


@asked
def test_the_ends_are_in_order_and_made_of_their_parts(
    values, state, wider, weights, factor, data
):
    found = assessed(values, state, wider, weights)
    assert 0 <= found.low <= found.high <= FULL
    shield = found.parts[-1].span
    relief = [1 - Fraction(3, 5) * end / FULL for end in (shield.high, shield.low)]
    ends = [sum(getattr(part, end) for part in found.parts) for end in ("low", "high")]
    assert [found.low, found.high] == [e * r for e, r in zip(ends, relief, strict=True)]


@asked
def test_weights_that_are_all_scaled_change_nothing(
    values, state, wider, weights, factor, data
):
    scale = data.draw(st.integers(2, 9))
    scaled = {name: weight * scale for name, weight in weights.items()}
    plain, other = (assessed(values, state, wider, each) for each in (weights, scaled))
    assert (plain.low, plain.high) == (other.low, other.high)
    default = assessed(values, state, wider, WEIGHTS)
    assert default == assessed(values, state, wider)


DAY = dt.date(2026, 6, 1)
TOLD = FuzzyDay(dt.date(2025, 6, 1), dt.date(2025, 6, 1))
INJUNCTION = Order(rulings=(Dated(Effect.ENJOINED, TOLD),))
ANNOUNCED = Terms(program="16.738", on=TOLD)


@st.composite
def money(draw):
    return Money(
        claim=str(draw(st.uuids())),
        program=draw(st.sampled_from(["16.738", "16.710"])),
        fiscal_year="FY2025",
        amount_usd=draw(st.none() | st.decimals(0, 10**9, places=2)),
        amount_kind=draw(st.sampled_from(AmountKind)),
        on=TOLD,
        actions=(Dated(draw(st.sampled_from(GrantStatus)), TOLD),),
    )


FACTS = st.builds(
    Facts,
    awards=st.lists(money(), max_size=6).map(tuple),
    orders=st.sampled_from([(), (INJUNCTION,)]),
    terms=st.sampled_from([(), (ANNOUNCED,)]),
)


def dollars(facts):
    return stand(facts, DAY).money


@given(FACTS)
def test_dollars_at_issue_are_in_order_and_no_kinds_are_mixed(facts):
    figures = dollars(facts)
    total = sum((award.amount_usd or Decimal(0) for award in facts.awards), Decimal(0))
    assert len({each.group for each in figures}) == len(figures)
    for each in figures:
        assert 0 <= each.touched <= each.low <= each.middle <= each.high
        assert each.high + each.unknown_usd <= total
    assert figures == dollars(facts)


@given(FACTS)
def test_an_order_takes_from_the_low_figure_alone(facts):
    bare, covered = (
        dollars(replace(facts, orders=())),
        dollars(replace(facts, orders=(INJUNCTION,))),
    )
    for before, after in zip(bare, covered, strict=True):
        assert after.low <= before.low
        assert replace(after, low=before.low) == before
