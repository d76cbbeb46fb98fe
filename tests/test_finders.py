from io import StringIO

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import override_settings
from plotly.offline import get_plotlyjs_version

from sanctuary.finders import BASIC, NAME, script_version

HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.fixture(autouse=True)
def basic(settings, tmp_path):
    """Where a fetched script would lie: nothing is there yet."""
    settings.VAR_DIR = tmp_path
    path = tmp_path / BASIC
    path.parent.mkdir(parents=True)
    return path


def write_script(path, version):
    path.write_text(f"/**\n* plotly.js (basic - minified) v{version}\n*/")


def test_the_script_lies_in_the_installed_package():
    found = finders.find(NAME)
    assert found.endswith("package_data/plotly.min.js")
    with open(found, encoding="utf-8") as script:
        assert f"plotly.js v{get_plotlyjs_version()}" in script.read(100)


def test_nothing_else_of_the_package_is_served():
    assert finders.find("plotly/widgetbundle.js") is None


def test_a_fetched_basic_build_is_preferred(basic):
    write_script(basic, get_plotlyjs_version())
    assert finders.find(NAME) == str(basic)
    assert script_version(basic) == get_plotlyjs_version()


def test_a_basic_build_of_another_version_is_refused(basic):
    write_script(basic, "1.58.5")
    with pytest.raises(ImproperlyConfigured, match=r"is plotly\.js 1\.58\.5"):
        finders.find(NAME)


def test_static_files_are_collected_under_hashed_names(basic, settings, tmp_path):
    write_script(basic, get_plotlyjs_version())
    hashed = {**settings.STORAGES, "staticfiles": {"BACKEND": HASHED}}
    with override_settings(STATIC_ROOT=tmp_path / "static", STORAGES=hashed):
        call_command("collectstatic", interactive=False, stdout=StringIO())
    names = [path.name for path in (tmp_path / "static" / "plotly").iterdir()]
    assert any(name.startswith("plotly.min.") and len(name) == 26 for name in names)
