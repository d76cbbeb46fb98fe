"""Refusals as pages or as JSON. The pages ask nothing of the database or of cookies."""

from datetime import UTC, timedelta

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string

from jurisdictions.filters import EASTERN

FILES = (
    *(".json", ".csv", ".xlsx", ".geojson", ".atom"),
    *(".bib", ".ris", ".cff", ".zip"),
)
API = "/api/v1/"
MESSAGES = {
    400: "The request could not be read.",
    403: "This is not open to you.",
    404: "There is nothing at this address.",
    410: "What stood at this address was withdrawn.",
    414: "The address is too long to be read; ask with fewer or shorter filters.",
    500: "The answer could not be made; the fault is on our side.",
}


def refuse(request, status, **context):
    """The page of that status, or the one shape of errors where a file was asked."""
    if request.path.endswith(FILES) or request.path.startswith(API):
        message = context.get("reason") or MESSAGES[status]
        errors = [{"parameter": "", "value": "", "message": message}]
        return JsonResponse({"errors": errors}, status=status)
    # Without the request no context processor runs, so an error cannot cause another.
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)


def bad_request(request, exception=None):
    return refuse(request, 400)


def forbidden(request, exception=None):
    return refuse(request, 403)


def not_found(request, exception=None):
    return refuse(request, 404)


def server_error(request):
    return refuse(request, 500)


def gone(request, tombstone, what):
    """410 with the reason and the day of a withdrawal, and where it can be read."""
    # The last moment at which the record still said it.
    moment = tombstone.published_at.astimezone(UTC) - timedelta(microseconds=1)
    address = f"/records/{tombstone._meta.model_name}/{tombstone.claim}/"
    return refuse(
        request,
        410,
        withdrawn=what,
        withdrawn_on=tombstone.published_at.astimezone(EASTERN),
        reason=tombstone.note,
        history_url=f"{address}?as_of={moment:%Y-%m-%dT%H:%M:%S.%fZ}",
    )
