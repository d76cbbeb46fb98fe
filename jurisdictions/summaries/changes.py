"""What was published when, newest first: the record's own news and corrections."""

import datetime as dt
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import CharField, Count, Q, Value
from django.utils import timezone

from jurisdictions.choices import STATES, Alone, ChangeKind
from jurisdictions.days import FuzzyDay
from jurisdictions.filters import EASTERN
from jurisdictions.models import (
    REVISION_MODELS,
    Award,
    GovernmentList,
    Standing,
    chunks,
)
from jurisdictions.naming import fold

from .citing import Citation
from .revisions import (
    WORDS,
    Key,
    PlaceName,
    about,
    by_kind,
    contents,
    keys,
    links,
    place_name,
    targets,
    union,
)
from .wording import Change, changes, described

PATH = re.compile(r"[a-z]{2}(/[-a-z0-9]+)?")
MAX_PLACES = 500
FIRST_LOAD = Q(change_kind=ChangeKind.NEW, published_alone=Alone.FIRST_LOAD)


@dataclass(frozen=True)
class Load:
    """A day's first load: many rows that one line stands for."""

    on: dt.date
    at: dt.datetime
    count: int

    kind = "load"


@dataclass(frozen=True)
class Entry:
    """One published revision, what it is about, and what it changed."""

    key: Key
    text: str
    subjects: tuple[PlaceName, ...] = ()
    about: str = ""
    about_address: str = ""
    changes: tuple[Change, ...] = ()
    on: FuzzyDay | None = None
    end: FuzzyDay | None = None
    end_reason: str = ""
    source: Citation | None = None
    locator: str = ""

    kind = "change"

    @property
    def word(self):
        return WORDS[self.key.kind]

    @property
    def address(self):
        return f"/records/{self.key.kind}/{self.key.claim}/"

    @property
    def page(self):
        """The slug of the list or the source that it belongs to, or is."""
        return self.about_address.split("/")[2] if self.about_address else ""

    @property
    def alone_label(self):
        return Alone(self.key.published_alone).label if self.key.published_alone else ""


@dataclass
class Selection:
    """The published revisions that a question asks for; a slice reads one page."""

    querysets: list
    kinds: list
    counts: Counter
    day: dt.date
    moment: dt.datetime | None
    loads: list = field(default_factory=list)
    places: dict | None = None

    @cached_property
    def rows(self):
        return keys(self.wanted())

    def count(self):
        """How many revisions `rows` holds; a folded load is none."""
        if self.kinds:
            return sum(self.counts[kind] for kind in self.kinds)
        return sum(self.counts.values()) - sum(load.count for load in self.loads)

    def __len__(self):
        return self.count()

    def __getitem__(self, page):
        """The Entries of a slice, and the loads that fall among them."""
        start, stop = page.start or 0, page.stop
        # The row before the slice tells which loads belong to the page before.
        rows = [Key(*row) for row in self.rows[max(start - 1, 0) : stop]]
        before = rows.pop(0).published_at if start and rows else None
        is_last = stop is None or stop >= self.count()
        after = None if is_last or not rows else rows[-1].published_at
        found = entries(rows, day=self.day, moment=self.moment)
        return merge(found, self.loads, before, after)

    def everything(self):
        """(how many, all Entries one after another); their keys are read first."""
        found = [Key(*row) for row in self.rows]
        parts = (entries(c, day=self.day, moment=self.moment) for c in chunks(found))
        return len(found), (each for part in parts for each in part)

    def wanted(self):
        """The querysets of the kinds of change that are asked for."""
        if self.kinds:
            return [rows.filter(change_kind__in=self.kinds) for rows in self.querysets]
        if self.loads:
            return [rows.exclude(FIRST_LOAD) for rows in self.querysets]
        return self.querysets


def selection(question, *, fold_loads=True):
    """The Selection of a ChangeQuestion; at most three queries.

    First loads are folded into one line a day unless a kind is asked for.
    """
    places = _places(question)
    querysets = [_published(model, question, places) for model in REVISION_MODELS]
    kinds = question.value("kind") or []
    found = Selection(
        querysets,
        kinds,
        _counts(querysets),
        day=question.day,
        moment=question.moment,
        places=places,
    )
    if fold_loads and not kinds:
        found.loads = _loads(querysets)
    return found


def _published(model, question, places):
    rows = model.objects.published()
    if question.problems:
        return rows.none()
    if question.moment:
        rows = rows.filter(published_at__lte=question.moment)
    since = question.value("since")
    if since:
        midnight = dt.datetime.combine(since, dt.time(), EASTERN)
        rows = rows.filter(published_at__gte=midnight)
    if slug := question.value("list"):
        rows = rows.filter(_of_list(model, slug))
    return rows if places is None else rows.filter(about(model, [*places]))


def _of_list(model, slug):
    """The condition that a row is that list, one of its lines or of its grounds."""
    if model is GovernmentList:
        return Q(slug=slug)
    names = {field.name for field in model._meta.get_fields()}
    return Q(list__slug=slug) if "list" in names else Q(pk__in=())


