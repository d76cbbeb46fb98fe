"""Text files: encodings, delimiters, columns, and what is refused with its cell."""

import codecs

import pytest

from jurisdictions.importers.limits import WEB
from jurisdictions.importers.reading import Wanted, as_lines, read_file
from jurisdictions.importers.tables import Options

from .files import read, refusal, written

NAMES = ("Doña Ana", "Cañon City", "St. Mary\u2019s")
TABLE = "key,name\n" + "".join(f"{n},{name}\n" for n, name in enumerate(NAMES))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TABLE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TABLE.encode(), "utf-8-sig"),
        (codecs.BOM_UTF8 * 2 + TABLE.encode(), "utf-8-sig"),
        (TABLE.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), "utf-16"),
    ],
)
def test_an_encoding_that_the_file_states_is_read(tmp_path, content, encoding):
    """A mark glued to the first header: django-import-export#965, #92."""
    table, lines, errors = read(written(tmp_path, content))
    assert not errors
    assert (table.encoding, table.header) == (encoding, ["key", "name"])
    assert tuple(line.cells["name"] for line in lines) == NAMES


def test_windows_1252_is_never_guessed_and_shows_how_it_would_read(tmp_path):
    error = refusal(written(tmp_path, TABLE.encode("cp1252")))
    assert error.line == 2
    assert "choose an encoding (cp1252 or latin-1)" in error.message
    assert "Doña Ana" in error.message


def test_windows_1252_is_read_by_choice_with_five_cells_shown(tmp_path):
    path = written(tmp_path, (TABLE * 3).replace("key,name\n", "").encode("cp1252"))
    path.write_bytes(b"key,name\n" + path.read_bytes())
    table, lines, errors = read(path, Options(encoding="cp1252"))
    assert not errors and lines[2].cells["name"] == NAMES[2]
    assert [each["text"] for each in table.samples] == [*NAMES, *NAMES[:2]]
    assert table.samples[0] == {"row": 2, "column": 1, "text": "Doña Ana"}


@pytest.mark.parametrize(
    ("content", "encoding", "accepted"),
    [
        (TABLE.encode("utf-16"), "cp1252", "says itself that it is UTF-16"),
        (TABLE.encode(), "utf-16", "begin with its mark"),
        (TABLE.encode("utf-32"), "", "this is UTF-32"),
        (TABLE.encode(), "klingon", "one of: utf-8"),
        (b"key,name\na,\x81\n", "cp1252", "no byte is 0x81"),
    ],
)
def test_an_encoding_that_cannot_be_is_refused(tmp_path, content, encoding, accepted):
    error = refusal(written(tmp_path, content), Options(encoding=encoding))
    assert accepted in error.message


def test_a_nul_is_refused_with_its_cell(tmp_path):
    error = refusal(written(tmp_path, "key,name\na,Ala\0meda\n"))
    assert (error.line, error.column) == (2, "name")
    assert "no NUL" in error.message
    error = refusal(written(tmp_path, "key,name\na,Alameda\n".encode("utf-16-le")))
    assert "UTF-16 without its mark" in error.message


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_delimiter_that_parts_known_headers_is_found(tmp_path, sign):
    path = written(tmp_path, f"key{sign}name\na{sign}Alameda\n")
    table, lines, errors = read(path)
    assert not errors
    assert (table.delimiter, lines[0].cells["name"]) == (sign, "Alameda")


def test_a_delimiter_is_asked_for_where_two_may_be_meant(tmp_path):
    error = refusal(written(tmp_path, "kay;nom,b\n1;2,3\n"))
    assert "comma or semicolon chosen" in error.message


def test_a_chosen_delimiter_is_taken_by_name_or_sign(tmp_path):
    path = written(tmp_path, "key\tname\na\tAlameda\n")
    for chosen in ("tab", "\t", "\\t"):
        assert read(path, Options(delimiter=chosen))[1][0].cells["name"] == "Alameda"
    assert "one of: comma" in refusal(path, Options(delimiter=":")).message


@pytest.mark.parametrize(
    ("header", "column", "message"),
    [
        ("key,name,name", "name", "each header once; column 2"),
        ("key,name,Name ", "Name", "each header once"),
        ("key,nmae,code", "nmae", "an unknown column; the nearest is 'name'"),
        ("key,name,colour", "colour", "--column =colour leaves it out"),
    ],
)
def test_a_header_that_is_not_clear_is_named(tmp_path, header, column, message):
    _, _, errors = read(written(tmp_path, f"{header}\na,b,c\n"))
    assert (errors[0].line, errors[0].column) == (1, column)
    assert message in errors[0].message


