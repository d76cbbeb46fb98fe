"""A browser past the doors, without the time that a password's hash takes."""

import time

from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from jurisdictions.doors import factors, sessions


def device_of(user):
    return TOTPDevice.objects.get_or_create(user=user, name=factors.APP)[0]


def set_back(browser, **ages):
    """Make moments of the session so many seconds old."""
    session = browser.session
    for name, seconds in ages.items():
        session[name] = time.time() - seconds
    session.save()


def sign_in(browser, user, *, verified=True):
    browser.force_login(user)
    if verified:
        session = browser.session
        session[DEVICE_ID_SESSION_KEY] = device_of(user).persistent_id
        session[sessions.VERIFIED] = time.time()
        session.save()
    return browser


def next_code(user):
    """A code that was not used yet."""
    device = device_of(user)
    TOTPDevice.objects.filter(pk=device.pk).update(
        last_t=-1, throttling_failure_count=0, throttling_failure_timestamp=None
    )
    return factors.code_now(device.key)[0]
