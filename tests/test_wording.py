"""The site's own voice: no word that takes a side (UI rules, "Attribution grammar")."""

import csv
import re

import pytest

from jurisdictions.models import REVISION_MODELS
from jurisdictions.summaries.wording import described
from tests.code_figures import ROOT

BANNED = re.compile(
    r"\b(sanctuar\w*|def(?:y|ies|ied|iant)|violators?|illegals?|crackdowns?"
    r"|admits?|claims|rogue|safe)\b",
    re.IGNORECASE,
)
RECORD = ROOT / "fixtures" / "record"
# Titles and names are the words of others; the rest is ours.
THEIRS = {
    "sources.csv": {"title", "publisher", "url", "citation"},
    "listings.csv": {"name_as_published"},
    "lists.csv": {"title"},
    "cases.csv": {"title"},
    # Not shown on a page.
    "load_report.csv": {"source_file", "row", "became"},
}
# Addresses and keys, which no sentence holds.
CODES = {"key", "slug", "stage", "source", "more_sources"}


def ours(text):
    """The text without what stands in quotation marks and without addresses."""
    return re.sub(r"“[^”]*”|https?://\S+", "", text)


def cells():
    for path in sorted(RECORD.glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                theirs = CODES | THEIRS.get(path.name, set())
                yield from (
                    (path.name, row.get("key", ""), column, text)
                    for column, text in row.items()
                    if column not in theirs
                )


def test_the_record_says_nothing_of_its_own_that_takes_a_side():
    found = [cell for cell in cells() if BANNED.search(ours(cell[3]))]
    assert not found


def template_text(html):
    """What a reader sees of a template, roughly: no tags, no template code."""
    html = re.sub(r"(?s)\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", " ", html)
    return re.sub(r"(?s)<[^>]*>", " ", html)


def test_no_template_says_it():
    found = []
    for path in (ROOT / "templates").rglob("*.html"):
        text = ours(template_text(path.read_text(encoding="utf-8")))
        found += [(path.name, match.group()) for match in BANNED.finditer(text)]
    assert not found


def test_quotation_marks_are_in_pairs():
    for file, key, column, text in cells():
        assert text.count("“") == text.count("”"), (file, key, column)


def test_no_compilers_code_is_left_in_a_sentence():
    """Source ids and ISO days are for files, not for sentences."""
    code = re.compile(r"\bS\d{2,3}\b|\b[a-z]+_20\d\d|\b20\d\d-\d\d-\d\d\b")
    found = [
        (file, key, column)
        for file, key, column, text in cells()
        if column in ("summary", "remark", "completeness", "criteria", "latest_outcome")
        and code.search(re.sub(r"https?://\S+", "", text))
    ]
    assert not found


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("The city defies the order.", True),
        ("A sanctuary city", True),
        ("The governor claims otherwise.", True),
        ("A “sanctuary” city", False),
        ("“Sanctuary Jurisdiction Directives”", False),
        ("Public safety", False),
        ("https://example.org/sanctuary-cities", False),
    ],
)
def test_a_banned_word_is_told_from_a_quoted_one(text, refused):
    assert bool(BANNED.search(ours(text))) == refused


@pytest.mark.parametrize("model", REVISION_MODELS)
def test_fields_have_names_that_a_reader_knows(model):
    labels = {label for label, _ in described(model(), None).values()}
    assert not labels & {"amount usd", "geoid", "on"}
    assert not [label for label in labels if "_" in label or not label]
