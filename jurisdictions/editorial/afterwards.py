"""What may follow a publication: its second reading, and taking it back."""

from jurisdictions.choices import ChangeKind, Verb

from .desk import draft
from .rules import NotAllowed, NotReady, allow, linked, second_reader
from .steps import in_turn, log, successor

READING = "Read again against its source."


@in_turn
def read(row, *, by, note="", via="admin"):
    """A second person has read what stands; the row itself stays as it is."""
    allow(by, "second_read", row)
    row.refresh_from_db()
    if not row.is_live:
        raise NotReady("Only what stands on the site is read a second time.")
    second_reader(row, by)
    if row.published_alone and row.published_by_id == by.pk:
        raise NotAllowed("Who published it alone is not its second reader.")
    log(Verb.READ, row, by, note or READING, via)
    return row


def undo_publication(live, *, by, note, via="admin"):
    """A draft that says again what was said before; it goes the way of every draft."""
    allow(by, "undo", live)
    if not live.is_live:
        raise NotReady("Only what stands on the site can be undone.")
    before = live.revises
    if before is None or before.is_tombstone:
        raise NotReady("Nothing was said before it: withdraw it instead.")
    row = successor(live, ChangeKind.CORRECTION)
    for found in before.payload_fields():
        setattr(row, found.attname, getattr(before, found.attname))
    links = {name: list(found.all()) for name, found in linked(before)}
    detail = {"undoes": live.revision}
    return draft(row, by=by, note=note, links=links, via=via, detail=detail)
