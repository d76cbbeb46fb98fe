"""Candidates for a person: exact names first, then near ones, each with its reasons."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from .governments import Government, Link
from .words import NAMED_KIND, STRONG_TOWNS, agrees

SHOWN = 5
LEAST = 68  # below this, two names have little more than letters in common
BY_LINK = {Link.FULL: 100, Link.NAME: 100, Link.ALIAS: 98, Link.SPACING: 98}
BY_PART, BY_START = 92, 84
OTHER_LEVEL, OTHER_WORD, RURAL = 10, 5, 3
WHY = {
    Link.FULL: "full Census name",
    Link.NAME: "Census name without its legal suffix",
    Link.ALIAS: "other name within the Census name",
    Link.SPACING: "same letters, spaced otherwise",
    Link.PART: "part of the name",
}


@dataclass(frozen=True)
class Candidate:
    """A government that may be meant. `score` is 100 for the plainest fit."""

    place: Government
    score: int
    reasons: tuple


def candidates(question):
    """At most five, best first; all of one state."""
    found = {}
    for place, score, why in [*exact(question), *near(question)]:
        if score > found.get(place, (0, ""))[0]:
            found[place] = (score, why)
    ranked = [weighed(place, *known, question) for place, known in found.items()]
    return tuple(sorted(ranked, key=order)[:SHOWN])


def exact(question):
    """Yields (Government, score, reason) for names that are the same as text."""
    gazetteer, state = question.gazetteer, question.state
    for reading in question.printed.readings:
        links = gazetteer.spaced(state, reading.core)
        for place, link in (links | gazetteer.named(state, reading.core)).items():
            yield place, BY_LINK.get(link, BY_PART), WHY[link]
    for part in question.printed.parts:
        for place in gazetteer.named(state, part):
            yield place, BY_PART, WHY[Link.PART]


def near(question):
    """The same for names that are spelled much alike, or that go on: "Kodiak"."""
    names = question.gazetteer.names(question.state)
    for core in {reading.core for reading in question.printed.readings}:
        alike = process.extract(
            core, names.keys(), scorer=fuzz.ratio, score_cutoff=LEAST, limit=40
        )
        # Never as good as the name itself.
        alike = [(text, min(score, 97)) for text, score, _ in alike]
        alike += [(text, BY_START) for text in names if text.startswith(f"{core} ")]
        for text, score in alike:
            for place, link in names[text].items():
                if link != Link.PART:
                    yield place, score, f"spelled like \u201c{text}\u201d"


def weighed(place, score, why, question):
    """A Candidate whose score falls for each thing that disagrees."""
    reasons = [why]
    if question.level and place.kind != question.level:
        score -= OTHER_LEVEL
        reasons.append(f"not a {NAMED_KIND[question.level]}")
    if not agrees(question.word, place):
        score -= OTHER_WORD
        reasons.append(f"not called a {question.word}")
    if question.printed.county and not place.is_subdivision:
        reasons.append("its county is not checked")
    if is_rural(place) and question.word is None:
        score -= RURAL
        reasons.append("a township, and the name does not say so")
    return Candidate(place, round(score), tuple(reasons))


def order(candidate):
    """Best first; then cities before towns, and places before townships."""
    place = candidate.place
    return (-candidate.score, not place.is_city, place.is_subdivision, place.geoid)


def is_rural(place):
    """A township of a state whose townships do little of what cities do."""
    return place.is_subdivision and place.state not in STRONG_TOWNS
