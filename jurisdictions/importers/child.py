"""What the web form uses: a file that came from outside is read by a child process.

Only text comes back. Checking it against the record needs the database, and so
happens here, with the same code as the command's.
"""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from .alone import SECONDS
from .base import RowError
from .formats import FORMATS, plan_table, refused
from .limits import WEB
from .tables import Row, Table, Unreadable

# A bare environment: nothing secret is within reach of what reads the file.
ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
MODULE = "jurisdictions.importers.alone"
# The system counts the child's own seconds; a busy machine gives it few of them.
PATIENCE = 3 * SECONDS


def read_in_child(path, name, options, limits=WEB):
    """The Table of a file. Raises Unreadable, also when the child met its limits."""
    wanted = FORMATS[name].wanted
    question = {
        "path": str(Path(path).resolve()),
        "wanted": {
            "columns": sorted(wanted.columns),
            "aliases": wanted.aliases,
            "lines": wanted.lines,
        },
        "options": dataclasses.asdict(options),
        "limits": dataclasses.asdict(limits),
    }
    answer = _ask(question)
    if "error" in answer:
        raise Unreadable(RowError(**answer["error"]))
    found = answer["table"]
    rows = [Row(**row) for row in found.pop("rows")]
    return Table(**found, rows=rows)


def _ask(question):
    try:
        done = subprocess.run(
            [sys.executable, "-m", MODULE],
            input=json.dumps(question).encode(),
            capture_output=True,
            timeout=PATIENCE,
            cwd=settings.BASE_DIR,
            env=ENVIRONMENT,
            check=True,
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        name = Path(question["path"]).name
        accepted = f"a file that is read within {SECONDS} s and 512 MB of memory"
        raise Unreadable(RowError(name, 0, "", "", accepted)) from error


def plan_in_child(path, name, asked):
    """Like `formats.plan`, with the file read by a child."""
    try:
        table = read_in_child(path, name, asked.options)
    except Unreadable as refusal:
        return refused(refusal.error)
    return plan_table(table, name, asked)
