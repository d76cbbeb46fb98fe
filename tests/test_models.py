"""Each rule of the tables has a test that breaks it: by save, by queryset, by SQL."""

import datetime as dt
from pathlib import Path

from django.apps import apps
from django.db import IntegrityError, connection
from django.test import TestCase

from jurisdictions.choices import Alone, Kind, MatchHow, Relation, ReviewState
from jurisdictions.days import LAST_MOMENT
from jurisdictions.models import (
    REVISION_MODELS,
    Award,
    Jurisdiction,
    Ledger,
    Letter,
    Listing,
    Record,
    Standing,
    Tie,
)
from jurisdictions.models.records import Ending
from tests.breaking import WAYS, by_bare_update, by_sql, by_update, refused
from tests.cases import EveryModelCase
from tests.factories import (
    day,
    make,
    make_jurisdiction,
    make_place,
    unsaved,
)

FIRST, LAST = dt.date(2017, 7, 1), dt.date(2017, 7, 31)
NOW = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
PUBLISHED = {
    "state": ReviewState.PUBLISHED,
    "published_at": NOW,
    "published_alone": Alone.FIRST_LOAD,
}


def in_order(prefix):
    """Changes that leave a day's three columns in disorder."""
    first, last, precision = (f"{prefix}_{x}" for x in ("first", "last", "precision"))
    yield {first: LAST, last: FIRST, precision: "month"}
    yield {first: FIRST, last: LAST, precision: ""}
    yield {first: FIRST, last: None, precision: "day"}
    yield {first: None, last: LAST, precision: "day"}
    yield {first: None, last: None, precision: "day"}


def ended_early():
    began = {"on_first": LAST, "on_last": LAST, "on_precision": "day"}
    return began | {"end_first": FIRST, "end_last": FIRST, "end_precision": "day"}


def named(rows):
    """{model: row} -> {the model's name in its rules: row}."""
    return {model._meta.model_name: row for model, row in rows.items()}


class Breaks:
    """What cases that break rules share."""

    def breaks(self, name, row, **changes):
        """Each way of writing the changes is refused, the database naming the rule."""
        for way in WAYS:
            with self.subTest(rule=name, way=way.__name__):
                is_python = way is by_update and hasattr(type(row).objects, "live")
                write = by_bare_update if is_python else way
                with refused(self.says(name), by=IntegrityError):
                    write(row, changes)

    def says(self, name):
        # SQLite names the columns of a unique rule, not the rule.
        return name if connection.vendor != "sqlite" else f"{name}|UNIQUE constraint"


class RowRules(Breaks, EveryModelCase):
    def setUp(self):
        self.drafts, self.live = named(self.drafts), named(self.live)

    def test_a_reviewer_is_not_the_author(self):
        for name, row in self.drafts.items():
            rule = f"{name}_reviewer_is_not_author"
            self.breaks(rule, row, reviewer_id=row.author_id)

    def test_what_is_published_was_reviewed_or_says_why_not(self):
        for name, row in self.drafts.items():
            fields = PUBLISHED | {"published_by": self.publisher, "published_alone": ""}
            self.breaks(f"{name}_was_reviewed_or_says_not", row, **fields)

    def test_state_and_moment_of_publication_agree(self):
        for name, row in self.drafts.items():
            rule = f"{name}_published_is_published"
            self.breaks(rule, row, state=ReviewState.PUBLISHED)
            self.breaks(rule, row, superseded_at=NOW)
            self.breaks(rule, row, **PUBLISHED)
            moment = PUBLISHED | {"published_by": self.publisher, "state": "draft"}
            self.breaks(rule, row, **moment)

    def test_what_is_superseded_was_published_before(self):
        for name, row in self.drafts.items():
            fields = PUBLISHED | {"published_by": self.publisher, "superseded_at": NOW}
            self.breaks(f"{name}_superseded_after_publication", row, **fields)

    def test_every_row_says_why(self):
        for name, row in self.drafts.items():
            self.breaks(f"{name}_says_why", row, note="")

    def test_what_is_scheduled_says_when_and_by_whom(self):
        for name, row in self.drafts.items():
            rule = f"{name}_scheduled_says_when"
            self.breaks(rule, row, state=ReviewState.SCHEDULED)
            self.breaks(rule, row, state=ReviewState.SCHEDULED, scheduled_for=NOW)

    def test_one_row_of_a_claim_is_live(self):
        for name, row in self.drafts.items():
            fields = PUBLISHED | {"published_by": self.publisher, "revision": 2}
            self.breaks(f"one_live_{name}", row, claim=self.live[name].claim, **fields)

    def test_no_revision_is_published_twice(self):
        for name, row in self.drafts.items():
            fields = PUBLISHED | {"published_by": self.publisher}
            fields |= {"superseded_at": NOW + dt.timedelta(1)}
            rule, claim = f"one_{name}_per_revision", self.live[name].claim
            self.breaks(rule, row, claim=claim, **fields)

    def test_an_author_has_one_open_draft_of_a_claim(self):
        for name, row in self.drafts.items():
            second = type(row).objects.get(pk=row.pk)
            second.pk, second.state = None, ReviewState.SHELVED
            second.save(force_insert=True)
            rule = f"one_open_{name}_draft_per_author"
            self.breaks(rule, second, state=ReviewState.IN_REVIEW)

    def test_no_record_is_without_a_source(self):
        for row in self.drafts.values():
            if isinstance(row, Record):
                for way in (by_bare_update, by_sql):
                    with refused("source_id", by=IntegrityError):
                        way(row, {"source": None})

    def test_days_are_whole_and_in_order(self):
        for name, row in self.drafts.items():
            for changes in in_order("on"):
                self.breaks(f"{name}_on_in_order", row, **changes)

    def test_ends_are_whole_and_in_order(self):
        for name, row in self.drafts.items():
            if isinstance(row, Ending):
                for changes in in_order("end"):
                    self.breaks(f"{name}_end_in_order", row, **changes)

    def test_nothing_ends_before_it_began(self):
        for name, row in self.drafts.items():
            if isinstance(row, Ending):
                self.breaks(f"{name}_ends_after_it_began", row, **ended_early())

    def test_the_other_days_are_in_order(self):
        for rule in (
            "letter_due_in_order",
            "letter_answered_in_order",
            "governmentlist_withdrawn_in_order",
            "listing_last_seen_in_order",
        ):
            name, _, prefix = rule.removesuffix("_in_order").partition("_")
            for changes in in_order(prefix):
                self.breaks(rule, self.drafts[name], **changes)

    def test_a_source_has_an_address_or_a_citation(self):
        rule = "source_has_an_address_or_a_citation"
        self.breaks(rule, self.drafts["source"], url="", citation="")

    def test_an_address_is_one_of_the_web(self):
        for url in ("javascript:alert(1)", "data:text/html,x", "//host", " https://x"):
            self.breaks("source_address_is_http", self.drafts["source"], url=url)

    def test_an_amount_is_not_negative(self):
        rule = "award_amount_not_negative"
        self.breaks(rule, self.drafts["award"], amount_usd="-0.01")

    def test_a_line_nobody_decided_names_nobody(self):
        rule, row = "listing_undecided_names_nobody", self.drafts["listing"]
        for match in (MatchHow.AMBIGUOUS, MatchHow.NO_SUCH_PLACE):
            self.breaks(rule, row, match=match)
        by_bare_update(row, {"match": MatchHow.AMBIGUOUS, "jurisdiction": None})


