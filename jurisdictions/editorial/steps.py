"""What all steps are made of: their turn, their move, their line in the trail."""

import functools

from django.db import transaction

from jurisdictions.models import REVISION_MODELS, Ledger
from jurisdictions.models.digests import publication_digest
from jurisdictions.models.events import write_event

from .rules import NotReady


def in_turn(step):
    """One transaction that begins by waiting for the ledger.

    Every write queues at that one row, so that no two can wait for each other.
    """

    @functools.wraps(step)
    def run(*args, **kwargs):
        with transaction.atomic():
            Ledger.objects.lock()
            return step(*args, **kwargs)

    return run


def move(row, before, after, **fields):
    """One conditional UPDATE, so that two people cannot both take the step."""
    manager = type(row)._default_manager
    rows = manager.filter(pk=row.pk, state__in=before)
    if not rows.release([row.pk], state=after, **fields):
        row.refresh_from_db()
        raise NotReady(f"It is {row.get_state_display().lower()} now.")
    row.refresh_from_db()


def successor(live, change_kind):
    row = type(live)(
        claim=live.claim,
        revision=live.revision + 1,
        revises=live,
        change_kind=change_kind,
    )
    for found in live.payload_fields():
        setattr(row, found.attname, getattr(live, found.attname))
    return row


def set_links(row, links):
    for name, targets in links.items():
        getattr(row, name).set(targets)


def proof(moment, models=REVISION_MODELS):
    """What the trail keeps of a publication, so that `check_record` can prove it."""
    return {
        "published_at": moment.isoformat(),
        "sha256": publication_digest(models, moment),
    }


def log(verb, row, by, note, via, detail=None):
    write_event(
        verb=verb,
        actor=by,
        kind=row._meta.model_name,
        claim=str(row.claim),
        revision=row.revision,
        note=note,
        via=via,
        detail=detail or {},
    )
