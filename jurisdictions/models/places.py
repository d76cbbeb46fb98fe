from django.db import models
from django.urls import reverse

from jurisdictions.choices import STATE_CHOICES, STATE_NAMES, Kind, LegalForm, Relation


class Place(models.Model):
    """One government or area of the Census gazetteer, known by its GEOID."""

    # Text: California is "06". Lengths 2, 5, 7 and 10 (state, county, place,
    # county subdivision).
    geoid = models.CharField("GEOID", max_length=10, primary_key=True)
    vintage = models.PositiveSmallIntegerField(default=2023)
    state = models.CharField(max_length=2, choices=STATE_CHOICES)
    name = models.CharField("name with its legal suffix", max_length=120)
    kind = models.CharField(max_length=8, choices=Kind)
    legal_form = models.CharField(max_length=20, choices=LegalForm)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    search_text = models.CharField(max_length=160)

    class Meta:
        ordering = ["state", "name"]
        indexes = [models.Index(fields=["state", "search_text"], name="place_by_name")]

    def __str__(self):
        return f"{self.name}, {self.state} ({self.geoid})"


class JurisdictionQuerySet(models.QuerySet):
    def on_the_site(self):
        """Those of which anything was ever public: an import may have made others."""
        known = self.filter(standings__isnull=False).values("pk")
        return self.filter(pk__in=known)


class Jurisdiction(models.Model):
    """A state, county or city under review; its facts are records of their own."""

    state = models.CharField(max_length=2, choices=STATE_CHOICES)
    # Stored and tested, never derived on the fly; empty for the state itself.
    slug = models.SlugField(max_length=80, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    legal_form = models.CharField(max_length=20, choices=LegalForm)
    geoid = models.CharField("GEOID", max_length=10, unique=True)
    second_geoid = models.CharField("second GEOID", max_length=10, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    remark = models.TextField(blank=True)
    # One government, two rows: San Francisco as city and as county. Money and
    # people of the twin are left out of sums; counts name both.
    same_government_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="twins"
    )

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        ordering = ["state", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["state", "slug"], name="one_jurisdiction_per_address"
            ),
            models.CheckConstraint(
                condition=models.Q(population=None)
                | models.Q(population_year__isnull=False),
                name="population_has_its_year",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.STATE, slug="")
                | ~models.Q(kind=Kind.STATE) & ~models.Q(slug=""),
                name="only_states_have_no_slug",
            ),
        ]

    def __str__(self):
        return f"{self.path} ({self.geoid})"

    def get_absolute_url(self):
        return f"{reverse('jurisdictions:list')}{self.path}/"

    @property
    def path(self):
        """Its key in files: "ca" or "pa/philadelphia"."""
        return f"{self.state.lower()}/{self.slug}".rstrip("/")

    @property
    def state_name(self):
        return STATE_NAMES[self.state]


class Tie(models.Model):
    """How a jurisdiction's ground relates to another Census place."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="ties")
    relation = models.CharField(max_length=16, choices=Relation)
    place = models.ForeignKey(Place, models.PROTECT, related_name="ties")

    class Meta:
        ordering = ["relation", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "relation", "place"], name="one_tie_of_a_kind"
            )
        ]

    def __str__(self):
        return f"{self.jurisdiction} {self.relation} {self.place_id}"
