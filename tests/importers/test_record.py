import csv
import datetime as dt

import pytest

from jurisdictions.importers.record import (
    FILES,
    SHEETS,
    Targets,
    claim_of,
    read_all,
    resolve,
)
from jurisdictions.models import (
    REVISION_MODELS,
    Finding,
    Jurisdiction,
    Listing,
    Source,
)
from tests.code_figures import ROOT

from .folder import FINDING, SOURCE, small_record

with open(ROOT / "tests" / "data" / "name_traps.csv", encoding="utf-8") as file:
    TRAPS = list(csv.DictReader(file))
LIST = {
    "key": "a-list",
    "state": "published",
    "slug": "a-list",
    "title": "A list",
    "short_title": "A list",
    "issuer": "DHS",
    "source": "memo",
    "confidence": "high",
}
LINE = {
    "key": "line-1",
    "state": "published",
    "list": "a-list",
    "number": "1",
    "form": "verbatim_list",
    "match": "no_such_place",
    "source": "memo",
    "confidence": "high",
}
PLACES = {"il/chicago": Jurisdiction(state="IL", slug="chicago")}


def checked(folder, **files):
    """The parsed rows of a small folder and every error, as (column, message)."""
    parsed, errors = read_all(small_record(folder, **files))
    errors += resolve(parsed, Targets(parsed, PLACES))
    return parsed, [(error.column, error.message) for error in errors]


def faults(folder, **cells):
    return checked(folder, findings=[FINDING | cells])[1]


def test_every_model_of_the_record_has_a_file():
    assert [sheet.model for sheet in SHEETS] == list(REVISION_MODELS)
    assert {model.__name__ for model in REVISION_MODELS} == FILES.keys()


def test_the_columns_follow_from_the_fields():
    columns = next(x.columns for x in SHEETS if x.model is Listing)
    assert columns[:2] == ["key", "state"]
    assert {"end", "end_precision", "list", "jurisdiction"} <= {*columns}
    assert not {"claim", "author", "on_first", "revises", "note"} & {*columns}


def test_a_key_is_the_same_claim_everywhere_and_per_model():
    assert claim_of(Finding, "a") == claim_of(Finding, "a") != claim_of(Source, "a")
    assert str(claim_of(Finding, "fnd-001")) == "e6f96f58-05f0-5215-91a2-f170de999414"


def test_a_row_becomes_an_instance_that_knows_its_source_and_place(tmp_path):
    parsed, errors = checked(tmp_path)
    row = next(each.row for each in parsed if isinstance(each.row, Finding))
    assert not errors
    assert (row.outcome, row.on.first) == ("may_violate", dt.date(2017, 10, 12))
    assert row.source.slug == "memo"
    assert row.jurisdiction is PLACES["il/chicago"]


def test_labels_are_accepted_beside_codes(tmp_path):
    assert not faults(tmp_path, outcome="May violate section 1373")


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"key": ""}, "key", "never changes"),
        ({"state": "live"}, "state", "draft or published"),
        ({"outcome": "may-violate"}, "outcome", "one of: may_violate"),
        ({"outcome": ""}, "outcome", "cannot be blank"),
        ({"confidence": ""}, "confidence", "cannot be blank"),
        ({"on": "2017-13-45"}, "on", "a day like 2025-08-05"),
        ({"on_precision": "hour"}, "on", "precision one of"),
        ({"office": ""}, "office", "cannot be blank"),
        ({"office": "x" * 81}, "office", "at most 80 characters"),
        ({"excerpt": "word " * 51}, "excerpt", "at most 50 words"),
        ({"source": "memmo"}, "source", "'memmo' is no source; the nearest is 'memo'"),
        ({"source": ""}, "source", "the key of a source"),
        ({"more_sources": "x|memo"}, "more_sources", "'x' is no source"),
        ({"jurisdiction": "il/chicgo"}, "jurisdiction", "nearest is 'il/chicago'"),
    ],
)
def test_a_cell_that_cannot_stand_is_named(tmp_path, cells, column, message):
    found = faults(tmp_path, **cells)
    assert [each[0] for each in found] == [column]
    assert message in found[0][1]


def test_all_errors_of_all_files_are_told_at_once(tmp_path):
    bad = SOURCE | {"key": "other", "slug": "other", "url": "", "kind": "rumor"}
    _, errors = checked(
        tmp_path,
        sources=[SOURCE, bad],
        findings=[FINDING | {"on": "soon"}, FINDING | {"key": "b", "source": "none"}],
    )
    assert [column for column, _ in errors] == ["kind", "on", "source"]


def test_a_source_needs_an_address_or_a_citation(tmp_path):
    _, errors = checked(tmp_path, sources=[SOURCE | {"url": ""}], findings=[])
    assert errors == [("url", "an http address here, or a citation")]
    unsafe = SOURCE | {"url": "javascript:alert(1)"}
    assert checked(tmp_path, sources=[unsafe], findings=[])[1][0][0] == "url"


def test_a_key_appears_once(tmp_path):
    _, errors = checked(tmp_path, findings=[FINDING, FINDING])
    assert errors == [("key", "appears twice")]


def test_what_is_public_may_not_cite_a_draft(tmp_path):
    draft = SOURCE | {"state": "draft"}
    _, errors = checked(tmp_path, sources=[draft])
    assert errors[0][0] == "source"
    assert "is a draft" in errors[0][1]
    both = {"sources": [draft], "findings": [FINDING | {"state": "draft"}]}
    assert not checked(tmp_path, **both)[1]


def test_an_end_is_not_before_its_beginning(tmp_path):
    action = {
        "key": "act",
        "state": "published",
        "title": "An order",
        "kind": "order",
        "actor": "DOJ",
        "on": "2025-08-05",
        "end": "2025-08-04",
        "source": "memo",
        "confidence": "high",
    }
    _, errors = checked(tmp_path, federal_actions=[action])
    assert errors == [("end", "a day not before 2025-08-05")]


def listed(folder, **cells):
    return checked(folder, lists=[LIST], listings=[LINE | cells], findings=[])


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["as_printed"])
def test_a_faulty_name_is_kept_as_published_or_refused(tmp_path, trap):
    parsed, errors = listed(tmp_path, name_as_published=trap["as_printed"])
    assert not errors
    assert parsed[-1].row.name_as_published == trap["as_printed"].strip()
    if trap["trap"] == "bad_date":
        _, errors = listed(tmp_path, name_as_published="x", on=trap["as_printed"])
        assert [column for column, _ in errors] == ["on"]


def test_the_faulty_names_are_all_there():
    assert len(TRAPS) == 24
