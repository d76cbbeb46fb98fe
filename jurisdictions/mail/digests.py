"""Each change once, in one letter a day or week, however often the job runs."""

import datetime as dt
from dataclasses import dataclass

from jurisdictions.choices import AlertAbout, AlertRhythm
from jurisdictions.filters import EASTERN
from jurisdictions.models import Subscription
from jurisdictions.summaries.alerts import digest, period_of

from .letters import digest_letter, ended
from .sending import NotSent, send


@dataclass
class Sent:
    """How many alerts got a letter, had nothing to tell, or could not be sent."""

    letters: int = 0
    silent: int = 0
    failed: int = 0


def period_end(rhythm, now):
    """The last midnight in the East, for a weekly letter that before a Monday."""
    today = now.astimezone(EASTERN).date()
    if rhythm == AlertRhythm.WEEKLY:
        today -= dt.timedelta(days=today.weekday())
    return dt.datetime.combine(today, dt.time(), EASTERN).astimezone(dt.UTC)


def send_due(now):
    """Send what is due; what ran before, or runs beside this, sends nothing twice."""
    Subscription.objects.forget_unconfirmed(now)
    sent = Sent()
    for alert in Subscription.objects.confirmed().order_by("pk"):
        end = period_end(alert.rhythm, now)
        if alert.told_until < end:
            _tell(alert, end, sent)
    return sent


def _tell(alert, end, sent):
    start = alert.told_until
    question = period_of(alert.query, start, end)
    if question.strict_problems:
        letter = ended(alert, question.strict_problems)
    else:
        with_changes = alert.about == AlertAbout.CHANGES
        found = digest(question, with_changes=with_changes)
        letter = digest_letter(alert, found) if found.count else None
    # Whoever moves the mark sends the letter: before it, or two runs would send two.
    if not _move(alert, start, end):
        return
    if letter is None:
        sent.silent += 1
        return
    try:
        send(alert, *letter)
        sent.letters += 1
    except NotSent:
        _move(alert, end, start)
        sent.failed += 1
        return
    if question.strict_problems:
        alert.delete()


def _move(alert, seen, told):
    mine = Subscription.objects.filter(pk=alert.pk, told_until=seen)
    return mine.update(told_until=told) == 1
