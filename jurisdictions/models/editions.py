from django.db import models


class Edition(models.Model):
    """One publication: after it, every page may differ."""

    number = models.PositiveIntegerField(primary_key=True)
    published_at = models.DateTimeField(unique=True)
    changes = models.PositiveIntegerField(help_text="Rows published by it.")

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"Edition {self.number}"


class Ledger(models.Model):
    """The one row that serialises publications and holds the event chain's head."""

    record_id = models.UUIDField(help_text="Tells this record from another one's.")
    edition = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    event_count = models.PositiveIntegerField(default=0)
    event_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_ledger")
        ]

    def __str__(self):
        return f"Ledger at edition {self.edition}"
