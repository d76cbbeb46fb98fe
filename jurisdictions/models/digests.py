"""A hash of all that one publication put on the site, to be made again at any time."""

import hashlib
import json
from collections import defaultdict

from .events import Event

# The columns that may change or be filled after the row was written.
NOT_HASHED = ("superseded_at", "scheduled_for")
EMPTY = (None, "")


def publication_digest(models, moment):
    """SHA-256 over every row, and its links, published at that moment."""
    found = _by_moment(models, {"published_at": moment})
    return found.get(moment, "")


def damaged_publications(models):
    """A sentence for each publication whose rows are not those the trail recorded."""
    now = _by_moment(models, {"published_at__isnull": False})
    recorded = {}
    for event in Event.objects.filter(detail__has_key="sha256"):
        recorded[event.detail["published_at"]] = (event.number, event.detail["sha256"])
    for moment, digest in now.items():
        number, then = recorded.pop(moment.isoformat(), ("?", ""))
        if digest != then:
            yield f"rows published at {moment.isoformat()} (event {number}) differ"
    for number, _ in recorded.values():
        yield f"the rows published by event {number} are gone"


def _by_moment(models, condition):
    rows = defaultdict(list)
    for model in models:
        for moment, digest in _row_digests(model, condition):
            rows[moment].append(digest)
    return {
        moment: hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()
        for moment, digests in rows.items()
    }


def _row_digests(model, condition):
    """(moment, hash) of each row: what it says and who stands behind it."""
    names = [f.attname for f in model._meta.concrete_fields if f.name not in NOT_HASHED]
    found = model._default_manager.filter(**condition).order_by()
    links = [_links(field, condition) for field in model._meta.many_to_many]
    for row in found.values_list("published_at", "pk", *names).iterator(2000):
        moment, pk, *values = row
        # Only what is filled: a column added later, NULL or empty in old rows,
        # changes none of their hashes.
        filled = {n: v for n, v in zip(names, values, strict=True) if v not in EMPTY}
        linked = [link.get(pk, []) for link in links]
        text = json.dumps([model._meta.model_name, filled, linked], default=str)
        yield moment, hashlib.sha256(text.encode()).hexdigest()


def _links(field, condition):
    """{pk of the row: sorted pks it links to}."""
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    rows = field.remote_field.through._default_manager.filter(
        **{f"{own}__{name}": value for name, value in condition.items()}
    )
    found = defaultdict(list)
    for pk, target in rows.order_by(other).values_list(own, other):
        found[pk].append(target)
    return found
