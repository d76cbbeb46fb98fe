"""What a file would change: read by a child process, shown, and then applied or not."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from jurisdictions.doors import stepup
from jurisdictions.editorial import Refused
from jurisdictions.forms import ApplyForm, ImportForm, ReadingForm
from jurisdictions.importers import batches, previewed
from jurisdictions.importers.base import Line, Rejected, RowError
from jurisdictions.importers.batches import Order
from jurisdictions.importers.child import plan_in_child
from jurisdictions.importers.compare import Change
from jurisdictions.importers.record import Parsed
from jurisdictions.importers.tables import Unreadable
from jurisdictions.importers.textfiles import DELIMITERS, ENCODINGS
from jurisdictions.models import Listing
from jurisdictions.roles import STEP_UP

from .access import may

PER_PAGE = 50
# Parts of the difference, in the order in which a person needs to see them.
PARTS = {
    "invalid": "Invalid",
    "held": "In conflict",
    "changed": "Changed",
    "left": "Left to a person",
    "new": "New",
    "missing": "Missing from the file",
    "unchanged": "Unchanged",
}
# Columns that say nothing about the fact itself.
UNSAID = ("key", "revision", "state")
# What differs from line to line of a list.
OF_A_LINE = (
    *("name_as_published", "state_heading", "heading", "jurisdiction"),
    *("match_reason", "candidates", "end"),
)
GONE = "That file is no longer kept here: choose it again."


def importers_only(view):
    """Of the desk's addresses, for those who may import."""

    def run(request, *args, **kwargs):
        if not may(request, "import_batch"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_http_methods(["GET", "HEAD", "POST"])(run)


@importers_only
def new(request):
    """The form; what is given there is kept for a day and shown at its own address."""
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            sha256 = previewed.hold(request.user, *form.given())
            return redirect(address(sha256, form.reading()))
    else:
        form = ImportForm()
    context = {"title": "Preview an import", "form": form}
    return answer(request, "import_new", context)


@importers_only
def preview(request, sha256):
    """What importing the file would do. Writes nothing before it is applied."""
    path = previewed.held(request.user, sha256)
    if path is None:
        messages.error(request, GONE)
        return redirect("desk:import")
    form, sent = ReadingForm(request.GET), None
    if request.method == "POST":
        sent = ApplyForm(request.POST)
        if form.is_valid() and sent.is_valid():
            order = order_of(request, path, form, sent.cleaned_data)
            if batches.action_of(order) in STEP_UP and (asked := stepup.ask(request)):
                return asked
            if batch := applied(request, order):
                return redirect("desk:batch", batch.pk)
    context = {"title": f"Preview: {path.name}", "form": form, "applying": sent}
    if form.is_valid():
        made = plan_in_child(path, form.cleaned_data["format"], form.asked())
        context |= shown(request, made, sent)
    return answer(request, "import_preview", context)


def answer(request, name, context):
    context = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, f"admin/jurisdictions/{name}.html", context)


def address(sha256, reading):
    where = reverse("desk:preview", args=[sha256])
    return f"{where}?{urlencode(reading)}"


def order_of(request, path, form, sent):
    return Order(
        *(path, form.cleaned_data["format"], form.asked(), request.user, sent["note"]),
        confirm=sent["number"],
        skip_invalid=sent["skip_invalid"],
        read=plan_in_child,
        seen=sent["seen"],
        as_drafts=True,
    )


def applied(request, order):
    """The batch that was made of it; None where a message says why not."""
    try:
        done = batches.apply(order)
    except (Refused, Rejected, Unreadable) as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done.message)
    return done.batch


# What is shown of a plan


def shown(request, made, sent):
    """One part of the difference, a page at a time, and what can be done with it."""
    found = rows_of(made)
    part = request.GET.get("part")
    if part not in PARTS:
        part = next((name for name in PARTS if found[name]), "new")
    page = Paginator(found[part], PER_PAGE).get_page(request.GET.get("page"))
    said = {name: text for name, text in request.GET.items() if name != "page"}
    applying = sent or ApplyForm(initial={"seen": made.fingerprint})
    applying.ask_only(made)
    return {
        "made": made,
        "encoding": ENCODINGS.get(made.table.encoding, ""),
        "delimiter": DELIMITERS.get(made.table.delimiter, "lines of text"),
        "parts": [
            (PARTS[name], len(found[name]), "?" + urlencode(said | {"part": name}))
            for name in PARTS
        ],
        "part": part,
        "page": page,
        "rows": [told(row) for row in page],
        "paging": urlencode(said | {"part": part}),
        "applying": applying,
        "offer": offer(made, said) if found["missing"] else None,
    }


def offer(made, said):
    """What goes on with a day on which the lines that a list lacks were removed."""
    if said["format"] != "list":
        return None
    left_out = ("remove_missing_on", "missing_that_stay", "part")
    kept = {name: text for name, text in said.items() if name not in left_out}
    return [*(kept | {"part": "changed"}).items()]


def rows_of(made):
    """{part: its rows}; a gazetteer's are places and no facts."""
    found = {name: getattr(made.diff, name, []) for name in PARTS}
    found["left"] = [each for each in made.diff.new if each.is_draft]
    if made.gazetteer:
        found |= {name: getattr(made.gazetteer, name) for name in ("new", "changed")}
    return found


def told(row):
    """What the screen says of one row of any part."""
    match row:
        case RowError():
            # What the command calls --list is a field of the form.
            column = row.column.removeprefix("--").replace("-", "_")
            message = row.message.replace("--column ", "under Columns, ")
            return {"error": row, "column": column, "message": message}
        case Change():
            reason = getattr(row, "reason", "")
            fields = [(name, *pair) for name, pair in row.fields.items()]
            return {"line": row.each.line.number, "fields": fields, "reason": reason}
        case Parsed():
            names = OF_A_LINE if isinstance(row.row, Listing) else row.line.cells
            return cells_of(row.line, names) | {"is_draft": row.is_draft}
        case Line():
            return cells_of(row, row.cells)
    return {"text": str(row)}


def cells_of(line, names):
    cells = [
        (name.replace("_", " "), text)
        for name in names
        if (text := line.cells.get(name))
        and name not in UNSAID
        and not name.endswith("_precision")
    ]
    return {"line": line.number, "cells": cells}
