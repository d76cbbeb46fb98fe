"""`manage.py match_names`: every line of the file comes back, with its answer."""

import csv
import random
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from jurisdictions.choices import Kind, LegalForm
from jurisdictions.importers import census
from jurisdictions.management.commands.match_names import ADDED
from jurisdictions.models import Place
from tests.code_figures import ROOT
from tests.factories import make_place

COUNTY = {"kind": Kind.COUNTY, "legal_form": LegalForm.COUNTY}


@pytest.fixture
def places(db):
    make_place("20055", name="Finney County", **COUNTY)
    make_place("2025325", name="Garden City city")
    make_place("2000100", name="Alder city")
    make_place("2000200", name="Alder city")


@pytest.fixture
def run(tmp_path):
    """Match a file of this text; (rows out, what was printed, what was complained)."""

    def run(text, encoding="utf-8"):
        file, out = tmp_path / "in.csv", tmp_path / "out.csv"
        file.write_bytes(text.encode(encoding))
        said, complained = StringIO(), StringIO()
        call_command("match_names", file, out=out, stdout=said, stderr=complained)
        with open(out, encoding="utf-8", newline="") as written:
            return [*csv.reader(written)], said.getvalue(), complained.getvalue()

    return run


@pytest.mark.usefixtures("places")
class TestMatchNames:
    def test_each_line_comes_back_with_its_answer(self, run):
        text = "state,heading,name\nKansas,Cities,GARDEN CITY\nKS,,Alder\nKS,,#N/A\n"
        (header, *rows), said, complained = run(text)
        assert header == ["state", "heading", "name", *ADDED]
        assert rows[0][3:7] == ["auto", "2025325", "Garden City city", "city"]
        assert rows[1][3:5] + rows[1][-1:] == ["review", "", "2000100|2000200"]
        assert rows[2][3:] == ["none", "", "", "", "0", "no name in the cell", ""]
        assert "1 automatic, 1 for a person, 1 with nothing alike" in said
        assert not complained

    def test_cells_come_back_as_they_were_and_in_their_order(self, run):
        text = 'name,page,heading,state\r\n" Finney  County ",7,,ks\r\n,,,\r\n'
        (header, *rows), _, _ = run(text)
        assert header[:4] == ["name", "page", "heading", "state"]
        assert [row[:4] for row in rows] == [
            [" Finney  County ", "7", "", "ks"],
            ["", "", "", ""],
        ]
        assert rows[0][4:6] == ["auto", "20055"]

    def test_a_spreadsheets_mark_before_the_header_is_no_name(self, run):
        (header, row), _, _ = run("\ufeffstate,heading,name\nKS,Cities,Garden City\n")
        assert (header[0], row[3]) == ("state", "auto")

    @pytest.mark.parametrize(
        ("line", "complaint"),
        [
            ("any,Cities,Alder", "in.csv:2 state 'any': a name or postal code"),
            (",Cities,Alder", "in.csv:2 state '': a name or postal code"),
            ("KS,Havens,Garden City", "in.csv:2 heading 'Havens': a heading such as"),
        ],
    )
    def test_what_is_not_understood_is_told_and_kept(self, run, line, complaint):
        (_, row), _, complained = run(f"state,heading,name\n{line}\n")
        assert row[:3] == line.split(",")
        assert row[3] != "auto"
        assert complaint in complained

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("state,name\nKS,Alder\n", "in.csv:1 .*'heading' is missing"),
            ("\ufeff\ufeffstate,heading,name\n", "in.csv:1 .*'state' is missing"),
            ("state,heading,name,name\n", "in.csv:1 name 'name'"),
            ("state,heading,name,geoid\n", "in.csv:1 geoid 'geoid'"),
            ("state,heading,name\nKS,Alder\n", "in.csv:2  'KS,Alder': 3 cells, not 2"),
            ("state,heading,name\nKS,,Al\0der\n", "in.csv:2 .*text without NUL"),
            ('state,heading,name\nKS,,"Alder\n', "in.csv:2 "),
            ("", "in.csv:1 .*'state' is missing"),
        ],
    )
    def test_what_is_no_table_is_refused_by_line_and_value(
        self, run, tmp_path, text, complaint
    ):
        with pytest.raises(CommandError, match=complaint):
            run(text)
        assert not (tmp_path / "out.csv").exists()

    def test_another_encoding_is_refused_at_its_line(self, run):
        with pytest.raises(CommandError, match=r"in\.csv:2 .*text in UTF-8"):
            run("state,heading,name\nNM,Counties,Do\u00f1a Ana\n", "latin-1")

    def test_a_missing_file_is_told(self, tmp_path):
        with pytest.raises(CommandError, match="No such file"):
            call_command("match_names", tmp_path / "no.csv", out=tmp_path / "out.csv")


@pytest.mark.django_db
def test_a_thousand_names_take_less_than_a_minute(run):
    census.load(ROOT / "fixtures" / "census" / "places.csv.gz")
    names = [*Place.objects.values_list("state", "name")]
    sample = random.Random(436).sample(names, 1000)
    # Without their first letter, so that each is looked for everywhere.
    lines = [f'{state},,"{name[1:]}"' for state, name in sample]
    started = time.monotonic()
    (_, *rows), _, _ = run("\n".join(["state,heading,name", *lines]))
    assert time.monotonic() - started < 60
    assert len(rows) == 1000
