"""Parts of pages for other sites: a card, the map, the lists as bars, a table."""

from django.shortcuts import render

from jurisdictions.filters import JurisdictionQuestion, MapQuestion, Question, pinned
from jurisdictions.summaries.detail import page_of
from jurisdictions.summaries.mapping import mapped
from jurisdictions.summaries.membership import cards
from jurisdictions.summaries.table import chips, table
from jurisdictions.summaries.withdrawals import withdrawals_of

from .detail import find
from .framing import embeddable, say
from .jurisdictions import draw

MOST_ROWS = 25
MOST_WITHDRAWALS = 2


def ask(request, kind):
    """(the question, None), or (the question, the refusal as a frame)."""
    data, problems = pinned(request.GET)
    question = request.question = kind(data)
    problems = problems + question.strict_problems
    if not problems:
        return question, None
    words = [f"{p.label or p.parameter}: {p.message}" for p in problems]
    return question, say(request, words, 400)


def frame(request, question, page):
    """What each frame says of itself: its page, its day, its edition."""
    pin = request.GET.get("v", "").strip()
    return {
        "question": question,
        "keep": question.keep,
        "page": page,
        "pinned": int(pin) if pin.isdecimal() else None,
        "edition": request.edition.edition,
    }


def back(path, question, **changes):
    query = question.query(page=None, **changes)
    return f"{path}{'?' if query else ''}{query}"


@embeddable
def card(request, state, slug=""):
    """One government: the first lines of its page, and the latest of each lane."""
    question, refused = ask(request, Question)
    if refused:
        return refused
    place, standing = find(state, slug, question)
    found = page_of(place, standing, day=question.day, moment=question.moment)
    withdrawn = withdrawals_of(place)
    context = {
        **frame(request, question, back(place.get_absolute_url(), question)),
        "jurisdiction": place,
        "subject": found,
        "lanes": [
            (f"What {found.named} says", found.says[:1], "statement"),
            ("What federal offices say", found.federal[:1], "finding or list line"),
            ("What courts say", found.courts[:1], "ruling or suit"),
        ],
        "withdrawn": withdrawn[:MOST_WITHDRAWALS],
        "more_withdrawn": len(withdrawn[MOST_WITHDRAWALS:]),
    }
    return render(request, "embed/card.html", context)


@embeddable
def map_frame(request):
    """The map and its legend; the same in words under it."""
    question, refused = ask(request, MapQuestion)
    if refused:
        return refused
    shown = mapped(question)
    context = {
        **frame(request, question, back("/map/", question)),
        "mapped": shown,
        "picture": draw(question, shown),
        "chips": chips(question),
    }
    return render(request, "embed/map.html", context)


@embeddable
def table_frame(request):
    """The first rows of the filtered list, and how many there are in all."""
    question, refused = ask(request, JurisdictionQuestion)
    if refused:
        return refused
    rows = question.answer().prefetch_related("lists")
    context = {
        **frame(request, question, back("/jurisdictions/", question)),
        "count": rows.count(),
        "rows": table(question, rows[:MOST_ROWS]),
        "chips": chips(question),
    }
    return render(request, "embed/table.html", context)


@embeddable
def chart_frame(request):
    """How many places each list holds, as bars that are a table as well."""
    question, refused = ask(request, Question)
    if refused:
        return refused
    found = cards(day=question.day, moment=question.moment)
    shown = [each for each in found if each.existed]
    most = max((each.on_it for each in shown), default=0) or 1
    context = {
        **frame(request, question, back("/lists/", question)),
        "bars": [(each, round(100 * each.on_it / most, 1)) for each in shown],
    }
    return render(request, "embed/chart.html", context)
