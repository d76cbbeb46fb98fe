"""What comes with a button of the desk."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError

from jurisdictions.days import eastern

from .fields import PlainText


class StepForm(forms.Form):
    """The text that a step was decided on, a word of why, and an Eastern time."""

    seen = PlainText(required=False, max_length=64)
    note = PlainText(required=False)
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    time = forms.TimeField(required=False, input_formats=["%H:%M", "%H:%M:%S"])

    def clean(self):
        data = super().clean()
        data["at"] = None
        if data.get("day") and data.get("time") is not None:
            try:
                data["at"] = eastern(dt.datetime.combine(data["day"], data["time"]))
            except (ValueError, OverflowError) as error:
                raise ValidationError(str(error)) from error
        return data

    def given(self):
        return {name: self.cleaned_data[name] for name in ("seen", "note", "at")}

    def messages(self):
        """Sentences for the editor, who is on another page by then."""
        if "seen" in self.errors or "note" in self.errors:
            yield "The note has a character that cannot be kept."
        for name, word in (("day", "day"), ("time", "time")):
            if name in self.errors:
                yield f"“{self.data.get(name)}” is no {word}."
        yield from self.non_field_errors()
