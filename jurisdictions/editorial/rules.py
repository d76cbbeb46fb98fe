"""What a step must fulfil, and the named refusals of those that do not."""

from django.core.exceptions import ValidationError

from jurisdictions.choices import Alone, Verb
from jurisdictions.models import (
    REVISION_MODELS,
    Event,
    Jurisdiction,
    Name,
    Revision,
    chunks,
)
from jurisdictions.roles import may

MIN_NOTE = 10
# In an event's detail: who wrote the text that a draft was carried over from.
CARRIED_FROM = "carried_from"
# Kinds of records that go out no earlier than the names of their place.
ABOUT_PLACES = tuple(
    model
    for model in REVISION_MODELS
    if hasattr(model, "jurisdiction") and model is not Name
)


class Refused(Exception):
    """The workflow does not allow this; the message is for the editor."""


class NotAllowed(Refused):
    """The user's role does not allow it."""


class NotReady(Refused):
    """The record is not in the state that this step needs."""


class ChecksFailed(Refused):
    """Something in the text keeps it from being submitted."""


class SourceMissing(ChecksFailed):
    """A fact without a complete source cannot be submitted."""


class Conflict(Refused):
    """Someone published first; the draft is shelved, with its text."""

    def __init__(self, message, shelved):
        super().__init__(message)
        self.shelved = shelved


# Who may, and why


def allow(user, action, row=None):
    if not may(user, action, row.author if row is not None else None):
        raise NotAllowed(f"{user} may not {action.replace('_', ' ')} this.")


def explain(note):
    if len(note.strip()) < MIN_NOTE:
        raise NotReady(f"Say why, in at least {MIN_NOTE} characters.")


def reason(alone, needed=False):
    if alone not in Alone.values and (alone or needed):
        raise NotReady(f"Say why no second person read it: {', '.join(Alone)}.")


def second_reader(row, by):
    """Who wrote any of a draft neither approves nor publishes it."""
    if by.pk in writers(row):
        raise NotAllowed("Nobody approves or publishes their own work.")


def writers(row):
    """Ids of all who wrote some of a revision, before it was carried over too."""
    found = {row.author_id}
    steps = Event.objects.filter(
        verb__in=(Verb.DRAFTED, Verb.EDITED),
        kind=row._meta.model_name,
        claim=str(row.claim),
        revision=row.revision,
    )
    for actor, detail in steps.values_list("actor_id", "detail"):
        found |= {actor, *detail.get(CARRIED_FROM, ())}
    return found


def cites_what_is_public(row):
    """A reader can follow whatever a published row points to."""
    refuse_hidden(unpublished(row))
    refuse_nameless([row])


def refuse_hidden(targets):
    for target in targets[:1]:
        raise NotReady(f"Publish this first: {target}.")


def refuse_nameless(rows):
    """What is public about a place is found under a name of it."""
    places = places_of(rows)
    known = Name.objects.live().filter(jurisdiction__in=places)
    nameless = places - {*known.values_list("jurisdiction", flat=True)}
    for place in Jurisdiction.objects.filter(pk__in=nameless)[:1]:
        raise NotReady(f"{place} has no name on the site: draft one first.")


def places_of(rows):
    """Ids of the jurisdictions that records are about; a name is not about one."""
    found = {row.jurisdiction_id for row in rows if isinstance(row, ABOUT_PLACES)}
    return found - {None}


def unpublished(row):
    """The records that a row points to, or names by, and readers have never seen."""
    cited = [
        getattr(row, found.name)
        for found in row.payload_fields()
        if found.is_relation and issubclass(found.related_model, Revision)
    ]
    for _, links in linked(row):
        if issubclass(links.model, Revision):
            cited += links.all()
    cited += names_to_come(row)
    return [each for each in cited if each is not None and each.published_at is None]


def names_to_come(row):
    """Drafts of its jurisdiction's names, where readers know the place by none yet."""
    return [*Name.objects.to_come(places_of([row]))]


def needed(names):
    """Those of the names whose place a draft is about, whoever wrote it."""
    places, about = {name.jurisdiction_id for name in names}, set()
    for model in ABOUT_PLACES:
        for chunk in chunks(places):
            drafts = model.objects.open().filter(jurisdiction__in=chunk)
            about |= {*drafts.values_list("jurisdiction", flat=True)}
    return {name for name in names if name.jurisdiction_id in about}


def in_state(row, *states):
    """Read the row anew, so that nothing is decided on a stale copy."""
    row.refresh_from_db()
    if row.state not in states:
        raise NotReady(f"It is {row.get_state_display().lower()} now.")


def fill(row, changes):
    """Set what an editor may change; who, when and state are not among it."""
    kept = {found.name for found in Revision._meta.fields} - {"change_kind"}
    for name, value in changes.items():
        if name in kept:
            raise NotReady(f"{name} is not changed by hand.")
        setattr(row, name, value)


def full_clean(row):
    row.clean_fields(exclude=["author"])
    desk = type(row).objects.open().filter(claim=row.claim, author=row.author)
    if desk.exclude(pk=row.pk).exists():
        raise NotReady("You have a draft of this already.")
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise NotReady(" ".join(error.messages)) from error


# What a record says


def payload(row):
    """{field name: printable value} of all that an editor fills."""
    values = {}
    for found in row.payload_fields():
        value = getattr(row, found.attname)
        values[found.name] = "" if value is None else str(value)
    return values


def difference(before, after):
    """{field: [was, now]} of two payloads."""
    return {
        name: [before.get(name, ""), after[name]]
        for name in after
        if before.get(name, "") != after[name]
    }


def linked(row):
    """(name, manager) of each many-to-many field."""
    for link in row._meta.many_to_many:
        yield link.name, getattr(row, link.name)
