from django.contrib import admin

from jurisdictions.forms import DatedForm, RecordForm
from jurisdictions.models import Case, Ruling

from .base import RecordAdmin


@admin.register(Case)
class CaseAdmin(RecordAdmin):
    form = RecordForm
    facts = (
        "title",
        "docket",
        "court",
        "slug",
        "on",
        "plaintiff",
        "defendant",
        "plaintiffs",
        "defendants",
        "judge",
        "latest_outcome",
    )
    headline_fields = ("title",)
    jurisdiction_path = ""
    search_fields = ("title", "docket", "plaintiff", "defendant")


@admin.register(Ruling)
class RulingAdmin(RecordAdmin):
    form = DatedForm
    facts = (
        "case",
        "title",
        "court",
        "effect",
        "on",
        "citation",
        "coverage",
        "jurisdictions",
    )
    headline_fields = ("title", "effect")
    jurisdiction_path = ""
    search_fields = ("title", "court", "summary")
