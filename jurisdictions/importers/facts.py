"""What the files of other offices have in common: facts that name no source themselves.

Each such format turns its rows into lines of our own columns; from there on they go
the way of every other import.
"""

from jurisdictions.choices import ReviewState
from jurisdictions.days import FuzzyDay
from jurisdictions.models import Source

from .base import Line, RowError
from .compare import live_rows
from .record import claim_of
from .written import texts


def badly_said(table, asked, targets, *, needs_source=True):
    """Errors of what a person said beside the file."""
    found = targets.find(Source, asked.source)
    if found is None and (asked.source or needs_source):
        near = targets.nearest(Source, asked.source)
        accepted = f"the slug of the source{near}"
        yield RowError(table.file, 0, "--source", asked.source, accepted)
    for name in ("on", "remove_missing_on"):
        said = getattr(asked, name)
        if said and not is_day(said):
            option = f"--{name.replace('_', '-')}"
            yield RowError(table.file, 0, option, said, "a day like 2025-08-05")


def is_day(text):
    try:
        return bool(FuzzyDay.parse(text))
    except ValueError:
        return False


def as_lines_of(sheet, found):
    """(their line, our cells) -> lines of a sheet; what a file does not say stays."""
    lines = []
    claims = [claim_of(sheet.model, cells["key"]) for _, cells in found]
    live = live_rows(sheet, claims)
    for (line, cells), claim in zip(found, claims, strict=True):
        stands = live.get(claim)
        links = {n: getattr(stands, n).all() for n in sheet.links} if stands else {}
        before = texts(stands, sheet, links) if stands else {}
        empty = dict.fromkeys(sheet.columns, "")
        state = {"state": ReviewState.PUBLISHED}
        cells = empty | before | state | cells
        lines.append(Line(line.file, line.number, cells, sheet=line.sheet))
    return lines
