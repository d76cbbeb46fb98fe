"""The Census side: what each government of the gazetteer is called.

The Census writes a name and its legal suffix in one ("Boise City city"). The suffix
is taken off once, from the right, by its exact letters: "Carson City" has none.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from jurisdictions.choices import Kind, LegalForm
from jurisdictions.naming import fold

from .words import CITY_FORMS, STATE_FORMS

COUNTY_SUFFIXES = (
    *("City and Borough", "Planning Region", "Census Area", "Municipality"),
    *("Municipio", "Borough", "County", "Parish", "city"),
)
PLACE_SUFFIXES = (
    *("metropolitan government", "consolidated government", "unified government"),
    *("metro government", "charter township", "metro township", "city and borough"),
    *("urban county", "municipality", "corporation", "plantation", "township"),
    *("village", "borough", "town", "city", "CDP"),
)
WORDS = {"metro township": "township"}
JOINTS = re.compile(r"\s*[-/,]\s*")


class Link(IntEnum):
    """How a text names a government; the lower, the plainer."""

    FULL = 0
    NAME = 1
    ALIAS = 2
    SPACING = 3
    PART = 4  # for a person's eyes only: never certain


@dataclass(frozen=True)
class Government:
    """One row of the gazetteer."""

    geoid: str
    state: str
    name: str
    kind: str
    legal_form: str

    @cached_property
    def _split(self):
        plain = self.name.removesuffix(" (balance)")
        known = COUNTY_SUFFIXES if self.kind == Kind.COUNTY else PLACE_SUFFIXES
        if self.kind != Kind.STATE:
            for suffix in known:
                if plain.endswith(f" {suffix}"):
                    word = suffix.casefold()
                    return plain.removesuffix(f" {suffix}"), WORDS.get(word, word)
        return plain, "city" if plain.endswith(" City") else ""

    @property
    def base(self):
        """The name without its legal suffix: "Boise City city" -> "Boise City"."""
        return self._split[0]

    @property
    def word(self):
        """The legal suffix in lower case; "" where the name has none."""
        return self._split[1]

    @property
    def is_subdivision(self):
        return len(self.geoid) == 10

    @property
    def is_city(self):
        return self.kind == Kind.CITY and self.legal_form in CITY_FORMS

    @property
    def is_town_city(self):
        """A Massachusetts city that kept "Town" in its name: "Amherst Town city"."""
        return self.state == "MA" and self.name.endswith(" Town city")

    def names(self):
        """Yields (folded text, Link), plainest first; texts may repeat."""
        yield fold(self.name), Link.FULL
        if self.kind == Kind.STATE:
            for form, postal in STATE_FORMS.items():
                if postal == self.state:
                    yield form, Link.ALIAS
            return
        yield fold(self.name.removesuffix(" (balance)")), Link.FULL
        yield fold(re.sub(r" \(.*?\)", "", self.base)), Link.NAME
        for other in self._aliases():
            yield fold(other), Link.ALIAS
        for part in self._parts():
            yield fold(part), Link.PART

    def _aliases(self):
        """Other names that the Census name itself holds."""
        yield from re.findall(r"\((.+?)\)", self.base)
        if self.is_town_city:
            yield self.base.removesuffix(" Town")
        if found := re.fullmatch(r"(?:The )?(?:City|Town|Village) of (.+)", self.base):
            yield found[1]
        if self.legal_form == LegalForm.CONSOLIDATED:
            yield from self.joint_names
            if self.word == "cdp":
                yield self.base.removeprefix("Urban ")

    def _parts(self):
        """What is left when a word that belongs to the name is missing."""
        yield re.sub(r" (City|Town|Village|County)$", "", self.base)
        yield self.base.removeprefix("The ")
        yield from JOINTS.split(self.base)

    @cached_property
    def joint_names(self):
        """("Athens-Clarke", "Athens") of "Athens-Clarke County unified government"."""
        pair = self.base.removesuffix(" County")
        first, *rest = JOINTS.split(pair, maxsplit=1)
        return (pair, first) if rest else ()


class Gazetteer:
    """Governments by state and by what they are called. Built once, then only read."""

    def __init__(self, governments):
        self.by_geoid = {each.geoid: each for each in governments}
        self._named = defaultdict(lambda: defaultdict(dict))
        for each in self.by_geoid.values():
            for text, link in each.names():
                self._name(each, text, link)
        for each in [*self.by_geoid.values()]:
            if each.legal_form == LegalForm.CONSOLIDATED and each.joint_names:
                self._name_county(each)
        self._spaced = defaultdict(lambda: defaultdict(list))
        for state, names in self._named.items():
            for text in names:
                self._spaced[state][text.replace(" ", "")].append(text)

    def _name(self, government, text, link):
        if text:
            found = self._named[government.state][text]
            found[government] = min(link, found.get(government, link))

    def _name_county(self, joint):
        """Athens-Clarke under Counties is Clarke County: one government, two codes."""
        pair, first = joint.joint_names
        county = fold(pair[len(first) :])
        for each in self.named(joint.state, county):
            if each.kind == Kind.COUNTY and fold(each.base) == county:
                self._name(each, fold(pair), Link.ALIAS)

    def named(self, state, text):
        """{Government: Link} of one state for a folded text."""
        return self._named[state].get(text, {})

    def spaced(self, state, text):
        """The same for a text with more or fewer spaces: "De Kalb", "Lake View".

        A full name that only spaces set apart ("Elizabeth town") is never certain.
        """
        others = self._spaced[state].get(text.replace(" ", ""), ())
        found = {}
        # One space moved is a slip of another kind: "Par kcity".
        if any(other.count(" ") != text.count(" ") for other in others):
            for other in others:
                for place, link in self._named[state][other].items():
                    is_name = link in (Link.NAME, Link.ALIAS)
                    spaced = Link.SPACING if is_name else Link.PART
                    found[place] = min(spaced, found.get(place, spaced))
        return found

    def names(self, state):
        """{folded text: {Government: Link}} of one state."""
        return self._named[state]
