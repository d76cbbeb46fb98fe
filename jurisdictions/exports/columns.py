"""What leaves the site as a file: an allow-list with each column's public wording."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column: machine name, what it says, and how to read it off a row."""

    name: str
    says: str
    read: Callable[[Any], Any]


def _day(attribute):
    """Two columns of one FuzzyDay: its text and its precision."""
    what = attribute.removesuffix("_on").replace("_", " ")

    def text(row):
        day = getattr(row, attribute)
        return day.iso if day else None

    def precision(row):
        day = getattr(row, attribute)
        return day.precision if day else None

    return (
        Column(attribute, f"Day of the {what}, as far as it is known", text),
        Column(
            f"{attribute.removesuffix('_on')}_precision",
            f"How precisely the day of the {what} is known",
            precision,
        ),
    )


def coded(name, says):
    """Two columns of one choice: its code and its label."""
    return (
        Column(name, f"{says}, code", lambda row: getattr(row, name) or None),
        Column(
            f"{name}_label",
            f"{says}, in words",
            lambda row: getattr(row, f"get_{name}_display")() or None,
        ),
    )


def _open_lists(row):
    return [line.list_slug for line in row.lists.all() if line.is_open]


JURISDICTION_COLUMNS = (
    Column("id", "Stable key, state and name", lambda row: row.jurisdiction.path),
    Column("name", "Name used here", lambda row: row.name),
    *coded("state", "State"),
    *coded("kind", "Kind of government"),
    Column("legal_form", "Legal form, code", lambda row: row.jurisdiction.legal_form),
    Column(
        "geoid", "Census code (text, with zeros)", lambda row: row.jurisdiction.geoid
    ),
    Column(
        "same_government_as",
        "Key of the jurisdiction that is the same government",
        lambda row: (
            row.jurisdiction.same_government_as
            and row.jurisdiction.same_government_as.path
        ),
    ),
    Column("lists", "Lists it is on that day", _open_lists),
    *coded("position", "Latest statement about its own compliance"),
    *_day("position_on"),
    *coded("finding", "Latest federal conclusion or request that stands"),
    *_day("finding_on"),
    *coded("grant_status", "Latest status of any of its grants"),
    *_day("grant_status_on"),
    Column(
        "amount_usd",
        "Largest single grant amount on record, U.S. dollars",
        lambda row: row.amount_usd,
    ),
    *coded("amount_kind", "What kind of amount that is"),
    Column(
        "amount_fiscal_year",
        "Fiscal year of that amount",
        lambda row: row.amount_fiscal_year or None,
    ),
    Column("url", "Its page", lambda row: row.jurisdiction.get_absolute_url()),
)

SOURCE_COLUMNS = (
    Column("source", "Source, id", lambda row: row.source and row.source.slug),
    Column(
        "source_title", "Source, title", lambda row: row.source and row.source.title
    ),
    Column(
        "source_url", "Source, address", lambda r: (r.source and r.source.url) or None
    ),
)

LINE_COLUMNS = (
    Column("number", "Place of the line in the document", lambda row: row.number),
    Column("state_heading", "State heading", lambda row: row.state_heading or None),
    Column("heading", "Heading in the document", lambda row: row.heading or None),
    Column("name_as_published", "Name as published", lambda row: row.name_as_published),
    *coded("form", "How the words are known"),
    Column(
        "is_annotation",
        "Whether the line is about no place",
        lambda row: row.is_annotation,
    ),
    Column(
        "jurisdiction",
        "Key of the government it was matched to",
        lambda row: row.jurisdiction and row.jurisdiction.path,
    ),
    Column(
        "geoid", "Census code", lambda row: row.jurisdiction and row.jurisdiction.geoid
    ),
    *coded("match", "How it was matched"),
    Column("match_reason", "Reason of the match", lambda row: row.match_reason or None),
    Column(
        "candidates",
        "Census codes that may be meant",
        lambda row: row.candidates.split("|") if row.candidates else [],
    ),
    Column("listed_on", "Day it was listed", lambda row: row.on and row.on.iso),
    Column(
        "listed_precision",
        "How precisely that day is known",
        lambda row: row.on and row.on.precision,
    ),
    Column("removed_on", "Day it was removed", lambda row: row.end and row.end.iso),
    Column("end_reason", "Why it was removed", lambda row: row.end_reason or None),
    Column(
        "last_seen_on",
        "Day it was last seen on the list, where it was seen again",
        lambda row: row.last_seen and row.last_seen.iso,
    ),
    Column(
        "last_seen_precision",
        "How precisely that day is known",
        lambda row: row.last_seen and row.last_seen.precision,
    ),
    Column(
        "last_seen_how",
        "How it is known that it was still there",
        lambda row: row.last_seen_how or None,
    ),
    *coded("confidence", "How sure this line is"),
    *SOURCE_COLUMNS,
    Column(
        "more_sources",
        "Further sources, ids",
        lambda row: [source.slug for source in row.more_sources.all()],
    ),
)


