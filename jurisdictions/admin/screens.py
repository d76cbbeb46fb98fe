"""Pages of a draft beside its form: three texts at once, a preview, the autosave."""

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST

from jurisdictions import editorial, forms
from jurisdictions.choices import ReviewState
from jurisdictions.models import Ledger

from .access import may
from .merging import edits, forks, text_seen
from .previews import preview
from .sheet import counterpart, headline, is_behind
from .steps import SteppingAdmin

AUTOSAVE = "autosave"
SENT_ANEW = ("csrfmiddlewaretoken", "seen", "note", forms.CHOSEN, "_save", "_submit")


def typed(sent):
    """(name, value) of what a form sent, without what its next sending says anew."""
    for name, values in sent.lists():
        if name not in SENT_ANEW and not name.startswith(forms.keep_name("")):
            yield from ((name, value) for value in values)


class ScreensAdmin(SteppingAdmin):
    def get_urls(self):
        urls = []
        for name, view in (
            ("merge", self.merge_view),
            ("preview", self.preview_view),
            (AUTOSAVE, self.autosave_view),
        ):
            address = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
            view = self.admin_site.admin_view(view)
            urls.append(path(f"<int:object_id>/{name}/", view, name=address))
        return [*urls, *super().get_urls()]

    def draft_or_404(self, request, object_id):
        row = self.get_object(request, str(object_id))
        if row is None or row.published_at or row.state == ReviewState.DISCARDED:
            raise Http404
        return row

    # Three texts

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def merge_view(self, request, object_id):
        """Keep mine or take theirs, field by field; the outcome is a new draft."""
        mine = self.draft_or_404(request, object_id)
        if not may(request, "edit", mine.author):
            raise PermissionDenied
        live = counterpart(mine)
        if not is_behind(mine, live) or live.is_tombstone:
            messages.info(request, "There is no newer live text to carry this over to.")
            return redirect(self.address(mine))
        order = flatten_fieldsets(self.get_fieldsets(request))
        found = forks(mine.revises, live, mine, order, chosen=request.POST)
        if request.method == "POST":
            row = self.merged(request, mine, live, found)
            if row is not None:
                return redirect(self.address(row))
        return self.side_by_side(
            request,
            mine,
            live=live,
            base=mine.revises,
            forks=found,
            seen=self.seen(mine, live),
        )

    def side_by_side(self, request, mine, **context):
        said = headline(mine, self.headline_fields)
        context |= {
            **self.admin_site.each_context(request),
            "title": f"Texts side by side: {said}",
            "opts": self.opts,
            "note": request.POST.get("note", mine.note),
            "row_address": self.address(mine),
        }
        return TemplateResponse(request, "admin/jurisdictions/merge.html", context)

    def saved_meanwhile(self, request, form):
        """What somebody else saved in the same draft, beside what was typed."""
        if form.unchosen:
            messages.error(request, f"Choose a side for: {', '.join(form.unchosen)}.")
        theirs, mine = form.saved(), form.typed()
        order = flatten_fieldsets(self.get_fieldsets(request, theirs))
        base = text_seen(theirs, request.POST.get("seen"))
        links = form.links()
        return self.side_by_side(
            request,
            mine,
            saved=edits(theirs).first(),
            base=base,
            forks=forks(base, theirs, mine, order, chosen=request.POST, links=links),
            seen=forms.fingerprint(theirs),
            typed=[*typed(request.POST)],
        )

    def seen(self, mine, live):
        return f"{live.pk}-{forms.fingerprint(mine)}"

    @transaction.atomic
    def merged(self, request, mine, live, found):
        """The new draft; None, and a message, where something is still open."""
        Ledger.objects.lock()
        form = forms.StepForm({"note": request.POST.get("note", "")})
        if not form.is_valid():
            messages.error(request, " ".join(form.messages()))
        elif request.POST.get("seen") != self.seen(mine, counterpart(mine)):
            messages.error(request, "A text has changed since. Compare them again.")
        elif still := [fork.label for fork in found if not fork.kept]:
            messages.error(request, f"Choose a side for: {', '.join(still)}.")
        else:
            return self.rebased(request, mine, found, form.cleaned_data["note"])
        return None

    def rebased(self, request, mine, found, note):
        kept = {fork.name for fork in found if fork.kept == forms.MINE and fork.differs}
        try:
            row = editorial.rebase(mine, by=request.user, kept=kept, note=note)
        except editorial.Refused as refusal:
            messages.error(request, str(refusal))
            return None
        messages.success(
            request,
            "This is a draft of the newer text, with what you kept."
            " The overtaken one stays, shelved.",
        )
        return row

    # As readers would see it

    @method_decorator(require_POST)
    def preview_view(self, request, object_id):
        """By POST, because it takes the turn of a writer; nothing of it stays."""
        row = self.draft_or_404(request, object_id)
        try:
            with editorial.rehearse(row, by=request.user) as shown:
                request.edition = Ledger.objects.get()
                return preview(request, shown, self.jurisdiction_path)
        except editorial.Refused as refusal:
            messages.error(request, f"There is no preview: {refusal}")
            return redirect(self.address(row))

    # Saving by itself

    @method_decorator(require_POST)
    def autosave_view(self, request, object_id):
        """Save what was typed into a draft; the answer says what it is now."""
        row = self.draft_or_404(request, object_id)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        try:
            with transaction.atomic():
                return self.autosaved(request, row)
        except editorial.Refused as refusal:
            return JsonResponse({"error": str(refusal)}, status=409)

    def autosaved(self, request, row):
        form = self.get_form(request, row, change=True)(request.POST, instance=row)
        form.via = AUTOSAVE
        if form.is_valid():
            saved = form.write() if form.has_changed() else form.saved()
            return JsonResponse({"seen": forms.fingerprint(saved)})
        faults = [
            f"{form.fields[name].label}: {each}" if name in form.fields else each
            for name, errors in form.errors.items()
            for each in errors
        ]
        status = 409 if form.overtaken else 422
        return JsonResponse({"error": " ".join(faults)}, status=status)
