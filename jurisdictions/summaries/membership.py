"""Which lines were on which list on a day, as the record was known at a moment."""

from dataclasses import dataclass

from django.db.models import Count, Q

from jurisdictions.models import GovernmentList, Listing


def begun(day, name="on"):
    """The condition that a FuzzyDay's three columns had begun by that day."""
    first, last, precision = (
        f"{name}_{part}" for part in ("first", "last", "precision")
    )
    late = {precision: "on_or_before"}
    return Q(**late, **{f"{last}__lte": day}) | ~Q(**late) & Q(**{f"{first}__lte": day})


def lasting(day):
    """The condition that a line had not ended by that day."""
    late = {"end_precision": "on_or_before"}
    after = Q(**late, end_last__gt=day) | ~Q(**late) & Q(end_first__gt=day)
    return Q(end_first=None) | after


def open_lines(slug, *, day, moment=None):
    """The lines about places that were on the list on that day, in its order."""
    rows = Listing.objects.as_of(moment).filter(list__slug=slug, is_annotation=False)
    return (
        rows.filter(begun(day), lasting(day))
        .select_related("jurisdiction")
        .order_by("number", "claim")
    )


def annotations(slug, *, day, moment=None):
    """The sentences among the lines that are about no place."""
    rows = Listing.objects.as_of(moment).filter(list__slug=slug, is_annotation=True)
    rows = rows.filter(begun(day), lasting(day)).select_related("jurisdiction")
    return rows.order_by("number", "claim")


# The index


@dataclass(frozen=True)
class Card:
    """One list and its counts on a day."""

    row: GovernmentList
    existed: bool
    withdrawn: bool
    on_it: int
    ever: int
    annotations: int


def cards(*, day, moment=None):
    """Every list, newest first; those not yet published by that day say so."""
    counts = {
        slug: values
        for slug, *values in Listing.objects.as_of(moment)
        .filter(begun(day))
        .values_list("list__slug")
        .annotate(
            on_it=Count("pk", filter=lasting(day) & Q(is_annotation=False)),
            ever=Count("pk", filter=Q(is_annotation=False)),
            notes=Count("pk", filter=Q(is_annotation=True)),
        )
    }
    found = [
        Card(
            row,
            had_begun(row.on, day),
            had_begun(row.withdrawn, day),
            *counts.get(row.slug, (0, 0, 0)),
        )
        for row in GovernmentList.objects.as_of(moment)
    ]
    return sorted(found, key=lambda card: (_start(card.row.on), card.row.slug))[::-1]


def had_begun(when, day):
    return when is not None and when.start <= day


def _start(when):
    return when.start.isoformat() if when else ""
