"""Whether sources still answer: how they are asked, what is kept, what is said."""

import datetime as dt

from django.db import IntegrityError
from django.test import TestCase

from jurisdictions.fetching import Fetched, FetchFailed, FetchRefused, FetchTimeout
from jurisdictions.models import Source, SourceCheck
from jurisdictions.models.checks import (
    LONGEST_WAIT,
    NOT_CHECKED,
    broken,
    check_words,
    due,
    wait_after,
    with_checks,
)

from .breaking import by_bare_update, by_sql, delete_by_sql, refused, refused_by_guard
from .factories import make_source, revise_now, withdraw_now
from .wires import GOOD

NOW = dt.datetime(2025, 11, 3, 17, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MONTH = 30 * DAY
HASH = "a" * 64
OTHER = "https://archive.example/letter.pdf"


def answered(status=200, final_url=GOOD, redirects=()):
    return Fetched(status, final_url, HASH, "text/html", 9, redirects)


def record(source, outcome=None, days_ago=0):
    """A check of that many days before NOW; it answered, unless the test says not."""
    at = NOW - days_ago * DAY
    return SourceCheck.objects.record(source, outcome or answered(), at=at)


class RecordTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.source = make_source(url=GOOD)

    def outcome(self, outcome):
        check = record(self.source, outcome)
        check.full_clean()
        return check.status, check.outcome

    def test_an_answer_is_kept_with_its_hash(self):
        check = record(self.source)
        assert (check.status, check.http_status) == ("ok", 200)
        assert (check.sha256, check.size, check.final_address) == (HASH, 9, GOOD)
        assert (check.address, check.checked_at) == (GOOD, NOW)
        assert (check.reason, check.failures) == ("", 0)

    def test_each_outcome_has_its_words(self):
        moved = answered(final_url=OTHER, redirects=(GOOD,))
        for outcome, told in (
            (answered(), ("ok", "answered")),
            (moved, ("moved", f"moved to {OTHER}")),
            (
                answered(404),
                ("broken", "answered with an error: 404 Not Found"),
            ),
            (answered(999), ("broken", "answered with an error: 999")),
            (
                FetchFailed("name"),
                ("broken", "did not answer: its host name was not found"),
            ),
            (FetchTimeout(), ("timeout", "did not answer: it took too long")),
            (
                FetchRefused("scheme"),
                (
                    "refused",
                    "could not be checked: its address does not begin with https://",
                ),
            ),
        ):
            with self.subTest(outcome=outcome):
                assert self.outcome(outcome) == told

    def test_a_refusal_after_a_redirect_says_so(self):
        refusal = FetchRefused("network")
        refusal.is_redirected = True
        assert "after a redirect, its host name leads to" in self.outcome(refusal)[1]

    def test_an_error_page_gives_no_hash(self):
        check = record(self.source, answered(500))
        assert (check.sha256, check.size, check.http_status) == ("", None, 500)

    def test_failures_in_a_row_are_counted(self):
        failures = [
            record(self.source, outcome).failures
            for outcome in (
                *(FetchTimeout(), answered(503), FetchFailed("name")),
                *(answered(), FetchTimeout()),
            )
        ]
        assert failures == [1, 2, 3, 0, 1]

    def test_failures_of_another_address_do_not_count(self):
        record(self.source, FetchTimeout())
        live = revise_now(self.source, {"url": OTHER})
        assert record(live, FetchTimeout()).failures == 1

    def test_the_wait_doubles_up_to_a_month(self):
        waits = [wait_after(failures).days for failures in (1, 2, 3, 4, 5, 6, 32_767)]
        assert waits == [1, 2, 4, 8, 16, 30, 30]
        assert wait_after(32_767) == LONGEST_WAIT


class GuardTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.check = record(make_source(url=GOOD))

    def test_no_check_changes(self):
        for way in (by_bare_update, by_sql):
            with self.subTest(way=way.__name__), refused_by_guard():
                way(self.check, {"status": "broken"})

    def test_no_check_is_deleted(self):
        for way in (delete_by_sql, SourceCheck.delete):
            with self.subTest(way=way.__name__), refused_by_guard():
                way(self.check)

    def test_the_database_keeps_each_line_whole(self):
        fields = {
            "source_claim": self.check.source_claim,
            "address": GOOD,
            "checked_at": NOW,
            "sha256": HASH,
        }
        for wrong in (
            {"status": "ok", "final_address": "javascript:alert(1)"},
            {"status": "ok", "final_address": "http://archive.example/"},
            {"status": "ok", "final_address": ""},
            {"status": "moved", "final_address": OTHER, "sha256": ""},
            {"status": "ok", "final_address": GOOD, "reason": "why?"},
            {"status": "broken", "reason": "", "failures": 1},
            {"status": "timeout", "reason": "slow", "failures": 0},
        ):
            with self.subTest(wrong=wrong), refused(by=IntegrityError):
                SourceCheck.objects.create(**fields | wrong)


class WordsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.source = make_source(url=GOOD)

    def test_a_check_is_dated_in_eastern_time(self):
        late = dt.datetime(2025, 11, 4, 3, 0, tzinfo=dt.UTC)
        check = SourceCheck.objects.record(self.source, answered(), at=late)
        assert check_words(self.source, check, late) == "checked Nov. 3, 2025: answered"

    def test_without_a_check_it_was_not_checked(self):
        assert check_words(self.source, None, NOW) == NOT_CHECKED == "not checked"

    def test_a_check_of_an_earlier_address_says_nothing(self):
        check = record(self.source)
        live = revise_now(self.source, {"url": OTHER})
        assert check_words(live, check, NOW) == NOT_CHECKED

    def test_an_old_check_says_that_it_is_old(self):
        check = record(self.source, FetchTimeout(), days_ago=46)
        assert check_words(self.source, check, NOW) == (
            "not checked since Sept. 18, 2025: did not answer: it took too long then"
        )


class LatestTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.sources = [make_source(url=GOOD) for _ in range(3)]
        for days_ago in (3, 2, 1):
            for source in cls.sources[:2]:
                record(source, days_ago=days_ago)

    def test_the_last_check_of_each_claim_in_one_query(self):
        claims = [source.claim for source in self.sources]
        with self.assertNumQueries(1):
            found = SourceCheck.objects.latest_for(claims)
        assert {*found} == {*claims[:2]}
        assert {check.checked_at for check in found.values()} == {NOW - DAY}

    def test_the_last_check_by_a_moment(self):
        claims = Source.objects.live().values("claim")
        found = SourceCheck.objects.latest_for(claims, NOW - 2 * DAY)
        assert {check.checked_at for check in found.values()} == {NOW - 2 * DAY}
        assert SourceCheck.objects.latest_for(claims, NOW - 9 * DAY) == {}

    def test_broken_sources_are_those_whose_address_failed_last(self):
        failing, well, moved_on = self.sources
        record(failing, answered(410))
        record(well, answered(410))
        record(well)
        record(moved_on, FetchTimeout())
        revise_now(moved_on, {"url": OTHER})
        found = broken(Source.objects.live())
        assert [source.pk for source in found] == [failing.pk]
        assert found[0].check_status == "broken" and found.count() == 1

    def test_a_source_that_was_never_checked_has_null(self):
        found = with_checks(Source.objects.live()).get(pk=self.sources[2].pk)
        assert found.check_status is found.checked_at is found.check_failures is None


class DueTests(TestCase):
    def due(self, older_than=MONTH, now=NOW):
        return [source.slug for source in due(now, older_than)]

    def test_failed_ones_come_first_then_new_ones_then_old_ones(self):
        old, failed, new, longest, longest_failed = (
            make_source(slug=slug, url=GOOD)
            for slug in ("old", "failed", "new", "longest", "longest-failed")
        )
        record(old, days_ago=31)
        record(longest, days_ago=99)
        record(failed, FetchTimeout(), days_ago=2)
        record(longest_failed, FetchTimeout(), days_ago=9)
        assert self.due() == ["longest-failed", "failed", "new", "longest", "old"]
        assert new.slug == "new"

    def test_what_was_asked_lately_waits(self):
        record(make_source(slug="lately", url=GOOD), days_ago=29)
        assert self.due() == []
        assert self.due(older_than=29 * DAY) == ["lately"]
        assert self.due(older_than=0 * DAY) == ["lately"]

    def test_what_failed_waits_longer_each_time(self):
        source = make_source(slug="failing", url=GOOD)
        for days_ago in (4, 3):
            record(source, FetchTimeout(), days_ago=days_ago)
        assert self.due(older_than=0 * DAY, now=NOW - 1.5 * DAY) == []
        assert self.due(older_than=MONTH, now=NOW - DAY) == ["failing"]

    def test_a_new_address_is_asked_at_once(self):
        source = make_source(slug="corrected", url=GOOD)
        record(source, FetchTimeout())
        revise_now(source, {"url": OTHER})
        assert self.due() == ["corrected"]

    def test_only_what_is_on_the_site_and_has_an_address(self):
        make_source(slug="cited", url="", citation="Box 3, folder 7")
        withdraw_now(make_source(slug="withdrawn", url=GOOD))
        assert self.due() == []

    def test_it_costs_one_query(self):
        for _ in range(5):
            record(make_source(url=GOOD), days_ago=50)
        with self.assertNumQueries(1):
            assert len(self.due()) == 5
