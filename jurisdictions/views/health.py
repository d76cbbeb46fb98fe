"""What machines ask: is it up, where may they go, which rule of the policy broke."""

import json
import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from jurisdictions.models import Ledger

log = logging.getLogger(__name__)
# The desk and the endless answers to searches are no pages to be found by.
ROBOTS = (
    "User-agent: *\nDisallow: /admin/\nDisallow: /search/\nSitemap: {}/sitemap.xml\n"
)
MAX_REPORT_BYTES = 8192
MAX_LOGGED = 500


@require_safe
def healthz(request):
    """`ok` and the edition while the database answers, 503 otherwise."""
    try:
        edition = Ledger.objects.values_list("edition", flat=True).get(pk=1)
    except (DatabaseError, Ledger.DoesNotExist):
        log.exception("The health check could not read the ledger")
        return _plain("the database does not answer", 503)
    return _plain(f"ok, edition {edition}", 200)


@require_safe
def robots(request):
    found = ROBOTS.format(settings.SITE_URL)
    return HttpResponse(found, content_type="text/plain; charset=utf-8")


def _plain(text, status):
    response = HttpResponse(
        f"{text}\n", status=status, content_type="text/plain; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@require_POST
def csp_report(request):
    """A browser's report of a broken policy: one bounded line of the log."""
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) <= MAX_REPORT_BYTES:
        log.warning("Policy report: %s", _in_short(request.read(MAX_REPORT_BYTES)))
    return HttpResponse(status=204)


def _in_short(body):
    """The directive, the blocked address and the page; never more than a line."""
    try:
        report = json.loads(body)["csp-report"]
        parts = [
            f"{name}={report[name]}"
            for name in ("effective-directive", "blocked-uri", "document-uri")
            if name in report
        ]
        text = " ".join(parts)
    except (ValueError, KeyError, TypeError, RecursionError):
        text = repr(body)
    # Whatever was sent stays on one line.
    return ascii(text)[:MAX_LOGGED]
