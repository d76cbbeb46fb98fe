"""One question over one connection, read within its time and its bytes."""

import hashlib
import io
import zlib
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPResponse

from .outcomes import FetchFailed, FetchRefused, FetchTimeout

REDIRECTS = (301, 302, 303, 307, 308)
BLOCK = 64 * 1024
GZIP = 31  # zlib's word for a gzip wrapper
MAX_TYPE = 100
EMPTY = hashlib.sha256().hexdigest()


class Timer:
    """What is left of the time for a whole fetch."""

    def __init__(self, clock, limits):
        self.clock, self.step = clock, limits.step_seconds
        self.ends = clock() + limits.seconds

    def left(self):
        """Seconds for the next step; raises FetchTimeout when there are none."""
        left = self.ends - self.clock()
        if left <= 0:
            raise FetchTimeout
        return min(left, self.step)


class Wire(io.RawIOBase):
    """A socket's bytes; reading more than `allowed` is refused with `word`."""

    def __init__(self, sock, timer, allowed):
        self.sock, self.timer = sock, timer
        self.allow(allowed, "head")

    def allow(self, count, word):
        self.allowed, self.word = count, word

    def makefile(self, mode):
        return io.BufferedReader(self)

    def readable(self):
        return True

    def readinto(self, buffer):
        if self.allowed <= 0:
            raise FetchRefused(self.word)
        self.sock.settimeout(self.timer.left())
        count = self.sock.recv_into(buffer)
        self.allowed -= count
        return count


@dataclass(frozen=True)
class Answer:
    """What one server said: a document, a redirect, or only a status."""

    status: int
    location: str | None = None
    sha256: str = EMPTY
    size: int = 0
    content_type: str = ""


def exchange(sock, target, timer, limits):
    """Ask for the target over a connection to its host; an Answer."""
    sock.settimeout(timer.left())
    sock.sendall(_request(target, limits.agent))
    wire = Wire(sock, timer, limits.head_bytes)
    with closing(HTTPResponse(wire, method="GET")) as response:
        response.begin()
        if response.status in REDIRECTS:
            return Answer(response.status, location=_location(response))
        if not 200 <= response.status < 300:
            return Answer(response.status)
        # Chunks may be framed in as many bytes again as they hold.
        wire.allow(2 * limits.body_bytes + limits.head_bytes, "size")
        sha256, size = _digest(response, timer, limits.body_bytes)
        return Answer(response.status, None, sha256, size, _type(response))


def _request(target, agent):
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.host}",
        f"User-Agent: {agent}",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii", "replace")


def _location(response):
    found = {*(response.headers.get_all("Location") or ())}
    if len(found) != 1:
        raise FetchFailed("location")
    try:
        # The standard library reads headers as Latin-1, servers write UTF-8.
        return found.pop().encode("latin-1").decode()
    except UnicodeError:
        raise FetchRefused("characters") from None


def _type(response):
    words = response.headers.get("Content-Type", "")
    return "".join(sign for sign in words if " " <= sign <= "~")[:MAX_TYPE]


def _digest(response, timer, most):
    """The hash and size of the document, without whatever it was packed in."""
    if (response.length or 0) > most:
        raise FetchRefused("size")
    digest, size = hashlib.sha256(), 0
    for block in _document(response):
        timer.left()
        size += len(block)
        if size > most:
            raise FetchRefused("size")
        digest.update(block)
    return digest.hexdigest(), size


def _document(response):
    if "Transfer-Encoding" in response.headers and not response.chunked:
        raise FetchFailed("answer")
    packed = ",".join(response.headers.get_all("Content-Encoding") or ())
    match packed.strip().lower():
        case "" | "identity":
            return _blocks(response)
        case "gzip" | "x-gzip":
            return _unpacked(_blocks(response))
    raise FetchRefused("encoding")


def _blocks(response):
    while block := response.read(BLOCK):
        yield block
    # The standard library takes an early end for the end.
    if response.length:
        raise FetchFailed("cut")


def _unpacked(blocks):
    """The content of one gzip member, in blocks that do not swell."""
    unpack = zlib.decompressobj(wbits=GZIP)
    for block in blocks:
        if unpack.eof:
            raise FetchFailed("answer")
        while block:
            yield unpack.decompress(block, BLOCK)
            block = unpack.unconsumed_tail
    yield unpack.flush()
    if unpack.unused_data:
        raise FetchFailed("answer")
    if not unpack.eof:
        raise FetchFailed("cut")
