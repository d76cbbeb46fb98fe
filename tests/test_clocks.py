"""Two clocks: any answer, about any day and as known at any moment, is the right one.

The histories are random; each example plays one through `editorial` and asks.
"""

import datetime as dt
from dataclasses import replace

from django.test import TestCase
from hypothesis import given, settings
from hypothesis.extra.django import TestCase as HypothesisCase

from jurisdictions.choices import Outcome
from jurisdictions.editorial import damaged_events
from jurisdictions.facts import Dated
from jurisdictions.models import (
    REVISION_MODELS,
    Award,
    AwardAction,
    Edition,
    Finding,
    GovernmentList,
    Letter,
    Listing,
    Name,
    Position,
    Ruling,
    Standing,
)
from jurisdictions.models.digests import damaged_publications
from jurisdictions.models.knowledge import facts_of
from jurisdictions.models.recomputing import damaged_standings, recompute
from jurisdictions.models.standings import STAND_COLUMNS
from jurisdictions.standing import AwardStand, OnList, Stand, stand

from .factories import (
    make_action,
    make_award,
    make_finding,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
    make_ruling,
    make_source,
    revise_now,
)
from .histories import Played, histories, questions

BREATH = dt.timedelta(microseconds=1)


def stored(row):
    """The Stand that a row of the table and its children tell."""
    return Stand(
        **{column: getattr(row, column) for column in STAND_COLUMNS},
        lists=frozenset(
            OnList(
                each.list_slug,
                each.is_open,
                each.in_force,
                each.listed_on,
                each.removed_on,
                each.claim,
            )
            for each in row.lists.all()
        ),
        awards=frozenset(
            AwardStand(
                each.claim,
                each.program,
                each.fiscal_year,
                each.amount_usd,
                each.amount_kind,
                each.status,
                each.status_on,
            )
            for each in row.awards.all()
        ),
        rulings=frozenset(
            Dated(each.effect, each.ruled_on, each.claim) for each in row.rulings.all()
        ),
        money=tuple(row.money),
    )


def unordered(told):
    return replace(
        told,
        lists=frozenset(told.lists),
        awards=frozenset(told.awards),
        rulings=frozenset(told.rulings),
    )


def known(places, as_of=None):
    """{pk: Facts} as the records were known, comparable whatever their order."""
    found = facts_of([place.pk for place in places], as_of)
    return {
        pk: replace(
            facts,
            names=frozenset(facts.names),
            positions=frozenset(facts.positions),
            findings=frozenset(facts.findings),
            lines=frozenset(facts.lines),
            awards=frozenset(
                replace(award, actions=frozenset(award.actions))
                for award in facts.awards
            ),
            rulings=frozenset(facts.rulings),
        )
        for pk, facts in found.items()
    }


class HistoryCase(HypothesisCase):
    """Two places and a record of each kind, before any history is played."""

    @classmethod
    def setUpTestData(cls):
        cls.source = make_source()
        cls.places = [make_jurisdiction(name) for name in ("Alder", "Birch")]
        one = {"source": cls.source, "jurisdiction": cls.places[0], "on": "2017-01-20"}
        cls.first = [
            make_list(source=cls.source, slug="one"),
            make_award(**one),
            make_position(**one),
            make_finding(**one),
            make_ruling(source=cls.source, jurisdictions=cls.places),
        ]
        cls.first.append(make_listing(list=cls.first[0], **one))
        cls.first.append(make_action(award=cls.first[1], source=cls.source))

    def played(self):
        return Played(self.places, self.source, [*self.first], [*self.first])


