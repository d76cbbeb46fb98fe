"""The first load: gazetteer, jurisdictions and the whole record, or nothing."""

import csv
import time
from collections import Counter, defaultdict

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
            self.say(f"  {count:,} {model._meta.verbose_name_plural}")

    def report(self):
        """Rows in, and what became of them, for each file the record was made from."""
        counts, refused = read_report(self.fixtures / "record" / "load_report.csv")
        head = "".join(f"{state:>11}" for state in ("rows in", *STATES))
        self.stdout.write(f"\n{'Load report':<32}{head}")
        for file, states in counts.items():
            numbers = [states.total(), *(states[state] for state in STATES)]
            cells = "".join(f"{number:>11,}" for number in numbers)
            self.stdout.write(f"{file:<32}{cells}")
        for line in refused:
            self.stdout.write(line)

    def say(self, text):
        self.stdout.write(f"[{time.monotonic() - self.started:5.1f} s] {text}")


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


def read_report(path):
    """({file: Counter of states}, the lines of rows that are no published record)."""
    counts, refused = defaultdict(Counter), []
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            counts[row["source_file"]][row["state"]] += 1
            if row["state"] in ("draft", "refused"):
                refused.append(
                    f"{row['state']}: {row['source_file']} {row['row']}: {row['reason']}"
                )
    return counts, refused
