"""A person's word on a printed name, handed to `editorial` step by step.

A decision is a draft: of a line that a list brought, or of the next revision of one
that is public. A government that is new here gets its names in drafts of their own,
which go with the line.
"""

from django.db import transaction

from jurisdictions import editorial
from jurisdictions.choices import (
    OPEN_STATES,
    ChangeKind,
    MatchHow,
    ReviewState,
    Verb,
)
from jurisdictions.editorial import NotReady
from jurisdictions.importers import batches
from jurisdictions.importers.lists import shortened
from jurisdictions.importers.places import Places
from jurisdictions.importers.targets import LiveTargets
from jurisdictions.models import Event, Listing, Name

from .access import EDITABLE
from .undecided import NO_PLACE, VIA, key_of

IN_REVIEW = (ReviewState.IN_REVIEW, ReviewState.APPROVED)
TAKEN_BACK = "Taken back at the bench."
REOPENED = "an earlier decision was taken back"
CONFIRMED = "Decisions on printed names, read by a second person."
# What a decision changes, and what taking it back restores.
FIELDS = ("jurisdiction", "match", "match_reason")


@transaction.atomic
def decide(lines, *, by, choice, why=""):
    """The lines mean the government of that offer; no place at all where it is None."""
    for line in lines:
        changes, note = (
            chosen(line, choice, why, by) if choice else none_such(line, why)
        )
        common = {"by": by, "changes": changes, "via": VIA}
        if line.published_at is None:
            editorial.edit(line, **common)
        else:
            kind = ChangeKind.UPDATE
            editorial.revise(line, note=note, change_kind=kind, **common)


def chosen(line, offer, why, by):
    place = jurisdiction_of(line, offer.geoid, by)
    said = (place, MatchHow.HAND, shortened(why or offer.reason))
    note = f"“{line.name_as_published}” is “{offer.name}” ({offer.geoid})."
    return dict(zip(FIELDS, said, strict=True)), note


def none_such(line, why):
    """What a public line says of there being no such place already stays."""
    if not why and line.published_at and line.match == MatchHow.NO_SUCH_PLACE:
        why = line.match_reason
    reason = f"{NO_PLACE}: {why}" if why else NO_PLACE
    said = (None, MatchHow.NO_SUCH_PLACE, shortened(reason))
    note = f"“{line.name_as_published}” names no place."
    return dict(zip(FIELDS, said, strict=True)), note


def jurisdiction_of(line, geoid, by):
    """The jurisdiction of a code; where there is none yet, made with its names."""
    places = Places(LiveTargets(), line.source, {key_of(line)[0]})
    government = places.among.by_geoid[geoid]
    place, doubt = places.of(government)
    if place is None:
        raise NotReady(f"{government.name} {doubt}. The line’s own form can name it.")
    if place.pk is None:
        place.save()
    for entry in places.names_for(place):
        note = f"The name of “{government.name}” ({geoid}), which a list names."
        editorial.draft(entry.row, by=by, note=note, links=entry.links, via=VIA)
    return place


@transaction.atomic
def take_back(rows, *, by):
    """Put lines back to where they were before a decision that is still a draft."""
    names = names_with(rows)
    for row in rows:
        step = deciding_step(row)
        if step.verb == Verb.DRAFTED:
            editorial.discard(row, by=by, note=TAKEN_BACK, via=VIA)
        else:
            was = {name: both[0] for name, both in step.detail.items()}
            changes = {name: was[name] for name in FIELDS if name in was}
            changes["jurisdiction"] = None
            editorial.edit(row, by=by, changes=changes, via=VIA)
    kept = editorial.needed(names)
    for name in names:
        if name not in kept and bench_steps(name, Verb.DRAFTED).exists():
            editorial.discard(name, by=by, note=TAKEN_BACK, via=VIA)


@transaction.atomic
def reopen(rows, *, by, note):
    """A public decision is taken back: drafts of its lines wait at the bench."""
    said = {"by": by, "note": note, "via": VIA, "change_kind": ChangeKind.CORRECTION}
    for row in rows:
        if draft := Listing.objects.open().filter(claim=row.claim).first():
            raise NotReady(f"{draft.author} has a draft of it already.")
        changes = {
            "jurisdiction": None,
            "match": MatchHow.AMBIGUOUS,
            "match_reason": REOPENED,
            "candidates": row.jurisdiction.geoid,
        }
        editorial.revise(row, changes=changes, **said)


def deciding_step(row):
    """The line of the trail of the bench's last word on a draft."""
    return bench_steps(row, Verb.DRAFTED, Verb.EDITED).order_by("number").last()


def bench_steps(row, *verbs):
    """What the trail says that the bench did with a draft."""
    return Event.objects.filter(
        kind=row._meta.model_name,
        claim=str(row.claim),
        revision=row.revision,
        via=VIA,
        verb__in=verbs,
    )


def names_with(rows, *states):
    """Drafts of the names of jurisdictions that have none on the site yet."""
    places = {row.jurisdiction_id for row in rows} - {None}
    drafts = Name.objects.to_come(places)
    return [*drafts.filter(state__in=states or OPEN_STATES).order_by("pk")]


# On the way to the site


@transaction.atomic
def submit(rows, *, by):
    """Hand decisions to review."""
    for row in [*names_with(rows, *EDITABLE), *rows]:
        editorial.submit(row, by=by, via=VIA)


@transaction.atomic
def approve(rows, *, by):
    """A second person agrees with decisions."""
    for row in [*names_with(rows, ReviewState.IN_REVIEW), *rows]:
        editorial.approve(row, by=by, via=VIA)


@transaction.atomic
def ask_changes(rows, *, by, note):
    """A second person sends decisions back."""
    for row in rows:
        editorial.ask_changes(row, by=by, note=note, via=VIA)


@transaction.atomic
def publish(rows, *, by):
    """A second person puts decisions on the site: all of these, or none."""
    batches.adopt_along([row.pk for row in rows])
    rows = [*names_with(rows, *IN_REVIEW), *rows]
    return editorial.publish_drafts(rows, by=by, note=CONFIRMED, via=VIA)
