"""The standings table: every public question is one slice of it (ARCHITECTURE 1.3)."""

import datetime as dt
from collections import defaultdict

from django.db import connection, models
from django.db.models import F, Q

from jurisdictions.choices import (
    STATE_CHOICES,
    AmountKind,
    Effect,
    GrantStatus,
    Kind,
    Outcome,
    Stance,
)
from jurisdictions.days import LAST_DAY, LAST_MOMENT
from jurisdictions.naming import fold
from jurisdictions.standing import Facts, Period, periods

from .knowledge import facts_of
from .places import Jurisdiction
from .records import chunks, day_field, fuzzy, precision_field

# So many standings made at once change how the tables are best read.
MANY = 100


class StandingQuerySet(models.QuerySet):
    def at(self, *, on, as_of=None):
        """One row per jurisdiction: where it stood on a day, as known at a moment.

        `as_of=None` is now. Before the first load there are no rows.
        """
        on = min(on, LAST_DAY - dt.timedelta(days=1))
        rows = self.filter(valid_from__lte=on, valid_to__gt=on)
        if as_of is None:
            return rows.filter(known_to=LAST_MOMENT)
        return rows.filter(known_from__lte=as_of, known_to__gt=as_of)

    def known(self):
        """The rows of today's knowledge, of every period."""
        return self.filter(known_to=LAST_MOMENT)


class Standing(models.Model):
    """Where one jurisdiction stood during one period, as known during one period."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="standings"
    )
    # Half-open, with sentinels instead of NULL: one code path for now and then.
    valid_from = models.DateField()
    valid_to = models.DateField()
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(default=LAST_MOMENT)
    digest = models.CharField(max_length=64)

    # Copied from the jurisdiction, so that facets count over one table.
    state = models.CharField(max_length=2, choices=STATE_CHOICES)
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=160)
    # State and name in full, folded: the order of every list. A state comes first.
    sort_key = models.CharField(max_length=200)
    search_text = models.TextField()

    position = models.CharField(max_length=30, choices=Stance, blank=True)
    position_first, position_last, position_precision = (
        day_field(),
        day_field(),
        precision_field(),
    )
    position_on = fuzzy("position")
    finding = models.CharField(max_length=30, choices=Outcome, blank=True)
    finding_first, finding_last, finding_precision = (
        day_field(),
        day_field(),
        precision_field(),
    )
    finding_on = fuzzy("finding")
    grant_status = models.CharField(max_length=30, choices=GrantStatus, blank=True)
    grant_status_first, grant_status_last, grant_status_precision = (
        day_field(),
        day_field(),
        precision_field(),
    )
    grant_status_on = fuzzy("grant_status")
    # The largest single amount on record; amounts of different kinds never add up.
    amount_usd = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    amount_kind = models.CharField(max_length=30, choices=AmountKind, blank=True)
    amount_fiscal_year = models.CharField(max_length=20, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "valid_from"],
                condition=Q(known_to=LAST_MOMENT),
                name="one_known_standing_per_period",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")),
                name="standing_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(known_to__gt=F("known_from")),
                name="standing_knowledge_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["known_to", "sort_key", "id"], name="standing_by_name"
            ),
            models.Index(
                fields=["jurisdiction", "known_to", "valid_from"],
                name="standing_of_jurisdiction",
            ),
            models.Index(
                fields=["known_to", "valid_to", "valid_from"], name="standing_by_period"
            ),
        ]

    def __str__(self):
        return f"{self.name} from {self.valid_from}"

    @classmethod
    def build(cls, jurisdiction, period: Period, moment):
        stand = period.stand
        row = cls(
            jurisdiction=jurisdiction,
            valid_from=period.valid_from,
            valid_to=period.valid_to,
            known_from=moment,
            digest=stand.digest,
            state=jurisdiction.state,
            kind=jurisdiction.kind,
            sort_key=_sort_key(jurisdiction, stand.name),
        )
        for column in STAND_COLUMNS:
            setattr(row, column, getattr(stand, column))
        return row


def _sort_key(jurisdiction, name):
    own = "" if jurisdiction.kind == Kind.STATE else fold(name)
    return f"{fold(jurisdiction.state_name)}|{own}"


STAND_COLUMNS = (
    "name",
    "search_text",
    "position",
    "position_on",
    "finding",
    "finding_on",
    "grant_status",
    "grant_status_on",
    "amount_usd",
    "amount_kind",
    "amount_fiscal_year",
)


class StandingList(models.Model):
    """A list the jurisdiction is on, or was on, during that period."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="lists")
    list_slug = models.SlugField(max_length=60)
    is_open = models.BooleanField()
    in_force = models.BooleanField()
    listed_first, listed_last, listed_precision = (
        day_field(),
        day_field(),
        precision_field(),
    )
    listed_on = fuzzy("listed")
    removed_first, removed_last, removed_precision = (
        day_field(),
        day_field(),
        precision_field(),
    )
    removed_on = fuzzy("removed")
    claim = models.CharField(max_length=36)

    class Meta:
        indexes = [
            models.Index(
                fields=["list_slug", "is_open", "standing"], name="standing_on_list"
            )
        ]

    def __str__(self):
        return self.list_slug


