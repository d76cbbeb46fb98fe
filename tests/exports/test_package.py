"""The package of an edition: whole, the same bytes twice, and nothing of the desk."""

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from contextlib import closing
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from jurisdictions.exports.package_parts import PARTS, REFERENCES, TYPES
from jurisdictions.exports.shelf import packages
from jurisdictions.models import REVISION_MODELS, Edition, Listing, Position
from tests.factories import (
    make_draft,
    make_jurisdiction,
    make_list,
    make_position,
    make_source,
    publish_all,
    revise_now,
    someone,
    unsaved,
    withdraw_now,
)
from tests.seeded import SeededCase


class PackageCase(TestCase):
    def setUp(self):
        self.out = Path(self.enterContext(TemporaryDirectory()))
        self.enterContext(override_settings(EDITIONS_DIR=self.out))

    def publish(self, out=None, **options):
        """The package as an open archive, and what was printed."""
        printed = StringIO()
        call_command("publish_edition", out or self.out, stdout=printed, **options)
        number = options.get("edition") or Edition.objects.last().number
        [path] = (out or self.out).glob(f"{number}/*.zip")
        return zipfile.ZipFile(path), printed.getvalue()

    def rows(self, archive, name):
        text = archive.read(f"{name}.csv").decode()
        return [*csv.DictReader(io.StringIO(text, newline=""))]


class WholeRecordTests(SeededCase, PackageCase):
    def test_every_live_row_is_in_it_and_its_manifest_tells_the_truth(self):
        archive, _ = self.publish()
        manifest = json.loads(archive.read("manifest.json"))
        for part in PARTS[1:]:
            assert (
                len(self.rows(archive, part.name)) == part.model.objects.live().count()
            )
        for each in manifest["files"]:
            body = archive.read(each["name"])
            assert hashlib.sha256(body).hexdigest() == each["sha256"]
            assert len(body) == each["bytes"]
            if each["rows"] is not None:
                table = each["name"].removesuffix(".csv")
                assert len(self.rows(archive, table)) == each["rows"]
        sums = dict(
            x.split()[::-1] for x in archive.read("SHA256SUMS").decode().splitlines()
        )
        assert {*sums, "SHA256SUMS"} == {*archive.namelist()}
        assert sums == {n: hashlib.sha256(archive.read(n)).hexdigest() for n in sums}

    def test_every_kind_of_record_has_its_file(self):
        assert {part.model for part in PARTS[1:]} == {*REVISION_MODELS}

    def test_built_twice_it_has_the_same_bytes(self):
        first, printed = self.publish()
        with TemporaryDirectory() as other:
            again, _ = self.publish(Path(other))
            assert (
                Path(first.filename).read_bytes() == Path(again.filename).read_bytes()
            )
        assert packages()[0].sha256 in printed
        assert "Already published" in self.publish()[1]

    def test_the_descriptor_names_every_column_and_each_key_holds(self):
        archive, _ = self.publish()
        said = json.loads(archive.read("datapackage.json"))
        tables = {part.name: self.rows(archive, part.name) for part in PARTS}
        held = 0
        for resource in said["resources"]:
            rows, schema = tables[resource["name"]], resource["schema"]
            if rows:
                assert [*rows[0]] == [each["name"] for each in schema["fields"]]
            keys = [row[schema["primaryKey"]] for row in rows]
            assert all(keys) and len(keys) == len({*keys}), resource["name"]
            for key in schema.get("foreignKeys", ()):
                there = key["reference"]
                known = {row[there["fields"]] for row in tables[there["resource"]]}
                assert {row[key["fields"]] for row in rows} <= known | {""}
                held += 1
        assert held == sum(len(part.references) for part in PARTS)

    def test_every_value_is_of_its_type(self):
        archive, _ = self.publish()
        read = {"integer": int, "number": float, "boolean": {"yes": 1, "no": 0}.get}
        for part in PARTS:
            for row in self.rows(archive, part.name):
                for name in {*row} & {*TYPES}:
                    assert not row[name] or read[TYPES[name]](row[name]) is not None

    def test_it_opens_in_datasette_after_one_command(self):
        archive, _ = self.publish()
        with TemporaryDirectory() as folder:
            archive.extractall(folder)
            program = [sys.executable, "to_sqlite.py"]
            told = subprocess.run(program, cwd=folder, check=True, capture_output=True)
            assert b"positions: 84 rows" in told.stdout
            path = "/record/list_lines.json?list=doj-2025&_shape=array&_size=max"
            asked = [sys.executable, "-m", "datasette", ".", "--get", path]
            found = subprocess.run(asked, cwd=folder, check=True, capture_output=True)
        assert (
            len(json.loads(found.stdout))
            == Listing.objects.filter(list__slug="doj-2025").count()
        )


