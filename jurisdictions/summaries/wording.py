"""What a revision says, field by field, in words; and what changed between two."""

from dataclasses import dataclass

from django.db.models import BooleanField, DecimalField

from jurisdictions.days import ap_fuzzy
from jurisdictions.editorial import difference

# Three columns make one day; its name in words.
DAYS = {
    "end": "ended",
    "last_seen": "last seen on the list",
    "due": "answer due",
    "answered": "answered",
    "withdrawn": "withdrawn",
}
# Fields that say nothing to a reader: keys of pages and of files.
SILENT = {"slug"}


@dataclass(frozen=True)
class Change:
    """One field of two neighbouring revisions; "" stands for empty."""

    label: str
    was: str
    now: str


def described(row, targets, linked=None):
    """{field: (label, text)} of all that an editor filled; empty fields as ""."""
    found = {}
    for field in row.payload_fields():
        name = field.name
        if name in SILENT or name.endswith("_last") or _is_precision(row, name):
            continue
        if name.endswith("_first"):
            prefix = name.removesuffix("_first")
            label = DAYS.get(prefix, getattr(row, "day_label", "dated"))
            found[prefix] = (label, ap_fuzzy(getattr(row, prefix)))
        else:
            found[name] = (str(field.verbose_name), _text(row, field, targets))
    for link in row._meta.many_to_many:
        pks = (linked or {}).get(link.name, ())
        kind = link.related_model._meta.model_name
        texts = sorted(filter(None, (targets.text(kind, pk) for pk in pks)))
        found[link.name] = (str(link.verbose_name), "; ".join(texts))
    return found


def changes(before, after):
    """The Changes between two descriptions of one claim."""
    labels = {name: label for name, (label, _) in after.items()}
    said = [
        {name: text for name, (_, text) in each.items()} for each in (before, after)
    ]
    return [
        Change(labels[name], was, now) for name, (was, now) in difference(*said).items()
    ]


def _is_precision(row, name):
    return name.endswith("_precision") and hasattr(
        row, f"{name.removesuffix('_precision')}_first"
    )


def _text(row, field, targets):
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if field.is_relation:
        return targets.text(field.related_model._meta.model_name, value)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, BooleanField):
        return "yes" if value else "no"
    if isinstance(field, DecimalField):
        return f"${value:,.2f}".removesuffix(".00")
    return str(value)
