"""What may be asked: one definition for pages, JSON, CSV and the map.

django-filter drops what it cannot read and ignores what it does not know; a
reader would trust an unfiltered answer. So a question here keeps its `problems`
(no rows until they are mended) and its `unknown` names (said, and not applied).
"""

import datetime as dt
import difflib
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from .choices import (
    NONE,
    STATE_CHOICES,
    ChangeKind,
    Effect,
    GrantStatus,
    Kind,
    Outcome,
    Stance,
)
from .days import ap_day
from .models import Award, GovernmentList, Standing
from .models.standings import StandingAward, StandingList, StandingRuling
from .naming import fold

EASTERN = ZoneInfo("America/New_York")
MAX_Q = 200
MAX_PARAMETERS = 50
MAX_VALUES = 100
NO_RECORD = (NONE, "No record")


@dataclass(frozen=True)
class Problem:
    """A value that could not be read, in the words of the page and of JSON alike."""

    parameter: str
    value: str
    message: str


class TextField(forms.CharField):
    """Text that both databases can take; NUL is refused by Django's own field."""

    def to_python(self, value):
        text = super().to_python(value)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise ValidationError("Half of a character is missing in this text.")
        return text


class DayField(forms.Field):
    """An ISO day, "2025-08-05"."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return dt.datetime.strptime(value.strip(), "%Y-%m-%d").date()
        except ValueError as error:
            raise ValidationError(
                "This is not a day of the calendar; write it like 2025-08-05."
            ) from error


class MomentField(forms.Field):
    """An ISO moment; a day alone means its end. Eastern time unless it says more."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = value.strip().replace(" ", "+") if "T" in value else value.strip()
        try:
            if "T" not in text:
                day = dt.datetime.strptime(text, "%Y-%m-%d")
                return (day + dt.timedelta(days=1)).replace(tzinfo=EASTERN)
            moment = dt.datetime.fromisoformat(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=EASTERN)
            return moment.astimezone(dt.UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError(
                "This is not a moment; write it like 2025-11-03 or 2025-11-03T15:00Z."
            ) from error


class ManyField(forms.MultipleChoiceField):
    """Several codes, in any case; each must be one that exists."""

    def to_python(self, value):
        known = {code.lower(): code for code, _ in self.choices}
        return [known.get(v.lower(), v) for v in super().to_python(value) if v]

    def validate(self, value):
        known = {code for code, _ in self.choices}
        for code in value:
            if code not in known:
                near = difflib.get_close_matches(code, known, 1)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise ValidationError(f"{code[:80]!r} is not a value here.{hint}")


class Many(filters.MultipleChoiceFilter):
    """OR inside the parameter; `none` asks for absence."""

    field_class = ManyField

    def __init__(self, *args, condition, **kwargs):
        super().__init__(*args, required=False, **kwargs)
        self.condition = condition

    def filter(self, qs, value):
        """`condition(codes)` gives the Q for codes, `condition(None)` for absence."""
        if not value:
            return qs
        codes = [code for code in value if code != NONE]
        found = self.condition(codes) if codes else Q(pk__in=())
        return qs.filter(found | self.condition(None) if NONE in value else found)


class Text(filters.CharFilter):
    field_class = TextField


class Day(filters.Filter):
    field_class = DayField


class Moment(filters.Filter):
    field_class = MomentField


class Page(filters.NumberFilter):
    field_class = forms.IntegerField


class Question(filters.FilterSet):
    """On which day, as known when: what every data page can be asked."""

    on = Day(label="Where things stood on", method="leave")
    as_of = Moment(label="As the record stood at", method="leave")
    page = Page(
        label="Page", method="leave", min_value=1, max_value=10**6, required=False
    )

    def __init__(self, data, *, today=None):
        self.given = data
        self.today = today or timezone.now().astimezone(EASTERN).date()
        super().__init__(MultiValueDict(data), queryset=Standing.objects.all())

    def leave(self, queryset, name, value):
        return queryset

    @cached_property
    def unknown(self):
        """[(name, nearest known name or "")] of parameters that do not exist."""
        names = [*self.filters]
        return [
            (name, next(iter(difflib.get_close_matches(name, names, 1, 0.5)), ""))
            for name in self.given
            if name not in self.filters
        ]

    @cached_property
    def problems(self):
        found = [*self._excess()]
        for name, messages in self.form.errors.items():
            value = ", ".join(self.given.getlist(name))
            found += [Problem(name, value[:200], message) for message in messages]
        return found + [*self._contradictions()]

    def _excess(self):
        if len(self.given) > MAX_PARAMETERS:
            yield Problem(
                "", "", f"At most {MAX_PARAMETERS} parameters can be asked at once."
            )
        for name, values in self.given.lists():
            if len(values) > MAX_VALUES:
                yield Problem(name, "", f"At most {MAX_VALUES} values can be given.")

    def _contradictions(self):
        for name, found in self.filters.items():
            values = {*self.given.getlist(name)}
            if len(values) > 1 and not isinstance(found, Many):
                yield Problem(
                    name, ", ".join(sorted(values))[:200], "Give this only once."
                )

    @property
    def strict_problems(self):
        """Problems as files and the API see them: unknown names count too."""
        return self.problems + [
            Problem(
                name,
                self.given.get(name, "")[:200],
                "This parameter does not exist."
                + (f" Did you mean {near}?" if near else ""),
            )
            for name, near in self.unknown
        ]

    def problem(self, name):
        """The message to show at a field."""
        return next((p.message for p in self.problems if p.parameter == name), "")

    def value(self, name):
        """The cleaned value, or None where there is none or it could not be read."""
        return self.cleaned.get(name)

    @cached_property
    def cleaned(self):
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def on(self):
        return self.value("on") or self.today

    @cached_property
    def as_of(self):
        return self.value("as_of")

    @property
    def page_number(self):
        return int(self.value("page") or 1)

    @cached_property
    def active(self):
        """{name: [values]} of what narrows the answer."""
        skipped = {"on", "as_of", "page", "sort", "by"}
        return {
            name: self.given.getlist(name)
            for name in self.filters
            if name not in skipped and self.value(name)
        }

    def query(self, **changes):
        """The address's query with changes: a list replaces, None removes."""
        asked = self.given.copy()
        for name, values in changes.items():
            asked.setlist(name, values or [])
            if not values:
                asked.pop(name, None)
        return asked.urlencode()


def position_is(codes):
    return Q(position="") if codes is None else Q(position__in=codes)


def finding_is(codes):
    return Q(finding="") if codes is None else Q(finding__in=codes)


def _child(model, **conditions):
    return Q(Exists(model.objects.filter(standing=OuterRef("pk"), **conditions)))


def is_on_list(codes):
    if codes is None:
        return ~_child(StandingList, is_open=True)
    return _child(StandingList, is_open=True, list_slug__in=codes)


def has_grant_status(codes):
    if codes is None:
        return ~_child(StandingAward)
    return _child(StandingAward, status__in=codes)


def has_program(codes):
    if codes is None:
        return ~_child(StandingAward)
    return _child(StandingAward, program__in=codes)


def has_ruling(codes):
    if codes is None:
        return ~_child(StandingRuling)
    return _child(StandingRuling, effect__in=codes)


def vocabulary():
    """{"list": [(slug, title)], "program": [(number, name)]}, in one query."""
    lists = GovernmentList.objects.live().values_list(
        Value("list"), "slug", "short_title", "on_first"
    )
    programs = Award.objects.live().values_list(
        Value("program"), "assistance_listing", "program", "on_first"
    )
    found = {"list": {}, "program": {}}
    # Newest list first; a program keeps the name it was first seen under.
    rows = sorted(lists.union(programs), key=lambda row: (str(row[3]), row[1]))
    for where, code, label, _ in rows:
        found[where].setdefault(code, label)
    return {
        "list": [*reversed(found["list"].items())],
        "program": [*found["program"].items()],
    }


SORTS = {
    "name": ("State, then name", ["state", "name", "pk"]),
    "-amount": ("Largest amount first", [F("amount_usd").desc(nulls_last=True)]),
    "amount": ("Smallest amount first", [F("amount_usd").asc(nulls_last=True)]),
    "-position_on": (
        "Newest statement first",
        [F("position_first").desc(nulls_last=True)],
    ),
    "-finding_on": ("Newest finding first", [F("finding_first").desc(nulls_last=True)]),
    "-updated": ("Latest change of the record first", [F("known_from").desc()]),
}


class JurisdictionQuestion(Question):
    """Every question a reader may put to the table, the map, the CSV and the JSON."""

    q = Text(label="Name", method="search", max_length=MAX_Q)
    kind = Many(
        label="Kind",
        choices=Kind.choices,
        condition=lambda codes: Q(kind__in=codes or ()),
    )
    state = Many(
        label="State",
        choices=STATE_CHOICES,
        condition=lambda codes: Q(state__in=codes or ()),
    )
    list = Many(label="On list", condition=is_on_list)
    in_force = filters.ChoiceFilter(
        label="On a list in force",
        choices=[("yes", "Yes"), ("no", "No")],
        empty_label="Either",
        method="list_in_force",
    )
    position = Many(
        label="What it says",
        choices=[*Stance.choices, NO_RECORD],
        condition=position_is,
    )
    finding = Many(
        label="Federal finding",
        choices=[*Outcome.choices, NO_RECORD],
        condition=finding_is,
    )
    grant_status = Many(
        label="Grant status",
        choices=[*GrantStatus.choices, NO_RECORD],
        condition=has_grant_status,
    )
    program = Many(label="Program", condition=has_program)
    ruling = Many(
        label="Court ruling",
        choices=[*Effect.choices, NO_RECORD],
        condition=has_ruling,
    )
    amount_min = filters.NumberFilter(
        label="Largest amount, at least",
        field_name="amount_usd",
        lookup_expr="gte",
        min_value=0,
        max_digits=15,
        decimal_places=2,
    )
    amount_max = filters.NumberFilter(
        label="Largest amount, at most",
        field_name="amount_usd",
        lookup_expr="lte",
        min_value=0,
        max_digits=15,
        decimal_places=2,
    )
    sort = filters.ChoiceFilter(
        label="Sort",
        choices=[(code, label) for code, (label, _) in SORTS.items()],
        empty_label=None,
        method="leave",
    )

    def __init__(self, data, *, today=None):
        super().__init__(data, today=today)
        self.vocabulary = vocabulary()
        for name in ("list", "program"):
            self.filters[name].extra["choices"] = [*self.vocabulary[name], NO_RECORD]

    def search(self, queryset, name, value):
        """Every word begins a word of one of the names; an empty fold finds none."""
        words = fold(value).split()
        if not words:
            return queryset.none()
        for word in words:
            queryset = queryset.filter(search_text__contains=f" {word}")
        return queryset

    def list_in_force(self, queryset, name, value):
        conditions = {"in_force": True}
        codes = [code for code in self.value("list") or () if code != NONE]
        if codes:
            conditions["list_slug__in"] = codes
        found = _child(StandingList, **conditions)
        return queryset.filter(found if value == "yes" else ~found)

    def everything(self):
        """The slice before any filter."""
        return Standing.objects.at(on=self.on, as_of=self.as_of)

    def rows(self, leave_out=None):
        """The matching standings, unsorted; none while there is a problem."""
        if self.problems:
            return Standing.objects.none()
        rows = self.everything()
        for name, value in self.cleaned.items():
            if name != leave_out:
                rows = self.filters[name].filter(rows, value)
        return rows

    def answer(self):
        """The matching standings as the reader wants them ordered."""
        _, order = SORTS[self.value("sort") or "name"]
        return (
            self.rows()
            .select_related("jurisdiction__same_government_as")
            .order_by(*order, *SORTS["name"][1])
        )


class MapQuestion(JurisdictionQuestion):
    by = filters.ChoiceFilter(
        label="Show",
        choices=[
            ("list", "lists"),
            ("position", "what places say"),
            ("finding", "federal findings"),
            ("grants", "grants"),
        ],
        empty_label=None,
        method="leave",
    )


class ChangeQuestion(Question):
    """Which changes of the record."""

    kind = Many(
        label="Kind of change",
        choices=ChangeKind.choices,
        condition=lambda codes: Q(change_kind__in=codes or ()),
    )
    jurisdiction = Text(label="Jurisdiction", method="leave", max_length=100)
    since = Day(label="Published since", method="leave")


class SearchQuestion(Question):
    q = Text(label="City, county, state or source", method="leave", max_length=MAX_Q)


def day_words(question):
    """The day of an answer in prose, "Nov. 25, 2026"."""
    return ap_day(question.on)
