"""What the API says of itself is so: every example is asked, every column is told."""

import ast
import contextlib
import html
import io
import json
import re
import shlex
import subprocess

from django.conf import settings
from django.test import TestCase
from drf_spectacular.validation import validate_schema

from jurisdictions.api.kinds import KINDS
from jurisdictions.api.urls import BASE, addresses
from tests.cases import EveryModelCase
from tests.factories import make_jurisdiction, make_list, make_listing
from tests.serving import served

FILE = "/api/v1/openapi.json"
CODE = re.compile(r'<pre[^>]*><code(?: id="([a-z-]+)")?>(.*?)</code>', re.DOTALL)
PART = re.compile(r"<(?:\w+:)?(\w+)>")


def curl(source):
    """What it prints; a refusal or a broken line raises."""
    command = [*shlex.split(source), "--silent", "--show-error", "--fail"]
    assert command[0] == "curl"
    done = subprocess.run(command, capture_output=True, check=True, timeout=20)
    return json.loads(done.stdout)


def python(source):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(source, "example", "exec"), {})
    return said.getvalue()


class ExampleTests(EveryModelCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        # What the examples ask for by name, in the shape of the record.
        place = make_jurisdiction("Illinois", state="IL", slug="", kind="state")
        found = make_list(slug="falls-2025", on="2025-08-05")
        make_listing(list=found, jurisdiction=place, on="2025-08-05")

    def setUp(self):
        self.file = self.client.get(FILE).json()
        self.page = self.client.get("/api/").content.decode()

    def operations(self):
        for path, operations in self.file["paths"].items():
            yield path, operations["get"]

    def test_the_file_is_openapi_3_1(self):
        validate_schema(self.file)
        assert self.file["openapi"] == "3.1.0"
        assert self.file["servers"] == [{"url": settings.SITE_URL}]
        names = [operation["operationId"] for _, operation in self.operations()]
        assert len({*names}) == len(names)

    def test_every_address_is_in_the_file(self):
        known = {PART.sub(r"{\1}", f"/{each.pattern}") for each in addresses()}
        apart = {"/api/", FILE}
        assert {*self.file["paths"]} == {path for path in known if path not in apart}
        assert all(path.startswith(f"/{BASE}") for path in self.file["paths"])

    def test_every_address_has_an_example_that_is_answered(self):
        with served() as site:
            for path, operation in self.operations():
                with self.subTest(path):
                    shell, program = (
                        each["source"].replace(settings.SITE_URL, site)
                        for each in operation["x-codeSamples"]
                    )
                    answer = curl(shell)
                    assert ast.literal_eval(python(program)) == answer
                    assert answer["edition"] > 0
                    rows = answer.get("results", [answer.get("result")])
                    assert all(rows) or path == "/api/v1/", path

    def test_the_examples_of_the_page_run(self):
        found = {name: html.unescape(text) for name, text in CODE.findall(self.page)}
        with served() as site:
            shell, program = (
                found[name].replace(settings.SITE_URL, site)
                for name in ("curl-example", "python-example")
            )
            assert [row["id"] for row in curl(shell)["results"]] == ["il"]
            finding = f"{self.place.path} 2017-10-11 "
            assert python(program).startswith(finding)

    def test_every_example_of_the_page_is_one_of_the_file(self):
        on_page = {html.unescape(text) for name, text in CODE.findall(self.page)}
        for path, operation in self.operations():
            assert operation["x-codeSamples"][0]["source"] in on_page, path

    def test_the_page_tells_every_address_parameter_column_and_code(self):
        for path, operation in self.operations():
            assert f"<code>{path}</code>" in self.page
            for each in operation["parameters"]:
                assert f"<code>{each['name']}</code>" in self.page
                items = each["schema"].get("items", each["schema"])
                if each["name"] != "fields" and len(items.get("enum", ())) <= 24:
                    for code in items.get("enum", ()):
                        assert f"<code>{code}</code>" in self.page
        for kind in KINDS:
            section = self.page.partition(f'id="{kind.name}"')[2]
            for name in kind.names:
                cell = f'<th scope="row"><code>{name}</code></th>'
                assert cell in section, (kind.name, name)


class EmptyRecordTests(TestCase):
    def test_it_has_its_file_its_page_and_lists_without_rows(self):
        """Codes and examples come from the record; the rest does not."""
        assert self.client.get("/api/").status_code == 200
        made = self.client.get(FILE).json()
        for kind in KINDS:
            answer = self.client.get(f"/api/v1/{kind.name}/").json()
            assert (answer["count"], answer["edition"]) == (0, 0)
            told = made["paths"][f"/api/v1/{kind.name}/"]["get"]["x-codeSamples"]
            assert (told == []) == (kind.name in ("jurisdictions", "listings"))
