"""The real resolver and connector, as far as a machine without a network shows them."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager

import pytest

from jurisdictions.fetching import network

OPENSSL = shutil.which("openssl")
HOST = "records.example"


@contextmanager
def pair(serve):
    """A connected socket whose other end is served by a thread."""
    ours, theirs = socket.socketpair()
    thread = threading.Thread(target=serve, args=(theirs,))
    thread.start()
    try:
        with ours:
            yield ours
    finally:
        theirs.close()
        thread.join()


def test_names_and_authorities_are_always_checked():
    context = network.trusted()
    assert context.check_hostname and context.verify_mode == ssl.CERT_REQUIRED
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2


def test_the_server_is_told_the_name_that_its_certificate_must_bear():
    hello = []

    def serve(sock):
        hello.append(sock.recv(4096))
        sock.close()

    with pair(serve) as sock, pytest.raises(OSError):
        network.secure(sock, HOST, timeout=5)
    assert HOST.encode() in hello[0]


def test_a_handshake_ends_in_time():
    with pair(lambda sock: None) as sock, pytest.raises(TimeoutError):
        network.secure(sock, HOST, timeout=0.05)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for HOST, and its key; made anew each time."""
    if not OPENSSL:
        pytest.skip("openssl makes the certificate, and is not here")
    folder = tmp_path_factory.mktemp("tls")
    made = [folder / "cert.pem", folder / "key.pem"]
    subprocess.run(
        [
            *(OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"),
            *("-out", made[0], "-keyout", made[1]),
        ],
        check=True,
        capture_output=True,
    )
    return made


def greeted(certificate, host, context):
    """The first bytes that a server with that certificate sends to who trusts it."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(*certificate)

    def serve(sock):
        try:
            with server.wrap_socket(sock, server_side=True) as secured:
                secured.sendall(b"hello")
        except OSError:
            sock.close()

    with pair(serve) as sock, network.secure(sock, host, 5, context) as secured:
        greeting = secured.recv(5)
        # The server says no farewell: its answer may have been cut off.
        with pytest.raises(ssl.SSLEOFError):
            secured.recv(5)
        return greeting


def trusting(certificate):
    return ssl.create_default_context(cafile=certificate[0])


def test_a_certificate_for_the_name_is_accepted(certificate):
    assert greeted(certificate, HOST, trusting(certificate)) == b"hello"


def test_a_certificate_for_another_name_is_not(certificate):
    with pytest.raises(ssl.SSLCertVerificationError):
        greeted(certificate, "other.example", trusting(certificate))


def test_a_certificate_of_no_known_authority_is_not(certificate):
    with pytest.raises(ssl.SSLCertVerificationError):
        greeted(certificate, HOST, None)


def test_an_address_is_dialled_as_it_is(monkeypatch):
    """No name reaches the socket: what was checked is what is connected to."""
    dialled = []

    class Refusing(socket.socket):
        def connect(self, where):
            dialled.append((self.family, where))
            raise ConnectionRefusedError

    monkeypatch.setattr(network.socket, "socket", Refusing)
    for address in ("192.0.2.1", "2001:db8::1"):
        with pytest.raises(ConnectionRefusedError):
            network.connect(address, HOST, timeout=1)
    assert dialled == [
        (socket.AF_INET, ("192.0.2.1", 443)),
        (socket.AF_INET6, ("2001:db8::1", 443)),
    ]


@pytest.fixture
def system(monkeypatch):
    """A system resolver that gives what the test says."""

    def says(answer):
        monkeypatch.setattr(network.socket, "getaddrinfo", answer)

    return says


def test_a_name_is_looked_up_once_and_in_full(system):
    asked = []

    def look_up(host, port, type):
        asked.append((host, port))
        found = [("93.184.215.14", 443), ("2606:2800::1", 443, 0, 0)]
        return [(0, type, 6, "", where) for where in (found[0], *found)]

    system(look_up)
    assert network.resolve(HOST, 5) == ["93.184.215.14", "2606:2800::1"]
    assert asked == [("records.example.", 443)]


def test_an_unknown_name_is_an_error(system):
    def look_up(*args, **options):
        raise socket.gaierror("unknown")

    system(look_up)
    with pytest.raises(socket.gaierror):
        network.resolve(HOST, 5)


def test_a_resolver_that_hangs_is_left(system):
    goes_on = threading.Event()
    system(lambda *args, **options: goes_on.wait(5) and [])
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        network.resolve(HOST, 0.05)
    assert time.monotonic() - started < 2
    goes_on.set()
