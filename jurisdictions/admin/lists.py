from django.contrib import admin

from jurisdictions.forms import CriterionForm, GovernmentListForm, ListingForm
from jurisdictions.models import Criterion, GovernmentList, Listing

from .base import RecordAdmin
from .listfilters import MatchFilter


@admin.register(GovernmentList)
class GovernmentListAdmin(RecordAdmin):
    form = GovernmentListForm
    facts = (
        "title",
        "short_title",
        "issuer",
        "slug",
        "on",
        "withdrawn",
        "is_standing",
        "is_complete",
        "completeness",
        "criteria",
    )
    headline_fields = ("short_title",)
    jurisdiction_path = ""
    search_fields = ("title", "short_title", "issuer")


@admin.register(Listing)
class ListingAdmin(RecordAdmin):
    form = ListingForm
    facts = (
        "list",
        "number",
        "name_as_published",
        "form",
        "state_heading",
        "heading",
        "is_annotation",
        "on",
        "end",
        "end_reason",
        "last_seen",
        "last_seen_how",
        "jurisdiction",
        "match",
        "match_reason",
        "candidates",
    )
    headline_fields = ("name_as_published", "list")
    listed_with = ("list",)
    list_filter = (*RecordAdmin.list_filter, MatchFilter)
    allowed_lookups = RecordAdmin.allowed_lookups | {MatchFilter.parameter_name}
    search_fields = (*RecordAdmin.search_fields, "name_as_published")


@admin.register(Criterion)
class CriterionAdmin(RecordAdmin):
    form = CriterionForm
    facts = ("list", "number", "slug", "on")
    headline_fields = ("slug", "list")
    jurisdiction_path = ""
    listed_with = ("list",)
    search_fields = ("slug", "summary")
