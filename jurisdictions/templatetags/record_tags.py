"""How days, money and codes are printed."""

import html
from decimal import Decimal

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone

from jurisdictions import days
from jurisdictions.choices import AmountKind, GrantStatus, Outcome, Stance
from jurisdictions.filters import EASTERN
from jurisdictions.tones import GRANT_TONES, OUTCOME_TONES, STANCE_TONES

register = template.Library()
register.filter("ap_day", lambda day: days.ap_day(day) if day else "")
register.filter("ap_fuzzy", days.ap_fuzzy)


@register.filter
def ap_moment(moment):
    """Aware datetime -> "Nov. 25, 2026, 3:15 p.m. ET"."""
    if not moment:
        return ""
    return f"{days.ap_moment(timezone.localtime(moment, EASTERN))} ET"


@register.filter
def ap_moment_day(moment):
    """Aware datetime -> "Nov. 25, 2026", the day in Eastern time."""
    return days.ap_day(timezone.localtime(moment, EASTERN)) if moment else ""


@register.filter
def usd(amount):
    """Decimal -> "$1,234,567"; cents only where there are some; empty for None."""
    if amount is None or amount == "":
        return ""
    amount = Decimal(amount)
    sign = "\u2212" if amount < 0 else ""
    digits = f"{abs(amount):,.2f}".removesuffix(".00")
    return f"{sign}${digits}"


@register.filter
def commas(number):
    """1567872 -> "1,567,872"."""
    return f"{number:,}" if number is not None else ""


@register.filter
def usd_words(amount):
    """Decimal -> "$342.2 million"; below a million in full."""
    if amount is None:
        return ""
    for size, word in ((10**9, "billion"), (10**6, "million")):
        if abs(amount) >= size:
            return f"${amount / size:.1f} {word}".replace(".0 ", " ")
    return usd(amount)


@register.filter
def stance_label(code):
    return Stance(code).label if code else ""


@register.filter
def stance_tone(code):
    return STANCE_TONES.get(code, "grey")


@register.filter
def outcome_label(code):
    return Outcome(code).label if code else ""


@register.filter
def outcome_tone(code):
    return OUTCOME_TONES.get(code, "grey")


@register.filter
def grant_label(code):
    return GrantStatus(code).label if code else ""


@register.filter
def grant_tone(code):
    return GRANT_TONES.get(code, "grey")


@register.filter
def amount_kind_label(code):
    return AmountKind(code).label if code else ""


@register.simple_tag(takes_context=True)
def citation(context):
    """The page as it is cited, under the words of its own `title` block."""
    title = context.render_context[BLOCK_CONTEXT_KEY].get_block("title")
    return context["site"].cited.under(html.unescape(title.render(context)))
