"""What may be asked of the record, and what is said to a question it cannot read."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.test import TestCase

from jurisdictions.choices import Effect, GrantStatus, Kind, NameRole, Outcome, Stance
from jurisdictions.filters import JurisdictionQuestion, Question
from tests.factories import (
    day,
    make_action,
    make_award,
    make_finding,
    make_jurisdiction,
    make_list,
    make_listing,
    make_name,
    make_position,
    make_ruling,
    revise_now,
    today,
    withdraw_now,
)

TODAY = dt.date(2025, 11, 25)


def ask(query=""):
    return JurisdictionQuestion(QueryDict(query), today=TODAY)


def names(query=""):
    """The matching names, in the order asked for."""
    return [row.name for row in ask(query).answer()]


def messages(query):
    return {problem.parameter: problem.message for problem in ask(query).problems}


class ReadingTests(TestCase):
    """What cannot be read is a problem, never a smaller question."""

    def test_every_malformed_value_is_named(self):
        """carltongibson/django-filter#1241: a malformed id crashed the list."""
        found = messages(
            "state=ZZ&position=banana&finding=not-a-uuid&on=2025-13-45"
            "&amount_min=abc&in_force=maybe&sort=worst&page=0&as_of=yesterday"
        )
        assert set(found) == {
            *("state", "position", "finding", "on", "amount_min"),
            *("in_force", "sort", "page", "as_of"),
        }
        assert "“ZZ”" in found["state"]
        assert "“2025-13-45”" in found["on"]
        assert "“abc”" in found["amount_min"]

    def test_there_are_no_rows_while_a_value_cannot_be_read(self):
        make_jurisdiction("Salem", state="OR")
        assert names("state=OR") == ["Salem"]
        assert names("state=OR&finding=banana") == []

    def test_a_near_miss_is_answered_with_the_nearest_code(self):
        assert messages("finding=may_violat")["finding"].endswith(
            "Did you mean may_violate?"
        )

    def test_an_unknown_name_is_told_with_the_nearest_known_one(self):
        """django-filter#1740: a misspelt filter is ignored, the answer trusted."""
        question = ask("grant_sttus=withheld&qqqqqqqq=1")
        assert question.unknown == [("grant_sttus", "grant_status"), ("qqqqqqqq", "")]
        assert not question.problems
        assert [p.parameter for p in question.strict_problems] == [
            "grant_sttus",
            "qqqqqqqq",
        ]

    def test_an_empty_value_is_as_good_as_none(self):
        make_jurisdiction("Salem")
        assert names("state=&kind=&amount_min=&on=&sort=&page=&q=%20") == ["Salem"]
        assert ask("state=&on=").active == {}

    def test_an_empty_value_does_not_hide_a_given_one(self):
        assert ask("on=2025-08-05&on=").day == dt.date(2025, 8, 5)
        assert ask("state=OR&state=").value("state") == ["OR"]

    def test_two_days_are_refused_and_the_same_day_twice_is_not(self):
        assert "2025-08-05, 2025-09-01" in messages("on=2025-09-01&on=2025-08-05")["on"]
        assert not ask("on=2025-08-05&on=2025-08-05").problems

    def test_codes_are_read_in_any_case(self):
        assert ask("state=ca&position=Declines").value("state") == ["CA"]
        assert not ask("state=ca&position=Declines&in_force=YES").problems

    def test_amounts_are_read_as_people_write_them(self):
        question = ask("amount_min=$342,168,401&amount_max=1e9")
        assert question.value("amount_min") == 342168401
        assert not question.problems

    def test_what_is_no_amount_is_refused(self):
        for text in ("$", "1,00", "-5", "NaN", "Infinity", "1e400", "0.001", "abc"):
            query = QueryDict(mutable=True)
            query["amount_max"] = text
            assert text in messages(query.urlencode())["amount_max"]

    def test_too_much_is_refused(self):
        many = "&".join(f"x{i}=1" for i in range(51))
        assert "50 parameters" in messages(many)[""]
        values = "&".join(f"q={i}" for i in range(101))
        assert "100 values" in ask(values).problems[0].message
        assert "200 characters" in messages(f"q={'x' * 201}")["q"]

    def test_control_characters_are_not_repeated(self):
        problem = ask("page=0%00").problems[0]
        assert problem.value == "0\ufffd"
        assert "\x00" not in problem.message
        assert ask("q=%00").problems
        assert ask("q=%ED%A0%80").problems == []  # half a character: not one at all

    def test_a_query_keeps_what_it_knows(self):
        question = ask("state=CA&state=NY&page=3&on=2025-08-05&nonsense=1")
        assert question.query(page=None) == "state=CA&state=NY&on=2025-08-05"
        assert question.query(state=["VT"], page=None) == "state=VT&on=2025-08-05"
        assert question.keep == "?on=2025-08-05"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-11-03", "2025-11-04T04:59:59.999999+00:00"),
        ("2025-11-03T15:00Z", "2025-11-03T15:00:00+00:00"),
        ("2025-11-03t15:00", "2025-11-03T20:00:00+00:00"),
        ("2025-11-03T15:00+01:00", "2025-11-03T14:00:00+00:00"),
        ("2025-11-03T15:00%2B01:00", "2025-11-03T14:00:00+00:00"),
    ],
)
def test_a_moment_is_read_with_its_zone_and_a_day_means_its_end(text, moment):
    question = Question(QueryDict(f"as_of={text}"), today=TODAY)
    assert question.moment.isoformat() == moment


