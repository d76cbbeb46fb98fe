"""A page as a reference manager wants it: asked by its own address, never another's.

The page is answered here as it would be there. So its title is its own, and what is
no page, or cannot be read, has no citation.
"""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from jurisdictions.exports.citing import bibtex, cff, edition_of, ris
from jurisdictions.filters import CitationQuestion, Question

from .answers import refusal
from .inside import NotCitable, cited_page, ours, require_edition

FORMATS = {
    "bib": (bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (ris, "application/x-research-info-systems; charset=utf-8"),
}


@require_safe
def citation(request, form):
    """The page at `url` on the day and at the moment asked for, as one reference."""
    question = request.question = CitationQuestion(request.GET)
    if question.strict_problems:
        return refusal(question.strict_problems)
    url = question.value("url") or ""
    try:
        _, found = cited_page(request, *ours(url, question), url)
        require_edition(question.value("edition"), found)
    except NotCitable as refused:
        return refusal([refused.args[0]])
    written, content_type = FORMATS[form]
    return _attached(written(found), content_type, f"citation.{form}")


@require_safe
def citation_cff(request):
    """CITATION.cff of the record, in the edition of the moment asked for."""
    question = request.question = Question(request.GET)
    if question.strict_problems:
        return refusal(question.strict_problems)
    text = cff(*edition_of(question, request.edition))
    return _attached(text, "text/plain; charset=utf-8", "CITATION.cff")


def _attached(text, content_type, name):
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=content_type, headers=disposition)
