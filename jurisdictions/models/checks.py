"""Whether the addresses of sources still answer: a line for each time one was asked."""

from datetime import timedelta
from http import HTTPStatus

from django.db import models, transaction
from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone

from jurisdictions.days import ap_day
from jurisdictions.fetching import Fetched, FetchRefused, FetchTimeout

from .sources import Source

# A failed address is asked again after a day, then after two, four, ... days.
FIRST_WAIT, LONGEST_WAIT = timedelta(days=1), timedelta(days=30)
# Older checks no longer tell how an address does now.
STALE_AFTER = timedelta(days=45)
NOT_CHECKED = "not checked"


class CheckStatus(models.TextChoices):
    """What came of asking a source's address."""

    OK = "ok", "Answered"
    MOVED = "moved", "Moved"
    BROKEN = "broken", "Did not answer"
    REFUSED = "refused", "Could not be checked"
    TIMEOUT = "timeout", "Took too long"


FAILED_CHECKS = (CheckStatus.BROKEN, CheckStatus.REFUSED, CheckStatus.TIMEOUT)


class SourceCheckQuerySet(models.QuerySet):
    def latest_for(self, claims, moment=None):
        """{claim: the last check of its source}, in one query; by a moment, if given.

        Claims that were never checked are left out.
        """
        rows = self.filter(source_claim__in=claims).order_by()
        if moment is not None:
            rows = rows.filter(checked_at__lte=moment)
        last = rows.values("source_claim").annotate(last=Max("pk")).values("last")
        return {row.source_claim: row for row in self.filter(pk__in=last)}

    def of_address(self, claim, address):
        """The checks of what a source's address is now, newest first."""
        return self.filter(source_claim=claim, address=address).order_by("-pk")

    def record(self, source, outcome, *, at):
        """Add the line of one outcome: a Fetched, or the FetchError in its place."""
        check = self.model(
            source_claim=source.claim,
            address=source.url,
            checked_at=at,
            **_told(outcome),
        )
        if check.has_failed:
            before = self.of_address(source.claim, source.url).first()
            check.failures = 1 + (before.failures if before else 0)
        with transaction.atomic():
            check.save(force_insert=True)
        return check


class SourceCheck(models.Model):
    """What came of asking the address of a source on one day."""

    source_claim = models.UUIDField()
    address = models.CharField("address asked", max_length=600)
    checked_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=CheckStatus)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    final_address = models.CharField(max_length=2000, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField("why it did not answer", max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField("failures in a row", default=0)

    objects = SourceCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["source_claim", "address"], name="checks_of_source")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=FAILED_CHECKS, failures__gt=0) & ~Q(reason="")
                | ~Q(status__in=FAILED_CHECKS) & Q(reason="", failures=0),
                name="failed_check_says_why",
            ),
            models.CheckConstraint(
                condition=Q(status__in=FAILED_CHECKS)
                | ~Q(sha256="") & ~Q(final_address=""),
                name="answered_check_has_its_hash",
            ),
            # A page may show it as a link.
            models.CheckConstraint(
                condition=Q(final_address="") | Q(final_address__startswith="https://"),
                name="final_address_is_https",
            ),
        ]

    def __str__(self):
        return f"{self.address}, {self.checked_at:%Y-%m-%d}: {self.outcome}"

    @property
    def has_failed(self):
        return self.status in FAILED_CHECKS

    @property
    def retry_at(self):
        return self.checked_at + wait_after(self.failures)

    @property
    def outcome(self):
        """What it did, as the rest of a sentence: "answered", "moved to ..."."""
        match self.status:
            case CheckStatus.OK:
                return "answered"
            case CheckStatus.MOVED:
                return f"moved to {self.final_address}"
            case CheckStatus.REFUSED:
                return f"could not be checked: {self.reason}"
        if self.http_status:
            return f"answered with an error: {self.reason}"
        return f"did not answer: {self.reason}"


def _told(outcome):
    """The fields of a check that an outcome fills."""
    if isinstance(outcome, Fetched):
        fields = {
            "http_status": outcome.status,
            "final_address": outcome.final_url,
        }
        if not 200 <= outcome.status < 300:
            reason = _phrase(outcome.status)
            return fields | {"status": CheckStatus.BROKEN, "reason": reason}
        status = CheckStatus.MOVED if outcome.redirects else CheckStatus.OK
        document = {"sha256": outcome.sha256, "size": outcome.size}
        return fields | {"status": status} | document
    status = CheckStatus.BROKEN
    if isinstance(outcome, FetchRefused):
        status = CheckStatus.REFUSED
    elif isinstance(outcome, FetchTimeout):
        status = CheckStatus.TIMEOUT
    return {"status": status, "reason": outcome.reason}


def _phrase(status):
    """404 -> "404 Not Found"; a number that no standard knows stays alone."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def wait_after(failures):
    """How long an address is left alone after that many failures in a row."""
    return min(FIRST_WAIT * 2 ** min(max(failures - 1, 0), 10), LONGEST_WAIT)


def check_words(source, check, now):
    """What a page says of a source's address: "checked Nov. 3, 2025: answered".

    A check of an address that the source no longer has says nothing of it.
    """
    if check is None or check.address != source.url:
        return NOT_CHECKED
    day = ap_day(timezone.localtime(check.checked_at))
    if now - check.checked_at > STALE_AFTER:
        return f"not checked since {day}: {check.outcome} then"
    return f"checked {day}: {check.outcome}"


def with_checks(sources):
    """Annotate the last check of each source's present address.

    `check_status`, `checked_at` and `check_failures` are NULL where there is none.
    """
    checks = SourceCheck.objects.of_address(OuterRef("claim"), OuterRef("url"))
    return sources.annotate(
        check_status=Subquery(checks.values("status")[:1]),
        checked_at=Subquery(checks.values("checked_at")[:1]),
        check_failures=Subquery(checks.values("failures")[:1]),
    )


def broken(sources):
    """Those whose present address did not answer when it was last asked."""
    return with_checks(sources).filter(check_status__in=FAILED_CHECKS)


def due(now, older_than):
    """Live sources to ask, in turn: failed ones whose wait is over, those never
    asked, then those asked longer ago than `older_than`, the oldest first."""
    sources = with_checks(Source.objects.live().exclude(url="")).order_by("slug")
    turns = [(*_turn(source, now, older_than), source) for source in sources]
    turns.sort(key=lambda turn: turn[:2])
    return [source for _, due_at, source in turns if due_at <= now]


def _turn(source, now, older_than):
    """(how urgent, from when on)."""
    if source.checked_at is None:
        return 1, now
    if source.check_failures:
        return 0, source.checked_at + wait_after(source.check_failures)
    return 2, source.checked_at + older_than