@pytest.mark.parametrize("text", ["2025-02-30", "9999-12-31", "0001-01-01T00:00+14:00"])
def test_an_impossible_moment_is_a_problem(text):
    assert Question(QueryDict(f"as_of={text}"), today=TODAY).problems


class NameTests(TestCase):
    def test_case_accents_and_short_forms_fold(self):
        make_jurisdiction("St. Paul")
        make_jurisdiction("Cañon City")
        for text in ("saint paul", "ST PAUL", "st.+paul", "paul", "sain+pau"):
            assert names(f"q={text}") == ["St. Paul"]
        assert names("q=canon") == names("q=CAÑON") == ["Cañon City"]

    def test_an_alias_finds_the_place(self):
        place = make_jurisdiction("New York City", state="NY")
        make_name(jurisdiction=place, text="NYC", role=NameRole.ALIAS)
        assert names("q=nyc") == names("q=new+york") == ["New York City"]

    def test_wildcards_and_quotes_are_text(self):
        make_jurisdiction("Salem")
        for text in ("%25", "_", "'", '"', "%5C", "S%25m", "S_lem", ".*", "%3B--"):
            assert names(f"q={text}") == [], text


class AnsweringTests(TestCase):
    """OR inside a parameter, AND across; `none` asks for absence."""

    def test_repeated_values_widen_and_other_parameters_narrow(self):
        """ckan/ckan#8934, simonw/datasette#288: a second pick narrowed or was lost."""
        make_jurisdiction("Fresno", state="CA")
        make_jurisdiction("Fresno County", state="CA", kind=Kind.COUNTY)
        make_jurisdiction("California", state="CA", kind=Kind.STATE)
        make_jurisdiction("Salem", state="OR")
        assert names("kind=city&kind=county&state=CA") == ["Fresno", "Fresno County"]
        assert len(names("state=CA&state=OR")) == 4

    def test_a_place_with_three_findings_is_one_row(self):
        """django-filter#1579, #12: filtering over a to-many relation repeats rows."""
        place = make_jurisdiction("Salem")
        for on in ("2017-10-11", "2017-11-15", "2018-01-24"):
            make_finding(jurisdiction=place, outcome=Outcome.MAY_VIOLATE, on=on)
            award = make_award(jurisdiction=place, on=on)
            make_action(award=award, status=GrantStatus.WITHHELD, on=on)
            make_ruling(jurisdictions=[place], on=on)
        query = "finding=may_violate&grant_status=withheld&ruling=enjoined"
        assert names(f"{query}&program=16.738") == ["Salem"]

    def test_none_and_the_values_make_up_the_whole(self):
        """django-filter#478, #522: "no value" could not be asked for."""
        for number in range(10):
            place = make_jurisdiction(f"Place {number}")
            if number < 6:
                stance = Stance.COMPLIANT if number < 4 else Stance.DECLINES
                make_position(jurisdiction=place, stance=stance)
        counts = {code: len(names(f"position={code}")) for code in Stance.values}
        assert len(names("position=none")) == 4
        assert sum(counts.values()) + 4 == len(names()) == 10
        assert len(names("position=none&position=declines")) == 6

    def test_none_asks_for_absence_of_each_kind(self):
        bare = make_jurisdiction("Bare")
        place = make_jurisdiction("Salem")
        make_listing(jurisdiction=place)
        make_finding(jurisdiction=place)
        make_award(jurisdiction=place)
        make_ruling(jurisdictions=[place])
        make_position(jurisdiction=place, stage="Public statement")
        for name in ("list", "finding", "grant_status", "program", "ruling"):
            assert names(f"{name}=none") == ["Bare"], name
        assert names("occasion=none") == ["Bare"]
        assert bare.slug

    def test_empty_amounts_come_last_both_ways(self):
        """django-tables2#599, fecgov/openFEC#3470: empty amounts top the sort."""
        for name, amount in (("Five", 5), ("Empty", None), ("Nine", 9)):
            place = make_jurisdiction(name)
            if amount:
                make_award(jurisdiction=place, amount_usd=amount)
        assert names("sort=-amount") == ["Nine", "Five", "Empty"]
        assert names("sort=amount") == ["Five", "Nine", "Empty"]
        assert names("amount_min=6") == ["Nine"]
        assert names("amount_max=6&amount_min=5") == ["Five"]

    def test_dates_sort_with_the_absent_last(self):
        for name, on in (("Old", "2017-01-01"), ("None", ""), ("New", "2020-01-01")):
            place = make_jurisdiction(name)
            if on:
                make_position(jurisdiction=place, on=on)
                make_finding(jurisdiction=place, on=on)
        for sort in ("-position_on", "-finding_on"):
            assert names(f"sort={sort}") == ["New", "Old", "None"]

    def test_no_question_needs_distinct(self):
        """django-filter#217, #277: a blanket DISTINCT slows queries, breaks sorting."""
        make_list(slug="invented")
        query = "list=invented&ruling=enjoined&grant_status=withheld&sort=-finding_on"
        assert "DISTINCT" not in str(ask(query).answer().query)

    def test_the_occasion_is_of_any_statement_and_the_position_of_the_latest(self):
        place = make_jurisdiction("Salem")
        for on, stage, stance in (
            ("2025-08-19", "Response to a letter", Stance.DECLINES),
            ("2025-09-01", "Public statement", Stance.COMPLIANT),
        ):
            make_position(jurisdiction=place, on=on, stage=stage, stance=stance)
        query = "occasion=response-to-a-letter"
        assert names(f"{query}&position=compliant") == ["Salem"]
        assert names(f"{query}&on=2025-08-18") == []

    def test_the_latest_grant_status_is_not_just_any(self):
        place = make_jurisdiction("Salem")
        for on, status in (("2018", "withheld"), ("2019", "released_or_cleared")):
            award = make_award(jurisdiction=place, on=on)
            make_action(award=award, status=status, on=on)
        assert names("grant_status=withheld") == ["Salem"]
        assert names("latest_grant_status=withheld") == []
        assert names("latest_grant_status=released_or_cleared") == ["Salem"]

    def test_the_effects_of_rulings_are_asked_one_by_one(self):
        make_ruling(jurisdictions=[make_jurisdiction("Salem")], effect=Effect.AFFIRMED)
        assert names("ruling=affirmed") == ["Salem"]
        assert names("ruling=enjoined") == []


