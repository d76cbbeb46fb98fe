"""What readers see: publishing one record, and taking one off the site."""

from django.db import transaction

from jurisdictions.choices import OPEN_STATES, Alone, ChangeKind, ReviewState, Verb
from jurisdictions.models import Ledger
from jurisdictions.models.recomputing import recompute

from .checking import check
from .rules import (
    ChecksFailed,
    Conflict,
    NotReady,
    allow,
    cites_what_is_public,
    explain,
    full_clean,
    in_state,
    linked,
    reason,
    second_reader,
)
from .steps import log, proof, set_links, successor

SCHEDULED = ReviewState.SCHEDULED
OVERTAKEN = "This was changed by someone else since it was drafted."


def publish(row, *, by, alone="", via="admin"):
    """Put an approved draft in front of readers.

    Raises Conflict when the row it revises is no longer live; the draft is then
    shelved with its text. `alone` needs a reason and labels the page.
    """
    allow(by, "publish", row)
    reason(alone)
    with transaction.atomic():
        moment = Ledger.objects.lock().next_moment()
        in_state(row, *(OPEN_STATES if alone else (ReviewState.APPROVED,)))
        second_reader(row, by)
        cites_what_is_public(row)
        won = put_out(row, by, via, moment, alone=alone)
    if not won:
        raise Conflict(OVERTAKEN, row)
    return row


def break_glass(row, *, by, note, via="admin"):
    """Publish what no second person approved, at once; the page says so."""
    allow(by, "break_glass", row)
    explain(note)
    with transaction.atomic():
        moment = Ledger.objects.lock().next_moment()
        in_state(row, *(state for state in OPEN_STATES if state != SCHEDULED))
        second_reader(row, by)
        if problems := check(row):
            raise ChecksFailed(" ".join(problems))
        cites_what_is_public(row)
        alone = Alone.BREAK_GLASS
        won = put_out(row, by, via, moment, alone=alone, note=note)
    if not won:
        raise Conflict(OVERTAKEN, row)
    return row


def put_out(row, by, via, moment, *, alone="", note=""):
    """Put a draft in its predecessor's place, or shelve it; whether it is public.

    The caller holds the ledger and has asked every rule.
    """
    manager = type(row)._default_manager
    if not _succeeds(row, moment):
        manager.release([row.pk], state=ReviewState.SHELVED)
        row.refresh_from_db()
        log(Verb.CONFLICT, row, by, row.note, via)
        return False
    touched = row.revises.touched() if row.revises_id else set()
    manager.release(
        [row.pk],
        state=ReviewState.PUBLISHED,
        published_at=moment,
        published_by=by,
        published_alone=alone,
    )
    row.refresh_from_db()
    recompute(touched | row.touched(), moment)
    verb = Verb.WITHDRAWN if row.is_tombstone else Verb.PUBLISHED
    log(verb, row, by, note or row.note, via, proof(moment, [type(row)]))
    Ledger.objects.lock().publish(moment, 1)
    return True


def _succeeds(row, moment):
    """Close the row's predecessor; False when someone else already did."""
    manager = type(row)._default_manager
    if row.revises_id:
        return bool(manager.supersede(row.revises_id, moment))
    return not manager.published().filter(claim=row.claim).exists()


def withdraw(live, *, by, note, via="admin"):
    """Publish a tombstone: the claim leaves the site, its history stays."""
    allow(by, "withdraw", live)
    explain(note)
    if not live.is_live or live.is_tombstone:
        raise NotReady("Only what is live can be withdrawn.")
    with transaction.atomic():
        moment = Ledger.objects.lock().next_moment()
        row = successor(live, ChangeKind.WITHDRAWAL)
        row.author, row.note = by, note
        full_clean(row)
        row.save(force_insert=True)
        set_links(row, {name: list(found.all()) for name, found in linked(live)})
        won = put_out(row, by, via, moment, alone=Alone.WITHDRAWAL)
    if not won:
        raise Conflict("This was changed by someone else meanwhile.", row)
    return row
