import fcntl
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from jurisdictions.fetching import FetchError, Limits, fetch, network
from jurisdictions.models import Source, SourceCheck
from jurisdictions.models.checks import due

OFF = (
    "Source checks are off on this machine, so nothing was asked."
    " SOURCE_CHECKS=true in .env turns them on."
)
# Seconds between two questions to one host.
PAUSE = 2
AGENT = f"JurisdictionsUnderReview/{settings.VERSION} (+{settings.SITE_URL}/about/)"


class Command(BaseCommand):
    help = (
        "Ask the sources' addresses whether they still answer, one at a time, and"
        " record what they said; exit 1 when something could not be recorded."
    )
    # The world outside; tests have their own.
    resolve = staticmethod(network.resolve)
    connect = staticmethod(network.connect)
    clock, sleep = staticmethod(time.monotonic), staticmethod(time.sleep)
    now = staticmethod(timezone.now)
    lock = settings.VAR_DIR / "check_sources.lock"

    def add_arguments(self, parser):
        parser.add_argument(
            "--limit", type=int, metavar="N", help="ask at most N sources"
        )
        parser.add_argument(
            "--older-than",
            type=int,
            default=30,
            metavar="DAYS",
            help="ask again what was asked longer ago; default 30. What failed is"
            " asked first, after a day, then after two, four, ... up to 30 days",
        )
        parser.add_argument("--source", metavar="SLUG", help="ask this one now")

    def handle(self, *, limit, older_than, source, **options):
        if not settings.SOURCE_CHECKS:
            self.stdout.write(OFF)
            return
        with self.alone():
            lost = self.ask_all(self.chosen(limit, older_than, source))
        if lost:
            raise CommandError(f"{lost} could not be recorded.")

    @contextmanager
    def alone(self):
        """One run at a time, so that no host is asked by two."""
        self.lock.parent.mkdir(parents=True, exist_ok=True)
        with self.lock.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CommandError("Another run is checking the sources.") from None
            yield

    def chosen(self, limit, older_than, slug):
        """The sources to ask, in turn."""
        if (limit or 0) < 0 or not 0 <= older_than <= 36_500:
            raise CommandError("--limit and --older-than are whole numbers from 0.")
        if slug is None:
            return due(self.now(), timedelta(days=older_than))[:limit]
        found = Source.objects.live().filter(slug=slug).first()
        if found is None:
            raise CommandError(f"No source on the site is called {slug!r}.")
        if not found.url:
            raise CommandError(f"{slug} has no address: it is cited without one.")
        return [found]

    def ask_all(self, sources):
        """Ask one after the other; the number of outcomes that were not recorded."""
        outcomes, lost, self.asked_at = Counter(), 0, {}
        for number, source in enumerate(sources, 1):
            outcome = self.ask(source)
            try:
                check = SourceCheck.objects.record(source, outcome, at=self.now())
            except DatabaseError as error:
                self.stderr.write(f"{source.slug}: could not be recorded: {error}")
                if not connection.in_atomic_block:
                    connection.close_if_unusable_or_obsolete()
                lost += 1
                continue
            outcomes[check.get_status_display().lower()] += 1
            place = f"[{number}/{len(sources)}]"
            self.stdout.write(f"{place} {source.slug}: {check.outcome}")
        found = [f"{count:,} {word}" for word, count in outcomes.most_common()]
        self.stdout.write(f"Asked {len(sources):,}: {', '.join(found) or 'none due'}.")
        return lost

    def ask(self, source):
        """A Fetched, or the FetchError in its place."""
        host = source.url.partition("://")[2].partition("/")[0].lower()
        if host in self.asked_at:
            self.sleep(max(0, self.asked_at[host] + PAUSE - self.clock()))
        try:
            return fetch(
                source.url,
                resolve=self.resolve,
                connect=self.connect,
                clock=self.clock,
                limits=Limits(agent=AGENT),
            )
        except FetchError as error:
            return error
        finally:
            self.asked_at[host] = self.clock()
