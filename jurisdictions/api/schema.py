"""Each address in the words of OpenAPI: its parameters, its answers, its refusals."""

from django import forms
from django.http import QueryDict
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from jurisdictions.filters import fields as read
from jurisdictions.filters import paged
from jurisdictions.filters.jurisdictions import Vocabulary
from jurisdictions.filters.questions import MAX_VALUES
from jurisdictions.filters.references import Reference, ReferenceField
from jurisdictions.risk.definition import WEIGHTS

from .serializers import Refusal, Withdrawal, single_of

# What a text needs at least: one sign that is neither a blank nor NUL.
BLANKS = (
    r"\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
)
NOT_BLANK = rf"^[^\u0000]*[^\u0000{BLANKS}][^\u0000]*$"
DOLLARS = r"^[0-9]{1,13}(\.[0-9]{1,2})?$"
PERCENT = r"^(100|[0-9]{1,2}(\.[0-9]{1,2})?)$"
WEIGHT = rf"({'|'.join(WEIGHTS)}):(100|[0-9]{{1,2}})"
SAYS = {
    "on": "Where things stood on this day; today where it is left out.",
    "as_of": "As the record stood at this moment, or at the end of this day;"
    " now where it is left out.",
    "fields": "Which columns, between commas; all where it is left out.",
    "limit": "How many rows at once.",
    "cursor": "Where to go on: taken from “next” or “previous,” never made up.",
    "since": "Published on or after this day.",
    "w": "Weights of the factors of grant risk, where they are not the site's.",
    "q": "Words that one of its names begins with.",
}
KEYS = {
    "jurisdiction": "About these: keys of jurisdictions, or their Census codes.",
    "source": "From these: ids of sources in the addresses of their pages, or claims.",
    "list": "On these: ids of lists in the addresses of their pages, or claims.",
    "award": "Of these awards, by their claims.",
    "case": "In these cases, by their claims.",
}
REFUSALS = {
    400: "A parameter that does not exist, or a value that cannot be read.",
    404: "There is nothing at this address.",
    414: "The address is too long to be read.",
    429: "Too many questions at once; “Retry-After” says for how many seconds to wait.",
}
NOTHING = Vocabulary(lists={}, programs={}, occasions={})


def asked(kind):
    """The question of a kind's list, before it knows the record's own codes."""
    known = {"names": kind.names}
    if issubclass(kind.question, paged.PagedJurisdictions):
        known["vocabulary"] = NOTHING
    if issubclass(kind.question, paged.PagedChanges):
        known["lists"] = {}
    return kind.question(QueryDict(), **known)


def parameters(question):
    for name, found in question.filters.items():
        form = found.field
        yield OpenApiParameter(
            name,
            described(name, form),
            description=says(name, found),
            explode=False if isinstance(form, paged.NamesField) else None,
            style="form" if isinstance(form, paged.NamesField) else None,
            default=paged.LIMIT if name == "limit" else None,
        )


def says(name, found):
    if isinstance(found, Reference):
        return KEYS[name]
    return SAYS.get(name, f"{found.label}.")


def described(name, form):
    """What a value may be, exactly: whatever else is given is refused."""
    match form:
        case read.DayField():
            return {"type": "string", "format": "date"}
        case read.MomentField():
            formats = ("date-time", "date")
            return {"anyOf": [{"type": "string", "format": each} for each in formats]}
        case ReferenceField():
            items = {"type": "string", "format": f"key of {name}"}
            return {"type": "array", "items": items, "maxItems": MAX_VALUES}
        case read.CodeField():
            return {"type": "string", "enum": codes(form)}
        case read.CodesField():
            items = {"type": "string", "enum": codes(form)}
            return {
                "type": "array",
                "items": items,
                "minItems": 1,
                "maxItems": MAX_VALUES,
            }
        case read.AmountField():
            pattern = PERCENT if form.max_value == 100 else DOLLARS
            return {"type": "string", "pattern": pattern}
        case read.WeightsField():
            return {"type": "string", "pattern": f"^{WEIGHT}(,{WEIGHT})*$"}
        case forms.IntegerField():
            return {"type": "integer", "minimum": 1, "maximum": paged.MAX_LIMIT}
    if name == "cursor":
        return {"type": "string", "format": "cursor", "maxLength": form.max_length}
    return {"type": "string", "pattern": NOT_BLANK, "maxLength": form.max_length}


def codes(form):
    return [code for code, _ in form.choices]


class Described(AutoSchema):
    """An address's operation, made from the kind that its view answers for."""

    def get_operation_id(self):
        return self.view.operation.replace("-", "_")

    def get_tags(self):
        return [self.view.kind.name if self.view.kind else "about the API"]

    def get_summary(self):
        return self.view.summary

    def get_description(self):
        return self.view.description

    def get_override_parameters(self):
        kind = self.view.kind
        for name, (schema, says) in self.view.path_parameters.items():
            yield OpenApiParameter(
                name, schema, OpenApiParameter.PATH, required=True, description=says
            )
        if kind and self.view.answers:
            one = self.view.answers is single_of
            bare = paged.Bare(QueryDict(), names=kind.names) if one else None
            yield from parameters(bare or asked(kind))

    def get_response_serializers(self):
        view, said = self.view, dict(REFUSALS)
        if not view.path_parameters:
            said.pop(404)
        if not view.answers:
            said.pop(400)
        found = {code: OpenApiResponse(Refusal, says) for code, says in said.items()}
        if view.answers is single_of and view.can_be_withdrawn:
            says = "It was withdrawn; the answer says when and why."
            found[410] = OpenApiResponse(Withdrawal, says)
        return {**self.success(), **found}

    def success(self):
        if self.view.answers:
            return {
                200: OpenApiResponse(self.view.answers(self.view.kind), "The answer.")
            }
        if self.view.leads:
            return {302: OpenApiResponse(None, "The address of its stable id.")}
        addresses = {"type": "object", "additionalProperties": True}
        return {200: OpenApiResponse(addresses, "The addresses.")}

    def get_auth(self):
        return []

    def _postprocess_serializer_schema(self, schema, serializer, direction):
        """Nothing leaves that is not on the allow-list."""
        made = super()._postprocess_serializer_schema(schema, serializer, direction)
        return {**made, "additionalProperties": False}
