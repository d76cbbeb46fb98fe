"""What every page can be asked, and how its answer to a bad question is kept."""

import difflib
from dataclasses import dataclass
from datetime import UTC
from functools import cached_property

import django_filters as filters
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode

from jurisdictions.choices import ChangeKind
from jurisdictions.days import ap_day
from jurisdictions.models import GovernmentList, Standing

from .fields import (
    EASTERN,
    Day,
    EditionNumber,
    Many,
    Moment,
    One,
    Page,
    Text,
    shown,
)

MAX_Q = 200
MAX_PARAMETERS = 50
MAX_VALUES = 100
TOO_MANY = f"At most {MAX_VALUES} values can be given at once."
# What turns or orders an answer without narrowing it.
CLOCK = ("on", "as_of")
FRAME = {*CLOCK, "page", "sort", "by", "excel", "w"}


@dataclass(frozen=True)
class Problem:
    """A value that could not be read, in the words of the page and of JSON alike."""

    parameter: str
    value: str
    message: str
    label: str = ""


class Question(filters.FilterSet):
    """On which day, as known when: what every data page can be asked."""

    on = Day(label="Where things stood on", method="leave")
    as_of = Moment(label="As the record stood at", method="leave")
    page = Page(label="Page", method="leave", min_value=1, max_value=10**6)

    def __init__(self, data, *, today=None):
        self.names = [*data]
        self.given = QueryDict(mutable=True)
        for name, values in data.lists():
            # A parameter given empty is as good as absent.
            if filled := [value for value in values if value.strip()]:
                self.given.setlist(name, filled)
        now = timezone.now().astimezone(EASTERN).date()
        self.today = today or now
        super().__init__(self.given, queryset=Standing.objects.all())
        self.filters["on"].extra["last"] = self.today
        # The record's own clock, whatever earlier day is asked about.
        self.filters["as_of"].extra["last"] = max(now, self.today)

    def leave(self, queryset, name, value):
        return queryset

    def in_form(self, form):
        """Itself, with what only a file of that form can be asked."""
        if form == "csv":
            choices = [("1", "with a mark at the start, for Excel")]
            self.filters["excel"] = One(label="For", choices=choices, method="leave")
            self.filters["excel"].parent = self
        return self

    @cached_property
    def unknown(self):
        """[(name, nearest known name or "")] of parameters that do not exist."""
        known = [*self.filters]
        return [
            (name, next(iter(difflib.get_close_matches(name[:80], known, 1)), ""))
            for name in self.names
            if name not in self.filters
        ]

    @cached_property
    def problems(self):
        found = [*self._excess()]
        for name, messages in self.form.errors.items():
            value = shown(self.given.getlist(name))
            label = self.filters[name].label
            found += [Problem(name, value, each, label) for each in messages]
        return [*found, *self._contradictions()]

    def _excess(self):
        if len(self.given) > MAX_PARAMETERS:
            yield Problem(
                "", "", f"At most {MAX_PARAMETERS} parameters can be asked at once."
            )
        for name, values in self.given.lists():
            if len(values) > MAX_VALUES:
                yield Problem(name, "", TOO_MANY, shown([name]))

    def _contradictions(self):
        for name, found in self.filters.items():
            values = {*self.given.getlist(name)}
            if len(values) > 1 and not isinstance(found, Many):
                both = shown(sorted(values))
                message = f"“{both}” are several values; give one."
                yield Problem(name, both, message, found.label)

    @property
    def strict_problems(self):
        """Problems as files and the API see them: unknown names count too."""
        return self.problems + [
            Problem(
                shown([name]),
                shown(self.given.getlist(name)),
                "This parameter does not exist."
                + (f" Did you mean {near}?" if near else ""),
            )
            for name, near in self.unknown
        ]

    def problem(self, name):
        """The message to show at a field."""
        return next((p.message for p in self.problems if p.parameter == name), "")

    @property
    def messages(self):
        """{parameter: its message}, for templates."""
        return {p.parameter: p.message for p in reversed(self.problems)}

    def value(self, name):
        """The cleaned value, or None where there is none or it could not be read."""
        return self.cleaned.get(name)

    @cached_property
    def cleaned(self):
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def day(self):
        """The day asked about; today where none, or none that can be read."""
        return self.value("on") or self.today

    @cached_property
    def moment(self):
        """The moment of the record asked about; None is now."""
        return self.value("as_of")

    def label(self, name, code):
        """A code's public words."""
        return dict(self.filters[name].extra["choices"])[code]

    @property
    def stood(self):
        """The day asked about, as a citation says it."""
        return f"as things stood on {ap_day(self.day)}"

    def pinned(self, moment):
        """The query that finds the same answer later, with both clocks said."""
        known = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}" if moment else ""
        return self.query(page=None, **self.days(), as_of=known and [known])

    def days(self):
        return {"on": [self.day.isoformat()]}

    @property
    def page_number(self):
        return int(self.value("page") or 1)

    @cached_property
    def active(self):
        """{name: [values]} of what narrows the answer, as the reader gave them."""
        return {
            name: self.given.getlist(name)
            for name in self.filters
            if name not in FRAME and self.value(name)
        }

    @property
    def keep(self):
        """The two clocks, for links to other pages: "?on=2025-09-01", or nothing."""
        given = {name: self.given[name] for name in CLOCK if self.value(name)}
        return f"?{urlencode(given)}" if given else ""

    def known(self):
        """What was given, without the names that mean nothing here."""
        asked = QueryDict(mutable=True)
        for name, values in self.given.lists():
            if name in self.filters:
                asked.setlist(name, values)
        return asked

    def readable(self):
        """What was understood, for a page that answers without the rest.

        Only where it says what it left out and answers no filter: never for rows.
        """
        asked = self.known()
        for problem in self.problems:
            asked.pop(problem.parameter, None)
        return asked

    def query(self, **changes):
        """The known query with changes: a list replaces, None removes."""
        asked = self.known()
        for name, values in changes.items():
            asked.setlist(name, values or [])
            if not values:
                asked.pop(name, None)
        return asked.urlencode()


