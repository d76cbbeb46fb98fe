from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jurisdictions.exports.columns import DOCUMENT_COLUMNS
from jurisdictions.filters import Question
from jurisdictions.models import Source, SourceCheck
from jurisdictions.models.checks import check_words
from jurisdictions.summaries.record import record_page
from jurisdictions.summaries.revisions import history
from jurisdictions.summaries.sources import CitedBy

from .answers import Table, as_file, page_of
from .errors import gone


@require_safe
def source_list(request, form="html"):
    """Every source of the record, by publisher and title."""
    question = request.question = Question(request.GET).in_form(form)
    rows = Source.objects.as_of(question.moment)
    rows = rows.none() if question.problems else rows
    rows = rows.order_by("publisher", "title", "slug")
    if form != "html":
        table = Table(rows, DOCUMENT_COLUMNS, "Sources", "sources")
        return as_file(request, question, form, table)
    page, is_past = page_of(question, rows)
    context = {"question": question, "page": page, "past_the_end": is_past}
    return render(request, "sources/source_list.html", context)


@require_safe
def source_detail(request, slug):
    """One source: what it is, how much of it was read, and what rests on it."""
    question = request.question = Question(request.GET)
    rows, known = history(Source, moment=question.moment, slug=slug)
    if not rows:
        raise Http404("No such source.")
    if known and known[-1].is_tombstone:
        return gone(request, known[-1], f"The source “{rows[-1]}”")
    context = {"question": question, "name": str((known or rows)[-1])}
    if known and not question.problems:
        asked = {"day": question.day, "moment": question.moment}
        cited = CitedBy(known[-1].claim, **asked)
        context["page"], context["past_the_end"] = page_of(question, cited)
        context["subject"] = record_page(known, **asked)
        context["answers"] = _answers(known[-1], question.moment)
    return render(request, "sources/source_detail.html", context)


def _answers(source, moment):
    """Whether its address still answered, in words, as known at the moment."""
    checks = SourceCheck.objects.latest_for([source.claim], moment)
    return check_words(source, checks.get(source.claim), moment or timezone.now())
