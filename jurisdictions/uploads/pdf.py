"""Which PDFs are refused: encrypted ones, and those that do more than show pages.

A check, not a proof: a reader may unpack what this does not. That is why documents
are only ever sent as attachments that no browser opens on our site.
"""

import re
import zlib

from .outcomes import Unaccepted

REASONS = {
    b"JavaScript": "it contains a program (JavaScript)",
    b"JS": "it contains a program (JavaScript)",
    b"Launch": "it can start other programs",
    b"EmbeddedFile": "it has other files inside",
    b"EmbeddedFiles": "it has other files inside",
    b"RichMedia": "it has other media inside",
    b"XFA": "it is a form with a program (XFA)",
    b"Encrypt": "it is encrypted, so that it cannot be checked",
}
PACKED = "its parts are packed in a way that cannot be checked"
CUT = "it is cut off, or something follows it"

# A name ends where one of PDF's delimiters or white space begins.
END = rb"(?![^\s\x00()<>\[\]{}/%])"
FORBIDDEN = re.compile(rb"/(" + b"|".join(sorted(REASONS, reverse=True)) + rb")" + END)
# A letter of a name may be written as its number: /J#53 is /JS.
DISGUISED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream")
# Where its bytes begin: some readers skip the rest of the line, some do not.
NEXT_LINE = re.compile(rb"[^\r\n]{0,80}(?:\r\n|\n|\r)")
NEXT_BYTE = re.compile(rb"[ \t]*(?:\r\n|\n|\r)?")
# A stream of objects begins with numbers; white space and comments may come first.
NUMBERS = re.compile(rb"[\s\x00]*(?:[0-9%]|\Z)")
OBJECTS = re.compile(rb"/ObjStm" + END)
OTHER_PACKING = re.compile(
    rb"/(?:(?:LZW|ASCII85|ASCIIHex|RunLength)Decode|A85|AHx|LZW|RL|Fl|Crypt|Predictor)"
    + END
)
TRAILER_REACH = 1024
DICTIONARY = 4096
MAX_STREAMS = 50_000
MAX_UNPACKED = 20 * 1024 * 1024
PIECE, BLOCK = 4 * 1024, 64 * 1024
# Longer than any forbidden name: none hides on the seam of two blocks.
SEAM = 64


def check_pdf(data: bytes) -> None:
    """Raises Unaccepted with the reason when the file is not one to keep."""
    if b"%%EOF" not in data[-TRAILER_REACH:]:
        raise _refusal(CUT)
    plain = _undisguised(data)
    _check_names(plain)
    if len(OBJECTS.findall(plain)) != len(OBJECTS.findall(data)):
        raise _refusal(PACKED)
    left = MAX_UNPACKED
    for number, stream in enumerate(STREAM.finditer(data)):
        if number >= MAX_STREAMS:
            raise _refusal(PACKED)
        _check_packing(data, stream.start())
        found = [way.match(data, stream.end()) for way in (NEXT_LINE, NEXT_BYTE)]
        for start in {begin.end() for begin in found if begin}:
            left = _check_objects(data, start, left)


def _refusal(reason):
    return Unaccepted(f"The PDF is refused: {reason}.")


def _undisguised(data):
    return DISGUISED.sub(lambda found: bytes([int(found[1], 16)]), data)


def _check_names(data):
    if found := FORBIDDEN.search(data):
        raise _refusal(REASONS[found[1]])


def _check_packing(data, end):
    """A stream that calls itself one of objects must be packed as we can unpack."""
    reach = data[max(0, end - DICTIONARY) : end]
    dictionary = reach[max(0, reach.rfind(b"obj")) :]
    if b"/ObjStm" in dictionary and (
        b"/FlateDecode" not in dictionary or OTHER_PACKING.search(dictionary)
    ):
        raise _refusal(PACKED)


def _check_objects(data, start, left):
    """Look through a packed stream of objects; what is left to unpack after it."""
    seam = b""
    for block in _unpacked(data, start):
        if not seam and not NUMBERS.match(block):
            break
        left -= len(block)
        if left < 0:
            raise _refusal(PACKED)
        _check_names(_undisguised(seam + block))
        seam = (seam + block)[-SEAM:]
    return left


def _unpacked(data, start):
    """What the bytes from there on unpack to, as far as they do."""
    unpack = zlib.decompressobj()
    try:
        for piece in range(start, len(data), PIECE):
            packed = data[piece : piece + PIECE]
            while packed and not unpack.eof:
                if block := unpack.decompress(packed, BLOCK):
                    yield block
                packed = unpack.unconsumed_tail
            if unpack.eof:
                return
    except zlib.error:
        return
