"""An edition asked for by its number: the two clocks of the moment it came out."""

import re

from jurisdictions.models import Edition

from .fields import EASTERN, shown
from .questions import Problem

LATEST = "latest"


def pinned(data):
    """(the data with the clocks of edition `v` in its place, [Problem])."""
    rest = data.copy()
    given = {value.strip() for value in rest.pop("v", [])} - {""}
    if given <= {LATEST}:
        return rest, []
    edition, message = _edition(given, rest)
    if message:
        return rest, [Problem("v", shown(sorted(given)), message, "Edition")]
    rest["as_of"] = edition.published_at.isoformat()
    if not rest.get("on"):
        # Or a card that is pinned would still change with the calendar.
        rest["on"] = edition.published_at.astimezone(EASTERN).date().isoformat()
    return rest, []


def _edition(given, rest):
    """(the Edition, what is wrong with the number)."""
    text = shown(sorted(given))
    if len(given) > 1:
        return None, f"“{text}” are several values; give one."
    if rest.get("as_of"):
        return None, "“v” and “as_of” both say a moment; give one of them."
    if not re.fullmatch("[0-9]{1,9}", text):
        return None, f"“{text}” is not the number of an edition, nor “{LATEST}”."
    found = Edition.objects.filter(number=text).first()
    newest = Edition.objects.last()
    last = f"the newest is {newest.number}" if newest else "none is published yet"
    return found, "" if found else f"There is no edition {text}: {last}."
