"""Where a jurisdiction stood on a day: the rules, and the periods they give."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jurisdictions.choices import GrantStatus, NameRole, Outcome, Stance
from jurisdictions.days import FIRST_DAY, LAST_DAY, PRECISIONS, FuzzyDay
from jurisdictions.facts import Dated, Facts, Line, Money, Named
from jurisdictions.standing import Stand, periods, stand, standing_finding
from tests.factories import day

JULY, OCTOBER = dt.date(2017, 7, 1), dt.date(2017, 10, 31)


def found(*codes):
    """Findings of these outcomes, one a month from January 2017."""
    return tuple(
        Dated(code, day(f"2017-{month:02}-15"), f"claim-{month}")
        for month, code in enumerate(codes, 1)
    )


def on(facts, text):
    return stand(facts, dt.date.fromisoformat(text))


# Findings


@pytest.mark.parametrize(
    "later",
    [
        Outcome.DOCUMENTS_DEMANDED,
        Outcome.PROOF_REQUESTED,
        Outcome.UNDER_REVIEW,
        Outcome.PENDING,
        Outcome.NOT_SENT,
    ],
)
def test_a_demand_or_a_silence_does_not_displace_may_violate(later):
    stands = standing_finding(found(Outcome.MAY_VIOLATE, later))
    assert stands.code == Outcome.MAY_VIOLATE


@pytest.mark.parametrize(
    "later", [Outcome.NO_EVIDENCE, Outcome.FOUND_COMPLIANT, Outcome.MAY_VIOLATE]
)
def test_a_new_conclusion_displaces_may_violate(later):
    findings = found(Outcome.MAY_VIOLATE, later)
    assert standing_finding(findings) is findings[1]


@pytest.mark.parametrize("earlier", [*Outcome])
def test_not_being_sent_a_letter_displaces_nothing(earlier):
    findings = found(earlier, Outcome.NOT_SENT)
    assert standing_finding(findings) is findings[0]


@pytest.mark.parametrize("earlier", [*Outcome])
def test_may_violate_displaces_everything(earlier):
    findings = found(earlier, Outcome.MAY_VIOLATE)
    assert standing_finding(findings) is findings[1]


def test_a_demand_after_the_place_was_cleared_stands():
    findings = found(
        Outcome.MAY_VIOLATE, Outcome.NO_EVIDENCE, Outcome.DOCUMENTS_DEMANDED
    )
    assert standing_finding(findings).code == Outcome.DOCUMENTS_DEMANDED


def test_without_findings_none_stands():
    assert standing_finding(()) is None
    assert stand(Facts(), JULY).finding == ""


def test_the_finding_of_a_day_is_the_one_known_to_have_begun():
    facts = Facts(findings=found(Outcome.MAY_VIOLATE, Outcome.NO_EVIDENCE))
    assert on(facts, "2017-01-14").finding == ""
    assert on(facts, "2017-01-15").finding == Outcome.MAY_VIOLATE
    assert on(facts, "2017-02-14").finding == Outcome.MAY_VIOLATE
    assert on(facts, "2017-02-15").finding == Outcome.NO_EVIDENCE


def test_the_order_in_which_facts_arrive_does_not_matter():
    findings = found(Outcome.MAY_VIOLATE, Outcome.NO_EVIDENCE, Outcome.NOT_SENT)
    there, back = Facts(findings=findings), Facts(findings=findings[::-1])
    assert periods(there) == periods(back)


# Positions and days


def test_the_latest_position_stands_with_its_day():
    facts = Facts(
        positions=(
            Dated(Stance.DECLINES, day("2017-08-02")),
            Dated(Stance.COMPLIANT, day("2017-07-05")),
        )
    )
    assert on(facts, "2017-08-01").position == Stance.COMPLIANT
    assert on(facts, "2017-08-02").position == Stance.DECLINES
    assert on(facts, "2017-08-02").position_on == day("2017-08-02")


def test_a_fact_without_a_day_never_counts():
    facts = Facts(positions=(Dated(Stance.COMPLIANT, None),))
    assert stand(facts, LAST_DAY) == Stand()


def test_a_month_counts_from_its_first_day_and_keeps_its_precision():
    facts = Facts(positions=(Dated(Stance.COMPLIANT, day("2025-10")),))
    assert on(facts, "2025-09-30").position == ""
    assert on(facts, "2025-10-01").position_on.precision == "month"


def test_on_or_before_counts_from_the_latest_day():
    by = FuzzyDay(dt.date(2025, 8, 1), dt.date(2025, 8, 21), "on_or_before")
    facts = Facts(positions=(Dated(Stance.COMPLIANT, by),))
    assert on(facts, "2025-08-20").position == ""
    assert on(facts, "2025-08-21").position == Stance.COMPLIANT


# Lists


def lines_on(text, **fields):
    line = Line("doj-2025", day("2025-08-05"), **fields)
    return on(Facts(lines=(line,)), text).lists


def test_a_line_is_open_from_its_day():
    assert lines_on("2025-08-04") == ()
    (line,) = lines_on("2025-08-05")
    assert line.is_open and line.in_force and line.removed_on is None


def test_a_line_is_closed_on_the_day_of_its_removal():
    removed = {"end": day("2025-09-26")}
    assert lines_on("2025-09-25", **removed)[0].is_open
    (line,) = lines_on("2025-09-26", **removed)
    assert not line.is_open and not line.in_force
    assert line.removed_on == day("2025-09-26")


def test_withdrawing_the_list_closes_no_line():
    withdrawn = {"withdrawn_on": day("2025-09-01")}
    (line,) = lines_on("2025-09-01", **withdrawn)
    assert line.is_open and not line.in_force
    assert lines_on("2025-08-31", **withdrawn)[0].in_force


def test_a_removal_that_is_to_come_is_not_told():
    (line,) = lines_on("2025-08-10", end=day("2025-09-26"))
    assert line.removed_on is None


# Money


def award(claim="a", amount=1000, on="2017-08-01", actions=(), year="2017"):
    usd = None if amount is None else Decimal(amount)
    return Money(claim, "16.738", year, usd, "local_direct", day(on), actions)


def status(code, text, claim="action"):
    return Dated(code, day(text), claim)


def test_the_amount_is_the_largest_single_one():
    facts = Facts(awards=(award("a", 300), award("b", 500), award("c", None)))
    assert on(facts, "2017-08-01").amount_usd == 500


def test_amounts_count_from_the_day_of_their_award():
    facts = Facts(awards=(award("a", 300), award("b", 500, on="2017-09-01")))
    assert on(facts, "2017-08-31").amount_usd == 300
    assert on(facts, "2017-09-01").amount_usd == 500


def test_without_a_figure_there_is_no_amount():
    assert on(Facts(awards=(award(amount=None),)), "2017-08-01").amount_usd is None


def test_an_award_without_actions_has_an_unknown_status():
    assert on(Facts(awards=(award(),)), "2017-08-01").grant_status == "unknown"
    assert on(Facts(), "2017-08-01").grant_status == ""


def test_the_latest_action_tells_the_status():
    actions = (
        status(GrantStatus.WITHHELD, "2017-09-01"),
        status(GrantStatus.RELEASED_OR_CLEARED, "2017-11-17"),
    )
    facts = Facts(awards=(award(actions=actions),))
    assert on(facts, "2017-08-31").grant_status == GrantStatus.UNKNOWN
    assert on(facts, "2017-11-16").grant_status == GrantStatus.WITHHELD
    assert on(facts, "2017-11-17").grant_status == GrantStatus.RELEASED_OR_CLEARED


def test_a_dated_status_goes_before_an_undated_one():
    actions = (status(GrantStatus.WITHHELD, "2017-09-01"),)
    facts = Facts(awards=(award("a", actions=actions), award("b", year="2018")))
    assert on(facts, "2017-10-01").grant_status == GrantStatus.WITHHELD


# Names


def test_the_short_name_goes_before_the_official_one():
    official = Named("City of Alder Falls", NameRole.OFFICIAL)
    short = Named("Alder Falls", NameRole.SHORT)
    assert stand(Facts(names=(official, short)), JULY).name == "Alder Falls"
    assert stand(Facts(names=(official,)), JULY).name == "City of Alder Falls"


def test_every_name_and_the_state_can_be_searched_by_the_start_of_a_word():
    names = (Named("St. Alder", NameRole.SHORT), Named("The Falls", NameRole.ALIAS))
    text = stand(Facts("Kansas KS", names), JULY).search_text
    for typed in ("saint alder", "alder", "the falls", "kansas", "ks"):
        assert f" {typed}" in text
    assert " lder" not in text


# Periods


def test_without_facts_there_is_one_period_for_all_time():
    (only,) = periods(Facts())
    assert (only.valid_from, only.valid_to) == (FIRST_DAY, LAST_DAY)
    assert only.stand == Stand()


def test_what_begins_on_the_last_day_makes_no_empty_period():
    facts = Facts(positions=(Dated(Stance.COMPLIANT, day("9999-12-31")),))
    assert len(periods(facts)) == 1


def test_the_digest_tells_stands_apart():
    one, other = Stand(amount_usd=Decimal("1")), Stand(amount_usd=Decimal("2"))
    assert one.digest == Stand(amount_usd=Decimal("1")).digest != other.digest


# Few days and few claims, so that facts meet.
DAYS = st.dates(dt.date(2016, 12, 28), dt.date(2017, 2, 3))
PRECISE = st.one_of(
    st.none(),
    st.builds(
        lambda first, days, precision: FuzzyDay(
            first, first + dt.timedelta(days), precision
        ),
        DAYS,
        st.integers(0, 9),
        st.sampled_from([*PRECISIONS]),
    ),
)


def dated(codes):
    claims = st.sampled_from("abcd")
    return st.builds(Dated, st.sampled_from([*codes]), PRECISE, claims)


def tuples(strategy):
    return st.lists(strategy, max_size=4).map(tuple)


FACTS = st.builds(
    Facts,
    state_name=st.just("Kansas KS"),
    names=tuples(
        st.builds(Named, st.sampled_from(["Alder", "Birch"]), st.sampled_from(NameRole))
    ),
    positions=tuples(dated(Stance)),
    findings=tuples(dated(Outcome)),
    lines=tuples(
        st.builds(
            Line,
            st.sampled_from(["one", "two"]),
            PRECISE,
            PRECISE,
            PRECISE,
            st.just(""),
        )
    ),
    awards=tuples(
        st.builds(
            Money,
            claim=st.sampled_from("abcd"),
            program=st.just("16.738"),
            fiscal_year=st.sampled_from(["2016", "2017"]),
            amount_usd=st.none() | st.integers(0, 3).map(Decimal),
            amount_kind=st.just("local_direct"),
            on=PRECISE,
            actions=tuples(dated(GrantStatus)),
        )
    ),
    rulings=tuples(dated(["enjoined", "dismissed"])),
)


@settings(max_examples=300)
@given(FACTS, DAYS)
def test_the_period_of_a_day_tells_where_it_stood_that_day(facts, asked):
    holding = [p for p in periods(facts) if p.valid_from <= asked < p.valid_to]
    assert [period.stand for period in holding] == [stand(facts, asked)]


@settings(max_examples=200)
@given(FACTS)
def test_periods_have_no_gap_and_neighbours_differ(facts):
    found = periods(facts)
    assert found[0].valid_from == FIRST_DAY and found[-1].valid_to == LAST_DAY
    for one, following in pairwise(found):
        assert one.valid_from < one.valid_to == following.valid_from
        assert one.stand != following.stand
