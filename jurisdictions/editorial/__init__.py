"""The write door: every change of a record goes through these functions.

Each is one transaction that also writes its line of the audit trail. Publishing
recomputes the standings it touches and moves the edition. A conflict is an
outcome: the loser's text is shelved and the refusal recorded before `Conflict`
is raised, so nothing is lost.
"""

from jurisdictions.models.events import damaged_events

from .afterwards import read, undo_publication
from .batches import Entry, publish_batch
from .checking import check, warnings
from .desk import approve, ask_changes, discard, draft, edit, revise, submit
from .documents import DocumentRefused, upload
from .imports import approve_batch, places_loaded, publish_drafts, submit_batch
from .publishing import break_glass, publish, withdraw
from .rebasing import rebase
from .rehearsing import rehearse
from .rules import (
    MIN_NOTE,
    ChecksFailed,
    Conflict,
    NotAllowed,
    NotReady,
    Refused,
    SourceMissing,
    difference,
    needed,
    payload,
)
from .scheduling import Fired, publish_due, schedule, unschedule
from .undo import Undone, undo_batch

__all__ = [
    "MIN_NOTE",
    "ChecksFailed",
    "Conflict",
    "DocumentRefused",
    "Entry",
    "Fired",
    "NotAllowed",
    "NotReady",
    "Refused",
    "SourceMissing",
    "Undone",
    "approve",
    "approve_batch",
    "ask_changes",
    "break_glass",
    "check",
    "damaged_events",
    "difference",
    "discard",
    "draft",
    "edit",
    "needed",
    "payload",
    "places_loaded",
    "publish",
    "publish_batch",
    "publish_drafts",
    "publish_due",
    "read",
    "rebase",
    "rehearse",
    "revise",
    "schedule",
    "submit",
    "submit_batch",
    "undo_batch",
    "undo_publication",
    "unschedule",
    "upload",
    "warnings",
    "withdraw",
]
