"""What the database itself refuses, however it is asked."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection, models
from django.test import TestCase
from django.utils import timezone

from jurisdictions import guards
from jurisdictions.days import LAST_MOMENT
from jurisdictions.models import (
    REVISION_MODELS,
    Edition,
    Event,
    FederalAction,
    Jurisdiction,
    Source,
    Standing,
    StandingAward,
    StandingList,
    StandingRuling,
    WriteRefused,
)
from tests.breaking import (
    by_bare_update,
    by_save,
    by_sql,
    by_update,
    delete_by_sql,
    refused,
    refused_by_guard,
    sql,
)
from tests.cases import EveryModelCase
from tests.factories import (
    NOTE,
    make_award,
    make_federal_action,
    make_jurisdiction,
    make_list,
    make_listing,
    make_ruling,
    make_source,
)

LATER = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


def through_table(model, field):
    """(table, own column, other column) of a many-to-many field."""
    through = field.remote_field.through._meta
    own = through.get_field(field.m2m_field_name()).column
    other = through.get_field(field.m2m_reverse_field_name()).column
    return through.db_table, own, other


def another_value(field, row):
    """A value for the column that differs from what it holds."""
    held = getattr(row, field.attname)
    if held is not None and field.null:
        return None
    samples = {
        models.ForeignKey: -1,
        models.UUIDField: "00000000-0000-0000-0000-000000000000",
        models.DateTimeField: LATER,
        models.DateField: LATER.date(),
        models.BooleanField: not held,
        models.DecimalField: 7,
    }
    is_text = isinstance(field, (models.CharField, models.TextField))
    return "zz" if is_text else samples.get(type(field), 4321)


class RowTests(EveryModelCase):
    """Published rows, their links, and drafts."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.targets = {
            Source: make_source(),
            Jurisdiction: make_jurisdiction("Birch"),
            FederalAction: make_federal_action(),
        }

    def test_saving_it_anew_is_refused(self):
        for model, row in self.live.items():
            with self.subTest(model=model.__name__), refused_by_guard():
                by_save(row, {"note": "Another reason."})

    def test_updating_it_by_queryset_is_refused_before_the_database_is_asked(self):
        for model, row in self.live.items():
            with self.subTest(model=model.__name__), pytest.raises(WriteRefused):
                by_update(row, {"note": "Another reason."})

    def test_no_column_of_it_changes_by_sql(self):
        for model, row in self.live.items():
            with self.subTest(model=model.__name__):
                for field in model._meta.concrete_fields:
                    if field.name not in ("id", "superseded_at"):
                        with refused_by_guard():
                            by_sql(row, {field.name: another_value(field, row)})

    def test_its_key_does_not_change_by_sql(self):
        for model, row in self.live.items():
            with self.subTest(model=model.__name__), refused_by_guard():
                sql(f"UPDATE {model._meta.db_table} SET id = -1 WHERE id = {row.pk}")

    def test_it_is_closed_once_and_never_reopened(self):
        for model, row in self.live.items():
            with self.subTest(model=model.__name__):
                by_sql(row, {"superseded_at": LATER})
                for moment in (None, timezone.now(), LATER):
                    with refused_by_guard():
                        by_sql(row, {"superseded_at": moment})
                row.refresh_from_db()
                assert not row.is_live and row.superseded_at == LATER

    def test_closing_it_changes_nothing_else(self):
        for model, row in self.live.items():
            with self.subTest(model=model.__name__), refused_by_guard():
                by_sql(row, {"superseded_at": LATER, "note": "Another reason."})

    def test_no_row_is_deleted_by_sql(self):
        for model in REVISION_MODELS:
            for row in (self.live[model], self.drafts[model]):
                with self.subTest(model=model.__name__), refused_by_guard():
                    delete_by_sql(row)

    def test_no_row_deletes_itself(self):
        for model in REVISION_MODELS:
            for row in (self.live[model], self.drafts[model]):
                with self.subTest(model=model.__name__), refused(by=IntegrityError):
                    row.delete()

    def test_no_queryset_deletes(self):
        for model, row in self.live.items():
            with self.subTest(model=model.__name__):
                with pytest.raises(WriteRefused):
                    model.objects.filter(pk=row.pk).delete()
                with refused(by=IntegrityError):
                    models.QuerySet(model).filter(pk=row.pk).delete()

    def test_nothing_is_replaced_on_sqlite(self):
        if connection.vendor != "sqlite":
            self.skipTest("REPLACE is SQLite's")
        for model, row in self.live.items():
            with self.subTest(model=model.__name__):
                table = model._meta.db_table
                with refused_by_guard():
                    sql(
                        f"REPLACE INTO {table} SELECT * FROM {table} WHERE id = %s",
                        row.pk,
                    )

    def test_a_draft_may_change(self):
        for model, row in self.drafts.items():
            with self.subTest(model=model.__name__):
                by_sql(row, {"note": "Another reason."})
                row.refresh_from_db()
                assert row.note == "Another reason."

    def test_the_links_of_a_draft_may_change(self):
        for model, row in self.drafts.items():
            with self.subTest(model=model.__name__):
                for field in model._meta.many_to_many:
                    getattr(row, field.name).clear()
                    assert not getattr(row, field.name).exists()

    def links(self):
        """(model, many-to-many field, its table and columns, a further target)."""
        for model in REVISION_MODELS:
            for field in model._meta.many_to_many:
                target = self.targets[field.related_model]
                yield model, field, through_table(model, field), target

    def test_a_published_row_gains_none(self):
        for model, field, (table, own, other), target in self.links():
            row = self.live[model]
            insert = f"INSERT INTO {table} ({own}, {other}) VALUES (%s, %s)"
            with self.subTest(table=table):
                with refused_by_guard():
                    getattr(row, field.name).add(target)
                with refused_by_guard():
                    sql(insert, row.pk, target.pk)

    def test_a_published_row_loses_none(self):
        for model, field, (table, own, _), _target in self.links():
            row = self.live[model]
            with self.subTest(table=table):
                with refused_by_guard():
                    getattr(row, field.name).clear()
                with refused_by_guard():
                    sql(f"DELETE FROM {table} WHERE {own} = %s", row.pk)

    def test_a_published_row_changes_none(self):
        for model, _, (table, own, other), target in self.links():
            row = self.live[model]
            update = f"UPDATE {table} SET {other} = %s WHERE {own} = %s"
            with self.subTest(table=table), refused_by_guard():
                sql(update, target.pk, row.pk)

    def test_no_link_is_moved_to_a_published_row(self):
        for model, _, (table, own, _), _target in self.links():
            live, draft = self.live[model], self.drafts[model]
            update = f"UPDATE {table} SET {own} = %s WHERE {own} = %s"
            with self.subTest(table=table), refused_by_guard():
                sql(update, live.pk, draft.pk)