class ListTests(TestCase):
    def setUp(self):
        self.list = make_list(slug="invented", on="2025-08-05", is_standing=True)
        self.place = make_jurisdiction("Salem")
        self.line = make_listing(
            list=self.list, jurisdiction=self.place, end=day("2025-09-26")
        )

    def test_a_line_counts_from_its_day_and_not_on_its_last(self):
        """django-filter#8, #1179: the last day of a range is dropped."""
        for on, found in (
            ("2025-08-04", []),
            ("2025-08-05", ["Salem"]),
            ("2025-09-25", ["Salem"]),
            ("2025-09-26", []),
        ):
            assert names(f"list=invented&on={on}") == found, on
        assert names("removed=invented&on=2025-09-26") == ["Salem"]
        assert names("removed=invented&on=2025-09-25") == []

    def test_who_is_listed_again_is_no_longer_removed(self):
        make_listing(list=self.list, jurisdiction=self.place, on="2025-10-01")
        assert names("list=invented") == ["Salem"]
        assert names("removed=invented") == []

    def test_a_withdrawn_list_keeps_its_lines_and_loses_its_force(self):
        revise_now(self.list, {"withdrawn": day("2025-08-20")})
        for force, found in (("", ["Salem"]), ("yes", []), ("no", ["Salem"])):
            query = f"list=invented&on=2025-08-21&in_force={force}"
            assert names(query) == found, force
        assert names("list=invented&on=2025-08-19&in_force=yes") == ["Salem"]

    def test_force_is_asked_of_the_very_list(self):
        revise_now(self.list, {"withdrawn": day("2025-08-20")})
        make_listing(list=make_list(slug="other"), jurisdiction=self.place)
        assert names("in_force=yes&on=2025-08-21") == ["Salem"]
        assert names("in_force=yes&on=2025-08-21&list=invented") == []
        assert names("in_force=yes&on=2025-08-21&list=none") == []
        assert names("in_force=no&on=2025-08-21") == []

    def test_a_withdrawn_list_says_so_from_its_day_on(self):
        revise_now(self.list, {"withdrawn": day("2025-08-20")})
        for on, ending in (("2025-08-19", "list"), ("2025-08-20", "(withdrawn)")):
            label = ask(f"on={on}").label("list", "invented")
            assert label.endswith(ending)

    def test_a_tombstone_takes_the_line_away_but_not_from_the_past(self):
        before = self.line.published_at
        withdraw_now(self.line)
        assert names("list=invented&on=2025-08-10") == []
        query = f"list=invented&on=2025-08-10&as_of={before:%Y-%m-%dT%H:%M:%S.%fZ}"
        assert names(query) == ["Salem"]


