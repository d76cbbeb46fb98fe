"""The last step of an import: a plan that a person saw -> one batch, or nothing.

Under the ledger's lock the plan is made again when anything was written since it was
shown. Where the two differ, the person is told and nothing is applied.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from jurisdictions import editorial
from jurisdictions.choices import OPEN_STATES, Alone, BatchState
from jurisdictions.editorial import Conflict, NotAllowed, NotReady
from jurisdictions.models import (
    ImportBatch,
    ImportedRow,
    Jurisdiction,
    Ledger,
    Listing,
    Name,
    chunks,
)
from jurisdictions.roles import may

from . import census, kept
from .base import Rejected
from .compare import Plan
from .formats import FORMATS, plan, plan_table

# In these a batch can still be published, or taken back.
LEFT = (BatchState.IN_REVIEW, BatchState.PUBLISHED)
# More changes than this are confirmed by their number.
UNCONFIRMED = 20
# What stayed out is kept with the batch, up to so many; the counts are of all.
REFUSALS = 500
MOVED = (
    "The record changed while this was prepared, and with it what the file would do."
    " Nothing was applied; look at the preview again."
)


@dataclass
class Applied:
    """What became of a file; `batch` is None where there was nothing to do."""

    plan: Plan
    batch: ImportBatch | None = None
    published: int = 0
    message: str = ""


@dataclass(frozen=True)
class Order:
    """What a person wants done with a file."""

    path: object
    format: str
    asked: object
    by: object
    note: str
    confirm: int | None = None
    skip_invalid: bool = False

    # How the file is read; the web form has a child process read it.
    read: Callable = plan
    # The fingerprint of the plan that a person saw, where another one is no answer.
    seen: str = ""
    # Leave even a publisher's rows to a second person.
    as_drafts: bool = False

    def plan(self):
        return self.read(self.path, self.format, self.asked)


def apply(order: Order, *, progress=None) -> Applied:
    """Apply a file whole: drafts in review by an editor, publication by a publisher.

    Raises Rejected with every error, NotReady where the number of changes has to be
    confirmed, Conflict when the record moved meanwhile.
    """
    allowed(order)
    moved_at = _marks()
    seen = order.plan()
    if order.seen not in ("", seen.fingerprint):
        return _told(order, seen)
    if seen.diff.invalid and not order.skip_invalid:
        raise Rejected(seen.diff.invalid)
    if done := nothing_to_do(order, seen):
        return done
    confirmed(order, seen)
    stored = kept.keep(order.path, seen.table)
    with transaction.atomic():
        Ledger.objects.lock()
        if _marks() != moved_at:
            again = plan_table(seen.table, order.format, order.asked)
            if again.fingerprint != seen.fingerprint:
                return _told(order, again)
            seen = again
        return _write(order, seen, stored, progress)


def _told(order, again):
    """Somebody was faster: with the same file, or with something else."""
    done = None if again.diff.held else nothing_to_do(order, again)
    if done is None:
        raise Conflict(MOVED, None)
    return done


def action_of(order):
    """Drafts are an editor's to make; a gazetteer has none and is live at once."""
    return "import_batch" if FORMATS[order.format].is_fact else "publish_batch"


def allowed(order):
    if not may(order.by, action := action_of(order)):
        raise NotAllowed(f"{order.by} may not {action.replace('_', ' ')} this.")
    if len(order.note.strip()) < editorial.MIN_NOTE:
        raise NotReady(f"Say why, in at least {editorial.MIN_NOTE} characters.")


def _marks():
    """Changes with every write: each leaves an event."""
    ledger = Ledger.objects.get()
    return ledger.event_count, ledger.event_hash


def waiting(order, made):
    """The batch of the same file that waits for a second person, if any."""
    found = ImportBatch.objects.filter(
        sha256=made.table.sha256, format=order.format, state=BatchState.IN_REVIEW
    )
    said = dataclasses.asdict(order.asked)
    return next((batch for batch in found if batch.asked == said), None)


def to_publish(order, made):
    """The waiting batch of somebody else that this person may publish, if any."""
    batch = None if order.as_drafts else waiting(order, made)
    if batch and batch.uploaded_by != order.by and may(order.by, "publish_batch"):
        return batch
    return None


