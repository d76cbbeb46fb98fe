"""The write door: every change of a record goes through these functions.

Each is one transaction that also writes its line of the audit trail. Publishing
recomputes the standings it touches and moves the edition. A conflict is an
outcome: the loser's text is shelved and the refusal recorded before `Conflict`
is raised, so nothing is lost.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from .choices import OPEN_STATES, Alone, ChangeKind, ReviewState, Verb
from .models import (
    REVISION_MODELS,
    Edition,
    Event,
    Ledger,
    Revision,
    Ruling,
    Source,
)
from .models.records import MAX_EXCERPT_WORDS
from .models.standings import recompute
from .roles import may

MIN_NOTE = 10


class Refused(Exception):
    """The workflow does not allow this; the message is for the editor."""


class NotAllowed(Refused):
    """The user's role does not allow it."""


class NotReady(Refused):
    """The record is not in the state that this step needs."""


class SourceMissing(Refused):
    """A fact without a complete source cannot be submitted."""


class Conflict(Refused):
    """Someone published first; the draft is shelved, with its text."""

    def __init__(self, message, shelved):
        super().__init__(message)
        self.shelved = shelved


@dataclass(frozen=True)
class Entry:
    """One row of a batch: an unsaved instance and what it links to.

    `links` maps the name of a many-to-many field to a list of instances.
    """

    row: Revision
    links: dict = field(default_factory=dict)
    is_draft: bool = False


# Drafting


@transaction.atomic
def draft(row, *, by, note, links=None, via="admin"):
    """Save an unsaved instance as a new draft of its author."""
    _allow(by, "draft")
    _explain(note)
    row.author, row.note, row.state = by, note, ReviewState.DRAFT
    _full_clean(row)
    row.save(force_insert=True)
    _link(row, links or {})
    _record(Verb.DRAFTED, row, by, note, via)
    return row


def revise(live, *, by, note, change_kind, changes=None, links=None, via="admin"):
    """A draft of the next revision of a live row, with `changes` applied."""
    if not live.is_live:
        raise NotReady("Only what is live can be revised.")
    row = _successor(live, change_kind)
    for name, value in (changes or {}).items():
        setattr(row, name, value)
    kept = {name: list(found.all()) for name, found in _linked(live)}
    return draft(row, by=by, note=note, links=kept | (links or {}), via=via)


@transaction.atomic
def edit(row, *, by, changes, note=None, links=None, via="admin"):
    """Change a draft's fields; the difference goes to the audit trail."""
    _allow(by, "edit", row)
    _in_state(row, ReviewState.DRAFT, ReviewState.CHANGES_ASKED)
    before = payload(row)
    for name, value in changes.items():
        setattr(row, name, value)
    row.note = row.note if note is None else note
    _explain(row.note)
    _full_clean(row)
    row.save()
    _link(row, links or {})
    _record(Verb.EDITED, row, by, row.note, via, difference(before, payload(row)))
    return row


@transaction.atomic
def submit(row, *, by, via="admin"):
    """Hand a draft to review; its checks must pass."""
    _allow(by, "submit", row)
    problems = check(row)
    if problems:
        raise SourceMissing(" ".join(problems))
    _move(row, OPEN_DRAFT, ReviewState.IN_REVIEW)
    _record(Verb.SUBMITTED, row, by, row.note, via)
    return row


@transaction.atomic
def ask_changes(row, *, by, note, via="admin"):
    """Send a submission back to its author with a comment."""
    _allow(by, "ask_changes", row)
    _explain(note)
    _move(row, (ReviewState.IN_REVIEW,), ReviewState.CHANGES_ASKED)
    _record(Verb.CHANGES_ASKED, row, by, note, via)
    return row


@transaction.atomic
def approve(row, *, by, note="", via="admin"):
    """A second person has read it against its sources."""
    _allow(by, "approve", row)
    if row.author_id == by.pk:
        raise NotAllowed("Nobody approves their own work.")
    _move(row, (ReviewState.IN_REVIEW,), ReviewState.APPROVED, reviewer=by)
    _record(Verb.APPROVED, row, by, note or row.note, via)
    return row


@transaction.atomic
def discard(row, *, by, note, via="admin"):
    """Take a draft off the desk; its row stays."""
    _allow(by, "edit", row)
    _explain(note)
    _move(row, OPEN_STATES, ReviewState.DISCARDED)
    _record(Verb.DISCARDED, row, by, note, via)
    return row


# Publishing


