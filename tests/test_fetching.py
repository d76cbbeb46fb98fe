"""Fetching what an editor gave: what is refused, and what a refusal costs (TRUST A6).

No test leaves this machine: names, addresses and servers are those of `wires`.
"""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.fetching import (
    Fetched,
    FetchError,
    FetchFailed,
    FetchRefused,
)
from jurisdictions.fetching.outcomes import REFUSALS
from jurisdictions.fetching.targets import is_public, read_target

from .hostile_addresses import HOSTILE, PRIVATE
from .wires import (
    GOOD,
    HOST,
    OTHER_PUBLIC,
    PUBLIC,
    Net,
    Script,
    document,
    head,
    redirect,
)

NOWHERE = [
    *("https://169.254.169.254/latest/", "http://records.example/"),
    *("file:///etc/passwd", "javascript:alert(1)", "https://localhost/"),
    *("https://records.example:8443/", "//user@evil.example/", "//[::1]/", "\\\\evil"),
    *("https://inside.example/", "ftp://records.example/", "//127.1/", "//evil.1"),
    *("https://[", "https://records.example\t/", "gopher://records.example/_x"),
]


@pytest.mark.parametrize(("url", "word"), HOSTILE)
def test_a_hostile_address_is_refused_before_anything_is_asked(url, word):
    net = Net({})
    with pytest.raises(FetchRefused) as refusal:
        net.fetch(url)
    assert refusal.value.word == word
    assert refusal.value.reason == REFUSALS[word]
    assert not net.resolved and not net.connected


def test_there_are_as_many_hostile_addresses_as_promised():
    assert len({url for url, _ in HOSTILE}) >= 80


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_to_a_private_network_is_not_asked(address):
    for addresses in ([address], [PUBLIC, address], [address, OTHER_PUBLIC]):
        net = Net({}, {HOST: addresses})
        with pytest.raises(FetchRefused) as refusal:
            net.fetch(GOOD)
        assert refusal.value.word == "network"
        assert not net.connected


@pytest.mark.parametrize("address", [PUBLIC, OTHER_PUBLIC, "8.8.8.8", "2001:4860::8"])
def test_a_public_address_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("location", NOWHERE)
def test_a_redirect_passes_the_same_rules(location):
    net = Net(
        {HOST: [redirect(location)]}, {"inside.example": [PUBLIC, "169.254.169.254"]}
    )
    with pytest.raises(FetchRefused) as refusal:
        net.fetch(GOOD)
    assert refusal.value.reason.startswith("after a redirect, ")
    assert net.connected == [(PUBLIC, HOST)]
    assert net.sockets[0].is_closed


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://Records.Example", "https://records.example/"),
        ("HTTPS://records.example:443/a?b=c#d", "https://records.example/a?b=c"),
        ("https://records.example?b=c", "https://records.example/?b=c"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://bu\u0308cher.example/", "https://xn--bcher-kva.example/"),
        ("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        (
            "https://records.example/é’|{}",
            "https://records.example/%C3%A9%E2%80%99%7C%7B%7D",
        ),
        ("https://records.example/%C3%A9", "https://records.example/%C3%A9"),
        ("https://records.example/@a:b", "https://records.example/@a:b"),
        ("https://evil.example#@records.example/", "https://evil.example/"),
        (
            "https://evil.example?@records.example/",
            "https://evil.example/?@records.example/",
        ),
    ],
)
def test_an_address_is_asked_as_it_is_written(url, asked):
    assert read_target(url).url == asked


# What is asked, and of whom


def test_an_answer_is_hashed():
    net = Net({HOST: [document(b"A letter.", "Content-Type: text/plain")]})
    assert net.fetch(GOOD) == Fetched(
        status=200,
        final_url=GOOD,
        sha256=hashlib.sha256(b"A letter.").hexdigest(),
        content_type="text/plain",
        size=9,
    )


def test_the_request_names_the_project_and_carries_no_cookie():
    net = Net({HOST: [document()]})
    net.fetch(GOOD)
    assert net.sockets[0].asked.decode() == (
        "GET /letter.pdf HTTP/1.1\r\n"
        "Host: records.example\r\n"
        "User-Agent: JurisdictionsUnderReview (checks the sources it cites)\r\n"
        "Accept: */*\r\n"
        "Accept-Encoding: identity\r\n"
        "Connection: close\r\n\r\n"
    )


