import datetime as dt
import secrets

from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q

from jurisdictions.choices import AlertAbout, AlertRhythm

# How long a link may be confirmed; then the whole row is forgotten.
CONFIRMED_WITHIN = dt.timedelta(days=3)
# An index of PostgreSQL holds 2,704 bytes of a row, the address included.
MOST_OF_QUERY = 2000
SIGNER = Signer(sep="~", salt="alerts")


def new_key():
    return secrets.token_urlsafe(16)


def key_of(token):
    """The key that a token was made of; None where it was not made here."""
    try:
        return SIGNER.unsign(token)
    except BadSignature:
        return None


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def forget_unconfirmed(self, now):
        """Delete what nobody agreed to in time."""
        waiting = self.filter(confirmed_at=None)
        return waiting.filter(asked_at__lt=now - CONFIRMED_WITHIN).delete()


class Subscription(models.Model):
    """One reader's wish to be told by mail of changes among the matching places.

    No part of the record: its rows are deleted when the reader ends it, and nothing
    else on the site, in files or in the audit trail knows of them.
    """

    email = models.EmailField()
    query = models.CharField(max_length=MOST_OF_QUERY, blank=True)
    about = models.CharField(max_length=8, choices=AlertAbout)
    rhythm = models.CharField(max_length=8, choices=AlertRhythm)
    # No token by itself: whoever reads the table can end nobody's alert.
    key = models.CharField(max_length=22, unique=True, default=new_key)
    asked_at = models.DateTimeField()
    asked_from = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "query", "about"],
                condition=Q(confirmed_at__isnull=False),
                name="one_alert_per_address_and_filter",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, told_until=None)
                | Q(confirmed_at__isnull=False, told_until__isnull=False),
                name="confirmed_alerts_know_what_was_told",
            ),
        ]

    def __str__(self):
        # Never the address: this may end in a log.
        return f"Alert {self.pk}"

    @property
    def token(self):
        """Whoever has it may confirm and end the alert: the address alone gets it."""
        return SIGNER.sign(self.key)

    def is_expired(self, now):
        return not self.confirmed_at and now > self.asked_at + CONFIRMED_WITHIN
