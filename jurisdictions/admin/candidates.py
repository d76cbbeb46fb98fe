"""What a person may choose from at the bench: governments, each with its reasons."""

from dataclasses import dataclass, replace

from jurisdictions.choices import LegalForm
from jurisdictions.geometry import county_at
from jurisdictions.matching import Candidate, match
from jurisdictions.matching.ranking import SHOWN
from jurisdictions.matching.stored import stored
from jurisdictions.models import Place

from .undecided import key_of


@dataclass(frozen=True)
class Offer:
    """One government on a key. `county` is where its midpoint lies."""

    key: int
    name: str
    geoid: str
    form: str
    county: str
    score: int
    reasons: tuple

    @property
    def reason(self):
        return "; ".join(self.reasons)


def offers(line, others):
    """(at most five offers, why no rule decides). `others` are lines of the same name.

    What was decided on one of those comes first.
    """
    postal = key_of(line)[0]
    among = stored({postal})
    decision = match(
        line.name_as_published,
        state=line.state_heading,
        heading=line.heading,
        among=among,
    )
    ranked = list(decision.candidates)
    if decision.place:
        ranked.append(Candidate(decision.place, decision.score, decision.reasons))
    found = {}
    for each in (*before(others, among), *ranked):
        first = found.setdefault(each.place.geoid, each)
        if first is not each:
            reasons = tuple(dict.fromkeys(first.reasons + each.reasons))
            found[each.place.geoid] = replace(first, reasons=reasons)
    return told([*found.values()][:SHOWN]), decision.reasons


def before(others, among):
    """Candidates that a person chose on other lines."""
    for row in others:
        place = row.jurisdiction and among.by_geoid.get(row.jurisdiction.geoid)
        if place:
            where = f"line {row.number} of {row.list.short_title}"
            yield Candidate(place, 100, (f"decided so on {where}",))


def told(ranked):
    codes = [each.place.geoid for each in ranked]
    stored_places = Place.objects.in_bulk(codes)
    counties = {code: county_of(place) for code, place in stored_places.items()}
    named = Place.objects.in_bulk({*counties.values()} - {None})
    return [
        Offer(
            *(key, each.place.name, each.place.geoid),
            LegalForm(each.place.legal_form).label,
            named[code].name if (code := counties[each.place.geoid]) in named else "",
            *(each.score, each.reasons),
        )
        for key, each in enumerate(ranked, 1)
    ]


def county_of(place):
    """GEOID of its county; None for a county or state, and where it is not known."""
    if len(place.geoid) == 10:
        return place.geoid[:5]
    if len(place.geoid) != 7 or place.lat is None:
        return None
    return county_at(place.lat, place.lon, place.state, place.geoid[:2])
