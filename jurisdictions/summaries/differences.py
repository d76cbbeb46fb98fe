"""What differs between two slices of the record, each difference with its record."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast

from jurisdictions.choices import GrantStatus, Outcome, Stance
from jurisdictions.days import FuzzyDay, ap_fuzzy
from jurisdictions.models import (
    AwardAction,
    Finding,
    Letter,
    Listing,
    Position,
    Standing,
    chunks,
)
from jurisdictions.models.standings import StandingList

from .citing import Citation, citations
from .revisions import PlaceName, place_name

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
BOTH, ONLY_A, ONLY_B = "both", "only_a", "only_b"
WORDS = {
    ADDED: "Added",
    REMOVED: "Removed",
    CHANGED: "Changed",
    BOTH: "On both",
    ONLY_A: "On the first alone",
    ONLY_B: "On the second alone",
}
# Column of the standing -> its words, its vocabulary, and the records it comes from.
COLUMNS = {
    "position": ("Latest statement", Stance, ((Position, "stance"),)),
    "finding": (
        "Latest federal finding",
        Outcome,
        ((Finding, "outcome"), (Letter, "outcome")),
    ),
    "grant_status": ("Latest grant status", GrantStatus, ((AwardAction, "status"),)),
}
LINE = "line"


@dataclass
class Told:
    """One field of one jurisdiction on both sides; "" stands for nothing there."""

    field: str
    label: str
    was: str
    now: str
    why: str = ""
    key: tuple = ()  # of the record that tells it
    address: str = ""
    sources: list[Citation] = field(default_factory=list)


@dataclass
class Difference:
    place: PlaceName
    how: str
    told: list[Told]

    @property
    def word(self):
        return WORDS[self.how]


@dataclass(frozen=True)
class Compared:
    """Differences by their kind, state and name, and how many of each kind."""

    rows: list[Difference]
    counts: dict[str, int]


def between_days(question):
    """Who came to match, who left, and what changed for those who stayed.

    Unchanged standings are one row of the table on both days: only the others are
    read.
    """
    before, after = question.sides
    old, new = (dict(_keys(side)) for side in (before, after))
    moved = [pk for pk in {**old, **new} if old.get(pk) != new.get(pk)]
    was, now = (_standings(side, moved) for side in (before, after))
    rows = []
    for pk in moved:
        how = ADDED if pk not in old else REMOVED if pk not in new else CHANGED
        told = [*_told(was.get(pk), now.get(pk))]
        if told or how != CHANGED:
            place = place_name(now.get(pk) or was[pk])
            rows.append(Difference(place, how, told))
    _name_lists(rows, question)
    _give_reasons(rows, now, after)
    return _compared(rows, (ADDED, REMOVED, CHANGED))


def _keys(side):
    return side.rows().order_by().values_list("jurisdiction_id", "pk")


def _standings(side, keys):
    """{jurisdiction pk: its standing}, whatever the filters say of it."""
    found = {}
    for chunk in chunks(keys):
        rows = side.everything().filter(jurisdiction__in=chunk)
        for row in rows.select_related("jurisdiction").prefetch_related("lists"):
            found[row.jurisdiction_id] = row
    return found


def _told(was, now):
    if was is None or now is None:
        return
    for column, (label, codes, _) in COLUMNS.items():
        before, after = (_coded(row, column, codes) for row in (was, now))
        if before != after:
            key = (column, now.jurisdiction_id)
            yield Told(column, label, before, after, key=key)
    if was.amount_usd != now.amount_usd:
        yield Told("amount_usd", "Largest amount", _money(was), _money(now))
    yield from _lines_told(was, now)


def _coded(row, column, codes):
    code = getattr(row, column)
    if not code:
        return ""
    return f"{codes(code).label} ({ap_fuzzy(getattr(row, f'{column}_on'))})"


def _money(row):
    if row.amount_usd is None:
        return ""
    return f"${row.amount_usd:,.0f} ({row.get_amount_kind_display().lower()})"


def _lines_told(was, now):
    before, after = (_by_list(row) for row in (was, now))
    for slug in sorted({*before, *after}):
        pair = before.get(slug), after.get(slug)
        words = [_line_words(line) for line in pair]
        if words[0] != words[1]:
            claim = (pair[1] or pair[0]).claim
            yield Told(f"list:{slug}", slug, *words, key=(LINE, claim))


def _by_list(row):
    """{slug: line}: of a place that was listed again, the line that stands."""
    lines = sorted(row.lists.all(), key=lambda line: (line.is_open, line.listed_first))
    return {line.list_slug: line for line in lines}


def _line_words(line):
    if line is None:
        return ""
    if line.is_open:
        return f"listed {ap_fuzzy(line.listed_on)}"
    return f"removed {ap_fuzzy(line.removed_on)}"


def _name_lists(rows, question):
    for told in (each for row in rows for each in row.told):
        if told.label in question.vocabulary.lists:
            told.label = question.label("list", told.label)


# Reasons and sources


@dataclass(frozen=True)
class Teller:
    """The record that tells a difference, of whatever kind, in the same columns."""

    kind: str
    column: str
    owner: int | None
    code: str
    first: dt.date | None
    last: dt.date | None
    precision: str
    pk: int
    claim: uuid.UUID
    source: int
    summary: str
    reason: str

    @property
    def key(self):
        """What a Told looks for: a line by its claim, others by whom they are about."""
        if self.column == LINE:
            return LINE, str(self.claim)
        return self.column, self.owner

    def tells(self, standing):
        """Whether the standing has its code and its day from this record."""
        if self.column == LINE:
            return True
        day = FuzzyDay(self.first, self.last, self.precision) if self.first else None
        on = getattr(standing, f"{self.column}_on")
        return (self.code, day) == (getattr(standing, self.column), on)


def _give_reasons(rows, now, side):
    """Name the record behind each difference, its reason and its sources."""
    told = [each for row in rows for each in row.told if each.key]
    found = {
        each.key: each
        # Of two that tell the same, one and the same stands for it every time.
        for each in sorted(
            _tellers({each.key for each in told}, side),
            key=lambda teller: (teller.kind, teller.pk),
        )
        if each.tells(now.get(each.owner))
    }
    more = _more_sources(found.values())
    pks = {each.source for each in found.values()}.union(*more.values())
    cited = citations(pks, side.moment)
    for each in told:
        if teller := found.get(each.key):
            each.address = f"/records/{teller.kind}/{teller.claim}/"
            each.why = teller.reason or teller.summary
            own = [teller.source, *more[teller.kind, teller.pk]]
            each.sources = [cited[pk] for pk in own if pk in cited]


def _tellers(keys, side):
    """Every record that may tell one of these differences, in one query."""
    claims = {key for column, key in keys if column == LINE}
    lines = Listing.objects.as_of(side.moment).filter(claim__in=claims)
    queries = [_columns(lines, LINE, "", F("end_reason"))]
    for column, (_, _, kinds) in COLUMNS.items():
        owners = {key for name, key in keys if name == column}
        for model, code in kinds:
            by = "award__jurisdiction" if model is AwardAction else "jurisdiction"
            rows = model.objects.as_of(side.moment).filter(**{f"{by}__in": owners})
            queries.append(_columns(rows, column, code, Value(""), by))
    first, *others = queries
    return [Teller(*row) for row in first.union(*others, all=True)]


def _columns(rows, column, code, reason, by="jurisdiction"):
    text, short = TextField(), CharField(max_length=60)
    return (
        rows.order_by()
        .annotate(
            told_kind=Value(rows.model._meta.model_name, short),
            told_column=Value(column, short),
            told_code=Cast(F(code) if code else Value(""), short),
            told_reason=Cast(reason, text),
        )
        .values_list(
            *("told_kind", "told_column", f"{by}_id", "told_code"),
            *("on_first", "on_last", "on_precision", "pk", "claim", "source_id"),
            *("summary", "told_reason"),
        )
    )


def _more_sources(tellers):
    """{(kind, pk): [pks of its further sources]}, in one query."""
    found = defaultdict(list)
    by_kind = defaultdict(list)
    for teller in tellers:
        by_kind[teller.kind].append(teller.pk)
    queries = []
    for model in (Listing, Position, Finding, Letter, AwardAction):
        kind = model._meta.model_name
        links = model.more_sources.through.objects
        rows = links.filter(**{f"{kind}__in": by_kind[kind]}).order_by()
        queries.append(
            rows.annotate(told_kind=Value(kind)).values_list(
                "told_kind", f"{kind}_id", "pk", "source_id"
            )
        )
    first, *others = queries
    for kind, pk, _, source in sorted(first.union(*others, all=True)):
        found[kind, pk].append(source)
    return found


# Two lists


def between_lists(question):
    """Who is on both lists, and who on one of them alone, on the day."""
    slugs = question.value("a"), question.value("b")
    rows = question.one_day.rows()
    first, second = (_open_lines(rows, slug) for slug in slugs)
    keys = [*{**first, **second}]
    found = []
    for chunk in chunks(keys):
        standings = Standing.objects.filter(pk__in=chunk).select_related("jurisdiction")
        for row in standings:
            pair = first.get(row.pk), second.get(row.pk)
            how = BOTH if all(pair) else ONLY_A if pair[0] else ONLY_B
            lines = [_on(*each) for each in zip(slugs, pair, strict=True)]
            found.append(Difference(place_name(row), how, lines))
    _give_reasons(found, {}, question.one_day)
    _name_lists(found, question)
    result = _compared(found, (BOTH, ONLY_A, ONLY_B))
    result.counts["neither"] = rows.count() - len(keys)
    return result


def _on(slug, line):
    key = (LINE, line.claim) if line else ()
    return Told(f"list:{slug}", slug, "", _line_words(line), key=key)


def _open_lines(rows, slug):
    lines = StandingList.objects.filter(
        list_slug=slug, is_open=True, standing__in=rows.order_by().values("pk")
    )
    return {line.standing_id: line for line in lines}


def _compared(rows, kinds):
    rows.sort(key=lambda row: (kinds.index(row.how), row.place.path))
    counts = {kind: sum(row.how == kind for row in rows) for kind in kinds}
    return Compared(rows, counts)
