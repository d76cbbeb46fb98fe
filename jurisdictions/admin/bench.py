"""The bench: printed names that no rule decides, one after the other, by keys or
buttons; then the decisions, until a second person has put them on the site."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from jurisdictions import forms
from jurisdictions.choices import STATE_NAMES
from jurisdictions.doors import stepup
from jurisdictions.editorial import Refused
from jurisdictions.models import Event, Ledger, Listing, Place

from . import deciding, undecided
from .access import EDITABLE, SOMEONE_ELSE, may, may_read, may_read_all
from .candidates import offers

PER_PAGE, SHOWN = 50, 100
NONE_SUCH = "none"
METHODS = ("GET", "HEAD", "POST")
# Button -> what is said of the decisions that went through.
DONE = {
    "take_back": "wait for a decision again",
    "submit": "submitted for review",
    "approve": "approved",
    "ask_changes": "sent back",
    "publish": "published",
}


@dataclass(frozen=True)
class Decision:
    """A decided line, the place that it means, and by how many lines that is used."""

    row: Listing
    means: str
    lines: int
    is_own: bool


def page(request, name, **context):
    done = undecided.decided(request).count()
    progress = {"done": done, "all": done + undecided.waiting(request).count()}
    common = admin.site.each_context(request) | {"progress": progress}
    template = f"admin/jurisdictions/{name}.html"
    return TemplateResponse(request, template, common | context)


# The list


@require_http_methods(METHODS)
def bench(request):
    """All that waits, and what is decided and not on the site yet."""
    if not may_read(request):
        raise PermissionDenied
    if request.method == "POST":
        return step(request)
    waiting = Paginator(undecided.waiting(request), PER_PAGE)
    decided = undecided.decided(request)
    return page(
        request,
        "bench",
        title="Names to match",
        page=waiting.get_page(request.GET.get("page")),
        drafts=told(request, "drafts", decided.filter(state__in=EDITABLE)),
        in_review=told(request, "in_review", decided.exclude(state__in=EDITABLE)),
        last=undecided.last_decision(request),
        may_submit=may(request, "submit", request.user),
        may_approve=may(request, "approve", SOMEONE_ELSE),
        may_publish=may(request, "publish_batch"),
    )


def told(request, part, rows):
    """A page of decisions, with their places by the gazetteer's names."""
    shown = Paginator(rows, SHOWN).get_page(request.GET.get(part))
    rows = [*shown]
    used = undecided.uses(request) if rows else {}
    means = names_of(rows)
    shown.object_list = [
        Decision(
            row,
            means.get(row.jurisdiction_id, ""),
            used[undecided.scope_of(row), row.jurisdiction_id],
            request.user.pk in (row.author_id, row.said_by),
        )
        for row in rows
    ]
    return shown


def names_of(rows):
    """{jurisdiction's key: its name in the gazetteer} of matched lines."""
    known = {row.jurisdiction for row in rows} - {None}
    places = Place.objects.in_bulk([each.geoid for each in known])
    return {each.pk: str(places.get(each.geoid, each)) for each in known}


def step(request):
    """A button of the list: undo, or one step for all decisions that are ticked."""
    do = request.POST.get("do", "")
    if do == "undo":
        return undo(request)
    if do not in DONE:
        raise Http404
    if do == "publish" and (asked := stepup.ask(request)):
        return asked
    with transaction.atomic():
        Ledger.objects.lock()
        decisions = undecided.decided(request)
        decisions = {str(row.said_in): row for row in decisions}
        form = forms.TickedForm(request.POST, decisions=decisions)
        if form.is_valid():
            take(request, do, **form.cleaned_data)
        else:
            complain(request, form)
    return redirect("desk:bench")


def take(request, do, *, ticked, note):
    """One step for each, or for publication one for all; says what came of it."""
    said = {"note": note} if do == "ask_changes" else {}
    groups = [[*ticked]] if do == "publish" else [[row] for row in ticked]
    taken = getattr(deciding, do)
    done = sum(len(group) for group in groups if went(request, taken, group, **said))
    if done:
        verb = f"{done} decision{'s' if done > 1 else ''}"
        messages.success(request, f"{verb}: {DONE[do]}.")


