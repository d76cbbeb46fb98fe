from django.db import models

from jurisdictions.choices import NameRole, Outcome, Stance, Topic

from .places import Jurisdiction
from .records import (
    Ending,
    Record,
    RevisionQuerySet,
    day_field,
    fuzzy,
    ordered,
    precision_field,
)


class NameQuerySet(RevisionQuerySet):
    def to_come(self, places):
        """Drafts of the names of those of the places that readers know by none."""
        named = self.model.objects.live().values("jurisdiction")
        rows = self.open().filter(jurisdiction__in=places)
        return rows.exclude(jurisdiction__in=named)


class Name(Ending, Record):
    """One name of a jurisdiction."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="names")
    text = models.CharField(max_length=160)
    role = models.CharField(max_length=8, choices=NameRole)

    objects = NameQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, *Ending.Meta.constraints]

    def __str__(self):
        return self.text


class Position(Record):
    """What a jurisdiction stated about its own compliance."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="positions"
    )
    stance = models.CharField(max_length=30, choices=Stance)
    stage = models.CharField("occasion", max_length=60, blank=True)
    office = models.CharField("stated by", max_length=120, blank=True)
    addressee = models.CharField("stated to", max_length=120, blank=True)

    day_label = "stated"

    class Meta(Record.Meta):
        pass


class Policy(Ending, Record):
    """A local or state rule that limits, or requires, co-operation."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="policies"
    )
    title = models.CharField(max_length=200)
    instrument = models.CharField(max_length=80, blank=True)
    citation = models.CharField(max_length=200, blank=True)

    day_label = "adopted"

    class Meta(Record.Meta):
        verbose_name_plural = "policies"
        constraints = [*Record.Meta.constraints, *Ending.Meta.constraints]


class Finding(Record):
    """What a federal office concluded or alleged about one jurisdiction."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="findings"
    )
    office = models.CharField(max_length=80)
    document = models.CharField("kind of document", max_length=60, blank=True)
    outcome = models.CharField(max_length=30, choices=Outcome)
    statute = models.CharField(max_length=80, blank=True, default="8 U.S.C. 1373")

    day_label = "issued"

    class Meta(Record.Meta):
        pass


class Letter(Record):
    """One letter or demand to one jurisdiction."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="letters"
    )
    office = models.CharField("from", max_length=80)
    addressee = models.CharField("to", max_length=160, blank=True)
    outcome = models.CharField("what it says", max_length=30, choices=Outcome)
    due_first, due_last, due_precision = day_field(), day_field(), precision_field()
    due = fuzzy("due")
    answered_first, answered_last, answered_precision = (
        day_field(),
        day_field(),
        precision_field(),
    )
    answered = fuzzy("answered")

    day_label = "sent"

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, ordered("due"), ordered("answered")]


class Search(Record):
    """What was looked for, where, on which day, and not found."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="searches"
    )
    topic = models.CharField(max_length=8, choices=Topic)
    looked_for = models.CharField(max_length=200)
    looked_in = models.CharField("where", max_length=200, blank=True)

    day_label = "searched"

    class Meta(Record.Meta):
        verbose_name_plural = "searches"
