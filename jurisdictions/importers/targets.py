"""What a row of a file may refer to: what is live now, found by slug, path or code."""

import difflib
from functools import cached_property

from jurisdictions.choices import Relation
from jurisdictions.models import Jurisdiction, Name, Tie

from .record import claim_of


class LiveTargets:
    """Like `record.Targets`, from the database. Loaded when first asked for."""

    def __init__(self):
        self.rows = {}
        self.drafts = set()

    def of(self, model):
        """{slug or path: row}."""
        if model not in self.rows:
            found = (
                model.objects.all() if model is Jurisdiction else model.objects.live()
            )
            self.rows[model] = {key_of(row): row for row in found}
        return self.rows[model]

    def find(self, model, key):
        """The instance, or None."""
        found = self.of(model).get(key)
        if found is None and not hasattr(model, "slug"):
            return self.of(model).get(str(claim_of(model, key)))
        return found

    def nearest(self, model, key):
        close = difflib.get_close_matches(key, self.of(model), 1)
        return f"; the nearest is {close[0]!r}" if close else ""

    @cached_property
    def by_code(self):
        """{GEOID: Jurisdiction}, second codes too."""
        found = {}
        for row in self.of(Jurisdiction).values():
            found.setdefault(row.second_geoid, row)
            found[row.geoid] = row
        return found

    @cached_property
    def same_ground(self):
        """{GEOID of a place: path of the jurisdiction that covers the same ground}."""
        ties = Tie.objects.filter(relation=Relation.COEXTENSIVE)
        return {
            tie.place_id: tie.jurisdiction.path
            for tie in ties.select_related("jurisdiction")
        }

    @cached_property
    def nameless(self):
        """Keys of jurisdictions without a name, live or at the desk."""
        live, drafts = Name.objects.live(), Name.objects.open()
        named = {*live.values_list("jurisdiction", flat=True)}
        named |= {*drafts.values_list("jurisdiction", flat=True)}
        return {row.pk for row in self.of(Jurisdiction).values() if row.pk} - named

    def add(self, row):
        """A jurisdiction that the import itself will make."""
        self.of(Jurisdiction)[row.path] = row
        self.by_code[row.geoid] = row


def key_of(target):
    """How files name it; what has no name of its own, by its claim."""
    if isinstance(target, Jurisdiction):
        return target.path
    return getattr(target, "slug", "") or str(target.claim)
