"""What rests on a source: every public record that cites it, place by place."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import CharField, F, IntegerField, Q, Value
from django.db.models.functions import Cast, Coalesce

from jurisdictions.days import FuzzyDay
from jurisdictions.models import REVISION_MODELS, AwardAction, Record, Source

from .changes import about_list, text_of
from .revisions import WORDS, PlaceName, by_kind, contents, targets, union

PATHS = ("jurisdiction", "jurisdictions", "shared_by", "plaintiffs", "defendants")


@dataclass(frozen=True)
class Citing:
    """One record that cites the source."""

    kind: str
    claim: UUID
    on: FuzzyDay | None
    text: str
    about: str

    @property
    def word(self):
        return WORDS[self.kind]

    @property
    def address(self):
        return f"/records/{self.kind}/{self.claim}/"


@dataclass(frozen=True)
class Group:
    """The citing records about one place; None for those about no single place."""

    place: PlaceName | None
    records: list[Citing]


class CitedBy:
    """Pairs of a citing record and a place it is about; a slice reads one page.

    Pairs stand in the order of states and places; what is about none comes first.
    """

    def __init__(self, claim, *, day, moment=None):
        self.day, self.moment = day, moment
        self.sources = Source.objects.published().filter(claim=claim).values("pk")
        models = (model for model in REVISION_MODELS if issubclass(model, Record))
        branches = [pairs for model in models for pairs in self._pairs(model)]
        self.pairs = union(branches).order_by(
            "of_state", "of_slug", "of_kind", "on_first", "pk"
        )

    def count(self):
        return self.pairs.count()

    def __len__(self):
        return self.count()

    def __getitem__(self, page):
        """The Groups of a slice; a place can go on in the next."""
        pairs = [*self.pairs[page]]
        wheres = {pair[2] for pair in pairs} - {None}
        said = contents(by_kind(pair[:2] for pair in pairs))
        asked = {"day": self.day, "moment": self.moment, "places": wheres}
        known = targets(said.values(), {}, **asked)
        return [
            Group(
                known.places.get(where),
                [_citing(said[pair[:2]], known) for pair in members],
            )
            for where, members in groupby(pairs, lambda pair: pair[2])
        ]

    def _pairs(self, model):
        more = model.more_sources.through.objects.filter(source__in=self.sources)
        also = more.values(model._meta.model_name)
        cites = Q(source__in=self.sources) | Q(pk__in=also)
        rows = model.objects.as_of(self.moment).filter(cites)
        paths = [*_paths(model)]
        for path in paths:
            yield _columns(rows.filter(**{f"{path}__isnull": False}), path)
        yield _columns(rows.filter(**{f"{path}__isnull": True for path in paths}), "")


def _paths(model):
    """How a row leads to the jurisdictions that it is about."""
    if model is AwardAction:
        yield "award__jurisdiction"
    names = {field.name for field in model._meta.get_fields()}
    yield from (path for path in PATHS if path in names)


def _columns(rows, path):
    where = F(path) if path else Value(None)
    texts = {
        column: Coalesce(F(f"{path}__{column}"), Value("")) if path else Value("")
        for column in ("state", "slug")
    }
    # A model's own columns may have these names.
    return (
        rows.order_by()
        .annotate(
            of_kind=Value(rows.model._meta.model_name, CharField()),
            at=Cast(where, IntegerField()),
            **{f"of_{name}": Cast(text, CharField()) for name, text in texts.items()},
        )
        .values_list("of_kind", "pk", "at", "of_state", "of_slug", "on_first")
    )


def _citing(row, known):
    return Citing(
        kind=row._meta.model_name,
        claim=row.claim,
        on=row.on,
        text=text_of(row),
        about=about_list(row, known)[0],
    )
