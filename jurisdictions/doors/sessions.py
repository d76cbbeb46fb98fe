"""How long a session lasts, what ends it, and how recent its second factor is.

Its times stand in the session itself. Its seal is a hash of all that gives the user
rights: whatever changes them, anywhere, ends every session of the user.
"""

import time

import django_otp
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.utils.crypto import constant_time_compare, salted_hmac

from jurisdictions.models import Account

IDLE, ABSOLUTE, STEP_UP = 30 * 60, 12 * 60 * 60, 15 * 60
# A session is not written at every request just to say that it is in use.
NOTICED = 60

BEGUN, SEEN, VERIFIED, SEAL = "begun_at", "seen_at", "verified_at", "seal"


def seal(user):
    rights = (
        user.password,
        user.is_active,
        user.is_staff,
        user.is_superuser,
        sorted(user.groups.values_list("name", flat=True)),
        Account.objects.epoch_of(user),
    )
    return salted_hmac("session seal", repr(rights)).hexdigest()


@receiver(user_logged_in)
def begin(sender, request, user, **kwargs):
    now = time.time()
    # As stored: what was read before the password was checked may be old.
    stored = User.objects.get(pk=user.pk)
    request.session.update({BEGUN: now, SEEN: now, SEAL: seal(stored)})


@receiver(user_logged_out)
def end_all(sender, request, user, **kwargs):
    """Signing out signs out everywhere."""
    if user is not None and user.is_authenticated:
        Account.objects.end_sessions(user)


def age(session, name):
    """Seconds since that moment of the session; endless where it never came."""
    passed = time.time() - session.get(name, float("-inf"))
    # A clock that was set back proves nothing.
    return passed if passed >= 0 else float("inf")


def is_alive(session, user):
    if age(session, SEEN) > IDLE or age(session, BEGUN) > ABSOLUTE:
        return False
    return constant_time_compare(session.get(SEAL, ""), seal(user))


def end(request):
    request.session.flush()
    request.user = AnonymousUser()


def notice(request):
    if age(request.session, SEEN) > NOTICED:
        request.session[SEEN] = time.time()


def verify(request, device):
    """The session has shown its second factor; it goes on under a new id."""
    request.session.cycle_key()
    django_otp.login(request, device)
    request.session[VERIFIED] = time.time()


def is_verified(session, user):
    device = getattr(user, "otp_device", None)
    return device is not None and age(session, VERIFIED) <= ABSOLUTE


def is_fresh(session, user):
    return is_verified(session, user) and age(session, VERIFIED) <= STEP_UP
