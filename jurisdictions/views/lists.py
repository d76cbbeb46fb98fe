from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jurisdictions.exports.columns import LINE_COLUMNS, as_dict
from jurisdictions.filters import ListQuestion, Question
from jurisdictions.models import GovernmentList
from jurisdictions.summaries.july import SLUG as JULY
from jurisdictions.summaries.july import july_page
from jurisdictions.summaries.lists import list_page
from jurisdictions.summaries.membership import (
    all_lines,
    annotations,
    cards,
    open_lines,
)
from jurisdictions.summaries.revisions import history

from .answers import Table, as_file
from .errors import gone
from .framing import CHART, TABLE, offer


@require_safe
def list_index(request):
    """Every list, with how many lines were on it on the day."""
    question = request.question = Question(request.GET)
    found = [] if question.problems else cards(day=question.day, moment=question.moment)
    title = "Places on each government list"
    context = {
        "question": question,
        "cards": found,
        "embed": offer(request, question, "/embed/lists/", title, CHART),
    }
    return render(request, "lists/list_index.html", context)


@require_safe
def list_detail(request, slug, form="html"):
    """One list whole, in the order of the document; 410 once it is withdrawn."""
    question = request.question = ListQuestion(request.GET).in_form(form)
    rows, known = history(GovernmentList, moment=question.moment, slug=slug)
    if not rows:
        raise Http404("No such list.")
    row = known[-1] if known else None
    if row and row.is_tombstone:
        return gone(request, row, f"The list “{row.short_title}”")
    name = (known or rows)[-1].short_title
    if form != "html":
        table = _table(question, slug, row, name, with_notes=form == "json")
        return as_file(request, question, form, table)
    of_list = {"list": [slug], "lines": None}
    context = {
        "question": question,
        "slug": slug,
        "name": name,
        "embed": offer(
            request, question, "/embed/jurisdictions/", name, TABLE, **of_list
        ),
    }
    if row and not question.problems:
        asked = {"day": question.day, "moment": question.moment}
        context["subject"] = list_page(row, **asked)
        if slug == JULY:
            context["story"] = july_page(context["subject"], **asked)
    template = "lists/july_2017.html" if slug == JULY else "lists/list_detail.html"
    return render(request, template, context)


def _table(question, slug, row, name, *, with_notes):
    """The lines about places that were on it on the day, or all that ever were."""
    asked = {"day": question.day, "moment": question.moment}
    find = all_lines if question.value("lines") == "all" else open_lines
    extra = {}
    if with_notes and not question.problems:
        # Where all lines are asked for, the annotations stand among them.
        apart = annotations(slug, **asked) if find is open_lines else ()
        notes = [as_dict(each, LINE_COLUMNS) for each in apart]
        extra = {"list": row and _about(row, question.day), "annotations": notes}
    return Table(find(slug, **asked), LINE_COLUMNS, name, slug, extra)


def _about(row, day):
    """What JSON says of the list itself."""
    return {
        "slug": row.slug,
        "title": row.title,
        "issuer": row.issuer,
        "published_on": row.on and row.on.iso,
        "published_precision": row.on and row.on.precision,
        "existed": bool(row.on and row.on.start <= day),
        "withdrawn_on": row.withdrawn and row.withdrawn.iso,
        "withdrawn_precision": row.withdrawn and row.withdrawn.precision,
        "is_complete": row.is_complete,
        "completeness": row.completeness,
        "url": row.get_absolute_url(),
    }
