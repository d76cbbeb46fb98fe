"""What answers look like, for the OpenAPI file: one serializer of each allow-list.

The rows themselves are read by the columns, as in every other file; a test holds the
two against each other.
"""

from functools import cache

from rest_framework import serializers

SINGULAR = {"policies": "Policy", "searches": "Search", "criteria": "Criterion"}


class Difference(serializers.Serializer):
    """One field of a revision: what it said and what it says."""

    field = serializers.CharField()
    was = serializers.CharField(allow_blank=True)
    now = serializers.CharField(allow_blank=True)


class Error(serializers.Serializer):
    """One thing that is wrong with a question."""

    parameter = serializers.CharField(help_text="Which parameter; empty for all.")
    value = serializers.CharField(help_text="What was given.")
    message = serializers.CharField(help_text="What is wrong with it, in a sentence.")


class Refusal(serializers.Serializer):
    """Why there is no answer."""

    errors = Error(many=True)


class Withdrawal(Refusal):
    """What stood there, and is withdrawn."""

    withdrawn_on = serializers.DateField(help_text="Day it was withdrawn, Eastern.")
    reason = serializers.CharField(help_text="Why it was withdrawn.")
    stood_as_of = serializers.DateTimeField(
        help_text="The last moment at which it stood: ask with it as “as_of.”"
    )


# By the names of columns, which mean the same wherever they stand.
TYPES = {
    serializers.UUIDField: ("claim", "list_claim", "case_claim", "award"),
    serializers.IntegerField: ("revision", "number"),
    serializers.BooleanField: (
        *("was_read", "is_annotation", "is_standing", "is_complete"),
        *("may_double_count", "is_shared"),
    ),
    serializers.DateField: ("valid_from", "valid_to"),
    serializers.DateTimeField: ("published_at", "known_from", "known_to"),
    serializers.ListField: (
        *("lists", "candidates", "more_sources", "jurisdictions"),
        *("shared_by", "plaintiffs", "defendants"),
    ),
}
TYPE_OF = {name: field for field, names in TYPES.items() for name in names}
# Never null.
GIVEN = {
    *("id", "claim", "revision", "url", "name", "number", "published_at", "list"),
    *TYPES[serializers.BooleanField],
    *TYPES[serializers.ListField],
}


def field_of(kind, column):
    says = {"help_text": f"{column.says}.", "required": False}
    says["allow_null"] = column.name not in GIVEN
    if column.name == "changes":
        if kind.name == "editions":
            return serializers.IntegerField(**says)
        return Difference(many=True, help_text=says["help_text"], required=False)
    made = TYPE_OF.get(column.name, serializers.CharField)
    if made is serializers.ListField:
        return made(child=serializers.CharField(), **says)
    return made(**says)


def word(kind):
    """positions -> Position, award-actions -> AwardAction."""
    if kind.name in SINGULAR:
        return SINGULAR[kind.name]
    return "".join(part.capitalize() for part in kind.name.split("-"))[:-1]


@cache
def row_of(kind):
    """The serializer of one row; no field is required, as `fields=` leaves some out."""
    fields = {column.name: field_of(kind, column) for column in kind.columns}
    return named(word(kind), fields, kind.says)


@cache
def page_of(kind):
    """The serializer of a page of rows."""
    fields = {
        "count": serializers.IntegerField(help_text="How many match, on all pages."),
        "next": link("Address of the following page."),
        "previous": link("Address of the page before."),
        **frame(kind),
        "results": row_of(kind)(many=True),
    }
    return named(f"{word(kind)}Page", fields, "One page of an answer.")


@cache
def single_of(kind):
    """The serializer of an answer about one thing."""
    fields = {**frame(kind), "result": row_of(kind)()}
    return named(f"{word(kind)}Answer", fields, "One thing.")


def named(name, fields, says):
    own = {**fields, "__doc__": says, "__module__": __name__}
    return type(f"{name}Serializer", (serializers.Serializer,), own)


def link(says):
    return serializers.URLField(allow_null=True, help_text=says)


def frame(kind):
    """What every answer says of itself."""
    return {
        "edition": serializers.IntegerField(help_text="The edition that answered."),
        "on": serializers.DateField(
            allow_null=kind.name == "standings", help_text="Day that was asked about."
        ),
        "as_of": serializers.DateTimeField(
            allow_null=True, help_text="Moment of the record; null is now."
        ),
    }
