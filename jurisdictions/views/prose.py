from django.conf import settings
from django.http import QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jurisdictions.choices import PLAIN_CONFIDENCE, Confidence
from jurisdictions.exports.change_columns import CHANGE_COLUMNS
from jurisdictions.exports.columns import (
    AWARD_COLUMNS,
    DOCUMENT_COLUMNS,
    JURISDICTION_COLUMNS,
    LINE_COLUMNS,
    STATEMENT_COLUMNS,
)
from jurisdictions.exports.difference_columns import DIFFERENCE_COLUMNS
from jurisdictions.exports.risk_columns import risk_columns
from jurisdictions.exports.shelf import packages
from jurisdictions.filters import ChangeQuestion, JurisdictionQuestion, Question
from jurisdictions.filters.exposure import Exposure
from jurisdictions.models import GovernmentList
from jurisdictions.summaries.definitions import ABBREVIATIONS, ABSENCES, glossaries
from jurisdictions.summaries.exposure import definition
from jurisdictions.summaries.reading import readings

from .answers import PER_PAGE

ROW_COLUMNS = (*JURISDICTION_COLUMNS, *risk_columns(Exposure(day=None)))
DICTIONARY = (
    (
        "jurisdictions",
        "A row of /jurisdictions",
        ROW_COLUMNS,
    ),
    ("lines", "A line of /lists/…", LINE_COLUMNS),
    ("statements", "A statement of /jurisdictions/…", STATEMENT_COLUMNS),
    ("awards", "An award of /jurisdictions/….json", AWARD_COLUMNS),
    ("sources", "A row of /sources", DOCUMENT_COLUMNS),
    ("differences", "A row of /diff", DIFFERENCE_COLUMNS),
    ("changes", "A row of /changes", CHANGE_COLUMNS),
)


@require_safe
def methodology(request):
    """What is recorded here, how it is published, and what has not been read twice."""
    question = request.question = Question(request.GET)
    found = [] if question.problems else readings(moment=question.moment)
    context = {
        "question": question,
        "readings": found,
        "published": sum(each.published for each in found),
        "unread": sum(each.unread for each in found),
        "first_load": sum(each.first_load for each in found),
        "undecided": sum(each.undecided for each in found),
        "definition": definition(),
        "glossaries": glossaries(),
        "absences": ABSENCES,
        "abbreviations": ABBREVIATIONS,
        "plain_confidence": [Confidence(code).label for code in PLAIN_CONFIDENCE],
    }
    return render(request, "pages/methodology.html", context)


@require_safe
def data(request):
    """What can be downloaded, how it may be asked, and what each column says."""
    question = request.question = Question(request.GET)
    lists = GovernmentList.objects.as_of(question.moment).order_by("-on_first", "slug")
    nothing = QueryDict()
    context = {
        "question": question,
        "lists": lists,
        "parameters": [*_parameters(JurisdictionQuestion(nothing))],
        "change_parameters": [*_parameters(ChangeQuestion(nothing))],
        "dictionary": DICTIONARY,
        "per_page": PER_PAGE,
        "packages": packages(),
    }
    return render(request, "pages/data.html", context)


def _parameters(question):
    """(name, label, codes that may be given, whether several may) of each filter."""
    for name, found in question.filters.items():
        codes = [code for code, _ in found.extra.get("choices", ())]
        yield name, found.label, codes, hasattr(found, "condition")


@require_safe
def about(request):
    """Who is behind it, and how to say that something is wrong."""
    question = request.question = Question(request.GET)
    context = {"question": question, "email": settings.CONTACT_EMAIL}
    return render(request, "pages/about.html", context)
