"""Keeping what editors upload: bytes on disk under their hash, a row, an event.

The file is in its place before its row is: a crash between the two leaves a file
that nobody is shown, never a row without its file.
"""

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from jurisdictions.choices import Verb
from jurisdictions.models import Document, Source
from jurisdictions.models.documents import place_of
from jurisdictions.models.events import write_event
from jurisdictions.uploads import MAX_BYTES, FileKind, Unaccepted, kind_of

from .rules import Refused, allow, explain
from .steps import in_turn

MAX_NAME = 200


class DocumentRefused(Refused):
    """The file is not kept; the message says why."""


@dataclass(frozen=True)
class Received:
    """A file that came whole, and what it turned out to be."""

    path: Path
    sha256: str
    size: int
    kind: FileKind


def upload(
    chunks: Iterable[bytes],
    *,
    name: str,
    by,
    note: str,
    source: Source | None = None,
    via: str = "admin",
) -> Document:
    """Keep a file, tied to its source if one is given; known bytes give their Document.

    Raises DocumentRefused for a kind, a size or a content that is not kept, and
    for a file that is the document of another source already.
    """
    allow(by, "draft")
    explain(note)
    with _received(chunks) as received:
        _keep(received)
        return _register(received, _plain(name), by, note, source, via)


@contextmanager
def _received(chunks):
    """The bytes in a file of their own, judged; it is gone afterwards, unless kept."""
    folder = Path(settings.DOCUMENTS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(dir=folder, prefix="incoming-")
    path = Path(path)
    try:
        with open(handle, "wb") as file:
            sha256, size = _write(chunks, file)
        yield Received(path, sha256, size, _judged(path))
    finally:
        path.unlink(missing_ok=True)


def _write(chunks, file):
    """Hash and size; stops reading at the limit."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_BYTES:
            raise DocumentRefused("The file is larger than 10 MB.")
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def _judged(path):
    try:
        return kind_of(path.read_bytes())
    except Unaccepted as reason:
        raise DocumentRefused(str(reason)) from reason


def _keep(received):
    place = place_of(received.sha256)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    os.replace(received.path, place)


@in_turn
def _register(received, name, by, note, source, via):
    claim = source.claim if source else None
    document = Document.objects.filter(sha256=received.sha256).first()
    if document is None:
        document = Document.objects.create(
            sha256=received.sha256,
            name=name,
            size=received.size,
            kind=received.kind,
            source_claim=claim,
            uploaded_by=by,
        )
    elif claim in (None, document.source_claim):
        return document
    elif not Document.objects.tie(document.pk, claim):
        raise DocumentRefused("This file is kept already, for another source.")
    else:
        document.refresh_from_db()
    _log(document, by, note, via)
    return document


def _log(document, by, note, via):
    write_event(
        verb=Verb.UPLOADED,
        actor=by,
        kind="document",
        claim=str(document.source_claim or ""),
        revision=None,
        note=note,
        via=via,
        detail={
            "file": document.sha256,
            "name": document.name,
            "kind": document.kind,
            "size": document.size,
        },
    )


def _plain(name):
    """The last part of a path, without signs that cannot be seen."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(s if unicodedata.category(s)[0] not in "CZ" else " " for s in last)
    return " ".join(shown.split())[:MAX_NAME].strip() or "document"
