"""The dated statements about one jurisdiction, in their lanes, with their sources.

Nine kinds of record share the columns that a reader sees; one UNION reads them
all, so that a page costs the same number of queries whatever is on it.
"""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast

from jurisdictions.choices import (
    PLAIN_CONFIDENCE,
    Confidence,
)
from jurisdictions.days import FuzzyDay

from .citing import Citation, citations
from .kinds import ALL_KINDS, KINDS, MORE_KINDS


@dataclass(frozen=True)
class Statement:
    """One dated fact as a page shows it."""

    kind: str
    pk: int
    claim: uuid.UUID
    revision: int
    on: FuzzyDay | None
    end: FuzzyDay | None
    code: str
    speaker: str
    title: str
    extra: str
    summary: str
    remark: str
    excerpt: str
    locator: str
    confidence: str
    published_alone: str
    change_kind: str
    published_at: dt.datetime
    superseded_at: dt.datetime | None
    note: str
    more: str
    source_id: int
    source: Citation | None = None
    more_sources: tuple[Citation, ...] = ()

    @property
    def lane(self):
        return ALL_KINDS[self.kind].lane

    @property
    def word(self):
        return ALL_KINDS[self.kind].word

    @property
    def label(self):
        labels = ALL_KINDS[self.kind].labels
        return labels(self.code).label if labels and self.code else ""

    @property
    def tone(self):
        return ALL_KINDS[self.kind].tones.get(self.code, "grey")

    @property
    def confidence_word(self):
        """The word to show beside the source; empty where none is needed."""
        if self.confidence in PLAIN_CONFIDENCE:
            return ""
        return Confidence(self.confidence).label.lower()

    @property
    def record_kind(self):
        return ALL_KINDS[self.kind].name

    @property
    def text(self):
        """The sentence a page prints: the record's own words, or its parts."""
        if self.kind == "listing":
            return f"{self.speaker} listed it as \u201c{self.title}\u201d."
        if self.kind == "annotation":
            return f"{self.speaker} printed a note under its heading: {self._quoted()}."
        if self.kind in MORE_KINDS:
            return self._beside()
        titled = self.kind.startswith(("case", "federalaction", "ruling"))
        if titled and self.summary and self.title not in self.summary:
            return f"{self.title.rstrip('.')}: {self.summary}"
        return self.summary or self.label or self.title

    def _beside(self):
        """A grant, its status or a name in a sentence."""
        if self.kind == "name":
            return f"{self._quoted()}, {self.label.lower()}."
        what = ", ".join(filter(None, (self.title, self.extra)))
        said = self.label
        if self.more:
            said = f"${Decimal(self.more):,.0f}, {said[0].lower()}{said[1:]}"
        return f"{what}: {said}."

    def _quoted(self):
        # Words in brackets are a description of the note, not its text.
        return self.title if self.title[:1] == "(" else f"\u201c{self.title}\u201d"


COLUMNS = (
    "pk",
    "claim",
    "revision",
    "on_first",
    "on_last",
    "on_precision",
    "source_id",
    "locator",
    "excerpt",
    "confidence",
    "summary",
    "remark",
    "published_alone",
    "change_kind",
    "published_at",
    "superseded_at",
    "note",
)


def statements_of(jurisdiction, *, moment=None, day=None):
    """Every statement about it known at `moment`, newest first, without sources.

    `day` leaves out what began later; what has no day comes last.
    """
    found = _read(jurisdiction, lambda kind: kind.model.objects.as_of(moment))
    if day is not None:
        found = [s for s in found if s.on is None or s.on.start <= day]
        found = [s if _ended(s, day) else replace(s, end=None) for s in found]
    return sorted(found, key=_newest_first)


def revisions_of(jurisdiction, *, moment=None):
    """Every revision ever published of those statements, newest publication first."""
    found = _read(jurisdiction, lambda kind: kind.model.objects.published(), ALL_KINDS)
    if moment is not None:
        found = [s for s in found if s.published_at <= moment]
    return sorted(found, key=lambda s: s.published_at, reverse=True)


