"""The document's side: the ways in which a printed name can be read."""

import re
from dataclasses import dataclass

from jurisdictions.naming import fold

from .words import BEFORE, IS_AFTER, IS_BEFORE, SEVERAL, SPELLINGS, read_state

# What spreadsheets and forms write where there is no name.
NO_NAME = {"n a", "na", "none", "null", "nan", "ref", "value", "name", "unknown", "tbd"}
INVERTED = re.compile(
    rf"(.+?),\s*(?:the\s+)?((?:{'|'.join(BEFORE)})\s+of)", re.IGNORECASE
)
# "Berkeley, CA" and "Berkeley (CA)"; "Franklin Township, Adams County".
TAIL = re.compile(r"(.+?)\s*(?:,|\()\s*([^,()]+?)\s*\)?")
COUNTY = re.compile(r"(?:in )?(.+) (?:county|parish|co)")
OFFICE = r"(?: (?:office|department|dept))?"
SHERIFF = re.compile(rf"(.+?) sheriffs?(?: s)?{OFFICE}")
AGENCY = re.compile(
    r"(.+?) (?:police|metro police|constables?|public safety|corrections"
    rf"|(?:district |regional |county )?jail|detention center|probation){OFFICE}"
    r"|(.+?) (?:department|dept) of (?:corrections|public safety|police)"
)
SHORT = {"n": "north", "no": "north", "s": "south", "so": "south"}
SHORT |= {"e": "east", "w": "west"}


@dataclass(frozen=True)
class Reading:
    """One way to read the name: its core, folded, and the word said of its kind."""

    core: str
    word: str | None = None


@dataclass(frozen=True)
class Printed:
    """A name as printed, taken apart."""

    folded: str  # the whole, without the row's own state after it
    readings: tuple = ()
    other_state: str = ""  # a state that the name names, and that is not the row's
    county: str = ""  # "adams", of "Franklin Township, Adams County"
    agency: str = ""  # "sheriff" or "agency"
    parts: tuple = ()  # folded cores that the name may hold: see parts()

    @property
    def word(self):
        return next((each.word for each in self.readings if each.word), None)


def state_in(text):
    """The state that a whole name or its tail names: "CA" of "Berkeley, CA"."""
    found = TAIL.fullmatch(text.strip())
    return read_state(found[2] if found else text) or read_state(text)


def take_apart(text, state):
    """A printed name -> Printed. Nothing is corrected, only read in several ways."""
    text = " ".join(text.replace("&", " and ").split()).strip('" \u201c\u201d')
    if not re.search("[^\\W\\d_]", text) or fold(text) in NO_NAME:
        return Printed("")
    other = county = whole = ""
    found = TAIL.fullmatch(text)
    if found and (named := read_state(found[2])):
        # "Washington, D.C.": the tail may be part of the name.
        whole, text, other = text, found[1], "" if named == state else named
        found = TAIL.fullmatch(text)
    # Remembered decisions go by this: another state stays part of the name.
    folded = fold(whole if other else text)
    if found and (within := COUNTY.fullmatch(fold(found[2]))):
        text, county = found[1], within[1]
    if turned := INVERTED.fullmatch(text):
        text = f"{turned[2]} {turned[1]}"
    core, agency = without_agency(fold(text))
    apart = re.sub("(?<=[a-z]{2})(?=[A-Z])", " ", text)  # "NevadaCounty"
    texts = filter(None, [core, fold(apart), fold(whole)])
    return Printed(
        folded,
        tuple(dict.fromkeys(each for one in texts for each in readings(one, state))),
        other_state=other,
        county=county,
        agency=agency,
        parts=tuple(parts(text, state)),
    )


def parts(text, state):
    """Yields the cores of what stands between a name's own hyphens and slashes."""
    for part in re.split(r"[-/,|(]| and |government of", text)[:4]:
        for reading in readings(fold(part), state):
            yield reading.core


def without_agency(folded):
    """("finney county", "sheriff") of "finney county sheriffs office"."""
    if found := SHERIFF.fullmatch(folded):
        return found[1], "sheriff"
    if found := AGENCY.fullmatch(folded):
        return found[1] or found[2], "agency"
    return folded, ""


def readings(folded, state):
    """Yields the whole, then without a word before, after, and both."""
    yield from spelled_out(Reading(folded))
    before, after = IS_BEFORE.fullmatch(folded), IS_AFTER.fullmatch(folded)
    if before:
        said = BEFORE[before[1]]
        yield from spelled_out(Reading(before[2], said))
        if inner := suffix(before[2], state):
            yield Reading(inner.core, said if inner.word == said else SEVERAL)
    if after and (found := suffix(folded, state)):
        yield from spelled_out(found)


def suffix(folded, state):
    """The name without the kind's word after it; None where there is none."""
    found = IS_AFTER.fullmatch(folded)
    # "Denver Co" in Colorado names the state as likely as the county.
    if not found or (found[2] == "co" and state == "CO"):
        return None
    return Reading(found[1], SPELLINGS[found[2]])


def spelled_out(reading):
    """The reading, and again with "N. Bergen" as "North Bergen"."""
    yield reading
    first, _, rest = reading.core.partition(" ")
    if rest and first in SHORT:
        yield Reading(f"{SHORT[first]} {rest}", reading.word)
