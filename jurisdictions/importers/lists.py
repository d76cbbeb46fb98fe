"""A government's list, as text or as a table -> its lines, each matched or left open.

A line that the list holds already is not changed by a file: what a file adds are
lines, and the ends of lines that it lacks, where a person says so.
"""

import re
from collections import Counter, defaultdict

from jurisdictions.choices import STATES, LineForm, MatchHow, ReviewState
from jurisdictions.days import FuzzyDay
from jurisdictions.matching import alias_key, read_state
from jurisdictions.matching.printed import state_in
from jurisdictions.models import GovernmentList, Listing, Source

from .base import Line, RowError
from .compare import Plan, compare
from .decisions import decided_for
from .facts import badly_said
from .outline import ANNOTATION, Entry, Outline
from .own import sheet_of, sound
from .places import Places
from .reading import Wanted, as_lines, lines_of
from .targets import LiveTargets
from .written import texts

WANTED = Wanted(
    columns=frozenset({"state", "heading", "name"}),
    aliases={
        **dict.fromkeys(("state_heading", "usps", "st"), "state"),
        **dict.fromkeys(("kind_heading", "type", "kind"), "heading"),
        **dict.fromkeys(("name_as_published", "jurisdiction", "place"), "name"),
    },
    required=frozenset({"name"}),
    lines=True,
)
SHEET = sheet_of(Listing)
NOTE = "A note under the state\u2019s heading, not a line about a place"
NUMBERS = re.compile("[0-9]{1,6}")
LONGEST_REASON = Listing._meta.get_field("match_reason").max_length


def plan(table, asked):
    """A list's file -> its Plan; writes nothing."""
    made, targets = Plan(table), LiveTargets()
    held = targets.find(GovernmentList, asked.list)
    made.diff.invalid += said_badly(table, asked, held, targets)
    entries = entries_of(table, asked, made.diff.invalid)
    if not entries or held is None or made.diff.invalid:
        return made
    states = {read_state(e.state) or state_in(e.name) for e in entries}
    source = targets.find(Source, asked.source) or held.source
    places = Places(targets, source, states, decided_for(held.issuer))
    matched = Matched(made, held, asked, source, places)
    lines = [matched.line(place, entry) for place, entry in enumerate(entries, 1)]
    lines += matched.removals()
    _tell_doubles(made, lines)
    compare(made, sound(made, lines, SHEET, targets), SHEET, asked)
    places.add_to(made)
    return made


def said_badly(table, asked, held, targets):
    """What the person has to say beside the file."""
    if held is None:
        near = targets.nearest(GovernmentList, asked.list)
        yield RowError(table.file, 0, "--list", asked.list, f"a list's slug{near}")
    needed = bool(asked.remove_missing_on)
    yield from badly_said(table, asked, targets, needs_source=needed)


def entries_of(table, asked, errors):
    """Every line as printed; faults go to `errors`."""
    if table.header is None:
        outline = Outline(as_lines(table))
        errors += (
            RowError(table.file, number, "", text, accepted)
            for number, text, accepted in outline.faults
        )
        return outline.entries
    lines, found = lines_of(table, WANTED, asked.options)
    errors += found
    entries = []
    for line in lines:
        state, name = line.cells.get("state", ""), line.cells["name"]
        if not name:
            errors.append(line.error("name", "a name"))
        elif not (read_state(state) if state else state_in(name)):
            errors.append(line.error("state", "a state's name or postal code"))
        else:
            note = bool(ANNOTATION.search(name))
            heading = line.cells.get("heading", "")
            entries.append(Entry(line.number, name, state, heading, is_annotation=note))
    return entries


def identity(name, state, heading, is_annotation):
    """What makes it the same line in two versions of a list."""
    if is_annotation:
        return (read_state(state) or "", "note", "")
    return alias_key(name, state=state, heading=heading)


