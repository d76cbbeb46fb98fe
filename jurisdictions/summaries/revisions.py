"""Rows of many kinds of record in a few queries, and what they refer to.

A page that mixes kinds must not cost a query for each: keys, contents and links
come out of one UNION each, whatever the number of models.
"""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import CharField, F, IntegerField, Q, Value
from django.db.models.functions import Cast, Concat, JSONObject

from jurisdictions.choices import ChangeKind
from jurisdictions.models import (
    REVISION_MODELS,
    Award,
    AwardAction,
    Case,
    GovernmentList,
    Standing,
)

from .citing import citations

MODELS = {model._meta.model_name: model for model in REVISION_MODELS}
# How a kind of record is called in a sentence.
WORDS = {
    "source": "source",
    "name": "name",
    "position": "statement",
    "policy": "policy",
    "finding": "finding",
    "letter": "letter",
    "federalaction": "federal act",
    "search": "search",
    "award": "grant",
    "awardaction": "grant status",
    "governmentlist": "list",
    "criterion": "stated ground of a list",
    "listing": "list line",
    "case": "suit",
    "ruling": "ruling",
}


class Said(JSONObject):
    """A row's payload as one value.

    Django asks SQLite for JSON with a lock for writing; readers shall take none.
    """

    def as_sqlite(self, compiler, connection, **extra_context):
        return super(JSONObject, self).as_sql(compiler, connection, **extra_context)


KEYS = (
    "pk",
    "claim",
    "revision",
    "revises_id",
    "change_kind",
    "published_alone",
    "reviewer_id",
    "published_at",
    "superseded_at",
    "note",
)


def about(model, ids):
    """The condition that a row of the model is about one of these jurisdictions."""
    names = {field.name for field in model._meta.get_fields()}
    found = Q(pk__in=())
    if "jurisdiction" in names:
        found |= Q(jurisdiction__in=ids)
    for path in ("jurisdictions", "shared_by", "plaintiffs", "defendants"):
        if path in names:
            rows = model.objects.filter(**{f"{path}__in": ids})
            found |= Q(pk__in=rows.values("pk"))
    if model is AwardAction:
        awards = Award.objects.filter(about(Award, ids))
        found |= Q(award__claim__in=awards.values("claim"))
    return found


def union(querysets, *, all=True):
    """One query of several; they must have the same columns."""
    first, *rest = querysets
    return first.union(*rest, all=all) if rest else first


@dataclass(frozen=True)
class Key:
    """One published revision, without what it says."""

    kind: str
    pk: int
    claim: uuid.UUID
    revision: int
    revises_id: int | None
    change_kind: str
    published_alone: str
    reviewer_id: int | None
    published_at: dt.datetime
    superseded_at: dt.datetime | None
    note: str

    @property
    def change_label(self):
        return ChangeKind(self.change_kind).label

    @property
    def was_read(self):
        """Whether a second person read it before it was published."""
        return self.reviewer_id is not None


def keys(querysets):
    """The UNION of the key columns, newest publication first; slice it for a page."""
    branches = [
        rows.order_by()
        .annotate(of_kind=Value(rows.model._meta.model_name, CharField()))
        .values_list("of_kind", *KEYS)
        for rows in querysets
    ]
    return union(branches).order_by("-published_at", "of_kind", "-pk")


def read(querysets):
    """{(kind, pk): unsaved instance with its claim and payload}; one query.

    An instance holds what an editor filled and nothing of its review.
    """
    branches = [
        rows.order_by()
        .annotate(
            of_kind=Value(rows.model._meta.model_name, CharField()),
            said=Said(
                **{
                    each.attname: F(each.attname)
                    for each in rows.model.payload_fields()
                }
            ),
        )
        .values_list("of_kind", "pk", "claim", "said")
        for rows in querysets
    ]
    found = union(branches) if branches else ()
    return {(kind, pk): _instance(kind, pk, *said) for kind, pk, *said in found}


def _instance(kind, pk, claim, said):
    row = MODELS[kind](pk=pk, claim=claim)
    for each in row.payload_fields():
        setattr(row, each.attname, each.to_python(said[each.attname]))
    return row


def contents(pks):
    """What `read` gives, for {kind: pks}."""
    return read(
        MODELS[kind].objects.filter(pk__in=pks[kind]) for kind in pks if pks[kind]
    )


def by_kind(found):
    """[(kind, pk)] -> {kind: [pk]}."""
    grouped = defaultdict(list)
    for kind, pk in found:
        grouped[kind].append(pk)
    return grouped


