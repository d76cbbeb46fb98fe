"""The page about the API: the OpenAPI file as a person reads it."""

from dataclasses import dataclass, field

from django.shortcuts import render
from django.views.decorators.http import require_safe

from jurisdictions.filters import Question
from jurisdictions.filters.paged import LIMIT, MAX_LIMIT

from .openapi import ROOT, document

# Every list has them, so they are told once.
SHARED = ("on", "as_of", "fields", "limit", "cursor")
WORDS = {
    "date": "A day, 2025-08-05",
    "date-time": "A moment, 2025-11-03T15:00Z",
    "uuid": "An id",
    "integer": "A whole number",
    "boolean": "true or false",
    "array": "Several",
    "string": "Text",
}


@require_safe
def documentation(request):
    """Every address with its parameters and columns; nothing here is written twice."""
    question = request.question = Question(request.GET)
    made = document(request.edition.edition)
    found = [*groups(made)]
    context = {
        "question": question,
        "root": f"{ROOT}/",
        "groups": found,
        "a_list": a_list(made),
        "shared": shared(made),
        "limit": LIMIT,
        "most": f"{MAX_LIMIT:,}",
    }
    return render(request, "pages/api.html", context)


@dataclass
class Group:
    """What is told of one kind of thing."""

    name: str
    addresses: list = field(default_factory=list)
    columns: list = field(default_factory=list)

    @property
    def words(self):
        return self.name.replace("-", " ")


@dataclass(frozen=True)
class Address:
    path: str
    summary: str
    says: str
    parameters: list
    sample: str


@dataclass(frozen=True)
class Parameter:
    name: str
    says: str
    codes: list
    words: str
    may_repeat: bool


def groups(made):
    """A Group for each kind of thing, in the order of the file."""
    found = {}
    for path, operations in made["paths"].items():
        operation = operations["get"]
        name = operation["tags"][0]
        group = found.setdefault(name, Group(name))
        group.addresses.append(address(path, operation))
        if operation["operationId"].startswith("list_"):
            group.columns = [*columns(made, operation)]
    return found.values()


def address(path, operation):
    own = [each for each in operation["parameters"] if each["name"] not in SHARED]
    samples = operation["x-codeSamples"]
    return Address(
        path=path,
        summary=operation["summary"],
        says=operation.get("description", ""),
        parameters=[parameter(each) for each in own],
        sample=samples[0]["source"] if samples else "",
    )


def a_list(made):
    """The code of a list to ask for; empty where there is none."""
    asked = made["paths"][f"{ROOT}/jurisdictions/"]["get"]["parameters"]
    # There is none among the parameters while there are no codes for it.
    removed = [each for each in asked if each["name"] == "removed"]
    return removed[0]["schema"]["items"]["enum"][0] if removed else ""


def shared(made):
    """The parameters that every list has."""
    listed = made["paths"][f"{ROOT}/positions/"]["get"]["parameters"]
    return [parameter(each) for each in listed if each["name"] in SHARED]


def parameter(told):
    schema = told["schema"]
    items = schema.get("items", schema)
    return Parameter(
        name=told["name"],
        says=told["description"],
        codes=[] if told["name"] == "fields" else items.get("enum", []),
        words=in_words(items),
        may_repeat=schema.get("type") == "array" and told.get("explode", True),
    )


def in_words(schema):
    """What a value may be."""
    if "anyOf" in schema:
        return "; or: ".join(in_words(each) for each in schema["anyOf"])
    of = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kinds = (schema.get("format"), *of)
    words = next(WORDS[each] for each in kinds if each in WORDS)
    if "maximum" in schema:
        words = f"{words} from {schema['minimum']} to {schema['maximum']:,}"
    return f"{words}, or null" if "null" in of else words


def columns(made, operation):
    """(name, what it says, what its values are) of each column of a list."""
    schemas = made["components"]["schemas"]
    page = operation["responses"]["200"]["content"]["application/json"]["schema"]
    row = _named(schemas, _named(schemas, page)["properties"]["results"]["items"])
    for name, schema in row["properties"].items():
        yield name, schema["description"], in_words(schema)


def _named(schemas, reference):
    return schemas[reference["$ref"].rpartition("/")[2]]
