"""The addresses of the API: read only, JSON only, no session, no guess."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from jurisdictions.exports.columns import as_dict
from jurisdictions.filters.paged import Bare
from jurisdictions.filters.references import Claims, Places
from jurisdictions.models import Jurisdiction
from jurisdictions.views.answers import frame, refusal

from .kinds import KINDS
from .openapi import document
from .pagination import Page
from .refusals import Missing, refused
from .schema import Described
from .serializers import page_of, single_of
from .throttling import PerMinute

CLAIM = {"type": "string", "format": "uuid"}
STATE = {"type": "string", "pattern": "^[a-z]{2}$"}
SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
GEOID = {"type": "string", "pattern": "^[0-9]{2,10}$"}
NUMBER = {"type": "integer", "minimum": 0}


class AlwaysJson(BaseContentNegotiation):
    """Whatever is asked for, JSON is what there is."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class Endpoint(APIView):
    """What all addresses share."""

    authentication_classes = permission_classes = parser_classes = ()
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = AlwaysJson
    throttle_classes = (PerMinute,)
    http_method_names = ("get", "head", "options")
    schema = Described()
    kind = None
    # For the OpenAPI file: what is asked for, with which parts of the address, and
    # which serializer the answer has.
    operation = summary = description = ""
    path_parameters = {}
    answers = None
    leads = can_be_withdrawn = False

    def get_exception_handler(self):
        return refused

    def options(self, request, **parts):
        """Plainly: what may be asked, and that any page may ask it."""
        answer = HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
        del answer.headers["Content-Type"]
        return answer

    def finalize_response(self, request, response, *args, **kwargs):
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in getattr(request, "rate_limit", {}).items():
            answer.headers[name] = value
        return answer

    def asked(self, request, question):
        return question(request.query_params, names=self.kind.names)


class Index(Endpoint):
    """The addresses of all kinds."""

    operation, summary = "index", "The addresses of all kinds"

    def get(self, request):
        kinds = {kind.name: f"jurisdictions:api_{kind.name}" for kind in KINDS}
        names = {**kinds, "openapi": "jurisdictions:api_openapi"}
        names |= {"documentation": "jurisdictions:api"}
        return Response(
            {
                "edition": request.edition.edition,
                **{
                    name: request.build_absolute_uri(reverse(address))
                    for name, address in names.items()
                },
            }
        )


class Listed(Endpoint):
    """Many of a kind, a page at a time."""

    answers = staticmethod(page_of)

    @property
    def operation(self):
        return f"list_{self.kind.name}"

    @property
    def summary(self):
        return f"Many {self.kind.words}"

    @property
    def description(self):
        return f"Each row: {self.kind.says} {self.kind.order}"

    def get(self, request):
        question = self.asked(request, self.kind.question)
        if question.strict_problems:
            return refusal(question.strict_problems)
        told = said(request, question)
        # Count and rows are those of the edition that is named, and so are the pages
        # that follow, whatever is published meanwhile.
        question.moment = question.moment or request.edition.published_at
        page = Page(self.kind.keyset(question), question, self.kind.name)
        if page.problems:
            return refusal(page.problems)
        columns = question.columns(self.kind.columns)
        rows = self.kind.shown(page.rows, question)
        return Response(
            {
                "count": page.keyset.count(),
                "next": neighbor(request, question, page.next),
                "previous": neighbor(request, question, page.previous),
                **told,
                "results": [as_dict(row, columns) for row in rows],
            }
        )


def said(request, question):
    """What an answer says of itself; no day where it is of all days."""
    found = frame(request, question)
    return found if question.has_day else {**found, "on": None}


def neighbor(request, question, cursor):
    """The address of the page that begins there, on this day and as known now."""
    if cursor is None:
        return None
    pinned = {"on": question.day} if question.has_day else {}
    if question.moment:
        pinned["as_of"] = question.moment
    given = {name: [value.isoformat()] for name, value in pinned.items()}
    query = question.query(cursor=[cursor], **given)
    return request.build_absolute_uri(f"{request.path}?{query}")


class One(Endpoint):
    """One of a kind, by its stable id."""

    answers = staticmethod(single_of)

    @property
    def operation(self):
        return f"read_{self.kind.name}"

    @property
    def summary(self):
        return f"One of the {self.kind.words}"

    @property
    def description(self):
        return self.kind.says

    def get(self, request, **parts):
        question = self.asked(request, Bare)
        if question.strict_problems:
            return refusal(question.strict_problems)
        [row] = self.kind.shown([self.found(question, **parts)], question)
        columns = question.columns(self.kind.columns)
        return Response({**frame(request, question), "result": as_dict(row, columns)})

    def found(self, question, **parts):
        return self.kind.one(question, *parts.values())


class OneRecord(One):
    """A fact: 410 where it was withdrawn by the moment that is asked about."""

    can_be_withdrawn = True
    path_parameters = {"claim": (CLAIM, "Its stable id.")}


class OneEdition(One):
    path_parameters = {"number": (NUMBER, "Its number.")}


class OneState(One):
    """A state's own government."""

    path_parameters = {"state": (STATE, "Postal code, in small letters.")}

    @property
    def operation(self):
        return "read_state"

    @property
    def summary(self):
        return "One state"

    def found(self, question, state, slug=""):
        known = Jurisdiction.objects.on_the_site()
        place = known.filter(state=state.upper(), slug=slug).first()
        if place is None:
            path = f"{state}/{slug}".rstrip("/")
            raise Missing("slug" if slug else "state", path, Places().names(path))
        return self.kind.one(question, place)


class OnePlace(OneState):
    """A county, city or town."""

    path_parameters = {**OneState.path_parameters, "slug": (SLUG, "Its name there.")}
    operation = "read_jurisdiction"
    summary = "One county, city or town"


class Alias(Endpoint):
    """Another name of a thing: the answer leads to its stable id."""

    leads = True

    @property
    def operation(self):
        return f"find_{self.kind.name}"

    @property
    def summary(self):
        return f"One of the {self.kind.words} by another id"

    def get(self, request, **parts):
        address = self.leads_to(**parts)
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)


class PlaceAlias(Alias):
    """A Census code, in place of the key."""

    path_parameters = {"geoid": (GEOID, "Census code, with its zeros.")}
    description = "Leads to the address with the key of the jurisdiction."

    def leads_to(self, geoid):
        found = Places().find([geoid])
        if geoid not in found:
            raise Missing("geoid", geoid)
        place = Jurisdiction.objects.get(pk=found[geoid])
        return f"{reverse('jurisdictions:api_jurisdictions')}{place.path}/"


class SlugAlias(Alias):
    """The id in the address of a page, also one it had before it was renamed."""

    path_parameters = {"slug": (SLUG, "Its id in the address of its page.")}
    description = "Leads to the address with its stable id, also from a former id."

    def leads_to(self, slug):
        claim = self.kind.claim_of(slug)
        if claim is None:
            raise Missing("slug", slug, Claims(self.kind.model).names(slug))
        return reverse(f"jurisdictions:api_{self.kind.name}_one", args=[claim])


class OpenApi(Endpoint):
    """The description of all this, for programs."""

    schema = None

    def get(self, request):
        return Response(document(request.edition.edition))