def went(request, taken, rows, **said):
    """Whether the step was not refused."""
    try:
        taken(rows, by=request.user, **said)
    except Refused as refusal:
        names = ", ".join(f"“{row}”" for row in rows[:3])
        messages.error(request, f"{names}: {refusal}")
        return False
    return True


def complain(request, form):
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))


@transaction.atomic
def undo(request):
    """Take back this person's newest decision, and show its line."""
    Ledger.objects.lock()
    row = undecided.last_decision(request)
    if row is None:
        messages.error(request, "You have no decision that is not submitted yet.")
        return redirect("desk:bench")
    if went(request, deciding.take_back, [row]):
        messages.success(request, f"“{row}” waits for a decision again.")
    row.refresh_from_db()
    waits = row.pk if row.state in EDITABLE else row.revises_id
    return redirect("desk:bench_line", waits)


# One line


@require_http_methods(METHODS)
def bench_line(request, pk):
    """One name beside what it may mean; a key or button decides it."""
    if not may_read(request):
        raise PermissionDenied
    line = readable(request, pk)
    if request.method == "POST":
        return decide(request, line)
    if not undecided.waiting(request).filter(pk=pk).exists():
        messages.info(request, overtaken(line))
        return redirect("desk:bench")
    title = f"Which place is “{line}”?"
    return page(request, "bench_line", title=title, **beside(request, line))


def beside(request, line):
    """What a person looks at to decide a line."""
    others = undecided.same_name(request, line)
    offered, why = offers(line, others)
    postal, level, _ = undecided.key_of(line)
    return {
        "line": line,
        "around": undecided.neighbours(request, line),
        "state": STATE_NAMES.get(postal, ""),
        "offers": offered,
        "why": why,
        "others": others,
        "is_remembered": bool(level),
        "following": undecided.following(request, line),
        "last": undecided.last_decision(request),
        "form": forms.DecisionForm(initial={"seen": forms.fingerprint(line)}),
        "may_decide": may(
            request, "draft" if line.published_at else "edit", line.author
        ),
    }


def readable(request, pk):
    line = Listing.objects.select_related("list", "source", "author").filter(pk=pk)
    line = line.first()
    if line is None:
        raise Http404
    if not (line.published_at or may_read_all(request)) and line.author != request.user:
        raise Http404
    return line


def decide(request, line):
    """Take the decision, unless somebody was faster, and go on to the next line."""
    form = forms.DecisionForm(request.POST)
    if not form.is_valid():
        complain(request, form)
        return redirect("desk:bench_line", line.pk)
    offered, _ = offers(line, undecided.same_name(request, line))
    chosen = {each.geoid: each for each in offered} | {NONE_SUCH: None}
    choice = form.cleaned_data["choice"]
    if choice not in chosen:
        messages.error(request, f"“{choice}” is not on offer here.")
        return redirect("desk:bench_line", line.pk)
    said = {name: form.cleaned_data[name] for name in ("seen", "why")}
    return settle(request, line, chosen[choice], **said)


@transaction.atomic
def settle(request, line, choice, *, seen, why):
    # All writers queue there, so nobody comes between this check and the step.
    Ledger.objects.lock()
    following = undecided.following(request, line)
    now = undecided.waiting(request).filter(pk=line.pk).first()
    if now is None or forms.fingerprint(now) != seen:
        messages.error(request, f"{overtaken(line)} Nothing was overwritten.")
    elif went(request, deciding.decide, [now], choice=choice, why=why):
        means = f"{choice.name} ({choice.geoid})" if choice else "no such place"
        messages.success(request, f"“{line}”: {means}.")
    else:
        following = line.pk
    if following is None:
        return redirect("desk:bench")
    return redirect("desk:bench_line", following)


def overtaken(line):
    kind = line._meta.model_name
    last = Event.objects.filter(kind=kind, claim=str(line.claim)).last()
    who = f" by {last.actor_name}" if last else ""
    return f"“{line}” was decided or changed meanwhile{who}."