class StandingAward(models.Model):
    """An award of the jurisdiction and its status during that period."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="awards")
    # The assistance listing number; its name is in the vocabulary.
    program = models.CharField(max_length=12)
    fiscal_year = models.CharField(max_length=20)
    amount_usd = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    amount_kind = models.CharField(max_length=30, choices=AmountKind)
    status = models.CharField(max_length=30, choices=GrantStatus)
    status_first, status_last, status_precision = (
        day_field(),
        day_field(),
        precision_field(),
    )
    status_on = fuzzy("status")
    claim = models.CharField(max_length=36)

    class Meta:
        indexes = [
            models.Index(fields=["status", "standing"], name="standing_award_status"),
            models.Index(fields=["program", "standing"], name="standing_award_program"),
        ]

    def __str__(self):
        return f"{self.program} {self.fiscal_year}"


class StandingRuling(models.Model):
    """A ruling that by then covered the jurisdiction."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="rulings")
    effect = models.CharField(max_length=30, choices=Effect)
    ruled_first, ruled_last, ruled_precision = (
        day_field(),
        day_field(),
        precision_field(),
    )
    ruled_on = fuzzy("ruled")
    claim = models.CharField(max_length=36)

    class Meta:
        indexes = [
            models.Index(fields=["effect", "standing"], name="standing_ruling_effect")
        ]

    def __str__(self):
        return self.effect


def children(standing, stand):
    """The unsaved child rows of one standing."""
    for line in stand.lists:
        yield _child(
            StandingList,
            standing,
            line,
            "list_slug is_open in_force",
            "listed_on removed_on",
        )
    for award in stand.awards:
        yield _child(
            StandingAward,
            standing,
            award,
            "program fiscal_year amount_usd amount_kind status",
            "status_on",
        )
    for ruling in stand.rulings:
        row = StandingRuling(standing=standing, effect=ruling.code, claim=ruling.claim)
        row.ruled_on = ruling.on
        yield row


def _child(model, standing, fact, columns, days):
    row = model(standing=standing, claim=fact.claim)
    for column in [*columns.split(), *days.split()]:
        setattr(row, column, getattr(fact, column))
    return row


def recompute(jurisdiction_ids, moment):
    """Bring the standings of these jurisdictions up to date; rows closed and made.

    Append-only: what no longer holds is closed at `moment`, what is new begins
    there, and what is unchanged is not touched.
    """
    ids = sorted(jurisdiction_ids)
    facts = facts_of(ids)
    stored = defaultdict(dict)
    for pk, owner, *key in (
        Standing.objects.known()
        .filter(jurisdiction__in=ids)
        .values_list("pk", "jurisdiction", "valid_from", "valid_to", "digest")
    ):
        stored[owner][tuple(key)] = pk
    stale, fresh = [], []
    for jurisdiction in Jurisdiction.objects.filter(pk__in=ids).order_by("pk"):
        before = stored[jurisdiction.pk]
        for period in _periods(facts[jurisdiction.pk]):
            key = (period.valid_from, period.valid_to, period.stand.digest)
            if before.pop(key, None) is None:
                fresh.append((Standing.build(jurisdiction, period, moment), period))
        stale.extend(before.values())
    _close(stale, moment)
    _insert(fresh)
    if len(fresh) >= MANY:
        _count_anew()
    return len(stale), len(fresh)


def _count_anew():
    """Tell the database's planner what is there now.

    By itself PostgreSQL looks after a minute; until then it takes the tables for
    small, and a page of a thousand new jurisdictions took half a minute.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _periods(facts):
    """None where not even a name is public: an import has made it, or was undone."""
    nothing = Facts(state_name=facts.state_name)
    return [] if facts == nothing else periods(facts)


def _close(pks, moment):
    for chunk in chunks(pks):
        Standing.objects.filter(pk__in=chunk).update(known_to=moment)


def _insert(fresh):
    Standing.objects.bulk_create([row for row, _ in fresh], batch_size=200)
    rows = defaultdict(list)
    for standing, period in fresh:
        for child in children(standing, period.stand):
            rows[type(child)].append(child)
    for model, found in rows.items():
        model.objects.bulk_create(found, batch_size=500)


def damaged_standings():
    """A sentence for each jurisdiction whose standings differ from its records."""
    jurisdictions = Jurisdiction.objects.in_bulk()
    facts = facts_of([*jurisdictions])
    stored = defaultdict(set)
    rows = Standing.objects.known().prefetch_related("lists", "awards", "rulings")
    for row in rows:
        stored[row.jurisdiction_id].add(_columns(row, row_children(row)))
    for pk, jurisdiction in jurisdictions.items():
        expected = set()
        for period in _periods(facts[pk]):
            row = Standing.build(jurisdiction, period, moment=None)
            expected.add(_columns(row, children(row, period.stand)))
        if stored[pk] != expected:
            yield f"standings of jurisdiction {pk} differ from its records"


def row_children(row):
    """The stored child rows of a standing."""
    return [*row.lists.all(), *row.awards.all(), *row.rulings.all()]


def _columns(row, made):
    """Every stored value of a standing and its children, comparable as a tuple."""
    skipped = {"id", "standing", "known_from", "known_to"}

    def values(of):
        return tuple(
            getattr(of, field.attname)
            for field in of._meta.fields
            if field.name not in skipped
        )

    return values(row), frozenset((type(each), values(each)) for each in made)
