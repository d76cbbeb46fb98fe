"""XLSX: what is read, what is asked, and hostile ones within limits (TRUST F3, F5)."""

import datetime as dt
import io
import re
import struct
import zipfile

import pytest
from openpyxl import Workbook

from jurisdictions.importers.child import read_in_child
from jurisdictions.importers.limits import MEGABYTE
from jurisdictions.importers.reading import Wanted, as_lines, read_file
from jurisdictions.importers.tables import Options, Unreadable

from .files import HEADER, ROW, by_hand, read, refusal, saved, workbook, written

ZEROS = b"0" * (60 * MEGABYTE)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {this} "{f"&{last};" * 10}">'
    for last, this in zip("abcdefgh", "bcdefghi", strict=True)
)


def test_values_are_read_as_the_text_that_cells_have(tmp_path):
    rows = [("key", "name", "code"), ("a", 6075, dt.date(2025, 8, 5)), ("b", 1.5, True)]
    table, lines, errors = read(written(tmp_path, workbook(*rows)))
    assert not errors
    assert (table.sheet, lines[0].cells) == (
        "Sheet1",
        {"key": "a", "name": "6075", "code": "2025-08-05"},
    )
    assert lines[1].cells == {"key": "b", "name": "1.5", "code": "yes"}


def test_an_address_is_the_sheets(tmp_path):
    path = written(tmp_path, workbook(("key", "name"), ("a", "b"), ("c", "=A1&A2")))
    error = refusal(path)
    assert (error.cell, error.value) == ("Sheet1!B3", "=A1&A2")
    assert str(error).startswith("places.csv Sheet1!B3 name")
    _, lines, _ = read(written(tmp_path, workbook(("key", "name"), ("a", "b"))))
    assert lines[0].error("name", "x").cell == "Sheet1!B2"


def test_text_that_looks_like_a_formula_is_text(tmp_path):
    book = Workbook()
    book.active.append(["key", "name"])
    book.active.append(["a", "-"])
    cell = book.active.cell(2, 2, "=1")
    cell.data_type = "s"
    _, lines, errors = read(written(tmp_path, saved(book)))
    assert not errors and lines[0].cells["name"] == "=1"


def test_merged_cells_are_refused_with_their_address(tmp_path):
    book = Workbook()
    for row in (("key", "name"), ("a", "b"), ("c", "d")):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    assert "Sheet!A2:A3" in refusal(written(tmp_path, saved(book))).message


def test_one_of_several_sheets_is_asked_for(tmp_path):
    path = written(tmp_path, workbook(("key", "name"), ("a", "b"), sheets=("X", "Y")))
    assert "a sheet chosen, of 2: X, Y" in refusal(path).message
    assert read(path, Options(sheet="X"))[1][0].cells["key"] == "a"
    assert "a sheet of: X, Y" in refusal(path, Options(sheet="Z")).message


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        (HEADER + ROW + ROW, "each row once"),
        (HEADER + ROW.replace('"B2"', '"A2"'), "each cell once"),
        (HEADER + ROW.replace('r="2"', 'r="1048576"'), "more than 1,000 empty rows"),
        (HEADER + ROW.replace('"B2"', '"BI2"'), "at most 60 columns"),
        ('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>', "paste the cells"),
    ],
)
def test_what_would_be_lost_in_silence_is_refused(tmp_path, rows, where):
    error = refusal(written(tmp_path, by_hand(rows)))
    assert where in error.message
    assert error.cell


def test_a_stated_size_hides_no_cell(tmp_path):
    """A dimension that is too small cuts cells off in openpyxl's own reading."""
    small = by_hand(HEADER + ROW, dimension='<dimension ref="A1:A1"/>')
    _, lines, errors = read(written(tmp_path, small))
    assert not errors and lines[0].cells["name"] == "Alameda"


def test_a_sheet_of_one_column_without_a_header_is_lines(tmp_path):
    wanted = Wanted(columns=frozenset({"name", "state"}), lines=True)
    path = written(tmp_path, workbook(("CITIES",), ("Berkeley, CA",)))
    assert as_lines(read_file(path, wanted)) == [(1, "CITIES"), (2, "Berkeley, CA")]


# Hostile ones


def lying(data, name=b"xl/worksheets/sheet1.xml", says=10):
    """The archive with another size in its central directory."""
    at = data.rindex(name) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    return data[: at + 24] + struct.pack("<L", says) + data[at + 28 :]


def nested():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", ZEROS)
    return by_hand(extra=[("xl/embeddings/more.zip", inner.getvalue())])


def laughing():
    body = '<c r="A1" t="inlineStr"><is><t>&i;</t></is></c>'
    return by_hand(f'<row r="1">{body}</row>', before=f"{LAUGHS}]>")


HOSTILE = {
    "bomb": (lambda: by_hand(extra=[("xl/zeros.xml", ZEROS)]), "packed at most 100"),
    "in small parts": (
        lambda: by_hand(extra=[(f"xl/{n}.xml", ZEROS[:900_000]) for n in range(60)]),
        "packed at most 100",
    ),
    "unpacked": (
        lambda: by_hand(extra=[("x", ZEROS)], packing=zipfile.ZIP_STORED),
        "at most 5 MB",
    ),
    "nested": (nested, "no archive inside"),
    "many members": (
        lambda: by_hand(extra=[(f"xl/{n}.xml", "x") for n in range(120)]),
        "at most 100 parts",
    ),
    "too small a size": (lambda: lying(by_hand()), "undamaged"),
    "too large a size": (lambda: lying(by_hand(), says=9_000), "as large as"),
    "laughs": (laughing, "without XML entities"),
    "a million empty rows": (
        lambda: by_hand(HEADER + "".join(f'<row r="{n}"/>' for n in range(2, 2**20))),
        "1,000 empty rows",
    ),
    "empty rows, less tightly packed": (
        lambda: by_hand(
            HEADER
            + "".join(f'<row r="{n}" ht="{n * 7919 % 997}"/>' for n in range(2, 99_999))
        ),
        "1,000 empty rows",
    ),
    "cut off": (lambda: by_hand()[:-40], "undamaged"),
    "no workbook": (
        lambda: by_hand().replace(b"workbook.xml", b"wordbook.xml"),
        "this is another archive",
    ),
    "not XML": (lambda: by_hand("<row"), "undamaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_within_limits(tmp_path, name):
    """Read by the child, which the system ends past 512 MB or 20 s: it has a word."""
    make, accepted = HOSTILE[name]
    path = written(tmp_path, make(), "hostile.xlsx")
    with pytest.raises(Unreadable) as refused:
        read_in_child(path, "finding", Options())
    assert re.search(accepted, refused.value.error.message)


def test_the_empty_rows_are_told_by_their_first(tmp_path):
    rows = HEADER + "".join(f'<row r="{n}"/>' for n in range(2, 2_000))
    assert refusal(written(tmp_path, by_hand(rows))).cell == "Sheet1!A2"