class AnswerTests(HistoryCase):
    def hold(self, history, asked):
        played = self.played()
        for _ in played.play(history):
            assert [*damaged_standings()] == []
        for days, moment in asked:
            as_of = played.moment(moment)
            facts = facts_of([place.pk for place in self.places], as_of)
            for day in days:
                self.is_right(facts, day, as_of)

    def is_right(self, facts, day, as_of):
        """The stored slice equals the pure function over what was known then."""
        rows = Standing.objects.at(on=day, as_of=as_of)
        rows = rows.prefetch_related("lists", "awards", "rulings")
        found = {row.jurisdiction_id: row for row in rows}
        assert len(found) == len(rows)
        for pk, these in facts.items():
            told = stand(these, day)
            assert stored(found[pk]) == unordered(told)
            assert found[pk].digest == told.digest

    @settings(max_examples=145)
    @given(histories(Position, Finding, Letter, Name), questions())
    def test_what_places_and_offices_say(self, history, asked):
        self.hold(history, asked)

    @settings(max_examples=145)
    @given(histories(GovernmentList, Listing, Listing, Ruling), questions())
    def test_lists_and_rulings(self, history, asked):
        self.hold(history, asked)

    @settings(max_examples=145)
    @given(histories(Award, AwardAction), questions())
    def test_awards_and_their_actions(self, history, asked):
        self.hold(history, asked)


class AllTests(HistoryCase):
    @settings(max_examples=80)
    @given(
        histories(
            Name, Position, Finding, GovernmentList, Listing, Award, AwardAction, Ruling
        )
    )
    def test_what_was_known_at_a_moment_never_changes(self, history):
        played = self.played()
        then = [(moment, known(self.places)) for moment in played.play(history)]
        for moment, facts in then:
            assert known(self.places, moment) == facts
        assert [*damaged_standings()] == [*damaged_events()] == []
        assert [*damaged_publications(REVISION_MODELS)] == []


class SliceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.place = make_jurisdiction("Alder")
        cls.finding = make_finding(
            jurisdiction=cls.place, outcome=Outcome.MAY_VIOLATE, on="2017-10-11"
        )

    def at(self, day, as_of=None):
        rows = Standing.objects.at(on=dt.date.fromisoformat(day), as_of=as_of)
        return [row.finding for row in rows.filter(jurisdiction=self.place)]

    def test_a_day_has_one_row_of_each_place(self):
        assert self.at("2017-10-10") == [""]
        assert self.at("2017-10-11") == [Outcome.MAY_VIOLATE]

    def test_the_first_and_the_last_day_have_one_too(self):
        assert self.at("0001-01-01") == [""]
        assert self.at("9999-12-31") == [Outcome.MAY_VIOLATE]

    def test_before_the_first_load_there_is_nothing(self):
        first = Edition.objects.first().published_at
        assert self.at("2017-10-11", as_of=first - BREATH) == []

    def test_the_moment_of_an_edition_belongs_to_it(self):
        moment = self.finding.published_at
        assert self.at("2017-10-11", as_of=moment) == [Outcome.MAY_VIOLATE]
        assert self.at("2017-10-11", as_of=moment - BREATH) == [""]

    def test_a_correction_does_not_change_what_was_answered(self):
        before = self.finding.published_at
        revise_now(self.finding, {"outcome": Outcome.NO_EVIDENCE})
        assert self.at("2017-10-11") == [Outcome.NO_EVIDENCE]
        assert self.at("2017-10-11", as_of=before) == [Outcome.MAY_VIOLATE]

    def test_a_recompute_that_changes_nothing_writes_nothing(self):
        moment = self.finding.published_at + BREATH
        before = [*Standing.objects.values_list("pk", "known_to")]
        assert recompute([self.place.pk], moment) == (0, 0)
        assert [*Standing.objects.values_list("pk", "known_to")] == before

    def test_a_revision_of_no_weight_keeps_every_standing(self):
        before = [*Standing.objects.values_list("pk", "known_to")]
        revise_now(self.finding, {"remark": "Read again."})
        assert [*Standing.objects.values_list("pk", "known_to")] == before

    def test_a_damaged_standing_is_named_by_its_place(self):
        row = Standing.objects.known().last()
        row.pk, row.known_from = None, self.finding.published_at
        row.valid_from = dt.date(2030, 1, 1)
        row.save(force_insert=True)
        (only,) = damaged_standings()
        assert f"jurisdiction {self.place.pk} " in only
