"""The steps of a draft, from its first word to its approval."""

from jurisdictions.choices import OPEN_STATES, ReviewState, Verb

from .checking import check, source_faults
from .rules import (
    ChecksFailed,
    NotReady,
    SourceMissing,
    allow,
    difference,
    explain,
    fill,
    full_clean,
    in_state,
    linked,
    payload,
    second_reader,
)
from .steps import in_turn, log, move, set_links, successor

OPEN_DRAFT = (ReviewState.DRAFT, ReviewState.CHANGES_ASKED)


@in_turn
def draft(row, *, by, note, links=None, via="admin", detail=None):
    """Save an unsaved instance as a new draft of its author."""
    allow(by, "draft")
    explain(note)
    row.author, row.note, row.state = by, note, ReviewState.DRAFT
    return keep(row, by, links, via, detail)


def keep(row, by, links, via, detail=None):
    """Save a new draft and its line of the trail, for steps that asked who may."""
    full_clean(row)
    row.save(force_insert=True)
    set_links(row, links or {})
    log(Verb.DRAFTED, row, by, row.note, via, detail)
    return row


def revise(
    live, *, by, note, change_kind, changes=None, links=None, via="admin", late=False
):
    """A draft of the next revision of a live row, with `changes` applied.

    A `late` one begins from what was live when it was opened: it waits for `rebase`.
    """
    if not (live.is_live or (late and live.superseded_at)):
        raise NotReady("Only what is live can be revised.")
    row = successor(live, change_kind)
    fill(row, changes or {})
    kept = {name: list(found.all()) for name, found in linked(live)}
    return draft(row, by=by, note=note, links=kept | (links or {}), via=via)


@in_turn
def edit(row, *, by, changes, note=None, links=None, via="admin"):
    """Change a draft's fields; the difference goes to the audit trail."""
    allow(by, "edit", row)
    in_state(row, *OPEN_DRAFT)
    before = payload(row)
    fill(row, changes)
    row.note = row.note if note is None else note
    explain(row.note)
    full_clean(row)
    row.save()
    set_links(row, links or {})
    log(Verb.EDITED, row, by, row.note, via, difference(before, payload(row)))
    return row


@in_turn
def submit(row, *, by, via="admin"):
    """Hand a draft to review; its checks must pass."""
    allow(by, "submit", row)
    in_state(row, *OPEN_DRAFT)
    if problems := check(row):
        kind = SourceMissing if [*source_faults(row)] else ChecksFailed
        raise kind(" ".join(problems))
    move(row, OPEN_DRAFT, ReviewState.IN_REVIEW)
    log(Verb.SUBMITTED, row, by, row.note, via)
    return row


@in_turn
def ask_changes(row, *, by, note, via="admin"):
    """Send a submission back to its author with a comment."""
    allow(by, "ask_changes", row)
    explain(note)
    move(row, (ReviewState.IN_REVIEW,), ReviewState.CHANGES_ASKED)
    log(Verb.CHANGES_ASKED, row, by, note, via)
    return row


@in_turn
def approve(row, *, by, note="", via="admin"):
    """A second person has read it against its sources."""
    allow(by, "approve", row)
    second_reader(row, by)
    move(row, (ReviewState.IN_REVIEW,), ReviewState.APPROVED, reviewer=by)
    log(Verb.APPROVED, row, by, note or row.note, via)
    return row


@in_turn
def discard(row, *, by, note, via="admin"):
    """Take a draft off the desk; its row stays."""
    allow(by, "edit", row)
    explain(note)
    move(row, (*OPEN_STATES, ReviewState.SHELVED), ReviewState.DISCARDED)
    log(Verb.DISCARDED, row, by, note, via)
    return row
