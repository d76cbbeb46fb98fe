from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jurisdictions.choices import STATE_NAMES
from jurisdictions.exports.columns import (
    AWARD_COLUMNS,
    JURISDICTION_COLUMNS,
    STATEMENT_COLUMNS,
    as_dict,
)
from jurisdictions.exports.risk_columns import assessment_as_dict
from jurisdictions.filters import Question, RiskQuestion
from jurisdictions.models import Jurisdiction, Standing
from jurisdictions.summaries.detail import page_of, relations_of
from jurisdictions.summaries.exposure import explain
from jurisdictions.summaries.history import history_of

from .answers import Table, as_file, frame, refusal, unreadable
from .framing import CARD, offer


def find(state, slug, question):
    """(the jurisdiction, its standing or None); one query where there is one.

    The standing counts those of its state that are on record as `inside`.
    """
    asked = {"state": state.upper(), "slug": slug}
    rows = Standing.objects.at(on=question.day, as_of=question.moment)
    inside = rows.filter(state=OuterRef("state")).values("state")
    standing = (
        rows.select_related("jurisdiction__same_government_as")
        .filter(**{f"jurisdiction__{name}": value for name, value in asked.items()})
        .annotate(inside=Subquery(inside.annotate(number=Count("pk")).values("number")))
        .first()
    )
    if standing:
        return standing.jurisdiction, standing
    places = Jurisdiction.objects.on_the_site().select_related("same_government_as")
    return get_object_or_404(places, **asked), None


@require_safe
def jurisdiction_detail(request, state, slug="", form="html"):
    """What one government says, what federal offices and courts say, and its grants."""
    question = request.question = RiskQuestion(request.GET).in_form(form)
    if form != "html" and question.strict_problems:
        return refusal(question.strict_problems)
    try:
        jurisdiction, standing = find(state, slug, question)
    except Http404:
        if slug or state.upper() not in STATE_NAMES or form != "html":
            raise
        return _state_without_record(request, question, state.upper())
    if question.problems:
        return unreadable(request, question, name_of(jurisdiction, standing))
    page = page_of(jurisdiction, standing, day=question.day, moment=question.moment)
    if form != "html":
        return _in_form(request, question, page, form)
    context = {
        "question": question,
        "jurisdiction": jurisdiction,
        "subject": page,
        "risk": standing and explain(question, standing, page.words),
        "relations": relations_of(jurisdiction),
        "inside": standing.inside if standing and not slug else None,
        "embed": offer(request, question, f"/embed{request.path}", page.name, CARD),
    }
    return render(request, "jurisdictions/jurisdiction_detail.html", context)


def _in_form(request, question, page, form):
    if form == "json":
        return JsonResponse(_as_json(request, question, page))
    title, file = f"Statements on {page.name}", page.jurisdiction.path.replace("/", "-")
    table = Table(page.statements, STATEMENT_COLUMNS, title, file)
    return as_file(request, question, form, table)


@require_safe
def jurisdiction_risk(request, state, slug=""):
    """The assessment of grant risk, factor by factor, with its records, as JSON."""
    question = request.question = RiskQuestion(request.GET)
    if question.strict_problems:
        return refusal(question.strict_problems)
    jurisdiction, standing = find(state, slug, question)
    found = standing and explain(question, standing)
    return JsonResponse(
        {
            **frame(request, question),
            "id": jurisdiction.path,
            "assessment": found and assessment_as_dict(found, question.exposure),
        }
    )


@require_safe
def jurisdiction_history(request, state, slug=""):
    """Every revision that was ever public, newest first, with what changed and why."""
    question = request.question = Question(request.GET)
    jurisdiction, standing = find(state, slug, question)
    name = name_of(jurisdiction, standing)
    if question.problems:
        return unreadable(request, question, f"History of {name}")
    context = {
        "question": question,
        "jurisdiction": jurisdiction,
        "name": name,
        "history": history_of(jurisdiction, moment=question.moment),
    }
    return render(request, "jurisdictions/history.html", context)


def name_of(jurisdiction, standing):
    return standing.name if standing else jurisdiction.path


def _state_without_record(request, question, postal):
    """A state whose own government is not in the record, though places in it may be."""
    rows = (
        Standing.objects.at(on=question.day, as_of=question.moment)
        .filter(state=postal)
        .select_related("jurisdiction")
        .order_by("name")
    )
    context = {
        "question": question,
        "postal": postal,
        "name": STATE_NAMES[postal],
        "rows": rows,
    }
    return render(request, "jurisdictions/state.html", context)


def _as_json(request, question, page):
    """One jurisdiction whole: its columns, names, lanes and awards."""
    standing = page.standing
    return {
        **frame(request, question),
        "id": page.jurisdiction.path,
        "standing": standing and as_dict(standing, JURISDICTION_COLUMNS),
        "names": [{"text": n.text, "role": n.role} for n in page.names],
        "statements": [as_dict(s, STATEMENT_COLUMNS) for s in page.statements],
        "awards": [as_dict(line, AWARD_COLUMNS) for line in page.awards],
    }
