"""A batch of imported rows: what it holds, its review, its publication, its undoing."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from jurisdictions.doors import stepup
from jurisdictions.editorial import Refused
from jurisdictions.forms import SureForm
from jurisdictions.importers import reviews
from jurisdictions.importers.batches import in_state
from jurisdictions.importers.formats import FORMATS
from jurisdictions.models import ImportBatch, Listing
from jurisdictions.roles import STEP_UP

from .access import may_read_all
from .batchsteps import STEPS, open_steps
from .importing import answer
from .queue import Item, told

PER_PAGE = 50


def readers_only(view):
    """Of the desk's addresses, for those who read other people's drafts."""

    def run(request, *args, **kwargs):
        if not may_read_all(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return run


@require_safe
@readers_only
def batch_list(request):
    """Every batch, the newest first."""
    rows = ImportBatch.objects.select_related("uploaded_by", "published_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return answer(request, "batch_list", {"title": "Import batches", "page": page})


@require_safe
@readers_only
def batch_detail(request, batch):
    """What a batch holds, by where it stands, a page at a time, and what comes next."""
    batch = found(batch)
    rows = reviews.rows_by_line(batch)
    counts = Counter(row.stage for row in rows)
    stage = request.GET.get("stage", "")
    stage = stage if stage in counts else ""
    shown = [row for row in rows if stage in ("", row.stage)]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    steps = open_steps(request, batch, counts)
    context = {
        "title": str(batch),
        "batch": batch,
        "format": FORMATS[batch.format],
        "stages": [
            (name, label, counts[name])
            for name, label in reviews.STAGES.items()
            if counts[name]
        ],
        "stage": stage,
        "size": len(rows),
        "page": page,
        "paging": urlencode({"stage": stage}),
        "rows": [*zip(page, told_lines(page), strict=True)],
        "steps": [each for each in steps if not each[1].on_lines],
        "on_lines": [each for each in steps if each[1].on_lines],
    }
    return answer(request, "batch_detail", context)


def found(pk):
    rows = ImportBatch.objects.select_related("uploaded_by", "published_by")
    return get_object_or_404(rows, pk=pk)


def told_lines(page):
    """What each row says; of a list's line also where it stood, and what it means."""
    items = told([Item(row.kind, row.pk, row.stage, "", None) for row in page])
    pks = [row.pk for row in page if row.kind == "listing"]
    lines = Listing.objects.in_bulk(pks)
    for row, item in zip(page, items, strict=True):
        yield item, lines.get(row.pk) if row.kind == "listing" else None


@require_POST
@readers_only
def batch_step(request, batch, step):
    """Take one step and go back to the batch, with what came of it."""
    batch = found(batch)
    if step not in STEPS:
        raise Http404
    step = STEPS[step]
    fits = batch.state in step.states
    if fits and step.action in STEP_UP and (asked := stepup.ask(request)):
        return asked
    form = SureForm(request.POST)
    if form.is_valid():
        keys = request.POST.getlist("row")
        take(request, step, batch, keys=keys, **form.cleaned_data)
    else:
        messages.error(request, "The number or the note cannot be read.")
    return redirect("desk:batch", batch.pk)


def take(request, step, batch, **sent):
    try:
        in_state(batch, *step.states)
        for line in step.take(batch, request.user, **sent):
            messages.success(request, line)
    except Refused as refusal:
        written = f" You wrote: “{sent['note']}”" if sent["note"] else ""
        messages.error(request, f"{refusal}{written}")
