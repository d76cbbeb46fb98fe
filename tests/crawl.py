"""Reads the site as a machine would: follows its links and judges each answer.

`faults` are in words, so that a test can show all of them at once.
"""

import gzip
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

HOST = "http://testserver"
MOST_QUERIES = 12
MOST_OF_A_CHUNK = 6
# Packed, of the page alone.
MOST_BYTES = 60 * 1024
# Addresses alike differ in their subject only: so many are read of each kind.
READ_OF_A_KIND = 12
READ_OF_A_QUESTION = 1
NAMES_OF_A_QUESTION = 2
# Read without limit: every jurisdiction has its own mixture of facts.
UNLIMITED = {"jurisdictions:detail", "jurisdictions:state"}
# Pages that any site may frame, and how their headers differ.
FRAMED = "/embed/"
OF_FRAMED = {"X-Frame-Options": None, "Cross-Origin-Resource-Policy": "cross-origin"}
# What programs on any site may read.
API = "/api/v1/"
OF_SHARED = {"Cross-Origin-Resource-Policy": "cross-origin"}
# The tests' site is one of http, where http may frame it too.
FRAMERS = "frame-ancestors https: http:"
# What is asked there brings its own day and edition.
CLOCKLESS = ("/check/",)
NOT_OURS = ("/static/", "/admin/")
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "report-uri /csp/",
}
# The map alone lets in what plotly writes, each piece by its hash.
STYLES = re.compile(r"style-src 'self'( 'sha256-[\w+/=]+')*")


class Reader(HTMLParser):
    """What one page holds."""

    def __init__(self, text):
        super().__init__()
        self.lang, self.titles, self.headings = "", [], []
        self.ids, self.links, self.inline = Counter(), [], []
        self.fields, self.labels = [], set()
        self.inside = Counter()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        self.inside[tag] += 1
        self.ids.update([has["id"]] if "id" in has else [])
        if tag == "html":
            self.lang = has.get("lang", "")
        if tag == "title" and not self.inside["svg"]:
            self.titles.append("")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "label":
            self.labels.add(has.get("for"))
        self.note_inline(tag, has)
        self.note_field(tag, has)
        self.note_link(tag, has)

    def handle_endtag(self, tag):
        self.inside[tag] -= 1

    def handle_data(self, data):
        if self.inside["title"] and not self.inside["svg"]:
            self.titles[-1] += data

    def note_inline(self, tag, has):
        script = tag == "script" and "src" not in has
        if tag == "style" or (script and has.get("type") != "application/json"):
            self.inline.append(tag)
        self.inline += [name for name in has if name == "style" or name[:2] == "on"]

    def note_field(self, tag, has):
        if tag in ("input", "select", "textarea") and has.get("type") != "hidden":
            named = has.get("aria-label") or self.inside["label"] > 0
            self.fields.append((has.get("id"), has.get("name"), named))

    def note_link(self, tag, has):
        """A link of the page, or what it loads; `canonical` says the public address."""
        address = has.get("action", has.get("href", has.get("src")))
        if tag == "use" or address is None or has.get("rel") == "canonical":
            return
        if has.get("type") == "application/json+oembed":
            return  # said with the public address too
        self.links.append((tag, address))


@dataclass
class Visit:
    """One address, where it was found, and what it answered."""

    address: str
    found_on: str
    response: object = field(repr=False)
    queries: int
    page: Reader | None

    def __str__(self):
        return f"{self.address} (from {self.found_on})"

    @property
    def path(self):
        return urlsplit(self.address).path

    @property
    def links(self):
        """(tag, the full address, its parts) of every link."""
        for tag, address in self.page.links if self.page else ():
            full = urljoin(HOST + self.address, address)
            yield tag, full, urlsplit(full)


def visit(client, address, found_on=""):
    """One answer, read to its end: files ask the database while they stream."""
    reset_queries()  # the log of a whole crawl would be too long to be kept
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        body = b"".join(response)
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    page = Reader(body.decode()) if is_page else None
    return Visit(address, found_on, response, len(queries), page)


def shape(address):
    """What two addresses share that differ in their subject only."""
    parts = urlsplit(address)
    match = resolve(parts.path)
    names = sorted({name for name, _ in parse_qsl(parts.query, True)})
    return match.view_name, match.kwargs.get("kind", ""), tuple(names)


def limit(kind):
    name, _, asked = kind
    if asked:
        return READ_OF_A_QUESTION if len(asked) <= NAMES_OF_A_QUESTION else 0
    return float("inf") if name in UNLIMITED else READ_OF_A_KIND


