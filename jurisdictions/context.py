"""What every page says of itself: its edition, its day, the record's moment."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from .exports.citing import cited
from .filters import Question

CLOCK = ("on", "as_of")


@dataclass(frozen=True)
class Site:
    """The page's frame; `keep` carries the two clocks into links."""

    edition: int
    published_at: object
    on: object
    on_is_today: bool
    as_of: object
    keep: str
    hidden: list
    problems: list
    unknown: list
    cited: object
    version: str = settings.VERSION
    url: str = settings.SITE_URL


def site(request):
    """{"site": Site}; the view's own question where it left one on the request.

    The admin has no edition: its pages show drafts.
    """
    if not hasattr(request, "edition"):
        return {}
    question = getattr(request, "question", None) or Question(request.GET)
    given = [(name, request.GET[name]) for name in CLOCK if request.GET.get(name)]
    hidden = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name not in ("on", "page")
    ]
    edition = request.edition
    return {
        "site": Site(
            edition=edition.edition,
            published_at=edition.published_at,
            on=question.day,
            on_is_today=question.day == question.today,
            as_of=question.moment,
            keep=f"?{urlencode(given)}" if given else "",
            hidden=hidden,
            problems=question.problems,
            unknown=question.unknown,
            # Asked for by pages that can be cited; a moment costs a query.
            cited=SimpleLazyObject(lambda: cited(question, edition, request.path)),
        )
    }
