"""Forms read and check what an editor typed, `editorial` writes it.

Every form stands for one revision: of a new claim, of a live row, or of a draft.
"""

import re
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from jurisdictions import editorial
from jurisdictions.choices import OPEN_STATES, ChangeKind, MatchHow, ReviewState
from jurisdictions.models import Revision, Source
from jurisdictions.models.records import MAX_EXCERPT_WORDS

from .fields import DayField, PlainText
from .meanwhile import Meanwhile, fingerprint

REVISION_KINDS = (ChangeKind.UPDATE, ChangeKind.CORRECTION, ChangeKind.MINOR)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# In every form beside the facts.
DESK_FIELDS = {"new_claim", "seen", "note", "change_kind"}


def desk_fields(row):
    """The fields beside the facts, by what is written about; None is a new claim."""
    if row is None or row._state.adding:
        return ("note", "new_claim")
    if row.published_at:
        return ("change_kind", "note")
    return ("note", "seen") if row.revision == 1 else ("change_kind", "note", "seen")


class RevisionForm(Meanwhile, forms.ModelForm):
    """What all revisions share. The admin sets `user`, and `refusal` after one."""

    user, refusal = None, ""
    # How it reaches `editorial`.
    via = "admin"
    # The slug is an address of its own, so no two claims share it.
    owns_its_slug = True

    on = DayField()
    change_kind = forms.ChoiceField(
        label="Kind of change",
        choices=[("", "Choose one"), *((kind, kind.label) for kind in REVISION_KINDS)],
        help_text="Update: the world changed. Correction: we were wrong. Minor: typos.",
    )
    note = PlainText(
        label="Why this change",
        min_length=editorial.MIN_NOTE,
        widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
        help_text="Shown in the history. For a correction, say what was wrong.",
    )
    # A new claim's identity is in the form, so that sending it twice makes one draft.
    new_claim = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    # What the draft said when the form was opened.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        self.is_new = row._state.adding
        self.is_draft = not self.is_new and row.published_at is None
        for name in DESK_FIELDS & {*self.fields} - {*desk_fields(row)}:
            del self.fields[name]
        self.prefill()
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self.offer_live_rows(name, field)

    def prefill(self):
        row = self.instance
        for name, field in self.fields.items():
            if isinstance(field, DayField):
                self.initial.setdefault(name, getattr(row, name))
        if "on" in self.fields:
            self.fields["on"].label = row.day_label.capitalize()
        if "slug" in self.fields:
            self.fields["slug"].disabled = "change_kind" in desk_fields(row)
        if self.is_draft:
            self.initial["seen"] = fingerprint(row)
        else:
            self.initial |= {"note": "", "change_kind": ""}

    def offer_live_rows(self, name, field):
        """The live rows, those that this text names already, and one's new sources."""
        if not issubclass(field.queryset.model, Revision):
            return
        named = self.initial.get(name) or []
        named = named if isinstance(named, list) else [named]
        pks = [getattr(row, "pk", row) for row in named]
        offered = field.queryset.live() | field.queryset.filter(pk__in=pks)
        if field.queryset.model is Source:
            offered |= field.queryset.new_of(self.user)
        field.queryset = offered

    # Checks

    def clean(self):
        super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        self.check_days()
        self.check_slug()
        if self.is_new:
            self.check_not_sent_twice()
        elif self.is_draft:
            self.check_not_changed_meanwhile()
        else:
            self.check_revision()
        return self.cleaned_data

    def check_days(self):
        began, ended = self.cleaned_data.get("on"), self.cleaned_data.get("end")
        if began and ended and ended.last < began.first:
            label = self.fields["end"].label
            self.add_error("end", f"{label}: “{ended.iso}” is before “{began.iso}”.")

    def check_slug(self):
        slug = self.cleaned_data.get("slug")
        if not slug or self.fields["slug"].disabled:
            return
        if not SLUG.fullmatch(slug):
            text = f"“{slug}”: only small letters, digits and single hyphens."
            self.add_error("slug", text)
        elif self.owns_its_slug and self.rivals().filter(slug=slug).exists():
            noun = self._meta.model._meta.verbose_name
            self.add_error("slug", f"“{slug}” belongs to another {noun}.")

    def rivals(self):
        """Rows of other claims that are, were or may become public."""
        rows = self._meta.model.objects.exclude(claim=self.instance.claim)
        return rows.exclude(state__in=[ReviewState.DISCARDED, ReviewState.SHELVED])

    def check_not_sent_twice(self):
        claim = self.cleaned_data.get("new_claim")
        if self._meta.model.objects.filter(claim=claim).exists():
            raise ValidationError("This form was sent before: its draft is listed.")

    def check_revision(self):
        if not {*self.changed_data} - DESK_FIELDS:
            raise ValidationError("Nothing differs from the live text.")
        mine = self._meta.model.objects.filter(
            claim=self.instance.claim, author=self.user, state__in=OPEN_STATES
        )
        if mine.exists():
            raise ValidationError(
                "You have an open draft of this already: finish or discard it first."
                " What you wrote here is still in the form."
            )

    # Writing

    def saved(self):
        """The row as stored; `instance` already carries what was typed."""
        return self._meta.model.objects.get(pk=self.instance.pk)

    def links(self):
        """{many-to-many field: rows} as chosen."""
        names = {link.name for link in self._meta.model._meta.many_to_many}
        return {name: list(self.cleaned_data[name]) for name in names & {*self.fields}}

    def changes(self):
        """{attribute: value} as typed."""
        names = {*self.fields} - DESK_FIELDS - {*self.links()}
        return {name: self.cleaned_data[name] for name in names}

    def write(self):
        """Hand the text to `editorial`; the draft it made or changed."""
        data = self.cleaned_data
        links = self.kept(self.links())
        common = {"by": self.user, "note": data["note"], "links": links}
        common["via"] = self.via
        if self.is_new:
            row = self._meta.model(claim=data["new_claim"], **self.changes())
            return editorial.draft(row, **common)
        kind = {name: data[name] for name in ("change_kind",) if name in data}
        if self.is_draft:
            changes = self.kept(self.changes()) | kind
            return editorial.edit(self.saved(), changes=changes, **common)
        # What it began from may have been superseded meanwhile: then it is late.
        common |= {"late": True, "changes": self.changes()}
        return editorial.revise(self.saved(), **kind, **common)