def _places(question):
    """{pk: PlaceName} that the text means; None when no place is asked for."""
    text = (question.value("jurisdiction") or "").strip()
    if not text or question.problems:
        return None
    asked = {"on": question.day, "as_of": question.moment}
    key = text.lower().strip("/")
    if PATH.fullmatch(key) and key[:2].upper() in STATES:
        state, _, slug = key.partition("/")
        rows = Standing.objects.last_known(**asked)
        rows = rows.filter(state=state.upper(), jurisdiction__slug=slug)
        found = rows.select_related("jurisdiction")[:1]
    else:
        words = fold(text).split()
        rows = Standing.objects.at(**asked) if words else Standing.objects.none()
        for word in words:
            rows = rows.filter(search_text__contains=f" {word}")
        rows = rows.select_related("jurisdiction").order_by("state", "name")
        found = rows[:MAX_PLACES]
    return {row.jurisdiction_id: place_name(row) for row in found}


def _counts(querysets):
    branches = [
        rows.order_by()
        .annotate(of_kind=Value(rows.model._meta.model_name, CharField()))
        .values_list("of_kind", "change_kind")
        .annotate(n=Count("pk"))
        for rows in querysets
    ]
    counts = Counter()
    for _, kind, count in union(branches):
        counts[kind] += count
    return counts


def _loads(querysets):
    """[Load] a day in Eastern time, newest first."""
    branches = [
        rows.filter(FIRST_LOAD)
        .order_by()
        .annotate(of_kind=Value(rows.model._meta.model_name, CharField()))
        .values_list("of_kind", "published_at")
        .annotate(n=Count("pk"))
        for rows in querysets
    ]
    days = defaultdict(list)
    for _, moment, count in union(branches):
        days[timezone.localtime(moment, EASTERN).date()].append((moment, count))
    return [
        Load(day, max(moment for moment, _ in found), sum(n for _, n in found))
        for day, found in sorted(days.items(), reverse=True)
    ]


# One page of it


def entries(rows, *, day, moment=None):
    """The Entries of these keys, with what was and is now; at most five queries."""
    wanted = by_kind((row.kind, row.pk) for row in rows)
    changed = [row for row in rows if row.revises_id]
    for row in changed:
        wanted[row.kind].append(row.revises_id)
    said = contents(wanted)
    linked = links(wanted)
    known = targets(said.values(), linked, day=day, moment=moment)
    return [_entry(row, said, linked, known) for row in rows]


def _entry(key, said, linked, known):
    row = said[key.kind, key.pk]
    found = ()
    if key.revises_id and key.change_kind != ChangeKind.WITHDRAWAL:
        before = said[key.kind, key.revises_id]
        found = changes(
            described(before, known, linked[key.kind, key.revises_id]),
            described(row, known, linked[key.kind, key.pk]),
        )
    name, address = about_list(row, known)
    return Entry(
        key=key,
        text=text_of(row),
        subjects=tuple(subjects_of(row, known, linked[key.kind, key.pk])),
        about=name,
        about_address=address,
        changes=tuple(found),
        on=getattr(row, "on", None),
        end=getattr(row, "end", None),
        end_reason=getattr(row, "end_reason", ""),
        source=known.sources.get(getattr(row, "source_id", None)),
        locator=getattr(row, "locator", ""),
    )


def subjects_of(row, known, linked):
    pks = [getattr(row, "jurisdiction_id", None)]
    if getattr(row, "award_id", None):
        pks.append(known.others.get(("award", row.award_id), (None,) * 3)[1])
    for name in ("jurisdictions", "plaintiffs", "defendants", "shared_by"):
        pks += linked.get(name, ())
    return [known.places[pk] for pk in dict.fromkeys(pks) if pk in known.places]


def about_list(row, known):
    """(name, address) of the list that a row belongs to; the row itself for sources."""
    if getattr(row, "list_id", None):
        name, _, slug = known.others["governmentlist", row.list_id]
        return name, f"/lists/{slug}/"
    if row._meta.model_name in ("governmentlist", "source"):
        return "", row.get_absolute_url()
    return "", ""


def text_of(row):
    """What the row says, in a line."""
    if isinstance(row, Award):
        amount = "" if row.amount_usd is None else f"${row.amount_usd:,.0f}"
        return ", ".join(filter(None, (row.program, row.fiscal_year, amount)))
    names = ("summary", "name_as_published", "short_title", "title", "text")
    found = (getattr(row, name, "") for name in (*names, "looked_for"))
    text = next(filter(None, found), "")
    if text:
        return text
    for name in ("stance", "outcome", "status"):
        if hasattr(row, name):
            return str(getattr(row, f"get_{name}_display")())
    return str(row)


def merge(found, loads, before, after):
    """Entries and the loads that fall among them, newest first.

    `before` is the moment of the entry before this page, `after` of its last one;
    None where the page is the first, or the last.
    """
    here = [
        load
        for load in loads
        if (before is None or load.at < before) and (after is None or load.at >= after)
    ]
    return sorted(
        [*found, *here],
        key=lambda each: each.at if each.kind == "load" else each.key.published_at,
        reverse=True,
    )
