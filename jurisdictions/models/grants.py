from django.db import models
from django.db.models import Q

from jurisdictions.choices import AmountKind, AmountPrecision, GrantStatus

from .places import Jurisdiction
from .records import Record


class Award(Record):
    """One federal grant, allocation or reported total, of one recipient."""

    # Empty where the amount is known for several places together: `shared_by`.
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="awards"
    )
    shared_by = models.ManyToManyField(
        Jurisdiction, blank=True, related_name="shared_awards"
    )
    slug = models.SlugField(max_length=60)
    program = models.CharField(max_length=120)
    assistance_listing = models.CharField(max_length=12, blank=True)
    fiscal_year = models.CharField(max_length=20, blank=True)
    award_number = models.CharField(max_length=60, blank=True)
    recipient = models.CharField(max_length=200, blank=True)
    fiscal_agent = models.CharField(max_length=120, blank=True)
    amount_usd = models.DecimalField(
        "amount in dollars", max_digits=15, decimal_places=2, null=True, blank=True
    )
    amount_kind = models.CharField(max_length=30, choices=AmountKind)
    amount_precision = models.CharField(
        max_length=16, choices=AmountPrecision, default=AmountPrecision.EXACT
    )
    # Never summed with the rows that contain it (data/README).
    may_double_count = models.BooleanField(default=False)

    day_label = "awarded"

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(amount_usd=None) | Q(amount_usd__gte=0),
                name="award_amount_not_negative",
            ),
        ]

    def __str__(self):
        return f"{self.program} {self.fiscal_year} {self.award_number}".strip()


class AwardAction(Record):
    """One dated change in an award's status."""

    # Any revision of the award: the claim is what the action is about.
    award = models.ForeignKey(Award, models.PROTECT, related_name="actions")
    status = models.CharField(max_length=30, choices=GrantStatus)

    day_label = "reported"

    class Meta(Record.Meta):
        pass

    def touched(self):
        awards = Award.objects.standing().filter(claim=self.award.claim)
        return set(awards.values_list("jurisdiction_id", flat=True)) - {None}
