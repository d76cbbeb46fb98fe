"""What was taken off the site, for those who show a part of it elsewhere."""

from jurisdictions.models import (
    Award,
    AwardAction,
    Finding,
    Jurisdiction,
    Letter,
    Listing,
    Policy,
    Position,
    Ruling,
)

from .revisions import WORDS, Key, about, keys

SHOWN = (Position, Policy, Finding, Letter, Listing, Ruling, Award, AwardAction)


def withdrawals_of(jurisdiction: Jurisdiction) -> list[tuple[str, Key]]:
    """[(kind of fact in words, its tombstone)] of one place as known now, newest first.

    Now, whatever moment is shown: an old card must not outlive what it says.
    """
    tombstones = [
        model.objects.standing()
        .filter(change_kind="withdrawal")
        .filter(about(model, [jurisdiction.pk]))
        for model in SHOWN
    ]
    return [(WORDS[key.kind], key) for key in (Key(*row) for row in keys(tombstones))]
