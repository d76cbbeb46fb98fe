"""Whether what a page said still holds: what was corrected, learned late, or moved.

A page is compared as its file says it, cell by cell: once for the day it told of, as
known then and now, and once with today. The two are never mixed.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import Q

from jurisdictions.choices import ChangeKind
from jurisdictions.models import REVISION_MODELS, Jurisdiction

from .changes import Entry, entries
from .revisions import Key, about, keys, links, targets
from .wording import described

CORRECTION, LATE, UPDATE = "correction", "late", "update"
WORDS = {
    CORRECTION: "Correction: the record was wrong",
    LATE: "Late knowledge: it was so, and was not on record",
    UPDATE: "Update: it changed since",
}
RIGHTED = {ChangeKind.CORRECTION, ChangeKind.MINOR, ChangeKind.WITHDRAWAL}
# More revisions than these are not read to explain one page.
MOST_REASONS, MOST_OF_A_CELL = 500, 3
# Columns that say what no reader was told as a fact.
SILENT = {"revision", "url", "weights", "source_url", "record", "was_read"}
# The first of these that a row has names it.
NAMES = ("name_as_published", "name", "title", "label", "text", "program", "source")
# A column's first word -> the kinds of record that can move it.
KINDS = {
    "position": {"position"},
    "finding": {"finding", "letter"},
    "grant": {"award", "awardaction"},
    "amount": {"award"},
    "award": {"award", "awardaction"},
    "allocation": {"award", "awardaction"},
    "lists": {"listing", "governmentlist"},
    "listed": {"listing", "governmentlist"},
    "removed": {"listing", "governmentlist"},
    "name": {"name"},
}


@dataclass
class Said:
    """What an address says: cells by row, {row: {column: text}}.

    `marks` are what a row is about: ("claim" or "place" or "page", its key), or
    ("figure", the address of the rows that it counts).
    """

    rows: dict = field(default_factory=dict)
    marks: dict = field(default_factory=dict)
    is_gone: bool = False

    def add(self, key, cells, *marks):
        shown = {
            name: text
            for name, text in cells.items()
            if name not in SILENT
            and f"{name}_label" not in cells
            and not name.startswith("factor")
        }
        self.rows[key] = shown
        self.marks[key] = {(what, value) for what, value in marks if value}


@dataclass
class Cell:
    """One difference; "" is nothing, and no column means the whole row."""

    title: str
    column: str
    was: str
    now: str
    marks: set
    kind: str = UPDATE
    reasons: list[Entry] = field(default_factory=list)

    @property
    def label(self):
        return self.column.removesuffix("_label").replace("_", " ")

    @property
    def word(self):
        return WORDS[self.kind]

    @property
    def figure(self):
        """The address of the rows that it counts, if it is a number of rows."""
        return next((value for what, value in self.marks if what == "figure"), "")

    def can_come_from(self, entry):
        """Whether a revision is of a kind that moves the cell."""
        kinds = KINDS.get(self.column.partition("_")[0])
        return not kinds or entry.key.kind in kinds


@dataclass(frozen=True)
class Checked:
    """The two comparisons of one page."""

    learned: list[Cell]  # of the same day: corrections and late knowledge
    happened: list[Cell]  # since that day
    is_gone: bool
    is_cut: bool  # not all revisions that may be reasons were read

    @property
    def counts(self):
        found = [*self.learned, *self.happened]
        return {kind: sum(cell.kind == kind for cell in found) for kind in WORDS}

    @property
    def stands(self):
        return not self.learned and not self.is_gone


def compare(then, now):
    """The Cells that differ, in the order of the rows."""
    found = []
    for key in {**then.rows, **now.rows}:
        was, said = then.rows.get(key), now.rows.get(key)
        marks = then.marks[key] if key in then.marks else now.marks[key]
        title = _title(key, said or was)
        if was is None or said is None:
            whole = (_whole(was), _whole(said))
            found.append(Cell(title, "", *whole, marks))
            continue
        for column in {**was, **said}:
            pair = was.get(column, ""), said.get(column, "")
            if pair[0] != pair[1]:
                found.append(Cell(title, column, *pair, marks))
    return found


def _title(key, cells):
    return next((cells[name] for name in NAMES if cells.get(name)), str(key))


def _whole(cells):
    """A row in a few words; nothing where there was none."""
    if cells is None:
        return ""
    names = ("label", "position_label", "finding_label", "status_label", "text")
    told = dict.fromkeys(cells[name] for name in names if cells.get(name))
    return ", ".join(told) or "on it"


def checked(then, same, now, *, moment, day, today):
    """A Checked of what an address said, says of the same day, and says of today."""
    learned, happened = compare(then, same), compare(same, now)
    revised = _entries(learned, Q(published_at__gt=moment), today)
    _give_reasons(learned, revised)
    for cell in learned:
        is_righted = any(r.key.change_kind in RIGHTED for r in cell.reasons)
        cell.kind = CORRECTION if is_righted else LATE
    dated = _entries(happened, None, today, since=day)
    _give_reasons(happened, dated)
    is_cut = MOST_REASONS in (len(revised), len(dated))
    return Checked(learned, happened, same.is_gone or now.is_gone, is_cut)


def _give_reasons(cells, found):
    by_mark = defaultdict(list)
    for entry in found:
        for mark in {
            ("claim", str(entry.key.claim)),
            ("page", entry.page),
            *(("place", each.path) for each in entry.subjects),
        }:
            by_mark[mark].append(entry)
    for cell in cells:
        about_it = {e.address: e for mark in cell.marks for e in by_mark[mark]}
        matching = (each for each in about_it.values() if cell.can_come_from(each))
        cell.reasons = [*islice(matching, MOST_OF_A_CELL)]


def _entries(cells, condition, today, since=None):
    """The revisions about these cells' rows, newest first: by condition, or dated."""
    marks = defaultdict(set)
    for what, value in {mark for cell in cells for mark in cell.marks}:
        marks[what].add(value)
    if not marks:
        return []
    places, querysets = _places(marks["place"]), []
    for model in REVISION_MODELS:
        rows = model.objects.published() if condition else model.objects.as_of(None)
        subject = about(model, places) | Q(claim__in=marks["claim"])
        when = condition or _dated(model, since, today)
        querysets.append(rows.filter(subject | _of(model, marks["page"]), when))
    found = keys(querysets)[:MOST_REASONS]
    return entries([Key(*row) for row in found], day=today)


