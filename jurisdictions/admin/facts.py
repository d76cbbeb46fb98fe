from django.contrib import admin

from jurisdictions.forms import (
    DatedEndingForm,
    DatedForm,
    EndingForm,
    LetterForm,
)
from jurisdictions.models import (
    FederalAction,
    Finding,
    Letter,
    Name,
    Policy,
    Position,
    Search,
)

from .base import RecordAdmin


@admin.register(Finding)
class FindingAdmin(RecordAdmin):
    form = DatedForm
    facts = ("jurisdiction", "office", "document", "outcome", "statute", "on")
    headline_fields = ("outcome", "office")


@admin.register(Position)
class PositionAdmin(RecordAdmin):
    form = DatedForm
    facts = ("jurisdiction", "stance", "on", "stage", "office", "addressee")
    headline_fields = ("stance", "office")


@admin.register(Name)
class NameAdmin(RecordAdmin):
    form = EndingForm
    facts = ("jurisdiction", "text", "role", "on", "end")
    headline_fields = ("text", "role")


@admin.register(Policy)
class PolicyAdmin(RecordAdmin):
    form = EndingForm
    facts = ("jurisdiction", "title", "instrument", "citation", "on", "end")
    headline_fields = ("title",)


@admin.register(Letter)
class LetterAdmin(RecordAdmin):
    form = LetterForm
    facts = ("jurisdiction", "office", "addressee", "outcome", "on", "due", "answered")
    headline_fields = ("outcome", "office")


@admin.register(FederalAction)
class FederalActionAdmin(RecordAdmin):
    form = DatedEndingForm
    facts = (
        "title",
        "kind",
        "actor",
        "citation",
        "on",
        "end",
        "scope",
        "jurisdictions",
    )
    headline_fields = ("title",)
    jurisdiction_path = ""
    search_fields = ("title", "actor", "summary")


@admin.register(Search)
class SearchAdmin(RecordAdmin):
    form = DatedForm
    facts = ("jurisdiction", "topic", "looked_for", "looked_in", "on")
    headline_fields = ("topic", "looked_for")
