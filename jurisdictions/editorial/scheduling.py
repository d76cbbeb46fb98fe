"""Publication at a time that was set before: by the clock, under the same rules."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jurisdictions.choices import ReviewState, Verb
from jurisdictions.models import REVISION_MODELS, Ledger

from .checking import check
from .publishing import OVERTAKEN, put_out
from .rules import (
    ChecksFailed,
    NotAllowed,
    NotReady,
    Refused,
    allow,
    cites_what_is_public,
    in_state,
    second_reader,
)
from .steps import in_turn, log, move

WAITING = (ReviewState.APPROVED, ReviewState.SCHEDULED)
# The worker looks every 20 seconds: what comes later than this says so.
LATE_AFTER = timedelta(minutes=2)


@dataclass
class Fired:
    """What one look at the clock did; each failure is (row, reason)."""

    published: list = field(default_factory=list)
    failed: list = field(default_factory=list)


@in_turn
def schedule(row, *, by, at, now=None, via="admin"):
    """Let an approved draft be published at that moment, by its scheduler."""
    allow(by, "schedule", row)
    in_state(row, *WAITING)
    second_reader(row, by)
    if at <= (now or timezone.now()):
        raise NotReady("That time is past: publish it now, or choose a later one.")
    move(row, WAITING, ReviewState.SCHEDULED, scheduled_for=at, published_by=by)
    log(Verb.SCHEDULED, row, by, row.note, via, {"for": at.isoformat()})
    return row


@in_turn
def unschedule(row, *, by, via="admin"):
    """Take it off the schedule; it stays approved."""
    allow(by, "schedule", row)
    gone = {"scheduled_for": None, "published_by": None}
    move(row, (ReviewState.SCHEDULED,), ReviewState.APPROVED, **gone)
    log(Verb.UNSCHEDULED, row, by, row.note, via)
    return row


def publish_due(now, *, via="schedule"):
    """Publish what was scheduled until `now`, each in a transaction of its own.

    Two runs at once publish nothing twice, and a crash loses nothing. What cannot be
    published stays scheduled, unless someone else published first: that is shelved.
    """
    fired = Fired()
    for model, pk in _due(now):
        try:
            _publish_one(model, pk, now, via, fired)
        except (Refused, DatabaseError) as error:
            fired.failed.append((model.objects.get(pk=pk), str(error)))
    return fired


def _due(now):
    """(model, pk) by their times; of one time, what others cite comes first."""
    rows = [
        (at, rank, pk)
        for rank, model in enumerate(REVISION_MODELS)
        for pk, at in model.objects.due(now).values_list("pk", "scheduled_for")
    ]
    return [(REVISION_MODELS[rank], pk) for _, rank, pk in sorted(rows)]


@transaction.atomic
def _publish_one(model, pk, now, via, fired):
    # First the ledger, where all writers queue; a row that another run holds is its.
    moment = Ledger.objects.lock().next_moment()
    row = _locked(model.objects.due(now).filter(pk=pk)).first()
    if row is None:
        return
    may_still_go_out(row)
    late = late_words(now - row.scheduled_for)
    note = " ".join(filter(None, (row.note, late)))
    if put_out(row, row.published_by, via, moment, note=note):
        fired.published.append(row)
    else:
        fired.failed.append((row, f"{OVERTAKEN} It is shelved."))


def _locked(rows):
    skip = connection.features.has_select_for_update_skip_locked
    return rows.select_for_update(skip_locked=skip, of=("self",) if skip else ())


def may_still_go_out(row):
    """All rules, and the rights of who approved and who scheduled, as they are now."""
    allow(row.published_by, "publish", row)
    allow(row.reviewer, "approve", row)
    for person in (row.published_by, row.reviewer):
        if not person.is_active:
            raise NotAllowed(f"The account of {person} is switched off.")
        second_reader(row, person)
    if problems := check(row):
        raise ChecksFailed(" ".join(problems))
    cites_what_is_public(row)


def late_words(late):
    """A sentence where it is worth one."""
    if late < LATE_AFTER:
        return ""
    minutes = int(late.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    length = f"{hours} h {rest} min" if hours else f"{minutes} min"
    return f"(Published {length} later than scheduled.)"
