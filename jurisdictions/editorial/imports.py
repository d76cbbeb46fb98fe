"""What an import writes: drafts in review, and their publication by a second person."""

from collections import Counter, defaultdict

from jurisdictions.choices import ReviewState, Verb
from jurisdictions.models import REVISION_MODELS, Event, Ledger, Name, Revision, chunks
from jurisdictions.models.events import write_event
from jurisdictions.models.recomputing import recompute

from .batches import insert_all, make_way
from .rules import (
    NotAllowed,
    NotReady,
    allow,
    explain,
    places_of,
    refuse_hidden,
    refuse_nameless,
)
from .steps import in_turn, proof


@in_turn
def submit_batch(entries, *, by, note, via="import", progress=None):
    """Keep many rows as drafts that wait for review; entries marked as drafts stay so.

    Returns the number of the event; None when there is nothing to keep.
    """
    allow(by, "import_batch")
    if not entries:
        return None
    explain(note)
    for model in REVISION_MODELS:
        ours = [entry for entry in entries if type(entry.row) is model]
        for entry in ours:
            state = ReviewState.DRAFT if entry.is_draft else ReviewState.IN_REVIEW
            entry.row.author, entry.row.note, entry.row.state = by, note, state
        insert_all(model, ours)
        if progress:
            progress(model, len(ours))
    return log_batch(
        Verb.SUBMITTED, by, note, via, rows_of(entry.row for entry in entries)
    )


@in_turn
def approve_batch(rows, *, by, note, via="import"):
    """A second person has read what a batch left in review; the number of rows."""
    allow(by, "approve")
    waiting = [row for row in rows if row.state == ReviewState.IN_REVIEW]
    if not waiting:
        raise NotReady("Nothing of it waits for review.")
    read_by_another(waiting, by)
    for model in REVISION_MODELS:
        ours = [row.pk for row in waiting if type(row) is model]
        fields = {"state": ReviewState.APPROVED, "reviewer": by}
        _release(model, ours, ReviewState.IN_REVIEW, **fields)
    log_batch(Verb.APPROVED, by, note, via, rows_of(waiting))
    return len(waiting)


@in_turn
def publish_drafts(rows, *, by, note, via="import", progress=None):
    """A second person publishes what a batch left in review: all of it, or nothing.

    One moment, one edition, one event; its number is returned. Raises Conflict when
    what a row revises was changed meanwhile, and NotAllowed for one's own work.
    """
    allow(by, "publish_batch")
    explain(note)
    if not rows:
        raise NotReady("Nothing of it waits for review.")
    moment, touched = Ledger.objects.lock().next_moment(), set()
    read_by_another(rows, by)
    for model in REVISION_MODELS:
        ours = [row for row in rows if type(row) is model]
        if not ours:
            continue
        touched |= make_way(model, ours, moment)
        _publish(model, ours, moment, by)
        for row in ours:
            row.state, row.published_at = ReviewState.PUBLISHED, moment
            touched |= row.touched()
        if progress:
            progress(model, len(ours))
    cite_what_is_public(rows)
    recompute(touched, moment)
    detail = rows_of(rows) | proof(moment, {type(row) for row in rows})
    number = log_batch(Verb.PUBLISHED, by, note, via, detail)
    Ledger.objects.lock().publish(moment, len(rows))
    return number


@in_turn
def places_loaded(count, *, by, note, via="import"):
    """Allow a gazetteer and record it; call it in the transaction that loads it."""
    allow(by, "publish_batch")
    explain(note)
    return log_batch(Verb.IMPORTED, by, note, via, {"rows": {"place": count}})


def _publish(model, rows, moment, by):
    """Its publisher is the second reader of what nobody has approved before."""
    fields = {
        "state": ReviewState.PUBLISHED,
        "published_at": moment,
        "published_by": by,
    }
    for state, read in (
        (ReviewState.IN_REVIEW, {"reviewer": by}),
        (ReviewState.APPROVED, {}),
    ):
        ours = [row.pk for row in rows if row.state == state]
        _release(model, ours, state, **fields, **read)


def _release(model, pks, before, **fields):
    for chunk in chunks(pks):
        waiting = model.objects.filter(state=before)
        if waiting.release(chunk, **fields) != len(chunk):
            raise NotReady("Some of it is no longer in review.")


def read_by_another(rows, by):
    """Who wrote any of the rows does not publish them."""
    claims = defaultdict(set)
    for row in rows:
        if row.author_id == by.pk:
            raise NotAllowed("Nobody approves or publishes their own work.")
        claims[row._meta.model_name].add((str(row.claim), row.revision))
    wrote = Event.objects.filter(actor=by, verb__in=(Verb.DRAFTED, Verb.EDITED))
    for kind, claim, revision in wrote.values_list("kind", "claim", "revision"):
        if (claim, revision) in claims[kind]:
            raise NotAllowed("Nobody approves or publishes their own work.")


def cite_what_is_public(rows):
    """Nothing public points to a draft; asked once the rows themselves are public."""
    cited = defaultdict(set)
    for row in rows:
        for field in row.payload_fields():
            if field.is_relation and issubclass(field.related_model, Revision):
                cited[field.related_model].add(getattr(row, field.attname))
        for field in row._meta.many_to_many:
            if issubclass(field.related_model, Revision):
                links = getattr(row, field.name).values_list("pk", flat=True)
                cited[field.related_model].update(links)
    for model, pks in cited.items():
        refuse_hidden(model.objects.filter(pk__in=pks - {None}, published_at=None))
    refuse_hidden(Name.objects.to_come(places_of(rows)))
    refuse_nameless(rows)


def rows_of(rows):
    """What the trail keeps of a batch: how many rows of each kind."""
    return {"rows": dict(Counter(row._meta.model_name for row in rows))}


def log_batch(verb, by, note, via, detail):
    """One line of the trail for many rows; its number."""
    write_event(
        verb=verb,
        actor=by,
        kind="batch",
        claim="",
        revision=None,
        note=note,
        via=via,
        detail=detail,
    )
    return Ledger.objects.get().event_count
