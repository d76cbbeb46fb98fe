"""Which lines were on which list on a day, as the record was known at a moment."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from jurisdictions.days import FuzzyDay, ap_fuzzy
from jurisdictions.models import GovernmentList, Listing
from jurisdictions.naming import counted_by_kind

from .mapping import LEVELS


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


def all_lines(slug, *, day, moment=None):
    """Every line the list had by that day, in its order, with its sources."""
    rows = Listing.objects.as_of(moment).filter(begun(day), list__slug=slug)
    rows = rows.select_related("jurisdiction", "source")
    return rows.prefetch_related("more_sources").order_by("number", "claim")


def open_lines(slug, *, day, moment=None):
    """The lines about places that were on the list on that day."""
    rows = all_lines(slug, day=day, moment=moment)
    return rows.filter(lasting(day), is_annotation=False)


def annotations(slug, *, day, moment=None):
    """The sentences among the lines that are about no place."""
    rows = all_lines(slug, day=day, moment=moment)
    return rows.filter(lasting(day), is_annotation=True)


@dataclass(frozen=True)
class Sighting:
    """When lines that stand were last seen, and which: "11 states, D.C."."""

    on: FuzzyDay
    how: str
    places: str

    def __str__(self):
        how = f", {self.how}" if self.how else ""
        return f"{self.places} ({ap_fuzzy(self.on)}{how})"


def sightings(lines, day):
    """[Sighting], the oldest first, of open Listings.

    A line that nobody saw again was last seen when it was listed.
    """
    found = defaultdict(list)
    for line in lines:
        again = had_begun(line.last_seen, day)
        seen = (line.last_seen, line.last_seen_how) if again else (line.on, "")
        if line.jurisdiction:
            place = LEVELS[line.jurisdiction.kind], line.jurisdiction.state
            found[seen].append(place)
    ordered = sorted(found.items(), key=lambda each: (each[0][0].start, each[0][1]))
    return [Sighting(on, how, counted_by_kind(places)) for (on, how), places in ordered]


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
