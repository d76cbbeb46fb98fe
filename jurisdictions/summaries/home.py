"""The front page: one sentence made from the record, four figures, five events."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import CharField, Count, F, Min, Q, Sum, Value
from django.db.models.functions import Cast, Concat

from jurisdictions.choices import ActionKind, AmountKind, Effect
from jurisdictions.days import FuzzyDay, ap_day
from jurisdictions.filters import has, start_of, was_removed
from jurisdictions.models import (
    Award,
    Case,
    FederalAction,
    GovernmentList,
    Listing,
    Ruling,
)
from jurisdictions.models.standings import StandingList, StandingRuling

from .mapping import DEFAULT_LIST
from .membership import open_lines, sightings

TEN = "july-2017"
LETTERS_ON = dt.date(2025, 8, 13)
ANSWERS = "response-to-the-letter-of-aug-13-2025"  # what `occasion` calls them
# Orders against terms of grants; whether each still holds is on the places' pages.
ORDERS = (
    Effect.ENJOINED,
    Effect.RESTRAINED,
    Effect.EXTENDED,
    Effect.ENFORCED,
    Effect.SET_ASIDE,
)
ABSENT = "Not reported"
OF_THE_OIG = "reported by the OIG in 2016"
WORDS = (
    *[
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ],
    *[
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ],
)
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@dataclass(frozen=True)
class Figure:
    value: str
    label: str
    note: str
    address: str


@dataclass(frozen=True)
class Counts:
    """Numbers of jurisdictions on the day of the question."""

    everything: int
    listed: int
    removed: int
    answered: int
    ordered: int


def in_words(number):
    """0 to 99 as a sentence begins with it: "Thirteen"; else the figure."""
    if number < len(WORDS):
        return WORDS[number].capitalize()
    if number > 99:
        return f"{number:,}"
    ten, one = divmod(number, 10)
    return (TENS[ten - 2] + (f"-{WORDS[one]}" if one else "")).capitalize()


def counts(question):
    """All of them in one query, by the very conditions of the filters."""
    on_list = has(StandingList, list_slug=DEFAULT_LIST, is_open=True)
    heard = ANSWERS in question.vocabulary.occasions
    answered = question.spoke_on([ANSWERS]) if heard else Q(pk__in=())
    found = question.everything().aggregate(
        everything=Count("pk"),
        listed=Count("pk", filter=on_list),
        removed=Count("pk", filter=was_removed([DEFAULT_LIST])),
        answered=Count("pk", filter=answered),
        ordered=Count("pk", filter=has(StandingRuling, effect__in=ORDERS)),
    )
    return Counts(**found)


def headline(question, found):
    """[sentences]: what the Justice Department lists, and who answered it."""
    if not found.everything:
        return ["Nothing is on record yet."]
    listed = question.vocabulary.lists.get(DEFAULT_LIST)
    if listed is None:
        is_one = found.everything == 1
        are = "jurisdiction is" if is_one else "jurisdictions are"
        return [f"{found.everything:,} {are} in this record."]
    if listed.published_on and question.day < listed.published_on:
        return [
            f"On {ap_day(question.day)}, the Justice Department’s list"
            f" of {ap_day(listed.published_on)} did not exist yet."
        ]
    places = f"{found.listed:,} jurisdiction{'' if found.listed == 1 else 's'}"
    if question.day == question.today:
        sentences = [f"The Justice Department lists {places}, as last seen."]
    else:
        day = ap_day(question.day)
        sentences = [f"On {day}, the Justice Department listed {places}."]
    if question.day >= LETTERS_ON:
        sentences.append(_answers(found.answered))
    return sentences


def _answers(number):
    one = number < 2
    return (
        f"{in_words(number)} answer{'' if one else 's'} to its letter of August 2025"
        f" {'is' if one else 'are'} on record."
    )


def figures(question, found, link):
    """The four Figures; `link(path, **filters)` keeps the day in an address."""
    listed = question.vocabulary.lists.get(DEFAULT_LIST)
    total = reported_total(question)
    return [
        Figure(
            f"{found.listed:,}",
            "on the DOJ list",
            _list_note(question, listed, found),
            link("/jurisdictions/", list=[DEFAULT_LIST]),
        ),
        _answered(question, found, link("/jurisdictions/", occasion=[ANSWERS])),
        Figure(
            f"{found.ordered:,}",
            "named in court orders against grant terms",
            "in this record, since 2017, whether or not they still hold",
            link("/jurisdictions/", ruling=[*map(str, ORDERS)]),
        ),
        Figure(
            total,
            "in the OIG’s memo of 2016" if total == ABSENT else OF_THE_OIG,
            "grants of the ten jurisdictions of July 2017",
            link(f"/lists/{_page_of_the_ten(question)}/"),
        ),
    ]


def _page_of_the_ten(question):
    """Before their own list was published, the memo's."""
    ten = question.vocabulary.lists.get(TEN)
    existed = ten and ten.published_on and ten.published_on <= question.day
    return TEN if existed else "oig-2016"


