"""The standings table: every public question is one slice of it (ARCHITECTURE 1.3)."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from jurisdictions.choices import (
    STATE_CHOICES,
    AmountKind,
    Effect,
    GrantStatus,
    Kind,
    MoneyGroup,
    Outcome,
    Stance,
)
from jurisdictions.days import LAST_DAY, LAST_MOMENT
from jurisdictions.naming import fold
from jurisdictions.risk import AtIssue
from jurisdictions.standing import Period

from .places import Jurisdiction
from .records import day_field, fuzzy, precision_field


def dollars():
    return models.DecimalField(max_digits=15, decimal_places=2, null=True)


def number():
    return models.PositiveIntegerField(null=True)


class SliceQuerySet(models.QuerySet):
    def at(self, *, on, as_of=None):
        """Where things stood on a day, as known at a moment; None is now.

        One row per jurisdiction, and none before the first load.
        """
        on = min(on, LAST_DAY - dt.timedelta(days=1))
        return self.known(as_of=as_of).filter(valid_from__lte=on, valid_to__gt=on)

    def last_known(self, *, on, as_of=None):
        """What was ever known of that day by the moment, the newest knowledge first.

        Also of a jurisdiction of which everything was withdrawn since.
        """
        on = min(on, LAST_DAY - dt.timedelta(days=1))
        rows = self.filter(valid_from__lte=on, valid_to__gt=on)
        rows = rows.filter(known_from__lte=as_of) if as_of else rows
        return rows.order_by("-known_from", "-pk")

    def known(self, *, as_of=None):
        """The rows of every period, as known at a moment; None is now."""
        if as_of is None:
            return self.filter(known_to=LAST_MOMENT)
        return self.filter(known_from__lte=as_of, known_to__gt=as_of)


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

    # Factors of grant risk in hundredths; NULL is unknown (risk/definition.py).
    risk_listed = models.SmallIntegerField(null=True, default=0)
    risk_named = models.SmallIntegerField(null=True)
    risk_finding = models.SmallIntegerField(null=True)
    risk_terms = models.SmallIntegerField(null=True)
    risk_touched = models.SmallIntegerField(null=True)
    risk_shield = models.SmallIntegerField(null=True, default=0)
    # Dollars touched and at issue, by kind of money; NULL where none is on record.
    award_touched, award_low, award_middle, award_high, award_unknown_usd = (
        dollars(),
        dollars(),
        dollars(),
        dollars(),
        dollars(),
    )
    award_number, award_unknown = number(), number()
    allocation_touched, allocation_low, allocation_middle, allocation_high = (
        dollars(),
        dollars(),
        dollars(),
        dollars(),
    )
    allocation_unknown_usd = dollars()
    allocation_number, allocation_unknown = number(), number()
    # The records that gave the factors: a line "factor kind claim" for each.
    risk_records = models.TextField(blank=True)

    objects = SliceQuerySet.as_manager()

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
        for money in stand.money:
            for figure in FIGURES:
                setattr(row, f"{money.group}_{figure}", getattr(money, figure))
        return row

    @property
    def money(self):
        """Its AtIssue of each kind of money that is on record."""
        return [
            AtIssue(group, **{f: getattr(self, f"{group}_{f}") for f in FIGURES})
            for group in sorted(MoneyGroup.values)
            if getattr(self, f"{group}_number") is not None
        ]


def _sort_key(jurisdiction, name):
    own = "" if jurisdiction.kind == Kind.STATE else fold(name)
    return f"{fold(jurisdiction.state_name)}|{own}"


# What is kept of each kind of money: the fields of AtIssue.
FIGURES = ("touched", "low", "middle", "high", "number", "unknown", "unknown_usd")
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
    "risk_listed",
    "risk_named",
    "risk_finding",
    "risk_terms",
    "risk_touched",
    "risk_shield",
    "risk_records",
)


class Backdrop(models.Model):
    """What holds for everybody during one period, as known during one period."""

    valid_from = models.DateField()
    valid_to = models.DateField()
    known_from = models.DateTimeField()
    known_to = models.DateTimeField(default=LAST_MOMENT)
    # An order is in force that covers more than those whom the record names.
    has_wider_order = models.BooleanField()

    objects = SliceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from"],
                condition=Q(known_to=LAST_MOMENT),
                name="one_known_backdrop_per_period",
            ),
        ]

    def __str__(self):
        return f"from {self.valid_from}"


# The related names of what a standing holds several of.
CHILDREN = ("lists", "awards", "rulings")


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
