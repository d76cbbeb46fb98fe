"""A network in memory: names, addresses and what a server at them sends."""

import gzip
import socket
import threading
from contextlib import contextmanager

from jurisdictions.fetching import fetch

GOOD = "https://records.example/letter.pdf"
HOST = "records.example"
PUBLIC = "93.184.215.14"
OTHER_PUBLIC = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


class Clock:
    """Stands still until something takes time."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    def pass_time(self, seconds):
        self.now += seconds


class Script:
    """A socket that sends these pieces, each after some seconds."""

    def __init__(self, *pieces, clock=None, seconds=0):
        self.pieces, self.clock, self.seconds = [*pieces], clock, seconds
        self.asked, self.read, self.is_closed = b"", 0, False

    def settimeout(self, seconds):
        self.timeout = seconds

    def sendall(self, data):
        self.asked += data

    def recv_into(self, buffer):
        if self.seconds > self.timeout:
            self.clock.pass_time(self.timeout)
            raise TimeoutError
        if self.clock:
            self.clock.pass_time(self.seconds)
        piece = next(self._pieces(), b"")
        count = min(len(piece), len(buffer))
        buffer[:count] = piece[:count]
        if count < len(piece):
            self.pieces.insert(0, piece[count:])
        self.read += count
        return count

    def _pieces(self):
        while self.pieces:
            piece = self.pieces.pop(0)
            if callable(piece):
                # What never ends is made when it is asked for.
                self.pieces.insert(0, piece)
                piece = piece()
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def close(self):
        self.is_closed = True


class Net:
    """What names resolve to, and the answers that wait at each host, in order."""

    def __init__(self, answers, addresses=None):
        self.answers = {host: [*each] for host, each in answers.items()}
        self.addresses = addresses or {}
        self.clock, self.resolved, self.connected, self.sockets = Clock(), [], [], []

    def resolve(self, host, timeout):
        self.resolved.append(host)
        found = self.addresses.get(host, [PUBLIC])
        if isinstance(found, Exception):
            raise found
        # A name whose answer changes has one list of addresses for each time.
        return found.pop(0) if found and isinstance(found[0], list) else found

    def connect(self, address, host, timeout):
        self.connected.append((address, host))
        found = self.answers[host].pop(0)
        if isinstance(found, Exception):
            raise found
        self.sockets.append(found)
        return found

    def fetch(self, url, **options):
        return fetch(
            url,
            resolve=self.resolve,
            connect=self.connect,
            clock=self.clock,
            **options,
        )


def head(*headers, status="200 OK"):
    lines = (f"HTTP/1.1 {status}", *headers, "", "")
    return "\r\n".join(lines).encode("latin-1")


def document(body=b"A letter.", *headers):
    return Script(head(f"Content-Length: {len(body)}", *headers) + body)


def redirect(location, status="302 Found"):
    return Script(head(f"Location: {location}", "Content-Length: 0", status=status))


def packed(body, level=9):
    """Headers and body of a document that was sent as gzip, unasked."""
    # Without the time, so that every worker names the test alike.
    data = gzip.compress(body, level, mtime=0)
    return head("Content-Encoding: gzip", f"Content-Length: {len(data)}") + data


@contextmanager
def served(*answers):
    """A real server on this machine; gives a connector to it and what it was asked."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        thread = threading.Thread(target=_serve, args=(server, answers, asked))
        thread.start()
        try:
            yield lambda *_: socket.create_connection(server.getsockname()), asked
        finally:
            thread.join()


def _serve(server, answers, asked):
    for answer in answers:
        client, _ = server.accept()
        with client:
            request = b""
            while b"\r\n\r\n" not in request:
                request += client.recv(4096)
            asked.append(request)
            client.sendall(answer)
