"""What a file is by its bytes, whatever its name says; and which files are accepted."""

from .kinds import (
    ACCEPTED,
    EXTENSIONS,
    LABELS,
    MAX_BYTES,
    FileKind,
    Unaccepted,
    kind_of,
)

__all__ = [
    "ACCEPTED",
    "EXTENSIONS",
    "LABELS",
    "MAX_BYTES",
    "FileKind",
    "Unaccepted",
    "kind_of",
]