def _dated(model, since, today):
    """That one of its days lies after the first day, and not after today."""
    found = Q(pk__in=())
    for each in model.payload_fields():
        if each.name.endswith("_first"):
            last = each.name.replace("_first", "_last")
            is_later = Q(**{f"{each.name}__gt": since}) | Q(**{f"{last}__gt": since})
            found |= is_later & Q(**{f"{each.name}__lte": today})
    return found


def _places(paths):
    asked = Q(pk__in=())
    for state, _, slug in (path.partition("/") for path in paths):
        asked |= Q(state=state.upper(), slug=slug)
    return [*Jurisdiction.objects.filter(asked).values_list("pk", flat=True)]


def _of(model, slugs):
    """That it is the list or the source of one of these pages, or a line of it."""
    names = {each.name for each in model.payload_fields()}
    if "list" in names:
        return Q(list__slug__in=slugs)
    return Q(slug__in=slugs) if "slug" in names else Q(pk__in=())


def record_said(known, *, day, moment=None):
    """What the page of a record, or of a source, says: its fields as one row."""
    said = Said()
    if not known or known[-1].is_tombstone:
        return Said(is_gone=bool(known))
    row = known[-1]
    kind = row._meta.model_name
    linked = links({kind: [row.pk]})
    found = targets([row], linked, day=day, moment=moment)
    cells = described(row, found, linked[kind, row.pk])
    said.add("What it says", dict(cells.values()), ("claim", str(row.claim)))
    return said