def test_a_cookie_is_not_sent_back():
    first = Script(head("Set-Cookie: a=b", "Location: /next", status="302 Found"))
    net = Net({HOST: [first, document()]})
    net.fetch(GOOD)
    assert b"ookie" not in net.sockets[1].asked


def test_a_name_that_changes_its_address_is_asked_where_it_was_checked():
    net = Net({HOST: [document()]}, {HOST: [[PUBLIC], ["127.0.0.1"]]})
    net.fetch(GOOD)
    assert net.resolved == [HOST]
    assert net.connected == [(PUBLIC, HOST)]


def test_a_name_that_changes_its_address_between_hops_is_checked_again():
    net = Net({HOST: [redirect("/next")]}, {HOST: [[PUBLIC], ["127.0.0.1"]]})
    with pytest.raises(FetchRefused, match="network"):
        net.fetch(GOOD)
    assert net.connected == [(PUBLIC, HOST)]


def test_the_next_address_of_a_name_is_tried():
    net = Net(
        {HOST: [OSError("unreachable"), document()]}, {HOST: [OTHER_PUBLIC, PUBLIC]}
    )
    assert net.fetch(GOOD).status == 200
    assert net.connected == [(OTHER_PUBLIC, HOST), (PUBLIC, HOST)]


def test_no_more_than_three_addresses_of_a_name_are_tried():
    net = Net({HOST: [OSError("unreachable")] * 9}, {HOST: [PUBLIC] * 9})
    with pytest.raises(FetchFailed, match="connection"):
        net.fetch(GOOD)
    assert len(net.connected) == 3


@pytest.mark.parametrize("status", ["301 Moved", "302 F", "303 S", "307 T", "308 P"])
def test_a_redirect_is_followed(status):
    net = Net(
        {
            HOST: [redirect("https://archive.example/a", status)],
            "archive.example": [redirect("//archive.example/b?c#d"), document()],
        }
    )
    found = net.fetch(GOOD)
    assert found.final_url == "https://archive.example/b?c"
    assert found.redirects == (GOOD, "https://archive.example/a")
    assert [host for _, host in net.connected] == [
        HOST,
        "archive.example",
        "archive.example",
    ]
    assert all(sock.is_closed for sock in net.sockets)


def test_a_location_in_utf_8_is_read():
    net = Net({HOST: [redirect("/é".encode().decode("latin-1")), document()]})
    assert net.fetch(GOOD).final_url == "https://records.example/%C3%A9"


def test_three_redirects_are_followed_and_no_fourth():
    hops = [redirect(f"/{number}") for number in range(4)]
    net = Net({HOST: [*hops[:3], document()]})
    assert len(net.fetch(GOOD).redirects) == 3
    hops = [redirect(f"/{number}") for number in range(4)]
    with pytest.raises(FetchRefused, match="redirects"):
        Net({HOST: hops}).fetch(GOOD)


@pytest.mark.parametrize(
    "location", ["/letter.pdf", "#again", "//records.example/letter.pdf"]
)
def test_a_redirect_in_a_circle_is_seen(location):
    with pytest.raises(FetchRefused, match="loop"):
        Net({HOST: [redirect(location)]}).fetch(GOOD)


@pytest.mark.parametrize(
    "headers", [(), ("Location: /a", "Location: /b")], ids=["none", "two"]
)
def test_a_redirect_says_where_to(headers):
    net = Net({HOST: [Script(head(*headers, status="302 Found"))]})
    with pytest.raises(FetchFailed, match="location"):
        net.fetch(GOOD)


@pytest.mark.parametrize("status", [204, 304, 400, 403, 404, 410, 429, 500, 503])
def test_any_other_status_is_an_answer_without_a_document(status):
    net = Net({HOST: [Script(head(status=f"{status} Word"), b"x" * 99)]})
    found = net.fetch(GOOD)
    assert (found.status, found.size) == (status, 0)


@given(
    st.text() | st.text(alphabet="htps:/\\@[]%.#?0x1a\u3002").map("https://".__add__)
)
def test_whatever_the_address_is_nothing_else_is_raised(url):
    net = Net({}, {HOST: []})
    net.addresses = {}
    net.resolve = lambda host, timeout: ["127.0.0.1"]
    with pytest.raises(FetchError):
        net.fetch(url)
    assert not net.connected
