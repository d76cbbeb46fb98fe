"""What happened in a period among the places that a filter finds."""

import datetime as dt
from dataclasses import dataclass, field

from django.http import QueryDict

from jurisdictions.filters import EASTERN, DiffQuestion
from jurisdictions.models import REVISION_MODELS

from .changes import Entry, entries
from .differences import ADDED, REMOVED, Difference, between_days
from .revisions import Key, about, keys

MOST_CHANGES = 50


@dataclass
class Digest:
    start: dt.datetime
    end: dt.datetime
    compare: str
    came: list[Difference]
    left: list[Difference]
    changes: list[Entry] = field(default_factory=list)
    change_count: int = 0

    @property
    def count(self) -> int:
        return len(self.came) + len(self.left) + self.change_count

    @property
    def start_day(self) -> dt.date:
        return day_of(self.start)


def day_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(EASTERN).date()


def period_of(query: str, start: dt.datetime, end: dt.datetime) -> DiffQuestion:
    """The filter asked of both ends: how things stood then, as known then."""
    asked = QueryDict(query, mutable=True)
    sides = {"from": day_of(start), "to": day_of(end)}
    asked.update({name: day.isoformat() for name, day in sides.items()})
    asked.update({"known_from": start.isoformat(), "known_to": end.isoformat()})
    return DiffQuestion(asked, today=day_of(end))


def digest(question: DiffQuestion, *, with_changes: bool) -> Digest:
    """Who came to match and who left; with every change about those, if wanted."""
    found = between_days(question).rows
    first, second = question.sides
    result = Digest(
        start=first.moment,
        end=second.moment,
        compare=f"/diff/?{question.query()}",
        came=[row for row in found if row.how == ADDED],
        left=[row for row in found if row.how == REMOVED],
    )
    if with_changes:
        result.change_count, result.changes = _changes(first, second)
    return result


def _changes(first, second):
    ids = {pk for side in (first, second) for pk in _matching(side)}
    published = [
        model.objects.published()
        .filter(published_at__gt=first.moment, published_at__lte=second.moment)
        .filter(about(model, ids))
        for model in REVISION_MODELS
    ]
    rows = keys(published)
    shown = [Key(*row) for row in rows[:MOST_CHANGES]]
    count = rows.count() if len(shown) == MOST_CHANGES else len(shown)
    return count, entries(shown, day=second.day, moment=second.moment)


def _matching(side):
    return side.rows().order_by().values_list("jurisdiction_id", flat=True)
