"""How often a name and an address may fail; no name is ever locked for everybody."""

import datetime as dt

from axes.backends import AxesStandaloneBackend
from axes.handlers.base import AxesHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessFailureLog
from django.contrib import admin
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.signals import user_login_failed
from django.shortcuts import render
from django.utils import timezone

from .addresses import client_address
from .logs import note

# (failures, within)
PER_NAME_AND_ADDRESS = 5, dt.timedelta(minutes=15)
PER_ADDRESS = 25, dt.timedelta(minutes=5)
KEPT = dt.timedelta(days=1)
MAX_NAME = 255


class Backend(AxesStandaloneBackend, ModelBackend):
    """Django's own, behind the throttle."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        # Raises when too much failed; Django tries no other way in then.
        super().authenticate(request, username, password, **kwargs)
        return ModelBackend.authenticate(self, request, username, password, **kwargs)


class Throttle(AxesHandler):
    """Counts failures in windows that slide; a success does not clear them."""

    def is_locked(self, request, credentials=None):
        failures = AccessFailureLog.objects.filter(ip_address=client_address(request))
        of_name = failures.filter(username=name_of(credentials))
        return reached(of_name, *PER_NAME_AND_ADDRESS) or reached(
            failures, *PER_ADDRESS
        )

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        if request is None:
            return
        address, name = client_address(request), name_of(credentials)
        request.axes_locked_out = self.is_locked(request, credentials)
        what = "throttled" if request.axes_locked_out else "sign-in failed"
        note(what, user=name, address=address, path=request.path)
        if not request.axes_locked_out:
            old = timezone.now() - KEPT
            AccessFailureLog.objects.filter(attempt_time__lt=old).delete()
            AccessFailureLog.objects.create(
                username=name, ip_address=address, path_info=request.path[:255]
            )


def name_of(credentials):
    return str((credentials or {}).get("username", ""))[:MAX_NAME]


def reached(failures, limit, within):
    recent = failures.filter(attempt_time__gt=timezone.now() - within)
    return recent.count() >= limit


def is_open(request, user):
    """Whether this user may try a code from there."""
    return AxesProxyHandler.is_allowed(request, {"username": user.get_username()})


def failed(request, user):
    """Count a wrong code like a wrong password."""
    user_login_failed.send(
        __name__, credentials={"username": user.get_username()}, request=request
    )


def too_many(request, response=None, credentials=None):
    """The same words whether there is such an account or not."""
    context = admin.site.each_context(request) | {"title": "Too many attempts"}
    answer = render(request, "admin/doors/too_many.html", context, status=429)
    answer["Retry-After"] = str(int(PER_NAME_AND_ADDRESS[1].total_seconds()))
    return answer
