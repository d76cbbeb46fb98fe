"""A matched government -> its jurisdiction, made with its names where there is none."""

from dataclasses import dataclass

from django.utils.text import slugify

from jurisdictions.choices import STATE_NAMES, Confidence, Kind, NameRole
from jurisdictions.editorial import Entry
from jurisdictions.matching import BY_ALIAS, Government, match
from jurisdictions.matching.stored import stored
from jurisdictions.models import Jurisdiction, Name, Place, Source

from .compare import follow
from .record import claim_of

CENSUS = "census-gazetteer-2023"


@dataclass(frozen=True)
class Found:
    """What a printed name means; without a jurisdiction a person decides."""

    jurisdiction: Jurisdiction | None
    reason: str
    candidates: tuple = ()  # GEOIDs, best first
    is_by_hand: bool = False

    @property
    def told(self):
        """The reason and the candidates, for a person who decides in the file."""
        codes = f"; candidates: {', '.join(self.candidates)}" if self.candidates else ""
        return f"{self.reason}{codes}"


class Places:
    """The jurisdictions that an import names; those that are new wait to be made."""

    def __init__(self, targets, source, states, aliases=None):
        self.targets, self.source = targets, source
        self.among, self.aliases = stored({*states} - {None}), aliases or {}
        self.unnamed = {}  # path -> (jurisdiction, government), new ones among them

    def meant(self, name, *, state, heading=""):
        """What a printed name means here: a Found."""
        decision = match(
            name, state=state, heading=heading, among=self.among, aliases=self.aliases
        )
        reason = "; ".join(decision.reasons)
        codes = tuple(each.place.geoid for each in decision.candidates)
        if decision.decision != "auto":
            return Found(None, reason, codes)
        place, doubt = self.of(decision.place)
        if place is None:
            return Found(None, doubt, (decision.place.geoid,))
        return Found(place, reason, is_by_hand=reason == BY_ALIAS)

    def at(self, code):
        """The same for a Census code that the file itself gives."""
        government = self.among.by_geoid.get(code)
        if government is None:
            return Found(None, f"{code} is not in the gazetteer")
        place, doubt = self.of(government)
        return Found(place, doubt or "code in the file", (code,), is_by_hand=True)

    def of(self, government: Government):
        """(jurisdiction, ""), or (None, why a person has to say which is meant)."""
        found = self.targets.by_code.get(government.geoid)
        if found:
            if found.pk in self.targets.nameless:
                self.unnamed[found.path] = (found, government)
            return found, ""
        same = self.targets.same_ground.get(government.geoid)
        if same:
            return None, f"covers the same ground as {same}"
        return self._make(government), ""

    def add_to(self, plan):
        """Give the plan what its entries name and the record does not have yet."""
        named = {
            row.path
            for entry in plan.entries
            if (row := getattr(entry.row, "jurisdiction", None))
        }
        names = []
        for path in sorted(named & {*self.unnamed}):
            row, _ = self.unnamed[path]
            if row.pk is None:
                plan.places.append(row)
            names += self.names_for(row)
        plan.entries[:0] = names

    def names_for(self, row):
        """Entries of the names that a jurisdiction found here does not have yet."""
        found = self.unnamed.get(row.path)
        return [*self._names(*found)] if found else []

    def _make(self, government):
        row = Jurisdiction(
            state=government.state,
            slug=self._slug(government),
            kind=government.kind,
            legal_form=government.legal_form,
            geoid=government.geoid,
        )
        place = Place.objects.filter(pk=government.geoid).first()
        if place:
            row.lat, row.lon = place.lat, place.lon
        self.targets.add(row)
        self.unnamed[row.path] = (row, government)
        return row

    def _slug(self, government):
        """A city's is bare; every other kind keeps its word, so that none moves."""
        if government.kind == Kind.STATE:
            return ""
        word = "" if government.is_city else government.word
        slug = slugify(f"{government.base} {word}")
        where = government.state.lower()
        taken = self.targets.of(Jurisdiction)
        if f"{where}/{slug}" not in taken:
            return slug
        county = Place.objects.filter(pk=government.geoid[:5]).first()
        if government.is_subdivision and county:
            slug = slugify(f"{slug} {county.name}")
        if f"{where}/{slug}" in taken:
            slug = f"{slug}-{government.geoid}"
        return slug

    def _names(self, row, government):
        census = self.targets.find(Source, CENSUS) or self.source
        short = government.base
        if row.kind == Kind.COUNTY:
            short = government.name
        if row.kind == Kind.STATE:
            short = STATE_NAMES[row.state]
        for role, text in (
            (NameRole.OFFICIAL, government.name),
            (NameRole.SHORT, short),
        ):
            key = f"name-{row.path.replace('/', '-')}-{role}"
            name = Name(
                claim=claim_of(Name, key),
                jurisdiction=row,
                text=text,
                role=role,
                source=census,
                confidence=Confidence.VERIFIED,
            )
            # After an undone import its names are withdrawn, and are given anew.
            follow(name, Name.objects.standing().filter(claim=name.claim).first())
            yield Entry(name)
