"""What people decided on lines of an issuer's lists, for the next list of that issuer.

The live lines are the memory: a decision counts once a second person published it,
and no longer when it is revised, withdrawn or undone.
"""

from collections import defaultdict

from jurisdictions.choices import MatchHow
from jurisdictions.matching import BY_ALIAS, alias_key
from jurisdictions.models import GovernmentList, Listing


def decided_for(issuer):
    """{alias_key: GEOID} where all decisions agree.

    What a name meant without a heading holds for its own document alone: "New York"
    was the city in some letters. A line that merely followed a decision is none.
    """
    lists = GovernmentList.objects.live().filter(issuer=issuer).values("claim")
    lines = (
        Listing.objects.live()
        .filter(list__claim__in=lists, match=MatchHow.HAND)
        .exclude(match_reason=BY_ALIAS)
        .exclude(jurisdiction=None)
        .order_by()
        .values_list(
            "name_as_published", "state_heading", "heading", "jurisdiction__geoid"
        )
    )
    meant = defaultdict(set)
    for name, state, heading, geoid in lines:
        meant[alias_key(name, state=state, heading=heading)].add(geoid)
    return {
        (postal, level, folded): geoids.pop()
        for (postal, level, folded), geoids in meant.items()
        if level and len(geoids) == 1
    }
