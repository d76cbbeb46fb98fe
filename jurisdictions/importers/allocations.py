"""JAG allocations as text: one Award a government, and one for a disparate group.

An asterisk under the direct allocation marks a county that signs for its group and
gets no sum of its own. A joint allocation is the whole group's: it contains the
direct ones, so it is shared by all and never summed with them (DOMAIN E 4.3).
"""

from collections import defaultdict

from django.utils.text import slugify

from jurisdictions.choices import AmountKind, ReviewState
from jurisdictions.matching import read_state
from jurisdictions.models import Award

from .base import RowError
from .cells import money
from .compare import Plan, compare
from .facts import as_lines_of, badly_said
from .own import sheet_of, sound
from .places import Places
from .reading import Wanted, lines_of
from .targets import LiveTargets

SHEET = sheet_of(Award)
REQUIRED = frozenset({"state", "jurisdiction_name", "government_type"})
WANTED = Wanted(
    columns=REQUIRED | {"direct_allocation", "joint_allocation", "disparate_group"},
    aliases={"eligible_joint_allocation": "joint_allocation"},
    required=REQUIRED | {"direct_allocation"},
)
PROGRAM = "Edward Byrne Memorial Justice Assistance Grant, local allocation"
LISTING = "16.738"
HEADINGS = {"county": "Counties", "municipal": "Cities", "township": "Cities"}
SIGNS = "*"
SIGNS_ONLY = "The county signs for its group; the table gives it no direct allocation."
JOINT = "Joint allocation of the group {}; it contains the direct ones."


def plan(table, asked):
    """A table of allocations -> its Plan; writes nothing."""
    made, targets = Plan(table), LiveTargets()
    lines, errors = lines_of(table, WANTED, asked.options)
    made.diff.invalid += [*errors, *badly_said(table, asked, targets)]
    if not (asked.fiscal_year.isdigit() and len(asked.fiscal_year) == 4):
        accepted = "the fiscal year of the table, like 2022"
        made.diff.invalid.append(
            RowError(table.file, 0, "--fiscal-year", asked.fiscal_year, accepted)
        )
    if not lines or made.diff.invalid:
        return made
    states = {read_state(line.cells["state"]) for line in lines}
    source = targets.find(SHEET.references["source"], asked.source)
    reader = Reader(made, asked, Places(targets, source, states))
    found = [each for line in lines if (each := reader.direct(line))]
    found += reader.joint()
    made.diff.invalid += reader.errors
    parsed = sound(made, as_lines_of(SHEET, found), SHEET, targets)
    compare(made, parsed, SHEET, asked)
    reader.places.add_to(made)
    return made


class Reader:
    """Reads one row after the other; gathers the groups."""

    def __init__(self, made, asked, places):
        self.made, self.asked, self.places = made, asked, places
        self.errors, self.groups = [], defaultdict(list)

    def direct(self, line):
        """(line, cells of the government's own allocation); None where it is wrong."""
        given, before = line.cells, len(self.errors)
        state = read_state(given["state"])
        if state is None:
            self.errors.append(line.error("state", "a state's name or postal code"))
        heading = HEADINGS.get(given["government_type"].lower())
        if heading is None:
            accepted = "County, Municipal or Township"
            self.errors.append(line.error("government_type", accepted))
        amount = self._amount(line, "direct_allocation", signs=True)
        joint = self._amount(line, "joint_allocation")
        if len(self.errors) > before:
            return None
        name = given["jurisdiction_name"]
        found = self.places.meant(name, state=given["state"], heading=heading)
        if given.get("disparate_group"):
            key = (state, given["disparate_group"])
            self.groups[key].append((line, found.jurisdiction, joint))
        elif joint is not None:
            accepted = "the group that a joint allocation is for"
            self.errors.append(line.error("disparate_group", accepted))
            return None
        return line, self._own(line, state, name, amount, found)

    def _amount(self, line, column, *, signs=False):
        text = line.cells.get(column, "")
        if signs and text == SIGNS:
            return None
        try:
            amount = money(text.removeprefix("$").replace(",", ""))
        except ValueError:
            amount = None
        if (text and amount is None) or (signs and not text):
            accepted = "an amount like $51,883" + (", or an asterisk" * signs)
            self.errors.append(line.error(column, accepted))
        return amount

    def _award(self, key, recipient):
        year = self.asked.fiscal_year
        return {
            "key": f"jag:{year}:{key}",
            "slug": slugify(f"jag {year} {key.replace(':', ' ')}")[:60].strip("-"),
            "program": PROGRAM,
            "assistance_listing": LISTING,
            "fiscal_year": year,
            "recipient": recipient,
            "amount_kind": AmountKind.ALLOCATION,
            "amount_precision": "exact",
            "on": f"FY{year}",
            "on_precision": "fiscal_year",
            "source": self.asked.source,
            "confidence": self.asked.confidence,
        }

    def _own(self, line, state, name, amount, found):
        cells = self._award(f"{state}:{name.casefold()}", name)
        remarks = [SIGNS_ONLY] if line.cells["direct_allocation"] == SIGNS else []
        if found.jurisdiction is None:
            remarks.append(f"Which government is meant is not decided: {found.told}.")
        return cells | {
            "state": ReviewState.PUBLISHED if found.jurisdiction else ReviewState.DRAFT,
            "jurisdiction": found.jurisdiction.path if found.jurisdiction else "",
            "amount_usd": "" if amount is None else str(amount),
            "may_double_count": "no",
            "remark": " ".join(remarks),
        }

    def joint(self):
        """(line, cells) of each group's joint allocation."""
        for (state, group), members in self.groups.items():
            sums = {joint for _, _, joint in members if joint is not None}
            line = members[0][0]
            if len(sums) > 1:
                accepted = f"one sum for the group, not {len(sums)}"
                self.errors.append(line.error("joint_allocation", accepted))
            elif sums:
                places = [place for _, place, _ in members]
                yield line, self._shared(state, group, sums.pop(), places)

    def _shared(self, state, group, amount, places):
        cells = self._award(f"{state}:group:{group.casefold()}", group)
        known = [place.path for place in places if place]
        return cells | {
            "state": (
                ReviewState.PUBLISHED
                if len(known) == len(places)
                else ReviewState.DRAFT
            ),
            "amount_usd": str(amount),
            "may_double_count": "yes",
            "shared_by": "|".join(sorted(known)),
            "remark": JOINT.format(group),
        }
