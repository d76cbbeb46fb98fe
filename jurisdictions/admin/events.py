from django.contrib import admin

from jurisdictions.models import Edition, Event, Ledger

from .access import ReadOnlyAdmin, may_read_all


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The audit trail: for those who may read every draft."""

    list_display = ("number", "at", "actor_name", "verb", "kind", "claim", "note")
    search_fields = ("actor_name", "claim", "note")
    ordering = ("-number",)

    def has_view_permission(self, request, obj=None):
        return may_read_all(request)


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ("number", "published_at", "changes")
    ordering = ("-number",)


@admin.register(Ledger)
class LedgerAdmin(ReadOnlyAdmin):
    list_display = ("record_id", "edition", "published_at", "event_count")
