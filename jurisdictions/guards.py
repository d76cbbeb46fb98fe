"""Database rules that Python cannot promise: triggers, on SQLite and PostgreSQL.

A published row may only be closed, nothing is ever deleted, and the lines of the
audit trail never change. Each trigger's name begins with `guard_`; a migration
that rebuilds a table on SQLite drops them, so it must end with `install`.
"""

from dataclasses import dataclass

from django.apps import apps as current_apps
from django.core import checks
from django.db import connections

EVENT_TABLE = "jurisdictions_event"
EDITION_TABLE = "jurisdictions_edition"
DOCUMENT_TABLE = "jurisdictions_document"
STANDING_TABLE = "jurisdictions_standing"
STANDING_CHILDREN = (
    "jurisdictions_standinglist",
    "jurisdictions_standingaward",
    "jurisdictions_standingruling",
)
# Rows that never change at all.
APPEND_ONLY = (
    EVENT_TABLE,
    EDITION_TABLE,
    *STANDING_CHILDREN,
    "jurisdictions_sourcecheck",
    "jurisdictions_importedrow",
)
OPEN_END = "9999-12-31 00:00:00"


@dataclass(frozen=True)
class Guard:
    """One rule: refuse `event` on `table` when the condition holds; none: always.

    The databases compare rows in words of their own; a `query` is for both.
    """

    table: str
    event: str
    sqlite: str = ""
    postgres: str = ""
    query: str = ""

    @property
    def name(self):
        return f"guard_{self.table.removeprefix('jurisdictions_')}_{self.event.lower()}"

    def triggers(self, vendor):
        """Their names: PostgreSQL empties a table without deleting a row."""
        yield self.name
        if vendor != "sqlite" and self.event == "DELETE":
            yield f"{self.name}_truncate"


def revision_models(apps):
    """The concrete models whose rows carry a record clock."""
    fields = {"claim", "revision", "superseded_at"}
    for model in apps.get_app_config("jurisdictions").get_models():
        if fields <= {field.name for field in model._meta.fields}:
            yield model


def guards(apps=current_apps):
    """Every rule of this database, in a stable order."""
    for model in sorted(revision_models(apps), key=lambda m: m._meta.db_table):
        yield from _record_guards(model)
        for field in model._meta.many_to_many:
            yield from _link_guards(model, field)
    models = apps.get_app_config("jurisdictions").get_models()
    # A migration asks for the guards of the tables that are there at its time.
    known = {model._meta.db_table for model in models}
    for table in (table for table in APPEND_ONLY if table in known):
        yield Guard(table, "UPDATE")
        yield Guard(table, "DELETE")
    if DOCUMENT_TABLE in known:
        yield from _document_guards(apps.get_model("jurisdictions", "Document"))
    yield Guard(
        STANDING_TABLE,
        "UPDATE",
        _changed_sqlite(apps.get_model("jurisdictions", "Standing"), "known_to")
        + f" OR OLD.known_to <> '{OPEN_END}'",
        _changed_postgres("known_to")
        + " OR OLD.known_to <> '9999-12-31 00:00:00+00'::timestamptz",
    )
    yield Guard(STANDING_TABLE, "DELETE")


def _document_guards(model):
    """A document without a source may be given one, once."""
    tied = "OLD.source_claim IS NOT NULL OR "
    yield Guard(
        DOCUMENT_TABLE,
        "UPDATE",
        tied + _changed_sqlite(model, "source_claim"),
        tied + _changed_postgres("source_claim"),
    )
    yield Guard(DOCUMENT_TABLE, "DELETE")


def _record_guards(model):
    table = model._meta.db_table
    published = "OLD.published_at IS NOT NULL AND "
    reopened = "OLD.superseded_at IS NOT NULL"
    yield Guard(
        table,
        "UPDATE",
        f"{published}({reopened} OR {_changed_sqlite(model, 'superseded_at')})",
        f"{published}({reopened} OR {_changed_postgres('superseded_at')})",
    )
    yield Guard(table, "DELETE")


