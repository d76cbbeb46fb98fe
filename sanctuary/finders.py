import re
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

NAME = "plotly/plotly.min.js"
# Fetched by `make assets`: a smaller build of the script in the plotly package.
BASIC = "assets/node_modules/plotly.js-basic-dist-min/plotly-basic.min.js"


def plotly_script():
    """The file to serve: the basic build where it was fetched, else the package's."""
    # Looked up, not imported: the package takes long to load.
    package = Path(find_spec("plotly").origin).parent
    full = package / "package_data" / "plotly.min.js"
    basic = settings.VAR_DIR / BASIC
    if not basic.exists():
        return full
    if script_version(basic) != script_version(full):
        raise ImproperlyConfigured(
            f"{basic} is plotly.js {script_version(basic)}, but the plotly package"
            f" has {script_version(full)}. Run `make assets`, or delete the file."
        )
    return basic


def script_version(path):
    """The version in the script's opening comment."""
    with path.open(encoding="utf-8") as script:
        return re.search(r"plotly\.js\D*? v([0-9.]+)", script.read(400))[1]


class ScriptStorage(FileSystemStorage):
    """One file under our own name, wherever it lies."""

    def path(self, name):
        return str(plotly_script())


class PlotlyFinder(BaseFinder):
    """Serves the script inside the installed plotly package: git holds no copy."""

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        found = [str(plotly_script())] if path == NAME else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns):
        if not matches_patterns(NAME, ignore_patterns or []):
            yield NAME, ScriptStorage()