class DayTests(TestCase):
    def test_a_month_counts_from_its_first_day_and_is_printed_as_a_month(self):
        """freedomofpress/pressfreedomtracker.us#2271: month-only dates got a day."""
        place = make_jurisdiction("Salem")
        make_position(jurisdiction=place, stance=Stance.DECLINES, on="2025-10")
        assert names("position=declines&on=2025-09-30") == []
        assert names("position=declines&on=2025-10-15") == ["Salem"]
        row = ask("on=2025-10-15").answer().get()
        assert str(row.position_on) == "October 2025"

    def test_december_is_a_month_like_the_others(self):
        """pressfreedomtracker.us#731: the December range."""
        make_position(jurisdiction=make_jurisdiction("Salem"), on="2024-12")
        assert names("position=none&on=2024-11-30") == ["Salem"]
        assert names("position=none&on=2024-12-01") == []
        assert names("position=none&on=2024-12-31") == []

    def test_on_or_before_counts_from_its_last_day(self):
        when = day("2025-08-21")
        made = type(when)(when.first, when.last, "on_or_before")
        make_position(jurisdiction=make_jurisdiction("Salem"), on=made)
        assert names("position=none&on=2025-08-20") == ["Salem"]
        assert names("position=none&on=2025-08-21") == []

    def test_any_day_of_the_calendar_has_an_answer(self):
        make_jurisdiction("Salem")
        for on in ("0001-01-01", "1776-07-04", f"{TODAY}"):
            assert names(f"on={on}") == ["Salem"]

    def test_a_day_to_come_is_no_answer(self):
        """Nothing is known to hold on it, so no past tense may say so."""
        make_jurisdiction("Salem")
        for asked in ("on=2025-11-26", "on=9999-12-31", "as_of=9999-12-30"):
            name, text = asked.split("=")
            question = ask(asked)
            assert f"“{text}” has not come yet" in question.problem(name)
            assert [*question.answer()] == []
            assert (question.day, question.moment, question.keep) == (TODAY, None, "")

    def test_the_record_can_be_asked_to_the_end_of_today(self):
        make_jurisdiction("Salem")
        assert names(f"as_of={today()}") == ["Salem"]
        assert ask(f"as_of={today() + dt.timedelta(days=1)}").problems

    def test_before_the_first_publication_there_is_nothing(self):
        make_jurisdiction("Salem")
        assert names("as_of=2020-01-01") == []
