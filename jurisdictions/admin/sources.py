from django.contrib import admin
from django.urls import path

from jurisdictions.forms import SourceForm
from jurisdictions.models import Source

from .base import RevisionAdmin
from .pickers import SourcePicker


@admin.register(Source)
class SourceAdmin(RevisionAdmin):
    form = SourceForm
    facts = (
        "title",
        "publisher",
        "on",
        "kind",
        "url",
        "citation",
        "slug",
        "read_depth",
        "confidence",
        "remark",
    )
    headline_fields = ("title",)
    search_fields = ("title", "publisher", "slug", "url", "citation")

    def get_list_display(self, request):
        what, *others = super().get_list_display(request)
        return (what, "publisher", *others)

    def get_urls(self):
        picker = SourcePicker.as_view(admin_site=self.admin_site)
        view = self.admin_site.admin_view(picker)
        pick = path("pick/", view, name="jurisdictions_source_pick")
        return [pick, *super().get_urls()]
