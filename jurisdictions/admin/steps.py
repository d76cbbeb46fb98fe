"""The buttons of the desk: each is one function of `editorial`, by POST only."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse

from jurisdictions import editorial, forms
from jurisdictions.choices import OPEN_STATES, ReviewState
from jurisdictions.doors import stepup
from jurisdictions.editorial.rules import second_reader
from jurisdictions.models import Ledger
from jurisdictions.roles import STEP_UP

from .access import EDITABLE, may
from .pickers import PickingAdmin


@dataclass(frozen=True)
class Step:
    """`action` is a row of the permission matrix; `note` asks for a word of why."""

    name: str
    action: str
    label: str
    done: str
    states: tuple
    note: str = ""
    needs_second_reader: bool = False

    def fits(self, row):
        if row.published_at and (not row.is_live or row.is_tombstone):
            return False
        return row.state in self.states

    def take(self, row, *, by, note):
        """Call `editorial`, which asks the roles again; may raise Refused."""
        noted = {"note": note} if self.note else {}
        return getattr(editorial, self.name)(row, by=by, **noted)


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
        "ask_changes",
        "ask_changes",
        "Ask for changes",
        "Sent back to its author.",
        (ReviewState.IN_REVIEW,),
        note="What should change",
    ),
    Step(
        "discard",
        "edit",
        "Discard",
        "Discarded. Its text stays in the archive.",
        OPEN_STATES,
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
        form = forms.NoteForm(request.POST)
        if form.is_valid():
            self.take(request, row, BY_NAME[step], **form.cleaned_data)
        else:
            messages.error(request, "The note has a character that cannot be kept.")
        return redirect(self.address(row))

    @transaction.atomic
    def take(self, request, row, step, *, seen, note=""):
        """One step, unless the text is no longer the one that was `seen`."""
        # All writers queue there, so nobody comes between this check and the step.
        Ledger.objects.lock()
        if seen != forms.fingerprint(type(row).objects.get(pk=row.pk)):
            messages.error(request, "Its text has changed since. Read it again.")
            return
        try:
            step.take(row, by=request.user, note=note)
        except editorial.Conflict as conflict:
            messages.error(request, f"{conflict} Your text is kept here, shelved.")
        except editorial.Refused as refusal:
            written = f" You wrote: “{note}”" if note else ""
            messages.error(request, f"{refusal}{written}")
        else:
            messages.success(request, step.done)
