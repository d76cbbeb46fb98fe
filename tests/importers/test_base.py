import gzip

from jurisdictions.importers.base import Diff, Rejected, RowError, read

COLUMNS = ("key", "name")


def written(folder, text, name="places.csv"):
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_line_knows_its_file_and_number(tmp_path):
    lines, errors = read(written(tmp_path, "key,name\na,Alameda\n"), COLUMNS)
    assert not errors
    assert [(x.file, x.number, x.cells["name"]) for x in lines] == [
        ("places.csv", 2, "Alameda")
    ]


def test_cells_and_headers_lose_their_outer_blanks(tmp_path):
    lines, errors = read(written(tmp_path, "\ufeffkey , name\na, Alameda \n"), COLUMNS)
    assert not errors
    assert lines[0].cells == {"key": "a", "name": "Alameda"}


def test_columns_may_come_in_any_order(tmp_path):
    lines, _ = read(written(tmp_path, "name,key\nAlameda,a\n"), COLUMNS)
    assert lines[0].cells["key"] == "a"


def test_a_gzipped_file_is_read_alike(tmp_path):
    path = written(tmp_path, gzip.compress(b"key,name\na,b\n"), "places.csv.gz")
    assert len(read(path, COLUMNS)[0]) == 1


def test_unknown_and_missing_columns_are_told_together(tmp_path):
    lines, errors = read(written(tmp_path, "key,nmae\na,b\n"), COLUMNS)
    assert not lines
    assert [(x.column, x.line) for x in errors] == [("nmae", 1), ("name", 1)]


def test_a_row_of_another_length_is_an_error_and_the_rest_is_read(tmp_path):
    lines, errors = read(written(tmp_path, "key,name\na\nb,c\nd,e,f\n"), COLUMNS)
    assert [x.cells["key"] for x in lines] == ["b"]
    assert [(x.line, x.message) for x in errors] == [
        (2, "1 cells instead of 2"),
        (4, "3 cells instead of 2"),
    ]


def test_a_missing_file_is_an_error_like_others(tmp_path):
    lines, errors = read(tmp_path / "none.csv", COLUMNS)
    assert not lines
    assert errors[0].file == "none.csv"


def test_what_is_no_text_is_an_error_like_others(tmp_path):
    for content, name in ((b"key,name\n\xff,b\n", "a.csv"), (b"no gzip", "a.csv.gz")):
        lines, errors = read(written(tmp_path, content, name), COLUMNS)
        assert not lines
        assert "UTF-8" in errors[0].message


def test_an_error_reads_as_a_sentence_with_its_place():
    error = RowError("awards.csv", 7, "amount_usd", "abc", "an amount, like 1234.50")
    assert str(error) == "awards.csv:7 amount_usd 'abc': an amount, like 1234.50"
    assert str(Rejected([error])) == "Errors: 1. Nothing was loaded."


def test_a_diff_counts_what_there_is():
    found = Diff(new=[1, 2], unchanged=[3]) + Diff(new=[4])
    assert str(found) == "3 new, 1 unchanged"
    assert not found.is_empty
    assert Diff(unchanged=[1]).is_empty
