"""The queue: what waits for somebody. Each count is that of the list it links to."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from jurisdictions.choices import Alone, ChangeKind, ReviewState, Verb
from jurisdictions.models import REVISION_MODELS, Event, Source
from jurisdictions.models.checks import broken
from jurisdictions.summaries.changes import subjects_of, text_of
from jurisdictions.summaries.revisions import (
    WORDS,
    by_kind,
    contents,
    links,
    targets,
    union,
)

PUBLISHED = Q(published_at__isnull=False)
STALE_AFTER = timedelta(days=90)


class ClaimText(Func):
    """A claim as the audit trail writes it; SQLite keeps it without hyphens."""

    template = "CAST(%(expressions)s AS varchar)"
    output_field = CharField()

    def as_sqlite(self, compiler, connection, **extra):
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        text = "||'-'||".join(f"substr(%(expressions)s,{at},{n})" for at, n in parts)
        return self.as_sql(compiler, connection, template=text, **extra)


@dataclass(frozen=True)
class Section:
    """One list of the queue; `rows(model, user, now)` are those of one kind."""

    slug: str
    title: str
    hint: str
    rows: object
    # What `since` means in it, before a moment.
    since: str


@dataclass(frozen=True)
class Item:
    """One row as the queue shows it; `since` is what its section counts from."""

    kind: str
    pk: int
    state: str
    author: str
    since: object
    text: str = ""
    subjects: tuple = ()

    @property
    def word(self):
        return WORDS[self.kind]

    @property
    def stage(self):
        return ReviewState(self.state).label

    @property
    def address_name(self):
        return f"admin:jurisdictions_{self.kind}_change"


@dataclass(frozen=True)
class Shown:
    """A section with its count and its first rows."""

    section: Section
    count: int
    items: list = field(default_factory=list)

    @property
    def more(self):
        return self.count - len(self.items)


# The rows of each section


def _events(model, verb):
    """The steps of that kind that a row of the model went through, newest first."""
    return Event.objects.filter(
        kind=model._meta.model_name,
        claim=ClaimText(OuterRef("claim")),
        revision=OuterRef("revision"),
        verb=verb,
    ).order_by("-number")


def _last(model, verb, otherwise):
    steps = Subquery(_events(model, verb).values("at")[:1])
    return Coalesce(steps, F(otherwise), output_field=DateTimeField())


def _mine(model, user, now):
    rows = model.objects.open().filter(author=user)
    return rows.annotate(since=F("created_at"))


def _in_review(model, user, now):
    rows = model.objects.filter(state=ReviewState.IN_REVIEW)
    return rows.annotate(since=_last(model, Verb.SUBMITTED, "created_at"))


def _changes_asked(model, user, now):
    rows = model.objects.filter(state=ReviewState.CHANGES_ASKED)
    return rows.annotate(since=_last(model, Verb.CHANGES_ASKED, "created_at"))


def _approved(model, user, now):
    rows = model.objects.filter(state=ReviewState.APPROVED)
    return rows.annotate(since=_last(model, Verb.APPROVED, "created_at"))


def _scheduled(model, user, now):
    rows = model.objects.filter(state=ReviewState.SCHEDULED)
    return rows.annotate(since=F("scheduled_for"))


def _conflicts(model, user, now):
    """Shelved texts whose author has not taken the matter up again since."""
    later = model.objects.filter(
        claim=OuterRef("claim"), author=OuterRef("author"), pk__gt=OuterRef("pk")
    )
    rows = model.objects.filter(state=ReviewState.SHELVED)
    rows = rows.exclude(Exists(later))
    return rows.annotate(since=_last(model, Verb.CONFLICT, "created_at"))


def _alone(model, user, now):
    """What one person put out or took back since the first load."""
    return _unread_of(model, Alone.BREAK_GLASS, Alone.WITHDRAWAL)


def _unread(model, user, now):
    return _unread_of(model, Alone.FIRST_LOAD)


def _unread_of(model, *reasons):
    rows = model.objects.standing().filter(published_alone__in=reasons)
    rows = rows.exclude(Exists(_events(model, Verb.READ)))
    return rows.annotate(since=F("published_at"))


def _stale(model, user, now):
    """In review, or live and last read, for longer than that. Sources are asked
    whether they answer instead."""
    if model is Source:
        return model.objects.none().annotate(since=F("created_at"))
    live = PUBLISHED & Q(superseded_at=None)
    rows = model.objects.filter(live | Q(state=ReviewState.IN_REVIEW))
    began = Subquery(_events(model, Verb.SUBMITTED).values("at")[:1])
    last_read = Subquery(_events(model, Verb.READ).values("at")[:1])
    since = Coalesce(
        last_read, "published_at", began, "created_at", output_field=DateTimeField()
    )
    rows = rows.exclude(PUBLISHED, change_kind=ChangeKind.WITHDRAWAL)
    return rows.annotate(since=since).filter(since__lt=now - STALE_AFTER)


def _broken(model, user, now):
    if model is not Source:
        return model.objects.none().annotate(since=F("created_at"))
    return broken(Source.objects.live()).annotate(since=F("checked_at"))


SECTIONS = (
    Section("mine", "Mine", "Your own drafts, in whatever state.", _mine, "begun"),
    Section(
        "review",
        "Awaiting review",
        "Submitted, the oldest first. Nobody reviews their own work.",
        _in_review,
        "submitted",
    ),
    Section(
        "changes-asked",
        "Changes asked",
        "Sent back to their authors with a comment.",
        _changes_asked,
        "asked",
    ),
    Section(
        "approved",
        "Approved",
        "A publisher can publish them now, or at a time.",
        _approved,
        "approved",
    ),
    Section(
        "scheduled",
        "Scheduled",
        "They go out by themselves; what is overdue says why on its page.",
        _scheduled,
        "for",
    ),
    Section(
        "conflicts",
        "Conflicts",
        "Someone else published first. The texts are kept: carry over what holds.",
        _conflicts,
        "shelved",
    ),
    Section(
        "alone",
        "Published by one person",
        "Without second review, or a withdrawal: a second person reads them within 24"
        " hours.",
        _alone,
        "published",
    ),
    Section(
        "unread",
        "Not yet read by a second person",
        "On the site since the first load, compiled from the cited sources.",
        _unread,
        "published",
    ),
    Section(
        "stale",
        "Stale",
        "More than 90 days in review; or on the site, and neither published nor read"
        " again for more than 90 days.",
        _stale,
        "last read or submitted",
    ),
    Section(
        "broken",
        "Broken sources",
        "Their address did not answer when it was last asked.",
        _broken,
        "asked",
    ),
)
BY_SLUG = {section.slug: section for section in SECTIONS}
# Sections of public rows, which all of the desk may read.
PUBLIC = ("alone", "unread", "stale", "broken")


# Reading them


def rows_of(section, user, sees_all, now):
    """A queryset of each kind of record that one may see of the section."""
    found = []
    for model in REVISION_MODELS:
        rows = section.rows(model, user, now)
        if not sees_all:
            own = Q(author=user)
            rows = rows.filter(PUBLISHED | own if section.slug in PUBLIC else own)
        found.append(rows)
    return found


def counts(user, sees_all, now):
    """{slug: number of rows}, in one query."""
    branches = [
        rows.order_by()
        .annotate(of_section=Value(section.slug, CharField()))
        .values_list("of_section")
        .annotate(n=Count("pk"))
        for section in SECTIONS
        for rows in rows_of(section, user, sees_all, now)
        if not rows.query.is_empty()
    ]
    found = Counter()
    for slug, number in union(branches):
        found[slug] += number
    return found


class Rows:
    """The keys of one section in their order, a slice at a time."""

    def __init__(self, section, user, sees_all, now):
        self.found = rows_of(section, user, sees_all, now)

    def keys(self):
        branches = [
            rows.order_by()
            .annotate(of_kind=Value(rows.model._meta.model_name, CharField()))
            .values_list("of_kind", "pk", "state", "author__username", "since")
            for rows in self.found
            if not rows.query.is_empty()
        ]
        return union(branches).order_by("since", "of_kind", "pk")

    def count(self):
        return self.keys().count()

    def __len__(self):
        return self.count()

    def __getitem__(self, page):
        return told([Item(*key) for key in self.keys()[page]])


def told(items):
    """The items with what they say and whom they are about; five queries at most."""
    wanted = by_kind({(item.kind, item.pk) for item in items})
    said, linked = contents(wanted), links(wanted)
    known = targets(said.values(), linked, day=timezone.localdate())
    found = []
    for item in items:
        row = said[item.kind, item.pk]
        subjects = tuple(subjects_of(row, known, linked[item.kind, item.pk]))
        found.append(
            Item(
                *(item.kind, item.pk, item.state, item.author, item.since),
                text_of(row) or "Nothing yet",
                subjects,
            )
        )
    return found


def sections(user, sees_all, now, shown=5):
    """Every section with its count and its first rows, all told at once."""
    numbers = counts(user, sees_all, now)
    keys = {
        section.slug: [
            Item(*key) for key in Rows(section, user, sees_all, now).keys()[:shown]
        ]
        for section in SECTIONS
        if numbers[section.slug]
    }
    rows = told([item for items in keys.values() for item in items])
    found, at = [], 0
    for section in SECTIONS:
        number = len(keys.get(section.slug, ()))
        found.append(Shown(section, numbers[section.slug], rows[at : at + number]))
        at += number
    return found