class PlaceRules(Breaks, TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.place = make_jurisdiction(slug="alder-falls")
        cls.other = make_jurisdiction("Birch", slug="birch")

    def test_a_jurisdiction_has_its_own_address(self):
        rule = "one_jurisdiction_per_address"
        self.breaks(rule, self.other, slug="alder-falls")

    def test_population_has_its_year(self):
        self.breaks("population_has_its_year", self.place, population=1)

    def test_only_states_have_no_slug(self):
        self.breaks("only_states_have_no_slug", self.place, slug="")
        self.breaks("only_states_have_no_slug", self.place, kind=Kind.STATE)

    def test_a_geoid_is_known_once(self):
        self.breaks("geoid", self.other, geoid=self.place.geoid)

    def test_a_tie_of_a_kind_is_told_once(self):
        places = [make_place("9900101"), make_place("9900102")]
        ties = [
            Tie.objects.create(
                jurisdiction=self.place, relation=Relation.CONTAINED_IN, place=place
            )
            for place in places
        ]
        self.breaks("one_tie_of_a_kind", ties[1], place=places[0])

    def test_there_is_one_ledger(self):
        with refused("one_ledger", by=IntegrityError):
            Ledger.objects.create(pk=2, record_id=Ledger.objects.get().record_id)

    def test_a_place_with_records_is_not_deleted(self):
        with refused(by=IntegrityError):
            self.place.delete()


class StandingRules(TestCase):
    """New rows, since stored ones change in nothing but their end."""

    @classmethod
    def setUpTestData(cls):
        make_jurisdiction()
        cls.stored = Standing.objects.get()

    def insert(self, **changes):
        row = Standing.objects.get(pk=self.stored.pk)
        row.pk = None
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    def test_a_period_is_known_in_one_way(self):
        with refused("one_known_standing_per_period|UNIQUE", by=IntegrityError):
            self.insert()

    def test_a_period_ends_after_it_began(self):
        with refused("standing_period_in_order", by=IntegrityError):
            self.insert(valid_from=LAST, valid_to=LAST)

    def test_what_is_known_is_known_for_a_while(self):
        with refused("standing_knowledge_in_order", by=IntegrityError):
            self.insert(valid_from=LAST, known_from=LAST_MOMENT)


class ReadingTests(TestCase):
    def test_every_rule_is_broken_here(self):
        text = Path(__file__).read_text(encoding="utf-8")
        for model in (*REVISION_MODELS, Jurisdiction, Tie, Ledger, Standing):
            for rule in model._meta.constraints:
                of_all = rule.name.replace(model._meta.model_name, "{name}")
                assert rule.name in text or of_all in text, rule.name

    def test_three_columns_are_read_and_written_as_one_day(self):
        row = unsaved(Letter, jurisdiction=None, source=None, due=day("2018-02"))
        assert (row.due_first, row.due_precision) == (dt.date(2018, 2, 1), "month")
        assert row.due == day("2018-02")
        row.due = None
        assert (row.due_first, row.due_last, row.due_precision) == (None, None, "")

    def test_a_revision_carries_what_an_editor_fills(self):
        names = {field.name for field in Award.payload_fields()}
        assert {"amount_usd", "on_first", "source", "excerpt"} <= names
        assert not names & {"id", "claim", "state", "author", "published_at", "note"}

    def test_a_list_touches_the_places_of_its_lines(self):
        row = make(Listing)
        assert row.list.touched() == {row.jurisdiction_id} == row.touched()

    def test_no_model_is_left_out_of_the_revision_models(self):
        models = apps.get_app_config("jurisdictions").get_models()
        found = [model for model in models if hasattr(model.objects, "as_of")]
        assert {*found} == {*REVISION_MODELS}

    def test_pointers_come_after_what_they_point_to(self):
        for place, model in enumerate(REVISION_MODELS):
            for field in model._meta.fields:
                if field.related_model in REVISION_MODELS and field.name != "revises":
                    assert REVISION_MODELS.index(field.related_model) < place