def crawl(start="/", client=None):
    """Every address reached from the start, breadth first, as far as the limits go."""
    client = client or Client()
    seen, read, waiting = {start}, Counter(), deque([(start, "")])
    while waiting:
        found = visit(client, *waiting.popleft())
        yield found
        for _, full, parts in found.links:
            address = full.removeprefix(HOST).partition("#")[0]
            ours = f"{parts.scheme}://{parts.netloc}" == HOST
            if not ours or address in seen or parts.path.startswith(NOT_OURS):
                continue
            seen.add(address)
            kind = shape(address)
            read[kind] += 1
            if read[kind] <= limit(kind):
                waiting.append((address, found.address))


# Faults of one answer


def faults(found):
    """What is wrong with one answer, in words."""
    response = found.response
    if response.status_code >= 400:
        yield f"answers {response.status_code}"
    if response.cookies:
        yield f"sets the cookies {sorted(response.cookies)}"
    # A file is read in chunks of 500 rows, each with what it refers to.
    chunks = int(response.headers.get("X-Row-Count", 0)) // 500
    if found.queries > MOST_QUERIES + MOST_OF_A_CHUNK * chunks:
        yield f"costs {found.queries} queries"
    yield from header_faults(response.headers, found.path)
    if found.page and weight(response.content) > MOST_BYTES:
        yield f"weighs {weight(response.content):,} bytes"
    if found.page and response.status_code < 300:
        yield from page_faults(found.page)
        yield from link_faults(found)


def weight(content):
    """Its bytes as a browser gets them."""
    return len(gzip.compress(content, 6))


def header_faults(headers, path="/"):
    """What any page of any site may read or frame says so, and nothing else does."""
    is_framed = path.startswith(FRAMED)
    own = OF_FRAMED if is_framed else OF_SHARED if path.startswith(API) else {}
    for name, value in (HEADERS | own).items():
        if headers.get(name) != value:
            yield f"{name} is {headers.get(name)!r}"
    expected = {
        FRAMERS if is_framed and each.startswith("frame-ancestors") else each
        for each in POLICY
    }
    policy = {*headers.get("Content-Security-Policy", "").split("; ")}
    rest = policy - expected
    if expected - policy or len(rest) != 1 or not STYLES.fullmatch(*rest):
        yield f"has the policy {sorted(policy)}"
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        yield "lets the camera be asked for"


def page_faults(page):
    if page.lang != "en":
        yield "does not say its language"
    if len(page.titles) != 1 or not page.titles[0].strip(" ·"):
        yield f"has the titles {page.titles}"
    if page.headings.count(1) != 1:
        yield f"has {page.headings.count(1)} first headings"
    for above, below in pairwise([0, *page.headings]):
        if below > above + 1:
            yield f"goes from heading {above} to {below}"
    if page.inline:
        yield f"has inline parts: {page.inline}"
    for name, times in page.ids.items():
        if times > 1:
            yield f"has {times} times the id {name}"
    for own, name, named in page.fields:
        if not name or not (named or own in page.labels):
            yield f"has a field without a name or label: {own or name}"


def link_faults(found):
    """Links to nothing; `crawl` reads the others."""
    for tag, full, parts in found.links:
        if f"{parts.scheme}://{parts.netloc}" != HOST:
            if tag != "a":
                yield f"asks another host: {full}"
            elif parts.scheme not in ("http", "https", "mailto"):
                yield f"links to {full}"
        elif parts.path.startswith("/static/"):
            if not finders.find(parts.path.removeprefix("/static/")):
                yield f"has no file {parts.path}"
        elif not parts.path.startswith("/admin/"):
            try:
                resolve(parts.path)
            except Resolver404:
                yield f"links to nothing: {full}"


# Faults between pages


def lost_fragments(visits):
    """Links to a part that their page does not have."""
    pages = {each.path: each.page for each in visits if each.page}
    for each in visits:
        for _, full, parts in each.links:
            same = full.partition("#")[0] == HOST + each.address
            page = each.page if same else pages.get(parts.path)
            if parts.fragment and page and parts.fragment not in page.ids:
                yield f"{each.address} links to {full}, which has no such part"


def lost_clocks(found, clocks):
    """Links to other pages of ours that leave the day or the moment behind."""
    for tag, full, parts in found.links:
        ours = f"{parts.scheme}://{parts.netloc}" == HOST
        if tag == "a" and ours and parts.path not in (found.path, *CLOCKLESS):
            lost = {*clocks} - {*dict(parse_qsl(parts.query))}
            if lost:
                yield f"{found.address} links to {full} without {sorted(lost)}"
