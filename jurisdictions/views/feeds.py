"""The changes to be followed: all, those of a place or list, or of any filter."""

import hashlib
import uuid

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from jurisdictions.choices import ChangeKind
from jurisdictions.days import ap_day
from jurisdictions.exports.feeds import Atom, Head, atom, json_feed
from jurisdictions.filters import ChangeQuestion
from jurisdictions.models import GovernmentList, Jurisdiction
from jurisdictions.summaries.changes import selection

from .answers import page_of, past_the_end, refusal

ALL = "/changes/"
PLURALS = {
    ChangeKind.NEW: "new facts",
    ChangeKind.UPDATE: "updates",
    ChangeKind.CORRECTION: "corrections",
    ChangeKind.MINOR: "minor changes",
    ChangeKind.WITHDRAWAL: "withdrawals",
}


@require_safe
def change_feed(request, form):
    """What the changes page shows for the same filters, a first load row by row."""
    return _answer(request, form, ChangeQuestion(request.GET), ALL)


@require_safe
def jurisdiction_feed(request, form, state, slug=""):
    """The changes about one jurisdiction."""
    places = Jurisdiction.objects.on_the_site()
    place = get_object_or_404(places, state=state.upper(), slug=slug)
    question = _with(request, "jurisdiction", place.path)
    page = f"{place.get_absolute_url()}history/"
    return _answer(request, form, question, page, bound="jurisdiction")


@require_safe
def list_feed(request, form, slug):
    """The changes of one list: itself, its lines and its grounds."""
    if not GovernmentList.objects.published().filter(slug=slug).exists():
        raise Http404("No such list.")
    question = _with(request, "list", slug)
    return _answer(request, form, question, f"/lists/{slug}/", bound="list")


def _with(request, name, value):
    """The question with what the address says; whoever contradicts it is told so."""
    asked = request.GET.copy()
    asked.appendlist(name, value)
    return ChangeQuestion(asked)


def _answer(request, form, question, about, bound=""):
    if question.strict_problems:
        return refusal(question.strict_problems)
    found = selection(question, fold_loads=False)
    page, is_past = page_of(question, found)
    if is_past:
        return refusal([past_the_end(question, page)])
    head = _head(request, question, page, about, bound)
    if form == "json":
        feed = json_feed(head, [*page])
        answer = JsonResponse(feed, content_type="application/feed+json")
    else:
        answer = HttpResponse(atom(head, [*page]), content_type=Atom.content_type)
    # Most of what is published is about others: those who ask again get 304.
    answer.digest = hashlib.sha256(answer.content).hexdigest()[:32]
    return answer


def _head(request, question, page, about, bound):
    path, site = request.path, settings.SITE_URL
    query = _query(question, bound)
    following = _query(question, bound, page.number + 1) if page.has_next() else ""
    return Head(
        # One feed in both forms, whatever its page and the address of the site.
        id=uuid.uuid5(request.edition.record_id, f"{about}{query}").urn,
        title=title(question, page.paginator.object_list.places),
        page=f"{site}{about}{query if about == ALL else ''}",
        own=f"{site}{path}{_query(question, bound, question.page_number)}",
        site=site,
        following=following and f"{site}{path}{following}",
    )


def _query(question, bound, page=1):
    """What was asked, in one order, without what the address says itself."""
    pairs = [
        (name, value)
        for name, values in sorted(question.known().lists())
        for value in sorted(values)
        if name not in (bound, "page")
    ]
    pairs += [("page", page)] if page > 1 else []
    return f"?{urlencode(pairs)}" if pairs else ""


def title(question, places):
    """“Corrections about Cook County, Illinois, published since Aug. 5, 2025”."""
    kinds = [PLURALS[kind] for kind in question.value("kind") or ()]
    words = " or ".join(kinds) or "changes"
    if question.list_title:
        words += f" of the list “{question.list_title}”"
    if places is not None:
        names = [place.full for place in places.values()]
        asked = question.value("jurisdiction")
        words += f" about {names[0] if len(names) == 1 else f'“{asked}”'}"
    elif not question.list_title:
        words += " of the record"
    if since := question.value("since"):
        words += f", published since {ap_day(since)}"
    return words[0].upper() + words[1:]
