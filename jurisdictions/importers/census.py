"""The Census gazetteer: one file of governments -> `Place` rows.

One transaction of bulk statements; loaded again, it changes nothing.
"""

from ..choices import STATES, Kind, LegalForm
from ..models import Place
from ..naming import fold
from .base import Diff, Rejected, RowError, read
from .cells import degrees

COLUMNS = ("geoid", "state", "name", "kind", "legal_form", "lat", "lon")
VINTAGE = 2023
LENGTHS = (2, 5, 7, 10)
BATCH = 2000


def load(path):
    """Bring the places up to the file. Returns the Diff; raises Rejected."""
    lines, errors = read(path, COLUMNS)
    places = []
    for line in lines:
        found = [*faults(line)]
        errors += found
        if not found:
            places.append(place(line))
    if errors:
        raise Rejected(errors)
    changes = diff(places)
    apply(changes)
    return changes


def faults(line):
    """What is wrong with one row of the file."""
    cells = line.cells
    geoid = cells["geoid"]
    if not geoid.isdigit() or len(geoid) not in LENGTHS:
        yield line.error("geoid", f"digits, {LENGTHS} of them, as text")
    if cells["state"] not in STATES:
        yield line.error("state", "a postal code of the 56 states and territories")
    if not cells["name"]:
        yield line.error("name", "a name with its legal suffix")
    for column, choices in (("kind", Kind), ("legal_form", LegalForm)):
        if cells[column] not in choices.values:
            yield line.error(column, f"one of: {', '.join(choices.values)}")
    for column in ("lat", "lon"):
        try:
            degrees(cells[column])
        except ValueError as error:
            yield RowError(line.file, line.number, column, cells[column], str(error))


def place(line):
    cells = line.cells
    return Place(
        geoid=cells["geoid"],
        vintage=VINTAGE,
        state=cells["state"],
        name=cells["name"],
        kind=cells["kind"],
        legal_form=cells["legal_form"],
        lat=degrees(cells["lat"]),
        lon=degrees(cells["lon"]),
        search_text=fold(cells["name"]),
    )


FIELDS = [field.name for field in Place._meta.fields if not field.primary_key]


def diff(places):
    """The file's places against the stored ones."""
    stored = {pk: tuple(rest) for pk, *rest in Place.objects.values_list("pk", *FIELDS)}
    changes = Diff()
    for found in places:
        before = stored.pop(found.pk, None)
        if before is None:
            changes.new.append(found)
        elif before != tuple(getattr(found, name) for name in FIELDS):
            changes.changed.append(found)
        else:
            changes.unchanged.append(found)
    changes.missing += sorted(stored)
    return changes


def apply(changes):
    Place.objects.bulk_create(changes.new, batch_size=BATCH)
    Place.objects.bulk_update(changes.changed, FIELDS, batch_size=500)
