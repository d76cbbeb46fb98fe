"""oEmbed (oembed.com): from the address of a jurisdiction's page to its card."""

import difflib
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, JsonResponse, QueryDict
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from jurisdictions.filters import Problem, Question, shown

from .answers import refusal
from .detail import find, name_of
from .framing import CARD, Size, iframe

# `dnt` is sent along by some: nobody is followed here, asked for or not.
KNOWN = ("url", "format", "maxwidth", "maxheight", "dnt")
PAGES = ("jurisdictions:state", "jurisdictions:detail")
# Whoever keeps the code for a day keeps a frame that is always new.
CACHE_AGE = 24 * 60 * 60


@require_safe
def oembed(request):
    """The card of the page at `url`; 404 for any other page, 400 for what is unread."""
    problems = [*_unreadable(request.GET)]
    if problems:
        return _open(refusal(problems))
    if (form := request.GET.get("format", "json")) != "json":
        return _refused("format", form, "Only “json” is given.", 501)
    url = request.GET["url"]
    try:
        question, place, standing = _subject(url)
    except Http404 as error:
        return _refused("url", url, str(error), 404)
    return _open(JsonResponse(_card(request.GET, question, place, standing)))


def _unreadable(asked):
    for name, values in asked.lists():
        if name not in KNOWN:
            near = next(iter(difflib.get_close_matches(name[:80], KNOWN, 1)), "")
            hint = f" Did you mean {near}?" if near else ""
            yield _problem(name, values[0], f"This parameter does not exist.{hint}")
        elif len({*values}) > 1:
            yield _problem(name, ", ".join(values), "Give one value.")
    if not asked.get("url"):
        yield _problem("url", "", "Give the address of a jurisdiction’s page.")
    for name in ("maxwidth", "maxheight"):
        value = asked.get(name) or "1"
        if not (value.isascii() and value.isdecimal() and 0 < int(value[:9]) < 10**6):
            yield _problem(name, value, "This is not a number of pixels.")


def _problem(name, value, message):
    return Problem(shown([name]), shown([value]), message)


def _refused(name, value, message, status):
    response = refusal([_problem(name, value, message)])
    response.status_code = status
    return _open(response)


def _open(response):
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _subject(url):
    """(question, jurisdiction, standing) of a page; Http404 says what is missing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Http404("This is not an address.") from None
    if f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        raise Http404(f"This is not an address of {settings.SITE_URL}.")
    try:
        match = resolve(parts.path)
    except Resolver404:
        raise Http404("There is no page at this address.") from None
    if match.view_name not in PAGES:
        raise Http404("Only the page of a jurisdiction has a card.")
    question = Question(QueryDict(parts.query))
    if question.strict_problems:
        raise Http404(question.strict_problems[0].message)
    state, slug = match.kwargs["state"], match.kwargs.get("slug", "")
    try:
        return question, *find(state, slug, question)
    except Http404:
        raise Http404("This jurisdiction is not in the record.") from None


def _card(asked, question, place, standing):
    width = min(CARD.width, int(asked.get("maxwidth") or CARD.width))
    height = min(CARD.height, int(asked.get("maxheight") or CARD.height))
    query = question.query(page=None)
    address = f"{settings.SITE_URL}/embed/jurisdictions/{place.path}/"
    name = name_of(place, standing)
    title = f"{name}, {place.state_name}" if place.slug else name
    return {
        "type": "rich",
        "version": "1.0",
        "title": title,
        "provider_name": "Jurisdictions Under Review",
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": CACHE_AGE,
        "html": iframe(
            f"{address}{'?' if query else ''}{query}", title, Size(width, height)
        ),
        "width": width,
        "height": height,
    }
