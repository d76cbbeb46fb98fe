"""The form fields of the desk: text without traps, and pickers of live rows."""

import re

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    FilteredSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.forms import Textarea
from django.urls import reverse
from django.utils.html import format_html

from jurisdictions import forms
from jurisdictions.models import Source

from .access import ReadOnlyAdmin


class SourcePicker(AutocompleteJsonView):
    """Finds live sources and one's own new ones, and tells those of one title apart."""

    def get_queryset(self):
        found = super().get_queryset()
        return found.live() | found.new_of(self.request.user)

    def serialize_result(self, obj, to_field_name):
        return {"id": str(obj.pk), "text": forms.label(obj)}


def named(slug):
    """The key of the source of that short name, live or else new; what was typed
    where there is none, which no field accepts."""
    rows = Source.objects.filter(slug=slug)
    row = rows.live().first() or rows.open().filter(revises=None).first()
    return str(row.pk) if row else slug


class PicksSources:
    """Asks `SourcePicker`; drops what cannot be a key, where Django's would fail.

    Without JavaScript, which draws the picker, sources are typed by their short names.
    """

    url_name = "%s:jurisdictions_source_pick"

    def render(self, name, value, attrs=None, renderer=None):
        return format_html(
            '{}<noscript><label for="id_{}-slug">Short name, as in the address of its'
            ' page:</label> <input id="id_{}-slug" name="{}-slug"></noscript>',
            super().render(name, value, attrs, renderer),
            *[name] * 3,
        )

    def value_from_datadict(self, data, files, name):
        typed = re.split(r"[\s,]+", data.get(f"{name}-slug", "").strip())
        if not any(typed):
            return super().value_from_datadict(data, files, name)
        keys = [named(slug) for slug in typed if slug]
        return keys if self.allow_multiple_selected else keys[0]

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
        # Instead of its pop-up, the help beside a source leads to the whole form.
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        model = db_field.remote_field.model
        kwargs |= {"form_class": forms.PickOne, "queryset": forms.choices_of(model)}
        if model is Source:
            kwargs["widget"] = SourceSelect(db_field, self.admin_site)
            kwargs["help_text"] = format_html(
                'Not found? <a href="{}" target="_blank">Add the source</a>,'
                " save it, and look for it again.",
                reverse("admin:jurisdictions_source_add"),
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        model = db_field.remote_field.model
        kwargs |= {"form_class": forms.PickSeveral, "queryset": forms.choices_of(model)}
        if model is Source:
            kwargs["widget"] = SourceSelectMultiple(db_field, self.admin_site)
        else:
            kwargs["widget"] = FilteredSelectMultiple(db_field.verbose_name, False)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
