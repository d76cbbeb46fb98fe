"""Three texts of one record: the one that two people began from, and what became of it.

Field by field one side is kept; where only one side changed, that one is proposed.
"""

from dataclasses import dataclass

from jurisdictions.models import Revision

from .sheet import Value, marked, names, values

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Fork:
    """One field in the three texts; `kept` is the side chosen, "" where none is yet."""

    name: str
    label: str
    base: list[Value]
    theirs: list[Value]
    mine: list[Value]
    kept: str

    @property
    def differs(self):
        return self.mine != self.theirs

    @property
    def mark(self):
        """Who changed it, in a word."""
        if self.theirs == self.base:
            return "only mine changed"
        return "only theirs changed" if self.mine == self.base else "both changed it"

    @property
    def sides(self):
        """(what it says there, its choice, its label), words new to a side marked."""
        for text, side, label in (
            (self.theirs, THEIRS, "Take theirs"),
            (self.mine, MINE, "Keep mine"),
        ):
            yield marked(self.base, text)[1] if self.differs else text, side, label

    @property
    def field(self):
        return f"keep-{self.name}"


def forks(base: Revision | None, live, mine, order, chosen=None):
    """A Fork of each field that says something in one of the three texts."""
    rank = {name: place for place, name in enumerate(order)}
    fields = sorted(
        names(type(mine), mine.day_label), key=lambda field: rank.get(field[0], 99)
    )
    found = []
    for name, label in fields:
        texts = [values(row, name) if row else [] for row in (base, live, mine)]
        if any(texts):
            kept = (chosen or {}).get(f"keep-{name}", "")
            kept = kept if kept in (MINE, THEIRS) else proposed(*texts)
            found.append(Fork(name, label, *texts, kept))
    return found


def proposed(base, theirs, mine):
    """The side that changed; "" where both did, each in its way."""
    if mine in (theirs, base):
        return THEIRS
    return MINE if theirs == base else ""
