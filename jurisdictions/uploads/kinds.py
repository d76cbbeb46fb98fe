import re
from enum import StrEnum

from .outcomes import Unaccepted
from .pdf import check_pdf

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
ACCEPTED = "PDF, PNG, JPEG or plain text of at most 10 MB"

PDF, PNG, JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# The last part of every PNG: what follows it would be another file.
PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG_END = b"\xff\xd9"
# PDF readers look for their mark this far into a file.
PDF_REACH = 1024
# Text that programs run or draw instead of showing it.
PROGRAM = re.compile(r"\ufeff?\s*(?:<|#!|%!|\{\\rtf)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


class FileKind(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TEXT = "text"


LABELS = {
    FileKind.PDF: "PDF",
    FileKind.PNG: "PNG picture",
    FileKind.JPEG: "JPEG picture",
    FileKind.TEXT: "plain text",
}
EXTENSIONS = {
    FileKind.PDF: "pdf",
    FileKind.PNG: "png",
    FileKind.JPEG: "jpg",
    FileKind.TEXT: "txt",
}


def kind_of(data: bytes) -> FileKind:
    """The kind of a whole file; raises Unaccepted with the reason."""
    if not data:
        raise Unaccepted("The file is empty.")
    if len(data) > MAX_BYTES:
        raise Unaccepted("The file is larger than 10 MB.")
    if data.startswith(PDF):
        check_pdf(data)
        return FileKind.PDF
    if data.startswith(PNG):
        _check_end(data, PNG_END)
        return FileKind.PNG
    if data.startswith(JPEG):
        _check_end(data.rstrip(b"\x00"), JPEG_END)
        return FileKind.JPEG
    _check_text(data)
    return FileKind.TEXT


def _check_end(data, end):
    if not data.endswith(end):
        raise Unaccepted("The picture is cut off, or something follows it.")


def _check_text(data):
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise Unaccepted(
            "The file is no PDF, PNG or JPEG, and not text in UTF-8."
        ) from None
    if CONTROL.search(text):
        raise Unaccepted("The file is no PDF, PNG, JPEG or plain text.")
    if PROGRAM.match(text) or PDF in data[:PDF_REACH]:
        raise Unaccepted("The file is markup or a program, not plain text.")
