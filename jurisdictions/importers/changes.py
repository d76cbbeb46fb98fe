"""The record's files against the database: what is new, changed, or in hand.

A claim that a person has worked on has events of its own in the audit trail; the
files no longer speak for it, so loading them again undoes nobody's correction.
"""

from dataclasses import dataclass, field

from jurisdictions import editorial
from jurisdictions.choices import OPEN_STATES, Alone, ChangeKind
from jurisdictions.editorial import Entry
from jurisdictions.models import Event, Jurisdiction

from . import jurisdictions
from .base import Diff, Rejected, read
from .record import SHEETS, Targets, read_all, resolve

VIA = "import"


@dataclass
class Plan:
    """What a load would do: shown to a person first, then applied."""

    places: Diff
    record: Diff
    entries: list = field(default_factory=list)
    superseded: list = field(default_factory=list)  # drafts that newer ones replace


def plan(folder, *, by):
    """Read, check and compare. Raises Rejected with every error; writes nothing."""
    lines, errors = read(folder / jurisdictions.NAME, jurisdictions.COLUMNS)
    places = [jurisdictions.parse(line, errors) for line in lines]
    places = [each for each in places if each is not None]
    errors += jurisdictions.check(places, jurisdictions.known_places())
    parsed, found = read_all(folder)
    errors += found
    place_changes = jurisdictions.diff(places)
    targets = Targets(parsed, {each.row.path: each.row for each in places})
    errors += resolve(parsed, targets)
    if errors:
        raise Rejected(errors)
    made = Plan(places=place_changes, record=Diff())
    compare(made, parsed, by)
    return made


def apply(made, *, by, note, progress=None):
    """Write the plan: one batch, one edition. Returns the number published."""
    jurisdictions.apply(made.places)
    for row in made.superseded:
        editorial.discard(row, by=by, note=note, via=VIA)
    return editorial.publish_batch(
        made.entries,
        by=by,
        note=note,
        alone=Alone.FIRST_LOAD,
        via=VIA,
        progress=progress,
    )


# The comparison


def compare(made, parsed, by):
    """Sort the rows into the Diff and prepare the entries of what is new or changed."""
    in_hand = set(
        Event.objects.exclude(claim="").exclude(via=VIA).values_list("kind", "claim")
    )
    kept = {}
    for sheet in SHEETS:
        before = stored(sheet, by)
        for each in parsed:
            if each.sheet is sheet:
                old = before.pop(each.row.claim, None)
                _sort(made, each, old, in_hand, kept)
        kind = sheet.model._meta.model_name
        made.record.missing += [f"{kind}:{claim}" for claim in before]
    for entry in made.entries:
        _rewire(entry, kept)


def stored(sheet, by):
    """{claim: the latest row that this author brought}."""
    rows = (
        sheet.model.objects.filter(author=by)
        .select_related(*sheet.references)
        .prefetch_related(*sheet.links)
        .order_by("pk")
    )
    return {row.claim: row for row in rows}


def _sort(made, each, old, in_hand, kept):
    """Put one row where it belongs; `kept` learns what stands in for its instance."""
    kind = each.sheet.model._meta.model_name
    if old is None:
        made.record.new.append(each)
        made.entries.append(Entry(each.row, each.links, each.is_draft))
    elif (kind, str(each.row.claim)) in in_hand or old.superseded_at:
        made.record.held.append(each)
        kept[id(each.row)] = _standing(old)
    elif _says_the_same(each, old):
        made.record.unchanged.append(each)
        kept[id(each.row)] = old
    else:
        made.record.changed.append(each)
        _replace(made, each, old)


def _says_the_same(each, old):
    if old.state in OPEN_STATES and not each.is_draft:
        return False
    links = {name: getattr(old, name).all() for name in each.sheet.links}
    return said(each.row, each.sheet, each.links) == said(old, each.sheet, links)


def _replace(made, each, old):
    """A draft makes way for the new row; what is public is revised by it."""
    if old.state in OPEN_STATES:
        made.superseded.append(old)
        old = old.revises
    if old is not None:
        each.row.revises, each.row.revision = old, old.revision + 1
        each.row.change_kind = ChangeKind.UPDATE
    made.entries.append(Entry(each.row, each.links, each.is_draft))


def _standing(row):
    """What the public reads of this claim; the row itself where it reads nothing."""
    return type(row).objects.standing().filter(claim=row.claim).first() or row


def said(row, sheet, links):
    """All that a row says, comparable between a file and the database."""
    days = {name: getattr(row, name) for name in sheet.days}
    plain = {name: getattr(row, name) for name in sheet.plain}
    named = {name: _identity(getattr(row, name)) for name in sheet.references}
    linked = {name: {_identity(row) for row in found} for name, found in links.items()}
    return days, plain, named, linked


def _identity(target):
    if target is None:
        return None
    return target.path if isinstance(target, Jurisdiction) else target.claim


def _rewire(entry, kept):
    """Point to the stored rows where the file's own copies will not be written."""
    for found in entry.row._meta.fields:
        if found.is_relation and found.name in entry.row._state.fields_cache:
            target = getattr(entry.row, found.name)
            if id(target) in kept:
                setattr(entry.row, found.name, kept[id(target)])
    for name, targets in entry.links.items():
        entry.links[name] = [kept.get(id(row), row) for row in targets]