def _answered(question, found, address):
    sent = ap_day(LETTERS_ON)
    if question.day < LETTERS_ON:
        return Figure("Not sent yet", "DOJ’s letter", f"sent {sent}", address)
    value = f"{found.answered:,}"
    return Figure(
        value,
        "answered DOJ’s letter",
        f"of those sent {sent}, as far as found",
        address,
    )


def _list_note(question, listed, found):
    if listed is None or listed.published_on is None:
        return "no such list is on record"
    ever = found.listed + found.removed
    if not ever:
        return f"published {ap_day(listed.published_on)}"
    told = f"{ever:,} were listed since {ap_day(listed.published_on)}"
    if found.removed:
        was = "was" if found.removed == 1 else "were"
        told = f"{told}; {in_words(found.removed).lower()} {was} removed"
    lines = open_lines(DEFAULT_LIST, day=question.day, moment=question.moment)
    seen = sightings(lines.prefetch_related(None), question.day)
    return f"{told}; last seen: {'; '.join(map(str, seen))}" if seen else told


def reported_total(question):
    """The sum of the totals that one document reported for each of the ten."""
    ten = Listing.objects.as_of(question.moment).filter(list__slug=TEN)
    total = (
        Award.objects.as_of(question.moment)
        .alias(start=start_of("on"))
        .filter(
            start__lte=question.day,
            amount_kind=AmountKind.MULTI_PROGRAM_TOTAL,
            jurisdiction__in=ten.values("jurisdiction"),
        )
        .aggregate(total=Sum("amount_usd"))["total"]
    )
    return ABSENT if total is None else f"${total:,.0f}"


# Latest in the record


@dataclass(frozen=True)
class Happening:
    """One dated event of the world, not of this site."""

    on: FuzzyDay
    kind: str
    title: str
    detail: str
    address: str


WORD_OF_ACT = models.Case(
    models.When(kind=ActionKind.FILING, then=Value("court")),
    models.When(kind=ActionKind.OTHER, then=Value("event")),
    default=Value("federal"),
)


def latest(question, number=5):
    """The newest events by the day of the question, in one query."""
    first, *others = _arms(question.moment, question.day)
    rows = first.union(*others, all=True).order_by("-begins", "says")[:number]
    return [_happening(*row) for row in rows]


def _happening(_, first, last, precision, word, says, more, where, lines):
    if lines > 1:
        says = f"{says} and {in_words(lines - 1).lower()} more"
    day = FuzzyDay(first, last, precision)
    # Court and coverage are joined, and one of them may be missing.
    return Happening(day, word, says, more.strip("; "), where)


def _arms(moment, day):
    """Rulings, suits, federal acts, and what happened to lists, as equal columns."""
    source = _text("/sources/", F("source__slug"), "/")
    rulings = Ruling.objects.as_of(moment)
    covered = _text(F("court"), "; ", F("coverage"))
    yield _arm(rulings, day, Value("court"), F("title"), covered, source)
    cases = Case.objects.as_of(moment)
    yield _arm(cases, day, Value("suit"), F("title"), F("court"), source)
    # A change of a list is told by the list itself.
    acts = FederalAction.objects.as_of(moment).exclude(kind=ActionKind.LIST)
    yield _arm(acts, day, WORD_OF_ACT, F("title"), F("actor"), source)
    lists = GovernmentList.objects.as_of(moment)
    page = _text("/lists/", F("slug"), "/")
    published = _text(F("issuer"), " publishes: ", F("short_title"))
    yield _arm(lists, day, Value("list"), published, F("title"), page)
    gone = _text(F("short_title"), " withdrawn")
    yield _arm(lists, day, Value("list"), gone, F("title"), page, of="withdrawn")
    lines = Listing.objects.as_of(moment)
    removed = _text(Min("list__issuer"), " removes ", Min("name_as_published"))
    page = _text("/lists/", F("list__slug"), "/")
    why = Cast(Min("end_reason"), CharField())
    yield _arm(lines, day, Value("list"), removed, why, page, of="end")


def _text(*parts):
    parts = [Value(part) if isinstance(part, str) else part for part in parts]
    return Concat(*parts, output_field=CharField())


def _arm(rows, day, word, says, more, where, of="on"):
    """One kind of event that had begun by that day; what shares day and page is one."""
    days = [f"{of}_first", f"{of}_last", f"{of}_precision"]
    return (
        rows.order_by()
        .annotate(begins=start_of(of))
        .filter(begins__lte=day)
        .annotate(word=word, where=where)
        .values_list("begins", *days, "word", "where")
        .annotate(says=says, more=more, lines=Count("pk"))
        .values_list("begins", *days, "word", "says", "more", "where", "lines")
    )
