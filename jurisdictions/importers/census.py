"""The Census gazetteer: one file of governments -> `Place` rows.

One transaction of bulk statements; loaded again, it changes nothing.
"""

from jurisdictions.choices import STATES, Kind, LegalForm
from jurisdictions.models import Place
from jurisdictions.naming import fold

from .base import Diff, Rejected, RowError, read
from .cells import degrees

TEXTS = ("state", "name", "kind", "legal_form")
COLUMNS = ("geoid", *TEXTS, "lat", "lon")
# The search text follows from the name.
FIELDS = ("vintage", *TEXTS, "lat", "lon")
VINTAGE = 2023
LENGTHS = (2, 5, 7, 10)
BATCH = 2000
# Read once: `values` makes its list anew for each of the forty thousand lines.
CODES = {"kind": Kind.values, "legal_form": LegalForm.values}


def load(path):
    """Bring the places up to the file. Returns the Diff; raises Rejected."""
    lines, errors = read(path, COLUMNS)
    changes = diff(lines, stored())
    changes.invalid += errors
    if changes.invalid:
        raise Rejected(changes.invalid)
    apply(changes)
    return changes


def stored():
    """{GEOID: its values} of the database, comparable to `values`."""
    rows = Place.objects.values_list("pk", *FIELDS)
    return {pk: tuple(rest) for pk, *rest in rows}


def diff(lines, before):
    """The file against the stored places; only what differs is looked at closely."""
    changes, seen = Diff(), set()
    for line in lines:
        geoid = line.cells["geoid"]
        old = before.pop(geoid, None)
        if geoid in seen:
            changes.invalid.append(line.error("geoid", "appears twice"))
        elif old is not None and old == values(line):
            changes.unchanged.append(line)
        elif found := [*faults(line)]:
            changes.invalid += found
        else:
            (changes.new if old is None else changes.changed).append(place(line))
        seen.add(geoid)
    changes.missing += sorted(before)
    return changes


def values(line):
    """What a row says, as it would be stored; None where it cannot be."""
    cells = line.cells
    try:
        point = degrees(cells["lat"]), degrees(cells["lon"])
    except ValueError:
        return None
    return (VINTAGE, *(cells[name] for name in TEXTS), *point)


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
    for column, codes in CODES.items():
        if cells[column] not in codes:
            yield line.error(column, f"one of: {', '.join(codes)}")
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


def apply(changes):
    Place.objects.bulk_create(changes.new, batch_size=BATCH)
    Place.objects.bulk_update(
        changes.changed, [*FIELDS, "search_text"], batch_size=BATCH // 4
    )
