"""What a server may send: how much, how long, and what is no answer (TRUST A6)."""

import hashlib
import socket
import ssl
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.fetching import (
    FetchError,
    FetchFailed,
    FetchRefused,
    FetchTimeout,
    Limits,
    fetch,
)
from jurisdictions.fetching.outcomes import FAILURES, MEGABYTE, REFUSALS

from .wires import (
    GOOD,
    HOST,
    PUBLIC,
    Net,
    Script,
    document,
    head,
    packed,
    served,
)

# How much, and how long


def endless():
    return b"x" * 65536


def test_a_document_of_exactly_the_limit_is_read():
    body = bytes(10 * MEGABYTE)
    net = Net({HOST: [document(body)]})
    assert net.fetch(GOOD).size == len(body)


def test_a_length_beyond_the_limit_is_refused_unread():
    sock = Script(head(f"Content-Length: {10 * MEGABYTE + 1}"), endless)
    with pytest.raises(FetchRefused, match="size"):
        Net({HOST: [sock]}).fetch(GOOD)
    assert sock.read < 100_000


@pytest.mark.parametrize(
    "headers", [(), ("Content-Length: nonsense",), ("Content-Length: -5",)]
)
def test_a_document_without_an_end_is_read_up_to_the_limit(headers):
    sock = Script(head(*headers), endless)
    with pytest.raises(FetchRefused, match="size"):
        Net({HOST: [sock]}).fetch(GOOD)
    assert sock.read < 10 * MEGABYTE + 200_000


@pytest.mark.parametrize(
    "chunk", [b"10000\r\n" + b"x" * 65536 + b"\r\n", b"1\r\nx\r\n"]
)
def test_chunks_without_an_end_are_read_up_to_the_limit(chunk):
    sock = Script(
        head("Transfer-Encoding: chunked"), lambda: chunk * (70_000 // len(chunk))
    )
    limits = Limits(body_bytes=MEGABYTE)
    with pytest.raises(FetchRefused, match="size"):
        Net({HOST: [sock]}).fetch(GOOD, limits=limits)


@pytest.mark.parametrize(
    "sent", [b"-5\r\nxxxxx\r\n", b"-1\r\nx\r\n", b"zz\r\n", b"\r\n"]
)
def test_a_chunk_of_no_size_is_no_answer(sent):
    sock = Script(head("Transfer-Encoding: chunked"), sent)
    with pytest.raises(FetchFailed):
        Net({HOST: [sock]}).fetch(GOOD)


@pytest.mark.parametrize(
    "pieces",
    [
        [head()[:-2], lambda: b"X-Header: " + b"x" * 1000 + b"\r\n"],
        [head()[:-2], lambda: b"x" * 1000],
        [lambda: b"HTTP/1.1 100 Continue\r\n\r\n"],
        [lambda: b"H" * 1000],
    ],
)
def test_headers_without_an_end_are_refused(pieces):
    sock = Script(*pieces)
    with pytest.raises(FetchError) as error:
        Net({HOST: [sock]}).fetch(GOOD)
    assert error.value.word in ("head", "answer")
    assert sock.read < 50_000


def test_a_gzip_document_is_unpacked_though_nobody_asked():
    net = Net({HOST: [Script(packed(b"A letter."))]})
    assert net.fetch(GOOD).sha256 == hashlib.sha256(b"A letter.").hexdigest()


def test_a_gzip_bomb_is_refused_while_it_is_unpacked():
    bomb = packed(bytes(200 * MEGABYTE), 1)
    assert len(bomb) < MEGABYTE
    tracemalloc.start()
    with pytest.raises(FetchRefused, match="size"):
        Net({HOST: [Script(bomb)]}).fetch(GOOD)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * MEGABYTE


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        (packed(b"A letter." * 99)[:-9], "cut"),
        (head("Content-Encoding: gzip") + b"no gzip", "answer"),
        (head("Content-Encoding: gzip") + packed(b"x")[-21:] * 9, "answer"),
        (head("Content-Encoding: gzip"), "cut"),
    ],
)
def test_a_broken_gzip_document_is_no_answer(sent, word):
    with pytest.raises(FetchFailed, match=word):
        Net({HOST: [Script(sent)]}).fetch(GOOD)


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "compress"])
def test_no_other_packing_is_unpacked(coding):
    sock = Script(head(f"Content-Encoding: {coding}", "Content-Length: 1") + b"x")
    with pytest.raises(FetchRefused, match="encoding"):
        Net({HOST: [sock]}).fetch(GOOD)


def test_a_server_that_drips_is_left():
    net = Net({})
    sock = Script(head(), lambda: b"x", clock=net.clock, seconds=1)
    net.answers = {HOST: [sock]}
    with pytest.raises(FetchTimeout):
        net.fetch(GOOD)
    assert sock.read < 100 and net.clock.now <= 1016


