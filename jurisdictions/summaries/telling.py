"""A change in the words of the changes page, as plain text: for feeds and letters."""

import datetime as dt

from django.utils import timezone
from django.utils.text import Truncator

from jurisdictions.choices import ChangeKind
from jurisdictions.days import ap_moment
from jurisdictions.filters import EASTERN

from .changes import Entry

MOST_NAMES = 6
# Of what it says, in a title.
MOST_SAID = 100
READ = "Read by a second person before publication"
UNREAD = "Not yet read by a second person"


def title_of(entry: Entry) -> str:
    """“Correction: finding, Cook County, IL: OJP held …”."""
    what = f"{entry.key.change_label}: {entry.word}"
    if entry.about:
        what += f" of {entry.about}"
    what = ", ".join(filter(None, (what, names_of(entry))))
    return f"{what}: {Truncator(entry.text).chars(MOST_SAID)}"


def names_of(entry: Entry) -> str:
    names = [place.full for place in entry.subjects]
    more = len(names) - MOST_NAMES
    text = "; ".join(names[:MOST_NAMES])
    return f"{text} and {more} more" if more > 0 else text


def lines_of(entry: Entry) -> list[str]:
    """What it says, was and is now, why it was published, and on what it rests."""
    key = entry.key
    is_withdrawn = key.change_kind == ChangeKind.WITHDRAWAL
    lines = [f"Withdrawn: {entry.text}" if is_withdrawn else entry.text]
    lines += [
        f"{each.label[:1].upper()}{each.label[1:]}:"
        f" was {quoted(each.was)}, now {quoted(each.now)}"
        for each in entry.changes
    ]
    lines.append(f"Why: {key.note}")
    if source := source_of(entry):
        lines.append(f"Source: {source}")
    return [*lines, f"Version {key.revision}, {reading_of(entry)}"]


def quoted(text: str) -> str:
    return f"“{text}”" if text else "empty"


def source_of(entry: Entry) -> str:
    """Title, publisher, place in the document, and address; "" for a source itself."""
    if not (cited := entry.source):
        return ""
    publisher = cited.publisher if cited.publisher != cited.title else ""
    return ", ".join(filter(None, (cited.title, publisher, entry.locator, cited.url)))


def reading_of(entry: Entry) -> str:
    when = f"published {moment_words(entry.key.published_at)}"
    return f"{when}. {READ if entry.key.was_read else UNREAD}."


def moment_words(moment: dt.datetime) -> str:
    return f"{ap_moment(timezone.localtime(moment, EASTERN))} ET"
