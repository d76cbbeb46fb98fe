"""The form fields of the desk: text without traps, and pickers of live rows."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    FilteredSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.forms import Textarea

from jurisdictions import forms
from jurisdictions.models import Source

from .access import ReadOnlyAdmin


class SourcePicker(AutocompleteJsonView):
    """Finds live sources, and tells those of one title apart."""

    def get_queryset(self):
        return super().get_queryset().live()

    def serialize_result(self, obj, to_field_name):
        return {"id": str(obj.pk), "text": forms.label(obj)}


class PicksSources:
    """Asks `SourcePicker`; drops what cannot be a key, where Django's would fail."""

    url_name = "%s:jurisdictions_source_pick"

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [pk for pk in value if str(pk).isdecimal()])


class SourceSelect(PicksSources, AutocompleteSelect):
    pass


class SourceSelectMultiple(PicksSources, AutocompleteSelectMultiple):
    pass


class PickingAdmin(ReadOnlyAdmin):
    """Chooses the form field of a model's field."""

    formfield_overrides = {
        models.SlugField: {"help_text": "Part of its address: it stays as it is."},
        models.CharField: {"form_class": forms.PlainText},
        models.TextField: {
            "form_class": forms.PlainText,
            "widget": Textarea({"rows": 3, "class": "vLargeTextField"}),
        },
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        # What its pop-up adds is a draft, and a draft cannot be chosen.
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        model = db_field.remote_field.model
        kwargs |= {"form_class": forms.PickOne, "queryset": forms.choices_of(model)}
        if model is Source:
            kwargs["widget"] = SourceSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        model = db_field.remote_field.model
        kwargs |= {"form_class": forms.PickSeveral, "queryset": forms.choices_of(model)}
        if model is Source:
            kwargs["widget"] = SourceSelectMultiple(db_field, self.admin_site)
        else:
            kwargs["widget"] = FilteredSelectMultiple(db_field.verbose_name, False)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
