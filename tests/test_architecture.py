"""Imports point up the ladder: a module knows only the rows above its own."""

import ast
from textwrap import dedent

import pytest

from tests.code_figures import ROOT, python_files

LADDER = (
    ("states",),
    ("choices", "roles", "days", "naming", "geometry", "fetching", "uploads"),
    ("facts", "tones"),
    ("risk",),
    ("standing",),
    ("models", "guards"),
    # Migrations use what the models do; nothing below has a use for them.
    ("migrations",),
    ("editorial", "matching"),
    ("filters", "importers"),
    ("summaries",),
    ("figures", "maps", "exports", "mail"),
    ("forms",),
    ("doors",),
    (
        *("views", "api", "admin", "feeds", "middleware", "context"),
        *("templatetags", "management"),
    ),
    ("urls", "apps"),
    ("sanctuary",),
    ("tests",),
)
# (importer, imported) of one row, each with its reason on the line above.
SIDEWAYS = frozenset(
    {
        # What is too long to be read is refused by the page of every other refusal.
        ("middleware", "views"),
        # A question is refused in the words and the shape of every other file.
        ("api", "views"),
    }
)

PROJECT = {"settings", "finders", "urls", "wsgi"}
# Names that say nothing about what is inside, so that anything gathers there.
DRAWERS = {"utils", "helpers", "services", "signals", "mixins"}
# Calls that import behind the reader's back.
HIDDEN = {"import_module", "import_string", "__import__"}

RANKS = {name: rank for rank, row in enumerate(LADDER) for name in row}


def rung(dotted):
    """The ladder's word for a module; None for the packages of others."""
    top, _, rest = dotted.partition(".")
    if top == "jurisdictions":
        return rest.partition(".")[0] or None
    return top if top in RANKS else None


def imported(node, package):
    """The full names that one import statement asks for."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        parents = package.split(".")[: len(package.split(".")) - node.level + 1]
        base = ".".join([*parents, base] if base else parents)
    return [f"{base}.{alias.name}" for alias in node.names]


def hidden_imports(tree):
    """The lines of imports inside functions, and of calls that import by name."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for inner in ast.walk(node):
                if isinstance(inner, (ast.Import, ast.ImportFrom)):
                    yield inner.lineno
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", None))
            if called in HIDDEN:
                yield node.lineno


def place_faults(module):
    own, parts = rung(module), module.split(".")
    if DRAWERS & set(parts):
        yield f"{module}: name it after what it holds"
    if parts[0] == "sanctuary":
        if parts[1:] and parts[1] not in PROJECT:
            yield f"{module} has no place in the project folder"
    elif own and own not in RANKS:
        yield f"{module} has no place on the ladder"


def arrow_faults(module, target, sideways):
    own, other = rung(module), rung(target)
    if own not in RANKS or other is None or other == own:
        return
    if other not in RANKS:
        yield f"{module}: {target} has no place on the ladder"
    elif RANKS[other] > RANKS[own]:
        yield f"{module}: back arrow to {target}"
    elif RANKS[other] == RANKS[own] and (own, other) not in sideways:
        yield f"{module}: sideways to {target}"


def faults(source, module, *, package=None, sideways=SIDEWAYS):
    """What is wrong with one module, in words; an empty list when nothing is."""
    tree = ast.parse(source)
    package = package or module.rpartition(".")[0]
    found = list(place_faults(module))
    found += [f"{module}:{line}: late import" for line in hidden_imports(tree)]
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for target in imported(node, package):
                found += arrow_faults(module, target, sideways)
    return found


def module_names(path):
    """The module's dotted name, and that of the package it is in."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    package = ".".join(parts[:-1])
    return (package if parts[-1] == "__init__" else ".".join(parts)), package


def test_every_module_keeps_to_the_ladder():
    migrations = (ROOT / "jurisdictions" / "migrations").glob("*.py")
    found = []
    for path in [*python_files("jurisdictions", "sanctuary"), *migrations]:
        module, package = module_names(path)
        found += faults(path.read_text(encoding="utf-8"), module, package=package)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("models.places", "from jurisdictions.views import home", "back arrow"),
        ("models.places", "from ..views import home", "back arrow"),
        ("models.places", "from jurisdictions import editorial", "back arrow"),
        ("models.places", "import jurisdictions.editorial", "back arrow"),
        ("risk", "from . import standing", "back arrow"),
        ("editorial", "from .migrations import operations", None),
        ("models.places", "from ..migrations import operations", "back arrow"),
        ("views.grants", "from sanctuary.finders import plotly_script", "back arrow"),
        ("views.grants", "from tests.factories import make_place", "back arrow"),
        ("figures", "from .maps import regions", "sideways"),
        ("views.grants", "from ..api.views import answer", "sideways"),
        ("views.grants", "from . import lists", None),
        ("views.grants", "from ..models import Award", None),
        ("views.grants", "from ..helping import hand", "no place"),
        ("helping", "", "no place"),
        ("models.utils", "", "name it after"),
        ("views.grants", "from django.views import View", None),
        ("choices", "import json", None),
    ],
)
def test_an_import_is_judged_by_its_direction(module, source, fault):
    found = faults(source, f"jurisdictions.{module}")
    assert len(found) == bool(fault)
    assert not fault or fault in found[0]


def test_a_package_resolves_its_own_relative_imports():
    options = {"package": "jurisdictions.models"}
    assert not faults("from .places import Place", "jurisdictions.models", **options)
    assert faults("from ..views import home", "jurisdictions.models", **options)


def test_a_listed_sideways_import_passes_and_its_return_does_not():
    listed = {"sideways": {("exports", "figures")}}
    assert not faults("from . import figures", "jurisdictions.exports", **listed)
    assert faults("from . import exports", "jurisdictions.figures", **listed)


@pytest.mark.parametrize(
    "body",
    [
        "from .models import Place",
        "import json",
        "if True:\n    import json",
        "module = importlib.import_module('json')",
        "module = __import__('json')",
    ],
)
def test_an_import_inside_a_function_is_late(body):
    source = "def answer():\n" + "\n".join(f"    {row}" for row in body.splitlines())
    assert faults(source, "jurisdictions.views.pages") == [
        f"jurisdictions.views.pages:{source.count(chr(10)) + 1}: late import"
    ]


def test_an_import_inside_a_method_is_late():
    source = dedent("""
        class Home:
            async def get(self):
                import json
    """)
    assert faults(source, "jurisdictions.views.pages") == [
        "jurisdictions.views.pages:4: late import"
    ]


def test_the_project_folder_holds_only_what_is_planned():
    assert not faults("from jurisdictions.urls import urlpatterns", "sanctuary.urls")
    assert faults("", "sanctuary.tools")
