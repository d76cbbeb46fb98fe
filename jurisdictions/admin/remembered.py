"""What public decisions are remembered for, by how many lines each is used, and the
way to take one back."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from jurisdictions import forms
from jurisdictions.choices import STATE_NAMES, MatchHow
from jurisdictions.matching import BY_ALIAS
from jurisdictions.matching.words import NAMED_KIND
from jurisdictions.models import Ledger, Listing

from . import deciding
from .access import may, may_read
from .bench import METHODS, PER_PAGE, complain, names_of, page, went
from .undecided import ORDER, scope_of


@dataclass(frozen=True)
class Remembered:
    """One name in one scope, and the lines on which a person said what it means."""

    scope: tuple
    means: str
    lines: list
    used: int
    # Decisions of one scope that disagree decide nothing.
    is_disputed: bool

    @property
    def first(self):
        return self.lines[0]

    @property
    def state(self):
        return STATE_NAMES.get(self.scope[1], "")

    @property
    def level(self):
        """What headings of the scope ask for; empty: of its own document alone."""
        return NAMED_KIND.get(self.scope[2], "")


def all_remembered():
    """Every decision that readers see, in the order of the first line of each."""
    rows = Listing.objects.live().filter(match=MatchHow.HAND, is_annotation=False)
    rows = rows.exclude(jurisdiction=None).select_related("list", "jurisdiction")
    rows = rows.order_by(*ORDER)
    said, used, meant = defaultdict(list), Counter(), defaultdict(set)
    for row in rows:
        key = (scope_of(row), row.jurisdiction_id)
        used[key] += 1
        if row.match_reason != BY_ALIAS:
            said[key].append(row)
            meant[key[0]].add(key[1])
    means = names_of(rows)
    return [
        Remembered(
            *(scope, means[place], lines),
            used[scope, place],
            is_disputed=len(meant[scope]) > 1,
        )
        for (scope, place), lines in said.items()
    ]


@require_http_methods(METHODS)
def remembered(request):
    """The list; a POST takes the ticked decisions back, for a reason."""
    if not may_read(request):
        raise PermissionDenied
    if request.method == "POST":
        return take_back(request)
    shown = Paginator(all_remembered(), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "bench_remembered",
        title="Decisions that are remembered",
        page=shown,
        may_take_back=may(request, "draft"),
    )


@transaction.atomic
def take_back(request):
    """The lines wait at the bench again; readers see the old match meanwhile."""
    Ledger.objects.lock()
    decisions = {str(each.first.pk): each for each in all_remembered()}
    form = forms.TickedForm(request.POST, decisions=decisions)
    if not form.is_valid():
        complain(request, form)
        return redirect("desk:bench_remembered")
    said = form.cleaned_data
    done = [
        each
        for each in said["ticked"]
        if went(request, deciding.reopen, each.lines, note=said["note"])
    ]
    if not done:
        return redirect("desk:bench_remembered")
    count = sum(len(each.lines) for each in done)
    messages.success(
        request,
        f"{count} line{'s wait' if count > 1 else ' waits'} for a decision again."
        " Readers see the old match until a new text is published.",
    )
    return redirect("desk:bench")
