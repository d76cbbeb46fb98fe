"""Who guesses is slowed down, and nobody else."""

import datetime as dt
import logging

import pytest
from axes.models import AccessFailureLog
from django.test import Client, RequestFactory, TestCase, override_settings
from django.utils import timezone

from jurisdictions.doors.addresses import client_address
from jurisdictions.doors.logs import Line

from .cases import EditorCase
from .signing_in import device_of, next_code, sign_in

PASSWORD = "a-long-enough-phrase"


class ThrottleTests(EditorCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        for user in (cls.editor, cls.publisher):
            user.is_staff = True
            user.set_password(PASSWORD)
            user.save()

    def enter(self, name, password="wrong", address="198.51.100.7", **headers):
        data = {"username": name, "password": password}
        return Client(REMOTE_ADDR=address).post("/admin/login/", data, **headers)

    def fail(self, *names, times=5, **extra):
        answers = [self.enter(name, **extra) for name in names for _ in range(times)]
        return {answer.status_code for answer in answers}

    def aged(self, minutes):
        then = timezone.now() - dt.timedelta(minutes=minutes)
        AccessFailureLog.objects.update(attempt_time=then)

    def test_the_sixth_attempt_waits_whatever_the_password(self):
        assert self.fail("edith") == {200}
        answer = self.enter("edith", PASSWORD)
        assert answer.status_code == 429
        assert answer["Retry-After"] == "900"
        self.aged(14)
        assert self.enter("edith", PASSWORD).status_code == 429
        self.aged(16)
        assert self.enter("edith", PASSWORD).status_code == 302

    def test_no_name_is_locked_for_everybody(self):
        self.fail("edith", times=7)
        there = self.enter("edith", PASSWORD, address="198.51.100.8")
        assert there.status_code == 302
        assert self.enter("paul", PASSWORD).status_code == 302

    def test_an_address_has_twenty_five_failures_in_five_minutes(self):
        assert self.fail(*(f"guess-{number}" for number in range(5))) == {200}
        assert self.enter("paul", PASSWORD).status_code == 429
        assert self.enter("paul", PASSWORD, address="203.0.113.5").status_code == 302
        self.aged(6)
        assert self.enter("paul", PASSWORD).status_code == 302

    def test_a_network_of_ipv6_is_one_address(self):
        for number in range(5):
            self.enter("edith", address=f"2001:db8:1:2::{number}")
        near, far = "2001:db8:1:2:ffff::1", "2001:db8:1:3::1"
        assert self.enter("edith", PASSWORD, address=near).status_code == 429
        assert self.enter("edith", PASSWORD, address=far).status_code == 302

    def test_a_forged_header_changes_nothing(self):
        for number in range(5):
            self.enter("edith", headers={"X-Forwarded-For": f"203.0.113.{number}"})
        forged = {"X-Forwarded-For": "203.0.113.99", "X-Real-IP": "203.0.113.99"}
        assert self.enter("edith", PASSWORD, headers=forged).status_code == 429

    @override_settings(BEHIND_PROXY=True)
    def test_behind_a_proxy_its_own_part_of_the_header_counts(self):
        for number in range(5):
            forged = {"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.20"}
            self.enter("edith", address="127.0.0.1", headers=forged)
        for last, status in (("198.51.100.20", 429), ("198.51.100.21", 302)):
            headers = {"X-Forwarded-For": f"203.0.113.77, {last}"}
            answer = self.enter("edith", PASSWORD, "127.0.0.1", headers=headers)
            assert answer.status_code == status

    def test_an_unknown_name_reads_the_same_at_every_attempt(self):
        def body(name):
            text = self.enter(name).content.decode().replace(name, "NAME")
            return [line for line in text.splitlines() if "csrf" not in line]

        known, unknown = ([body(name) for _ in range(6)] for name in ("edith", "eve"))
        assert known == unknown

    def test_wrong_codes_count_as_well(self):
        device_of(self.editor)
        browser = sign_in(Client(), self.editor, verified=False)
        where = "/admin/second-step/"
        answers = [browser.post(where, {"code": "nonsense"}) for _ in range(5)]
        assert {answer.status_code for answer in answers} == {200}
        right = {"code": next_code(self.editor)}
        assert browser.post(where, right).status_code == 429
        self.aged(16)
        assert browser.post(where, right).status_code == 302

    def test_old_failures_are_forgotten_and_no_password_is_kept(self):
        self.fail("edith", times=2)
        self.aged(25 * 60)
        self.enter("edith", "a-secret-mistyped")
        kept = AccessFailureLog.objects.get()
        assert "a-secret" not in str(vars(kept))


class LogTests(TestCase):
    def test_a_failure_leaves_a_line_with_name_address_and_path(self):
        with self.assertLogs("jurisdictions.doors", logging.WARNING) as said:
            data = {"username": "eve\nINFO forged", "password": "a-secret"}
            Client().post("/admin/login/", data)
        [line] = said.output
        for part in ("sign-in failed", "eve", "127.0.0.1", "/admin/login/"):
            assert part in line
        assert "\n" not in line
        assert "a-secret" not in line

    def test_a_refusal_leaves_a_line(self):
        strict = Client(enforce_csrf_checks=True)
        with self.assertLogs("jurisdictions.doors", logging.WARNING) as said:
            strict.post("/admin/login/", {})
        assert "refused" in said.output[0]


def record(message, *args, error=None):
    return logging.LogRecord("a.b", 30, "", 1, message, args, error)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x85", "\u2028", "\x1b[2K", "\0"])
def test_no_message_ends_its_line(end):
    text = Line().format(record("user=%s", f"eve{end}2026-01-01 forged"))
    assert len(text.splitlines()) == 1
    assert not set(end) & set(text) - {"[", "2", "K"}


def test_a_line_begins_with_the_time_in_utc():
    told = record("Said.")
    told.created = 0
    assert Line().format(told) == "1970-01-01T00:00:00Z WARNING a.b: Said."


def test_a_traceback_forges_no_line():
    try:
        raise ValueError("bad\n1970-01-01T00:00:00Z forged")
    except ValueError as error:
        told = record("Failed", error=(type(error), error, error.__traceback__))
    first, *rest = Line().format(told).splitlines()
    assert first.endswith("Failed")
    assert all(line.startswith("    ") for line in rest)


@pytest.mark.parametrize(
    ("seen", "counts_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::"),
        ("", None),
        ("unix:", None),
    ],
)
def test_the_address_that_counts(seen, counts_as):
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=seen)) == counts_as
