"""Changes as Atom and as JSON Feed; the same changes give the same bytes.

An item is one published revision of one claim, under an id that holds whatever the
site's address becomes.
"""

import datetime as dt
import re
import uuid
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed

from jurisdictions.summaries.changes import Entry
from jurisdictions.summaries.telling import lines_of, reading_of, title_of

from .change_columns import CHANGE_COLUMNS
from .columns import as_dict

NAME = "Jurisdictions Under Review"
LANGUAGE = "en-US"
VERSION = "https://jsonfeed.org/version/1.1"
# Atom asks for a moment; a feed without entries must not give the clock's.
NOTHING_YET = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# What XML cannot hold, escaped or not.
UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Head:
    """What a feed says of itself; addresses are whole ones."""

    id: str
    title: str
    page: str
    own: str
    site: str
    following: str = ""


class Atom(Atom1Feed):
    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=NOTHING_YET)

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["following"]:
            link = {"rel": "next", "href": self.feed["following"]}
            handler.addQuickElement("link", "", link)


def item_id(entry: Entry) -> str:
    key = entry.key
    return uuid.uuid5(key.claim, f"{key.kind} {key.revision}").urn


def atom(head: Head, entries: list[Entry]) -> str:
    feed = Atom(
        title=speakable(head.title),
        link=head.page,
        description=None,
        language=LANGUAGE,
        author_name=NAME,
        author_link=f"{head.site}/",
        feed_url=head.own,
        feed_guid=head.id,
        following=head.following,
    )
    for entry in entries:
        feed.add_item(
            title=speakable(title_of(entry)),
            link=address_of(head, entry),
            description=speakable(html_of(head, entry)),
            unique_id=item_id(entry),
            pubdate=entry.key.published_at,
            updateddate=entry.key.published_at,
            categories=[entry.key.change_label],
        )
    return feed.writeString("utf-8")


def json_feed(head: Head, entries: list[Entry]) -> dict:
    feed = {
        "version": VERSION,
        "title": head.title,
        "home_page_url": head.page,
        "feed_url": head.own,
        "language": LANGUAGE,
        "authors": [{"name": NAME, "url": f"{head.site}/"}],
    }
    if head.following:
        feed["next_url"] = head.following
    return {**feed, "items": [_json_item(head, entry) for entry in entries]}


def _json_item(head, entry):
    item = {
        "id": item_id(entry),
        "url": address_of(head, entry),
        "title": title_of(entry),
        "content_html": html_of(head, entry),
        "content_text": "\n".join(lines_of(entry)),
        "date_published": entry.key.published_at.isoformat(),
        "tags": [entry.key.change_label],
        "_change": as_dict(entry, CHANGE_COLUMNS),
    }
    if entry.source and entry.source.url:
        item["external_url"] = entry.source.url
    return item


def address_of(head: Head, entry: Entry) -> str:
    return f"{head.site}{entry.address}#v{entry.key.revision}"


def html_of(head: Head, entry: Entry) -> str:
    context = {"entry": entry, "site": head.site, "reading": reading_of(entry)}
    return render_to_string("changes/_feed_item.html", context).strip()


def speakable(text: str) -> str:
    """Text that XML can hold; what it cannot is shown as missing."""
    return UNSPEAKABLE.sub("\ufffd", text)
