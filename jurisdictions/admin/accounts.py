"""Accounts and their roles: for superusers, who give themselves none."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from .access import ReadOnlyAdmin

RIGHTS = ("is_active", "is_staff", "is_superuser", "groups")
LOOKUPS = ("is_staff__exact", "is_superuser__exact", "is_active__exact")

# Registered by Django when its module is loaded, above.
admin.site.unregister([User, Group])


class SuperuserOnly(ReadOnlyAdmin):
    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_superuser


@admin.register(Group)
class RoleAdmin(SuperuserOnly, GroupAdmin):
    """The roles are fixed in `roles`; what each may do is its table."""

    fields = ("name",)


@admin.register(User)
class AccountAdmin(SuperuserOnly, UserAdmin):
    """Accounts are switched off, never deleted: the audit trail names them."""

    allowed_lookups = frozenset({*LOOKUPS, "groups__id__exact"})
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Rights", {"fields": RIGHTS}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def has_add_permission(self, request):
        return self.has_view_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request)

    def get_readonly_fields(self, request, obj=None):
        own = RIGHTS if obj == request.user else ()
        return (*super().get_readonly_fields(request, obj), *own)

    def lookup_allowed(self, lookup, value, request):
        return lookup in self.allowed_lookups

    def save_model(self, request, obj, form, change):
        obj.save()
