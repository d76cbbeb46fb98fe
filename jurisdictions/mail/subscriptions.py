import datetime as dt

from django.db import transaction
from django.utils.crypto import salted_hmac

from jurisdictions.models import Subscription

from .letters import confirmation
from .sending import NotSent, send

# (letters, within): from a sender to one address, from a sender, and to one address.
OF_ONE = 5, dt.timedelta(minutes=15)
OF_SENDER = 25, dt.timedelta(minutes=5)
OF_ADDRESS = 10, dt.timedelta(days=1)


class TooMany(Exception):
    """So many letters were asked for that another could be meant as a nuisance."""

    def __init__(self, within):
        super().__init__("Too many alerts were asked for.")
        self.seconds = int(within.total_seconds())


def ask(*, email, query, about, rhythm, sender, now):
    """Write to the address for its consent; raises TooMany or NotSent.

    Whether anybody asked for the same address before makes no difference to be seen.
    """
    sender = salted_hmac("alerts", sender or "", algorithm="sha256").hexdigest()
    of_sender = Subscription.objects.filter(asked_from=sender)
    to_address = Subscription.objects.filter(email__iexact=email)
    for asked, limit in (
        (of_sender.filter(email__iexact=email), OF_ONE),
        (of_sender, OF_SENDER),
    ):
        if _is_over(asked, limit, now):
            raise TooMany(limit[1])
    # To be told so would tell a stranger that others asked for this address.
    if _is_over(to_address, OF_ADDRESS, now):
        return
    asked = {"query": query, "about": about, "rhythm": rhythm}
    alert = Subscription.objects.create(
        email=email, asked_at=now, asked_from=sender, **asked
    )
    try:
        send(alert, *confirmation(alert))
    except NotSent:
        alert.delete()
        raise


def _is_over(asked, limit, now):
    most, within = limit
    return asked.filter(asked_at__gt=now - within).count() >= most


@transaction.atomic
def confirm(alert, *, now):
    """Begin to tell of what happens from now on; False when it was ended meanwhile.

    The same wish confirmed before gives way, and what it did not tell yet is told.
    """
    of_address = Subscription.objects.filter(email=alert.email)
    # Two letters confirmed at once take turns, or both would find none before them.
    rows = {row.pk: row for row in of_address.select_for_update().order_by("pk")}
    mine = rows.pop(alert.pk, None)
    if mine is None or mine.confirmed_at:
        return mine is not None
    wish = mine.query, mine.about
    same = [r for r in rows.values() if r.confirmed_at and (r.query, r.about) == wish]
    Subscription.objects.filter(pk__in=[row.pk for row in same]).delete()
    told = min((row.told_until for row in same), default=now)
    Subscription.objects.filter(pk=mine.pk).update(
        confirmed_at=now, told_until=told, asked_from=""
    )
    return True


def end(key):
    """Nothing of it is kept; to end it twice does no harm."""
    Subscription.objects.filter(key=key).delete()
