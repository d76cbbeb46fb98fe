"""A day of the world as far as it is known, and how it is printed (AP style)."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
FIRST_DAY = dt.date.min
LAST_DAY = dt.date.max
LAST_MOMENT = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)

PRECISIONS = {
    "day": "exact day",
    "week": "week",
    "month": "month",
    "year": "year",
    "fiscal_year": "federal fiscal year",
    "on_or_before": "on or before that day",
    "about": "about that day",
}

DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
# How each precision is written; the others are written as a day. A month or year of
# which only a part is possible is written as that part: an answer follows its letter.
SHAPES = {
    "day": DAY,
    "month": f"[0-9]{{4}}-[0-9]{{2}}|{DAY}/{DAY}",
    "year": f"[0-9]{{4}}|{DAY}/{DAY}",
    "fiscal_year": "FY[0-9]{4}",
}

LENGTHS = {"month": 7, "year": 4}  # of a whole one, written

MONTHS = (
    "Jan.",
    "Feb.",
    "March",
    "April",
    "May",
    "June",
    "July",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
)
FULL_MONTHS = tuple(calendar.month_name[1:])


@dataclass(frozen=True, order=True)
class FuzzyDay:
    """Earliest day, latest day and precision; ordered by the earliest day."""

    first: dt.date
    last: dt.date
    precision: str = "day"

    @classmethod
    def parse(cls, text, precision="day"):
        """Read "2025-08-05", "2025-08", "2025-08-13/2025-08-31", "2025" or "FY2017".

        Raises ValueError that names the text and the precision.
        """
        if precision not in PRECISIONS:
            raise ValueError(f"precision {precision!r} is not one of {[*PRECISIONS]}")
        try:
            return cls(*_span(text.strip(), precision), precision)
        except (ValueError, OverflowError) as error:
            raise ValueError(f"{text!r} is no date of precision {precision}") from error

    @property
    def start(self):
        """The day from which a standing counts it (ARCHITECTURE 1.1)."""
        return self.last if self.precision == "on_or_before" else self.first

    @property
    def is_exact(self):
        return self.precision == "day"

    @property
    def iso(self):
        """The text that `parse` reads back."""
        match self.precision:
            case "month" | "year":
                whole = self.first.isoformat()[: LENGTHS[self.precision]]
                if _span(whole, self.precision) == (self.first, self.last):
                    return whole
                return f"{self.first}/{self.last}"
            case "fiscal_year":
                return f"FY{self.last.year:04}"
            case "on_or_before":
                return self.last.isoformat()
        return self.first.isoformat()

    def __str__(self):
        return ap_fuzzy(self)


def _part(text, precision):
    """The two days of "2025-08-13/2025-08-31", which lie in one month or year."""
    first, last = map(dt.date.fromisoformat, text.split("/"))
    whole = _span(first.isoformat()[: LENGTHS[precision]], precision)
    if not whole[0] <= first <= last <= whole[1]:
        raise ValueError("it is no part of one")
    return first, last


def _span(text, precision):
    if not re.fullmatch(SHAPES.get(precision, SHAPES["day"]), text, re.IGNORECASE):
        raise ValueError("it has another shape")
    if "/" in text:
        return _part(text, precision)
    if precision == "fiscal_year":
        year = int(text[2:])
        return dt.date(year - 1, 10, 1), dt.date(year, 9, 30)
    if precision == "year":
        return dt.date(int(text), 1, 1), dt.date(int(text), 12, 31)
    if precision == "month":
        first = dt.date.fromisoformat(f"{text}-01")
        last = calendar.monthrange(first.year, first.month)[1]
        return first, first.replace(day=last)
    day = dt.date.fromisoformat(text)
    if precision == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=6)
    return day, day


def ap_day(day):
    """date -> "Aug. 5, 2025"."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def ap_fuzzy(when):
    """FuzzyDay -> "October 2025", "by Aug. 21, 2025", "week of April 9, 2018"."""
    if when is None:
        return ""
    match when.precision:
        case "month":
            return f"{FULL_MONTHS[when.first.month - 1]} {when.first.year}"
        case "year":
            return str(when.first.year)
        case "fiscal_year":
            return f"fiscal year {when.last.year}"
        case "week":
            return f"week of {ap_day(when.first)}"
        case "on_or_before":
            return f"by {ap_day(when.last)}"
        case "about":
            return f"about {ap_day(when.first)}"
    return ap_day(when.first)


def ap_moment(moment):
    """Aware datetime, already in the zone to print -> "Nov. 25, 2026, 3:15 p.m."."""
    hour = moment.hour % 12 or 12
    half = "a.m." if moment.hour < 12 else "p.m."
    return f"{ap_day(moment)}, {hour}:{moment.minute:02} {half}"


def eastern(wall):
    """The UTC moment of a naive Eastern time.

    ValueError says why, where clocks change and there is none, or there are two.
    """
    early, late = (wall.replace(tzinfo=EASTERN, fold=fold) for fold in (0, 1))
    moment = early.astimezone(dt.UTC)
    if moment.astimezone(EASTERN).replace(tzinfo=None) != wall:
        raise ValueError(
            f"{ap_moment(wall)} ET does not exist: clocks go forward over it."
        )
    if early.utcoffset() != late.utcoffset():
        raise ValueError(
            f"{ap_moment(wall)} ET exists twice: clocks go back over it."
            " Choose a time before or after that hour."
        )
    return moment
