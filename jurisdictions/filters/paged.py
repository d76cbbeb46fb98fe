"""What a list of the API can be asked: what its page can, how much, and from where."""

from django import forms
from django.core.exceptions import ValidationError
from django_filters import Filter

from jurisdictions.choices import STATE_CHOICES
from jurisdictions.models import Award, Case, GovernmentList, Source, Standing

from .fields import CodesField, Many, Text, unreadable
from .jurisdictions import JurisdictionQuestion
from .questions import (
    MAX_VALUES,
    TOO_MANY,
    ChangeQuestion,
    ListQuestion,
    Problem,
    Question,
)
from .references import Claims, Places, Reference

LIMIT, MAX_LIMIT = 50, 1000
MAX_CURSOR = 1000
EMPTY = "This parameter is empty; give it a value or leave it out."


class LimitField(forms.IntegerField):
    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError as error:
            raise unreadable(
                value, f"is not a whole number from 1 to {MAX_LIMIT:,}."
            ) from error


class NamesField(CodesField):
    """Codes between commas, or one in each of several parameters."""

    def to_python(self, value):
        parts = [part for text in value or () for part in text.split(",")]
        if len(parts) > MAX_VALUES:
            raise ValidationError(TOO_MANY)
        return super().to_python(parts)


class Limit(Filter):
    field_class = LimitField


class Names(Many):
    field_class = NamesField

    def filter(self, qs, value):
        return qs


class Bare(Question):
    """One thing of the API: on which day, as known when, which of its fields."""

    fields = Names(label="Fields to give")

    def __init__(self, data, *, names=(), **known):
        super().__init__(data, **known)
        # The API has cursors: a numbered page moves while rows come in.
        self.filters.pop("page", None)
        self.filters["fields"].extra["choices"] = [(name, name) for name in names]
        self.empty = [
            name
            for name, values in data.lists()
            if name in self.filters and not all(value.strip() for value in values)
        ]

    def _excess(self):
        yield from super()._excess()
        # A program that fills in nothing must not be given everything.
        for name in self.empty:
            yield Problem(name, "", EMPTY, self.filters[name].label)

    def columns(self, columns):
        """Those that were asked for, in their own order; all where none was."""
        asked = self.value("fields")
        return [each for each in columns if not asked or each.name in asked]


class Paged(Bare):
    """A list of the API: how many rows at once, and after which."""

    limit = Limit(
        label="Rows at once", method="leave", min_value=1, max_value=MAX_LIMIT
    )
    cursor = Text(label="Where to go on", method="leave", max_length=MAX_CURSOR)

    # Whether the rows are those of one day.
    has_day = True

    @property
    def per_page(self):
        return self.value("limit") or LIMIT

    @property
    def order(self):
        """What sets one order of the list apart from the others."""
        return self.value("sort") or "" if "sort" in self.filters else ""


class PagedJurisdictions(Paged, JurisdictionQuestion):
    pass


class PagedStandings(PagedJurisdictions):
    """Periods of jurisdictions: all of them, or those of one day where it is given."""

    def __init__(self, data, **known):
        super().__init__(data, **known)
        # It asks what was said by a day, and these are many days.
        self.filters.pop("occasion")

    @property
    def has_day(self):
        return bool(self.value("on"))

    def everything(self):
        if self.has_day:
            return super().everything()
        return Standing.objects.known(as_of=self.moment)


class PagedChanges(Paged, ChangeQuestion):
    pass


class PagedRecords(Paged):
    """Facts of one kind: about which places, from which sources."""

    jurisdiction = Reference(label="Jurisdiction", target=Places())
    state = Many(label="State", choices=STATE_CHOICES)
    source = Reference(label="Source", target=Claims(Source))


class PagedListings(PagedRecords, ListQuestion):
    list = Reference(label="List", target=Claims(GovernmentList))


class PagedCriteria(Paged):
    list = Reference(label="List", target=Claims(GovernmentList))


class PagedActions(PagedRecords):
    award = Reference(label="Award", target=Claims(Award))


class PagedRulings(PagedRecords):
    case = Reference(label="Case", target=Claims(Case))
