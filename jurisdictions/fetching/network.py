"""The real resolver and connector: the only code here that leaves the machine."""

import queue
import socket
import ssl
import threading
import time
from functools import cache

PORT = 443


def resolve(host, timeout):
    """The IP addresses of a name, in the system's order of preference."""
    answers = queue.SimpleQueue()
    # The system's resolver cannot be told when to stop: a thread waits in our place.
    threading.Thread(target=_look_up, args=(host, answers), daemon=True).start()
    try:
        found = answers.get(timeout=timeout)
    except queue.Empty:
        raise TimeoutError(f"no address of {host} in time") from None
    if isinstance(found, OSError):
        raise found
    return found


def _look_up(host, answers):
    try:
        # The full stop keeps the name from being tried inside our own domain.
        found = socket.getaddrinfo(f"{host}.", PORT, type=socket.SOCK_STREAM)
    except OSError as error:
        answers.put(error)
    else:
        answers.put([*dict.fromkeys(where[0] for *_, where in found)])


def connect(address, host, timeout):
    """A secure connection to that very address, whose certificate names the host."""
    ends = time.monotonic() + timeout
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(timeout)
        sock.connect((address, PORT))
        return secure(sock, host, max(ends - time.monotonic(), 0.001))
    except BaseException:
        sock.close()
        raise


def secure(sock, host, timeout, context=None):
    """TLS over a connected socket; raises unless the certificate names the host."""
    sock.settimeout(timeout)
    # An end without a farewell may be an answer cut off: let it be seen.
    return (context or trusted()).wrap_socket(
        sock, server_hostname=host, suppress_ragged_eofs=False
    )


@cache
def trusted():
    """The system's authorities, names checked, TLS 1.2 or later."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
