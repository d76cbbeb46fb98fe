"""What is looked at before a draft goes to review: what stops it, what is only odd."""

import re
from decimal import Decimal

from django.utils import timezone

from jurisdictions.days import ap_day
from jurisdictions.models import Source, SourceCheck
from jurisdictions.models.records import MAX_EXCERPT_WORDS

# Words that take a side; within quotation marks they are somebody else's.
BANNED = re.compile(
    r"\b(sanctuar\w*|def(?:y|ies|ied|iant)|violators?|illegals?|crackdowns?"
    r"|admits?|claims|rogue|safe)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|https?://\S+")
# The fields in which the site speaks for itself.
OUR_VOICE = (("summary", "summary"), ("remark", "note for readers"), ("note", "why"))
# (earlier, later, what is wrong when they are not in this order).
ORDERS = (
    ("on", "end", "It ends before it began"),
    ("on", "due", "Its answer was due before it was sent"),
    ("on", "answered", "It was answered before it was sent"),
    ("on", "withdrawn", "It was withdrawn before it was issued"),
)
DOLLARS = re.compile(
    r"\$\s?(\d[\d,]*(?:\.\d+)?)(?:\s?(thousand|million|billion)\b)?", re.IGNORECASE
)
SCALES = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}
PERCENT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?%")


def check(row):
    """Sentences that say what keeps a draft from being submitted."""
    return [*source_faults(row), *_quotation(row), *_order(row), *_words(row)]


def warnings(row, today=None):
    """Sentences about what looks odd in a saved draft and may be right all the same."""
    today = today or timezone.localdate()
    return [
        *_locator(row),
        *_days(row, today),
        *_money(row),
        *_pairs(row),
        *_address(row),
    ]


# What stops it


def source_faults(row):
    """What a complete source would have and the row's lacks, as one sentence."""
    source = row if isinstance(row, Source) else row.source
    lacks = [
        label
        for label, value in (
            ("title", source.title),
            ("publisher", source.publisher),
            ("date", source.on),
        )
        if not value
    ]
    if lacks:
        yield f"Its source lacks: {', '.join(lacks)}."


def _quotation(row):
    words = len(getattr(row, "excerpt", "").split())
    if words > MAX_EXCERPT_WORDS:
        yield f"A quotation has at most {MAX_EXCERPT_WORDS} words; this has {words}."


def _order(row):
    for earlier, later, fault in ORDERS:
        first, second = getattr(row, earlier, None), getattr(row, later, None)
        if first and second and second.last < first.first:
            yield f"{fault}: {second} is before {first}."


def _words(row):
    for name, label in OUR_VOICE:
        found = BANNED.findall(QUOTED.sub(" ", getattr(row, name, "") or ""))
        for word in dict.fromkeys(found):
            yield (
                f"“{word}” takes a side, in the field “{label}”: say it otherwise,"
                " or quote who says it, in quotation marks."
            )


# What is only odd


def _locator(row):
    if hasattr(row, "locator") and not row.locator:
        yield "It names no page or section of its source."


def _days(row, today):
    day = getattr(row, "on", None)
    if day and day.first > today:
        yield f"Its day, {day}, is still to come."
    source = getattr(row, "source", None)
    if day and source and source.on and source.on.last < day.first:
        yield f"It is dated {day}, after its source ({source.on})."


def _money(row):
    text = f"{getattr(row, 'summary', '')} {getattr(row, 'remark', '')}"
    amount = getattr(row, "amount_usd", None)
    told = [_dollars(*found.groups()) for found in DOLLARS.finditer(text)]
    if amount is not None and told and not any(_near(amount, *each) for each in told):
        yield f"Its text names dollars, but not its amount of ${amount:,.0f}."
    for found in PERCENT.findall(text):
        if Decimal(found.replace(",", "")) > 100:
            yield f"{found}% is more than the whole."


def _dollars(digits, scale):
    """(dollars, how far the true figure may be from them) of "1.2", "million"."""
    unit = SCALES[(scale or "").lower()]
    decimals = len(digits.partition(".")[2])
    rounding = Decimal(unit) / 10**decimals / 2 if unit > 1 else Decimal(1)
    return Decimal(digits.replace(",", "")) * unit, rounding


def _near(amount, dollars, rounding):
    return abs(amount - dollars) <= rounding


def _pairs(row):
    for name, label in (*OUR_VOICE, ("excerpt", "quotation")):
        text = getattr(row, name, "") or ""
        if text.count("“") != text.count("”"):
            yield f"Quotation marks are not in pairs in the field “{label}”."


def _address(row):
    source = row if isinstance(row, Source) else row.source
    last = SourceCheck.objects.latest_for([source.claim]).get(source.claim)
    if last and last.has_failed and last.address == source.url:
        day = ap_day(timezone.localdate(last.checked_at))
        yield f"Its source’s address did not answer on {day}: {last.reason}"