def dimension(*more):
    """What a map shows of each place; `more` are (code, label)."""
    return One(
        label="Show",
        choices=[
            ("list", "lists"),
            ("position", "what places say"),
            ("finding", "federal findings"),
            ("grants", "grants"),
            *more,
        ],
        method="leave",
    )


class HomeQuestion(Question):
    by = dimension()


class ChangeQuestion(Question):
    """Which changes of the record."""

    kind = Many(
        label="Kind of change",
        choices=ChangeKind.choices,
        condition=lambda codes: Q(change_kind__in=codes or ()),
    )
    jurisdiction = Text(label="Jurisdiction", method="leave", max_length=100)
    list = One(label="List", choices=[], method="leave")
    since = Day(label="Published since", method="leave")

    def __init__(self, data, *, today=None, lists=None):
        super().__init__(data, today=today)
        titles = self.lists_told() if lists is None else lists
        self.filters["list"].extra["choices"] = [*titles.items()]

    @staticmethod
    def lists_told():
        """{slug: title}; also of those taken off the site, which is a change too."""
        lists = GovernmentList.objects.published().order_by("-on_first", "revision")
        return dict(lists.values_list("slug", "short_title"))

    @cached_property
    def list_title(self):
        return dict(self.filters["list"].extra["choices"]).get(self.value("list"), "")


class ListQuestion(Question):
    """Which lines of one list its files hold."""

    lines = One(
        label="Lines",
        choices=[
            ("open", "about places, on it that day"),
            ("all", "every line by that day: removed ones and annotations too"),
        ],
        method="leave",
    )


class SearchQuestion(Question):
    q = Text(label="City, county, state or source", method="leave", max_length=MAX_Q)


class CitationQuestion(Question):
    """Which page is cited, and which edition gave it."""

    url = Text(label="Address of the page", method="leave", max_length=4096)
    edition = EditionNumber(label="Edition", method="leave", min_value=1)


class CheckQuestion(Question):
    """What a reader holds of this record, and would have checked."""

    text = Text(label="Citation or address", method="leave", max_length=4096)
    edition = EditionNumber(label="Edition", method="leave", min_value=1)
    read_on = Moment(label="Read on", method="leave")

    def __init__(self, data, *, today=None):
        super().__init__(data, today=today)
        self.filters["read_on"].extra["last"] = self.today
        # The text says the day and the moment that it is about.
        for name in CLOCK:
            del self.filters[name]


# The whole page is meant, whatever part of it is on the screen.
for _question in (CitationQuestion, CheckQuestion):
    del _question.base_filters["page"]
