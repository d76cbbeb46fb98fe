"""The second factor: an app's codes, and ten recovery codes that work once each."""

import base64
import re
import secrets
import time

import qrcode
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex
from qrcode.image.svg import SvgPathFillImage

from jurisdictions.models import Account

from . import throttle

APP, RECOVERY = "app", "recovery"
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
HALF = 5


def has_factor(user):
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def is_app_code(code):
    return re.fullmatch("[0-9]{6}", code) is not None


def plain(typed):
    """The code without what people add to read it."""
    return re.sub(r"[\s-]", "", typed).lower()


def tried(request, typed):
    """The device whose code was typed, or None; a failure counts at the throttle."""
    if not throttle.is_open(request, request.user):
        request.axes_locked_out = True
        return None
    device = match(request.user, plain(typed))
    if device is None:
        throttle.failed(request, request.user)
    return device


@transaction.atomic
def match(user, code):
    """One code opens once: the device is locked while it is looked at."""
    if is_app_code(code):
        devices, token = TOTPDevice.objects, code
    else:
        devices, token = StaticDevice.objects, digest(user, code)
    for device in devices.select_for_update().filter(user=user, confirmed=True):
        if device.verify_token(token):
            return device
    return None


# Enrolment


def new_key():
    return random_hex(20)


def secret(key):
    """The key as apps take it when it is typed, in groups of four."""
    text = base64.b32encode(bytes.fromhex(key)).decode()
    return " ".join(re.findall(".{1,4}", text))


def picture(user, key):
    """The QR code, as the address of a picture."""
    url = TOTPDevice(user=user, key=key).config_url
    svg = qrcode.make(url, image_factory=SvgPathFillImage, box_size=12).to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"


@transaction.atomic
def enrol(user, key, typed):
    """The new device, once its first code is right; None if not, or if there is one."""
    Account.objects.lock(user)
    code, clock = plain(typed), TOTP(bytes.fromhex(key))
    clock.time = time.time()
    if has_factor(user) or not is_app_code(code) or not clock.verify(int(code), 1):
        return None
    return TOTPDevice.objects.create(
        user=user, name=APP, key=key, last_t=clock.t(), drift=clock.drift
    )


def code_now(key):
    """(code, seconds for which an app shows it)."""
    clock = TOTP(bytes.fromhex(key))
    clock.time = time.time()
    return f"{clock.token():06d}", clock.step - int(clock.time) % clock.step


# Recovery codes


def digest(user, code):
    return salted_hmac("recovery code", f"{user.pk}:{code}").hexdigest()[:16]


def codes_left(user):
    devices = StaticDevice.objects.filter(user=user)
    return sum(device.token_set.count() for device in devices)


@transaction.atomic
def new_codes(user):
    """Ten codes, to be shown this once: only their hashes are kept; old ones end."""
    Account.objects.lock(user)
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name=RECOVERY)
    codes = [
        "".join(secrets.choice(LETTERS) for _ in range(2 * HALF))
        for _ in range(RECOVERY_CODES)
    ]
    for code in codes:
        device.token_set.create(token=digest(user, code))
    return [f"{code[:HALF]}-{code[HALF:]}" for code in codes]
