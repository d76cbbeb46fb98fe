import hashlib
import json

from django.conf import settings
from django.db import models
from django.utils import timezone

from jurisdictions.choices import Verb

from .editions import Ledger

CHAIN_START = "0" * 64


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
        indexes = [models.Index(fields=["claim", "kind"], name="events_of_claim")]

    def __str__(self):
        return f"{self.number}: {self.actor_name} {self.verb} {self.kind}"

    def expected_hash(self):
        """The hash of this line and, through `previous_hash`, of all before it."""
        parts = [
            self.number,
            self.at.isoformat(),
            self.actor_id,
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


def write_event(*, actor, **fields):
    """Add a line to the audit trail, chained to the one before it."""
    ledger = Ledger.objects.lock()
    event = Event(
        number=ledger.event_count + 1,
        at=timezone.now(),
        actor=actor,
        actor_name=actor.get_username(),
        previous_hash=ledger.event_hash,
        **fields,
    )
    event.hash = event.expected_hash()
    event.save(force_insert=True)
    ledger.event_count, ledger.event_hash = event.number, event.hash
    ledger.save(update_fields=["event_count", "event_hash"])


def damaged_events():
    """A sentence for each break of the audit trail's chain."""
    previous, count = CHAIN_START, 0
    for event in Event.objects.order_by("number").iterator():
        count += 1
        if event.number != count:
            yield f"event {count} is missing"
            return
        if event.previous_hash != previous or event.hash != event.expected_hash():
            yield f"event {event.number} was altered"
        previous = event.hash
    ledger = Ledger.objects.get(pk=1)
    if (ledger.event_count, ledger.event_hash) != (count, previous):
        yield "the audit trail does not end where the ledger says"
