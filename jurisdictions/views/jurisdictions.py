from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..exports.columns import JURISDICTION_COLUMNS
from ..filters import JurisdictionQuestion
from ..summaries.facets import facets
from .answers import csv_file, json_list, page_of


@require_safe
def jurisdiction_list(request, form="html"):
    """The filterable table. What cannot be read shows its message and no rows."""
    question = request.question = JurisdictionQuestion(request.GET)
    rows = question.answer().prefetch_related("lists")
    if form == "json":
        return json_list(request, question, rows, JURISDICTION_COLUMNS)
    if form == "csv":
        return csv_file(request, question, rows, JURISDICTION_COLUMNS, "jurisdictions")
    found = facets(question)
    page, past_the_end = page_of(question, rows, found.total)
    context = {
        "question": question,
        "facets": found.facets,
        "total": found.total,
        "page": page,
        "past_the_end": past_the_end,
        "chips": chips(question),
    }
    return render(request, "jurisdictions/jurisdiction_list.html", context)


def chips(question):
    """[(label, address without it)] of the filters in use."""
    found = []
    for name, values in question.active.items():
        asked = question.filters[name]
        labels = {code.lower(): label for code, label in asked.extra.get("choices", ())}
        for value in values:
            label = labels.get(value.lower(), value)
            left = [other for other in values if other != value]
            query = question.query(**{name: left, "page": None})
            found.append((f"{asked.label}: {label}", f"?{query}"))
    return found
