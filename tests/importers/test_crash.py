"""On PostgreSQL: a killed import, two at once, and a preview, on tables as they are."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection

from jurisdictions.choices import Kind, LegalForm
from jurisdictions.importers import batches
from jurisdictions.importers.asking import Asked
from jurisdictions.importers.batches import Order
from jurisdictions.importers.formats import plan
from jurisdictions.models import Event, Finding, ImportBatch, Place
from jurisdictions.models.events import damaged_events
from jurisdictions.models.recomputing import damaged_standings
from jurisdictions.roles import Role
from tests.cases import RawCase
from tests.code_figures import ROOT
from tests.environment import clean
from tests.factories import make_jurisdiction, make_source

from .desk import FINDING, NOTE, table, tables

ROWS, KILLS = 5_000, 20


def address():
    """Of the test database, for another process."""
    said = connection.settings_dict
    user, host, port = (said[name] for name in ("USER", "HOST", "PORT"))
    folder = said["OPTIONS"].get("host") or host
    return (
        f"postgresql://{user}:{said['PASSWORD']}@:{port}/{said['NAME']}?host={folder}"
    )


class CommittedCase(RawCase):
    """People, places and a source that other connections see."""

    def setUp(self):
        self.people = {}
        for name in ("paul", "paula"):
            self.people[name] = User.objects.create(username=name)
            self.people[name].groups.add(Group.objects.get(name=Role.PUBLISHER))
        for number in range(25):
            make_jurisdiction(f"City {number}", slug=f"city-{number}")
        make_source(slug="memo")

    def file(self, count, name="k"):
        rows = [
            FINDING | {"key": f"{name}{at}", "jurisdiction": f"ks/city-{at % 25}"}
            for at in range(count)
        ]
        path = self.tmp / f"{name}.csv"
        path.write_text(table(*rows))
        return path

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, settings):
        settings.IMPORTS_DIR = tmp_path / "kept"
        self.tmp = tmp_path


@pytest.mark.postgres
class KilledTests(CommittedCase):
    def start(self, path):
        command = [sys.executable, ROOT / "manage.py", "load", "finding", path]
        command += ["--apply", "--by", "paul", "--note", NOTE, "--confirm", str(ROWS)]
        env = clean(
            SECRET_KEY="tests",
            DATABASE_URL=address(),
            IMPORTS_DIR=str(self.tmp / "kept"),
            DEBUG="true",
        )
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, env=env, cwd=ROOT, **quiet)

    def others(self, condition="TRUE"):
        """How many other clients the server works for."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname ="
                " current_database() AND pid <> pg_backend_pid()"
                f" AND backend_type = 'client backend' AND {condition}"
            )
            return cursor.fetchone()[0]

    def killed_after(self, path, seconds):
        """What it was killed in: "reading", "writing", or "" where it had ended."""
        process = self.start(path)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            doing = "writing" if self.others("backend_xid IS NOT NULL") else "reading"
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        # The server rolls back what the client began, and only then says good-bye.
        while self.others():
            time.sleep(0.02)
        return doing if process.returncode == -signal.SIGKILL else ""

    def whole(self, path):
        """Load it to its end; how long that took."""
        started = time.monotonic()
        assert self.start(path).wait(120) == 0
        return time.monotonic() - started

    def test_killed_at_any_moment_all_of_it_is_there_or_nothing(self):
        """TRUST F1: at twenty random moments between the start and the end."""
        longest, chance = self.whole(self.file(ROWS, "first")), random.Random(1373)
        found = Counter()
        for number in range(KILLS):
            path, before = self.file(ROWS, f"f{number}-"), tables()
            found[self.killed_after(path, chance.uniform(0.2, longest))] += 1
            if tables() != before:
                self.is_complete(path)
                found["complete"] += 1
        assert found["writing"] >= 3, found
        self.is_clean(path)

    def is_complete(self, path):
        rows = ImportBatch.objects.get(name=path.name).rows
        live = Finding.objects.live().filter(claim__in=rows.values("claim"))
        assert live.count() == rows.count() == ROWS

    def is_clean(self, path):
        """A retry of the last file leaves all of it once, and a second one nothing."""
        if not ImportBatch.objects.filter(name=path.name).exists():
            self.whole(path)
        batches, live = ImportBatch.objects.count(), Finding.objects.live().count()
        assert live == batches * ROWS
        assert Event.objects.filter(kind="batch").count() == batches
        assert not [*damaged_events()] and not [*damaged_standings()]
        after = tables()
        self.start(path).wait(120)
        assert tables() == after


@pytest.mark.postgres
class AtOnceTests(CommittedCase):
    def apply_at_once(self, orders):
        """[what came of each order], each in a thread with a connection of its own."""
        ready, found = threading.Barrier(len(orders)), [None] * len(orders)

        def run(place, order):
            try:
                planned = order.plan
                object.__setattr__(
                    order, "plan", lambda: (planned(), ready.wait(30))[0]
                )
                found[place] = batches.apply(order)
            except Exception as error:
                found[place] = error
            finally:
                connection.close()

        threads = [
            threading.Thread(target=run, args=each) for each in enumerate(orders)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return found

    def order(self, path, name):
        return Order(path, "finding", Asked(), self.people[name], NOTE)

    def test_one_file_of_two_people_is_applied_once_and_the_other_is_told(self):
        path = self.file(10)
        found = self.apply_at_once([self.order(path, name) for name in self.people])
        won = [each for each in found if each.batch]
        told = [each.message for each in found if not each.batch]
        assert len(won) == len(told) == 1
        assert told[0].startswith("Nothing to do. Batch")
        assert Finding.objects.live().count() == 10
        assert not [*damaged_events()]

    def test_two_files_about_one_fact_conflict_by_name(self):
        batches.apply(self.order(self.file(1), "paul"))
        orders = []
        for name in self.people:
            row = FINDING | {"key": "k0", "jurisdiction": "ks/city-0", "summary": name}
            path = self.tmp / f"{name}.csv"
            path.write_text(table(row))
            orders.append(self.order(path, name))
        found = self.apply_at_once(orders)
        (lost,) = [each for each in found if isinstance(each, batches.Conflict)]
        assert "look at the preview again" in str(lost)
        assert Finding.objects.live().get().revision == 2


@pytest.mark.postgres
class PreviewTests(CommittedCase):
    def test_a_preview_leaves_every_table_as_it_was(self):
        forms = {"kind": Kind.COUNTY, "legal_form": LegalForm.COUNTY}
        Place.objects.create(geoid="20001", state="KS", name="Allen County", **forms)
        before = tables()
        assert plan(self.file(40), "finding", Asked()).size == 40
        assert tables() == before
