"""A draft as readers would see it: its page, its line of the list, its line of news."""

from operator import attrgetter

from django.http import QueryDict
from django.shortcuts import render

from jurisdictions.filters import JurisdictionQuestion, Question
from jurisdictions.models import Standing
from jurisdictions.summaries.changes import entries
from jurisdictions.summaries.detail import page_of, relations_of
from jurisdictions.summaries.record import record_page
from jurisdictions.summaries.revisions import WORDS, Key, history, keys
from jurisdictions.summaries.table import table


def preview(request, row, jurisdiction_path):
    """The answer for a row that is live at this moment; ask it in a rehearsal."""
    question = Question(request.GET)
    context = {"question": question, "row": row, **news(row, question.day)}
    place = jurisdiction_path and attrgetter(jurisdiction_path.replace("__", "."))(row)
    if place:
        context |= of_place(place, question)
    else:
        context |= of_record(row, question)
    response = render(request, "admin/jurisdictions/preview.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def news(row, day):
    """Its entry in the changes, which are also the feed."""
    key = Key(*keys([type(row).objects.filter(pk=row.pk)])[0])
    return {"entry": entries([key], day=day)[0]}


def of_place(place, question):
    standings = Standing.objects.at(on=question.day).filter(jurisdiction=place)
    standings = standings.select_related("jurisdiction__same_government_as")
    standing = standings.prefetch_related("lists").first()
    asked = JurisdictionQuestion(QueryDict())
    return {
        "page": "jurisdictions/jurisdiction_detail.html",
        "jurisdiction": place,
        "subject": page_of(place, standing, day=question.day),
        "relations": relations_of(place),
        "rows": table(asked, [standing]) if standing else [],
    }


def of_record(row, question):
    rows, _ = history(type(row), claim=row.claim)
    return {
        "page": "records/record.html",
        "subject": record_page(rows, day=question.day),
        "word": WORDS[row._meta.model_name],
    }
