"""Where imported files are kept: by hash, outside of what a web server hands out."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from jurisdictions.choices import ReviewState
from jurisdictions.models import REVISION_MODELS

from .tables import Unreadable

IN_REVIEW = (ReviewState.IN_REVIEW, ReviewState.APPROVED)


def model_of(kind):
    return next(each for each in REVISION_MODELS if each._meta.model_name == kind)


def keep(path, table):
    """Copy the file that was read into the import folder; its name there.

    The same bytes are kept once; a file that changed since it was read is refused.
    """
    data = Path(path).read_bytes()
    if hashlib.sha256(data).hexdigest() != table.sha256:
        error = table.error(0, 0, "", "the file that was read; it changed meanwhile")
        raise Unreadable(error)
    name = f"{table.sha256}.{'xlsx' if table.sheet else 'txt'}"
    folder = Path(settings.IMPORTS_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    if not (folder / name).exists():
        handle, part = tempfile.mkstemp(dir=folder, prefix=".part-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(part).rename(folder / name)
    return name
