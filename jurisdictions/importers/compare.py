"""The rows of a file against the live record: new, changed, unchanged, or in hand.

A claim whose live text a person wrote is changed by a file only when the file says,
in its column `revision`, that it was made from that very text.
"""

import hashlib
from dataclasses import dataclass, field

from jurisdictions import editorial
from jurisdictions.choices import ChangeKind, Verb
from jurisdictions.editorial import Entry
from jurisdictions.models import Event, chunks

from .base import Diff
from .record import Parsed
from .tables import Table
from .written import texts

WROTE = (Verb.DRAFTED, Verb.EDITED, Verb.WITHDRAWN)


@dataclass
class Change:
    """A row that differs from what is live: {column: (before, after)}."""

    each: Parsed
    fields: dict


@dataclass
class Held(Change):
    """A difference that is a person's to settle, and why."""

    reason: str = ""


@dataclass
class Plan:
    """What an import would do: shown to a person first, then applied."""

    table: Table
    diff: Diff = field(default_factory=Diff)
    entries: list = field(default_factory=list)
    # Jurisdictions that the entries name and that are not there yet.
    places: list = field(default_factory=list)
    # Gazetteer rows, which are no facts: only that format has them.
    gazetteer: Diff | None = None
    notices: list = field(default_factory=list)
    # {(model, claim): line of the file}
    lines: dict = field(default_factory=dict)

    def notice(self, line, column, text):
        self.notices.append(f"line {line.number}, {column}: {text}")

    @property
    def size(self):
        """How many rows it would write."""
        own = self.gazetteer
        return len(self.entries) + (len(own.new) + len(own.changed) if own else 0)

    @property
    def fingerprint(self):
        """Changes whenever the plan would write or hold something else."""
        digest = hashlib.sha256()
        for entry in self.entries:
            row = entry.row
            links = {name: [*map(str, rows)] for name, rows in entry.links.items()}
            said = (
                row.claim,
                row.revision,
                row.revises_id,
                editorial.payload(row),
                links,
            )
            digest.update(repr(said).encode())
        for held in self.diff.held:
            digest.update(repr((held.each.row.claim, held.fields)).encode())
        if self.gazetteer:
            codes = [row.pk for row in self.gazetteer.new + self.gazetteer.changed]
            digest.update(repr(codes).encode())
        return digest.hexdigest()


def live_rows(sheet, claims):
    """{claim: the row that stands}, tombstones too."""
    return {row.claim: row for row in _rows(sheet, claims, "standing")}


def _rows(sheet, claims, kind):
    for chunk in chunks(claims):
        rows = getattr(sheet.model.objects, kind)().filter(claim__in=chunk)
        rows = rows.select_related("author", *sheet.references)
        yield from rows.prefetch_related(*sheet.links)


def written_by_people(model, claims):
    """{(claim, revision)} of the desk; what a batch brought has no such event."""
    found, kind = set(), model._meta.model_name
    for chunk in chunks(map(str, claims)):
        events = Event.objects.filter(kind=kind, claim__in=chunk, verb__in=WROTE)
        found.update(events.values_list("claim", "revision"))
    return found


def compare(made, parsed, sheet, asked):
    """Sort the rows into the plan's Diff and prepare the entries."""
    claims = [each.row.claim for each in parsed]
    live = live_rows(sheet, claims)
    drafts = {row.claim: row for row in _rows(sheet, claims, "open")}
    by_hand = written_by_people(sheet.model, claims)
    for each in parsed:
        claim = each.row.claim
        _sort(made, each, live.get(claim), drafts.get(claim), by_hand, asked)


def _sort(made, each, live, draft, by_hand, asked):
    made.lines[type(each.row), each.row.claim] = each.line.number
    said = texts(each.row, each.sheet, each.links)
    fields = _difference(each.sheet, live, said)
    if live is not None and not live.is_tombstone and not fields:
        made.diff.unchanged.append(each)
    elif draft is not None and not _difference(each.sheet, draft, said):
        made.diff.unchanged.append(each)
        made.notice(each.line, "key", f"waits as a draft of {draft.author}")
    elif reason := _held(each, live, draft, by_hand):
        made.diff.held.append(Held(each, fields, reason))
    elif problems := not each.is_draft and editorial.check(each.row):
        column = "source" if "source" in each.line.cells else "title"
        made.diff.invalid.append(each.line.error(column, " ".join(problems)))
    elif live is None or live.is_tombstone:
        follow(each.row, live)
        made.diff.new.append(each)
        made.entries.append(Entry(each.row, each.links, each.is_draft))
    else:
        follow(each.row, live, asked.change_kind)
        made.diff.changed.append(Change(each, fields))
        made.entries.append(Entry(each.row, each.links, each.is_draft))


def _difference(sheet, row, said):
    """{column: (before, after)}; all of it where there is no row."""
    if row is None:
        return {name: ("", after) for name, after in said.items() if after}
    links = {name: getattr(row, name).all() for name in sheet.links}
    before = texts(row, sheet, links)
    return {
        name: (before[name], after)
        for name, after in said.items()
        if before[name] != after
    }


def _held(each, live, draft, by_hand):
    """Why a person settles this; empty where the file may."""
    if draft is not None:
        return f"a draft of {draft.author} waits at the desk"
    seen = each.line.cells.get("revision", "")
    if live is None:
        return f"revision {seen} is not on the record" if seen else ""
    if seen and seen != str(live.revision):
        who = live.author
        return f"made from revision {seen}; {who} wrote revision {live.revision} since"
    if not seen and (str(live.claim), live.revision) in by_hand:
        did = "withdrew it" if live.is_tombstone else "wrote what is live"
        return (
            f"{live.author} {did}; a file made from that says revision {live.revision}"
        )
    return ""


def follow(row, live, change_kind=ChangeKind.NEW):
    """Make a row the next revision of what stands, if anything does."""
    row.change_kind = change_kind
    if live is not None:
        row.revises, row.revision = live, live.revision + 1
