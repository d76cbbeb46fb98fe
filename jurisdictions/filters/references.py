"""Parameters that name a thing of the record: a place, a list, a source, an award."""

import re
from dataclasses import dataclass

from django.db.models import Q

from jurisdictions.models import Jurisdiction

from .fields import CodesField, Many, meant, unreadable

KEY = re.compile(r"[a-z0-9][a-z0-9/_-]{0,99}")
PATH = re.compile(r"([a-z]{2})(?:/([a-z0-9-]+))?")
CLAIM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Places:
    """Jurisdictions by their key, "pa/philadelphia", or their Census code."""

    def find(self, keys):
        """{key: pk} of those on the site; one query."""
        wanted = Q(geoid__in=keys) | Q(second_geoid__in=keys)
        for match in filter(None, map(PATH.fullmatch, keys)):
            wanted |= Q(state=match[1].upper(), slug=match[2] or "")
        found = {}
        for row in Jurisdiction.objects.on_the_site().filter(wanted):
            found |= dict.fromkeys((row.path, row.geoid, row.second_geoid), row.pk)
        return found

    def names(self, key):
        """What may have been meant: the keys of that state."""
        rows = Jurisdiction.objects.on_the_site().filter(state=key[:2].upper())
        return [row.path for row in rows]


@dataclass(frozen=True)
class Claims:
    """Records of one kind by their claim, or by a slug they have or had."""

    model: type

    def find(self, keys):
        """{key: claim}, in one query."""
        claims = [key for key in keys if CLAIM.fullmatch(key)]
        rows = self.model.objects.published().filter(
            Q(claim__in=claims) | Q(slug__in=keys)
        )
        found = {}
        for claim, slug in rows.order_by("pk").values_list("claim", "slug"):
            found |= {str(claim): claim, slug: claim}
        return found

    def names(self, key):
        return [*self.model.objects.live().values_list("slug", flat=True)]


class ReferenceField(CodesField):
    """Keys of things that are, or were, on record; cleaned to what they stand for."""

    def __init__(self, *args, target, **kwargs):
        super().__init__(*args, **kwargs)
        self.target = target

    def clean(self, value):
        asked = [each.strip("/") for each in self.to_python(value)]
        asked = [each.strip().lower() for each in asked]
        keys = [each for each in asked if KEY.fullmatch(each)]
        found = self.target.find(keys) if keys else {}
        for each in asked:
            if each not in found:
                raise self.unknown(each)
        return [*dict.fromkeys(found[each] for each in asked)]

    def unknown(self, key):
        names = self.target.names(key) if KEY.fullmatch(key) else []
        return unreadable(key, f"is not on record.{meant(key, names)}")


class Reference(Many):
    """Any of these things; what it narrows, the rows of each kind say."""

    field_class = ReferenceField

    def filter(self, qs, value):
        return qs
