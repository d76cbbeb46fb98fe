"""Pages that begin after a row, not after a number of rows.

A row that comes in or goes shifts no other one onto a second page, or past it. The
links of a page name the day and the moment it was read at, so that all pages show
one state of the record.
"""

from dataclasses import dataclass
from functools import cached_property

from django.core import signing
from django.db.models import F, Q

from jurisdictions.filters import Problem
from jurisdictions.filters.fields import shown
from jurisdictions.summaries.changes import Selection, entries
from jurisdictions.summaries.revisions import Key, keys

NO_CURSOR = "This is no cursor of this list; take it from “next”, or leave it out."


@dataclass(frozen=True)
class Term:
    """One part of an order: a column; rows without a value come last."""

    name: str
    descending: bool = False
    nullable: bool = False

    def ordering(self, back):
        ends = {"nulls_first" if back else "nulls_last": True} if self.nullable else {}
        column = F(self.name)
        down = self.descending != back
        return column.desc(**ends) if down else column.asc(**ends)

    def beyond(self, value, back):
        """The rows that come after a value, or before it."""
        if value is None:
            return ~self.equal(None) if back else Q(pk__in=())
        side = "lt" if self.descending != back else "gt"
        found = Q(**{f"{self.name}__{side}": value})
        return found | self.equal(None) if self.nullable and not back else found

    def equal(self, value):
        missing = value is None
        return Q(**{f"{self.name}__isnull" if missing else self.name: missing or value})


@dataclass(frozen=True)
class Keyset:
    """Rows in the order of terms of which the last tells any two of them apart."""

    rows: object
    terms: tuple[Term, ...]

    def count(self):
        return self.rows.count()

    def take(self, number, key=None, back=False):
        """So many rows after the row of that key, or before it, the nearest first."""
        found = self.rows if key is None else self.rows.filter(self.past(key, back))
        return [*found.order_by(*[t.ordering(back) for t in self.terms])[:number]]

    def past(self, key, back):
        found = Q(pk__in=())
        for term, text in reversed([*zip(self.terms, key, strict=True)]):
            value = self.field(term).to_python(text)
            found = term.beyond(value, back) | term.equal(value) & found
        return found

    def key(self, row):
        return [self.text(row, term) for term in self.terms]

    def field(self, term):
        """Of a column, or of what was found for the order alone."""
        if computed := self.rows.query.annotations.get(term.name):
            return computed.output_field
        return self.rows.model._meta.get_field(term.name)

    def text(self, row, term):
        value = getattr(row, getattr(self.field(term), "attname", None) or term.name)
        return None if value is None else str(value)


@dataclass(frozen=True)
class ChangeKeyset:
    """Published revisions, newest first, of all kinds together."""

    selection: Selection

    def count(self):
        return self.selection.count()

    def take(self, number, key=None, back=False):
        found = self.selection.wanted()
        if key is not None:
            found = [self._past(rows, *key, back) for rows in found]
        rows = keys(found)
        if back:
            rows = rows.order_by("published_at", "-of_kind", "pk")
        asked = {"day": self.selection.day, "moment": self.selection.moment}
        return entries([Key(*row) for row in rows[:number]], **asked)

    def _past(self, rows, moment, kind, pk, back):
        own, side = rows.model._meta.model_name, "gt" if back else "lt"
        past = Q(**{f"published_at__{side}": moment})
        if own == kind:
            past |= Q(published_at=moment, **{f"pk__{side}": pk})
        elif (own < kind) if back else (own > kind):
            past |= Q(published_at=moment)
        return rows.filter(past)

    def key(self, entry):
        at = entry.key
        return [at.published_at.isoformat(), at.kind, at.pk]


class Page:
    """One page of a keyset, as the question asks for it, and its two neighbors."""

    def __init__(self, keyset, question, name):
        self.keyset, self.question = keyset, question
        # A cursor of one list, or of one order, says nothing about another.
        self.signer = signing.Signer(salt=f"cursor of {name} by {question.order}")

    @cached_property
    def start(self):
        """(whether backwards, key) of the cursor; None where there is none."""
        text = self.question.value("cursor")
        return self.signer.unsign_object(text) if text else None

    @property
    def problems(self):
        """[Problem] where the cursor is not one of ours."""
        try:
            self.start  # noqa: B018 - reads the cursor
        except signing.BadSignature:
            text = self.question.given.get("cursor", "")
            return [Problem("cursor", shown([text]), NO_CURSOR)]
        return []

    @cached_property
    def found(self):
        """(rows of this page, whether there are more on that way)."""
        number = self.question.per_page
        back, key = self.start or (False, None)
        found = self.keyset.take(number + 1, key, back)
        rows, more = found[:number], len(found) > number
        return (rows[::-1] if back else rows), more

    @property
    def rows(self):
        return self.found[0]

    @property
    def next(self):
        """The cursor of the following page, or None."""
        back, more = bool(self.start and self.start[0]), self.found[1]
        return self._cursor(-1, False) if self.rows and (more or back) else None

    @property
    def previous(self):
        back, more = bool(self.start and self.start[0]), self.found[1]
        there = more if back else self.start is not None
        return self._cursor(0, True) if self.rows and there else None

    def _cursor(self, at, back):
        key = self.keyset.key(self.rows[at])
        return self.signer.sign_object([back, key], compress=True)