def _read(jurisdiction, rows_of, kinds=KINDS):
    queries = [
        _columns(name, rows_of(kind).filter(**{kind.by: jurisdiction}, **kind.only))
        for name, kind in kinds.items()
    ]
    return [_statement(row) for row in queries[0].union(*queries[1:], all=True)]


def _ended(statement, day):
    return statement.end is None or statement.end.start <= day


def _newest_first(statement):
    start = statement.on.start if statement.on else dt.date.min
    return (-start.toordinal(), statement.kind, str(statement.claim))


def _columns(name, rows):
    """The shared columns of one kind, in one order and of one type each."""
    kind = ALL_KINDS[name]
    text = {
        column: Cast(F(path) if path else Value(""), CharField(max_length=300))
        for column, path in (
            ("says_code", kind.code),
            ("says_speaker", kind.speaker),
            ("says_title", kind.title),
            ("says_extra", kind.extra),
            ("says_more", kind.more),
        )
    }
    days = {
        f"says_{column}": (F(column) if kind.ends else Cast(Value(None), DateField()))
        for column in ("end_first", "end_last")
    }
    precision = F("end_precision") if kind.ends else Value("")
    return (
        rows.order_by()
        .annotate(
            says_kind=Value(name),
            **text,
            **days,
            says_end_precision=Cast(precision, CharField(max_length=12)),
        )
        .values_list("says_kind", *COLUMNS, *text, *days, "says_end_precision")
    )


def _statement(row):
    (kind, pk, claim, revision, first, last, precision, source_id, *rest) = row
    (locator, excerpt, confidence, summary, remark, *rest) = rest
    (alone, change, published_at, superseded_at, note, *rest) = rest
    (code, speaker, title, extra, more, *end) = rest
    return Statement(
        kind=kind,
        pk=pk,
        claim=claim,
        revision=revision,
        on=FuzzyDay(first, last, precision) if first else None,
        end=FuzzyDay(*end) if end[0] else None,
        code=code,
        speaker=speaker,
        title=title,
        extra=extra,
        summary=summary,
        remark=remark,
        excerpt=excerpt,
        locator=locator,
        confidence=confidence,
        published_alone=alone,
        change_kind=change,
        published_at=published_at,
        superseded_at=superseded_at,
        note=note,
        more=more,
        source_id=source_id,
    )


def with_sources(statements, moment=None, also=()):
    """(the statements with their sources as of that moment, {source pk: Citation}).

    `also` names further sources that the page will cite: one query for all.
    """
    more = _more_sources(statements)
    wanted = {pk for ids in more.values() for pk in ids} | {*also}
    cited = citations(wanted | {s.source_id for s in statements}, moment)
    sourced = [
        replace(
            statement,
            source=cited.get(statement.source_id),
            more_sources=tuple(
                cited[pk]
                for pk in more[(statement.record_kind, statement.pk)]
                if pk in cited
            ),
        )
        for statement in statements
    ]
    return sourced, cited


def _more_sources(statements):
    """{(kind of record, pk): [source pk]}, in one query."""
    by_model = defaultdict(list)
    for statement in statements:
        by_model[KINDS[statement.kind].model].append(statement.pk)
    queries = []
    for model, pks in by_model.items():
        link = model._meta.get_field("more_sources")
        own = link.m2m_column_name()
        queries.append(
            link.remote_field.through.objects.filter(**{f"{own}__in": pks})
            .order_by()
            .annotate(of=Value(model._meta.model_name))
            .values_list("of", own, "source_id")
        )
    found = defaultdict(list)
    if queries:
        for kind, pk, source_id in sorted(queries[0].union(*queries[1:], all=True)):
            found[(kind, pk)].append(source_id)
    return found
