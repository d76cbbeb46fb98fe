"""A page as a reference manager wants it: asked by its own address, never another's.

The page is answered here as it would be there. So its title is its own, and what is
no page, or cannot be read, has no citation.
"""

import html
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.views.decorators.http import require_safe

from jurisdictions.exports.citing import (
    CLOCK,
    SITE,
    bibtex,
    cff,
    cited,
    edition_of,
    ris,
)
from jurisdictions.filters import CitationQuestion, Problem, Question

from .answers import refusal

TITLE = re.compile(rf"<title>(.*?) · {SITE}</title>", re.DOTALL)
FORMATS = {
    "bib": (bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (ris, "application/x-research-info-systems; charset=utf-8"),
}


class NotCitable(Exception):
    """Holds the Problem of a parameter that names nothing to be cited."""


@require_safe
def citation(request, form):
    """The page at `url` on the day and at the moment asked for, as one reference."""
    question = request.question = CitationQuestion(request.GET)
    if question.strict_problems:
        return refusal(question.strict_problems)
    try:
        found = _found(request, question)
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


def _found(request, question):
    """The page as it is cited; raises NotCitable."""
    url = question.value("url") or ""
    path, asked = _ours(url, question)
    inner, page = _answered(request, path, asked)
    said = getattr(inner, "question", None) or Question(inner.GET)
    for problem in said.strict_problems:
        raise NotCitable(problem)
    title = TITLE.search(page.content.decode()) if _is_page(page) else None
    if not title:
        raise _refused("url", url, "is no page of this record on that day.")
    found = cited(said, request.edition, path, html.unescape(title[1]).strip())
    edition = question.value("edition")
    if edition and edition != found.edition:
        told = f"did not stand at that moment; {found.edition or 'none'} did."
        raise _refused("edition", str(edition), told)
    return found


def _ours(url, question):
    """(path, query with the clocks) of an address of this site."""
    parts, site = urlsplit(url), urlsplit(settings.SITE_URL)
    is_here = (parts.scheme, parts.netloc) in (("", ""), (site.scheme, site.netloc))
    if not is_here or not re.fullmatch(r"/([\w-]+/)*", parts.path, re.ASCII):
        raise _refused("url", url, "is not the address of a page of this record.")
    asked = QueryDict(parts.query, mutable=True)
    for name in CLOCK:
        if name in question.given:
            if name in asked:
                told = f"has an “{name}” of its own; say it once."
                raise _refused("url", url, told)
            asked[name] = question.given[name]
    return parts.path, asked


def _answered(request, path, asked):
    """(a request for that path, its answer or None)."""
    inner = HttpRequest()
    inner.method, inner.META = "GET", request.META
    inner.path = inner.path_info = path
    inner.GET, inner.edition = asked, request.edition
    try:
        match = resolve(path)
        if match.app_name != "jurisdictions":
            return inner, None
        return inner, match.func(inner, *match.args, **match.kwargs)
    except Http404:
        return inner, None


def _is_page(answer):
    is_html = answer and answer["Content-Type"].startswith("text/html")
    return is_html and answer.status_code == 200


def _refused(parameter, value, sentence):
    value = value[:200]
    return NotCitable(Problem(parameter, value, f"“{value}” {sentence}"))
