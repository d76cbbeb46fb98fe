"""Grant risk asked of the database: to the point what the pure function finds."""

import random
from fractions import Fraction

import pytest
from django.http import QueryDict

from jurisdictions.choices import RiskLevel
from jurisdictions.filters import JurisdictionQuestion
from jurisdictions.risk.definition import NOT_ASSESSED, SPANS, WEIGHTS
from tests.seeded import SeededCase

DAYS = ["2017-07-06", "2017-11-18", "2018-09-15", "2025-09-01", "2026-06-01"]


def asked(**given):
    query = QueryDict(mutable=True)
    query.update(given)
    return JurisdictionQuestion(query)


def weights(dice):
    return ",".join(f"{factor}:{dice.choice([0, 1, 3, 100])}" for factor in WEIGHTS)


class SeededExposureTests(SeededCase):
    def ids(self, **given):
        return {*asked(**given).rows().values_list("pk", flat=True)}

    def test_every_level_is_what_the_pure_function_finds(self):
        dice = random.Random(2017)
        for day in DAYS:
            given = {"on": day, "w": weights(dice)}
            question = asked(**given)
            assert not question.problems
            expected = {}
            for row in question.rows():
                code = question.exposure.assess(row).code
                expected.setdefault(code, set()).add(row.pk)
            for code in [*RiskLevel, SPANS, NOT_ASSESSED]:
                assert self.ids(risk=code, **given) == expected.get(code, set())
            assert len(expected) > 1

    def test_the_low_end_is_asked_to_the_point(self):
        rows = asked(on="2018-09-15").rows()
        question = asked(on="2018-09-15")
        found = [(row.pk, question.exposure.assess(row)) for row in rows]
        ends = {each.low for _, each in found if each.is_assessed}
        assert len(ends) > 5
        for floor in {f"{float(end) + 0.005:.2f}" for end in ends}:
            expected = {
                pk
                for pk, each in found
                if each.is_assessed and each.low >= Fraction(floor)
            }
            assert self.ids(on="2018-09-15", risk_min=floor) == expected

    def test_sorted_by_risk_the_middle_falls_and_the_rest_stands_last(self):
        question = asked(on="2018-09-15", sort="-risk")
        found = [question.exposure.assess(row) for row in question.answer()]
        known = [each.middle for each in found if each.is_assessed]
        assert known == sorted(known, reverse=True)
        assert not any(each.is_assessed for each in found[len(known) :])
        assert 10 < len(known) < len(found)

    def test_weights_all_scaled_change_nothing(self):
        double = ",".join(f"{factor}:{2 * size}" for factor, size in WEIGHTS.items())
        for code in [*RiskLevel, SPANS]:
            given = {"on": "2018-09-15", "risk": code}
            assert self.ids(**given) == self.ids(**given, w=double)

    def test_dollars_at_issue_are_asked_by_their_low_figure(self):
        found = asked(on="2018-09-15", at_issue_min="900000").rows()
        names = {*found.values_list("name", flat=True)}
        assert names == {"Clark County", "New York City"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("banana:1", "“banana:1” names no factor that has a weight."),
        ("term:1", "“term:1” names no factor that has a weight. Did you mean terms?"),
        ("shield:1", "“shield:1” names no factor that has a weight."),
        ("terms", "“terms” is no weight; write it like terms:5."),
        ("terms:-1", "“terms:-1” is no weight; write it like terms:5."),
        ("terms:1e9", "“terms:1e9” is no weight; write it like terms:5."),
        ("terms:101", "“terms:101” is too much; a weight is at most 100."),
        (
            ",".join(f"{factor}:0" for factor in WEIGHTS),
            "leaves no factor with a weight above 0.",
        ),
    ],
)
@pytest.mark.django_db
def test_weights_that_cannot_be_read_are_named(given, told):
    (problem,) = asked(w=given).problems
    assert problem.parameter == "w"
    assert told in problem.message
