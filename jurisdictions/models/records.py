"""The append-only base of every fact (ARCHITECTURE 1.1).

`Revision` holds the record clock and the review; `Record` adds the source and
the world clock. Only `editorial` writes them; `guards` makes the database agree.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jurisdictions.choices import (
    OPEN_STATES,
    Alone,
    ChangeKind,
    Confidence,
    ReviewState,
)
from jurisdictions.days import PRECISIONS, FuzzyDay

MAX_EXCERPT_WORDS = 50


def chunks(values, size=500):
    """Lists of so many keys as one query takes on both databases."""
    values = [*values]
    for start in range(0, len(values), size):
        yield values[start : start + size]


class WriteRefused(Exception):
    """Records change through `editorial` only."""


class RevisionQuerySet(models.QuerySet):
    def live(self):
        """What the public reads now; a withdrawal hides its claim."""
        return self.standing().exclude(change_kind=ChangeKind.WITHDRAWAL)

    def standing(self):
        """The live row of each claim, tombstones included."""
        return self.filter(published_at__isnull=False, superseded_at=None)

    def as_of(self, moment):
        """What the public read at that moment; None means now."""
        if moment is None:
            return self.live()
        return self.published_by(moment).exclude(change_kind=ChangeKind.WITHDRAWAL)

    def published_by(self, moment):
        """The row of each claim that stood at that moment, tombstones included."""
        return self.filter(
            Q(superseded_at=None) | Q(superseded_at__gt=moment),
            published_at__lte=moment,
        )

    def published(self):
        """Every row that was ever public, superseded ones and tombstones included."""
        return self.filter(published_at__isnull=False)

    def with_links(self, before=""):
        """With what its many-to-many fields name; `before` is a way to such a row."""
        links = self.model._meta.many_to_many
        return self.prefetch_related(*[f"{before}{link.name}" for link in links])

    def open(self):
        """Drafts on somebody's desk."""
        return self.filter(state__in=OPEN_STATES)

    def new_of(self, author):
        """Drafts of claims that somebody has begun and nobody published yet."""
        return self.open().filter(author=author, revises=None)

    def due(self, now):
        """What was to be published by now, the earliest first."""
        rows = self.filter(state=ReviewState.SCHEDULED, scheduled_for__lte=now)
        return rows.order_by("scheduled_for", "pk")

    def supersede(self, pk, moment):
        """Close the live row `pk`; rows closed: 0 when someone was faster."""
        return self.supersede_all([pk], moment)

    def supersede_all(self, pks, moment):
        """Close these live rows; fewer than asked when someone was faster."""
        rows = self.filter(pk__in=pks, superseded_at=None, published_at__isnull=False)
        return models.QuerySet.update(rows, superseded_at=moment)

    def insert(self, rows):
        """Bulk insert, for `editorial` only."""
        return models.QuerySet.bulk_create(self, rows, batch_size=500)

    def release(self, pks, **fields):
        """Set the publication of drafts that no one else moved; the number of rows."""
        states = (*OPEN_STATES, ReviewState.SHELVED)
        rows = self.filter(pk__in=pks, published_at=None, state__in=states)
        return models.QuerySet.update(rows, **fields)

    def _refuse(self, *args, **kwargs):
        raise WriteRefused(f"{self.model.__name__} is written by editorial only")

    update = bulk_create = bulk_update = delete = update_or_create = _refuse
    get_or_create = create = _refuse


