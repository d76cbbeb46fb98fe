import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jurisdictions.models import Finding, GovernmentList, Letter, Position
from jurisdictions.summaries.july import july_page
from jurisdictions.summaries.lists import list_page
from tests.factories import day, withdraw_now
from tests.seeded import SeededCase

CLEARED = {
    "Clark County": "2017-08-03",
    "Miami-Dade County": "2017-08-04",
    "Connecticut": "2017-10-12",
    "Milwaukee County": "2017-10-12",
    "New Orleans": "2017-11-17",
}


class JulyTests(SeededCase):
    """The traps of the story: each sentence is made from records."""

    def test_the_two_counts_say_who_is_in_both_and_in_neither(self):
        page = self.client.get("/lists/july-2017/")
        self.assertContains(page, "Told both: New Orleans.")
        self.assertContains(page, "In neither count: California")

    def story(self, on="2026-11-25"):
        row = GovernmentList.objects.live().get(slug="july-2017")
        asked = {"day": day(on).first}
        return july_page(list_page(row, **asked), **asked)

    def page(self, **query):
        return self.client.get("/lists/july-2017/", query)

    def test_ten_were_named_and_nine_had_been_asked(self):
        story = self.story()
        assert (len(story.places), len(story.asked)) == (10, 9)
        assert [p.line.place.name for p in story.not_asked] == ["Connecticut"]
        self.assertContains(self.page(), "Nine letters of April 21, 2017")

    def test_each_said_that_it_complies(self):
        story = self.story()
        assert story.all_say_they_comply
        caveats = [
            place.line.place.name
            for place in story.places
            for answer in place.answers
            if answer.code == "compliant_with_caveat"
        ]
        assert sorted(caveats) == ["Milwaukee County", "Philadelphia"]

    def test_the_amounts_add_up_to_the_reported_total(self):
        story = self.story()
        assert story.sum_usd == 342_168_401
        assert story.sum_is_total
        page = self.page()
        self.assertContains(page, "$342,168,401")
        self.assertContains(page, "as reported by the OIG")
        amounts = re.findall(
            r'data-label="OIG total">\$([\d,]+)', page.content.decode()
        )
        assert sum(int(a.replace(",", "")) for a in amounts) == 342_168_401

    def test_who_was_cleared_and_when(self):
        found = {p.line.place.name: p.cleared.on.iso for p in self.story().cleared}
        assert found == CLEARED

    def test_five_may_violate_and_california_was_told_neither(self):
        story = self.story()
        assert sorted(place.line.place.name for place in story.adverse) == [
            "Chicago",
            "Cook County",
            "New Orleans",
            "New York City",
            "Philadelphia",
        ]
        assert [place.line.place.name for place in story.neither] == ["California"]

    def test_new_orleans_may_violate_first_and_is_cleared_then(self):
        name = "New Orleans"
        for on, finding in (
            ("2017-11-01", "may_violate"),
            ("2017-11-18", "no_evidence_of_noncompliance"),
        ):
            places = {p.line.place.name: p for p in self.story(on).places}
            assert places[name].line.standing.finding == finding
        self.assertContains(self.page(), "was first told that it may violate the law")

    def test_a_day_knows_nothing_of_what_came_later(self):
        story = self.story("2017-07-06")
        assert not story.cleared
        assert not story.adverse
        self.assertNotContains(self.page(on="2017-10-11"), "Nov. 17, 2017")
        assert len(self.story("2017-10-12").cleared) == 4

    def test_before_the_statement_there_was_no_such_list(self):
        page = self.page(on="2017-07-05")
        self.assertContains(page, "did not exist yet on July 5, 2017")
        self.assertNotContains(page, "$342,168,401")

    def test_what_is_withdrawn_leaves_the_story(self):
        letter = Letter.objects.live().get(
            jurisdiction__slug="chicago", on_first="2017-04-21"
        )
        withdraw_now(letter)
        assert len(self.story().asked) == 8
        assert not GovernmentList.objects.filter(change_kind="withdrawal").exists()

    def test_has_its_files_and_few_queries(self):
        assert self.client.get("/lists/july-2017.json").json()["count"] == 10
        assert self.client.get("/lists/july-2017.csv")["X-Row-Count"] == "10"
        with CaptureQueriesContext(connection) as queries:
            self.page()
        assert len(queries) <= 12

    def test_every_entry_links_to_its_record_and_source(self):
        for place in self.story().places:
            for entry in [*place.answers, *place.followed]:
                assert entry.source is not None
                assert isinstance(entry.row, Position | Finding | Letter) or entry.text
