from django.db import models
from django.db.models import Q
from django.urls import reverse

from jurisdictions.choices import LineForm, MatchHow

from .places import Jurisdiction
from .records import Ending, Record, day_field, fuzzy, ordered, precision_field


class GovernmentList(Record):
    """One list of jurisdictions that a federal office published or sent."""

    slug = models.SlugField(max_length=60)
    title = models.CharField("title as issued", max_length=200)
    short_title = models.CharField(max_length=80)
    issuer = models.CharField(max_length=120)
    withdrawn_first, withdrawn_last, withdrawn_precision = (
        day_field(),
        day_field(),
        precision_field(),
    )
    withdrawn = fuzzy("withdrawn")
    # A document issued once has lines that never close.
    is_standing = models.BooleanField("kept up to date by its issuer", default=False)
    is_complete = models.BooleanField("every line is held here", default=True)
    completeness = models.TextField("what is missing", blank=True)
    criteria = models.TextField("what the list says of its grounds", blank=True)

    day_label = "published"

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints, ordered("withdrawn")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("jurisdictions:list_detail", args=[self.slug])

    def touched(self):
        """Its slug and its withdrawal are part of every line's standing."""
        lines = Listing.objects.standing().filter(list__claim=self.claim)
        return set(lines.values_list("jurisdiction_id", flat=True)) - {None}


class Criterion(Record):
    """One of a list's stated grounds; no list says which place meets which."""

    list = models.ForeignKey(GovernmentList, models.PROTECT, related_name="grounds")
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=60)

    class Meta(Record.Meta):
        verbose_name_plural = "criteria"

    def touched(self):
        return set()


class Listing(Ending, Record):
    """One line of one list: the name as published, and the government it fits."""

    list = models.ForeignKey(GovernmentList, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField("place in the document")
    state_heading = models.CharField(max_length=60, blank=True)
    heading = models.CharField(max_length=60, blank=True)
    name_as_published = models.CharField(max_length=200)
    form = models.CharField(
        max_length=16, choices=LineForm, default=LineForm.VERBATIM_LIST
    )
    # "Self-identification as a State Sanctuary Jurisdiction" is no place.
    is_annotation = models.BooleanField(default=False)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, blank=True, related_name="listings"
    )
    match = models.CharField(max_length=16, choices=MatchHow)
    match_reason = models.CharField(max_length=200, blank=True)
    candidates = models.CharField(
        "GEOIDs that may be meant", max_length=120, blank=True
    )
    end_reason = models.TextField("why the line was removed", blank=True)
    # A page is edited in place: a line stands only as far as somebody saw it.
    last_seen_first, last_seen_last, last_seen_precision = (
        day_field(),
        day_field(),
        precision_field(),
    )
    last_seen = fuzzy("last_seen")
    last_seen_how = models.CharField(
        "how it is known that it was still there", max_length=120, blank=True
    )

    day_label = "listed"

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            *Ending.Meta.constraints,
            ordered("last_seen"),
            models.CheckConstraint(
                condition=~Q(
                    jurisdiction__isnull=False,
                    match__in=[MatchHow.AMBIGUOUS, MatchHow.NO_SUCH_PLACE],
                ),
                name="listing_undecided_names_nobody",
            ),
        ]

    def __str__(self):
        return self.name_as_published
