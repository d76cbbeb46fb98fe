from django.contrib import admin

# Their receivers and checks are there from the start.
from jurisdictions.doors import checks, sessions  # noqa: F401

from . import accounts, courts, events, facts, grants, lists, places, sources

__all__ = [
    "accounts",
    "courts",
    "events",
    "facts",
    "grants",
    "lists",
    "places",
    "sources",
]

admin.site.site_header = "Jurisdictions Under Review: the editors’ desk"
admin.site.site_title = "Editors’ desk"
admin.site.index_title = "What is on record"
admin.site.index_template = "admin/jurisdictions/index.html"
# The lists need the width; every page leads back to this table of contents.
admin.site.enable_nav_sidebar = False
admin.site.disable_action("delete_selected")