class EditionTests(PackageCase):
    def test_an_older_edition_is_built_as_it_was(self):
        position = make_position(summary="It wrote once.")
        before = Edition.objects.last().number
        first, _ = self.publish()
        revise_now(position, {"summary": "It wrote twice."})
        make_source(title="Later")
        with TemporaryDirectory() as other:
            again, _ = self.publish(Path(other), edition=before)
            assert (
                Path(again.filename).read_bytes() == Path(first.filename).read_bytes()
            )
        second, _ = self.publish()
        assert self.rows(first, "positions")[0]["summary"] == "It wrote once."
        assert self.rows(second, "positions")[0]["summary"] == "It wrote twice."
        assert [each.edition for each in packages()] == [before + 2, before]

    def test_what_was_published_is_never_replaced(self):
        make_position()
        archive, _ = self.publish()
        about = Path(archive.filename).with_name("package.json")
        sha = packages()[0].sha256
        about.write_text(about.read_text().replace(sha, "0" * 64))
        with self.assertRaisesMessage(CommandError, "What was published stays"):
            self.publish()
        assert not [*self.out.glob(".part-*")]

    def test_nothing_published_and_no_such_edition_say_so(self):
        with self.assertRaisesMessage(CommandError, "any edition"):
            call_command("publish_edition", self.out)
        make_source()
        with self.assertRaisesMessage(CommandError, "edition 999"):
            call_command("publish_edition", self.out, edition=999)

    def test_nothing_of_the_desk_is_in_it(self):
        """pressfreedomtracker.us#1204: internal fields slipped into an export."""
        place = make_jurisdiction()
        make_draft(Position, jurisdiction=place, summary="SENTINEL", remark="SENTINEL")
        live = make_position(jurisdiction=place, note="SENTINEL of the desk")
        withdraw_now(make_position(jurisdiction=place, summary="SENTINEL"))
        archive, _ = self.publish()
        everything = b"".join(map(archive.read, archive.namelist())).decode()
        assert str(live.claim) in everything
        for hidden in (
            "SENTINEL",
            *(someone(role).username for role in ("editor", "publisher")),
        ):
            assert hidden not in everything, hidden

    def test_a_reference_that_does_not_hold_is_not_declared(self):
        source = make_source()
        make_position(source=source)
        withdraw_now(source)
        archive, _ = self.publish()
        said = json.loads(archive.read("datapackage.json"))["resources"]
        keys = {each["name"]: each["schema"].get("foreignKeys", ()) for each in said}
        assert [key["fields"] for key in keys["positions"]] == ["jurisdiction"]

    def test_costs_the_same_however_many_rows(self):
        found, place, source = make_list(), make_jurisdiction(), make_source()

        def lines(numbers):
            common = {"list": found, "jurisdiction": place, "source": source}
            publish_all([unsaved(Listing, number=n, **common) for n in numbers])
            with CaptureQueriesContext(connection) as queries:
                self.publish()
            return len(queries)

        assert lines(range(1, 4)) == lines(range(4, 400))


class ShelfTests(PackageCase):
    def test_the_data_page_tells_of_the_latest_and_keeps_the_older(self):
        self.assertContains(self.client.get("/data/"), "No edition of this record")
        make_position()
        before = self.client.get("/data/")
        self.publish()
        make_source()
        self.publish()
        page = self.client.get("/data/", headers={"if-none-match": before["ETag"]})
        newest, older = packages()
        for text in (newest.sha256, older.sha256, f"Download edition {newest.edition}"):
            self.assertContains(page, text)
        for each in (newest, older):
            answer = self.client.get(f"{each.address}{each.name}")
            body = b"".join(answer)
            assert hashlib.sha256(body).hexdigest() == each.sha256
            assert len(body) == each.size

    def test_each_file_of_a_package_has_its_address(self):
        make_position(summary="It wrote once.")
        archive, _ = self.publish()
        [package] = packages()
        with closing(archive):
            for name in archive.namelist():
                answer = self.client.get(package.address + name)
                assert answer.status_code == 200, name
                assert b"".join(answer) == archive.read(name)

    def test_there_is_nothing_else(self):
        make_position()
        self.publish()
        [package] = packages()
        for address in (
            "/data/editions/999/manifest.json",
            f"{package.address}nothing.csv",
            f"{package.address}package.json",
            f"{package.address}..%2f..%2frecord.sqlite3",
            f"{package.address}../../record.sqlite3",
        ):
            assert self.client.get(address).status_code == 404, address
        wrong = self.client.get(f"{package.address}manifest.json?om=1")
        assert wrong.status_code == 400


def test_every_column_has_its_words_once():
    for part in PARTS:
        names = [column.name for column in part.columns]
        assert len(names) == len({*names}), part.name
        assert all(column.says for column in part.columns)
        assert part.key in names
    assert {name for part in PARTS for name in part.references} == {*REFERENCES}
