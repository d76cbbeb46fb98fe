"""Which jurisdictions: the question of the table, the map, the CSV and the JSON."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils.text import slugify

from jurisdictions.choices import (
    NONE,
    STATE_CHOICES,
    Effect,
    GrantStatus,
    Kind,
    MoneyGroup,
    Outcome,
    Stance,
)
from jurisdictions.models import Award, GovernmentList, Position, Standing
from jurisdictions.models.standings import (
    StandingAward,
    StandingList,
    StandingRuling,
)
from jurisdictions.naming import fold

from .exposure import LEVELS, RiskQuestion
from .fields import Amount, Many, One, Text
from .questions import MAX_Q, dimension

# What `none` asks for, in words.
ABSENT = {
    "list": (NONE, "On no list here"),
    "position": (NONE, "No statement on record"),
    "finding": (NONE, "No finding on record"),
    "grant": (NONE, "No award on record"),
    "ruling": (NONE, "No ruling on record"),
}
SORTS = {
    "name": ("State, then name", ["sort_key", "pk"]),
    "-position_on": (
        "Newest statement first",
        [F("position_first").desc(nulls_last=True)],
    ),
    "-finding_on": ("Newest finding first", [F("finding_first").desc(nulls_last=True)]),
    "-amount": ("Largest amount first", [F("amount_usd").desc(nulls_last=True)]),
    "amount": ("Smallest amount first", [F("amount_usd").asc(nulls_last=True)]),
    "-risk": (
        "Largest exposure first",
        [F("is_not_assessed").asc(), F("exposure").desc()],
    ),
    "-at_issue": (
        "Most dollars at issue first",
        [F("at_issue").desc(nulls_last=True)],
    ),
    "-updated": ("Latest change of the record first", [F("known_from").desc()]),
}


# Conditions


def of_column(name):
    """Asks for values of one of the standing's own columns."""
    return lambda codes: Q(**({name: ""} if codes is None else {f"{name}__in": codes}))


def of_child(model, column):
    """Asks for values among the standing's child rows; None: it has no such row."""

    def condition(codes):
        if codes is None:
            return ~has(model)
        return has(model, **{f"{column}__in": codes})

    return condition


def has(model, **conditions):
    """Some child row of the standing meets these conditions."""
    # As an equality: at a bare "is_open" SQLite stops using the index.
    equal = {
        name: Value(value) if isinstance(value, bool) else value
        for name, value in conditions.items()
    }
    return Q(Exists(model.objects.filter(standing=OuterRef("pk"), **equal)))


def most_at_issue():
    """The larger middle figure of the kinds of money; NULL where none is on record."""
    figures = [F(f"{group}_middle") for group in MoneyGroup]
    # A comparison with NULL gives NULL on one database and the other value on one.
    return Coalesce(Greatest(*figures), *figures)


def was_removed(codes):
    """A line on one of these lists was closed, and none on the same list is open."""
    found = Q(pk__in=())
    for code in codes or ():
        closed = has(StandingList, list_slug=code, is_open=False)
        found |= closed & ~has(StandingList, list_slug=code, is_open=True)
    return found


def start_of(prefix):
    """The day from which a record counts, as FuzzyDay.start has it."""
    late = When(**{f"{prefix}_precision": "on_or_before"}, then=f"{prefix}_last")
    return Case(late, default=f"{prefix}_first")


# Vocabulary


@dataclass(frozen=True)
class Listed:
    """A list as the filters know it; `withdrawn_on` is the whole list's, or None."""

    slug: str
    title: str
    published_on: dt.date | None
    withdrawn_on: dt.date | None
    is_kept: bool  # up to date by its issuer, so that lines can be removed


def in_reading_order(found):
    """Lists that are kept up to date, newest first; then documents, oldest first."""
    lists = [Listed(slug, *rest) for slug, rest in found.items()]
    kept = [each for each in reversed(lists) if each.is_kept]
    return kept + [each for each in lists if not each.is_kept]


