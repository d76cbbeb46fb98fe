"""`check_record` is silent on a whole record and exits 1 on every damage."""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from jurisdictions.models import Finding, Source, Standing
from tests.importers.folder import FolderCase


def check_record():
    """What it prints; raises CommandError, which is exit code 1."""
    out = StringIO()
    call_command("check_record", stdout=out, stderr=out)
    return out.getvalue()


@contextmanager
def unguarded(table):
    """Take a table's guards off, as someone with the database's keys could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Pending checks of foreign keys would forbid it.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield cursor
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name = %s",
            [table],
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield cursor
        for _, statement in triggers:
            cursor.execute(statement)


class CheckRecordTests(FolderCase):
    def damage(self, table, change):
        self.load()
        assert "agrees with itself" in check_record()
        with unguarded(table) as cursor:
            cursor.execute(f"UPDATE {table} SET {change}")
            assert cursor.rowcount
        with pytest.raises(CommandError, match="The record is damaged"):
            check_record()

    def test_a_record_row_changed_behind_its_back_is_found(self):
        self.damage(Finding._meta.db_table, "outcome = 'found_compliant'")

    def test_a_word_that_no_standing_reads_is_guarded_by_its_digest(self):
        self.damage(Finding._meta.db_table, "summary = 'Something else'")

    def test_a_link_added_behind_its_back_is_found(self):
        self.load()
        finding, source = Finding.objects.live().first(), Source.objects.live().last()
        link = Finding.more_sources.through._meta.db_table
        with unguarded(link) as cursor:
            cursor.execute(f"DELETE FROM {link}")
            cursor.execute(
                f"INSERT INTO {link} (finding_id, source_id) VALUES (%s, %s)",
                [finding.pk, source.pk],
            )
        with pytest.raises(CommandError, match="The record is damaged"):
            check_record()

    def test_a_standing_changed_behind_its_back_is_found(self):
        self.damage(Standing._meta.db_table, "position = 'declines'")

    def test_a_changed_hash_is_found(self):
        self.damage("jurisdictions_event", "hash = 'abc'")

    def test_a_changed_line_of_the_audit_trail_is_found(self):
        self.damage("jurisdictions_event", "note = 'Nothing happened'")

    def test_a_missing_guard_is_found(self):
        table = Finding._meta.db_table
        with unguarded(table), pytest.raises(CommandError, match="findings"):
            check_record()
