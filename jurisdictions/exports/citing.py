"""How a page, a file and the whole record are cited: in words and in three formats."""

import datetime as dt
import json
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import QueryDict
from django.utils.text import slugify

from jurisdictions.days import EASTERN
from jurisdictions.models import Edition

SITE = "Jurisdictions Under Review"
CLOCK = ("on", "as_of")


@dataclass(frozen=True)
class Cited:
    """A page or a file as a citation names it, at an address that will not change."""

    title: str
    edition: int | None
    published_on: dt.date | None  # that edition
    stood: str  # "as things stood on Aug. 5, 2025"
    address: str

    @property
    def words(self):
        """In the manner of AP, without the address."""
        title = f" “{self.title.rstrip('.')},”" if self.title else ""
        edition = f" edition {self.edition}," if self.edition else ""
        return f"{SITE},{title}{edition} {self.stood}."

    @property
    def text(self):
        return f"{self.words} {self.address}"

    def under(self, title):
        return replace(self, title=title.strip())

    @property
    def query(self):
        """What asks for this citation as a file: page, day, moment and edition."""
        parts = urlsplit(self.address)
        asked = QueryDict(parts.query, mutable=True)
        clocks = {name: asked.pop(name)[0] for name in CLOCK if name in asked}
        url = f"{parts.path}?{asked.urlencode()}" if asked else parts.path
        edition = {"edition": self.edition} if self.edition else {}
        return urlencode({"url": url, **clocks, **edition})


def cited(question, ledger, path, title=""):
    """The answer to this question at this path, in the edition that gives it."""
    number, moment = edition_of(question, ledger)
    query = question.pinned(question.moment or moment)
    return Cited(
        title=title,
        edition=number,
        published_on=moment and moment.astimezone(EASTERN).date(),
        stood=question.stood,
        address=f"{settings.SITE_URL}{path}?{query}",
    )


def edition_of(question, ledger):
    """(number, moment) of the edition that answers; (None, None) before the first."""
    newest = ledger.published_at
    # The newest one is known already: no page with a moment of today asks for more.
    if not question.moment or (newest and question.moment >= newest):
        return ledger.edition or None, newest
    found = Edition.objects.at(question.moment)
    return (found.number, found.published_at) if found else (None, None)


# Formats


def bibtex(found):
    """An entry for LaTeX; titles keep their capitals."""
    words = (*urlsplit(found.address).path.split("/"), f"e{found.edition or 0}")
    fields = {
        "author": f"{{{SITE}}}",
        "title": f"{{{_latex(found.title)}}}",
        "howpublished": SITE,
        "note": _latex(_note(found)),
        **_dated(found),
        "url": found.address,
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items()]
    return f"@misc{{{slugify(' '.join(words))},\n{''.join(lines)}}}\n"


def _latex(text):
    """Text of which LaTeX runs nothing."""
    return "".join(LATEX.get(sign, sign) for sign in text)


LATEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\^{}"},
}


def _dated(found):
    day = found.published_on
    # The first for BibTeX, the second for what came after it.
    return {"year": day.year, "date": day} if day else {}


def _note(found):
    stood = found.stood[:1].upper() + found.stood[1:]
    return f"Edition {found.edition}, {found.stood}" if found.edition else stood


def ris(found):
    """A record for reference managers; each line ends as the format asks."""
    day = found.published_on
    lines = [
        ("TY", "ELEC"),
        ("AU", SITE),
        ("TI", found.title),
        ("T2", SITE),
        ("ET", found.edition),
        ("PY", day and day.year),
        ("DA", day and f"{day:%Y/%m/%d}"),
        ("N1", _note(found)),
        ("UR", found.address),
    ]
    told = [f"{tag}  - {value}" for tag, value in lines if value]
    return "".join(f"{line}\r\n" for line in [*told, "ER  - "])


def cff(number, moment):
    """CITATION.cff of the whole record; a licence stands in it once one is chosen."""
    said = {
        "cff-version": "1.2.0",
        "message": "Please cite this record, and the original source of each fact.",
        "type": "dataset",
        "title": SITE,
        "authors": [{"name": f"{SITE} contributors"}],
        "version": f"edition {number or 0}",
        "date-released": moment and f"{moment.astimezone(EASTERN):%Y-%m-%d}",
        "url": f"{settings.SITE_URL}/",
    }
    # JSON values are YAML, whatever signs they hold.
    lines = [f"{name}: {json.dumps(value)}" for name, value in said.items() if value]
    return "\n".join([*lines, ""])