class Revision(models.Model):
    """One revision of one claim."""

    claim = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    revises = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+"
    )
    state = models.CharField(
        max_length=16, choices=ReviewState, default=ReviewState.DRAFT, editable=False
    )
    published_at = models.DateTimeField(null=True, editable=False)
    superseded_at = models.DateTimeField(null=True, editable=False)
    # When it is to be published, by `published_by`; stays once it was.
    scheduled_for = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    published_alone = models.CharField(
        max_length=16, choices=Alone, blank=True, editable=False
    )
    change_kind = models.CharField(
        max_length=10, choices=ChangeKind, default=ChangeKind.NEW
    )
    note = models.TextField("why this change")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(published_at__isnull=False, superseded_at=None),
                name="one_live_%(class)s",
            ),
            models.UniqueConstraint(
                fields=["claim", "revision"],
                condition=Q(published_at__isnull=False),
                name="one_%(class)s_per_revision",
            ),
            models.UniqueConstraint(
                fields=["claim", "author"],
                condition=Q(state__in=OPEN_STATES),
                name="one_open_%(class)s_draft_per_author",
            ),
            models.CheckConstraint(
                condition=~Q(reviewer=F("author")) | Q(reviewer=None),
                name="%(class)s_reviewer_is_not_author",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(reviewer__isnull=False)
                | ~Q(published_alone=""),
                name="%(class)s_was_reviewed_or_says_not",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, superseded_at=None)
                & ~Q(state=ReviewState.PUBLISHED)
                | Q(
                    published_at__isnull=False,
                    published_by__isnull=False,
                    state=ReviewState.PUBLISHED,
                ),
                name="%(class)s_published_is_published",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None)
                | Q(superseded_at__gt=F("published_at")),
                name="%(class)s_superseded_after_publication",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="%(class)s_says_why"),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.SCHEDULED)
                | Q(scheduled_for__isnull=False, published_by__isnull=False),
                name="%(class)s_scheduled_says_when",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.claim} v{self.revision}"

    @property
    def is_live(self):
        return self.published_at is not None and self.superseded_at is None

    @property
    def is_tombstone(self):
        return self.change_kind == ChangeKind.WITHDRAWAL

    @classmethod
    def payload_fields(cls):
        """The fields an editor fills: what a revision may change."""
        ours = {field.name for field in Revision._meta.fields} | {"id"}
        return [field for field in cls._meta.fields if field.name not in ours]


def fuzzy(prefix):
    """A property that reads and writes three columns as one FuzzyDay."""

    def read(self):
        first = getattr(self, f"{prefix}_first")
        if first is None:
            return None
        last, precision = (
            getattr(self, f"{prefix}_{x}") for x in ("last", "precision")
        )
        return FuzzyDay(first, last, precision)

    def write(self, day):
        setattr(self, f"{prefix}_first", day and day.first)
        setattr(self, f"{prefix}_last", day and day.last)
        setattr(self, f"{prefix}_precision", day.precision if day else "")

    return property(read, write)


def precision_field():
    return models.CharField(
        max_length=12, choices=[*PRECISIONS.items()], blank=True, editable=False
    )


def day_field():
    return models.DateField(null=True, blank=True, editable=False)


def ordered(prefix):
    """Constraint: earliest before latest, and all three columns or none."""
    first, last, precision = (f"{prefix}_{x}" for x in ("first", "last", "precision"))
    # NULL is neither before nor after, so a comparison with it refuses nothing.
    whole = Q(**{f"{first}__isnull": False, f"{last}__isnull": False})
    return models.CheckConstraint(
        condition=Q(**{first: None, last: None, precision: ""})
        | whole & Q(**{f"{first}__lte": F(last)}) & ~Q(**{precision: ""}),
        name=f"%(class)s_{prefix}_in_order",
    )


class Record(Revision):
    """A fact with its source and its day in the world."""

    on_first, on_last, on_precision = day_field(), day_field(), precision_field()
    on = fuzzy("on")
    source = models.ForeignKey("Source", models.PROTECT, related_name="+")
    more_sources = models.ManyToManyField("Source", blank=True, related_name="+")
    locator = models.CharField("page or section", max_length=120, blank=True)
    excerpt = models.TextField("quotation, at most 50 words", blank=True)
    confidence = models.CharField(
        max_length=20, choices=Confidence, default=Confidence.VERIFIED
    )
    summary = models.TextField(blank=True)
    remark = models.TextField("note for readers", blank=True)

    # What the day is the day of, in the public's words.
    day_label = "dated"

    class Meta(Revision.Meta):
        abstract = True
        constraints = [*Revision.Meta.constraints, ordered("on")]
        indexes = [
            models.Index(fields=["published_at"], name="%(class)s_published"),
        ]

    def touched(self):
        """Ids of the jurisdictions whose standings this record may change."""
        return {self.jurisdiction_id} - {None}


class Ending(models.Model):
    """A fact that can end."""

    end_first, end_last, end_precision = day_field(), day_field(), precision_field()
    end = fuzzy("end")

    class Meta:
        abstract = True
        constraints = [
            ordered("end"),
            models.CheckConstraint(
                condition=Q(end_last=None)
                | Q(on_first=None)
                | Q(end_last__gte=F("on_first")),
                name="%(class)s_ends_after_it_began",
            ),
        ]
