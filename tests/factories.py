"""What tests are about, published through `editorial`; the places are invented.

Each `make_x(**fields)` fills what the test does not name. Days may be written as
text ("2025-08-05", "2025-08", "2025"), links to other records as lists.
"""

import itertools

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from jurisdictions import editorial
from jurisdictions.choices import (
    ActionKind,
    Alone,
    AmountKind,
    ChangeKind,
    Confidence,
    Effect,
    GrantStatus,
    Kind,
    LegalForm,
    MatchHow,
    NameRole,
    Outcome,
    SourceKind,
    Stance,
    Topic,
)
from jurisdictions.days import EASTERN, FuzzyDay
from jurisdictions.editorial import Entry
from jurisdictions.models import (
    Award,
    AwardAction,
    Case,
    Criterion,
    FederalAction,
    Finding,
    GovernmentList,
    Jurisdiction,
    Letter,
    Listing,
    Name,
    Place,
    Policy,
    Position,
    Ruling,
    Search,
    Source,
)
from jurisdictions.roles import Role

NOTE = "Written for a test."
counter = itertools.count(1)

FORMS = {
    Kind.CITY: LegalForm.CITY,
    Kind.COUNTY: LegalForm.COUNTY,
    Kind.STATE: LegalForm.STATE,
}
# Model -> what a row needs besides what `REFERENCES` gives it.
DEFAULTS = {
    Source: {
        "title": "Letter of the Alder Falls clerk",
        "publisher": "Alder Falls Gazette",
        "kind": SourceKind.NEWS,
        "url": "https://gazette.example/letter",
        "on": "2017-07-05",
        "confidence": Confidence.VERIFIED,
    },
    Name: {"text": "Alder Falls", "role": NameRole.SHORT},
    Position: {"stance": Stance.COMPLIANT, "on": "2017-07-05"},
    Policy: {"title": "Ordinance on inquiries", "on": "2014"},
    Finding: {"office": "OJP", "outcome": Outcome.MAY_VIOLATE, "on": "2017-10-11"},
    Letter: {
        "office": "OJP",
        "outcome": Outcome.DOCUMENTS_DEMANDED,
        "on": "2018-01-24",
    },
    FederalAction: {
        "title": "Order on grants",
        "kind": ActionKind.EXECUTIVE_ORDER,
        "actor": "President",
        "on": "2017-01-25",
    },
    Search: {"topic": Topic.POSITION, "looked_for": "a statement", "on": "2025-11"},
    Award: {
        "program": "Invented grants",
        "assistance_listing": "16.738",
        "fiscal_year": "2017",
        "amount_usd": 1000,
        "amount_kind": AmountKind.LOCAL_DIRECT,
        "on": "2017-08-01",
    },
    AwardAction: {"status": GrantStatus.WITHHELD, "on": "2017-09-01"},
    GovernmentList: {
        "title": "List of invented places",
        "short_title": "Invented list",
        "issuer": "Office of Lists",
        "on": "2025-08-05",
    },
    Criterion: {"number": 1, "slug": "public-declarations"},
    Listing: {
        "number": 1,
        "name_as_published": "Alder Falls",
        "match": MatchHow.EXACT,
        "on": "2025-08-05",
    },
    Case: {"title": "Alder Falls v. Office", "court": "D. Invented"},
    Ruling: {
        "title": "Order in Alder Falls v. Office",
        "court": "D. Invented",
        "effect": Effect.ENJOINED,
        "on": "2018-09-13",
    },
}
SLUGGED = {Source, Award, GovernmentList, Case}
DAYS = {"on", "end", "withdrawn", "due", "answered"}
OF_A_PLACE = {Name, Position, Policy, Finding, Letter, Search, Award, Listing}


# People


def make_user(role="", **fields):
    """A user with one role, or with none."""
    name = fields.pop("username", f"{role or 'nobody'}-{next(counter)}")
    user = get_user_model().objects.create(username=name, **fields)
    if role:
        user.groups.add(Group.objects.get(name=Role(role)))
    return user


def someone(role):
    """The user of that role who does the work when a test names nobody."""
    users = get_user_model().objects.filter(username=f"the-{role}")
    return users.first() or make_user(role, username=f"the-{role}")


# Publishing


def publish_now(row, links=None, *, alone=Alone.FIRST_LOAD):
    """Publish an unsaved row: by two people who read it, or `alone` with its reason."""
    author, publisher = someone(Role.EDITOR), someone(Role.PUBLISHER)
    if row.note == "":
        row.note = NOTE
    editorial.draft(row, by=author, note=row.note, links=links)
    if not alone:
        editorial.submit(row, by=author)
        editorial.approve(row, by=publisher)
    return editorial.publish(row, by=publisher, alone=alone)


