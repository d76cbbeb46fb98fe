"""What people do with the rows of a batch, and where those stand now."""

from dataclasses import dataclass

from django.db import transaction

from jurisdictions import editorial
from jurisdictions.choices import ReviewState
from jurisdictions.editorial import NotReady

from .batches import LEFT, locked, names_along, rows_of
from .kept import model_of

EDITABLE = (ReviewState.DRAFT, ReviewState.CHANGES_ASKED)
SUPERSEDED = "superseded"
STAGES = {
    **{state.value: state.label for state in ReviewState},
    SUPERSEDED: "Superseded",
}


@dataclass(frozen=True)
class Kept:
    """A row of a batch by its line in the file, and where it stands now."""

    line: int
    kind: str
    pk: int
    stage: str

    @property
    def key(self):
        return f"{self.kind}:{self.pk}"

    @property
    def label(self):
        return STAGES[self.stage]


def rows_by_line(batch):
    """A Kept for each row, in the order of the file."""
    found, stages = [], {}
    for kind, pk, line in batch.rows.values_list("kind", "row_pk", "line"):
        if kind not in stages:
            stages[kind] = _stages(batch, kind)
        found.append(Kept(line, kind, pk, stages[kind][pk]))
    known = {(row.kind, row.pk) for row in found}
    found += [
        Kept(0, "name", pk, state)
        for pk, state in names_along(batch).values_list("pk", "state")
        if ("name", pk) not in known
    ]
    return sorted(found, key=lambda each: (each.line, each.pk))


def _stages(batch, kind):
    pks = batch.rows.filter(kind=kind).values("row_pk")
    rows = model_of(kind).objects.filter(pk__in=pks)
    return {
        pk: SUPERSEDED if superseded_at else state
        for pk, state, superseded_at in rows.values_list("pk", "state", "superseded_at")
    }


def _chosen(batch, keys, *states):
    """The rows in these states, by their keys; all of them where none is named."""
    rows = [row for row in rows_of(locked(batch, *LEFT)) if row.state in states]
    named = {*keys}
    return [
        row for row in rows if not named or f"{row._meta.model_name}:{row.pk}" in named
    ]


@transaction.atomic
def submit(batch, *, by, keys=()):
    """Hand its drafts to review, or those that are named; the number of them."""
    rows = _chosen(batch, keys, *EDITABLE)
    if not rows:
        raise NotReady("None of it is a draft.")
    for row in rows:
        editorial.submit(row, by=by, via="import")
    return len(rows)


@transaction.atomic
def approve(batch, *, by):
    """A second person has read all that waits; the number of rows."""
    rows = _chosen(batch, (), ReviewState.IN_REVIEW)
    return editorial.approve_batch(rows, by=by, note=batch.note)


@transaction.atomic
def send_back(batch, *, by, note, keys):
    """Send single rows back to who brought them; the number of them."""
    rows = _chosen(batch, keys, ReviewState.IN_REVIEW) if keys else []
    if not rows:
        raise NotReady("Choose lines that are in review.")
    for row in rows:
        editorial.ask_changes(row, by=by, note=note, via="import")
    return len(rows)