@dataclass(frozen=True)
class Vocabulary:
    """The codes that come from the record itself."""

    lists: dict[str, Listed]
    programs: dict[str, str]
    occasions: dict[str, str]  # code -> the occasion's words, which are stored

    @classmethod
    def read(cls):
        """In one query: a program keeps the name it was first seen under."""
        day, text, flag = DateField(), Value(""), BooleanField()
        none, no = Cast(Value(None), day), Value(False, output_field=flag)
        lists = GovernmentList.objects.live().values_list(
            Value("list"),
            "slug",
            "short_title",
            start_of("on"),
            start_of("withdrawn"),
            "is_standing",
        )
        programs = Award.objects.live().values_list(
            Value("program"), "assistance_listing", "program", start_of("on"), none, no
        )
        occasions = Position.objects.live().values_list(
            Value("occasion"), "stage", text, none, none, no
        )
        found = {"list": {}, "program": {}, "occasion": {}}
        rows = lists.order_by().union(programs.order_by(), occasions.order_by())
        for kind, code, *rest in sorted(rows, key=lambda row: (str(row[3]), row[1])):
            if code:
                found[kind].setdefault(code, rest)
        return cls(
            lists={each.slug: each for each in in_reading_order(found["list"])},
            programs={code: name for code, (name, *_) in found["program"].items()},
            occasions={slugify(words): words for words in found["occasion"]},
        )

    @property
    def choices(self):
        """{parameter: [(code, label)]}."""
        lists = [(found.slug, found.title) for found in self.lists.values()]
        return {
            "list": [*lists, ABSENT["list"]],
            "removed": lists,
            "program": [*self.programs.items(), ABSENT["grant"]],
            "occasion": [*self.occasions.items(), ABSENT["position"]],
        }


