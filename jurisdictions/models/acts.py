from django.db import models
from django.db.models import Q

from jurisdictions.choices import ActionKind

from .courts import Ruling
from .grants import Award
from .places import Jurisdiction
from .records import Ending, Record


class FederalAction(Ending, Record):
    """One act that concerns everybody, a program, or many places at once."""

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=ActionKind)
    actor = models.CharField(max_length=80)
    citation = models.CharField(max_length=200, blank=True)
    scope = models.CharField("whom it concerns", max_length=200, blank=True)
    # Assistance listing numbers, joined by "|": its terms are those of their awards.
    programs = models.CharField(max_length=200, blank=True)
    jurisdictions = models.ManyToManyField(
        Jurisdiction, blank=True, related_name="federal_actions"
    )

    day_label = "dated"

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, *Ending.Meta.constraints]

    def touched(self):
        """Places with awards of its programs, and those in orders against it."""
        named = Q(assistance_listing__in=self.programs.split("|"))
        awards = Award.objects.standing().filter(named & ~Q(assistance_listing=""))
        rulings = Ruling.objects.standing().filter(acts__claim=self.claim)
        found = {*awards.values_list("jurisdiction_id", flat=True)}
        found |= {*rulings.values_list("jurisdictions", flat=True)}
        return found - {None}