def nothing_to_do(order, made):
    """An Applied where the file changes nothing; None where it does."""
    batch = waiting(order, made)
    if batch and not to_publish(order, made):
        who = batch.uploaded_by
        message = f"Nothing to do: {batch} of {who} waits for review."
        return Applied(made, message=message)
    if made.size == 0 and not batch:
        last = ImportBatch.objects.filter(sha256=made.table.sha256).first()
        again = f" {last} of {last.uploaded_by} brought this file." if last else ""
        return Applied(made, message=f"Nothing to do.{again}")
    return None


def size_of(order, made):
    """How many rows the order would write."""
    batch = to_publish(order, made)
    return len(in_review(batch)) if batch else made.size


def same_number(typed, size):
    """What a person typed, if anything, against what it is about."""
    if typed not in (None, size):
        raise NotReady(f"{typed:,} is not the number of records: {size:,}.")


def confirmed(order, made):
    size = size_of(order, made)
    same_number(order.confirm, size)
    if order.confirm is None and size > UNCONFIRMED:
        raise NotReady(f"{size:,} changes: confirm them by their number.")


# Writing


def _write(order, made, stored, progress):
    """Inside the transaction, under the lock."""
    batch = to_publish(order, made)
    if batch:
        count = publish(batch, by=order.by, note=order.note, progress=progress)
        return Applied(made, batch, count, f"{batch} is published.")
    Jurisdiction.objects.bulk_create(made.places)
    published, state = _hand_over(order, made, progress)
    is_public = state == BatchState.PUBLISHED
    batch = ImportBatch.objects.create(
        sha256=made.table.sha256,
        name=made.table.file,
        size=made.table.size,
        format=order.format,
        asked=dataclasses.asdict(order.asked),
        stored=stored,
        counts=counts(made),
        refused=[*refusals(made)][:REFUSALS],
        note=order.note,
        state=state,
        uploaded_by=order.by,
        published_by=order.by if is_public else None,
        events=[Ledger.objects.get().event_count],
    )
    ImportedRow.objects.bulk_create(_rows(batch, made), batch_size=500)
    what = "published" if is_public else "waits for review"
    return Applied(made, batch, published, f"{batch} {what}.")


def _hand_over(order, made, progress):
    """Give the plan to the write door; (rows published, the batch's state)."""
    said = {"by": order.by, "note": order.note}
    if made.gazetteer:
        editorial.places_loaded(made.size, **said)
        census.apply(made.gazetteer)
        return made.size, BatchState.PUBLISHED
    if may(order.by, "publish_batch") and not order.as_drafts:
        count = editorial.publish_batch(
            made.entries, alone=Alone.BREAK_GLASS, progress=progress, **said
        )
        return count, BatchState.PUBLISHED
    editorial.submit_batch(made.entries, progress=progress, **said)
    return 0, BatchState.IN_REVIEW


def _rows(batch, made):
    for entry in made.entries:
        row = entry.row
        yield _imported(batch, row, made.lines.get((type(row), row.claim), 0))


def _imported(batch, row, line=0):
    return ImportedRow(
        batch=batch,
        kind=row._meta.model_name,
        claim=row.claim,
        revision=row.revision,
        row_pk=row.pk,
        line=line,
    )


def counts(made):
    """How many rows were what, as the batch keeps it."""
    diff = made.gazetteer or made.diff
    names = ("new", "changed", "unchanged")
    found = {name: len(getattr(diff, name)) for name in names}
    for name in ("held", "invalid", "missing"):
        found[name] = len(getattr(made.diff, name))
    found["drafts"] = sum(entry.is_draft for entry in made.entries)
    found["jurisdictions"] = len(made.places)
    return found


def refusals(made):
    """What stayed out, as the batch keeps it: each with its row, its field, and why."""
    for error in made.diff.invalid:
        where = error.cell or error.line
        yield {"row": where, "field": error.column, "why": error.message}
    for held in made.diff.held:
        line, fields = held.each.line.number, ", ".join(held.fields)
        yield {"row": line, "field": fields, "why": held.reason}


# A batch that is there


def names_along(batch):
    """Drafts of names that a person's decision on one of its lines brought.

    They go with the line: a jurisdiction on the site has its names there. Those that
    another batch brought are of that one.
    """
    lines = batch.rows.filter(kind=Listing._meta.model_name).values("row_pk")
    places = Listing.objects.open().filter(pk__in=lines).values("jurisdiction")
    others = ImportedRow.objects.filter(kind=Name._meta.model_name)
    others = others.exclude(batch=batch).values("row_pk")
    return Name.objects.to_come(places).exclude(pk__in=others)


