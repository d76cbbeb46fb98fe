"""What pages elsewhere may frame, and the code that frames it."""

from dataclasses import dataclass
from functools import wraps

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.html import escape
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

# Narrower frames are not made lower than this, or little more than the source shows.
LOWEST = 320
CODE = (
    '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"'
    ' style="width:100%;max-width:{}px;height:auto;min-height:{}px;'
    'aspect-ratio:{}/{};border:0">'
    "</iframe>"
)


def framers(https):
    """Who may frame; a site that is tried out over http may be framed over http."""
    return ["https:"] if https else ["https:", "http:"]


@dataclass(frozen=True)
class Size:
    """The width it is made for, and the height that keeps its ratio."""

    width: int
    height: int


CARD, MAP, TABLE, CHART = Size(600, 480), Size(640, 600), Size(640, 480), Size(600, 480)


def embeddable(view):
    """Lets pages of any site frame the answers of a view, its refusals too."""

    @require_safe
    @xframe_options_exempt
    @csp_replace({"frame-ancestors": framers(settings.HTTPS)})
    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            words = ["There is nothing at this address of the record."]
            response = say(request, words, 404)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer


def say(request, words, status):
    """A frame with words in place of its content."""
    return render(request, "embed/words.html", {"words": words}, status=status)


def iframe(address, title, size):
    """The code to paste, as text: as wide as there is room, in the size's ratio."""
    width, height = size.width, size.height
    said = escape(address), escape(title)
    sizes = width, height, width, min(LOWEST, height), width, height
    return CODE.format(*said, *sizes)


@dataclass(frozen=True)
class Offer:
    """What the block “Embed this” needs: two codes, and the address by itself."""

    address: str
    latest: str
    pinned: str
    number: int


def offer(request, question, address, title, size, **changes):
    """The Offer of a page's embed, under the filters and clocks of the page."""
    edition = request.edition.edition
    asked = question.query(page=None, **changes)
    # A moment that was asked for holds already.
    fixed = "" if question.value("as_of") else f"{asked}&v={edition}".lstrip("&")
    query = f"?{asked}" if asked else ""
    return Offer(
        address=f"{address}{query}",
        latest=iframe(f"{settings.SITE_URL}{address}{query}", title, size),
        pinned=fixed and iframe(f"{settings.SITE_URL}{address}?{fixed}", title, size),
        number=edition,
    )