def links(pks):
    """{(kind, pk): {field: [target pk]}} of every many-to-many; one query."""
    branches = []
    for kind, wanted in pks.items():
        for link in MODELS[kind]._meta.many_to_many if wanted else ():
            through = link.remote_field.through.objects
            own, other = link.m2m_column_name(), link.m2m_reverse_name()
            branches.append(
                through.filter(**{f"{own}__in": wanted})
                .order_by()
                .annotate(
                    of_kind=Value(kind, CharField()),
                    of_link=Value(link.name, CharField()),
                )
                .values_list("of_kind", "of_link", own, other)
            )
    found = defaultdict(lambda: defaultdict(list))
    for kind, link, own, other in sorted(union(branches)) if branches else ():
        found[kind, own][link].append(other)
    return found


@dataclass
class Targets:
    """What rows refer to: sources, jurisdictions, lists, awards and cases."""

    sources: dict = field(default_factory=dict)
    places: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)

    def text(self, kind, pk):
        """What to call the target of a reference."""
        if kind == "source":
            cited = self.sources.get(pk)
            return cited.title if cited else ""
        if kind == "jurisdiction":
            place = self.places.get(pk)
            return place.full if place else ""
        return self.others[kind, pk][0] if (kind, pk) in self.others else ""


def targets(rows, linked, *, day, moment=None, places=()):
    """The Targets of these rows and links, and of more places; three queries."""
    wanted = {"source": set(), "jurisdiction": {*places}}
    for row in rows:
        for each in row.payload_fields():
            if each.is_relation and getattr(row, each.attname):
                name = each.related_model._meta.model_name
                wanted.setdefault(name, set()).add(getattr(row, each.attname))
    for (kind, _), by_link in linked.items():
        for link, found in by_link.items():
            model = MODELS[kind]._meta.get_field(link).related_model
            wanted.setdefault(model._meta.model_name, set()).update(found)
    others = _others(wanted)
    owners = {owner for _, owner, _ in others.values() if owner}
    return Targets(
        sources=citations(wanted["source"], moment),
        places=places_named(wanted["jurisdiction"] | owners, moment=moment, day=day),
        others=others,
    )


def _others(wanted):
    """{(kind, pk): (text, jurisdiction pk or None, slug)} of lists, awards, cases."""
    shape = {
        GovernmentList: ("short_title", Value(None)),
        Award: (Concat("program", Value(" "), "fiscal_year"), F("jurisdiction_id")),
        Case: ("title", Value(None)),
    }
    branches = [
        model.objects.filter(pk__in=wanted[model._meta.model_name])
        .order_by()
        .annotate(
            of_kind=Value(model._meta.model_name, CharField()),
            text=Cast(text, CharField(max_length=300)),
            owner=Cast(owner, IntegerField()),
        )
        .values_list("of_kind", "pk", "text", "owner", "slug")
        for model, (text, owner) in shape.items()
        if wanted.get(model._meta.model_name)
    ]
    if not branches:
        return {}
    return {
        (kind, pk): (text.strip(), owner, slug)
        for kind, pk, text, owner, slug in union(branches)
    }


@dataclass(frozen=True)
class PlaceName:
    """A jurisdiction as a link shows it."""

    pk: int
    name: str
    path: str
    state: str
    kind: str

    @property
    def address(self):
        return f"/jurisdictions/{self.path}/"

    @property
    def full(self):
        """Its name, with the state where it is not the state itself."""
        return self.name if self.kind == "state" else f"{self.name}, {self.state}"


def places_named(pks, *, day, moment=None):
    """{pk: PlaceName} of the names known at that moment; one query."""
    if not pks:
        return {}
    rows = Standing.objects.at(on=day, as_of=moment).filter(jurisdiction__in=pks)
    return {
        row.jurisdiction_id: place_name(row)
        for row in rows.select_related("jurisdiction")
    }


def place_name(standing):
    where = standing.jurisdiction
    return PlaceName(where.pk, standing.name, where.path, where.state, where.kind)


def history(model, *, moment=None, **identity):
    """(every revision ever published, oldest first; those known at the moment).

    One query; identity is a claim or a slug.
    """
    rows = [
        *model.objects.published()
        .filter(**identity)
        .order_by("published_at", "revision")
    ]
    known = [row for row in rows if moment is None or row.published_at <= moment]
    return rows, known
