"""The buttons of the desk: each is one function of `editorial`, by POST only."""

from dataclasses import dataclass
from datetime import UTC

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse

from jurisdictions import editorial, forms
from jurisdictions.choices import OPEN_STATES, ReviewState
from jurisdictions.days import EASTERN, ap_moment
from jurisdictions.doors import stepup
from jurisdictions.editorial.rules import second_reader
from jurisdictions.models import Ledger
from jurisdictions.roles import STEP_UP

from .access import EDITABLE, may
from .pickers import PickingAdmin


@dataclass(frozen=True)
class Step:
    """`action` is a row of the permission matrix; `note` asks for a word of why.

    `timed` asks for a time too; `on_tombstones` is taken on withdrawn rows as well.
    """

    name: str
    action: str
    label: str
    done: str
    states: tuple
    note: str = ""
    needs_second_reader: bool = False
    timed: bool = False
    on_tombstones: bool = False

    def fits(self, row):
        if row.published_at and not row.is_live:
            return False
        if row.published_at and row.is_tombstone and not self.on_tombstones:
            return False
        if self.name == "undo_publication" and row.revises_id is None:
            return False
        return row.state in self.states

    def take(self, row, *, by, note, at=None):
        """Call `editorial`, which asks the roles again; may raise Refused."""
        given = {"note": note} if self.note else {}
        given |= {"at": at} if self.timed else {}
        return getattr(editorial, self.name)(row, by=by, **given)


STEPS = (
    Step("submit", "submit", "Submit for review", "Submitted for review.", EDITABLE),
    Step(
        "approve",
        "approve",
        "Approve",
        "Approved. A publisher can publish it now.",
        (ReviewState.IN_REVIEW,),
        needs_second_reader=True,
    ),
    Step(
        "publish",
        "publish",
        "Publish",
        "Published. Readers see it now.",
        (ReviewState.APPROVED,),
        needs_second_reader=True,
    ),
    Step(
        "schedule",
        "schedule",
        "Publish at a time",
        "Scheduled for {when}.",
        (ReviewState.APPROVED, ReviewState.SCHEDULED),
        needs_second_reader=True,
        timed=True,
    ),
    Step(
        "unschedule",
        "schedule",
        "Take off the schedule",
        "It is off the schedule, and still approved.",
        (ReviewState.SCHEDULED,),
    ),
    Step(
        "ask_changes",
        "ask_changes",
        "Ask for changes",
        "Sent back to its author.",
        (ReviewState.IN_REVIEW,),
        note="What should change",
    ),
    Step(
        "break_glass",
        "break_glass",
        "Publish without second review",
        "Published without second review. The page says so, and the queue keeps it.",
        (*EDITABLE, ReviewState.IN_REVIEW),
        note="Why it cannot wait for a second person",
        needs_second_reader=True,
    ),
    Step(
        "read",
        "second_read",
        "I have read this against its source",
        "Read a second time.",
        (ReviewState.PUBLISHED,),
        needs_second_reader=True,
        on_tombstones=True,
    ),
    Step(
        "undo_publication",
        "undo",
        "Undo this publication",
        "Here is a draft of what was said before. It goes to review as any other.",
        (ReviewState.PUBLISHED,),
        note="Why it is taken back",
        on_tombstones=True,
    ),
    Step(
        "discard",
        "edit",
        "Discard",
        "Discarded. Its text stays in the archive.",
        (*OPEN_STATES, ReviewState.SHELVED),
        note="Why it is discarded",
    ),
    Step(
        "withdraw",
        "withdraw",
        "Withdraw",
        "Withdrawn. Its history stays readable.",
        (ReviewState.PUBLISHED,),
        note="Why it leaves the site",
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def open_steps(request, row):
    """What this user may do with the row now."""
    steps = [step for step in STEPS if step.fits(row)]
    steps = [step for step in steps if may(request, step.action, row.author)]
    if steps and wrote(row, request.user):
        return [step for step in steps if not step.needs_second_reader]
    return steps


def wrote(row, user):
    """Whether some of a draft is this user's own work."""
    try:
        second_reader(row, user)
    except editorial.NotAllowed:
        return True
    return False


class SteppingAdmin(PickingAdmin):
    """Adds the address of the steps to a record's pages."""

    def address(self, row, page="change"):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[row.pk])

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        step = path("<int:object_id>/steps/<slug:step>/", view, name=name)
        return [step, *super().get_urls()]

    def step_view(self, request, object_id, step):
        """Take one step and go back to the record, with what came of it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.get_object(request, str(object_id))
        if row is None or step not in BY_NAME:
            raise Http404
        if BY_NAME[step].action in STEP_UP and (asked := stepup.ask(request)):
            return asked
        form = forms.StepForm(request.POST)
        if not form.is_valid():
            for error in form.messages():
                messages.error(request, error)
            return redirect(self.address(row))
        taken = self.take(request, row, BY_NAME[step], **form.given())
        return redirect(self.address(taken or row))

    @transaction.atomic
    def take(self, request, row, step, *, seen, note="", at=None):
        """One step, unless the text is no longer the one that was `seen`.

        The row that came of it; None where it was refused.
        """
        # All writers queue there, so nobody comes between this check and the step.
        Ledger.objects.lock()
        if seen != forms.fingerprint(type(row).objects.get(pk=row.pk)):
            messages.error(request, "Its text has changed since. Read it again.")
            return None
        if step.timed and at is None:
            messages.error(request, "Choose a day and a time.")
            return None
        try:
            taken = step.take(row, by=request.user, note=note, at=at)
        except editorial.Conflict as conflict:
            messages.error(request, f"{conflict} Your text is kept here, shelved.")
        except editorial.Refused as refusal:
            written = f" You wrote: “{note}”" if note else ""
            messages.error(request, f"{refusal}{written}")
        else:
            when = both_clocks(at) if at else ""
            messages.success(request, step.done.format(when=when))
            return taken
        return None


def both_clocks(moment):
    """In Eastern time, and in UTC as it is kept."""
    eastern = ap_moment(moment.astimezone(EASTERN))
    return f"{eastern} ET ({moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"
