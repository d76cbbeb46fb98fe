from django.conf import settings
from django.db import models, transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice


class AccountQuerySet(models.QuerySet):
    def lock(self, user):
        """The user's row, held until the transaction ends."""
        return self.select_for_update().get_or_create(user=user)[0]

    def epoch_of(self, user):
        found = self.filter(user=user).values_list("epoch", flat=True)
        return found.first() or 0

    def end_sessions(self, user):
        """Whoever is signed in as this user, is so no longer."""
        self.get_or_create(user=user)
        self.filter(user=user).update(epoch=models.F("epoch") + 1)

    @transaction.atomic
    def forget_factor(self, user):
        """The user sets up a new second factor at the next sign-in."""
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
        self.end_sessions(user)


class Account(models.Model):
    """What the desk keeps of a person beside Django's user."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="account",
    )
    # A session belongs to the epoch in which it began.
    epoch = models.PositiveIntegerField(default=0)

    objects = AccountQuerySet.as_manager()

    def __str__(self):
        return str(self.user)
