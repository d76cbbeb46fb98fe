"""Counts beside the filters: exact, and blind to the filter's own selection."""

import datetime as dt

from django.http import QueryDict
from django.test import TestCase

from jurisdictions.choices import STATES, GrantStatus, Kind, Outcome, Stance
from jurisdictions.filters import JurisdictionQuestion
from jurisdictions.summaries.facets import SHOWN, facets
from tests.factories import (
    day,
    make_action,
    make_award,
    make_finding,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
    make_ruling,
)


def ask(query):
    return JurisdictionQuestion(QueryDict(query), today=dt.date(2025, 11, 25))


def counted(query=""):
    """{facet: {code: count}} and the Facets themselves."""
    found = facets(ask(query))
    options = {each.name: [*each.options, *each.rest] for each in found.facets}
    return found, {
        name: {option.value: option.count for option in each}
        for name, each in options.items()
    }


class FacetTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        found = make_list(slug="invented", is_standing=True)
        for number in range(6):
            state, kind = ("CA", "NY")[number % 2], ("city", "county")[number // 3]
            place = make_jurisdiction(f"Place {number}", state=state, kind=kind)
            if number < 4:
                make_listing(list=found, jurisdiction=place)
            if number < 3:
                stance = Stance.DECLINES if number else Stance.COMPLIANT
                make_position(jurisdiction=place, stance=stance, stage="Letter")
                make_finding(jurisdiction=place, outcome=Outcome.MAY_VIOLATE)
            if number < 2:
                award = make_award(jurisdiction=place)
                make_action(award=award, status=GrantStatus.WITHHELD)
                make_ruling(jurisdictions=[place])

    def test_every_count_equals_what_its_choice_finds(self):
        for query in ("", "state=CA", "list=invented&position=declines", "kind=city"):
            _, counts = counted(query)
            for name, options in counts.items():
                for code, count in options.items():
                    chosen = ask(ask(query).query(**{name: [code]})).rows().count()
                    assert count == chosen, (query, name, code)

    def test_siblings_do_not_feel_their_own_facet(self):
        """ckan/ckan#8934, datasette-ui-extras#27: one pick hid its siblings."""
        _, counts = counted("state=CA&kind=city")
        assert counts["state"] == counted("kind=city")[1]["state"]
        assert counts["kind"] == counted("state=CA")[1]["kind"]

    def test_all_states_can_be_chosen_and_zero_is_a_count(self):
        """simonw/datasette#1332, #1423, #1556: facets were cut, without a total."""
        found, counts = counted("list=invented")
        assert len(counts["state"]) == len(STATES) == 56
        assert counts["state"]["VT"] == 0
        (states,) = [each for each in found.facets if each.name == "state"]
        assert states.rest_label == "All 56 states and territories"

    def test_the_total_follows_whatever_is_chosen(self):
        for query in ("", "kind=city", "kind=city&kind=county", "kind=state", "q=5"):
            found, _ = counted(query)
            assert found.total == ask(query).rows().count(), query
            assert found.everything == 6

    def test_force_counts_with_the_list_it_is_asked_of(self):
        place = make_jurisdiction("Withdrawn place")
        gone = make_list(slug="gone", withdrawn=day("2025-09-01"))
        make_listing(list=gone, jurisdiction=place)
        for force, of_gone in (("", 1), ("yes", 0), ("no", 1)):
            _, counts = counted(f"list=invented&in_force={force}")
            assert counts["list"]["gone"] == of_gone, force
            chosen = ask(f"list=gone&in_force={force}").rows().count()
            assert chosen == of_gone

    def test_one_government_with_two_rows_is_one(self):
        city = make_jurisdiction("San Rafael", state="CA")
        make_jurisdiction(
            "San Rafael County", state="CA", kind=Kind.COUNTY, same_government_as=city
        )
        found, _ = counted("q=rafael")
        assert (found.total, found.governments) == (2, 1)
        assert found.twins == ["San Rafael County"]
        alone, _ = counted("q=rafael&kind=county")
        assert (alone.total, alone.governments) == (1, 1)

    def test_nothing_is_counted_while_there_is_a_problem(self):
        with self.assertNumQueries(1):  # the vocabulary
            found, counts = counted("state=ZZ")
        assert found.total == found.everything == 0
        assert {*counts["kind"].values()} == {None}
        assert [each.error for each in found.facets if each.error]

    def test_all_facets_cost_one_query_and_one_of_national_facts(self):
        query = "&".join(
            f"{name}=none" for name in SHOWN if name not in "kind state risk"
        )
        for asked in ("", f"{query}&state=CA&kind=city&risk=low"):
            question = ask(asked)
            with self.assertNumQueries(2):
                facets(question)
