"""The site asked by itself: what a page of this record says, by its address."""

import html
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve

from jurisdictions.exports.citing import CLOCK, SITE, cited
from jurisdictions.filters import Problem, Question

TITLE = re.compile(rf"<title>(.*?) · {SITE}</title>", re.DOTALL)


class NotCitable(Exception):
    """Holds the Problem of a parameter that names nothing to be cited."""


def refused(parameter, value, sentence):
    value = value[:200]
    return NotCitable(Problem(parameter, value, f"“{value}” {sentence}"))


def ours(url, question, parameter="url"):
    """(path, query with the clocks) of the address of a page of this site."""
    parts, site = urlsplit(url), urlsplit(settings.SITE_URL)
    is_here = (parts.scheme, parts.netloc) in (("", ""), (site.scheme, site.netloc))
    if not is_here or not re.fullmatch(r"/([\w-]+/)*", parts.path, re.ASCII):
        raise refused(parameter, url, "is not the address of a page of this record.")
    asked = QueryDict(parts.query, mutable=True)
    for name in CLOCK:
        if name in question.given:
            if name in asked:
                told = f"has an “{name}” of its own; say it once."
                raise refused(parameter, url, told)
            asked[name] = question.given[name]
    return parts.path, asked


def answered(request, path, asked):
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


def cited_page(request, path, asked, url, parameter="url"):
    """(its question, the page as it is cited); raises NotCitable."""
    inner, page = answered(request, path, asked)
    said = getattr(inner, "question", None) or Question(inner.GET)
    for problem in said.strict_problems:
        raise NotCitable(problem)
    title = TITLE.search(page.content.decode()) if _is_page(page) else None
    if not title:
        raise refused(parameter, url, "is no page of this record on that day.")
    return said, cited(said, request.edition, path, html.unescape(title[1]).strip())


def require_edition(edition, found):
    """Refuse an edition that is not the one of the page."""
    if edition and edition != found.edition:
        told = f"did not stand at that moment; {found.edition or 'none'} did."
        raise refused("edition", str(edition), told)


def _is_page(answer):
    is_html = answer and answer["Content-Type"].startswith("text/html")
    return is_html and answer.status_code == 200
