"""A test case whose database holds the record that comes with the project.

Loading it takes seconds, so a run does that once: each class gets a copy.
"""

import functools
import sqlite3
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.test import TestCase


def seed():
    """Run the seed; what it printed."""
    out = StringIO()
    call_command("seed", stdout=out)
    return out.getvalue()


class InMemory:
    """SQLite: the tests' database is overwritten, before the class and after it."""

    def __init__(self):
        self.empty, self.full = (sqlite3.connect(":memory:") for _ in range(2))
        connection.ensure_connection()
        connection.connection.backup(self.empty)
        self.printed = seed()
        connection.connection.backup(self.full)

    def open(self):
        self.full.backup(connection.connection)

    def close(self):
        self.empty.backup(connection.connection)

    def drop(self):
        self.empty.close()
        self.full.close()


class OnServer:
    """PostgreSQL: a second database, which the class is connected to."""

    def __init__(self):
        creation, self.empty = connection.creation, connection.settings_dict["NAME"]
        self.full = creation.get_test_db_clone_settings("seeded")["NAME"]
        creation.clone_test_db("seeded", verbosity=0)
        self.open()
        self.printed = seed()

    def connect(self, name):
        connection.close()
        connection.settings_dict["NAME"] = name

    def open(self):
        self.connect(self.full)

    def close(self):
        self.connect(self.empty)

    def drop(self):
        connection.creation.destroy_test_db(suffix="seeded", verbosity=0)


@functools.cache
def record():
    return InMemory() if connection.vendor == "sqlite" else OnServer()


def drop_record():
    """Where a test has asked for it."""
    if record.cache_info().currsize:
        record().drop()


class SeededCase(TestCase):
    """Has the whole record; each test's changes are undone."""

    @classmethod
    def setUpClass(cls):
        record().open()
        cls.addClassCleanup(record().close)
        cls.printed = record().printed
        super().setUpClass()
