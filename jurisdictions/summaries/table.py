"""The list of jurisdictions as a page shows it: rows, chips, notices, ways out."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Min, Value
from django.utils import timezone

from jurisdictions.choices import NONE, Topic
from jurisdictions.days import FIRST_DAY, FuzzyDay, ap_day, ap_moment
from jurisdictions.filters import EASTERN
from jurisdictions.models import Edition, Search, Standing
from jurisdictions.risk import Assessment
from jurisdictions.tones import GREY, VIOLET

from .exposure import between, level_words

LISTS_SHOWN = 1


@dataclass(frozen=True)
class OnList:
    """A list a place is on or was removed from, with the day of that."""

    tone: str
    label: str
    day: FuzzyDay


@dataclass(frozen=True)
class Row:
    """`searches` holds what was looked for and not found, by topic."""

    standing: Standing
    lists: list[OnList]
    more: int
    assessment: Assessment
    searches: dict[str, Search] = field(default_factory=dict)

    @property
    def risk(self):
        return level_words(self.assessment)

    @property
    def exposure(self):
        found = self.assessment
        known = f"{found.known} of {len(found.applying)} factors known"
        if not found.is_assessed:
            return known
        return f"exposure {between(found.low, found.high)}; {known}"

    @property
    def address(self):
        return self.standing.jurisdiction.get_absolute_url()


def table(question, standings):
    """The rows of these standings, whose `lists` are prefetched."""
    standings = list(standings)
    searches = _searches(question, standings)
    return [
        _row(question, standing, searches[standing.jurisdiction_id])
        for standing in standings
    ]


def _row(question, standing, searches):
    lines = sorted(standing.lists.all(), key=lambda line: _rank(question, line))
    shown = [_on_list(question, line) for line in lines[:LISTS_SHOWN]]
    more = len(lines) - len(shown)
    return Row(standing, shown, more, question.exposure.assess(standing), searches)


def _rank(question, line):
    """Lists that were asked for come first, then those kept up to date, then newest."""
    chosen = line.list_slug in (question.value("list") or ())
    known = question.vocabulary.lists.get(line.list_slug)
    is_kept = known is not None and known.is_kept
    return not chosen, not is_kept, -line.listed_first.toordinal(), line.list_slug


def _on_list(question, line):
    label = line.list_slug
    if line.list_slug in question.vocabulary.lists:
        label = question.label("list", line.list_slug)
    if not line.is_open:
        return OnList(GREY, f"Removed: {label}", line.removed_on)
    return OnList(VIOLET if line.in_force else GREY, label, line.listed_on)


def _searches(question, standings):
    """{jurisdiction id: {topic: its latest search}} where something is absent."""
    absent = [s.jurisdiction_id for s in standings if not (s.position and s.finding)]
    found = defaultdict(dict)
    known = Search.objects.as_of(question.moment).order_by("on_first", "pk")
    topics = (Topic.POSITION, Topic.FINDING)
    for search in known.filter(jurisdiction__in=absent, topic__in=topics):
        if search.on and search.on.start <= question.day:
            found[search.jurisdiction_id][search.topic] = search
    return found


def said(question):
    """{name: [values in public words]} of the filters in use."""
    return {
        name: [words(question, name, value) for value in values]
        for name, values in question.active.items()
    }


def words(question, name, value):
    """A value that was understood, in public words."""
    choices = question.filters[name].extra.get("choices")
    if not choices:
        return value
    codes = {code.lower(): code for code, _ in choices}
    return question.label(name, codes[value.strip().lower()])


def chips(question):
    """[(label, address without it)] of the filters in use."""
    found = []
    for name, values in question.active.items():
        for value in values:
            left = [other for other in values if other != value]
            label = f"{question.filters[name].label}: {words(question, name, value)}"
            found.append((label, f"?{question.query(page=None, **{name: left})}"))
    return found


def ways_out(question):
    """[(label, address, count)]: one filter less, where that finds rows; one query."""
    queries = [
        question.without(name)
        .rows()
        .order_by()
        .annotate(arm=Value(name))
        .values_list("arm")
        .annotate(number=Count("pk"))
        for name in question.active
    ]
    counts = dict(queries[0].union(*queries[1:], all=True)) if queries else {}
    return [
        (
            f"{question.filters[name].label}: {', '.join(values)}",
            f"?{question.query(page=None, **{name: None})}",
            counts[name],
        )
        for name, values in said(question).items()
        if counts.get(name)
    ]


def notices(question, found):
    """[(title, text)] that a reader needs before the rows."""
    if question.problems:
        return []
    if not found.everything:
        return [_before_the_record(question)]
    chosen = [code for code in question.value("list") or () if code != NONE]
    lists = [question.vocabulary.lists[code] for code in chosen]
    told = [
        (
            f"{each.title} did not exist yet on {ap_day(question.day)}",
            f"It was published on {ap_day(each.published_on)}.",
        )
        for each in lists
        if each.published_on and question.day < each.published_on
    ]
    if question.value("on") and not told:
        told += _before_the_facts(question)
    return told


def _before_the_record(question):
    first = Edition.objects.first()
    if first is None:
        return ("The record is empty", "Nothing has been published yet.")
    began = ap_moment(timezone.localtime(first.published_at, EASTERN))
    return (
        "The record had not begun at that moment",
        f"Its first edition was published on {began} ET.",
    )


def _before_the_facts(question):
    known = Standing.objects.known().exclude(valid_from=FIRST_DAY)
    began = known.aggregate(began=Min("valid_from"))["began"]
    if began is None or question.day >= began:
        return []
    return [
        (
            f"Nothing is on record for {ap_day(question.day)}",
            f"The facts held here begin on {ap_day(began)}.",
        )
    ]
