"""A file of printed names -> the same lines, each with its government or candidates."""

import csv
import io
import time
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from jurisdictions.importers.base import RowError
from jurisdictions.matching import match, read_heading, read_state
from jurisdictions.matching.printed import state_in
from jurisdictions.matching.stored import stored

ASKED = ("state", "heading", "name")
ADDED = ("decision", "geoid", "matched_name", "kind", "score", "reasons", "candidates")
KNOWN_STATES = "a name or postal code of the 56 states and territories"
KNOWN_HEADINGS = "a heading such as State, Counties or Cities; left to a person"


class Command(BaseCommand):
    help = "Match printed names with Census governments; doubtful ones get candidates."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV: state, heading, name")
        parser.add_argument("--out", type=Path, required=True, help="CSV to write")

    def handle(self, *, file, out, **options):
        started = time.monotonic()
        header, rows = read(file)
        for fault in faults(file, rows):
            self.stderr.write(str(fault))
        states = {state_of(cells) for _, cells in rows}
        among = stored(states - {None})
        decisions = [
            match(
                cells["name"],
                state=cells["state"],
                heading=cells["heading"],
                among=among,
            )
            for _, cells in rows
        ]
        write(out, header, rows, decisions)
        counts = Counter(each.decision for each in decisions)
        self.stdout.write(
            f"{len(rows):,} names in {time.monotonic() - started:.1f} s:"
            f" {counts['auto']:,} automatic, {counts['review']:,} for a person,"
            f" {counts['none']:,} with nothing alike."
        )


def state_of(cells):
    """The row's postal code; None where nothing names a state."""
    state = cells["state"]
    return read_state(state) if state.strip() else state_in(cells["name"])


def read(path):
    """(header, [(line number, {column: cell as it is})]); refuses what is no table."""
    try:
        # A byte order mark is what spreadsheets write before "state".
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        wrong = error.object[error.start : error.end]
        raise refused(path, line, "", wrong, "text in UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refused(path, line, "", "\0", "text without NUL")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    try:
        header = next(reader, [])
        check_header(path, header)
        for cells in reader:
            if cells and len(cells) != len(header):
                told = f"{len(header)} cells, not {len(cells)}"
                raise refused(path, reader.line_num, "", ",".join(cells), told)
            if cells:
                rows.append((reader.line_num, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        raise refused(path, reader.line_num, "", str(error), "CSV") from error
    return header, rows


def check_header(path, header):
    for name in ASKED:
        if name not in header:
            told = f"the column {name!r} is missing; needed are {', '.join(ASKED)}"
            raise refused(path, 1, "", ",".join(header), told)
    for name in header:
        if header.count(name) > 1 or name in ADDED:
            raise refused(path, 1, name, name, "a name that no other column has")


def refused(path, *error):
    return CommandError(f"{RowError(path.name, *error)}. Nothing was written.")


def faults(path, rows):
    """Yields a RowError for each cell that is not understood; the rows stay."""
    for number, cells in rows:
        state = state_of(cells)
        if state is None:
            yield RowError(path.name, number, "state", cells["state"], KNOWN_STATES)
        elif not read_heading(cells["heading"], state).is_known:
            heading = cells["heading"]
            yield RowError(path.name, number, "heading", heading, KNOWN_HEADINGS)


def write(path, header, rows, decisions):
    """All lines in their order. The file appears whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        with open(part, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*header, *ADDED])
            for (_, cells), decision in zip(rows, decisions, strict=True):
                writer.writerow([*cells.values(), *added(decision)])
        part.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def added(decision):
    place = decision.place
    return [
        decision.decision,
        place.geoid if place else "",
        place.name if place else "",
        place.kind if place else "",
        decision.score,
        "; ".join(decision.reasons),
        "|".join(each.place.geoid for each in decision.candidates),
    ]
