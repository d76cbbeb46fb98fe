"""What a name may mean: jurisdictions, lists, sources, and places without a record."""

from dataclasses import dataclass

from django.db.models import Case, Q, When

from jurisdictions.choices import STATE_NAMES, STATES, Kind
from jurisdictions.models import Jurisdiction, Place, Source
from jurisdictions.naming import fold

SHOWN = 50
# What the gazetteer writes after a name.
SUFFIXES = ("city", "town", "village", "borough", "township", "county", "parish")
EXACT, BEGINS, WITHIN = 0, 1, 2


@dataclass(frozen=True)
class Hits:
    """`exact` bear the very name; `count` is of all jurisdictions that match."""

    count: int
    exact: list
    others: list
    lists: list
    sources: list
    places: list[Place]

    @property
    def is_cut(self):
        return self.count > len(self.exact) + len(self.others)

    @property
    def is_empty(self):
        return not (self.count or self.lists or self.sources or self.places)


def search(question, text):
    """Everything that a text finds on the day of a JurisdictionQuestion for it."""
    rows = ranked(question.rows(), fold(text))
    shown = list(rows[:SHOWN])
    return Hits(
        count=len(shown) if len(shown) < SHOWN else rows.count(),
        exact=[row for row in shown if row.rank == EXACT],
        others=[row for row in shown if row.rank != EXACT],
        lists=_lists(question, text),
        sources=_sources(question, text),
        places=namesakes(text),
    )


def bearers(question, name):
    """The standings whose jurisdiction bears this very name."""
    rows = question.everything().filter(search_text__contains=f" {fold(name)}")
    return list(ranked(rows, fold(name)).filter(rank=EXACT))


def ranked(rows, folded):
    """Rows annotated with `rank`: the very name, its beginning, or any of its words."""
    exact = Q(search_text__regex=_exact(folded))
    if folded.upper() in STATES:
        exact |= Q(kind=Kind.STATE, state=folded.upper())
    begins = Q(search_text__regex=rf"(^|[|]) {folded}")
    return (
        rows.annotate(
            rank=Case(
                When(exact, then=EXACT), When(begins, then=BEGINS), default=WITHIN
            )
        )
        .select_related("jurisdiction")
        .order_by("rank", "sort_key", "pk")
    )


def _exact(folded):
    """A name in `search_text`, with its state's words behind it or asked for too."""
    name, postal = _apart(folded)
    if postal:
        folded = f"{name} {fold(STATE_NAMES[postal])} {postal.lower()}"
    states = "|".join(
        f" {fold(name)} {postal.lower()}" for postal, name in STATE_NAMES.items()
    )
    return rf"(^|[|]) {folded}({states}| [a-z][a-z])? [|]"


def _apart(folded):
    """("portland", "OR") of a text that ends in a state's code or name; (text, "")."""
    ends = (
        (f" {words}", postal)
        for postal, name in STATE_NAMES.items()
        for words in (postal.lower(), fold(name))
    )
    # The longest: "charleston west virginia" is in no state of Virginia.
    fitting = [each for each in ends if f" {folded}".endswith(each[0])]
    ending, postal = max(fitting, key=lambda each: len(each[0]), default=("", ""))
    name = f" {folded}".removesuffix(ending).strip()
    return (name, postal) if name else (folded, "")


def namesakes(text):
    """Governments of that name in the gazetteer on which this record holds nothing.

    All of them, since no name is borne by more than a few hundred; those of one state
    where the text ends in its name or postal code.
    """
    folded = fold(text)
    if not folded:
        return []
    found = Place.objects.filter(search_text__in=_with_suffixes(folded))
    name, postal = _apart(folded)
    if postal:
        names = _with_suffixes(name)
        found |= Place.objects.filter(search_text__in=names, state=postal)
    known = Jurisdiction.objects.on_the_site()
    found = found.exclude(pk__in=known.values("geoid"))
    found = found.exclude(pk__in=known.exclude(second_geoid="").values("second_geoid"))
    return list(found.order_by("state", "name", "pk"))


def _with_suffixes(folded):
    return [folded, *(f"{folded} {suffix}" for suffix in SUFFIXES)]


def _lists(question, text):
    words = fold(text).split()
    return [
        each
        for each in question.vocabulary.lists.values()
        if words and all(f" {word}" in f" {fold(each.title)}" for word in words)
    ]


def _sources(question, text, number=20):
    found = Source.objects.as_of(question.moment)
    for word in text.split():
        found = found.filter(Q(title__icontains=word) | Q(publisher__icontains=word))
    if not fold(text):
        return []
    return list(found.order_by("-on_first", "slug")[:number])
