"""One fact and its versions, in words."""

import datetime as dt
import itertools
from dataclasses import dataclass

from jurisdictions.choices import PLAIN_CONFIDENCE, Alone, ChangeKind, Confidence

from .changes import about_list, subjects_of
from .citing import Citation
from .revisions import PlaceName, links, targets
from .wording import Change, changes, described

# Told in their own place on the page, not among the fields.
APART = ("source", "more_sources", "excerpt", "locator", "confidence", "jurisdiction")


@dataclass(frozen=True)
class Version:
    """One published revision, and what it changed against the one before."""

    row: object
    changes: list[Change]
    # None while it stood, as far as was known at the moment asked for.
    superseded_at: dt.datetime | None

    @property
    def change_label(self):
        return ChangeKind(self.row.change_kind).label

    @property
    def alone_label(self):
        alone = self.row.published_alone
        return Alone(alone).label if alone else ""

    @property
    def was_read(self):
        return self.row.reviewer_id is not None


@dataclass(frozen=True)
class RecordPage:
    """The text that stands, its sources, and its versions, newest first."""

    row: object
    fields: list[tuple[str, str]]
    subjects: list[PlaceName]
    list_name: str
    list_address: str
    source: Citation | None
    more_sources: list[Citation]
    versions: list[Version]

    @property
    def kind(self):
        return self.row._meta.model_name

    @property
    def confidence_word(self):
        confidence = getattr(self.row, "confidence", "")
        if not confidence or confidence in PLAIN_CONFIDENCE:
            return ""
        return Confidence(confidence).label


def record_page(rows, *, day, moment=None):
    """The RecordPage of a claim's published rows, oldest first.

    Five queries however many versions there are.
    """
    last = rows[-1]
    kind = last._meta.model_name
    linked = links({kind: [row.pk for row in rows]})
    known = targets(rows, linked, day=day, moment=moment)
    told = [described(row, known, linked[kind, row.pk]) for row in rows]
    differences = [[], *(changes(*pair) for pair in itertools.pairwise(told))]
    ends = [*(row.superseded_at for row in rows[:-1]), None]
    versions = [
        Version(row, [] if row.is_tombstone else found, end)
        for row, found, end in zip(rows, differences, ends, strict=True)
    ]
    cited = known.sources
    name, address = about_list(last, known)
    return RecordPage(
        row=last,
        fields=[
            (label, text)
            for field, (label, text) in told[-1].items()
            if text and field not in APART
        ],
        subjects=subjects_of(last, known, linked[kind, last.pk]),
        list_name=name,
        list_address=address,
        source=cited.get(getattr(last, "source_id", None)),
        more_sources=[
            cited[pk]
            for pk in linked[kind, last.pk].get("more_sources", ())
            if pk in cited
        ],
        versions=versions[::-1],
    )
