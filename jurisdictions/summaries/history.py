"""The published revisions of every fact about one jurisdiction."""

from collections import defaultdict
from dataclasses import dataclass

from jurisdictions.choices import Alone, ChangeKind
from jurisdictions.editorial import difference, payload

from .kinds import ALL_KINDS
from .statements import Statement, revisions_of


@dataclass(frozen=True)
class Version:
    """One revision, with what it changed against the one before."""

    statement: Statement
    changes: list[tuple[str, str, str]]

    @property
    def change_label(self):
        return ChangeKind(self.statement.change_kind).label

    @property
    def alone_label(self):
        alone = self.statement.published_alone
        return Alone(alone).label if alone else ""


def history_of(jurisdiction, *, moment=None):
    """Version of every revision ever public, newest first.

    A model with changed claims costs one query more, to show was and now.
    """
    revisions = revisions_of(jurisdiction, moment=moment)
    changes = _changes([s for s in revisions if s.revision > 1], revisions)
    return [
        Version(statement, changes.get((statement.kind, statement.pk), []))
        for statement in revisions
    ]


def _changes(changed, revisions):
    """{(kind, pk): [(field, was, now)]} between neighbouring revisions."""
    wanted = {(s.kind, s.claim) for s in changed}
    by_kind = defaultdict(list)
    for statement in revisions:
        if (statement.kind, statement.claim) in wanted:
            by_kind[statement.kind].append(statement.pk)
    found = {}
    for kind, pks in by_kind.items():
        model = ALL_KINDS[kind].model
        rows = {row.pk: row for row in model.objects.filter(pk__in=pks)}
        for row in rows.values():
            if row.revises_id in rows:
                found[kind, row.pk] = _words(rows[row.revises_id], row)
    return found


def _words(before, after):
    names = {field.name: str(field.verbose_name) for field in after.payload_fields()}
    changed = difference(payload(before), payload(after))
    return [(names[name], was, now) for name, (was, now) in changed.items()]