class Matched:
    """Lines of one list against those that are live, each name with its decision."""

    def __init__(self, made, held, asked, source, places):
        self.made, self.held, self.asked = made, held, asked
        self.source, self.places = source, places
        day = FuzzyDay.parse(asked.on) if asked.on else held.on
        self.on, self.precision = (day.iso, day.precision) if day else ("", "")
        self.live, self.seen = self._live(), Counter()

    def _live(self):
        """{identity: [live lines]}, in the document's order."""
        rows = Listing.objects.live().filter(list__claim=self.held.claim)
        rows = rows.select_related("author", *SHEET.references)
        found = defaultdict(list)
        for row in rows.prefetch_related(*SHEET.links).order_by("number", "pk"):
            key = identity(
                *(row.name_as_published, row.state_heading, row.heading),
                row.is_annotation,
            )
            found[key].append(row)
        return found

    def line(self, place, entry):
        """An entry, and its place in the list, as a line of our own file."""
        key = identity(entry.name, entry.state, entry.heading, entry.is_annotation)
        standing = next(
            (row for row in self.live[key] if row.end is None or self._before_end(row)),
            None,
        )
        if standing:
            self.live[key].remove(standing)
            return self._as_it_stands(standing, entry.number)
        return self._new(place, entry, key)

    def _before_end(self, row):
        """Whether the file is of a day when the line still stood."""
        return bool(self.on) and self.on <= row.end.iso

    def _as_it_stands(self, row, number, **changes):
        links = {name: getattr(row, name).all() for name in SHEET.links}
        cells = texts(row, SHEET, links) | changes
        own = {"key": str(row.claim), "revision": str(row.revision)}
        return self._line(number, cells | own)

    def _line(self, number, cells):
        empty = dict.fromkeys(SHEET.columns, "")
        state = {"state": ReviewState.PUBLISHED}
        return Line(self.made.table.file, number, empty | state | cells)

    def _new(self, place, entry, key):
        self.seen[key] += 1
        again = self.on if self.live[key] else ""  # listed anew after its end
        times = str(self.seen[key]) if self.seen[key] > 1 else ""
        cells = {
            "key": ":".join(filter(None, (self.held.slug, *key, times, again))),
            "number": str(place),
            "state_heading": entry.state,
            "heading": entry.heading,
            "name_as_published": entry.name,
            "form": LineForm.VERBATIM_LIST,
            "is_annotation": "yes" if entry.is_annotation else "no",
            "on": self.on,
            "on_precision": self.precision,
            "source": self.source.slug,
            "list": self.held.slug,
            "confidence": self.asked.confidence,
        }
        return self._line(entry.number, cells | self._decided(entry))

    def _decided(self, entry):
        """The cells of the match; what is not certain is a draft for the bench."""
        if entry.is_annotation:
            return self._of_state(entry)
        found = self.places.meant(entry.name, state=entry.state, heading=entry.heading)
        reason = shortened(found.reason)
        if found.jurisdiction:
            how = MatchHow.HAND if found.is_by_hand else MatchHow.EXACT
            path = found.jurisdiction.path
            return {"match": how, "match_reason": reason, "jurisdiction": path}
        codes = found.candidates
        return {
            "match": MatchHow.AMBIGUOUS if codes else MatchHow.NO_SUCH_PLACE,
            "match_reason": reason,
            "candidates": "|".join(codes),
            "state": ReviewState.DRAFT,
        }

    def _of_state(self, entry):
        code = STATES[read_state(entry.state)][0]
        place, _ = self.places.of(self.places.among.by_geoid[code])
        how = {"match": MatchHow.NOT_A_PLACE, "match_reason": NOTE}
        return how | {"jurisdiction": place.path}

    def removals(self):
        """Open lines that the file lacks: told, or ended where a person says so."""
        gone = [row for rows in self.live.values() for row in rows if row.end is None]
        kept = {int(each) for each in NUMBERS.findall(self.asked.missing_that_stay)}
        ending = []
        for row in gone:
            if self.asked.remove_missing_on and row.number not in kept:
                ending.append(self._removal(row))
            else:
                text = f"line {row.number}: {row.name_as_published}"
                self.made.diff.missing.append(text)
        return ending

    def _removal(self, row):
        day = self.asked.remove_missing_on
        cited = {source.slug for source in row.more_sources.all()} | {self.source.slug}
        cited -= {row.source.slug}
        return self._as_it_stands(
            row,
            0,
            end=day,
            end_precision="day",
            end_reason=f"No longer in the list as of {day}",
            more_sources="|".join(sorted(cited)),
        )


def shortened(reason):
    if len(reason) <= LONGEST_REASON:
        return reason
    return f"{reason[: LONGEST_REASON - 1]}\u2026"


def _tell_doubles(made, lines):
    """Two lines of one list that are one government."""
    by_place = defaultdict(list)
    for line in lines:
        if line.cells["jurisdiction"] and line.cells["is_annotation"] == "no":
            by_place[line.cells["jurisdiction"]].append(line.cells["name_as_published"])
    for path, names in by_place.items():
        if len(names) > 1:
            made.notices.append(
                f"{path} is meant by {len(names)} lines: {', '.join(names)}"
            )