def as_dict(row, columns):
    """{machine name: value} as JSON gives it; money stays text, absence is null."""
    return {column.name: _plain(column.read(row)) for column in columns}


def _plain(value):
    return str(value) if hasattr(value, "quantize") else value


def _on(row):
    return row.on and row.on.iso


STATEMENT_COLUMNS = (
    Column("kind", "Kind of record", lambda row: row.record_kind),
    Column("lane", "Who speaks: says, federal, courts, searches", lambda row: row.lane),
    Column("claim", "Stable id of the fact", lambda row: str(row.claim)),
    Column("revision", "Revision of the fact", lambda row: row.revision),
    Column("on", "Day, as far as it is known", _on),
    Column(
        "precision", "How precisely the day is known", lambda r: r.on and r.on.precision
    ),
    Column("end", "Day it ended", lambda row: row.end and row.end.iso),
    Column("code", "What it says, code", lambda row: row.code or None),
    Column("label", "What it says, in words", lambda row: row.label or None),
    Column("speaker", "Who said, found or ruled it", lambda row: row.speaker or None),
    Column("text", "What it says, in a sentence", lambda row: row.text),
    Column("title", "Title, addressee or name as published", lambda r: r.title or None),
    Column("excerpt", "Quotation", lambda row: row.excerpt or None),
    Column("remark", "Note for readers", lambda row: row.remark or None),
    Column("confidence", "How sure it is", lambda row: row.confidence),
    *SOURCE_COLUMNS,
    Column("locator", "Page or section of the source", lambda row: row.locator or None),
    Column(
        "more_sources",
        "Further sources, ids",
        lambda row: [source.slug for source in row.more_sources],
    ),
)

AWARD_COLUMNS = (
    Column("claim", "Stable id of the award", lambda line: str(line.award.claim)),
    Column("program", "Program", lambda line: line.award.program),
    Column(
        "assistance_listing",
        "Assistance listing number",
        lambda line: line.award.assistance_listing or None,
    ),
    Column("fiscal_year", "Fiscal year", lambda line: line.award.fiscal_year or None),
    Column(
        "award_number", "Award number", lambda line: line.award.award_number or None
    ),
    Column("recipient", "Recipient", lambda line: line.award.recipient or None),
    Column(
        "fiscal_agent", "Fiscal agent", lambda line: line.award.fiscal_agent or None
    ),
    Column("amount_usd", "Amount, U.S. dollars", lambda line: line.award.amount_usd),
    Column("amount_kind", "Kind of amount", lambda line: line.award.amount_kind),
    Column(
        "may_double_count",
        "Whether it may repeat money of another row",
        lambda line: line.award.may_double_count,
    ),
    Column(
        "is_shared", "Known for several places together", lambda line: line.is_shared
    ),
    Column("status", "Last reported status, code", lambda line: line.status),
    Column("status_label", "Last reported status, in words", lambda r: r.status_label),
    Column(
        "status_on", "Day of that report", lambda r: r.status_on and r.status_on.iso
    ),
    Column(
        "status_precision",
        "How precisely that day is known",
        lambda line: line.status_on and line.status_on.precision,
    ),
    Column("remark", "Note for readers", lambda line: line.award.remark or None),
    Column("confidence", "How sure it is", lambda line: line.award.confidence),
    *SOURCE_COLUMNS,
)

DOCUMENT_COLUMNS = (
    Column("source", "Source, id", lambda row: row.slug),
    Column("title", "Title", lambda row: row.title or None),
    Column("publisher", "Publisher", lambda row: row.publisher or None),
    *coded("kind", "Kind of source"),
    Column("dated", "Day it is dated, as far as it is known", _on),
    Column(
        "dated_precision",
        "How precisely that day is known",
        lambda row: row.on and row.on.precision,
    ),
    Column("source_url", "Its address", lambda row: row.url or None),
    Column("citation", "Where there is no address", lambda row: row.citation or None),
    Column("read_depth", "How much was read", lambda row: row.read_depth or None),
    *coded("confidence", "How far it can be relied on"),
    Column("remark", "Note for readers", lambda row: row.remark or None),
    Column("url", "Its page", lambda row: row.get_absolute_url()),
)
