"""What the desk's forms are made of: text, days, and pickers with public names."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from jurisdictions.days import PRECISIONS, SHAPES, FuzzyDay
from jurisdictions.models import Award, Jurisdiction, Source, Standing

FIRST_YEAR, LAST_YEAR = 1900, 2099
DAY = "2025-08-05"
# Precision -> how its text is written.
WRITTEN = dict.fromkeys(PRECISIONS, DAY) | {
    "month": "2025-08",
    "year": "2025",
    "fiscal_year": "FY2025",
}


class PlainText(forms.CharField):
    """Text with plain line ends; half a character, which nothing prints, is refused."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def validate(self, value):
        super().validate(value)
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValidationError("This text has a broken character in it.") from error


class DayWidget(forms.MultiWidget):
    """A day as text, and how exactly it is known."""

    use_fieldset = True

    def __init__(self, attrs=None):
        text = forms.TextInput({"aria-label": "Date", "placeholder": DAY, "size": 12})
        known = forms.Select({"aria-label": "How exactly"}, [*PRECISIONS.items()])
        super().__init__({"text": text, "precision": known}, attrs)

    def decompress(self, day):
        return [day.iso, day.precision] if day else ["", "day"]


class DayField(forms.MultiValueField):
    """Reads a FuzzyDay; its errors name the field and what was typed."""

    widget = DayWidget

    def __init__(self, **options):
        options.setdefault("required", False)
        parts = [
            PlainText(required=False, max_length=21),
            forms.ChoiceField(choices=[*PRECISIONS.items()], required=False),
        ]
        super().__init__(parts, require_all_fields=False, **options)

    def compress(self, values):
        text, precision = values or ("", "")
        if text:
            return self.read(text, precision or "day")
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return None

    def read(self, text, precision):
        shape = SHAPES.get(precision, SHAPES["day"])
        if not re.fullmatch(shape, text, re.IGNORECASE):
            raise ValidationError(
                f"{self.label}: “{text}” does not fit “{PRECISIONS[precision]}”,"
                f" which is written like {WRITTEN[precision]}."
            )
        try:
            day = FuzzyDay.parse(text, precision)
        except ValueError as error:
            raise ValidationError(
                f"{self.label}: “{text}” is not in the calendar."
            ) from error
        if not FIRST_YEAR <= day.first.year <= day.last.year <= LAST_YEAR:
            raise ValidationError(
                f"{self.label}: “{text}” is not between {FIRST_YEAR} and {LAST_YEAR}."
            )
        return day

    def has_changed(self, initial, data):
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True


def name_today(path):
    """The name that a jurisdiction has today (NULL: none is published)."""
    today = Standing.objects.at(on=timezone.localdate())
    return Subquery(today.filter(jurisdiction=OuterRef(path)).values("name")[:1])


def choices_of(model):
    """Rows to choose from, with what their labels need, in the order of the labels."""
    if model is Jurisdiction:
        named = model.objects.annotate(name_today=name_today("pk"))
        return named.order_by("name_today", "state", "kind")
    if model is Award:
        owned = model.objects.annotate(owner=name_today("jurisdiction"))
        return owned.order_by("owner", "fiscal_year", "program")
    return model.objects.all()


def label(row):
    """How a row of `choices_of` is printed where it is chosen or named."""
    match row:
        case Jurisdiction():
            kind = row.get_kind_display()
            kind = kind[0].lower() + kind[1:]
            return f"{row.name_today or row.path}, {row.state} ({kind})"
        case Award():
            return f"{row.owner or 'Several places'}: {row}"
        case Source():
            stage = "" if row.published_at else "not published yet"
            parts = (str(row), row.publisher, str(row.on or ""), row.slug, stage)
            return " · ".join(filter(None, dict.fromkeys(parts)))
    return str(row)


class PickOne(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return label(row)


class PickSeveral(forms.ModelMultipleChoiceField):
    def label_from_instance(self, row):
        return label(row)
