from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..exports.columns import JURISDICTION_COLUMNS
from ..filters import SORTS, JurisdictionQuestion
from ..summaries.facets import facets
from ..summaries.table import chips, notices, table, ways_out
from .answers import csv_file, json_list, page_of

# Filters without a control in the form; a question keeps them as it is sent again.
HELD = ("removed", "latest_grant_status", "on", "as_of", "by")


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
        **form_context(question, found),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "past_the_end": past_the_end,
        "rows": table(question, page),
        "notices": notices(question, found),
        "ways_out": [] if found.total or question.problems else ways_out(question),
        "heads": heads(question),
        "query": question.query(page=None),
    }
    return render(request, "jurisdictions/jurisdiction_list.html", context)


def form_context(question, found):
    """What the filter form and the line above the results need."""
    kept = {name: question.given.getlist(name) for name in HELD}
    return {
        "question": question,
        "found": found,
        "chips": chips(question),
        "clear": f"?{question.query(page=None, **dict.fromkeys(question.active))}",
        "hidden": [(name, value) for name, values in kept.items() for value in values],
        "sorts": [(code, label) for code, (label, _) in SORTS.items()],
        "sort": question.value("sort") or "name",
    }


def heads(question):
    """{column: (address that sorts by it, its aria-sort)}."""
    now = question.value("sort") or "name"
    offers = {
        "name": ("name",),
        "position": ("-position_on",),
        "finding": ("-finding_on",),
        "amount": ("-amount", "amount"),
    }
    found = {}
    for column, codes in offers.items():
        following = next((code for code in codes if code != now), codes[0])
        state = "descending" if now.startswith("-") else "ascending"
        found[column] = {
            "address": f"?{question.query(page=None, sort=[following])}",
            "state": state if now in codes else "",
        }
    return found
