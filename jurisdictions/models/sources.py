from django.db import models
from django.db.models import Q
from django.urls import reverse

from jurisdictions.choices import Confidence, SourceKind

from .records import Revision, day_field, fuzzy, ordered, precision_field


class Source(Revision):
    """A document, report or data set that facts are cited to."""

    slug = models.SlugField(max_length=60, db_index=True)
    title = models.TextField(blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=16, choices=SourceKind)
    url = models.URLField("address", max_length=600, blank=True)
    citation = models.TextField("citation where there is no address", blank=True)
    on_first, on_last, on_precision = day_field(), day_field(), precision_field()
    on = fuzzy("on")
    date_text = models.CharField("date as compiled", max_length=80, blank=True)
    read_depth = models.CharField("how much was read", max_length=120, blank=True)
    confidence = models.CharField(max_length=20, choices=Confidence)
    remark = models.TextField(blank=True)
    is_incomplete = models.BooleanField(
        "lacks a title, publisher, date or address", default=False
    )

    day_label = "dated"

    class Meta(Revision.Meta):
        ordering = ["slug"]
        constraints = [
            *Revision.Meta.constraints,
            ordered("on"),
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(citation=""),
                name="source_has_an_address_or_a_citation",
            ),
            # `javascript:` and `data:` never reach a page, however they came in.
            models.CheckConstraint(
                condition=Q(url="")
                | Q(url__startswith="https://")
                | Q(url__startswith="http://"),
                name="source_address_is_http",
            ),
        ]

    def __str__(self):
        return self.title or self.publisher or self.citation

    def get_absolute_url(self):
        return reverse("jurisdictions:source", args=[self.slug])

    def touched(self):
        return set()
