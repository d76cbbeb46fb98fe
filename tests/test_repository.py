"""Promises of the repository itself: sizes, pins, settings, templates."""

import ast
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import TestCase

from tests.code_figures import ROOT, count_lines, functions, python_files
from tests.environment import variables

# What the templates and static files may hold at most, in lines.
FILE_STOPS = [("templates", "html", 180), ("static", "css", 300), ("static", "js", 250)]
# Scripts that are data: a browser does not run them.
DATA_SCRIPTS = r'type="application/(?:ld\+)?json"'


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def too_long(found, stop):
    return [str(each) for each in found if each.lines > stop]


def test_no_function_passes_forty_lines():
    assert not too_long(functions("jurisdictions", "sanctuary", "tests"), 40)


def test_no_view_passes_thirty_lines():
    assert not too_long(functions("jurisdictions/views"), 30)


def test_no_test_passes_thirty_lines():
    tests = [each for each in functions("tests") if each.name.startswith("test_")]
    assert not too_long(tests, 30)


def over(paths, stop):
    lengths = {str(path.relative_to(ROOT)): count_lines(path) for path in paths}
    return {name: lines for name, lines in lengths.items() if lines > stop}


def test_no_module_passes_four_hundred_lines():
    assert not over(python_files("jurisdictions", "sanctuary", "tests"), 400)
    assert not over([ROOT / "sanctuary" / "settings.py"], 250)


@pytest.mark.parametrize(("folder", "ending", "stop"), FILE_STOPS)
def test_no_template_or_static_file_is_too_long(folder, ending, stop):
    assert not over((ROOT / folder).rglob(f"*.{ending}"), stop)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_has_its_reason(name):
    lines = read(name).splitlines()
    for reason, line in zip(["", *lines], lines, strict=False):
        if line and not line.startswith(("#", "-r ")):
            assert re.fullmatch(r"[\w.-]+(\[\w+\])?==[0-9.]+", line), line
            assert reason.startswith("# "), f"{line}: say why on the line above"


def test_env_example_lists_every_variable_that_settings_read():
    calls = [
        node
        for node in ast.walk(ast.parse(read("sanctuary/settings.py")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("env")
    ]
    names = [call.args[0] for call in calls if isinstance(call.args[0], ast.Constant)]
    assert sorted({name.value for name in names}) == sorted(variables())


def test_only_settings_read_the_environment():
    for path in python_files("jurisdictions", "sanctuary"):
        if path.name not in ("settings.py", "wsgi.py"):
            assert "os.environ" not in path.read_text(encoding="utf-8"), path


def inline_parts(html):
    """Whatever a strict content security policy would refuse."""
    # Comments and template tags may speak of it.
    html = re.sub(r"(?s)<!--.*?-->|\{#.*?#\}|\{% comment.*?endcomment %\}", "", html)
    scripts = re.findall(r"<script\b[^>]*>", html)
    found = [tag for tag in scripts if not re.search(rf"\bsrc=|{DATA_SCRIPTS}", tag)]
    return found + re.findall(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", html)


def test_no_template_has_inline_script_or_style():
    for path in (ROOT / "templates").rglob("*.html"):
        assert not inline_parts(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(
    ("html", "refused"),
    [
        ("<script>go()</script>", True),
        ("<script type=module>go()</script>", True),
        ('<p style="color: red">', True),
        ("<style>p { color: red }</style>", True),
        ('<a onclick="go()">', True),
        ('<script src="/static/js/map.js" type="module"></script>', False),
        ('<script type="application/ld+json">{}</script>', False),
        ('<p class="on">style = none</p>', False),
        ("{# no style= here #}", False),
    ],
)
def test_inline_parts_are_told_from_the_rest(html, refused):
    assert bool(inline_parts(html)) == refused


class MigrationTests(TestCase):
    def test_no_migration_is_missing(self):
        call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())

    def test_every_migration_is_named(self):
        names = [path.stem for path in (ROOT / "jurisdictions/migrations").glob("0*")]
        assert not [name for name in names if "_auto_" in name]
