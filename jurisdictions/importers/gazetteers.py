"""The Census Bureau's gazetteer files as they are published -> `Place` rows.

2023 and 2024 are parted by tabs, 2025 by pipes with a column GEOIDFQ. The level
follows from the columns and the codes, never from the file's name. A place that a
newer file lacks stays, with the year in which it was last seen.
"""

import re
from collections import Counter

from jurisdictions.choices import POSTAL_OF_CODE, STATES, Kind, LegalForm
from jurisdictions.models import Place
from jurisdictions.naming import fold

from .base import Diff, RowError
from .cells import census_code, degrees
from .compare import Plan
from .reading import Wanted, lines_of

NAMED = {"USPS", "GEOID", "NAME", "INTPTLAT", "INTPTLONG"}
OTHERS = {"GEOIDFQ", "ANSICODE", "LSAD", "FUNCSTAT"}
AREAS = {"ALAND", "AWATER", "ALAND_SQMI", "AWATER_SQMI"}
WANTED = Wanted(columns=frozenset(NAMED | OTHERS | AREAS), required=frozenset(NAMED))
# The columns that only one level has -> the length of its codes.
LEVELS = {(True, True): 7, (False, False): 5, (True, False): 10}
LABELS = {5: "counties", 7: "places", 10: "county subdivisions"}
FIELDS = ("vintage", "state", "name", "kind", "legal_form", "lat", "lon")
# Statistical areas have no government.
STATISTICAL = {"57", "62", "55"}
SUBDIVISIONS = ("town", "township", "plantation")
# Townships of these states have no government (docs/seed-mapping.md, 6).
WITHOUT = {"AR", "NC", "NH"}
FORMS = {
    "borough": LegalForm.BOROUGH,
    "town": LegalForm.TOWN,
    "plantation": LegalForm.TOWN,
    "township": LegalForm.TOWNSHIP,
    "village": LegalForm.VILLAGE,
    **dict.fromkeys(("city", "corporation", "municipality"), LegalForm.CITY),
    **dict.fromkeys(("government", "county", "County"), LegalForm.CONSOLIDATED),
}
# Legal descriptions of names that do not say it: "Carson City", "Princeton".
DESCRIBED = {
    "21": LegalForm.BOROUGH,
    "25": LegalForm.CITY,
    "43": LegalForm.TOWN,
    "47": LegalForm.VILLAGE,
}
# Year of the file in its name, where the columns do not tell it.
YEAR = re.compile("(?<![0-9])20[0-9]{2}(?![0-9])")
FIRST_WITH_PIPES = 2025


def plan(table, asked):
    """A gazetteer -> its Plan, which holds no entries; writes nothing."""
    made = Plan(table, gazetteer=Diff())
    lines, made.diff.invalid = lines_of(table, WANTED, asked.options)
    vintage = vintage_of(table, asked, made)
    if not lines or made.diff.invalid:
        return made
    length = LEVELS.get(("FUNCSTAT" in lines[0].cells, "LSAD" in lines[0].cells))
    if length is None:
        message = "the columns of places, counties or county subdivisions"
        made.diff.invalid.append(
            RowError(table.file, table.header_row, "", "", message)
        )
        return made
    made.notices.append(f"read as {LABELS[length]} of {vintage}")
    Compared(made, length, vintage).all(lines)
    return made


def vintage_of(table, asked, made):
    """The file's year: said, or in its name; a file with pipes is of 2025 or later."""
    found = {int(year) for year in YEAR.findall(asked.vintage or table.file)}
    newer = "GEOIDFQ" in table.header
    fits = {year for year in found if (year >= FIRST_WITH_PIPES) == newer}
    if len(fits) == 1:
        return fits.pop()
    accepted = "2025 or later" if newer else "2023 or 2024"
    error = RowError(table.file, 0, "--vintage", asked.vintage, f"a year, {accepted}")
    made.diff.invalid.append(error)
    return None


