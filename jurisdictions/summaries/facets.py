"""Counts beside each filter: exact, and blind to the filter's own selection."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Value
from django.utils.text import slugify

from jurisdictions.choices import NONE, Outcome, Stance
from jurisdictions.models.standings import StandingAward, StandingList, StandingRuling

COLUMNS = ("kind", "state", "position", "finding")
CHILDREN = {
    "list": (StandingList, "list_slug"),
    "grant_status": (StandingAward, "status"),
    "program": (StandingAward, "program"),
    "ruling": (StandingRuling, "effect"),
}
# In the order of the page: what is shown before the fold, as codes or as a number
# of the first. Absence is shown besides.
SHOWN = {
    "list": 5,
    "position": (
        Stance.COMPLIANT,
        Stance.COMPLIANT_WITH_CAVEAT,
        Stance.DISPUTES_LISTING,
        Stance.DISPUTES_AUTHORITY,
        Stance.DECLINES,
        Stance.UNDER_REVIEW,
    ),
    "finding": (
        Outcome.MAY_VIOLATE,
        Outcome.DOCUMENTS_DEMANDED,
        Outcome.NO_EVIDENCE,
        Outcome.FOUND_COMPLIANT,
    ),
    "risk": 6,
    "kind": 3,
    "state": 0,
    "grant_status": 0,
    "program": 0,
    "ruling": 0,
    "occasion": 0,
}
FOLDED = {
    "state": "All {} states and territories",
    "grant_status": "All {} statuses",
    "program": "All {} programs",
    "ruling": "All {} kinds of ruling",
    "occasion": "All {} occasions",
}


@dataclass(frozen=True)
class Option:
    """`count` is None where nothing was counted, since the question has a problem."""

    value: str
    label: str
    count: int | None
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
    """`twins` are names of rows whose government matched under another row too."""

    total: int
    everything: int
    twins: list[str]
    facets: list[Facet]

    @property
    def governments(self):
        return self.total - len(self.twins)


def facets(question):
    """Every facet of a question, and how many rows match it, in one query.

    Columns whose filter is unused are counted together; a used filter's counts
    leave its own selection out. The total follows from them.
    """
    if question.problems:
        shown = [_facet(question, name, None) for name in SHOWN]
        return Facets(total=0, everything=0, twins=[], facets=shown)
    counts = _counts(question)
    chosen = question.value("kind") or counts["kind"]
    return Facets(
        total=sum(counts["kind"][code] for code in chosen),
        everything=counts["everything"][""],
        twins=sorted(counts["twin"]),
        facets=[_facet(question, name, counts[name]) for name in SHOWN],
    )


def _facet(question, name, counts):
    chosen = question.value(name) or []
    found = question.filters[name]
    options = [
        Option(
            value=code,
            label=question.label(name, code),
            count=None if counts is None else counts[code],
            checked=code in chosen,
        )
        for code, _ in found.extra["choices"]
    ]
    shown = [each for i, each in enumerate(options) if _is_shown(name, i, each)]
    rest = [each for each in options if each not in shown]
    return Facet(
        name=name,
        label=found.label,
        options=shown,
        rest=rest,
        rest_label=FOLDED.get(name, "{} more").format(len(rest)),
        error=question.problem(name),
    )


def _is_shown(name, place, option):
    shown = SHOWN[name]
    if option.value == NONE:
        return bool(shown)
    return place < shown if isinstance(shown, int) else option.value in shown


def _counts(question):
    """{facet: Counter of codes}, and the arms "everything" and "twin"."""
    first, *others = [
        _arm("everything", question.everything()),
        _twins(question),
        *_column_arms(question),
        *_child_arms(question),
        *_occasion_arms(question),
        _risk_arm(question),
    ]
    counts = defaultdict(Counter)
    for arm, *values, number in first.union(*others, all=True):
        for name, value in zip(arm.split(), values, strict=False):
            code = slugify(value) if name == "occasion" else value
            counts[name][code or (NONE if name in SHOWN else "")] += number
    return counts


def _arm(name, rows, *columns, count="pk"):
    """One part of the union: at most four columns, and the rows that share them."""
    blanks = {f"blank_{i}": Value("") for i in range(len(columns), len(COLUMNS))}
    return (
        rows.order_by()
        .annotate(arm=Value(name), **blanks)
        .values_list("arm", *columns, *blanks)
        .annotate(number=Count(count, distinct=count != "pk"))
    )


def _twins(question):
    """The rows whose government is among the rows under its main name too."""
    rows = question.rows()
    mains = rows.filter(jurisdiction=OuterRef("jurisdiction__same_government_as"))
    return _arm("twin", rows.filter(Exists(mains)), "name")


def _column_arms(question):
    used = [name for name in COLUMNS if name in question.active]
    for name in used:
        yield _arm(name, question.rows(leave_out=name), name)
    if unused := [name for name in COLUMNS if name not in used]:
        yield _arm(" ".join(unused), question.rows(), *unused)


def _child_arms(question):
    for name, (model, column) in CHILDREN.items():
        rows = question.rows(leave_out=name)
        conditions = {"standing__in": rows.order_by().values("pk")}
        if name == "list":
            conditions |= {"is_open": True, **question.in_force_only}
        having = model.objects.filter(**conditions)
        yield _arm(name, having, column, count="standing")
        yield _absent(question, name, rows)


def _occasion_arms(question):
    rows = question.rows(leave_out="occasion")
    spoke = question.statements().filter(
        jurisdiction__in=rows.order_by().values("jurisdiction")
    )
    yield _arm("occasion", spoke, "stage", count="jurisdiction")
    yield _absent(question, "occasion", rows)


def _risk_arm(question):
    rows = question.rows(leave_out="risk")
    return _arm("risk", rows.annotate(level=question.exposure.code), "level")


def _absent(question, name, rows):
    missing = rows.filter(question.filters[name].condition(None))
    return _arm(name, missing.annotate(absent=Value(NONE)), "absent")
