"""The first load: gazetteer, jurisdictions and the whole record, or nothing."""

import csv
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from jurisdictions.importers import census, changes
from jurisdictions.importers.base import Rejected
from jurisdictions.roles import Role

LOADER = "record-loader"
NOTE = "First load, compiled from the cited sources, not yet read by a second person"
STATES = ("published", "draft", "annotation", "test data", "refused")


class Command(BaseCommand):
    help = "Load the record that comes with the project; run again, it changes nothing."
    fixtures = settings.BASE_DIR / "fixtures"

    def handle(self, **options):
        self.started = time.monotonic()
        try:
            with transaction.atomic():
                published = self.load()
        except Rejected as error:
            for each in error.errors:
                self.stderr.write(str(each))
            raise CommandError(str(error)) from error
        self.report()
        self.say(f"Published {published:,} rows.")

    def load(self):
        """Census, plan, apply: every step inside one transaction."""
        by = loader()
        found = census.load(self.fixtures / "census" / "places.csv.gz")
        self.say(f"Gazetteer: {found}")
        plan = changes.plan(self.fixtures / "record", by=by)
        self.say(f"Jurisdictions: {plan.places}")
        self.say(f"Record: {plan.record}")
        return changes.apply(plan, by=by, note=NOTE, progress=self.progress)

    def progress(self, model, count):
        if count:
            self.say(f"  {model._meta.verbose_name_plural}: {count:,}")

    def report(self):
        """Rows in, and what became of them, for each file the record was made from."""
        files, aside = read_report(self.fixtures / "record" / "load_report.csv")
        self.line("Load report", ("rows in", "records", *STATES))
        for file, found in files.items():
            counts = [found.states.total(), len(found.records)]
            self.line(file, counts + [found.states[state] for state in STATES])
        for text in aside:
            self.stdout.write(text)

    def line(self, name, cells):
        self.stdout.write(f"{name:<32}" + "".join(f"{cell:>11}" for cell in cells))

    def say(self, text):
        self.stdout.write(f"[{time.monotonic() - self.started:5.1f} s] {text}")


@dataclass
class Became:
    """What the rows of one source file became: record keys, and rows by state."""

    records: set = field(default_factory=set)
    states: Counter = field(default_factory=Counter)


def read_report(path):
    """({file: Became}, a sentence for each row that is not public)."""
    files, aside = defaultdict(Became), []
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found = files[row["source_file"]]
            found.states[row["state"]] += 1
            found.records |= {*filter(None, row["became"].split("|"))}
            if row["state"] in ("draft", "refused"):
                name = f"{row['source_file']} {row['row']}"
                aside.append(f"{row['state']}: {name}: {row['reason']}")
    return files, aside


def loader():
    """The account that the first load is written by; nobody can sign in with it."""
    user, is_new = get_user_model().objects.get_or_create(
        username=LOADER, defaults={"is_active": False}
    )
    if is_new:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get(name=Role.PUBLISHER))
    return user