def _link_guards(model, field):
    """The sources and places a published row names are part of it."""
    through = field.remote_field.through._meta
    own = through.get_field(field.m2m_field_name()).column
    published = (
        f"EXISTS (SELECT 1 FROM {model._meta.db_table} p"
        " WHERE p.published_at IS NOT NULL AND p.id IN ({rows}))"
    )
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "OLD NEW"), ("DELETE", "OLD")):
        ids = ", ".join(f"{row}.{own}" for row in rows.split())
        yield Guard(through.db_table, event, query=published.format(rows=ids))


def _changed_sqlite(model, allowed):
    columns = [f.column for f in model._meta.concrete_fields if f.column != allowed]
    return " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in columns)


def _changed_postgres(allowed):
    return (
        f"(to_jsonb(NEW) - '{allowed}') IS DISTINCT FROM (to_jsonb(OLD) - '{allowed}')"
    )


def install(apps, schema_editor):
    """Create every trigger; run again, it replaces them."""
    remove(apps, schema_editor)
    vendor = schema_editor.connection.vendor
    for guard in guards(apps):
        for statement in _statements(guard, vendor):
            schema_editor.execute(statement)


def remove(apps, schema_editor):
    for table, name in installed(schema_editor.connection):
        on_table = f" ON {table}" if schema_editor.connection.vendor != "sqlite" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def _statements(guard, vendor):
    message = f"{guard.name}: the record is append-only"
    if vendor == "sqlite":
        return _sqlite(guard, message)
    return _postgres(guard, message)


def _sqlite(guard, message):
    condition = guard.query or guard.sqlite
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
        + (f" WHEN {condition}" if condition else "")
        + f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgres(guard, message):
    # WHEN takes no sub-query there: the function asks it instead.
    kept = "OLD" if guard.event == "DELETE" else "NEW"
    yield (
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger AS $$ BEGIN"
        f" IF {guard.query or 'TRUE'} THEN RAISE EXCEPTION '{message}'"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        f" RETURN {kept}; END $$ LANGUAGE plpgsql"
    )
    when = f" WHEN ({guard.postgres})" if guard.postgres else ""
    yield (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
        f" FOR EACH ROW{when} EXECUTE FUNCTION {guard.name}()"
    )
    if guard.event == "DELETE":
        yield (
            "CREATE OR REPLACE FUNCTION guard_truncate() RETURNS trigger AS $$ BEGIN"
            " RAISE EXCEPTION 'guard_truncate: the record is append-only'"
            " USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql"
        )
        yield (
            f"CREATE TRIGGER {guard.name}_truncate BEFORE TRUNCATE ON {guard.table}"
            " EXECUTE FUNCTION guard_truncate()"
        )


def installed(connection):
    """(table, trigger) of every guard that the database has."""
    query = (
        "SELECT tbl_name, name FROM sqlite_master"
        " WHERE type = 'trigger' AND name LIKE 'guard\\_%' ESCAPE '\\'"
        if connection.vendor == "sqlite"
        else "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c"
        " ON c.oid = t.tgrelid WHERE t.tgname LIKE 'guard\\_%'"
        " AND pg_table_is_visible(c.oid) AND t.tgenabled = 'O'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def missing(connection):
    """Names of the guards that should be there and are not.

    A table that is still to come brings its own: `migrate` checks before it begins.
    """
    tables = {*connection.introspection.table_names()}
    expected = {
        name
        for guard in guards()
        if guard.table in tables
        for name in guard.triggers(connection.vendor)
    }
    return sorted(expected - {name for _, name in installed(connection)})


@checks.register(checks.Tags.database)
def guards_are_installed(app_configs, databases=None, **kwargs):
    for alias in databases or ():
        connection = connections[alias]
        tables = connection.introspection.table_names()
        if EVENT_TABLE in tables and (gone := missing(connection)):
            yield checks.Error(
                f"{len(gone)} database guards are missing: {', '.join(gone[:5])}",
                hint="End the migration that rebuilt the table with guards.install.",
                id="jurisdictions.E001",
            )