class JurisdictionQuestion(RiskQuestion):
    """Every question a reader may put to the table, the map, the CSV and the JSON."""

    q = Text(label="Name", method="search", max_length=MAX_Q)
    kind = Many(label="Kind", choices=Kind.choices, condition=of_column("kind"))
    state = Many(label="State", choices=STATE_CHOICES, condition=of_column("state"))
    list = Many(label="On list")
    removed = Many(label="Removed from list", condition=was_removed)
    in_force = One(
        label="On a list not withdrawn",
        choices=[("yes", "Yes"), ("no", "No")],
        method="list_in_force",
    )
    position = Many(
        label="What it says",
        choices=[*Stance.choices, ABSENT["position"]],
        condition=of_column("position"),
    )
    occasion = Many(label="Occasion of a statement")
    finding = Many(
        label="Federal finding",
        choices=[*Outcome.choices, ABSENT["finding"]],
        condition=of_column("finding"),
    )
    grant_status = Many(
        label="Grant status",
        choices=[*GrantStatus.choices, ABSENT["grant"]],
        condition=of_child(StandingAward, "status"),
    )
    latest_grant_status = Many(
        label="Latest grant status",
        choices=[*GrantStatus.choices, ABSENT["grant"]],
        condition=of_column("grant_status"),
    )
    program = Many(label="Program", condition=of_child(StandingAward, "program"))
    ruling = Many(
        label="Court ruling",
        choices=[*Effect.choices, ABSENT["ruling"]],
        condition=of_child(StandingRuling, "effect"),
    )
    amount_min = Amount(
        label="Largest amount, at least", field_name="amount_usd", lookup_expr="gte"
    )
    amount_max = Amount(
        label="Largest amount, at most", field_name="amount_usd", lookup_expr="lte"
    )
    risk = Many(label="Grant risk", choices=LEVELS)
    risk_min = Amount(
        label="Exposure, at least (low end)", method="at_least", max_value=100
    )
    at_issue_min = Amount(
        label="Dollars at issue, at least (low figure)",
        method="with_at_issue",
    )
    sort = One(
        label="Sort",
        choices=[(code, label) for code, (label, _) in SORTS.items()],
        method="leave",
    )

    def __init__(self, data, *, today=None, vocabulary=None):
        super().__init__(data, today=today)
        self.vocabulary = vocabulary or Vocabulary.read()
        for name, choices in self.vocabulary.choices.items():
            self.filters[name].extra["choices"] = choices
        self.filters["list"].condition = self.is_on_list
        self.filters["occasion"].condition = self.spoke_on
        self.filters["risk"].condition = lambda codes: self.exposure.at_level(codes)

    def without(self, name):
        """The same question with one filter less."""
        asked = self.given.copy()
        asked.pop(name, None)
        return type(self)(asked, today=self.today, vocabulary=self.vocabulary)

    # What the filters ask

    def search(self, queryset, name, value):
        """Every word begins a word of one of the names; an empty fold finds none."""
        words = fold(value).split()
        if not words:
            return queryset.none()
        for word in words:
            queryset = queryset.filter(search_text__contains=f" {word}")
        return queryset

    @cached_property
    def in_force_only(self):
        """What `in_force` asks of the very line that `list` asks for."""
        asked = self.value("in_force")
        return {"in_force": asked == "yes"} if asked else {}

    def is_on_list(self, codes):
        if codes is None:
            nowhere = ~has(StandingList, is_open=True)
            # Who is on no list is on none in force.
            is_empty = self.in_force_only.get("in_force")
            return nowhere & Q(pk__in=()) if is_empty else nowhere
        found = {"is_open": True, "list_slug__in": codes, **self.in_force_only}
        return has(StandingList, **found)

    def list_in_force(self, queryset, name, value):
        found = has(StandingList, in_force=True)
        return queryset.filter(found if value == "yes" else ~found)

    def spoke_on(self, codes):
        """It made a statement on such an occasion by the day of the question."""
        if codes is None:
            return Q(position="")
        words = [self.vocabulary.occasions[code] for code in codes]
        said = self.statements().filter(stage__in=words)
        return Q(Exists(said.filter(jurisdiction=OuterRef("jurisdiction"))))

    def statements(self):
        """The statements that count by the day of the question."""
        known = Position.objects.as_of(self.moment).alias(start=start_of("on"))
        return known.filter(start__lte=self.day)

    def at_least(self, queryset, name, value):
        return queryset.filter(self.exposure.at_least(value))

    def with_at_issue(self, queryset, name, value):
        enough = [Q(**{f"{group}_low__gte": value}) for group in MoneyGroup]
        return queryset.filter(reduce(or_, enough))

    # Its answer

    def label(self, name, code):
        """A code's public words on the day of the question."""
        listed = (
            self.vocabulary.lists.get(code) if name in ("list", "removed") else None
        )
        ended = listed and listed.withdrawn_on
        is_over = ended and ended <= self.day
        return super().label(name, code) + (" (withdrawn)" if is_over else "")

    def everything(self):
        """The slice before any filter."""
        return Standing.objects.at(on=self.day, as_of=self.moment)

    def rows(self, leave_out=None):
        """The matching standings, unsorted; none while there is a problem."""
        if self.problems:
            return Standing.objects.none()
        left_out = {leave_out}
        if leave_out == "list" or self.value("list"):
            left_out.add("in_force")  # `list` asks for it itself
        rows = self.everything()
        for name, value in self.cleaned.items():
            if name not in left_out:
                rows = self.filters[name].filter(rows, value)
        return rows

    def sortable(self):
        """The matching standings, with what their order reads beside their columns."""
        found = {
            "-risk": self.exposure.order,
            "-at_issue": {"at_issue": most_at_issue()},
        }
        return self.rows().annotate(**found.get(self.value("sort"), {}))

    def answer(self):
        """The matching standings as the reader wants them ordered."""
        _, order = SORTS[self.value("sort") or "name"]
        rows = self.sortable().select_related("jurisdiction__same_government_as")
        return rows.order_by(*order, *SORTS["name"][1])


class MapQuestion(JurisdictionQuestion):
    by = dimension(("risk", "grant risk"))
