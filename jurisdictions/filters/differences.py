"""Two slices of the record side by side: two days, two moments, or two lists."""

from functools import cached_property

from jurisdictions.days import ap_day

from .fields import Day, Moment, One
from .jurisdictions import JurisdictionQuestion
from .questions import Problem

DAYS = ("from", "to")
KNOWN = ("known_from", "known_to")
LISTS = ("a", "b")
SIDES = (*DAYS, *KNOWN, *LISTS)


class DiffQuestion(JurisdictionQuestion):
    """What changed between two days, or who is on which of two lists."""

    known_from = Moment(label="First as the record stood at", method="leave")
    known_to = Moment(label="Second as the record stood at", method="leave")
    a = One(label="First list", choices=[], method="leave")
    b = One(label="Second list", choices=[], method="leave")

    def __init__(self, data, *, today=None, vocabulary=None):
        super().__init__(data, today=today, vocabulary=vocabulary)
        for name in (*DAYS, *KNOWN):
            self.filters[name].extra["last"] = self.filters["on"].extra["last"]
        for name in LISTS:
            self.filters[name].extra["choices"] = self.vocabulary.choices["removed"]

    @cached_property
    def problems(self):
        return [*super().problems, *self._mixed()]

    def _mixed(self):
        given = {name for name in self.filters if self.given.get(name)}
        if given & {*LISTS} and given & {*DAYS, *KNOWN}:
            told = "Ask for two lists or for two days, not for both at once."
            yield Problem("a", self.given.get("a", ""), told, "First list")
        for name, other in (LISTS, LISTS[::-1]):
            if name in given and other not in given:
                told = "Two lists are compared; give the other one too."
                yield Problem(other, "", told, self.filters[other].label)
        if given & {*DAYS, *KNOWN} and "on" in given:
            told = "“from” and “to” say the two days; leave “on” out."
            yield Problem("on", self.given["on"], told, self.filters["on"].label)

    @property
    def asks_lists(self):
        return bool(self.value("a") and self.value("b"))

    @property
    def asks_days(self):
        return any(self.value(name) for name in (*DAYS, *KNOWN))

    @property
    def stood(self):
        if not self.asks_days:
            return super().stood
        before, after = (ap_day(side.day) for side in self.sides)
        return f"as things stood on {before}, and on {after}"

    def days(self):
        if not self.asks_days:
            return super().days()
        days = zip(DAYS, self.sides, strict=True)
        return {name: [side.day.isoformat()] for name, side in days}

    @cached_property
    def active(self):
        return {k: v for k, v in super().active.items() if k not in SIDES}

    @cached_property
    def common(self):
        """The filters of both sides, without what sets the sides apart."""
        asked = self.known()
        for name in (*SIDES, "on", "as_of", "page", "sort", "excel"):
            asked.pop(name, None)
        return asked

    @cached_property
    def sides(self):
        """The question as it is asked of the first and of the second slice."""
        return tuple(self._side(*names) for names in zip(DAYS, KNOWN, strict=True))

    @property
    def one_day(self):
        """The question as it is asked of two lists."""
        return self._side("on", "as_of")

    def _side(self, day, known):
        asked = self.common.copy()
        moment = self.given.get(known) or self.given.get("as_of")
        for name, value in (("on", self.given.get(day)), ("as_of", moment)):
            if value:
                asked[name] = value
        return JurisdictionQuestion(asked, today=self.today, vocabulary=self.vocabulary)


# "from" is a word of Python's own, and no attribute of a class can have its name.
DiffQuestion.base_filters |= {
    "from": Day(field_name="from", label="From", method="leave"),
    "to": Day(field_name="to", label="To", method="leave"),
}
