"""What files brought: each batch, and the revisions that it made."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jurisdictions.choices import BatchState


class ImportBatch(models.Model):
    """One file that somebody applied: what it was, and what became of it."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField("name it came with", max_length=200)
    size = models.PositiveIntegerField("bytes")
    format = models.CharField(max_length=40)
    # How it was read and what was said beside it: encoding, columns, list, source.
    asked = models.JSONField(default=dict)
    stored = models.CharField("name in the import folder", max_length=80)
    counts = models.JSONField(default=dict)
    # What stayed out: the row, the field, and why.
    refused = models.JSONField(default=list)
    note = models.TextField("why")
    state = models.CharField(max_length=10, choices=BatchState)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # Numbers of its lines in the audit trail, in order.
    events = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "import batches"
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="batch_says_why"),
            models.CheckConstraint(
                condition=~Q(state=BatchState.PUBLISHED)
                | Q(published_by__isnull=False),
                name="published_batch_says_by_whom",
            ),
        ]

    def __str__(self):
        return f"Batch {self.pk}: {self.name}"


class ImportedRow(models.Model):
    """One revision that a batch made, and the line of the file that it came from."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rows")
    kind = models.CharField("kind of record", max_length=40)
    claim = models.UUIDField()
    revision = models.PositiveIntegerField()
    row_pk = models.PositiveBigIntegerField()
    line = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "row_pk"], name="one_batch_per_revision"
            )
        ]
        indexes = [models.Index(fields=["claim"], name="imported_claim")]

    def __str__(self):
        return f"{self.kind} {self.claim} v{self.revision}"