def publish(row, *, by, alone="", via="admin"):
    """Put an approved draft in front of readers.

    Raises Conflict when the row it revises is no longer live; the draft is then
    shelved with its text. `alone` needs a reason and labels the page.
    """
    _allow(by, "publish", row)
    if not alone:
        _in_state(row, ReviewState.APPROVED)
    with transaction.atomic():
        won = _publish(row, by, alone, via)
    if not won:
        raise Conflict("This was changed by someone else since it was drafted.", row)
    return row


def _publish(row, by, alone, via):
    moment = _tick()
    manager = type(row)._default_manager
    if not _succeeds(row, moment):
        manager.release([row.pk], state=ReviewState.SHELVED)
        row.refresh_from_db()
        _record(Verb.CONFLICT, row, by, row.note, via)
        return False
    touched = _touched(row)
    released = manager.release(
        [row.pk],
        state=ReviewState.PUBLISHED,
        published_at=moment,
        published_by=by,
        published_alone=alone,
    )
    if not released:
        raise NotReady("This draft is no longer open.")
    row.refresh_from_db()
    recompute(touched | _touched(row), moment)
    verb = Verb.WITHDRAWN if row.is_tombstone else Verb.PUBLISHED
    _record(verb, row, by, row.note, via)
    _new_edition(moment, 1)
    return True


def _succeeds(row, moment):
    """Close the row's predecessor; False when someone else already did."""
    manager = type(row)._default_manager
    if row.revises_id:
        return bool(manager.supersede(row.revises_id, moment))
    return not manager.published().filter(claim=row.claim).exists()


def withdraw(live, *, by, note, via="admin"):
    """Publish a tombstone: the claim leaves the site, its history stays."""
    _allow(by, "withdraw", live)
    _explain(note)
    with transaction.atomic():
        row = _successor(live, ChangeKind.WITHDRAWAL)
        row.author, row.note = by, note
        row.save(force_insert=True)
        _link(row, {name: list(found.all()) for name, found in _linked(live)})
        won = _publish(row, by, Alone.WITHDRAWAL, via)
    if not won:
        raise Conflict("This was changed by someone else meanwhile.", row)
    return row


@transaction.atomic
def publish_batch(entries, *, by, note, alone="", via="import", progress=None):
    """Publish (or keep as drafts) many rows in one transaction and one edition.

    Rows that revise name their predecessor in `revises`. Returns the number of
    rows published; none when there is nothing to do.
    """
    _allow(by, "publish_batch")
    if not entries:
        return 0
    _explain(note)
    moment = _tick()
    published, touched, closed = [], set(), 0
    for model in REVISION_MODELS:
        ours = [entry for entry in entries if type(entry.row) is model]
        for entry in ours:
            _prepare(entry.row, by, note)
            if entry.row.revises_id and not entry.is_draft:
                touched |= _touched(entry.row.revises)
                closed += model.objects.supersede(entry.row.revises_id, moment)
        _insert(model, ours)
        public = [entry.row.pk for entry in ours if not entry.is_draft]
        _release_all(model, public, moment, by, alone)
        published += public
        for entry in ours:
            touched |= set() if entry.is_draft else _touched(entry.row, entry.links)
        if progress:
            progress(model, len(ours))
    expected = sum(1 for e in entries if e.row.revises_id and not e.is_draft)
    if closed != expected:
        raise Conflict("The record moved while this batch was prepared.", None)
    recompute(touched, moment)
    _record_batch(entries, by, note, via)
    if published:
        _new_edition(moment, len(published))
    return len(published)


def _prepare(row, by, note):
    row.author, row.note = by, row.note or note
    row.state = ReviewState.DRAFT


def _insert(model, entries):
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


def _release_all(model, pks, moment, by, alone):
    for start in range(0, len(pks), 500):
        model.objects.release(
            pks[start : start + 500],
            state=ReviewState.PUBLISHED,
            published_at=moment,
            published_by=by,
            published_alone=alone,
        )


# What a record says


def payload(row):
    """{field name: printable value} of all that an editor fills."""
    values = {}
    for found in row.payload_fields():
        value = getattr(row, found.attname)
        values[found.name] = "" if value is None else str(value)
    return values


def difference(before, after):
    """{field: [was, now]} of two payloads."""
    return {
        name: [before.get(name, ""), after[name]]
        for name in after
        if before.get(name, "") != after[name]
    }


def check(row):
    """Sentences that say what keeps a draft from being submitted."""
    source = row if isinstance(row, Source) else row.source
    lacks = [
        label
        for label, value in (
            ("title", source.title),
            ("publisher", source.publisher),
            ("date", source.on),
        )
        if not value
    ]
    if lacks:
        return [f"Its source lacks: {', '.join(lacks)}."]
    if len(getattr(row, "excerpt", "").split()) > MAX_EXCERPT_WORDS:
        return [f"A quotation has at most {MAX_EXCERPT_WORDS} words."]
    return []


