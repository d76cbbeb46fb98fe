"""Counts beside each filter: exact, and blind to the filter's own selection."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Value

from ..choices import NONE
from ..models.standings import StandingAward, StandingList, StandingRuling

COLUMNS = ("kind", "state", "position", "finding")
CHILDREN = {
    "list": (StandingList, "list_slug", {"is_open": True}),
    "grant_status": (StandingAward, "status", {}),
    "program": (StandingAward, "program", {}),
    "ruling": (StandingRuling, "effect", {}),
}
# In the order of the page; the number of options shown before the fold.
SHOWN = {
    "list": 5,
    "position": 9,
    "finding": 5,
    "kind": 3,
    "state": 0,
    "grant_status": 4,
    "program": 3,
    "ruling": 3,
}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    """`options` are in sight, `rest` is folded away; both may be chosen from."""

    name: str
    label: str
    options: list[Option]
    rest: list[Option]
    rest_label: str
    error: str

    @property
    def rest_open(self):
        return any(option.checked for option in self.rest)


@dataclass(frozen=True)
class Facets:
    total: int
    facets: list[Facet]


def facets(question):
    """Every facet of a question, and the number of rows that match it.

    At most one query a filter: columns whose filter is unused share one, a used
    filter's counts leave its own selection out. The total follows from them.
    """
    counts = _column_counts(question) | _child_counts(question)
    chosen = question.value("kind") or counts["kind"]
    return Facets(
        total=sum(counts["kind"][code] for code in chosen),
        facets=[_facet(question, name, counts[name]) for name in SHOWN],
    )


def _facet(question, name, counts):
    chosen = question.value(name) or []
    found = question.filters[name]
    options = [
        Option(code, label, counts[code], code in chosen)
        for code, label in found.extra["choices"]
    ]
    shown = SHOWN[name]
    return Facet(
        name=name,
        label=found.label,
        options=options[:shown],
        rest=options[shown:],
        rest_label=(
            f"All {len(options)} states and territories"
            if name == "state"
            else f"{len(options) - shown} more"
        ),
        error=question.problem(name),
    )


def _column_counts(question):
    counts = {name: Counter() for name in COLUMNS}
    unused = [name for name in COLUMNS if name not in question.active]
    asked = [(unused, None)] if unused else []
    asked += [([name], name) for name in COLUMNS if name in question.active]
    for names, left_out in asked:
        rows = question.rows(leave_out=left_out).order_by().values_list(*names)
        for *values, count in rows.annotate(n=Count("pk")):
            for name, value in zip(names, values, strict=True):
                counts[name][value or NONE] += count
    return counts


def _child_counts(question):
    counts = {}
    for name, (model, column, conditions) in CHILDREN.items():
        rows = question.rows(leave_out=name).order_by()
        having = (
            model.objects.filter(standing__in=rows.values("pk"), **conditions)
            .order_by()
            .values_list(column)
            .annotate(n=Count("standing", distinct=True))
        )
        without = (
            rows.filter(question.filters[name].condition(None))
            .annotate(absent=Value(NONE))
            .values_list("absent")
            .annotate(n=Count("pk"))
        )
        counts[name] = Counter(dict(having.union(without, all=True)))
    return counts
