from datetime import timedelta

from django.db import models
from django.utils import timezone


class EditionManager(models.Manager):
    def at(self, moment):
        """The edition that readers had at that moment; None before the first."""
        return self.filter(published_at__lte=moment).last()


class Edition(models.Model):
    """One publication: after it, every page may differ."""

    number = models.PositiveIntegerField(primary_key=True)
    published_at = models.DateTimeField(unique=True)
    changes = models.PositiveIntegerField(help_text="Rows published by it.")

    objects = EditionManager()

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"Edition {self.number}"


class LedgerManager(models.Manager):
    def lock(self):
        """The one row, ours until the transaction ends: all writers queue for it."""
        return self.select_for_update().get(pk=1)


class Ledger(models.Model):
    """The one row that serialises publications and holds the event chain's head."""

    record_id = models.UUIDField(help_text="Tells this record from another one's.")
    edition = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    event_count = models.PositiveIntegerField(default=0)
    event_hash = models.CharField(max_length=64, default="0" * 64)

    objects = LedgerManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_ledger")
        ]

    def __str__(self):
        return f"Ledger at edition {self.edition}"

    def next_moment(self):
        """Now, and later than every edition so far; ask only under `lock`.

        The lock comes before the clock is read: editions and moments must agree in
        order, or an answer about the past could change after it was given.
        """
        now = timezone.now()
        if self.published_at and now <= self.published_at:
            now = self.published_at + timedelta(microseconds=1)
        return now

    def publish(self, moment, changes):
        """Open the next edition."""
        self.edition += 1
        self.published_at = moment
        self.save(update_fields=["edition", "published_at"])
        Edition.objects.create(
            number=self.edition, published_at=moment, changes=changes
        )
