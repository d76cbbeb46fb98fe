"""`check_sources`: whom it asks, how, and what it prints and records."""

import datetime as dt
import fcntl
import socket
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import TestCase, override_settings

from jurisdictions.management.commands.check_sources import OFF, PAUSE, Command
from jurisdictions.models import SourceCheck

from .factories import make_source
from .wires import GOOD, HOST, Net, Script, document, head, redirect

NOW = dt.datetime(2025, 11, 3, 17, 0, tzinfo=dt.UTC)
PRINTED = """\
[1/7] a: answered
[2/7] b: moved to https://b.example/there
[3/7] c: answered with an error: 404 Not Found
[4/7] d: did not answer: it took too long
[5/7] e: did not answer: its host name was not found
[6/7] f: could not be checked: after a redirect, its host name leads to a network that\
 is not public
[7/7] g: could not be checked: its address does not begin with https://
Asked 7: 2 did not answer, 2 could not be checked, 1 answered, 1 moved, 1 took too long.
"""


class Offline(Command):
    """The command in a network of the test's own."""

    def __init__(self, net, lock, **options):
        super().__init__(**options)
        self.net, self.lock, self.slept = net, lock, []
        self.resolve, self.connect, self.clock = net.resolve, net.connect, net.clock

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.net.clock.pass_time(seconds)

    def now(self):
        return NOW + dt.timedelta(seconds=self.clock() - 1000)


@override_settings(SOURCE_CHECKS=True)
class CommandTests(TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.lock = Path(folder.name) / "var" / "check_sources.lock"

    def run_with(self, answers, addresses=None, **options):
        """What the command prints, and the command itself."""
        out = StringIO()
        command = Offline(Net(answers, addresses), self.lock, stdout=out, stderr=out)
        try:
            call_command(command, **options)
        finally:
            self.printed = out.getvalue()
        return command

    def test_it_is_off_unless_the_settings_say_otherwise(self):
        make_source(url=GOOD)
        with override_settings(SOURCE_CHECKS=False):
            command = self.run_with({})
        assert self.printed.strip() == OFF
        assert not command.net.resolved and not SourceCheck.objects.exists()

    def test_every_outcome_is_recorded_and_printed(self):
        for name in ("a", "b", "c", "d", "e", "f"):
            make_source(slug=name, url=f"https://{name}.example/")
        make_source(slug="g", url="http://g.example/")
        answers = {
            "a.example": [document()],
            "b.example": [redirect("/there"), document()],
            "c.example": [Script(head(status="404 Not Found"))],
            "d.example": [TimeoutError()],
            "f.example": [redirect("https://inside.example/")],
        }
        unknown = socket.gaierror("unknown")
        self.run_with(answers, {"e.example": unknown, "inside.example": ["10.0.0.1"]})
        assert self.printed == PRINTED
        assert SourceCheck.objects.count() == 7

    def test_run_again_it_asks_nobody(self):
        make_source(url=GOOD)
        self.run_with({HOST: [document()]})
        self.run_with({})
        assert self.printed == "Asked 0: none due.\n"

    def test_the_limit_is_kept(self):
        for _ in range(3):
            make_source(url=GOOD)
        self.run_with({HOST: [document(), document()]}, limit=2)
        assert SourceCheck.objects.count() == 2

    def test_one_host_is_asked_once_at_a_time_and_left_in_peace_between(self):
        for number in range(2):
            make_source(slug=f"a{number}", url=f"https://A.example/{number}")
        make_source(slug="b", url="https://b.example/")
        command = self.run_with(
            {"a.example": [document(), document()], "b.example": [document()]}
        )
        assert command.slept == [PAUSE]
        assert all(sock.is_closed for sock in command.net.sockets)

    def test_the_program_names_itself_and_where_to_find_us(self):
        make_source(url=GOOD)
        command = self.run_with({HOST: [document()]})
        assert b"User-Agent: JurisdictionsUnderReview/" in command.net.sockets[0].asked
        assert b"/about/)\r\n" in command.net.sockets[0].asked

    def test_one_source_is_asked_though_it_is_not_due(self):
        make_source(slug="letter", url=GOOD)
        for _ in range(2):
            self.run_with({HOST: [document()]}, source="letter")
        assert SourceCheck.objects.count() == 2

    def test_one_that_cannot_be_asked_is_an_error(self):
        make_source(slug="cited", url="", citation="Box 3")
        for slug in ("cited", "unknown", ""):
            with self.subTest(slug=slug), pytest.raises(CommandError):
                self.run_with({}, source=slug)

    def test_numbers_below_nought_are_errors(self):
        for options in ({"limit": -1}, {"older_than": -1}, {"older_than": 10**9}):
            with self.subTest(options=options), pytest.raises(CommandError):
                self.run_with({}, **options)

    def test_what_cannot_be_recorded_is_an_error_and_the_rest_goes_on(self):
        for name in ("a", "b"):
            make_source(slug=name, url=f"https://{name}.example/")
        lost = []

        def full(execute, sql, params, many, context):
            if sql.startswith("INSERT") and "sourcecheck" in sql and not lost:
                lost.append(sql)
                raise OperationalError("the disk is full")
            return execute(sql, params, many, context)

        answers = {"a.example": [document()], "b.example": [document()]}
        with connection.execute_wrapper(full), pytest.raises(CommandError) as error:
            self.run_with(answers)
        assert error.value.returncode == 1
        assert "a: could not be recorded: the disk is full" in self.printed
        assert [check.address for check in SourceCheck.objects.all()] == [
            "https://b.example/"
        ]

    def test_two_do_not_run_at_once(self):
        make_source(url=GOOD)
        self.lock.parent.mkdir()
        with self.lock.open("w") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            with pytest.raises(CommandError, match="Another run"):
                self.run_with({})
        self.run_with({HOST: [document()]})
