"""Who asks too often waits, and is told for how long; nobody else is kept."""

import pytest
from django.core.cache import cache
from django.test import TestCase, override_settings

from jurisdictions.api.throttling import PerMinute

from .factories import make_source

ADDRESS = "/api/v1/sources/"


@override_settings(API_PER_MINUTE=6)
class LimitTests(TestCase):
    """Six answers a minute: two at once, and another every ten seconds."""

    @pytest.fixture(autouse=True)
    def clock(self, monkeypatch):
        cache.clear()
        self.now = 1_000_000.0
        monkeypatch.setattr(PerMinute, "clock", lambda throttle: self.now)
        yield
        cache.clear()

    def ask(self, address="198.51.100.7", path=ADDRESS, **more):
        return self.client.get(path, REMOTE_ADDR=address, **more)

    def statuses(self, times, **asked):
        return [self.ask(**asked).status_code for _ in range(times)]

    def test_a_third_of_a_minutes_share_is_answered_at_once(self):
        assert self.statuses(3) == [200, 200, 429]
        self.now += 9.9
        assert self.statuses(1) == [429]
        self.now += 0.1
        assert self.statuses(2) == [200, 429]
        self.now += 3600
        assert self.statuses(3) == [200, 200, 429]

    def test_the_headers_say_what_is_left_and_how_long_to_wait(self):
        names = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
        answers = [self.ask() for _ in range(2)]
        told = [[answer[name] for name in names] for answer in answers]
        assert told == [["2", "1", "10"], ["2", "0", "20"]]
        late = self.ask()
        assert late["Retry-After"] == "10"
        assert late["RateLimit-Remaining"] == "0"
        assert late["Access-Control-Allow-Origin"] == "*"
        assert "Retry-After" in late["Access-Control-Expose-Headers"]
        said = "Too many questions at once. Ask again in 10 seconds."
        assert late.json()["errors"][0]["message"] == said

    def test_whoever_waits_as_told_is_answered(self):
        self.statuses(2)
        self.now += 3.3
        self.now += int(self.ask()["Retry-After"])
        assert self.statuses(1) == [200]

    def test_refusals_count_and_unchanged_answers_do_not(self):
        tag = self.ask()["ETag"]
        unchanged = {"headers": {"If-None-Match": tag}}
        assert self.statuses(5, **unchanged) == [304] * 5
        assert self.statuses(1, path=f"{ADDRESS}?limit=0") == [400]
        assert self.statuses(1) == [429]
        make_source()
        assert self.statuses(1, **unchanged) == [429]

    def test_each_address_and_each_network_of_ipv6_has_its_own(self):
        self.statuses(2)
        assert self.statuses(1, address="198.51.100.8") == [200]
        for number in range(2):
            self.ask(f"2001:db8:1:2::{number}")
        assert self.statuses(1, address="2001:db8:1:2:ffff::1") == [429]
        assert self.statuses(1, address="2001:db8:1:3::1") == [200]

    def test_a_forged_header_changes_nothing(self):
        forged = {"headers": {"X-Forwarded-For": "203.0.113.9"}}
        assert self.statuses(3, **forged) == [200, 200, 429]

    def test_pages_of_the_site_are_not_counted(self):
        assert self.statuses(5, path="/sources/") == [200] * 5
        assert self.statuses(1) == [200]

    def test_without_a_limit_there_are_no_headers_about_it(self):
        with override_settings(API_PER_MINUTE=0):
            answers = [self.ask() for _ in range(9)]
        assert {answer.status_code for answer in answers} == {200}
        assert "RateLimit-Limit" not in answers[0]

    def test_the_smallest_limit_still_answers(self):
        with override_settings(API_PER_MINUTE=1):
            assert self.statuses(2) == [200, 429]
            self.now += 60
            assert self.statuses(1) == [200]
