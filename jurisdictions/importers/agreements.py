"""The 287(g) agreements: ICE's own file, its file of pending ones, and a tracker's.

An agreement is a rule of the local agency, so it becomes a Policy (docs/imports.md).
A Policy has a jurisdiction: an agency whose government is not certain is asked for,
with candidates, and a column `geoid` of the file answers.
"""

import re

from jurisdictions.choices import ReviewState
from jurisdictions.days import FuzzyDay
from jurisdictions.matching import read_state
from jurisdictions.models import Policy
from jurisdictions.naming import fold

from .cells import census_code
from .compare import Plan, compare
from .facts import as_lines_of, badly_said
from .own import sheet_of, sound
from .places import Places
from .reading import Wanted, lines_of
from .targets import LiveTargets

SHEET = sheet_of(Policy)
WANTED = Wanted(
    columns=frozenset({"state", "agency", "type", "county", "model", "signed", "geoid"})
    | {"moa", "date", "zip", "agency_id", "ori", "population_policed"}
    | {"operating_budget", "agency_type"},
    aliases={"law_enforcement_agency": "agency", "support_type": "model"},
    required=frozenset({"state", "agency"}),
)
MODELS = {
    fold(name): name
    for name in (
        "Jail Enforcement Model",
        "Task Force Model",
        "Warrant Service Officer",
        "Tribal Task Force Model",
    )
}
INSTRUMENT = "287(g) agreement"
NOT_GIVEN = {"", "#n/a", "n/a"}
KINDS = {"county": "Counties", "municipality": "Cities", "state agency": "State"}
HALF_DAY = re.compile(" (am|pm)$")
NO_TRACE = "nothing but the day on which it was seen says when it was signed"


def plan(table, asked):
    """A file of agreements -> its Plan; writes nothing."""
    made, targets = Plan(table), LiveTargets()
    lines, errors = lines_of(table, WANTED, asked.options)
    made.diff.invalid += [*errors, *badly_said(table, asked, targets)]
    if not lines or made.diff.invalid:
        return made
    states = {read_state(line.cells["state"]) for line in lines}
    source = targets.find(SHEET.references["source"], asked.source)
    reader = Reader(made, asked, Places(targets, source, states))
    found = [each for line in lines if (each := reader.cells(line))]
    made.diff.invalid += reader.errors
    parsed = sound(made, as_lines_of(SHEET, found), SHEET, targets)
    compare(made, parsed, SHEET, asked)
    reader.places.add_to(made)
    return made


class Reader:
    """Reads one row after the other; collects what is wrong."""

    def __init__(self, made, asked, places):
        self.made, self.asked, self.places = made, asked, places
        self.errors = []

    def cells(self, line):
        """(line, cells of a policy); None where something is wrong."""
        before, given = len(self.errors), line.cells
        state = read_state(given["state"])
        if state is None:
            accepted = "a state's name or postal code"
            self.errors.append(line.error("state", accepted))
            return None
        column = "model" if given.get("model") else "type"
        model = MODELS.get(fold(given.get(column, "")))
        if model is None:
            accepted = f"one of: {', '.join(MODELS.values())}"
            self.errors.append(line.error(column, accepted))
        if not given["agency"]:
            self.errors.append(line.error("agency", "the agency's name"))
        day, is_bound = self._day(line)
        place = self._place(line, state) if given["agency"] else None
        if len(self.errors) > before:
            return None
        return line, self._policy(line, state, model, day, is_bound, place)

    def _policy(self, line, state, model, day, is_bound, place):
        agency = line.cells["agency"]
        pending = not day
        said = f"The file gives the agency as \u201c{agency}\u201d."
        if pending:
            said += " Pending: the file gives no day of signature."
        if is_bound:
            said += " The day is the one on which the file showed it."
        return {
            "key": f"287g:{state}:{fold(agency)}:{fold(model)}",
            "state": ReviewState.DRAFT if pending else ReviewState.PUBLISHED,
            "jurisdiction": place.path,
            "title": f"287(g) agreement, {model}",
            "instrument": INSTRUMENT,
            "on": day,
            "on_precision": ("on_or_before" if is_bound else "day") if day else "",
            "source": self.asked.source,
            "confidence": self.asked.confidence,
            "remark": said,
        }

    def _day(self, line):
        """(the day as text, whether it is only a bound); empty where it is pending."""
        column = "signed" if "signed" in line.cells else "date"
        text = HALF_DAY.sub("", line.cells.get(column, ""))
        if text:
            try:
                return FuzzyDay.parse(text).iso, column == "date"
            except ValueError:
                self.errors.append(line.error(column, "a day like 2025-08-05"))
        elif column in line.cells:
            self.errors.append(line.error(column, "a day like 2025-08-05"))
        return "", False

    def _place(self, line, state):
        """The agency's government; an error with candidates where it is not certain."""
        given = line.cells
        if given.get("geoid"):
            return self._coded(line)
        is_model = fold(given.get("type", "")) in MODELS
        kind = KINDS.get("" if is_model else given.get("type", "").lower(), "")
        if kind == "State":
            name, heading = given["state"], "State"
        elif kind == "Counties" and given.get("county", "").lower() not in NOT_GIVEN:
            name, heading = given["county"], kind
        else:
            name, heading = given["agency"], kind
        found = self.places.meant(name, state=given["state"], heading=heading)
        if found.jurisdiction is None:
            accepted = f"one government ({found.told}); a column geoid says which"
            self.errors.append(line.error("agency", accepted))
        return found.jurisdiction

    def _coded(self, line):
        try:
            code, _ = census_code(line.cells["geoid"])
        except ValueError as error:
            self.errors.append(line.error("geoid", str(error)))
            return None
        found = self.places.at(code)
        if found.jurisdiction is None:
            self.errors.append(line.error("geoid", found.told))
        return found.jurisdiction
