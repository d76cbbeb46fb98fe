"""A test case whose database holds the record that comes with the project."""

from io import StringIO

from django.core.management import call_command
from django.test import TestCase


def seed():
    """Run the seed; what it printed."""
    out = StringIO()
    call_command("seed", stdout=out)
    return out.getvalue()


class SeededCase(TestCase):
    """Loads the record once for the whole class; each test's changes are undone."""

    @classmethod
    def setUpTestData(cls):
        cls.printed = seed()
