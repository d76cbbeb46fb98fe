"""The one way into the desk: an account, then its second factor, at every request."""

from functools import partial
from urllib.parse import urlencode

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from . import factors, sessions
from .addresses import client_address
from .logs import note

DESK = "/admin/"
# What a session may open before its second factor: the steps to it, and the way out.
STEPS = ("admin:login", "admin:logout", "doors:code", "doors:enrol")


class Gate:
    """Sends who has not shown the second factor to it, whatever was asked for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(DESK):
            request.user = SimpleLazyObject(
                partial(whole, request.session, request.user)
            )
            return self.get_response(request)
        if request.user.is_authenticated:
            known = request.session, request.user
            if not sessions.is_alive(*known):
                sessions.end(request)
            elif not sessions.is_verified(*known) and not is_step(request.path):
                return redirect(second_step(request))
            else:
                sessions.notice(request)
        elif SESSION_KEY in request.session:
            # Switched off, or with another password: not to come back with it.
            sessions.end(request)
        user = request.user
        response = self.get_response(request)
        if response.status_code == 403:
            address = client_address(request)
            note("refused", user=user, address=address, path=request.path)
        return response


def whole(session, user):
    """Off the desk nobody is staff by half, so that no address is a second door."""
    if not user.is_authenticated:
        return user
    known = sessions.is_alive(session, user) and sessions.is_verified(session, user)
    return user if known else AnonymousUser()


def is_step(path):
    return path in {reverse(name) for name in STEPS}


def second_step(request):
    name = "doors:code" if factors.has_factor(request.user) else "doors:enrol"
    return f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"