class QuerySetTests(TestCase):
    def test_nothing_is_written_but_through_editorial(self):
        for model in REVISION_MODELS:
            for write in (
                lambda rows: rows.create(),
                lambda rows: rows.update(note=NOTE),
                lambda rows: rows.delete(),
                lambda rows: rows.bulk_create([]),
                lambda rows: rows.bulk_update([], ["note"]),
                lambda rows: rows.get_or_create(note=NOTE),
                lambda rows: rows.update_or_create(note=NOTE),
            ):
                with self.subTest(model=model.__name__), pytest.raises(WriteRefused):
                    write(model.objects)

    def test_nor_from_the_other_end_of_a_relation(self):
        place = make_jurisdiction()
        with pytest.raises(WriteRefused):
            place.positions.create(stance="declines")


class TrailTests(TestCase):
    """Events, editions and what past answers were made of."""

    @classmethod
    def setUpTestData(cls):
        place, source = make_jurisdiction(), make_source()
        shared = {"jurisdiction": place, "source": source}
        make_award(**shared)
        make_listing(list=make_list(source=source), **shared)
        make_ruling(source=source, jurisdictions=[place])

    def test_no_line_of_the_trail_changes(self):
        for model in (Event, Edition, StandingAward, StandingList, StandingRuling):
            row = model.objects.last()
            for field in model._meta.concrete_fields:
                with self.subTest(model=model.__name__, field=field.name):
                    if not field.primary_key:
                        for way in (by_bare_update, by_sql):
                            with refused_by_guard():
                                way(row, {field.name: another_value(field, row)})

    def test_no_line_of_the_trail_is_deleted(self):
        for model in (
            *(Event, Edition, Standing),
            *(StandingAward, StandingList, StandingRuling),
        ):
            row = model.objects.last()
            with self.subTest(model=model.__name__):
                with refused_by_guard():
                    delete_by_sql(row)
                with refused_by_guard():
                    row.delete()

    def test_no_column_of_a_standing_changes(self):
        row = Standing.objects.known().last()
        for field in Standing._meta.concrete_fields:
            if field.name not in ("id", "known_to"):
                with self.subTest(field=field.name), refused_by_guard():
                    by_sql(row, {field.name: another_value(field, row)})

    def test_a_standing_is_closed_once(self):
        row = Standing.objects.known().last()
        by_bare_update(row, {"known_to": LATER})
        for moment in (LATER, LAST_MOMENT, timezone.now()):
            with refused_by_guard():
                by_bare_update(row, {"known_to": moment})


@pytest.mark.postgres
class TruncateTests(TestCase):
    def test_no_guarded_table_is_emptied(self):
        for table in {guard.table for guard in guards.guards()}:
            with self.subTest(table=table), refused_by_guard():
                sql(f"TRUNCATE {table} CASCADE")


class MissingTests(TestCase):
    """No data here: PostgreSQL drops no trigger of a table with open checks."""

    def drop(self, name):
        tables = {name: table for table, name in guards.installed(connection)}
        where = "" if connection.vendor == "sqlite" else f" ON {tables[name]}"
        sql(f"DROP TRIGGER {name}{where}")

    def test_none_is_missing(self):
        assert guards.missing(connection) == []
        call_command("check", databases=["default"], tags=["database"])

    def test_every_guard_is_missed_by_name(self):
        for guard in guards.guards():
            for name in guard.triggers(connection.vendor):
                self.drop(name)
                assert name in guards.missing(connection)

    def test_the_system_check_turns_red(self):
        self.drop("guard_event_delete")
        with pytest.raises(SystemCheckError, match="guard_event_delete"):
            call_command("check", databases=["default"], tags=["database"])

    def test_installing_again_brings_it_back(self):
        self.drop("guard_finding_update")
        before = len(guards.installed(connection))
        guards.install(apps, connection.schema_editor())
        assert guards.missing(connection) == []
        assert len(guards.installed(connection)) == before + 1

    def test_every_revision_model_is_guarded(self):
        assert {*guards.revision_models(apps)} == {*REVISION_MODELS}


@pytest.mark.postgres
class DisabledTests(TestCase):
    def test_a_disabled_guard_counts_as_missing(self):
        sql("ALTER TABLE jurisdictions_event DISABLE TRIGGER guard_event_delete")
        assert guards.missing(connection) == ["guard_event_delete"]
