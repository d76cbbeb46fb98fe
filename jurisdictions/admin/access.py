"""Who sees and writes what on the desk: `roles` says, Django's permissions do not."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied

from jurisdictions import roles
from jurisdictions.choices import ReviewState

# `roles.may` compares the author with the user: this is never the user.
SOMEONE_ELSE = object()
EDITABLE = (ReviewState.DRAFT, ReviewState.CHANGES_ASKED)


def may(request, action, author=None):
    """`roles.may`, asked once per request: a page asks for each of its buttons."""
    asked = request.__dict__.setdefault("asked_roles", {})
    key = (action, getattr(author, "pk", author))
    if key not in asked:
        asked[key] = roles.may(request.user, action, author)
    return asked[key]


def may_read(request):
    """Staff with a role; a superuser without one reads only."""
    user = request.user
    return user.is_active and (user.is_superuser or may(request, "draft"))


def may_read_all(request):
    return may(request, "read_draft", SOMEONE_ELSE)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that staff look at and nobody changes here, superusers included."""

    actions = None
    list_per_page = 50
    list_max_show_all = 100
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False
    # Lookups in the address that are no filter of the list.
    allowed_lookups = frozenset()

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return may_read(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request):
        return lookup in self.allowed_lookups

    def get_object(self, request, object_id, from_field=None):
        if "\0" in object_id:
            return None
        return super().get_object(request, object_id, from_field)

    def get_search_results(self, request, queryset, search_term):
        # PostgreSQL has no such text, so nothing contains it.
        if "\0" in search_term:
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    def get_changeform_initial_data(self, request):
        """Nothing from the address: a form starts empty."""
        return {}

    def changelist_view(self, request, extra_context=None):
        title = {"title": self.opts.verbose_name_plural.capitalize()}
        return super().changelist_view(request, title | (extra_context or {}))

    # The three hooks through which the admin would write by itself.

    def save_model(self, request, obj, form, change):
        raise PermissionDenied

    def delete_model(self, request, obj):
        raise PermissionDenied

    def delete_queryset(self, request, queryset):
        raise PermissionDenied
