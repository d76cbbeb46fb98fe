"""The OpenAPI file: made by drf-spectacular from the views, then told the record's
own codes and given examples that can be asked.

Only the codes and the examples differ between editions; the rest is made once.
"""

import copy
import uuid
from functools import cache
from operator import itemgetter

from django.conf import settings
from django.db.models import CharField, Min, Value
from django.db.models.functions import Cast
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import spectacular_settings

from jurisdictions.choices import Kind
from jurisdictions.filters import ChangeQuestion
from jurisdictions.filters.jurisdictions import Vocabulary
from jurisdictions.models import Standing
from jurisdictions.summaries.revisions import union

from .kinds import KINDS, RECORDS, SLUGGED

ROOT = "/api/v1"
ABOUT = (
    "The record of Jurisdictions Under Review, to be read by programs. Nothing can be"
    " written, nobody signs in. A parameter that does not exist and a value that"
    " cannot be read are refused with 400; none is left out in silence."
)
spectacular_settings.apply_patches(
    {
        "OAS_VERSION": "3.1.0",
        "TITLE": "Jurisdictions Under Review",
        "DESCRIPTION": ABOUT,
        "VERSION": settings.VERSION,
        "SERVERS": [{"url": settings.SITE_URL}],
        "SCHEMA_PATH_PREFIX": ROOT,
        "SORT_OPERATIONS": False,
        "SORT_OPERATION_PARAMETERS": False,
        "POSTPROCESSING_HOOKS": [],
    }
)


@cache
def outline():
    """The file without what the record itself says."""
    return SchemaGenerator().get_schema(public=True)


def document(edition):
    """The file of an edition; five queries."""
    made = copy.deepcopy(outline())
    vocabulary = Vocabulary.read()
    known, choices = examples(edition), vocabulary.choices
    # Changes can be asked for lists that are no longer on the site.
    of_changes = {"list": [*ChangeQuestion.lists_told().items()]}
    a_list = next(iter(vocabulary.lists), "")
    for path, operations in made["paths"].items():
        operation = operations["get"]
        of_path = of_changes if path == f"{ROOT}/changes/" else choices
        asked = [
            told
            for each in operation.get("parameters", ())
            if (told := with_codes(each, of_path))
        ]
        example = known.get(operation["operationId"])
        for each in asked:
            if each["in"] == "path" and example:
                each["example"] = example[each["name"]]
        operation["parameters"] = asked
        operation["x-codeSamples"] = [*samples(path, operation, example, a_list)]
    return made


def with_codes(parameter, choices):
    """The parameter with the record's own codes; None where there are none yet."""
    items = parameter["schema"].get("items", parameter["schema"])
    if "enum" in items and parameter["name"] in choices:
        items["enum"] = [code for code, _ in choices[parameter["name"]]]
        return parameter if items["enum"] else None
    return parameter


# Examples


def examples(edition):
    """{operation: {part of its address: value}} of what is there; three queries."""
    found = {"read_editions": {"number": edition}} if edition else {}
    live = [
        kind.model.objects.live()
        .order_by()
        .annotate(of_kind=Value(kind.name, CharField()))
        .values_list("of_kind")
        .annotate(
            claim=Min(Cast("claim", CharField(max_length=36))),
            slug=Min("slug") if kind.name in SLUGGED else Value("", CharField()),
        )
        for kind in RECORDS
    ]
    for name, claim, slug in filter(itemgetter(1), union(live)):
        name = name.replace("-", "_")
        found[f"read_{name}"] = {"claim": str(uuid.UUID(claim))}
        found[f"find_{name}"] = {"slug": slug}
    return found | places()


def places():
    """The first state, and the first of all other places; two queries."""
    known = Standing.objects.known().select_related("jurisdiction")
    known = known.order_by("sort_key", "pk")
    found = {}
    if state := known.filter(kind=Kind.STATE).first():
        found["read_state"] = {"state": state.jurisdiction.state.lower()}
    if other := known.exclude(kind=Kind.STATE).first():
        place = other.jurisdiction
        own = {"state": place.state.lower(), "slug": place.slug}
        found["read_jurisdiction"] = own
        found["find_jurisdictions"] = {"geoid": place.geoid}
    return found


ASKS = {f"list_{kind.name.replace('-', '_')}": kind.example for kind in KINDS}
PYTHON = """import json
from urllib.request import urlopen

with urlopen({address!r}) as answer:
    print(json.load(answer))"""


def samples(path, operation, example, a_list):
    """How to ask it, where the record holds something to be asked for."""
    if "{" in path and not example:
        return
    parts = example if "{" in path else {}
    asked = ASKS.get(operation["operationId"], "")
    if "{list}" in asked and not a_list:
        return
    asked = asked and f"?{asked.format(list=a_list)}"
    address = settings.SITE_URL + path.format(**parts) + asked
    follow = "--location " if "302" in operation["responses"] else ""
    yield {"lang": "Shell", "label": "curl", "source": f"curl {follow}'{address}'"}
    source = PYTHON.format(address=address)
    yield {"lang": "Python", "label": "Python", "source": source}
