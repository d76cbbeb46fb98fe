"""Accounts and their rights: for superusers, who give themselves none."""

# Registered when these are loaded; the second factors have no list of their own,
# because whoever reads a secret can sign in with it.
import django_otp.plugins.otp_static.admin
import django_otp.plugins.otp_totp.admin  # noqa: F401
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from jurisdictions import editorial
from jurisdictions.doors import stepup
from jurisdictions.editorial.accounts import change_rights, record_account
from jurisdictions.forms.accounts import RightsForm
from jurisdictions.roles import may

from .access import ReadOnlyAdmin

RIGHTS = ("is_active", "is_staff", "is_superuser", "groups")
LOOKUPS = ("is_staff__exact", "is_superuser__exact", "is_active__exact")

admin.site.unregister([User, Group, TOTPDevice, StaticDevice])


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
    change_form_template = "admin/doors/account_form.html"
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Rights", {"fields": RIGHTS}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    # Rights have a form of their own, which leaves a line in the audit trail.
    readonly_fields = (*RIGHTS, "last_login", "date_joined")

    def has_add_permission(self, request):
        return self.has_view_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request)

    def lookup_allowed(self, lookup, value, request):
        return lookup in self.allowed_lookups

    def save_model(self, request, obj, form, change):
        obj.save()
        if not change:
            record_account(obj, by=request.user)

    # A young code for everything that opens an account

    def changeform_view(self, request, *args, **kwargs):
        return self.asked(request) or super().changeform_view(request, *args, **kwargs)

    def user_change_password(self, request, id, form_url=""):
        view = super().user_change_password
        return self.asked(request) or view(request, id, form_url)

    def asked(self, request):
        """The page that asks for a code, where one is needed and may help."""
        return self.has_view_permission(request) and stepup.ask(request)

    # The form of the rights

    def get_urls(self):
        view = self.admin_site.admin_view(self.rights_view)
        rights = path("<int:pk>/rights/", view, name="auth_user_rights")
        return [rights, *super().get_urls()]

    def rights_view(self, request, pk):
        user = self.get_object(request, str(pk))
        if not may(request.user, "change_rights", user):
            raise PermissionDenied
        if user is None:
            raise Http404
        if asked := stepup.ask(request):
            return asked
        form = RightsForm(request.POST or None, initial=RightsForm.filled(user))
        if form.is_valid() and self.change_rights(request, user, form):
            return redirect(reverse("admin:auth_user_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Rights of {user}",
            "opts": self.opts,
            "account": user,
            "form": form,
        }
        return TemplateResponse(request, "admin/doors/rights.html", context)

    def change_rights(self, request, user, form):
        """Whether it was done; what hindered it stands at the form."""
        data = form.cleaned_data
        try:
            change_rights(
                user,
                form.rights(),
                by=request.user,
                note=data["note"],
                new_factor=data["new_factor"],
            )
        except editorial.Refused as refusal:
            form.add_error(None, str(refusal))
            return False
        messages.success(request, "Changed. Their sessions have ended.")
        return True
