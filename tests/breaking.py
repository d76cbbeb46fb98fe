"""Three ways to write past `editorial`, for tests that expect to be refused."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from jurisdictions.models import WriteRefused


@contextmanager
def refused(match=None, by=DatabaseError):
    """What is inside must fail, and leave the transaction usable."""
    with pytest.raises(by, match=match), transaction.atomic():
        yield


@contextmanager
def refused_by_guard():
    with refused("append-only", by=IntegrityError):
        yield


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def by_save(row, changes):
    copy = type(row)._base_manager.get(pk=row.pk)
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save(force_update=True)


def by_update(row, changes):
    type(row).objects.filter(pk=row.pk).update(**changes)


def by_bare_update(row, changes):
    """As `by_update`, by a queryset that does not refuse on its own."""
    models.QuerySet(type(row)).filter(pk=row.pk).update(**changes)


def by_sql(row, changes):
    meta = type(row)._meta
    fields = [meta.get_field(name) for name in changes]
    values = [
        field.get_db_prep_save(getattr(value, "pk", value), connection)
        for field, value in zip(fields, changes.values(), strict=True)
    ]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    key = meta.pk.get_db_prep_value(row.pk, connection)
    sql(
        f'UPDATE {meta.db_table} SET {columns} WHERE "{meta.pk.column}" = %s',
        *values,
        key,
    )


WAYS = (by_save, by_update, by_sql)
# What Python refuses before the database is asked.
REFUSALS = (DatabaseError, WriteRefused)


def delete_by_sql(row):
    meta = type(row)._meta
    sql(f'DELETE FROM {meta.db_table} WHERE "{meta.pk.column}" = %s', row.pk)