class SourceForm(RevisionForm):
    url = forms.URLField(
        label="Address",
        max_length=600,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput({"class": "vURLField"}),
        help_text="Beginning with http:// or https://",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"title", "publisher", "on"} & {*self.fields}:
            self.fields[name].help_text = "Needed before it goes to review."

    def clean(self):
        data = super().clean()
        if not any([data.get("url"), data.get("citation"), "url" in self.errors]):
            raise ValidationError("A source needs an address or a citation.")
        return data

    def changes(self):
        changes = super().changes()
        said = {name: changes[name] for name in ("title", "publisher", "on", "url")}
        for name in {*said} - {*self.kept(said)}:
            said[name] = getattr(self.saved(), name)
        return changes | {"is_incomplete": not all(said.values())}


class RecordForm(RevisionForm):
    # A fact without a day never counts in a standing, so a new one needs it.
    needs_day = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "on" in self.fields:
            had_one = self.is_new or self.instance.on is not None
            self.fields["on"].required = self.needs_day and had_one

    def clean_excerpt(self):
        excerpt = self.cleaned_data["excerpt"]
        words = len(excerpt.split())
        if words > MAX_EXCERPT_WORDS:
            raise ValidationError(
                f"A quotation has at most {MAX_EXCERPT_WORDS} words; this has {words}."
            )
        return excerpt


class DatedForm(RecordForm):
    needs_day = True


class EndingForm(RecordForm):
    end = DayField(label="Ended")


class DatedEndingForm(EndingForm):
    needs_day = True


class LetterForm(DatedForm):
    due = DayField(label="Answer due")
    answered = DayField(label="Answered")


class CriterionForm(RecordForm):
    owns_its_slug = False


class GovernmentListForm(DatedForm):
    withdrawn = DayField(label="Withdrawn")


class ListingForm(DatedEndingForm):
    end = DayField(label="Removed")
    last_seen = DayField(label="Last seen on the list")

    def clean(self):
        data = super().clean()
        undecided = (MatchHow.AMBIGUOUS, MatchHow.NO_SUCH_PLACE)
        if data.get("jurisdiction") and data.get("match") in undecided:
            label = MatchHow(data["match"]).label
            self.add_error("jurisdiction", f"A line cannot name one and say “{label}”.")
        return data
