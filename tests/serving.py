"""The site as a server runs it, inside a test and on the test's own connection."""

import contextlib
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections

SIGNALS = (request_started, request_finished)


@contextlib.contextmanager
def application():
    """It closes no connection after an answer: the test's transaction is on it.

    Not to be mixed with the test's client, which lets connections be closed again.
    """
    for signal in SIGNALS:
        signal.disconnect(close_old_connections)
    try:
        yield get_wsgi_application()
    finally:
        for signal in SIGNALS:
            signal.connect(close_old_connections)


class Quiet(WSGIRequestHandler):
    def log_message(self, *parts):
        pass


@contextlib.contextmanager
def served():
    """The address of the site over HTTP, for programs of their own."""
    shared = connections["default"]

    def serve():
        connections["default"] = shared
        server.serve_forever(poll_interval=0.01)

    shared.inc_thread_sharing()
    with (
        application() as site,
        make_server("127.0.0.1", 0, site, handler_class=Quiet) as server,
    ):
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            shared.dec_thread_sharing()
