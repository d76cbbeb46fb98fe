"""What a person gives the desk to read: a file or its text, and how to read it."""

from django import forms

from jurisdictions.choices import ChangeKind, Confidence
from jurisdictions.importers.asking import Asked
from jurisdictions.importers.batches import UNCONFIRMED
from jurisdictions.importers.formats import FORMATS
from jurisdictions.importers.limits import MEGABYTE, WEB
from jurisdictions.importers.tables import Options
from jurisdictions.importers.textfiles import DELIMITERS, ENCODINGS
from jurisdictions.models import GovernmentList

from .fields import PlainText

AS_FOUND = ("", "As it is found")
KINDS = (ChangeKind.UPDATE, ChangeKind.CORRECTION, ChangeKind.MINOR)
SAID = (
    *("list", "source", "on", "fiscal_year", "vintage"),
    *("remove_missing_on", "missing_that_stay"),
)
LONGEST_NAME = 60


def _chosen(named):
    choices = [AS_FOUND, *named.items()]
    return forms.ChoiceField(choices=choices, required=False)


def _said(label, hint=""):
    return PlainText(label=label, help_text=hint, max_length=200, required=False)


def _text(rows):
    return forms.Textarea({"rows": rows, "class": "vLargeTextField"})


class ReadingForm(forms.Form):
    """How a file is read, and what is said beside it. It stands in the address."""

    format = forms.ChoiceField(
        choices=[(each.name, each.label) for each in FORMATS.values()], initial="list"
    )
    list = _said("List", "The slug of the list that the lines belong to.")
    list.widget.attrs["list"] = "import-lists"
    source = _said("Source", "A slug, where the rows name none.")
    on = _said("Day", "YYYY-MM-DD, where the rows have none.")
    remove_missing_on = _said(
        "Missing lines removed on",
        "YYYY-MM-DD: ends the list’s lines that the file lacks, by the source above."
        " Left empty, they stay.",
    )
    missing_that_stay = _said(
        "But for the lines", "Numbers of lines that stay all the same, like 3, 7."
    )
    fiscal_year = _said("Fiscal year", "Of allocations.")
    vintage = _said("Year", "Of a gazetteer.")
    change_kind = forms.ChoiceField(
        label="Kind of change",
        choices=[(kind, kind.label) for kind in KINDS],
        required=False,
        help_text="Of what is on record and changes.",
    )
    confidence = forms.ChoiceField(
        choices=Confidence.choices,
        required=False,
        initial=Confidence.HIGH,
        help_text="Where the rows have none.",
    )
    encoding = _chosen(ENCODINGS)
    delimiter = _chosen(DELIMITERS)
    sheet = _said("Sheet", "Of a workbook with several.")
    columns = PlainText(
        required=False,
        help_text="One on a line: ours = theirs. With nothing before the sign, theirs"
        " is left out.",
        widget=_text(3),
    )

    def lists(self):
        """(slug, title) of each list, offered while the slug is typed."""
        return GovernmentList.objects.live().values_list("slug", "title")

    def clean_columns(self):
        """{their column: ours}, as the reader takes it."""
        found = {}
        for line in self.cleaned_data["columns"].splitlines():
            ours, _, theirs = map(str.strip, line.partition("="))
            if theirs:
                found[theirs] = ours
            elif line.strip():
                raise forms.ValidationError(f"“{line}” is not: ours = theirs.")
        return found

    def asked(self):
        data = self.cleaned_data
        reading = (data[name] for name in ("encoding", "delimiter", "sheet", "columns"))
        return Asked(
            options=Options(*reading),
            confidence=data["confidence"] or Confidence.HIGH,
            change_kind=data["change_kind"] or ChangeKind.UPDATE,
            **{name: data[name] for name in SAID},
        )


class ImportForm(ReadingForm):
    """One file, or the text of one, that is to be compared with the record."""

    file = forms.FileField(required=False, help_text="At most 5 MB and 5,000 rows.")
    text = PlainText(
        label="Or its text",
        required=False,
        strip=False,
        max_length=MEGABYTE,
        widget=_text(8),
    )
    field_order = ("format", "file", "text")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > WEB.size:
            raise forms.ValidationError("The file is larger than 5 MB.")
        return file

    def clean(self):
        data = super().clean()
        if not self.errors and bool(data["file"]) == bool(data["text"]):
            raise forms.ValidationError("Choose a file or paste its text: one of both.")
        return data

    def given(self):
        """(name, parts of its bytes) of what was given."""
        file = self.cleaned_data["file"]
        if file:
            return file.name[-LONGEST_NAME:], file.chunks()
        return "pasted text", [self.cleaned_data["text"].encode()]

    def reading(self):
        """What was said about it, as a query."""
        said = {name: self.data.get(name) for name in ReadingForm.base_fields}
        return {name: text for name, text in said.items() if text}


class SureForm(forms.Form):
    """What weighs is said to be so: why, and how many records it is about."""

    note = PlainText(label="Why", required=False, widget=_text(2))
    number = forms.IntegerField(
        label="Number of records", required=False, min_value=0, widget=forms.TextInput
    )


class ApplyForm(SureForm):
    """Apply the file as it was shown: `seen` is the fingerprint of that."""

    skip_invalid = forms.BooleanField(label="Leave out the invalid", required=False)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def ask_only(self, made):
        """Without what this file gives no cause for."""
        if made.size <= UNCONFIRMED:
            del self.fields["number"]
        if not made.diff.invalid:
            del self.fields["skip_invalid"]
