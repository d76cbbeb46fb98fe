"""The second step of signing in, and the page of one's own account."""

import logging

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from . import factors, sessions, stepup
from .addresses import client_address
from .forms import CodeForm
from .logs import note

PENDING = "pending_factor"


def whither(request):
    """The address that was asked for at first, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours and asked[0] == "/" else reverse("admin:index")


def page(request, template, title, **context):
    context |= {"title": title, "next": whither(request)}
    context = admin.site.each_context(request) | context
    return TemplateResponse(request, f"admin/doors/{template}.html", context)


def tell(request, what):
    note(
        what,
        user=request.user,
        address=client_address(request),
        path=request.path,
        level=logging.INFO,
    )


def elsewhere(request, wants_factor):
    """Where who has no business at this step goes; None for who has."""
    if not admin.site.has_permission(request):
        return redirect("admin:login")
    if sessions.is_verified(request.session, request.user):
        return redirect(whither(request))
    if factors.has_factor(request.user) != wants_factor:
        return redirect("admin:index")
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def code(request):
    if away := elsewhere(request, wants_factor=True):
        return away
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if device := factors.tried(request, form.cleaned_data["code"]):
            sessions.verify(request, device)
            tell(request, f"signed in with {device.name}")
            return redirect(whither(request))
        form.refuse()
    return page(request, "code", "The second step", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request):
    if away := elsewhere(request, wants_factor=False):
        return away
    # Of this session alone: a secret that somebody else saw is good for nothing.
    key = request.session.setdefault(PENDING, factors.new_key())
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if device := factors.enrol(request.user, key, form.cleaned_data["code"]):
            del request.session[PENDING]
            sessions.verify(request, device)
            tell(request, "enrolled a second factor")
            return codes_page(request)
        form.refuse()
    picture, secret = factors.picture(request.user, key), factors.secret(key)
    title = "Set up the second step"
    return page(request, "enrol", title, form=form, picture=picture, secret=secret)


def codes_page(request):
    codes = factors.new_codes(request.user)
    return page(request, "codes", "Your recovery codes", codes=codes)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """One's own recovery codes, and the way out of all sessions."""
    if not admin.site.has_permission(request):
        return redirect("admin:login")
    if request.method == "POST":
        if asked := stepup.ask(request):
            return asked
        if request.POST.get("do") == "codes":
            tell(request, "made new recovery codes")
            return codes_page(request)
        messages.error(request, "That is not one of the choices.")
    left = factors.codes_left(request.user)
    return page(request, "account", "Your account", left=left)
