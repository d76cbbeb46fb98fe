"""How much of the record is published, and how much of it one person alone read."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Q, Value

from jurisdictions.choices import Alone, MatchHow
from jurisdictions.models import REVISION_MODELS

from .revisions import WORDS, union


@dataclass(frozen=True)
class Reading:
    """Live rows of one kind of record, and those without a second reader."""

    word: str
    published: int
    unread: int
    first_load: int
    undecided: int


def readings(*, moment=None):
    """A Reading of each kind of record that has rows; one query."""
    branches = [_counted(model, moment) for model in REVISION_MODELS]
    return [
        Reading(WORDS[kind], *counts)
        for kind, *counts in sorted(union(branches), key=lambda row: -row[1])
        if counts[0]
    ]


def _counted(model, moment):
    undecided = (
        Q(match__in=[MatchHow.AMBIGUOUS, MatchHow.NO_SUCH_PLACE])
        if model._meta.model_name == "listing"
        else Q(pk__in=())
    )
    return (
        model.objects.as_of(moment)
        .order_by()
        .annotate(of_kind=Value(model._meta.model_name, CharField()))
        .values_list("of_kind")
        .annotate(
            n=Count("pk"),
            unread=Count("pk", filter=Q(reviewer=None)),
            loaded=Count(
                "pk", filter=Q(reviewer=None, published_alone=Alone.FIRST_LOAD)
            ),
            undecided=Count("pk", filter=undecided),
        )
    )
