"""The record's own CSV files: one per model, columns named as its fields.

A row's `key` is its identity: its claim is made from it, so that a file loaded
again finds its rows. References are slugs and paths, not database keys.
"""

import difflib
import re
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models

from jurisdictions.choices import ReviewState
from jurisdictions.days import PRECISIONS, FuzzyDay
from jurisdictions.models import REVISION_MODELS, Jurisdiction, Revision, Source
from jurisdictions.models.records import MAX_EXCERPT_WORDS

from .base import Line, read
from .cells import converter, several

NAMESPACE = uuid.UUID("5f2d1c1e-6a5b-5c0e-9a57-1d0b7a1f4e10")
CLAIM = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STATES = (ReviewState.DRAFT, ReviewState.PUBLISHED)

FILES = {
    "Source": "sources.csv",
    "Name": "names.csv",
    "Position": "positions.csv",
    "Policy": "policies.csv",
    "Finding": "findings.csv",
    "Letter": "letters.csv",
    "FederalAction": "federal_actions.csv",
    "Search": "searches.csv",
    "Award": "awards.csv",
    "AwardAction": "award_actions.csv",
    "GovernmentList": "lists.csv",
    "Criterion": "criteria.csv",
    "Listing": "listings.csv",
    "Case": "cases.csv",
    "Ruling": "rulings.csv",
}


@dataclass(frozen=True)
class Sheet:
    """How one model is written as a file, derived from its fields."""

    model: type[Revision]
    file: str
    plain: dict  # field name -> reader
    days: tuple  # prefixes of the three columns of a FuzzyDay
    references: dict  # foreign key -> model
    links: dict  # many-to-many -> model

    @property
    def columns(self):
        days = [name for day in self.days for name in (day, f"{day}_precision")]
        return ["key", "state", *self.plain, *days, *self.references, *self.links]


def sheet(model):
    plain, days, references = {}, [], {}
    for found in model.payload_fields():
        if found.name.endswith("_first"):
            days.append(found.name.removesuffix("_first"))
        elif isinstance(found, models.ForeignKey):
            references[found.name] = found.related_model
        elif not found.name.endswith(("_last", "_precision")) or found.editable:
            plain[found.name] = converter(found)
    links = {found.name: found.related_model for found in model._meta.many_to_many}
    name = FILES[model.__name__]
    return Sheet(model, name, plain, tuple(days), references, links)


SHEETS = tuple(sheet(model) for model in REVISION_MODELS)


@dataclass
class Parsed:
    """One row: its unsaved instance and the keys of what it refers to."""

    line: Line
    sheet: Sheet
    key: str
    row: Revision
    is_draft: bool
    references: dict = field(default_factory=dict)
    links: dict = field(default_factory=dict)


def claim_of(model, key):
    """The identity of a key: the same on every machine. A claim is its own key."""
    if CLAIM.fullmatch(key):
        return uuid.UUID(key)
    return uuid.uuid5(NAMESPACE, f"{model._meta.model_name}:{key}")


def read_all(folder):
    """Every file of a folder -> its parsed rows and all errors of single rows."""
    parsed, errors = [], []
    for each in SHEETS:
        lines, found = read(folder / each.file, each.columns)
        errors += found
        seen = set()
        for line in lines:
            row = parse(line, each, errors)
            if row is not None:
                parsed.append(row)
            if line.cells["key"] in seen:
                errors.append(line.error("key", "appears twice"))
            seen.add(line.cells["key"])
    return parsed, errors


def parse(line, sheet, errors):
    """One line -> Parsed, or None with what is wrong added to `errors`."""
    found = []
    key, state = line.cells["key"], line.cells["state"]
    if not key:
        found.append(line.error("key", "a short text that never changes"))
    if state not in STATES:
        found.append(line.error("state", "draft or published"))
    row = sheet.model(claim=claim_of(sheet.model, key))
    for name, reader in sheet.plain.items():
        _set(row, name, line, reader, found)
    for name in sheet.days:
        _set_day(row, name, line, found)
    if not found:
        found += faults(row, line, sheet)
    if found:
        errors += found
        return None
    return Parsed(
        line=line,
        sheet=sheet,
        key=key,
        row=row,
        is_draft=state == ReviewState.DRAFT,
        references={name: line.cells[name] for name in sheet.references},
        links={name: several(line.cells[name]) for name in sheet.links},
    )


def _set(row, name, line, reader, errors):
    # Empty is empty: a default would be a value that nobody wrote down.
    try:
        setattr(row, name, reader(line.cells[name]))
    except ValueError as error:
        errors.append(line.error(name, str(error)))


def _set_day(row, name, line, errors):
    text, precision = line.cells[name], line.cells[f"{name}_precision"]
    if not text:
        return
    try:
        setattr(row, name, FuzzyDay.parse(text, precision or "day"))
    except ValueError:
        accepted = f"a day like 2025-08-05, precision one of {[*PRECISIONS]}"
        errors.append(line.error(name, accepted))


def faults(row, line, sheet):
    """What the model and the database would refuse, before it is tried."""
    excluded = {*sheet.references, "author", "note", "claim"}
    try:
        row.clean_fields(exclude=excluded)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield line.error(name, " ".join(messages))
    if len(getattr(row, "excerpt", "").split()) > MAX_EXCERPT_WORDS:
        yield line.error("excerpt", f"at most {MAX_EXCERPT_WORDS} words")
    on, end = getattr(row, "on", None), getattr(row, "end", None)
    if on and end and end.last < on.first:
        yield line.error("end", f"a day not before {on.iso}")
    if isinstance(row, Source) and not (row.url or row.citation):
        yield line.error("url", "an http address here, or a citation")


# References


class Targets:
    """Everything a row may refer to, by model and slug or path.

    The folder holds all of it, so nothing is looked up in the database.
    """

    def __init__(self, parsed, places):
        self.rows = {Jurisdiction: dict(places)}
        self.drafts = set()
        for each in parsed:
            name = getattr(each.row, "slug", "") or each.key
            self.rows.setdefault(each.sheet.model, {})[name] = each.row
            if each.is_draft:
                self.drafts.add((each.sheet.model, name))

    def find(self, model, key):
        """The instance, or None."""
        return self.rows.get(model, {}).get(key)

    def nearest(self, model, key):
        close = difflib.get_close_matches(key, self.rows.get(model, {}), 1)
        return f"; the nearest is {close[0]!r}" if close else ""


def resolve(parsed, targets):
    """Set what each row refers to. Yields the errors."""
    for each in parsed:
        for name, key in each.references.items():
            model = each.sheet.references[name]
            optional = each.row._meta.get_field(name).null
            if not key and not optional:
                yield each.line.error(name, f"the key of a {model._meta.verbose_name}")
            elif key:
                yield from _refuse(each, name, model, key, targets)
                setattr(each.row, name, targets.find(model, key))
        for name, keys in each.links.items():
            model = each.sheet.links[name]
            for key in keys:
                yield from _refuse(each, name, model, key, targets)
            found = [targets.find(model, key) for key in keys]
            each.links[name] = [row for row in found if row is not None]


def _refuse(each, name, model, key, targets):
    if targets.find(model, key) is None:
        near = targets.nearest(model, key)
        yield each.line.error(name, f"{key!r} is no {model._meta.verbose_name}{near}")
    elif not each.is_draft and (model, key) in targets.drafts:
        yield each.line.error(name, f"{key!r} is a draft: nothing public cites one")
