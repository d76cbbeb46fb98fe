"""A record as a table of its fields, beside another revision of it."""

from dataclasses import dataclass, replace

from django.db import models

from jurisdictions.choices import ReviewState
from jurisdictions.days import FuzzyDay
from jurisdictions.forms import choices_of, label
from jurisdictions.models import Source
from jurisdictions.summaries.wording import DAYS

from .worddiff import Run, word_runs


@dataclass(frozen=True)
class Value:
    """Words of a field; `runs` cut them where another revision differs."""

    text: str
    href: str = ""
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Line:
    """One field: what this revision says, and what the other one says."""

    label: str
    this: list[Value]
    other: list[Value]

    @property
    def differs(self):
        return self.this != self.other

    @property
    def marked(self):
        """(the other revision's values, this one's), cut where they differ."""
        return marked(self.other, self.this)


def marked(was, now):
    """Both lists of values: single texts cut word by word, others value by value."""
    if len(was) <= 1 and len(now) <= 1:
        texts = ["".join(value.text for value in side) for side in (was, now)]
        cut = word_runs(*texts)
        return [
            [replace(value, runs=tuple(runs)) for value in side]
            for side, runs in zip((was, now), cut, strict=True)
        ]
    return [
        [replace(value, runs=(Run(value.text, value not in other),)) for value in side]
        for side, other in ((was, now), (now, was))
    ]


def sheet(this, other, order):
    """The lines of a record, without those that are empty in both revisions.

    `order` names the fields of the form; what the form lacks comes last.
    """
    rank = {name: place for place, name in enumerate(order)}
    fields = sorted(
        names(type(this), this.day_label), key=lambda field: rank.get(field[0], 99)
    )
    lines = (
        Line(label, values(this, name), values(other, name) if other else [])
        for name, label in fields
    )
    return [line for line in lines if line.this or line.other]


def names(model, day_label):
    """(attribute, label) of all that an editor fills; three day columns are one."""
    fields = [*model.payload_fields(), *model._meta.many_to_many]
    taken = {field.name for field in fields}
    for field in fields:
        prefix, _, part = field.name.rpartition("_")
        of_a_day = part in ("first", "last", "precision")
        if not of_a_day or f"{prefix}_first" not in taken:
            yield field.name, field.verbose_name.capitalize()
        elif part == "first":
            words = DAYS.get(prefix, day_label).capitalize()
            yield day_attribute(model, prefix), words


def day_attribute(model, prefix):
    return prefix if hasattr(model, prefix) else f"{prefix}_on"


def values(row, name):
    """What a field says, in public words; an empty list where it says nothing."""
    value = getattr(row, name)
    if isinstance(value, models.Manager):
        return linked(value.model, value.values_list("pk", flat=True))
    if isinstance(value, models.Model):
        return linked(type(value), [value.pk])
    if value in ("", None):
        return []
    if isinstance(value, bool):
        return [Value("Yes" if value else "No")]
    if isinstance(value, FuzzyDay):
        return [Value(f"{value} ({value.iso})" if not value.is_exact else str(value))]
    if name == "url":
        return [Value(value, value)]
    return [Value(str(getattr(row, f"get_{name}_display", lambda: value)()))]


def linked(model, pks):
    rows = choices_of(model).filter(pk__in=pks)
    return [Value(label(row), row.url if model is Source else "") for row in rows]


def stage(row):
    """Where a revision stands, in one word or two."""
    if row.state != ReviewState.PUBLISHED:
        return row.get_state_display()
    if not row.is_live:
        return "Superseded"
    return "Withdrawn" if row.is_tombstone else "Live"


def headline(row, names):
    """What a record says, in a few words."""
    words = (word(row, name) for name in names)
    return " · ".join(filter(None, words)) or str(row)


def word(row, name):
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown() if shown else getattr(row, name) or "")


def counterpart(row):
    """The revision to read a row beside: the live one, for a live one none."""
    if row.is_live:
        return None
    return type(row).objects.standing().filter(claim=row.claim).first()


def is_behind(row, live):
    """Whether a draft began from a text that is no longer the live one."""
    if row.published_at or live is None:
        return False
    return row.revises_id != live.pk
