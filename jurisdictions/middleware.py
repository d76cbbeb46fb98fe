import hashlib

from django.conf import settings
from django.http import HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import parse_etags

from .exports.shelf import mark
from .filters import EASTERN
from .models import Ledger
from .views.errors import API, refuse

MAX_QUERY_BYTES = 4096
# Any page of any site may read the API; nobody is known there, so nothing is at risk.
SHARED = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, RateLimit-Limit,"
    " RateLimit-Remaining, RateLimit-Reset",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
PRIVATE = ("/admin/", "/static/", "/healthz", "/robots.txt", "/csp/")
# Every browser feature that a page could ask for and no page of ours needs.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "gamepad",
        "geolocation",
        "gyroscope",
        "hid",
        "identity-credentials-get",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "otp-credentials",
        "payment",
        "picture-in-picture",
        "publickey-credentials-create",
        "publickey-credentials-get",
        "screen-wake-lock",
        "serial",
        "storage-access",
        "usb",
        "window-management",
        "xr-spatial-tracking",
    )
)


class SecurityHeaders:
    """Adds the headers that Django has no setting for; a view's own value stays."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(API):
            share(response, preflight=request.method == "OPTIONS")
        if response.status_code == 304:
            # What came with the page holds on; a browser would take these for newer.
            return response
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.path.startswith("/admin/"):
            # The admin says so on its pages, not on its refusals.
            add_never_cache_headers(response)
        return response


def unchanged():
    """304, which leaves the policy of the page that the browser holds as it is.

    A frame lets others frame it and a chart lets in styles, each in its own policy:
    the strict one of all other pages, sent along, would take its place.
    """
    response = HttpResponseNotModified()
    response.xframe_options_exempt = response._csp_exempt = True
    return response


def share(response, *, preflight):
    for name, value in (SHARED | PREFLIGHT if preflight else SHARED).items():
        response.headers[name] = value


class Editions:
    """Every public answer belongs to an edition: its ETag says which.

    The same edition, day and question give 304 without touching the record. A feed is
    tagged with its content as well, and gives 304 while that is the same.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_BYTES:
            return refuse(request, 414)
        if request.path.startswith(PRIVATE):
            return self.get_response(request)
        request.edition = Ledger.objects.get(pk=1)
        start = f'W/"{self.tag(request)}'
        held = parse_etags(request.headers.get("If-None-Match", ""))
        if same := [each for each in held if each.startswith(start)]:
            return self.revalidated(unchanged(), same[0])
        response = self.get_response(request)
        # What says itself how long it may be kept is no page of an edition.
        if response.status_code != 200 or "Cache-Control" in response:
            return response
        end = f'.{response.digest}"' if hasattr(response, "digest") else '"'
        if len(end) > 1 and any(each.endswith(end) for each in held):
            response = unchanged()
        return self.revalidated(response, start + end)

    def tag(self, request):
        """Hash of record, edition, day, address with sorted parameters, and version."""
        asked = sorted((name, sorted(values)) for name, values in request.GET.lists())
        # Also with a day in the address: whether it has come depends on today.
        today = timezone.now().astimezone(EASTERN).date()
        parts = (
            request.edition.record_id,
            request.edition.edition,
            today,
            request.get_host(),
            request.path,
            asked,
            settings.VERSION,
            # A package of an edition is made after it.
            request.path.startswith("/data/") and mark(),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]

    def revalidated(self, response, etag):
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
        # A shared cache may answer for a minute, and longer while we are down.
        response["CDN-Cache-Control"] = "max-age=60, stale-if-error=86400"
        return response