def revise_now(live, changes=None, links=None, *, kind=ChangeKind.UPDATE):
    """Publish the next revision of a live row."""
    row = editorial.revise(
        live,
        by=someone(Role.EDITOR),
        note=NOTE,
        change_kind=kind,
        changes=changes,
        links=links,
    )
    return editorial.publish(row, by=someone(Role.PUBLISHER), alone=Alone.FIRST_LOAD)


def withdraw_now(live):
    """Publish the tombstone of a live row."""
    return editorial.withdraw(live, by=someone(Role.PUBLISHER), note=NOTE)


def publish_all(rows, links=None):
    """Publish unsaved rows as one batch; `links` are keyed by the row's `id()`."""
    entries = [Entry(row, (links or {}).get(id(row), {})) for row in rows]
    by = someone(Role.PUBLISHER)
    return editorial.publish_batch(entries, by=by, note=NOTE, alone=Alone.FIRST_LOAD)


# Rows


def today():
    """The day of the record's own clock."""
    return timezone.now().astimezone(EASTERN).date()


def day(text):
    """FuzzyDay of "2025-08-05", "2025-08" or "2025"; what is none of them stays."""
    if not isinstance(text, str):
        return text
    return FuzzyDay.parse(text, {4: "year", 7: "month"}.get(len(text), "day"))


def unsaved(model, **fields):
    """An instance that only lacks its author; references are made where needed."""
    filled = DEFAULTS[model] | fields
    if model in SLUGGED:
        filled.setdefault("slug", f"{model._meta.model_name}-{next(counter)}")
    if model is not Source and "source" not in filled:
        filled["source"] = make_source()
    if model in OF_A_PLACE and "jurisdiction" not in filled:
        filled["jurisdiction"] = make_jurisdiction()
    for name, made_by in REFERENCES.get(model, {}).items():
        if name not in filled:
            filled[name] = made_by()
    row = model()
    for name, value in filled.items():
        setattr(row, name, day(value) if name in DAYS else value)
    return row


def make(model, **fields):
    """A live row of any revision model."""
    names = {link.name for link in model._meta.many_to_many}
    links = {name: fields.pop(name) for name in names & {*fields}}
    return publish_now(unsaved(model, **fields), links)


def make_draft(model, *, by=None, **fields):
    """A draft of its author, an editor unless the test names one."""
    names = {link.name for link in model._meta.many_to_many}
    links = {name: fields.pop(name) for name in names & {*fields}}
    row = unsaved(model, **fields)
    return editorial.draft(row, by=by or someone(Role.EDITOR), note=NOTE, links=links)


def make_place(geoid, **fields):
    """A line of the gazetteer."""
    filled = {
        "state": "KS",
        "name": f"Place {geoid}",
        "kind": Kind.CITY,
        "legal_form": LegalForm.CITY,
    }
    return Place.objects.create(geoid=geoid, **(filled | fields))


def make_jurisdiction(name="Alder Falls", **fields):
    """A city of Kansas, or what the test says, with its name published."""
    number = next(counter)
    filled = {"state": "KS", "kind": Kind.CITY, "geoid": f"99{number:05}"} | fields
    filled.setdefault("slug", "" if filled["kind"] == Kind.STATE else f"place-{number}")
    filled.setdefault("legal_form", FORMS[filled["kind"]])
    place = Jurisdiction.objects.create(**filled)
    if name:
        make_name(jurisdiction=place, text=name)
    return place


def make_source(**fields):
    return publish_now(unsaved(Source, **fields))


def make_name(**fields):
    return make(Name, **fields)


def make_position(**fields):
    return make(Position, **fields)


def make_policy(**fields):
    return make(Policy, **fields)


def make_finding(**fields):
    return make(Finding, **fields)


def make_letter(**fields):
    return make(Letter, **fields)


def make_search(**fields):
    return make(Search, **fields)


def make_federal_action(**fields):
    return make(FederalAction, **fields)


def make_award(**fields):
    return make(Award, **fields)


def make_action(**fields):
    return make(AwardAction, **fields)


def make_list(**fields):
    return make(GovernmentList, **fields)


def make_listing(**fields):
    return make(Listing, **fields)


def make_case(**fields):
    return make(Case, **fields)


def make_ruling(**fields):
    return make(Ruling, **fields)


REFERENCES = {
    AwardAction: {"award": make_award},
    Criterion: {"list": make_list},
    Listing: {"list": make_list},
}
