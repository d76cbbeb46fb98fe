"""Files that somebody looks at before they apply them: kept for a day, by hash.

No table knows of them, and each is its uploader's alone.
"""

import hashlib
import shutil
import tempfile
import time
from pathlib import Path

from django.conf import settings

DAY = 24 * 60 * 60


def _folder(user):
    return Path(settings.IMPORTS_DIR) / "previewed" / str(user.pk)


def hold(user, name, parts):
    """Keep a file's bytes under the name it came with; their hash, to find it by."""
    folder, digest = _folder(user), hashlib.sha256()
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    forget_old(folder)
    kept = Path(tempfile.mkdtemp(dir=folder, prefix=".part-"))
    with (kept / name).open("wb") as out:
        for part in parts:
            digest.update(part)
            out.write(part)
    sha256 = digest.hexdigest()
    shutil.rmtree(folder / sha256, ignore_errors=True)
    kept.rename(folder / sha256)
    return sha256


def held(user, sha256):
    """The path of a file that this user gave; None where it is no longer kept."""
    return next((_folder(user) / sha256).glob("*"), None)


def forget_old(folder, now=None):
    """Drop what a user gave more than a day ago."""
    now = time.time() if now is None else now
    for each in folder.iterdir():
        if each.stat().st_mtime < now - DAY:
            shutil.rmtree(each, ignore_errors=True)
