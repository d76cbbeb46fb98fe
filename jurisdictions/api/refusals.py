"""Every refusal in the one shape of the files, with its status and its headers."""

from datetime import UTC, timedelta

from django.http import Http404, JsonResponse
from rest_framework.exceptions import APIException, MethodNotAllowed, Throttled

from jurisdictions.filters import EASTERN
from jurisdictions.filters.fields import meant

NOT_THERE = "There is nothing at this address."


class Missing(Http404):
    """A part of an address that stands for nothing here, with the nearest that does."""

    def __init__(self, parameter, value, names=()):
        super().__init__(f"“{value}” is not on record.{meant(value, names)}")
        self.parameter, self.value = parameter, value


class Gone(APIException):
    """What stood there was withdrawn."""

    status_code = 410

    def __init__(self, tombstone):
        super().__init__()
        self.tombstone = tombstone


def refused(exception, context):
    """The answer to an exception; None lets what is no refusal be a fault of ours."""
    match exception:
        case Missing():
            return told(404, str(exception), exception.parameter, exception.value)
        case Http404():
            return told(404, str(exception) or NOT_THERE)
        case Gone():
            return gone(exception.tombstone)
        case Throttled():
            return too_many(exception.wait)
        case MethodNotAllowed():
            answer = told(405, "This is read only: ask with GET or HEAD.")
            answer["Allow"] = ", ".join(context["view"].allowed_methods)
            return answer
        case APIException():
            return told(exception.status_code, str(exception.detail))
    return None


def told(status, message, parameter="", value="", **more):
    error = {"parameter": parameter, "value": value, "message": message}
    return JsonResponse({"errors": [error], **more}, status=status)


def too_many(seconds):
    words = "1 second" if seconds == 1 else f"{seconds} seconds"
    answer = told(429, f"Too many questions at once. Ask again in {words}.")
    answer["Retry-After"] = str(seconds)
    return answer


def gone(tombstone):
    """When and why it was withdrawn, and the moment at which it last stood."""
    before = tombstone.published_at.astimezone(UTC) - timedelta(microseconds=1)
    day = tombstone.published_at.astimezone(EASTERN).date()
    return told(
        410,
        f"It was withdrawn on {day}: {tombstone.note}",
        withdrawn_on=day.isoformat(),
        reason=tombstone.note,
        stood_as_of=before.isoformat(),
    )
