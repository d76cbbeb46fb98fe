from django.contrib import admin

from jurisdictions.forms import DatedForm, RecordForm
from jurisdictions.models import Award, AwardAction

from .base import RecordAdmin


@admin.register(Award)
class AwardAdmin(RecordAdmin):
    form = RecordForm
    facts = (
        "jurisdiction",
        "shared_by",
        "program",
        "assistance_listing",
        "fiscal_year",
        "award_number",
        "recipient",
        "fiscal_agent",
        "on",
        "amount_usd",
        "amount_kind",
        "amount_precision",
        "may_double_count",
        "slug",
    )
    headline_fields = ("program", "fiscal_year", "award_number")
    search_fields = (*RecordAdmin.search_fields, "program", "award_number")


@admin.register(AwardAction)
class AwardActionAdmin(RecordAdmin):
    form = DatedForm
    facts = ("award", "status", "on")
    headline_fields = ("status", "award")
    jurisdiction_path = "award__jurisdiction"
    listed_with = ("award",)
    search_fields = (
        "award__jurisdiction__names__text",
        "award__program",
        "award__award_number",
        "summary",
    )