class Compared:
    """The lines of one level against the stored places."""

    def __init__(self, made, length, vintage):
        self.made, self.length, self.vintage = made, length, vintage
        rows = Place.objects.values_list("pk", *FIELDS)
        self.stored = {pk: tuple(rest) for pk, *rest in rows}
        self.before = {pk for pk in self.stored if len(pk) == length}
        self.names = {5: set(), 7: set()}
        for pk, (_, state, name, *_) in self.stored.items():
            if len(pk) in self.names:
                self.names[len(pk)].add((state, name))
        self.seen, self.left_out, self.aged = {}, Counter(), 0

    def all(self, lines):
        diff = self.made.gazetteer
        for line in lines:
            self.sort(line, diff)
        self.made.diff.missing += sorted(self.before - {*self.seen})
        self.made.diff.unchanged = diff.unchanged
        for why, count in sorted(self.left_out.items()):
            self.made.notices.append(f"{count:,} left out: {why}")
        if self.aged:
            what = "only the year in which they were last seen"
            self.made.notices.append(f"{self.aged:,} changes are {what}")

    def sort(self, line, diff):
        faults = len(self.made.diff.invalid)
        code, point = self.code(line), self.point(line)
        if len(self.made.diff.invalid) > faults:
            return
        old = self.stored.get(code)
        why = "" if old else self.not_a_government(line)
        if why:
            self.left_out[why] += 1
            return
        self.seen[code] = line.number
        new = self.values(line, point, old)
        if new is None:
            message = "a name with its legal suffix, like \u201cChicago city\u201d"
            self.made.diff.invalid.append(line.error("NAME", message))
        elif old is None:
            diff.new.append(place(code, new))
        elif old[0] > self.vintage or old == new:
            diff.unchanged.append(line)
        else:
            self.aged += old[1:] == new[1:]
            diff.changed.append(place(code, new))

    def code(self, line):
        """The row's code, of this level and its state's; a fault otherwise."""
        errors = self.made.diff.invalid
        try:
            code, is_other = census_code(line.theirs["GEOID"][1])
        except ValueError as error:
            errors.append(line.error("GEOID", str(error)))
            return ""
        if is_other:
            self.made.notice(
                line, "GEOID", f"{line.cells['GEOID']!r} is read as {code}"
            )
        if len(code) != self.length:
            errors.append(line.error("GEOID", f"a code of {self.length} digits"))
        elif code in self.seen:
            message = f"each code once; line {self.seen[code]} has it"
            errors.append(line.error("GEOID", message))
        elif POSTAL_OF_CODE.get(code[:2]) != line.cells["USPS"]:
            message = f"the state of {code}, {POSTAL_OF_CODE.get(code[:2], 'none')}"
            errors.append(line.error("USPS", message))
        return code

    def point(self, line):
        found = []
        for column in ("INTPTLAT", "INTPTLONG"):
            try:
                found.append(degrees(line.cells[column]))
            except ValueError as error:
                self.made.diff.invalid.append(line.error(column, str(error)))
        return found

    def not_a_government(self, line):
        """Why a row is no government of its own; empty where it is one."""
        cells, word = line.cells, line.cells["NAME"].rpartition(" ")[2]
        if self.length == 7:
            is_statistical = cells["LSAD"] in STATISTICAL or cells["FUNCSTAT"] == "S"
            return "statistical places" if is_statistical else ""
        if self.length == 10:
            if word not in SUBDIVISIONS:
                return "county subdivisions that are no town or township"
            if word == "township" and cells["USPS"] in WITHOUT:
                return "townships without a government"
            if (cells["USPS"], cells["NAME"]) in self.names[7]:
                return "towns that are incorporated places as well"
        return ""

    def values(self, line, point, old):
        """What would be stored, in the order of FIELDS; None for an unknown form."""
        state, name = line.cells["USPS"], line.cells["NAME"]
        kind = Kind.COUNTY if self.length == 5 else Kind.CITY
        form = legal_form(name, kind) or DESCRIBED.get(line.cells.get("LSAD"))
        if self.length == 7 and (state, name) in self.names[5]:
            form = (
                LegalForm.INDEPENDENT_CITY
            )  # a county of the same name, suffix and all
        if old and old[2] == name:
            form = old[4]  # people have looked at it
        if form is None or state not in STATES:
            return None
        return (self.vintage, state, name, str(kind), str(form), *point)


def legal_form(name, kind):
    """By the name's last word; None where that says nothing."""
    word = name.removesuffix(" (balance)").rpartition(" ")[2]
    if kind == Kind.COUNTY:
        return LegalForm.COUNTY if word == "County" else LegalForm.COUNTY_EQUIVALENT
    if name.endswith("city and borough"):
        return LegalForm.CONSOLIDATED
    return FORMS.get(word)


def place(code, values):
    row = Place(geoid=code, **dict(zip(FIELDS, values, strict=True)))
    row.search_text = fold(row.name)
    return row