# Helpers

OPEN_DRAFT = (ReviewState.DRAFT, ReviewState.CHANGES_ASKED)


def _allow(user, action, row=None):
    if not may(user, action, row.author if row is not None else None):
        raise NotAllowed(f"{user} may not {action.replace('_', ' ')} this.")


def _explain(note):
    if len(note.strip()) < MIN_NOTE:
        raise NotReady(f"Say why, in at least {MIN_NOTE} characters.")


def _in_state(row, *states):
    row.refresh_from_db(fields=["state"])
    if row.state not in states:
        raise NotReady(f"It is {row.get_state_display().lower()} now.")


def _move(row, before, after, **fields):
    """One conditional UPDATE, so that two people cannot both take the step."""
    manager = type(row)._default_manager
    rows = manager.filter(pk=row.pk, state__in=before)
    if not rows.release([row.pk], state=after, **fields):
        row.refresh_from_db()
        raise NotReady(f"It is {row.get_state_display().lower()} now.")
    row.refresh_from_db()


def _full_clean(row):
    row.clean_fields(exclude=["author"])
    try:
        row.validate_constraints(exclude=["author"])
    except ValidationError as error:
        raise NotReady(" ".join(error.messages)) from error


def _successor(live, change_kind):
    row = type(live)(
        claim=live.claim,
        revision=live.revision + 1,
        revises=live,
        change_kind=change_kind,
    )
    for found in live.payload_fields():
        setattr(row, found.attname, getattr(live, found.attname))
    return row


def _linked(row):
    for link in row._meta.many_to_many:
        yield link.name, getattr(row, link.name)


def _link(row, links):
    for name, targets in links.items():
        getattr(row, name).set(targets)


def _touched(row, links=None):
    if links and isinstance(row, Ruling):
        return {place.pk for place in links.get("jurisdictions", ())}
    return row.touched()


# The ledger


def _tick():
    """Lock the ledger and return the moment of this publication.

    The lock comes before the clock is read: editions and moments must agree in
    order, or an answer about the past could change after it was given.
    """
    ledger = Ledger.objects.select_for_update().get(pk=1)
    now = timezone.now()
    if ledger.published_at and now <= ledger.published_at:
        now = ledger.published_at + timedelta(microseconds=1)
    return now


def _new_edition(moment, changes):
    ledger = Ledger.objects.select_for_update().get(pk=1)
    ledger.edition += 1
    ledger.published_at = moment
    ledger.save(update_fields=["edition", "published_at"])
    Edition.objects.create(
        number=ledger.edition, published_at=moment, changes=changes
    )


def _record(verb, row, by, note, via, detail=None):
    _write_event(
        verb=verb,
        actor=by,
        kind=row._meta.model_name,
        claim=str(row.claim),
        revision=row.revision,
        note=note,
        via=via,
        detail=detail or {},
    )


def _record_batch(entries, by, note, via):
    """One line for a batch, with a digest of its rows."""
    digest = hashlib.sha256()
    for entry in entries:
        row = [entry.row._meta.model_name, str(entry.row.claim), payload(entry.row)]
        digest.update(json.dumps(row, sort_keys=True).encode())
    counts = Counter(entry.row._meta.model_name for entry in entries)
    _write_event(
        verb=Verb.IMPORTED,
        actor=by,
        kind="batch",
        claim="",
        revision=None,
        note=note,
        via=via,
        detail={"rows": dict(counts), "sha256": digest.hexdigest()},
    )


def _write_event(*, actor, **fields):
    ledger = Ledger.objects.select_for_update().get(pk=1)
    event = Event(
        number=ledger.event_count + 1,
        at=timezone.now(),
        actor=actor,
        actor_name=actor.get_username(),
        previous_hash=ledger.event_hash,
        **fields,
    )
    event.hash = event.expected_hash()
    event.save(force_insert=True)
    ledger.event_count, ledger.event_hash = event.number, event.hash
    ledger.save(update_fields=["event_count", "event_hash"])


def damaged_events():
    """A sentence for each break of the audit trail's chain."""
    previous, count = "0" * 64, 0
    for event in Event.objects.order_by("number").iterator():
        count += 1
        if event.number != count:
            yield f"event {count} is missing"
            return
        if event.previous_hash != previous or event.hash != event.expected_hash():
            yield f"event {event.number} was altered"
        previous = event.hash
    ledger = Ledger.objects.get(pk=1)
    if (ledger.event_count, ledger.event_hash) != (count, previous):
        yield "the audit trail does not end where the ledger says"
