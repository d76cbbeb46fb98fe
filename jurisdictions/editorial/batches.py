"""Many rows in one transaction, one edition and one line of the audit trail."""

from collections import Counter
from dataclasses import dataclass, field

from jurisdictions.choices import ReviewState, Verb
from jurisdictions.models import REVISION_MODELS, Ledger, Revision, chunks
from jurisdictions.models.events import write_event
from jurisdictions.models.recomputing import recompute

from .rules import Conflict, allow, explain, reason
from .steps import in_turn, proof


@dataclass(frozen=True)
class Entry:
    """One row of a batch: an unsaved instance and what it links to.

    `links` maps the name of a many-to-many field to a list of instances.
    """

    row: Revision
    links: dict = field(default_factory=dict)
    is_draft: bool = False


@in_turn
def publish_batch(entries, *, by, note, alone="", via="import", progress=None):
    """Publish (or keep as drafts) many rows in one transaction and one edition.

    Rows that revise name their predecessor in `revises`. Returns the number of
    rows published; none when there is nothing to do.
    """
    allow(by, "publish_batch")
    if not entries:
        return 0
    explain(note)
    reason(alone, needed=not all(entry.is_draft for entry in entries))
    moment = Ledger.objects.lock().next_moment()
    published, touched = [], set()
    for model in REVISION_MODELS:
        ours = [entry for entry in entries if type(entry.row) is model]
        public = [entry.row for entry in ours if not entry.is_draft]
        for entry in ours:
            _prepare(entry.row, by, note)
        touched |= make_way(model, public, moment)
        insert_all(model, ours)
        release_all(model, [row.pk for row in public], moment, by, alone)
        published += public
        for row in public:
            touched |= row.touched()
        if progress:
            progress(model, len(ours))
    recompute(touched, moment)
    _record_batch(entries, by, note, via, moment)
    if published:
        Ledger.objects.lock().publish(moment, len(published))
    return len(published)


def _prepare(row, by, note):
    row.author, row.note = by, row.note or note
    row.state = ReviewState.DRAFT


def make_way(model, rows, moment):
    """Close what the rows revise; the ids of the jurisdictions that this touches."""
    touched, claims = set(), [row.claim for row in rows if not row.revises_id]
    followed = [row.revises for row in rows if row.revises_id]
    for before in followed:
        touched |= before.touched()
    for chunk in chunks(followed):
        pks = [before.pk for before in chunk]
        if model.objects.supersede_all(pks, moment) != len(pks):
            gone = model.objects.filter(pk__in=pks).exclude(superseded_at=moment)
            what = gone.first() or chunk[0]
            raise Conflict(f"{what} was changed meanwhile.", None)
    for chunk in chunks(claims):
        taken = model.objects.published().filter(claim__in=chunk)
        if taken.exists():
            raise Conflict(f"{taken[0]} was published meanwhile.", None)
    return touched


def insert_all(model, entries):
    model.objects.insert([entry.row for entry in entries])
    for name in {name for entry in entries for name in entry.links}:
        link = model._meta.get_field(name)
        through, own = link.remote_field.through, link.m2m_field_name()
        other = link.m2m_reverse_field_name()
        through.objects.bulk_create(
            [
                through(**{own: entry.row, other: target})
                for entry in entries
                for target in entry.links.get(name, ())
            ],
            batch_size=500,
        )


def release_all(model, pks, moment, by, alone):
    for chunk in chunks(pks):
        model.objects.release(
            chunk,
            state=ReviewState.PUBLISHED,
            published_at=moment,
            published_by=by,
            published_alone=alone,
        )


def _record_batch(entries, by, note, via, moment):
    """One line for a batch, with the counts and the digest of its rows."""
    counts = Counter(entry.row._meta.model_name for entry in entries)
    public = {type(entry.row) for entry in entries if not entry.is_draft}
    write_event(
        verb=Verb.IMPORTED,
        actor=by,
        kind="batch",
        claim="",
        revision=None,
        note=note,
        via=via,
        detail={"rows": dict(counts)} | (proof(moment, public) if public else {}),
    )
