from django.contrib import admin

from jurisdictions import forms
from jurisdictions.models import Jurisdiction, Place

from .access import ReadOnlyAdmin


@admin.register(Jurisdiction)
class JurisdictionAdmin(ReadOnlyAdmin):
    list_display = ("name", "state", "kind", "geoid", "path")
    list_display_links = ("name",)
    search_fields = ("names__text", "geoid", "slug")
    ordering = ("state", "slug")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.annotate(name_today=forms.name_today("pk"))

    @admin.display(description="name of today", empty_value="None published")
    def name(self, place):
        return place.name_today


@admin.register(Place)
class PlaceAdmin(ReadOnlyAdmin):
    list_display = ("name", "state", "kind", "legal_form", "geoid")
    search_fields = ("name", "geoid")
    ordering = ("state", "name")