def test_a_server_that_drips_headers_is_left():
    net = Net({})
    sock = Script(lambda: b"H", clock=net.clock, seconds=4)
    net.answers = {HOST: [sock]}
    with pytest.raises(FetchTimeout):
        net.fetch(GOOD)
    assert sock.read == 3 and net.clock.now == 1015


def test_a_server_that_says_nothing_is_left():
    net = Net({})
    net.answers = {HOST: [Script(b"x", clock=net.clock, seconds=60)]}
    with pytest.raises(FetchTimeout) as error:
        net.fetch(GOOD)
    assert net.clock.now == 1005 and error.value.word == "time"


def test_the_time_is_that_of_all_hops_together():
    net = Net({})
    slow = {"clock": net.clock, "seconds": 4.5}
    hops = [Script(head(f"Location: /{n}", status="302 F"), **slow) for n in range(4)]
    net.answers = {HOST: hops}
    with pytest.raises(FetchTimeout):
        net.fetch(GOOD)


def test_a_resolver_that_takes_all_the_time_leaves_none():
    net = Net({HOST: [document()]})

    def resolve(host, timeout):
        assert timeout == 5
        net.clock.pass_time(15)
        return [PUBLIC]

    with pytest.raises(FetchTimeout):
        fetch(GOOD, resolve=resolve, connect=net.connect, clock=net.clock)
    assert not net.connected


# What goes wrong, in words


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (ConnectionRefusedError(), "connection"),
        (OSError("unreachable"), "connection"),
        (ssl.SSLError("handshake"), "connection"),
        (ssl.SSLCertVerificationError("another name"), "certificate"),
        (TimeoutError(), "time"),
    ],
)
def test_a_connection_that_fails_says_why(error, word):
    with pytest.raises(FetchFailed, match=word) as failure:
        Net({HOST: [error]}).fetch(GOOD)
    assert failure.value.reason == FAILURES[word]


@pytest.mark.parametrize("found", [socket.gaierror("unknown"), []])
def test_a_name_that_does_not_exist_is_said(found):
    with pytest.raises(FetchFailed, match="name"):
        Net({}, {HOST: found}).fetch(GOOD)


@pytest.mark.parametrize(
    ("pieces", "word"),
    [
        ([], "cut"),
        ([b"SSH-2.0-OpenSSH_9.6\r\n"], "answer"),
        ([b"HTTP/2 200\r\n\r\n"], "answer"),
        ([b"HTTP/1.1 99 Low\r\n\r\n"], "answer"),
        ([b"HTTP/1.1 two OK\r\n\r\n"], "answer"),
        ([b"\x00\xff\xfe"], "answer"),
        ([head(*["X: y"] * 101)], "answer"),
        ([head("Content-Length: 99") + b"half"], "cut"),
        ([head("Transfer-Encoding: chunked") + b"9\r\nhalf"], "cut"),
        ([head("Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n"], "answer"),
        ([head("Content-Length: 9"), ConnectionResetError()], "cut"),
        ([head(), ssl.SSLEOFError("no farewell")], "cut"),
        ([head("Location: /\xff", status="302 Found")], "characters"),
    ],
)
def test_an_answer_that_cannot_be_read_says_so(pieces, word):
    sock = Script(*pieces)
    with pytest.raises(FetchError, match=word):
        Net({HOST: [sock]}).fetch(GOOD)
    assert sock.is_closed


def test_every_word_has_its_sentence():
    for kind, reasons in ((FetchRefused, REFUSALS), (FetchFailed, FAILURES)):
        for word, sentence in reasons.items():
            assert kind(word).reason == sentence
            assert not sentence.endswith(".") and sentence[0].islower()


@given(
    st.lists(
        st.binary()
        | st.sampled_from(
            [
                *(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\n", b"\r\n", b"5\r\n"),
                *(b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n"),
                *(
                    b"Content-Length: 5\r\n",
                    b"Location: //x.example/\r\n",
                    b"0\r\n\r\n",
                ),
            ]
        )
    )
)
def test_whatever_a_server_sends_nothing_else_is_raised(pieces):
    net = Net({HOST: [Script(b"".join(pieces))], "x.example": [Script()]})
    try:
        assert net.fetch(GOOD).size < 10_000
    except FetchError as error:
        assert error.reason


def test_a_real_connection_is_asked():
    body = b"A letter." * 20_000
    sent = head(f"Content-Length: {len(body)}") + body
    with served(head("Location: /next", status="301 Moved"), sent) as (connect, asked):
        net = Net({})
        found = fetch(GOOD, resolve=net.resolve, connect=connect, clock=net.clock)
    assert found.sha256 == hashlib.sha256(body).hexdigest()
    assert found.redirects == (GOOD,)
    assert [request.splitlines()[0] for request in asked] == [
        b"GET /letter.pdf HTTP/1.1",
        b"GET /next HTTP/1.1",
    ]
