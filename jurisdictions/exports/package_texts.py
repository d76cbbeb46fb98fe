"""What a package says of itself: descriptor, dictionary, readme and terms."""

import json

from django.conf import settings

from .about import LICENCE, licence_address
from .citing import SITE
from .columns import Column
from .package_parts import PARTS, TYPES
from .tabular import csv_lines

README = """\
# {site}, edition {number}

The whole record as it stood when edition {number} was published, {moment}. What
cities, counties and states say about 8 U.S.C. 1373, what federal offices say, what
courts say, and the grants at issue: each with its date and source.

## Files

{files}
- `dictionary.csv`: what each column of each file says.
- `datapackage.json`: the same for programs (Frictionless Data, tabular data package).
- `manifest.json` and `SHA256SUMS`: rows, bytes and SHA-256 of each file;
  `sha256sum -c SHA256SUMS` checks them.
- `LICENSE.txt`, `CITATION.cff`: terms, and how to cite the record.

## How to read them

UTF-8 without a mark at the start, commas, a header of machine names. An absent value
is an empty cell, and no zero. Several values in a cell stand between bars. A day that
is known less than exactly is written as far as it is known, and the column beside it
says how precisely. A text that a spreadsheet would run as a formula has an apostrophe
in front. Census codes are text and keep their zeros. What a place says, what federal
offices say and what courts say stand in different files and are never merged.

`jurisdictions.csv` sums up the other files on the day of the edition, {day}.

## In Datasette, or any tool for SQLite

    python3 to_sqlite.py && datasette .

The first needs Python alone and makes `record.sqlite3`; the second shows it in a
browser, with the words of the dictionary beside the columns.

## Terms

{licence}
{terms}
"""

TERMS = """\
{licence}
Federal documents, and the boundaries and names of places from the Census Bureau, are
in the public domain. Please cite the original source of each fact as well.

The program to_sqlite.py is under the MIT licence, like the code of the site.

{address}
"""


def readme(number, moment, day, written):
    files = [f"- `{p.path}` ({written[p.name].rows:,} rows): {p.says}." for p in PARTS]
    return README.format(
        site=SITE,
        number=number,
        moment=f"{moment:%Y-%m-%d %H:%M:%S} UTC",
        day=day,
        files="\n".join(files),
        licence=LICENCE,
        terms=licence_address(),
    )


def terms():
    return TERMS.format(licence=LICENCE, address=licence_address())


DICTIONARY = (
    Column("file", "", lambda row: row[0].path),
    Column("column", "", lambda row: row[1].name),
    Column("type", "", lambda row: TYPES.get(row[1].name, "string")),
    Column("says", "", lambda row: row[1].says),
)


def dictionary():
    rows = ((part, column) for part in PARTS for column in part.columns)
    return "".join(csv_lines(rows, DICTIONARY))


def descriptor(number, moment, written):
    """datapackage.json, as Frictionless Data has it."""
    said = {
        "profile": "tabular-data-package",
        "name": "jurisdictions-under-review",
        "title": SITE,
        "description": f"Edition {number}. {LICENCE}",
        "version": str(number),
        "created": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "homepage": f"{settings.SITE_URL}/",
        "resources": [_resource(part, written) for part in PARTS],
    }
    return as_text(said)


def _resource(part, written):
    file = written[part.name]
    return {
        "profile": "tabular-data-resource",
        "name": part.name,
        "path": part.path,
        "title": part.says,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": _schema(part, written),
    }


def _schema(part, written):
    keys = [
        {"fields": name, "reference": {"resource": there, "fields": key}}
        for name, (there, key) in part.references.items()
        # Said only where it holds: a source may be withdrawn before its facts.
        if written[part.name].values[name] <= written[there].values[key]
    ]
    return {
        "fields": [_field(column) for column in part.columns],
        "missingValues": [""],
        "primaryKey": part.key,
        **({"foreignKeys": keys} if keys else {}),
    }


def _field(column):
    kind = TYPES.get(column.name, "string")
    words = {"trueValues": ["yes"], "falseValues": ["no"]} if kind == "boolean" else {}
    return {"name": column.name, "type": kind, "description": column.says, **words}


def metadata(number):
    """What Datasette shows beside the tables."""
    tables = {
        part.name: {
            "description": part.says,
            "columns": {column.name: column.says for column in part.columns},
        }
        for part in PARTS
    }
    said = {
        "title": f"{SITE}, edition {number}",
        "description": LICENCE,
        "source_url": f"{settings.SITE_URL}/",
        "databases": {"record": {"tables": tables}},
    }
    return as_text(said)


def as_text(said):
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