def test_a_missing_column_is_named(tmp_path):
    assert refusal(written(tmp_path, "key,code\na,b\n")).column == "name"


def test_headers_are_told_by_their_words(tmp_path):
    _, lines, errors = read(written(tmp_path, " KEY , Name\na,b\n"))
    assert not errors and lines[0].cells == {"key": "a", "name": "b"}


def test_a_person_says_what_a_column_is_or_leaves_it_out(tmp_path):
    path = written(tmp_path, "key,Nombre,colour\na,Alameda,red\n")
    options = Options(columns={"Nombre": "name", "colour": ""})
    _, lines, errors = read(path, options)
    assert not errors and lines[0].cells == {"key": "a", "name": "Alameda"}
    _, _, errors = read(path, Options(columns={"Nom": "name"}))
    assert "no column is called so" in [error.message for error in errors]


def test_a_formula_is_refused_and_a_guarded_text_is_not(tmp_path):
    error = refusal(written(tmp_path, "key,name\na,=1+1\n"))
    assert (error.line, error.column, error.value) == (2, "name", "=1+1")
    _, lines, _ = read(written(tmp_path, "key,name\na,'=1+1\nb,''=x\nc,'tis\n"))
    assert [x.cells["name"] for x in lines] == ["=1+1", "'=x", "'tis"]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("key,name\na,b,c\n", 2, "3 cells where the header has 2"),
        ("key,name\na\n", 2, "1 cells where the header has 2"),
        ('key,name\na,"b\nc,d\n', 2, "open and close"),
        ('key,name\na,"b" c\n', 2, "open and close"),
        ("key,name\n" + "\n" * 1_001 + "a,b\n", 2, "more than 1,000 empty rows"),
        ("key,name\na," + "x" * 10_001 + "\n", 2, "at most 10,000 characters"),
        ("key,name\n" + "a,b\n" * 5_001, 5_002, "at most 5,000 rows"),
        ("key,name" + ",x" * 59 + "\n", 1, "at most 60 columns"),
        ("", 0, "not empty"),
        ("\n \n", 1, "any text"),
    ],
)
def test_what_breaks_a_rule_is_refused_where_it_is(tmp_path, content, line, message):
    error = refusal(written(tmp_path, content))
    assert error.line == line
    assert message in error.message


def test_rows_keep_their_number_and_blank_ones_are_none(tmp_path):
    path = written(tmp_path, 'key,name\n\n,\na,"two\nlines"\r\nb,c\r\n')
    _, lines, errors = read(path)
    assert not errors
    assert [(x.number, x.cells["key"]) for x in lines] == [(4, "a"), (6, "b")]


def test_not_one_piece_more_than_the_limit_is_read(tmp_path):
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.truncate(WEB.size * 1_000)  # sparse: five gigabytes of NUL
    assert "at most 5 MB" in refusal(path).message


def test_a_file_without_rows_is_an_empty_table(tmp_path):
    assert read(written(tmp_path, "key,name\n"))[1:] == ([], [])


def test_a_cell_under_no_header_is_refused(tmp_path):
    _, _, errors = read(written(tmp_path, "key,name,\na,b,\nc,d,e\n"))
    assert [(error.line, error.value) for error in errors] == [(3, "e")]


def test_lines_of_text_need_no_header(tmp_path):
    wanted = Wanted(columns=frozenset({"name"}), lines=True)
    path = written(tmp_path, "CITIES\n\n  Berkeley, CA\n")
    assert as_lines(read_file(path, wanted)) == [(1, "CITIES"), (3, "Berkeley, CA")]
    table = read_file(written(tmp_path, "state,name\nCA,Berkeley\n"), wanted)
    assert table.header == ["state", "name"]


@pytest.mark.parametrize(
    ("content", "accepted"),
    [
        (b"%PDF-1.7\n", "the text of the PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "before 2007"),
        (b"\x1f\x8b\x08", "not packed"),
        (b"<html><body>key,name", "this is markup"),
        (b'{"award": 1, "page": 2}', "USAspending question or answer"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_name(tmp_path, content, accepted):
    assert accepted in refusal(written(tmp_path, content)).message


def test_an_error_can_do_nothing_to_a_terminal(tmp_path):
    error = refusal(written(tmp_path, "key,name\na,=\x1b[2J\u202e\n"))
    assert str(error).isprintable()


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert "a file that is there" in refusal(tmp_path / "gone.csv").message
    assert "can be read" in refusal(tmp_path).message
