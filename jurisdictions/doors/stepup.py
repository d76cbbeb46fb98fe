"""Steps that weigh: they need a code younger than a quarter of an hour."""

from django.contrib import admin
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from . import factors, sessions
from .forms import CodeForm

PREFIX = "stepup"
FIELD = f"{PREFIX}-code"


def ask(request):
    """None when the code is young enough; else the page that asks for a new one.

    That page carries what was posted and posts it again, with the code, so nothing
    typed is lost. Passwords are not carried: their form asks for them again.
    """
    if sessions.is_fresh(request.session, request.user):
        return None
    kept = carried(request)
    given = request.POST if FIELD in request.POST else None
    form = CodeForm(given, prefix=PREFIX)
    if form.is_valid():
        device = factors.tried(request, form.cleaned_data["code"])
        if device:
            sessions.verify(request, device)
            # A page that was only asked for is opened by its address.
            return None if kept else redirect(request.get_full_path())
        # Even who must wait keeps the page, with what was typed.
        request.axes_locked_out = False
        form.refuse()
    context = {
        **admin.site.each_context(request),
        "title": "Confirm that it is you",
        "form": form,
        "kept": kept,
    }
    return TemplateResponse(request, "admin/doors/step_up.html", context)


def carried(request):
    left = (FIELD, "csrfmiddlewaretoken")
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in left and "password" not in name
    ]
