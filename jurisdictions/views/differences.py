from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jurisdictions.exports.columns import as_dict
from jurisdictions.exports.difference_columns import DIFFERENCE_COLUMNS, pairs
from jurisdictions.filters import DiffQuestion, Problem
from jurisdictions.filters.differences import KNOWN
from jurisdictions.summaries.differences import between_days, between_lists
from jurisdictions.summaries.table import chips

from .answers import Table, as_file, frame, refusal

NOTHING_ASKED = Problem(
    "from", "", "Give two days, “from” and “to,” or two lists, “a” and “b.”"
)
PLACE = DIFFERENCE_COLUMNS[:4]
FIELD = DIFFERENCE_COLUMNS[4:]


@require_safe
def diff(request, form="html"):
    """What differs between two days or two lists, with reasons and sources."""
    question = request.question = DiffQuestion(request.GET).in_form(form)
    if form != "html" and question.strict_problems:
        return refusal(question.strict_problems)
    found = None if question.problems else _compared(question)
    if form == "html":
        context = {
            "question": question,
            "found": found,
            "lists": question.filters["a"].extra["choices"],
            "chips": chips(question),
            "clocks": [
                (name, question.given[name])
                for name in (*KNOWN, "as_of")
                if name in question.given
            ],
            "kept": [*question.common.lists()],
            "query": question.query(page=None),
        }
        return render(request, "jurisdictions/diff.html", context)
    if found is None:
        return refusal([NOTHING_ASKED])
    if form == "json":
        return JsonResponse(_as_json(request, question, found))
    table = Table([*pairs(found.rows)], DIFFERENCE_COLUMNS, _title(question), "diff")
    return as_file(request, question, form, table)


def _title(question):
    if not question.asks_lists:
        return "What changed between two days"
    lists = (question.label(name, question.value(name)) for name in ("a", "b"))
    return "Two lists compared: {} and {}".format(*lists)


def _compared(question):
    if question.asks_lists:
        return between_lists(question)
    return between_days(question) if question.asks_days else None


def _as_json(request, question, found):
    before, after = question.sides
    days = {
        "from": before.day.isoformat(),
        "to": after.day.isoformat(),
        "known_from": before.moment and before.moment.isoformat(),
        "known_to": after.moment and after.moment.isoformat(),
    }
    lists = {name: question.value(name) for name in ("a", "b")}
    return {
        "count": len(found.rows),
        "next": None,
        "previous": None,
        **frame(request, question),
        **(lists if question.asks_lists else {**days, "on": None}),
        "counts": found.counts,
        "results": [
            {
                **as_dict((row, None), PLACE),
                "differences": [as_dict((row, told), FIELD) for told in row.told],
            }
            for row in found.rows
        ],
    }
