"""What people decided on an issuer's list holds for its next list, and no further."""

from jurisdictions.choices import Kind, MatchHow
from jurisdictions.importers.decisions import decided_for
from jurisdictions.matching import BY_ALIAS, alias_key
from tests.factories import (
    make_jurisdiction,
    make_list,
    make_listing,
    revise_now,
    withdraw_now,
)

from .test_lists import ListCase


class DecidedTests(ListCase):
    """ "Berkley" under Cities is misspelled, and no rule decides it."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.berkeley = make_jurisdiction(
            state="CA", slug="berkeley", geoid="0606000", kind=Kind.CITY
        )
        cls.earlier = make_list(issuer=cls.list.issuer, source=cls.source)

    def decide(self, **fields):
        of_line = {
            "list": self.earlier,
            "state_heading": "California",
            "heading": "Cities",
            "name_as_published": "Berkley",
            "jurisdiction": self.berkeley,
            "match": MatchHow.HAND,
            "match_reason": "Berkeley, misspelled",
        }
        return make_listing(**of_line | fields)

    def meant(self, content="CITIES\nBerkley, CA"):
        row = self.lines(content).entries[-1].row
        return row.jurisdiction and row.jurisdiction.path

    def test_a_decision_is_its_place_level_and_name(self):
        self.decide()
        key = alias_key("Berkley", state="California", heading="Cities")
        assert decided_for(self.list.issuer) == {key: "0606000"}
        assert decided_for("Another office") == {}

    def test_the_next_list_of_the_issuer_follows_a_decision(self):
        assert self.meant() is None
        self.decide()
        assert self.meant() == "ca/berkeley"
        (entry,) = self.lines("CITIES\nBerkley, CA").entries
        assert (entry.row.match, entry.row.match_reason) == (MatchHow.HAND, BY_ALIAS)

    def test_not_under_another_heading_nor_for_another_issuer(self):
        self.decide()
        assert self.meant("COUNTIES\nBerkley, CA") is None
        revise_now(self.earlier, {"issuer": "Another office"})
        assert self.meant() is None

    def test_not_without_a_heading_nor_by_following_alone(self):
        self.decide(heading="")
        self.decide(match_reason=BY_ALIAS)
        assert self.meant() is None

    def test_two_that_disagree_are_none(self):
        line = self.decide()
        other = make_jurisdiction(state="CA", slug="alameda", geoid="0600562")
        self.decide(jurisdiction=other)
        assert self.meant() is None
        withdraw_now(line)
        assert self.meant() == "ca/alameda"

    def test_taken_back_it_is_forgotten(self):
        withdraw_now(self.decide())
        assert self.meant() is None
