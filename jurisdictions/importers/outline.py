"""The text of a government's list -> its lines, each under its headings.

Two layouts are read: a state, then State / Counties / Cities under it; and STATES /
COUNTIES / CITIES over lines like "Berkeley, CA". What could be a heading as well as
a line is asked, never guessed.
"""

import re
from dataclasses import dataclass

from jurisdictions.choices import STATE_NAMES, Kind
from jurisdictions.matching import read_heading, read_state
from jurisdictions.matching.printed import state_in
from jurisdictions.naming import fold

BULLET = re.compile("(?:[\u2022\u25cf\u25aa\u00b7*\u2013\u2014-]|[0-9]{1,3}[.)])\\s+")
ANNOTATION = re.compile("self[- ]identif|sanctuary jurisdiction|court order", re.I)
# A heading holds no other words.
KINDS = "state county borough city town township village municipality territory"
PLURALS = "states counties boroughs cities towns townships villages municipalities"
HEADINGS = {
    *f"{KINDS} {PLURALS} territories parish parishes independent and or".split()
}
NAMES = frozenset(fold(name) for name in STATE_NAMES.values())
NO_STATE = (
    "a line of the list: under a state's heading, or like \u201cBerkeley, CA\u201d;"
    " leave out what is no line"
)
EITHER = (
    "a State, Counties or Cities line after it where it is a heading; the kind beside"
    " it (\u201cDelaware city\u201d) where it is a line"
)
BARE = "lines below it; where the state itself is meant, a line State between them"


@dataclass(frozen=True)
class Entry:
    """One line of the list, as printed."""

    number: int
    name: str
    state: str = ""  # the heading that names its state, as printed
    heading: str = ""
    is_annotation: bool = False


class Outline:
    """`entries` in their order; `faults` are (line number, text, what is accepted)."""

    def __init__(self, lines):
        self.lines = [(number, bare(text)) for number, text in lines]
        self.entries, self.faults = [], []
        self.state = self.heading = ""
        self.opened = None  # the state's heading, until a line stands under it
        for place, (number, text) in enumerate(self.lines):
            following = self.lines[place + 1 : place + 2]
            self._read(number, text, following[0][1] if following else "")
        self._close()

    def _read(self, number, text, following):
        if is_heading(text):
            if fold(text).split()[0] in ("states", "territories"):
                self._close()
                self.state = ""  # STATES stands over all of them
            self.heading = text.rstrip(": ")
        elif fold(text) not in NAMES or (self.heading and not self.state):
            self._entry(number, text)
        elif is_heading(following) or ANNOTATION.search(following) or not self.heading:
            self._open(number, text)
        elif self.level == Kind.STATE and read_state(text) == read_state(self.state):
            self._add(number, text)
        else:
            self.faults.append((number, text, EITHER))

    def _open(self, number, text):
        self._close()
        self.state, self.heading = text.rstrip(": "), ""
        self.opened = (number, text)

    def _close(self):
        if self.opened:
            self.faults.append((*self.opened, BARE))
        self.opened = None

    @property
    def level(self):
        return read_heading(self.heading, read_state(self.state)).level

    def _entry(self, number, text):
        under_state = bool(self.state) and self.level == Kind.STATE
        is_own = read_state(text) is not None and read_state(text) == read_state(
            self.state
        )
        if self.state and (ANNOTATION.search(text) or (under_state and not is_own)):
            self._add(number, text, is_annotation=True)
        elif self.state or state_in(text):
            self._add(number, text)
        else:
            self.faults.append((number, text, NO_STATE))

    def _add(self, number, text, **fields):
        self.opened = None
        self.entries.append(Entry(number, text, self.state, self.heading, **fields))


def is_heading(text):
    words = fold(text).split()
    return bool(words) and {*words} <= HEADINGS


def bare(text):
    """Without the bullet or the number that a page puts before it."""
    return BULLET.sub("", text.strip(), count=1) if BULLET.match(text.strip()) else text
