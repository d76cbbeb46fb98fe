import hashlib
import json

from django.conf import settings
from django.db import models

from ..choices import Verb


class Event(models.Model):
    """One line of the audit trail: who did what to which record, when and why."""

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=16, choices=Verb)
    kind = models.CharField("kind of record", max_length=40)
    claim = models.CharField(max_length=36, blank=True)
    revision = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)
    via = models.CharField(max_length=20)
    request_id = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}: {self.actor_name} {self.verb} {self.kind}"

    def expected_hash(self):
        """The hash of this line and, through `previous_hash`, of all before it."""
        parts = [
            self.number,
            self.at.isoformat(),
            self.actor_name,
            self.verb,
            self.kind,
            self.claim,
            self.revision,
            self.note,
            self.via,
            self.request_id,
            self.detail,
            self.previous_hash,
        ]
        text = json.dumps(parts, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
