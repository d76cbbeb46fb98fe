"""Three texts of one record: the one that two people began from, and what became of it.

Field by field one side is kept; where only one side changed, that one is proposed.
"""

from dataclasses import dataclass

from jurisdictions import editorial
from jurisdictions.choices import Verb
from jurisdictions.forms import MINE, THEIRS, digest, keep_name, linked_keys
from jurisdictions.models import Event, Revision

from .sheet import Value, linked, marked, names, values


@dataclass(frozen=True)
class Fork:
    """One field in the three texts; `kept` is the side chosen, "" where none is yet.

    `base` is None where nobody can tell where both began.
    """

    name: str
    label: str
    base: list[Value] | None
    theirs: list[Value]
    mine: list[Value]
    kept: str

    @property
    def differs(self):
        return self.mine != self.theirs

    @property
    def mark(self):
        """Who changed it, in a word."""
        if self.base is None:
            return "differs"
        if self.theirs == self.base:
            return "only mine changed"
        return "only theirs changed" if self.mine == self.base else "both changed it"

    @property
    def sides(self):
        """(what it says there, its choice, its label), words new to a side marked."""
        for text, other, side, label in (
            (self.theirs, self.mine, THEIRS, "Take theirs"),
            (self.mine, self.theirs, MINE, "Keep mine"),
        ):
            before = other if self.base is None else self.base
            yield marked(before, text)[1] if self.differs else text, side, label

    @property
    def field(self):
        return keep_name(self.name)


def forks(base: Revision | None, live, mine, order, *, chosen, links=None):
    """A Fork of each field that says something in one of the three texts.

    `chosen` is what was sent; `links` are those of an unsaved `mine`.
    """
    rank = {name: place for place, name in enumerate(order)}
    fields = sorted(
        names(type(mine), mine.day_label), key=lambda field: rank.get(field[0], 99)
    )
    found = []
    for name, label in fields:
        begun = values(base, name) if base else None
        theirs, ours = values(live, name), values(mine, name)
        if name in (links or {}):
            rows = links[name]
            ours = linked(getattr(mine, name).model, [row.pk for row in rows])
        if begun or theirs or ours:
            kept = chosen.get(keep_name(name), "")
            kept = kept if kept in (MINE, THEIRS) else proposed(begun, theirs, ours)
            found.append(Fork(name, label, begun, theirs, ours, kept))
    return found


def proposed(base, theirs, mine):
    """The side that changed; "" where both did, each in its way."""
    if mine in (theirs, base):
        return THEIRS
    return MINE if theirs == base else ""


def edits(row):
    """What people saved of a draft, the newest first."""
    return Event.objects.filter(
        verb__in=(Verb.DRAFTED, Verb.EDITED),
        kind=row._meta.model_name,
        claim=str(row.claim),
        revision=row.revision,
    ).order_by("-number")


def text_seen(row, seen):
    """The draft as it was when its fingerprint was `seen`, from the audit trail.

    None where the trail cannot tell: it keeps no links.
    """
    said, links, before = editorial.payload(row), linked_keys(row), {}
    for detail in edits(row).filter(verb=Verb.EDITED).values_list("detail", flat=True):
        before |= {name: was for name, (was, _) in detail.items()}
        if digest(said | before, links) == seen:
            return with_text(type(row).objects.get(pk=row.pk), before)
    return None


def with_text(row, said):
    """The row with some fields as the audit trail writes them."""
    for name, text in said.items():
        field = row._meta.get_field(name)
        empty = text == "" and field.null
        setattr(row, field.attname, None if empty else field.to_python(text))
    return row
