"""The whole record of one edition in one zip: the same bytes whenever it is built.

All that it says was known when the edition was published, so the machine's clock has
no part in it, and neither has what was published since.
"""

import hashlib
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from jurisdictions.days import EASTERN

from . import package_texts as texts
from .citing import SITE, cff
from .package_parts import PARTS
from .shelf import PACKAGE, Package
from .tabular import cell, csv_lines

PROGRAM = Path(__file__).with_name("to_sqlite.py")
# The first that a zip can hold.
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass
class Written:
    """One file that was written; `values` are those of its keys and references."""

    name: str
    size: int
    sha256: str
    rows: int | None = None
    values: dict = field(default_factory=dict)


def build(edition, folder):
    """Write the edition's package and what is said of it into the folder."""
    moment = edition.published_at
    day = moment.astimezone(EASTERN).date()
    with TemporaryDirectory(dir=folder) as name:
        inside = Path(name)
        written = {part.name: _table(part, day, moment, inside) for part in PARTS}
        rest = _rest(edition.number, moment, day, written)
        files = [*written.values(), *(_plain(inside, *each) for each in rest.items())]
        manifest = _manifest(edition, day, files)
        sums = [*files, _plain(inside, "manifest.json", texts.as_text(manifest))]
        _plain(inside, "SHA256SUMS", "".join(f"{f.sha256}  {f.name}\n" for f in sums))
        _zip(inside, folder / PACKAGE.format(edition.number))
    return _described(edition, folder, sum(each.rows for each in written.values()))


def _table(part, day, moment, folder):
    """One CSV file, row by row."""
    kept = {part.key, *part.references}
    columns = [each for each in part.columns if each.name in kept]
    values, count = {name: set() for name in kept}, 0

    def noted(rows):
        nonlocal count
        for row in rows:
            count += 1
            for column in columns:
                values[column.name].add(cell(column.read(row)))
            yield row

    path = folder / part.path
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(noted(part.rows(day, moment)), part.columns))
    for name in part.references:
        values[name].discard("")
    return _file(path, count, values)


def _rest(number, moment, day, written):
    """{name: text} of what stands beside the tables."""
    return {
        "CITATION.cff": cff(number, moment),
        "LICENSE.txt": texts.terms(),
        "README.md": texts.readme(number, moment, day, written),
        "datapackage.json": texts.descriptor(number, moment, written),
        "dictionary.csv": texts.dictionary(),
        "metadata.json": texts.metadata(number),
        PROGRAM.name: PROGRAM.read_text(encoding="utf-8"),
    }


def _plain(folder, name, text):
    path = folder / name
    path.write_bytes(text.encode())
    return _file(path)


def _file(path, rows=None, values=None):
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Written(path.name, path.stat().st_size, digest, rows, values or {})


def _manifest(edition, day, files):
    return {
        "title": SITE,
        "edition": edition.number,
        "published_at": edition.published_at.isoformat(),
        "on": day.isoformat(),
        "files": [
            {"name": f.name, "rows": f.rows, "bytes": f.size, "sha256": f.sha256}
            for f in sorted(files, key=lambda f: f.name)
        ],
    }


def _zip(folder, target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(path.name, EPOCH)
            # As if made on Unix, wherever it is made; readable by everybody.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as file, archive.open(entry, "w") as inside:
                while chunk := file.read(1 << 20):
                    inside.write(chunk)


def _described(edition, folder, rows):
    """The Package, also as a small file: a page must not read the zip to tell of it."""
    file = _file(folder / PACKAGE.format(edition.number))
    found = Package(
        edition=edition.number,
        published_at=edition.published_at.isoformat(),
        rows=rows,
        size=file.size,
        sha256=file.sha256,
    )
    found.describe(folder)
    return found
