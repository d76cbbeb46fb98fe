from django import forms

from jurisdictions.editorial.accounts import Rights, rights_of
from jurisdictions.roles import Role

from .fields import PlainText


class RightsForm(forms.Form):
    """The rights of one account, and why they change."""

    roles = forms.MultipleChoiceField(
        choices=[(role.value, role.value.capitalize()) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_superuser = forms.BooleanField(
        label="Superuser: gives rights to others and has no editorial ones",
        required=False,
    )
    is_active = forms.BooleanField(label="May sign in", required=False)
    new_factor = forms.BooleanField(
        label="Take away the second factor, so that it is set up anew",
        required=False,
    )
    note = PlainText(label="Why", widget=forms.Textarea(attrs={"rows": 3}))

    @staticmethod
    def filled(user):
        """What the form shows at first."""
        rights = rights_of(user)
        return {
            "roles": rights.roles,
            "is_superuser": rights.is_superuser,
            "is_active": rights.is_active,
        }

    def rights(self):
        data = self.cleaned_data
        roles = tuple(sorted(Role(role) for role in data["roles"]))
        return Rights(roles, data["is_superuser"], data["is_active"])