def rows_of(batch):
    """The revisions that a batch made or brings along, as they are now."""
    by_kind, found = {}, []
    for kind, pk in batch.rows.values_list("kind", "row_pk"):
        by_kind.setdefault(kind, []).append(pk)
    names = {*by_kind.get("name", ()), *names_along(batch).values_list("pk", flat=True)}
    by_kind |= {"name": [*names]}
    for kind, pks in by_kind.items():
        model = kept.model_of(kind)
        for chunk in chunks(pks):
            rows = model.objects.filter(pk__in=chunk).order_by("pk")
            rows = rows.select_related("revises")
            found += rows.with_links().with_links("revises__")
    return found


def in_review(batch):
    """Those that wait for a second person."""
    return [row for row in rows_of(batch) if row.state in kept.IN_REVIEW]


def _adopt(batch, rows):
    """What a batch brings along is its own from the publication on."""
    known = {*batch.rows.values_list("kind", "row_pk")}
    new = [row for row in rows if (row._meta.model_name, row.pk) not in known]
    ImportedRow.objects.bulk_create(_imported(batch, row) for row in new)


def adopt_along(pks):
    """The same for lines of batches, by their keys, that go out by themselves."""
    brought = {"rows__kind": Listing._meta.model_name, "rows__row_pk__in": pks}
    for batch in ImportBatch.objects.filter(**brought).distinct():
        _adopt(batch, names_along(batch))


def open_or_public(batch):
    """Those that an undo is about."""
    return [
        row for row in rows_of(batch) if row.published_at or row.state in OPEN_STATES
    ]


@transaction.atomic
def publish(batch, *, by, note, confirm=None, progress=None):
    """A second person publishes what waits of a batch; the number of rows published.

    What was decided only after its publication follows in the same way.
    """
    batch = locked(batch, *LEFT)
    rows = in_review(batch)
    if not rows and batch.state == BatchState.PUBLISHED:
        raise NotReady(f"{batch} is published already.")
    same_number(confirm, len(rows))
    _adopt(batch, rows)
    number = editorial.publish_drafts(rows, by=by, note=note, progress=progress)
    batch.state, batch.published_by = BatchState.PUBLISHED, by
    batch.events = [*batch.events, number]
    batch.save(update_fields=["state", "published_by", "events"])
    return len(rows)


@transaction.atomic
def undo(batch, *, by, note, confirm=None):
    """Take back what a batch wrote and nobody touched since: an `editorial.Undone`."""
    batch = locked(batch, *LEFT)
    if not FORMATS[batch.format].is_fact:
        raise NotReady("A gazetteer is not undone: load the earlier one.")
    rows = open_or_public(batch)
    if is_public(rows) and not may(by, "undo_batch", batch.uploaded_by):
        raise NotAllowed(f"{by} may not undo this: a publisher may, not its uploader.")
    return _take_back(batch, rows, by, note, confirm)


@transaction.atomic
def discard(batch, *, by, note, confirm=None):
    """The same of a batch of which nothing is public."""
    batch = locked(batch, BatchState.IN_REVIEW)
    rows = open_or_public(batch)
    if is_public(rows):
        raise NotReady("Some of it is public by now: undo the batch instead.")
    return _take_back(batch, rows, by, note, confirm)


def is_public(rows):
    return any(row.published_at for row in rows)


def _take_back(batch, rows, by, note, confirm):
    same_number(confirm, len(rows))
    done = editorial.undo_batch(rows, by=by, note=note)
    if done.event:
        undone = is_public(rows)
        batch.state = BatchState.UNDONE if undone else BatchState.DISCARDED
        batch.events = [*batch.events, done.event]
        batch.save(update_fields=["state", "events"])
    return done


def locked(batch, *states):
    """The batch as it is now that nobody else writes."""
    Ledger.objects.lock()
    batch = ImportBatch.objects.select_related("uploaded_by").get(pk=batch.pk)
    in_state(batch, *states)
    return batch


def in_state(batch, *states):
    if batch.state not in states:
        raise NotReady(f"{batch} is {batch.get_state_display().lower()} already.")
