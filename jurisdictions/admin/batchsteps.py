"""The buttons of a batch: each is one function of `importers`, by POST only."""

from collections.abc import Callable
from dataclasses import dataclass

from jurisdictions.choices import OPEN_STATES, BatchState, ReviewState
from jurisdictions.editorial import NotReady
from jurisdictions.importers import batches, reviews
from jurisdictions.importers.kept import IN_REVIEW

from .access import may

SHOWN = 20


@dataclass(frozen=True)
class Step:
    """`action` is a row of the permission matrix, asked again by what is called.

    `take(batch, by, note, number, keys)` gives the lines of a message. A counted step
    is confirmed by the typed number of records; one on lines is about chosen rows; one
    that takes back says whether some of the batch has been public.
    """

    action: str
    label: str
    hint: str
    take: Callable
    stages: tuple
    states: tuple = batches.LEFT
    is_counted: bool = False
    on_lines: bool = False
    not_own: bool = True
    is_public: bool | None = None


def _submit(batch, by, note, number, keys):
    yield f"Submitted for review: {reviews.submit(batch, by=by, keys=keys):,}."


def _send_back(batch, by, note, number, keys):
    count = reviews.send_back(batch, by=by, note=note, keys=keys)
    yield f"Sent back: {count:,}."


def _approve(batch, by, note, number, keys):
    yield f"Approved: {reviews.approve(batch, by=by):,}. A publisher can publish them."


def _publish(batch, by, note, number, keys):
    count = batches.publish(batch, by=by, note=note, confirm=typed(number))
    yield f"Published: {count:,}. Readers see them now."


def _undo(batch, by, note, number, keys):
    yield from said(batches.undo(batch, by=by, note=note, confirm=typed(number)))


def _discard(batch, by, note, number, keys):
    yield from said(batches.discard(batch, by=by, note=note, confirm=typed(number)))


def said(done):
    """What became of an `editorial.Undone`, in lines of a message."""
    yield (
        f"Taken back: {len(done.reversed):,}. Drafts discarded:"
        f" {len(done.discarded):,}. In conflict, and stay: {len(done.conflicts):,}."
    )
    for row, why in done.conflicts[:SHOWN]:
        yield f"Stays: {row._meta.verbose_name} {row.claim}: {why}."


def typed(number):
    if number is None:
        raise NotReady("Type the number of records.")
    return number


EDITABLE = reviews.EDITABLE
PUBLIC = (ReviewState.PUBLISHED, reviews.SUPERSEDED)
STEPS = {
    "submit": Step(
        *("submit", "Submit for review", "", _submit, EDITABLE),
        on_lines=True,
        not_own=False,
    ),
    "send_back": Step(
        *("ask_changes", "Send back", "", _send_back, (ReviewState.IN_REVIEW,)),
        on_lines=True,
    ),
    "approve": Step(
        *("approve", "Approve all", "You have read them against their source."),
        *(_approve, (ReviewState.IN_REVIEW,)),
    ),
    "publish": Step(
        *("publish_batch", "Publish all"),
        "At one moment, in one edition. Readers see them at once.",
        *(_publish, IN_REVIEW),
        is_counted=True,
    ),
    "undo": Step(
        *("undo_batch", "Undo the batch"),
        "New records are withdrawn, changed ones say again what they said before. What"
        " somebody touched since stays, and is named.",
        *(_undo, (*OPEN_STATES, *PUBLIC)),
        is_counted=True,
        is_public=True,
    ),
    "discard": Step(
        *("import_batch", "Discard the batch"),
        "Nothing of it is public. Its rows stay in the archive.",
        *(_discard, OPEN_STATES),
        states=(BatchState.IN_REVIEW,),
        is_counted=True,
        is_public=False,
        not_own=False,
    ),
}


def open_steps(request, batch, counts):
    """(name, step, number of records) of what this user may do with the batch now."""
    is_own = batch.uploaded_by == request.user
    is_public = any(counts[stage] for stage in PUBLIC)
    found = []
    for name, step in STEPS.items():
        size = sum(counts[stage] for stage in step.stages)
        fits = size and batch.state in step.states and not (is_own and step.not_own)
        fits = fits and step.is_public in (None, is_public)
        if fits and may(request, step.action, batch.uploaded_by):
            found.append((name, step, size))
    return found
