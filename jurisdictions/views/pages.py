from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from jurisdictions.filters import (
    HomeQuestion,
    JurisdictionQuestion,
    MapQuestion,
    Question,
    SearchQuestion,
)
from jurisdictions.summaries import home as summary
from jurisdictions.summaries.mapping import mapped
from jurisdictions.summaries.search import bearers, namesakes, search

from .answers import unreadable
from .jurisdictions import dimensions, draw


@require_safe
def home(request):
    """One sentence from the record, four figures, the map, the newest events."""
    question = request.question = HomeQuestion(request.GET)
    if question.problems:
        return unreadable(request, question, "Jurisdictions Under Review")
    # The map's question, without what is no filter of it.
    asked = MapQuestion(question.known(), today=question.today)
    found = summary.counts(asked)
    shown = mapped(asked, everything=False)
    figures = summary.figures(asked, found, linker(question))
    context = {
        "question": question,
        "sentences": summary.headline(asked, found),
        "figures": figures if found.everything else [],
        "mapped": shown,
        "picture": draw(asked, shown),
        "dimensions": dimensions(question),
        "others": found.everything - len(shown.spots),
        "latest": summary.latest(asked),
        "query": question.query(page=None),
    }
    return render(request, "jurisdictions/home.html", context)


def linker(question):
    """`link(path, **filters)`: an address that keeps the day of the question."""

    def link(path, **filters):
        clocks = question.query(page=None, by=None)
        query = "&".join(filter(None, [urlencode(filters, doseq=True), clocks]))
        return f"{path}?{query}" if query else path

    return link


@require_safe
def search_page(request):
    """Jurisdictions first, the very name before others; then lists and sources."""
    question = request.question = SearchQuestion(request.GET)
    text = question.value("q") or ""
    context = {"question": question, "text": text, "hits": None}
    if text and not question.problems:
        asked = JurisdictionQuestion(question.known(), today=question.today)
        context["hits"] = search(asked, text)
        context["query"] = question.query(page=None)
    return render(request, "jurisdictions/search.html", context)


@require_safe
def choose(request, name):
    """Where one word of an address is the name of several places, all of them."""
    question = request.question = Question(request.GET)
    asked = JurisdictionQuestion(question.readable(), today=question.today)
    text = name.replace("-", " ")
    found, places = bearers(asked, text), namesakes(text)
    if not found:
        raise Http404("No jurisdiction has this name.")
    if len(found) == 1 and not places and not question.problems:
        return redirect(found[0].jurisdiction.get_absolute_url() + question.keep)
    context = {
        "question": question,
        "name": text.title(),
        "exact": found,
        "places": places,
    }
    return render(request, "jurisdictions/choose.html", context)
