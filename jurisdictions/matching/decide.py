"""A printed name -> one government, or a person decides.

Automatic only when certain: the name itself, one government of it in the state, and
a kind that agrees with the heading and with the words of the name. All else waits.
"""

from dataclasses import dataclass

from .governments import Government
from .printed import state_in, take_apart
from .question import Question
from .ranking import BY_LINK, WHY, candidates
from .rules import doubts_about_name, doubts_about_place, fitting, narrowed
from .words import read_heading, read_state

# The reason of a name that was decided before.
BY_ALIAS = "alias decided by a person"


@dataclass(frozen=True)
class Decision:
    """One name's answer: "auto" with a place, "review" with candidates, or "none"."""

    decision: str
    place: Government | None = None
    score: int = 0
    reasons: tuple = ()
    candidates: tuple = ()


def alias_key(name, *, state, heading=""):
    """What a decision is remembered by: (postal code, level or "", folded name)."""
    postal = read_state(state) or state_in(name) or ""
    level = read_heading(heading, postal).level or ""
    return postal, str(level), take_apart(name, postal).folded


def match(name, *, state, heading="", among, aliases=None):
    """Decide one name. `among` is a Gazetteer; `aliases` maps alias_key to GEOID."""
    postal = read_state(state) if state.strip() else state_in(name)
    if not postal:
        return Decision("none", reasons=(f"\u201c{state}\u201d names no state",))
    printed = take_apart(name, postal)
    if not printed.folded:
        return Decision("none", reasons=("no name in the cell",))
    question = Question(printed, postal, read_heading(heading, postal), among)
    key = (postal, str(question.heading.level or ""), printed.folded)
    place = among.by_geoid.get((aliases or {}).get(key))
    if place and place.state == postal:
        return Decision("auto", place, 100, (BY_ALIAS,))
    return decided(question)


def decided(question):
    """The answer by the rules alone."""
    found = fitting(question)
    doubts = [*doubts_about_name(question, found)]
    found = narrowed(question, found)
    doubts += doubts_about_place(question, found)
    if not doubts:
        ((place, link),) = found.items()
        return Decision("auto", place, BY_LINK[link], (WHY[link],))
    ranked = candidates(question)
    if not ranked:
        return Decision("none", reasons=(*doubts, "no name in the state is like it"))
    return Decision("review", None, ranked[0].score, tuple(doubts), ranked)
