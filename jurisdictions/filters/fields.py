"""How one parameter's value is read, and what is said when it cannot be."""

import datetime as dt
import difflib
import re
from zoneinfo import ZoneInfo

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from jurisdictions.choices import NONE
from jurisdictions.days import LAST_DAY, LAST_MOMENT
from jurisdictions.risk.definition import MAX_WEIGHT, WEIGHTS

EASTERN = ZoneInfo("America/New_York")
INSTANT = dt.timedelta(microseconds=1)


def shown(values):
    """Values as an answer may repeat them: short, and no control characters."""
    text = ", ".join(values)[:200]
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def unreadable(value, sentence):
    """The error that names the value first: “abc” is not …"""
    return ValidationError(f"“{shown([value])[:80]}” {sentence}")


def meant(word, known):
    """The sentence that asks whether the nearest of them was meant, after a blank."""
    near = difflib.get_close_matches(word[:100], known, 1)
    return f" Did you mean {near[0]}?" if near else ""


class TextField(forms.CharField):
    """Text that both databases can take; NUL is refused by Django's own field."""

    def to_python(self, value):
        text = super().to_python(value)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise ValidationError("Half of a character is missing in this text.")
        return text


class DayField(forms.Field):
    """An ISO day, "2025-08-05", up to `last`."""

    def __init__(self, *args, last=LAST_DAY, **kwargs):
        super().__init__(*args, **kwargs)
        self.last = last

    def validate(self, value):
        super().validate(value)
        if value and value > self.last:
            raise unreadable(
                value.isoformat(),
                "has not come yet; give today or a day before it.",
            )

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return dt.datetime.strptime(value.strip(), "%Y-%m-%d").date()
        except ValueError as error:
            raise unreadable(
                value, "is not a day of the calendar; write it like 2025-08-05."
            ) from error


# Before it, a moment has no Eastern time to print.
EARLIEST = dt.datetime(1, 1, 2, tzinfo=dt.UTC)


class MomentField(forms.Field):
    """An ISO moment; a day alone means its end. Eastern time unless it says more.

    On no later day than `last`: a day alone ends after the moment it is asked.
    """

    def __init__(self, *args, last=LAST_DAY, **kwargs):
        super().__init__(*args, **kwargs)
        self.last = last

    def clean(self, value):
        moment = super().clean(value)
        if moment and moment.astimezone(EASTERN).date() > self.last:
            raise unreadable(
                value, "has not come yet; this record cannot be shown as it will stand."
            )
        return moment

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = value.strip().upper()
        try:
            if "T" not in text:
                day = dt.datetime.strptime(text, "%Y-%m-%d")
                moment = (day + dt.timedelta(days=1)).replace(tzinfo=EASTERN) - INSTANT
            else:
                # A plus sign that was not escaped arrives as a blank.
                moment = dt.datetime.fromisoformat(text.replace(" ", "+"))
                moment = moment if moment.tzinfo else moment.replace(tzinfo=EASTERN)
            return max(EARLIEST, min(moment.astimezone(dt.UTC), LAST_MOMENT - INSTANT))
        except (ValueError, OverflowError) as error:
            raise unreadable(
                value, "is not a moment; write it like 2025-11-03 or 2025-11-03T15:00Z."
            ) from error


class AmountField(forms.DecimalField):
    """Dollars, as people write them: "342168401", "$342,168,401"."""

    def clean(self, value):
        if value in self.empty_values:
            return None
        try:
            return super().clean(
                re.sub(r"^\$\s*|,(?=\d{3})", "", value.strip()) or value
            )
        except ValidationError as error:
            raise unreadable(
                value, "is not an amount of dollars; write it like 25000."
            ) from error


class WeightsField(forms.Field):
    """A reader's own weights: "terms:5,via_state:0" -> {factor: whole number}."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        weights = dict(self._pair(part) for part in value.split(","))
        if not any((WEIGHTS | weights).values()):
            raise unreadable(value, "leaves no factor with a weight above 0.")
        return weights

    def _pair(self, part):
        name, _, number = part.strip().partition(":")
        if name not in WEIGHTS:
            near = difflib.get_close_matches(name, [*WEIGHTS], 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise unreadable(part, f"names no factor that has a weight.{hint}")
        if not (number.isascii() and number.isdigit() and len(number) <= 3):
            raise unreadable(part, "is no weight; write it like terms:5.")
        if int(number) > MAX_WEIGHT:
            raise unreadable(part, f"is too much; a weight is at most {MAX_WEIGHT}.")
        return name, int(number)


class PageField(forms.IntegerField):
    what = "a page"

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError as error:
            sentence = f"is not the number of {self.what}."
            raise unreadable(value, sentence) from error


class EditionField(PageField):
    what = "an edition"


class CodesField(forms.MultipleChoiceField):
    """Several codes, in any case; each must be one that exists."""

    def to_python(self, value):
        known = {code.lower(): code for code, _ in self.choices}
        codes = [known.get(v.strip().lower(), v) for v in super().to_python(value)]
        return [*dict.fromkeys(codes)]

    def validate(self, value):
        known = [code for code, _ in self.choices]
        for code in value:
            if code not in known:
                hint = meant(code.lower(), known)
                raise unreadable(code, f"is not a value here.{hint}")


class CodeField(CodesField):
    """One code."""

    widget = forms.TextInput

    def to_python(self, value):
        return super().to_python([value] if value else [])

    def clean(self, value):
        return "".join(super().clean(value)[:1])


class Many(filters.Filter):
    """OR inside the parameter; `none` asks for absence."""

    field_class = CodesField

    def __init__(self, *args, choices=(), condition=None, **kwargs):
        super().__init__(*args, choices=choices, required=False, **kwargs)
        self.condition = condition

    def filter(self, qs, value):
        """`condition(codes)` gives the Q for codes, `condition(None)` for absence."""
        if not value:
            return qs
        codes = [code for code in value if code != NONE]
        found = self.condition(codes) if codes else Q(pk__in=())
        return qs.filter(found | self.condition(None) if NONE in value else found)


class One(filters.Filter):
    field_class = CodeField


class Text(filters.CharFilter):
    field_class = TextField


class Day(filters.Filter):
    field_class = DayField


class Moment(filters.Filter):
    field_class = MomentField


class Weights(filters.Filter):
    field_class = WeightsField


class Page(filters.Filter):
    field_class = PageField


class EditionNumber(filters.Filter):
    field_class = EditionField


class Amount(filters.Filter):
    field_class = AmountField

    def __init__(self, *args, **kwargs):
        limits = {"min_value": 0, "max_digits": 15, "decimal_places": 2}
        super().__init__(*args, **limits | kwargs)
