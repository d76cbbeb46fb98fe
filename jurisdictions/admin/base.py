"""One record on the desk: its list, its form, its steps. Only `editorial` writes."""

from operator import attrgetter

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from jurisdictions import editorial, forms
from jurisdictions.choices import OPEN_STATES, ReviewState, Verb
from jurisdictions.models import Event

from .access import EDITABLE, may, may_read, may_read_all
from .listfilters import AloneFilter, ConfidenceFilter, MineFilter, StateFilter
from .screens import AUTOSAVE, ScreensAdmin
from .sheet import counterpart, headline, is_behind, sheet, stage
from .steps import BY_NAME, open_steps

# What an event tells those who may not read other people's drafts.
PUBLIC_VERBS = (
    Verb.APPROVED,
    Verb.CHANGES_ASKED,
    Verb.CONFLICT,
    Verb.PUBLISHED,
    Verb.WITHDRAWN,
)
SHOWN_EVENTS = 20
WITHDRAWN = "This was withdrawn after you opened it. Nothing was saved."


class RevisionAdmin(ScreensAdmin):
    """What sources and facts have in common."""

    # Fields of the form, in its order, and those that say in short what it is.
    facts = ()
    headline_fields = ()
    # The lookup of the jurisdiction it is about; empty where there is not just one.
    jurisdiction_path = ""
    # Foreign keys that the list prints.
    listed_with = ()

    change_form_template = "admin/jurisdictions/revision_form.html"
    object_history_template = "admin/jurisdictions/revision_history.html"
    list_filter = (StateFilter, MineFilter, ConfidenceFilter, AloneFilter)
    allowed_lookups = frozenset(each.parameter_name for each in list_filter)
    ordering = ("-pk",)

    # Who may

    def has_view_permission(self, request, obj=None):
        if obj is None or obj.published_at:
            return may_read(request)
        return may_read_all(request) or may(request, "read_draft", obj.author)

    def has_add_permission(self, request):
        return may(request, "draft")

    def has_change_permission(self, request, obj=None):
        """Live rows are revised, drafts edited; nothing else has a form.

        What was typed when the row moved on meanwhile gets its form back, also where
        it was kept in the browser while its editor was signed out.
        """
        typed = request.method == "POST" or "kept" in request.GET
        if obj is None:
            return may(request, "draft")
        if not obj.published_at:
            open_to_edit = typed or obj.state in EDITABLE
            return open_to_edit and may(request, "edit", obj.author)
        current = typed or obj.is_live
        return current and not obj.is_tombstone and may(request, "draft")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        rows = rows.select_related("author", *self.listed_with)
        if self.jurisdiction_path:
            rows = rows.annotate(where=forms.name_today(self.jurisdiction_path))
        if not may_read(request):
            return rows.none()
        if may_read_all(request):
            return rows
        return rows.filter(Q(published_at__isnull=False) | Q(author=request.user))

    # The list

    def get_list_display(self, request):
        where = ("where",) if self.jurisdiction_path else ()
        return ("what", *where, "day", "stage", "author", "confidence", "alone")

    @admin.display(description="what")
    def what(self, row):
        return headline(row, self.headline_fields)

    @admin.display(description="jurisdiction", empty_value="Not one place")
    def where(self, row):
        return row.where

    @admin.display(description="day", ordering="on_first", empty_value="Not known")
    def day(self, row):
        return row.on

    @admin.display(description="state", ordering="state")
    def stage(self, row):
        return stage(row)

    @admin.display(description="alone", empty_value="No")
    def alone(self, row):
        return "Yes" if row.published_alone else None

    # The form

    def get_fieldsets(self, request, obj=None):
        return [
            (None, {"fields": self.facts}),
            ("This change", {"fields": forms.desk_fields(obj)}),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user, form.refusal = request.user, getattr(request, "refusal", "")
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        row = object_id and self.get_object(request, unquote(object_id))
        if row and request.method == "GET" and (own := self.own_draft(request, row)):
            messages.info(request, "You have an open draft of this. Here it is.")
            return redirect(self.address(own))
        late = row and request.method == "POST" and row.superseded_at
        if late and counterpart(row).is_tombstone:
            request.refusal = WITHDRAWN
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except editorial.Refused as refusal:
            request.refusal = str(refusal)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def own_draft(self, request, row):
        """The user's open draft of a live row's claim."""
        if not row.is_live:
            return None
        drafts = self.get_queryset(request).filter(claim=row.claim)
        return drafts.filter(author=request.user, state__in=OPEN_STATES).first()

    # Writing

    def save_form(self, request, form, change):
        return form.instance

    def save_model(self, request, obj, form, change):
        idle = form.is_draft and not form.has_changed()
        obj.written = form.saved() if idle else form.write()

    def save_related(self, request, form, formsets, change):
        """`editorial` linked them."""

    # The audit trail is `Event`, written by `editorial`; not the admin's own log.

    def log_addition(self, request, obj, message):
        pass

    def log_change(self, request, obj, message):
        pass

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        live = counterpart(obj.written)
        if is_behind(obj.written, live) and not live.is_tombstone:
            messages.warning(
                request,
                f"{live.published_by} published a newer text after yours was begun."
                " Yours is saved as a draft: choose field by field what to carry over.",
            )
            return redirect(self.address(obj.written, "merge"))
        if "_submit" in request.POST:
            seen = forms.fingerprint(obj.written)
            self.take(request, obj.written, BY_NAME["submit"], seen=seen)
        else:
            messages.success(request, "Saved as a draft.")
        return redirect(self.address(obj.written))

    # The page around the form

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        form = context["adminform"].form
        if form.overtaken and {*form.errors} == {NON_FIELD_ERRORS}:
            return self.saved_meanwhile(request, form)
        author = request.user
        if obj is not None:
            # As stored: `obj` may carry what was typed.
            row = self.get_queryset(request).get(pk=obj.pk)
            context |= self.desk(request, row)
            author = request.user if row.published_at else row.author
        context["may_submit"] = may(request, "submit", author)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def desk(self, request, row):
        live = counterpart(row)
        return {
            "title": headline(row, self.headline_fields),
            "subtitle": None,
            "row": row,
            "stage": stage(row),
            "public_address": self.public_address(row),
            "live": live,
            "live_address": live and self.address(live),
            "is_behind": is_behind(row, live),
            "sheet": sheet(row, live, flatten_fieldsets(self.get_fieldsets(request))),
            "steps": open_steps(request, row),
            "seen": forms.fingerprint(row),
            "may_edit": self.has_change_permission(request, row),
            **self.draft_desk(request, row, live),
            "other_drafts": self.other_drafts(request, row),
            # What was saved by itself is in the history.
            "events": self.events(request, row).exclude(via=AUTOSAVE)[:SHOWN_EVENTS],
        }

    def draft_desk(self, request, row, live):
        """What the checks say of an open draft, and where else it can be looked at."""
        open_draft = row.state in OPEN_STATES
        behind = is_behind(row, live) and not live.is_tombstone
        behind = behind and may(request, "edit", row.author)
        left = row.state == ReviewState.DISCARDED
        return {
            "asked": self.asked(request, row),
            "faults": editorial.check(row) if open_draft else [],
            "oddities": editorial.warnings(row) if open_draft else [],
            "merge_address": self.address(row, "merge") if behind and not left else "",
            "preview_address": self.address(row, "preview") if open_draft else "",
            "autosave_address": self.address(row, AUTOSAVE),
        }

    def asked(self, request, row):
        """The event that sent a draft back to its author, while it is there."""
        if row.state != ReviewState.CHANGES_ASKED:
            return None
        events = self.events(request, row).filter(verb=Verb.CHANGES_ASKED)
        return events.filter(revision=row.revision).first()

    def public_address(self, row):
        """Where readers see it; None while they do not."""
        if not row.is_live or row.is_tombstone:
            return None
        of_place = self.jurisdiction_path.replace("__", ".")
        shown = attrgetter(of_place)(row) if of_place else row
        own = getattr(shown, "get_absolute_url", None)
        return own and own()

    def other_drafts(self, request, row):
        drafts = self.get_queryset(request).filter(claim=row.claim)
        return drafts.filter(state__in=OPEN_STATES).exclude(pk=row.pk)

    def events(self, request, row):
        events = Event.objects.filter(
            kind=self.opts.model_name, claim=str(row.claim)
        ).order_by("-number")
        if may_read_all(request):
            return events
        return events.filter(Q(actor=request.user) | Q(verb__in=PUBLIC_VERBS))

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        revisions = self.get_queryset(request).filter(claim=row.claim)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {headline(row, self.headline_fields)}",
            "opts": self.opts,
            "row": row,
            "row_address": self.address(row),
            "revisions": [
                (stage(revision), self.address(revision), revision)
                for revision in revisions.order_by("-revision", "-pk")
            ],
            "events": self.events(request, row),
        }
        return TemplateResponse(request, self.object_history_template, context)


class RecordAdmin(RevisionAdmin):
    """A fact with its source."""

    jurisdiction_path = "jurisdiction"
    search_fields = ("jurisdiction__names__text", "summary", "claim")
    source_fields = ("source", "more_sources", "locator", "excerpt")
    reading_fields = ("confidence", "summary", "remark")

    def get_fieldsets(self, request, obj=None):
        facts, why = super().get_fieldsets(request, obj)
        return [
            ("Source", {"fields": self.source_fields}),
            ("What it says", facts[1]),
            ("For readers", {"fields": self.reading_fields}),
            why,
        ]
