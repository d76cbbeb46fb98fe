"""Ask an address that an editor gave, without being led anywhere it should not go.

https and port 443 only; every name is resolved once, every one of its addresses
must be public, and the connection goes to the address that was checked. Each hop
of a redirect passes the same rules. No cookies, no credentials, bounded time and
size. Resolver, connector and clock are arguments; `network` has the real ones.
"""

import ssl
import zlib
from contextlib import closing, contextmanager
from http.client import HTTPException, IncompleteRead

from .outcomes import (
    Fetched,
    FetchError,
    FetchFailed,
    FetchRefused,
    FetchTimeout,
    Limits,
)
from .targets import is_public, read_redirect, read_target
from .wire import Timer, exchange

__all__ = [
    "FetchError",
    "FetchFailed",
    "FetchRefused",
    "FetchTimeout",
    "Fetched",
    "Limits",
    "fetch",
]

LIMITS = Limits()
# How many addresses of one name are tried.
MAX_TRIES = 3


def fetch(url: str, *, resolve, connect, clock, limits: Limits = LIMITS) -> Fetched:
    """The answer of an address; raises FetchRefused or FetchFailed, nothing else.

    `resolve(host, timeout)` gives IP addresses, `connect(address, host, timeout)` a
    socket whose other end has proved that it is the host, `clock()` seconds.
    """
    timer, visited = Timer(clock, limits), []
    try:
        target = read_target(url)
        while True:
            answer = _ask(target, resolve, connect, timer, limits)
            if answer.location is None:
                break
            visited.append(target.url)
            target = _next(target, answer.location, visited, limits)
    except FetchError as error:
        error.is_redirected = bool(visited)
        raise
    return Fetched(
        status=answer.status,
        final_url=target.url,
        sha256=answer.sha256,
        content_type=answer.content_type,
        size=answer.size,
        redirects=tuple(visited),
    )


def _next(target, location, visited, limits):
    if len(visited) > limits.redirects:
        raise FetchRefused("redirects")
    target = read_redirect(target, location)
    if target.url in visited:
        raise FetchRefused("loop")
    return target


def _ask(target, resolve, connect, timer, limits):
    with _explained("name"):
        addresses = [*resolve(target.host, timer.left())]
    if not addresses:
        raise FetchFailed("name")
    # One private address among them is enough: the next answer may hold it alone.
    if not all(is_public(address) for address in addresses):
        raise FetchRefused("network")
    with (
        closing(_connected(target, addresses, connect, timer)) as sock,
        _explained("cut"),
    ):
        return exchange(sock, target, timer, limits)


def _connected(target, addresses, connect, timer):
    """The first connection that an address grants."""
    *earlier, last = addresses[:MAX_TRIES]
    for address in earlier:
        try:
            return connect(address, target.host, timer.left())
        except OSError:
            continue
    with _explained("connection"):
        return connect(last, target.host, timer.left())


@contextmanager
def _explained(word):
    """Errors of sockets, TLS and HTTP as FetchFailed, by `word` if nothing is known."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise FetchFailed("certificate") from error
    except TimeoutError as error:
        raise FetchTimeout from error
    except IncompleteRead as error:
        raise FetchFailed("cut") from error
    except OSError as error:
        raise FetchFailed(word) from error
    except (HTTPException, ValueError, zlib.error) as error:
        raise FetchFailed("answer") from error
