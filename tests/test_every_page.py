"""Every address that the site links to answers, and answers well.

Origin: fecgov/fec-cms#4202 and courtlistener#6890, links that lead nowhere;
pressfreedomtracker.us#731, links that lose the day; django-import-export#974, one
query for each row.
"""

import re

import pytest
from django.test import TestCase

from jurisdictions.models import Source
from jurisdictions.summaries.revisions import MODELS
from tests.code_figures import ROOT
from tests.crawl import (
    HEADERS,
    HOST,
    POLICY,
    Reader,
    Visit,
    crawl,
    faults,
    header_faults,
    link_faults,
    lost_clocks,
    lost_fragments,
    page_faults,
    visit,
    weight,
)
from tests.factories import today
from tests.seeded import SeededCase

RECORD = re.compile(r"/records/(\w+)/([0-9a-f-]{36})/")
SOURCE = re.compile(r"/sources/([\w-]+)/")
# Promised, whatever the front page links to.
PROMISED = (
    "/map/figure.json",
    "/search/?q=cook",
    "/sources/",
    "/healthz",
    "/robots.txt",
    "/sitemap.xml",
)
CLOCKS = {"on": "2025-09-01", "as_of": f"{today()}"}
WITH_CLOCKS = (
    "/",
    "/jurisdictions/",
    "/jurisdictions/il/",
    "/jurisdictions/tx/",
    "/jurisdictions/pa/philadelphia/",
    "/jurisdictions/pa/philadelphia/history/",
    "/map/",
    "/lists/",
    "/lists/doj-2025/",
    "/lists/dhs-2025/",
    "/lists/july-2017/",
    "/changes/",
    "/methodology/",
    "/data/",
    "/about/",
    "/search/?q=portland",
    "/sources/",
)


def in_words(visits):
    return [f"{each}: {fault}" for each in visits for fault in faults(each)]


def addresses(visits, pattern):
    """What the pattern finds in the paths of all links, read or not."""
    paths = {parts.path for each in visits for _, _, parts in each.links}
    return {match.groups() for path in paths if (match := pattern.fullmatch(path))}


class EveryPageTests(SeededCase):
    def test_every_address_answers_and_every_link_arrives(self):
        visits = [*crawl()]
        assert len(visits) > 800
        found = [*in_words(visits), *lost_fragments(visits)]
        # Pages of records and sources are alike and many: a sample of them was read.
        records = addresses(visits, RECORD)
        known = {
            (kind, str(row.claim))
            for kind in {kind for kind, _ in records}
            for row in MODELS[kind].objects.as_of(None)
        }
        sources = {slug for (slug,) in addresses(visits, SOURCE)}
        found += sorted(records - known)
        found += sorted(sources - {*Source.objects.values_list("slug", flat=True)})
        assert not found, "\n".join(map(str, found))

    def test_what_is_promised_answers_as_well(self):
        assert not in_words([visit(self.client, each) for each in PROMISED])

    def test_the_day_and_the_moment_survive_in_every_link(self):
        found = []
        for path in WITH_CLOCKS:
            asked = "&".join(f"{name}={value}" for name, value in CLOCKS.items())
            page = visit(self.client, f"{path}{'&' if '?' in path else '?'}{asked}")
            found += [*in_words([page]), *lost_clocks(page, CLOCKS)]
        assert not found, "\n".join(found)


class EmptyRecordTests(TestCase):
    def test_an_empty_record_has_the_same_pages(self):
        visits = [*crawl(), *(visit(self.client, each) for each in PROMISED)]
        paths = {each.path for each in visits}
        assert {"/jurisdictions/", "/map/", "/lists/", "/changes/", "/data/"} <= paths
        found = [*in_words(visits), *lost_fragments(visits)]
        assert not found, "\n".join(found)

    def test_a_missing_page_is_a_whole_page(self):
        missing = visit(self.client, "/jurisdictions/zz/nowhere/")
        assert [*faults(missing)] == ["answers 404"]
        assert not [*page_faults(missing.page), *link_faults(missing)]


@pytest.mark.parametrize(("kind", "most"), [("css", 30), ("js", 20)])
def test_styles_and_scripts_of_all_pages_together_are_light(kind, most):
    parts = (ROOT / "static" / kind).glob(f"*.{kind}")
    assert weight(b"".join(each.read_bytes() for each in parts)) <= most * 1024


# The judge itself

WHOLE = '<html lang="en"><title>Cook County · Us</title><h1>Cook County</h1>'


def answer(text):
    return Visit("/here/", "", None, 0, Reader(WHOLE + text))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", None),
        ("<h1>Again</h1>", "2 first headings"),
        ("<h3>Too deep</h3>", "heading 1 to 3"),
        ("<title>Again</title>", "titles"),
        ("<svg><title>A map</title></svg>", None),
        ("<p style='color: red'>", "inline"),
        ("<style>p {}</style>", "inline"),
        ("<p onclick='run()'>", "inline"),
        ("<script>run()</script>", "inline"),
        ("<script src='/static/js/explorer.js'></script>", None),
        ("<script type='application/json'>{}</script>", None),
        ("<p id=a><p id=a>", "the id a"),
        ("<input name=q>", "without a name or label"),
        ("<label for=q>Name</label><input id=q>", "without a name or label"),
        ("<label for=q>Name</label><input id=q name=q>", None),
        ("<label>Name <select name=q></select></label>", None),
        ("<input type=hidden name=q>", None),
    ],
)
def test_a_fault_of_a_page_is_named(text, word):
    found = [*page_faults(answer(text).page)]
    assert len(found) == (word is not None)
    assert all(word in each for each in found)


@pytest.mark.parametrize(
    ("link", "word"),
    [
        ("<a href='/jurisdictions/'>", None),
        ("<a href='https://www.justice.gov/'>", None),
        ("<a href='javascript:run()'>", "links to javascript"),
        ("<a href='/jurisdictions/il/cook/county/'>", "links to nothing"),
        ("<img src='https://cdn.example/map.png'>", "another host"),
        ("<script src='/static/js/gone.js'></script>", "no file"),
        ("<link rel=canonical href='https://example.org/'>", None),
    ],
)
def test_a_link_to_nothing_is_named(link, word):
    found = [*link_faults(answer(link))]
    assert len(found) == (word is not None)
    assert all(word in each for each in found)


def test_a_part_that_is_not_there_is_named():
    there = Visit("/there/", "", None, 0, Reader("<p id=map>"))
    links = "<a href='#cite'><a href='/there/#map'><a href='/there/#lost'>"
    found = [*lost_fragments([answer(links + "<p id=cite>"), there])]
    assert found == [f"/here/ links to {HOST}/there/#lost, which has no such part"]


def test_a_link_that_leaves_the_day_behind_is_named():
    links = "<a href='/map/?on=2025-09-01'><a href='/map/'><a href='/here/'>"
    [found] = lost_clocks(answer(links), {"on": "2025-09-01"})
    assert found.endswith("/map/ without ['on']")


@pytest.mark.parametrize("name", [*HEADERS, "Content-Security-Policy"])
def test_a_missing_or_weaker_header_is_named(name):
    policy = "; ".join([*POLICY, "style-src 'self'"])
    strict = {
        **HEADERS,
        "Content-Security-Policy": policy,
        "Permissions-Policy": "camera=()",
    }
    assert not [*header_faults(strict)]
    assert [*header_faults({**strict, name: ""})]
    weaker = policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    assert [*header_faults({**strict, "Content-Security-Policy": weaker})]
