"""The packages of editions that were published: one folder each, never changed."""

import datetime as dt
import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

PACKAGE = "jurisdictions-under-review-edition-{}.zip"
ABOUT = "package.json"


@dataclass(frozen=True)
class Package:
    """The package of one edition, as the data page tells of it."""

    edition: int
    published_at: str
    rows: int
    size: int
    sha256: str

    @property
    def name(self):
        return PACKAGE.format(self.edition)

    @property
    def moment(self):
        return dt.datetime.fromisoformat(self.published_at)

    @property
    def address(self):
        return f"/data/editions/{self.edition}/"

    def describe(self, folder):
        text = json.dumps(asdict(self), indent=1)
        (folder / ABOUT).write_text(f"{text}\n", encoding="utf-8")


def packages(folder=None):
    """[Package], the newest edition first."""
    found = (folder or Path(settings.EDITIONS_DIR)).glob(f"*/{ABOUT}")
    read = (package(path.parent) for path in found if path.parent.name.isdecimal())
    return sorted(read, key=lambda each: each.edition, reverse=True)


def package(folder):
    """The Package that lies in a folder; None where there is none."""
    path = folder / ABOUT
    if not path.exists():
        return None
    return Package(**json.loads(path.read_text(encoding="utf-8")))


def opened(number, name):
    """A file of an edition's package, or the package itself, to be read; or None."""
    path = Path(settings.EDITIONS_DIR) / str(number) / PACKAGE.format(number)
    if not path.exists():
        return None
    if name == path.name:
        return path.open("rb")
    with zipfile.ZipFile(path) as archive:
        # Only what is listed in it: no name leads anywhere else.
        return archive.open(name) if name in archive.namelist() else None


def mark():
    """What changes when a package is added: they make no edition of their own."""
    return tuple(each.sha256 for each in packages())
