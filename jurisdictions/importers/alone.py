"""Reads one file in a process of its own: `python -m jurisdictions.importers.alone`.

The question comes as JSON on standard input, the table goes as JSON to standard
output. A hostile file can cost this process its life and nothing else.
"""

import dataclasses
import json
import resource
import sys

from .base import RowError
from .limits import MEGABYTE, Limits
from .reading import Wanted, read_file
from .tables import Options, Unreadable

MEMORY, SECONDS = 512 * MEGABYTE, 20
TOO_MUCH_MEMORY = "a file that is read within 512 MB of memory"


def confine():
    """From here on the system itself refuses more memory, time, files and writing."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))


def answer(question):
    """{"table": ...} or {"error": ...} for the question's file."""
    asked = question["wanted"]
    wanted = Wanted(
        columns=frozenset(asked["columns"]),
        aliases=asked["aliases"],
        lines=asked["lines"],
    )
    options, limits = Options(**question["options"]), Limits(**question["limits"])
    try:
        table = read_file(question["path"], wanted, options, limits)
    except Unreadable as refusal:
        return {"error": dataclasses.asdict(refusal.error)}
    return {"table": dataclasses.asdict(table)}


def main():
    question = json.load(sys.stdin)
    confine()
    try:
        text = json.dumps(answer(question))
    except MemoryError:
        name = question["path"].rpartition("/")[2]
        error = RowError(name, 0, "", "", TOO_MUCH_MEMORY)
        text = json.dumps({"error": dataclasses.asdict(error)})
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
