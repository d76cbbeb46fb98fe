"""What a step must fulfil, and the named refusals of those that do not."""

from django.core.exceptions import ValidationError

from jurisdictions.choices import Alone, Verb
from jurisdictions.models import Event, Revision, Source
from jurisdictions.models.records import MAX_EXCERPT_WORDS
from jurisdictions.roles import may

MIN_NOTE = 10


class Refused(Exception):
    """The workflow does not allow this; the message is for the editor."""


class NotAllowed(Refused):
    """The user's role does not allow it."""


class NotReady(Refused):
    """The record is not in the state that this step needs."""


class SourceMissing(Refused):
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
    wrote = Event.objects.filter(
        verb__in=(Verb.DRAFTED, Verb.EDITED),
        kind=row._meta.model_name,
        claim=str(row.claim),
        revision=row.revision,
        actor=by,
    )
    if row.author_id == by.pk or wrote.exists():
        raise NotAllowed("Nobody approves or publishes their own work.")


def cites_what_is_public(row):
    """A reader can follow whatever a published row points to."""
    cited = [
        getattr(row, found.name)
        for found in row.payload_fields()
        if found.is_relation and issubclass(found.related_model, Revision)
    ]
    for _, links in linked(row):
        if issubclass(links.model, Revision):
            cited += links.all()
    for target in cited:
        if target is not None and target.published_at is None:
            raise NotReady(f"Publish this first: {target}.")


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


def check(row):
    """Sentences that say what keeps a draft from being submitted."""
    source = row if isinstance(row, Source) else row.source
    lacks = [
        label
        for label, value in (
            ("title", source.title),
            ("publisher", source.publisher),
            ("date", source.on),
        )
        if not value
    ]
    if lacks:
        return [f"Its source lacks: {', '.join(lacks)}."]
    if len(getattr(row, "excerpt", "").split()) > MAX_EXCERPT_WORDS:
        return [f"A quotation has at most {MAX_EXCERPT_WORDS} words."]
    return []


def linked(row):
    """(name, manager) of each many-to-many field."""
    for link in row._meta.many_to_many:
        yield link.name, getattr(row, link.name)
