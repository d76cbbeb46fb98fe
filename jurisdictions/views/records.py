from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jurisdictions.filters import Question
from jurisdictions.summaries.record import record_page
from jurisdictions.summaries.revisions import MODELS, WORDS, history

from .errors import gone


@require_safe
def record_detail(request, kind, claim):
    """One fact at its permanent address: what it says and every version of it."""
    question = request.question = Question(request.GET)
    if kind not in MODELS:
        raise Http404("No such kind of record.")
    rows, known = history(MODELS[kind], moment=question.moment, claim=claim)
    if not rows:
        raise Http404("No such record.")
    if known and known[-1].is_tombstone:
        return gone(request, known[-1], f"This {WORDS[kind]}")
    context = {"question": question, "word": WORDS[kind]}
    if known and not question.problems:
        asked = {"day": question.day, "moment": question.moment}
        context["subject"] = record_page(known, **asked)
    return render(request, "records/record.html", context)
