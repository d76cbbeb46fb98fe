"""jurisdictions.csv -> `Jurisdiction` and `Tie` rows, known by their path.

They hold no facts, so they are plain rows: a changed file changes them.
"""

from dataclasses import dataclass, field

from jurisdictions.choices import STATES, Kind, Relation
from jurisdictions.models import Jurisdiction, Place, Tie

from .base import Diff, Line
from .cells import converter, several

NAME = "jurisdictions.csv"
PLAIN = (
    "kind",
    "legal_form",
    "geoid",
    "second_geoid",
    "lat",
    "lon",
    "population",
    "population_year",
    "remark",
)
COLUMNS = ("path", *PLAIN, "ties", "same_government_as")
READERS = {name: converter(Jurisdiction._meta.get_field(name)) for name in PLAIN}


@dataclass
class Parsed:
    """One row: the unsaved instance, its ties as (relation, geoid), its twin's path."""

    line: Line
    row: Jurisdiction
    ties: set = field(default_factory=set)
    twin: str = ""

    @property
    def values(self):
        """Comparable to what `stored` gives."""
        plain = tuple(getattr(self.row, name) for name in PLAIN)
        return (*plain, self.twin, frozenset(self.ties))


def parse(line, errors):
    """One line -> Parsed, or None with what is wrong added to `errors`."""
    found = len(errors)
    state, _, slug = line.cells["path"].partition("/")
    if state.upper() not in STATES or state != state.lower():
        errors.append(line.error("path", "a state's postal code, then /slug"))
    values = {}
    for name in PLAIN:
        try:
            values[name] = READERS[name](line.cells[name])
        except ValueError as error:
            errors.append(line.error(name, str(error)))
    ties = {tuple(tie.partition(":")[::2]) for tie in several(line.cells["ties"])}
    if any(relation not in Relation.values for relation, _ in ties):
        errors.append(line.error("ties", f"relation:geoid, of {Relation.values}"))
    if len(errors) > found:
        return None
    row = Jurisdiction(state=state.upper(), slug=slug, **values)
    if (row.kind == Kind.STATE) == bool(slug):
        errors.append(line.error("path", "only a state has no slug"))
    return Parsed(line, row, ties, line.cells["same_government_as"])


def check(parsed, known_places):
    """The errors that need the other rows: places, twins, doubles."""
    paths = {each.row.path for each in parsed}
    seen = set()
    for each in parsed:
        geoids = {geoid for _, geoid in each.ties} | {each.row.geoid}
        for geoid in sorted(geoids - known_places):
            yield each.line.error("geoid", f"{geoid} is not in the gazetteer")
        if each.twin and each.twin not in paths - {each.row.path}:
            yield each.line.error("same_government_as", "another row's path")
        for column, value in (("path", each.row.path), ("geoid", each.row.geoid)):
            if value in seen:
                yield each.line.error(column, "appears twice")
            seen.add(value)


def known_places():
    return set(Place.objects.values_list("pk", flat=True))


def stored():
    """{path: (row, its values)} of the database."""
    rows = Jurisdiction.objects.select_related("same_government_as")
    found = {}
    for row in rows.prefetch_related("ties"):
        plain = tuple(getattr(row, name) for name in PLAIN)
        twin = row.same_government_as.path if row.same_government_as else ""
        ties = frozenset((tie.relation, tie.place_id) for tie in row.ties.all())
        found[row.path] = (row, (*plain, twin, ties))
    return found


def diff(parsed):
    """The file's rows against the stored ones; gives stored rows their key."""
    before = stored()
    changes = Diff()
    for each in parsed:
        row, values = before.pop(each.row.path, (None, ()))
        if row is None:
            changes.new.append(each)
            continue
        each.row.pk = row.pk
        same = values == each.values
        (changes.unchanged if same else changes.changed).append(each)
    changes.missing += sorted(before)
    return changes


def apply(changes):
    """Write new and changed rows, then their twins and ties."""
    written = changes.new + changes.changed
    Jurisdiction.objects.bulk_create([each.row for each in changes.new])
    Jurisdiction.objects.bulk_update([each.row for each in changes.changed], PLAIN)
    rows = {each.row.path: each.row for each in written + changes.unchanged}
    for each in written:
        each.row.same_government_as = rows.get(each.twin)
    Jurisdiction.objects.bulk_update(
        [each.row for each in written], ["same_government_as"]
    )
    Tie.objects.filter(jurisdiction__in=[each.row for each in changes.changed]).delete()
    Tie.objects.bulk_create(
        Tie(jurisdiction=each.row, relation=relation, place_id=geoid)
        for each in written
        for relation, geoid in sorted(each.ties)
    )
