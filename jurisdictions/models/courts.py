from django.db import models

from jurisdictions.choices import Effect

from .places import Jurisdiction
from .records import Record


class Case(Record):
    """One court case: docket, court, parties."""

    slug = models.SlugField(max_length=80)
    title = models.CharField("caption", max_length=200)
    docket = models.CharField(max_length=120, blank=True)
    court = models.CharField(max_length=80)
    plaintiff = models.CharField(max_length=200, blank=True)
    defendant = models.CharField(max_length=200, blank=True)
    judge = models.CharField(max_length=80, blank=True)
    latest_outcome = models.CharField("state of the case", max_length=300, blank=True)
    plaintiffs = models.ManyToManyField(
        Jurisdiction, blank=True, related_name="cases_brought"
    )
    defendants = models.ManyToManyField(
        Jurisdiction, blank=True, related_name="cases_faced"
    )

    day_label = "filed"

    class Meta(Record.Meta):
        pass

    def __str__(self):
        return self.title

    def touched(self):
        return set(self.defendants.values_list("pk", flat=True))


class Ruling(Record):
    """One court decision and the jurisdictions it is known to cover."""

    # Any revision of the case: the claim is what the ruling is about.
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="rulings"
    )
    title = models.CharField(max_length=200)
    court = models.CharField(max_length=80)
    effect = models.CharField(max_length=30, choices=Effect)
    citation = models.CharField(max_length=200, blank=True)
    # The words where only part of the coverage is known: "34 local governments".
    coverage = models.CharField("whom it covers, in words", max_length=200, blank=True)
    is_wider = models.BooleanField("covers more than those named here", default=False)
    jurisdictions = models.ManyToManyField(
        Jurisdiction, blank=True, related_name="rulings"
    )
    # Any revision of an act. Where all have ended, the order stops nothing any more.
    acts = models.ManyToManyField(
        "FederalAction", verbose_name="acts that it stops", blank=True
    )

    day_label = "ruled"

    class Meta(Record.Meta):
        pass

    def __str__(self):
        return self.title

    def touched(self):
        named = set(self.jurisdictions.values_list("pk", flat=True))
        suits = Case.objects.standing().filter(claim=self.case and self.case.claim)
        return named.union(*(suit.touched() for suit in suits))
