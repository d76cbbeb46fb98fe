"""What the package of an edition and the API say of each kind of record: an allow-list.

A new field of a model is in no file until it has its words here. Who wrote, read and
published a row, and what they noted about it, has no words here.
"""

from jurisdictions.days import FIRST_DAY, LAST_DAY, LAST_MOMENT

from .columns import (
    AWARD_COLUMNS,
    DOCUMENT_COLUMNS,
    JURISDICTION_COLUMNS,
    LINE_COLUMNS,
    SOURCE_COLUMNS,
    Column,
    coded,
)


def _text(name, says, attribute=""):
    return Column(name, says, lambda row: getattr(row, attribute or name) or None)


def _flag(name, says):
    return Column(name, says, lambda row: getattr(row, name))


def _day(name, says, attribute="on"):
    """Two columns of one FuzzyDay: "stated_on" and "stated_precision"."""

    def part(of):
        def read(row):
            day = getattr(row, attribute)
            return getattr(day, of) if day else None

        return read

    precision = f"{name.removesuffix('_on')}_precision"
    return (
        Column(name, f"{says}, as far as it is known", part("iso")),
        Column(precision, "How precisely that day is known", part("precision")),
    )


def _keys(name, says):
    """Keys of several jurisdictions."""
    return Column(
        name, says, lambda row: sorted(each.path for each in getattr(row, name).all())
    )


def _unless(value, end):
    """ISO text; open ends are stored as the first and last of all days."""
    return None if value == end else value.isoformat()


CLAIM = (
    Column("claim", "Stable id of the fact", lambda row: str(row.claim)),
    Column("revision", "Revision of the fact", lambda row: row.revision),
)
PLACE = (
    Column(
        "jurisdiction",
        "Key of the jurisdiction it is about",
        lambda row: row.jurisdiction and row.jurisdiction.path,
    ),
    Column(
        "geoid",
        "Its Census code (text, with zeros)",
        lambda row: row.jurisdiction and row.jurisdiction.geoid,
    ),
)
LIST = (
    Column("list", "Key of the list", lambda row: row.list.slug),
    Column("list_claim", "Stable id of the list", lambda row: str(row.list.claim)),
)
WHERE_FROM = (
    *SOURCE_COLUMNS,
    _text("locator", "Page or section of the source"),
    Column(
        "more_sources",
        "Further sources, ids",
        lambda row: sorted(each.slug for each in row.more_sources.all()),
    ),
    *coded("confidence", "How sure it is"),
)
PUBLISHED = (
    Column(
        "published_at",
        "Moment at which this revision was published, UTC",
        lambda row: row.published_at.isoformat(),
    ),
    Column(
        "was_read",
        "Whether a second person read it before",
        lambda row: row.reviewer_id is not None,
    ),
)
URL = Column(
    "url", "Its page", lambda row: f"/records/{row._meta.model_name}/{row.claim}/"
)
END = (
    _text("summary", "What it says, in a sentence"),
    _text("excerpt", "Quotation"),
    _text("remark", "Note for readers"),
    *WHERE_FROM,
    *PUBLISHED,
    URL,
)

NAME = (
    *(*CLAIM, *PLACE, _text("text", "The name"), *coded("role", "What kind of name")),
    *_day("began_on", "Day from which it was the name"),
    *_day("ended_on", "Day on which it ceased to be", "end"),
    *END,
)
POSITION = (
    *(*CLAIM, *PLACE),
    *coded("stance", "What it says of its own compliance"),
    *_day("stated_on", "Day of the statement"),
    _text("occasion", "Occasion of the statement", "stage"),
    _text("office", "Office that stated it"),
    _text("addressee", "To whom it was stated"),
    *END,
)
POLICY = (
    *(*CLAIM, *PLACE, _text("title", "Title of the rule")),
    _text("instrument", "Kind of instrument"),
    _text("citation", "Citation of the rule"),
    *_day("adopted_on", "Day of its adoption"),
    *_day("ended_on", "Day of its end", "end"),
    *END,
)
FINDING = (
    *(*CLAIM, *PLACE, _text("office", "Federal office that found it")),
    _text("document", "Kind of document"),
    *coded("outcome", "What it concludes, alleges or asks"),
    _text("statute", "Statute"),
    *_day("issued_on", "Day of issue"),
    *END,
)
LETTER = (
    *(*CLAIM, *PLACE, _text("office", "Office that sent it")),
    _text("addressee", "To whom it was sent"),
    *coded("outcome", "What it concludes, alleges or asks"),
    *_day("sent_on", "Day on which it was sent"),
    *_day("due_on", "Day by which an answer was due", "due"),
    *_day("answered_on", "Day of the answer", "answered"),
    *END,
)
FEDERAL_ACTION = (
    *(*CLAIM, _text("title", "Title of the act")),
    *coded("kind", "Kind of act"),
    _text("actor", "Who acted"),
    _text("citation", "Citation of the act"),
    _text("scope", "Whom it concerns, in words"),
    _keys("jurisdictions", "Keys of the jurisdictions that it names"),
    *_day("dated_on", "Day of the act"),
    *_day("ended_on", "Day of its end", "end"),
    *END,
)
SEARCH = (
    *(*CLAIM, *PLACE, *coded("topic", "What kind of record was looked for")),
    _text("looked_for", "What was looked for, and not found"),
    _text("looked_in", "Where"),
    *_day("searched_on", "Day of the search"),
    *END,
)
AWARD = (
    *(*CLAIM, *PLACE),
    _keys("shared_by", "Keys of the jurisdictions that it is known for together"),
    _text("program", "Program"),
    _text("assistance_listing", "Assistance listing number"),
    _text("fiscal_year", "Fiscal year"),
    _text("award_number", "Award number"),
    _text("recipient", "Recipient"),
    _text("fiscal_agent", "Fiscal agent"),
    Column("amount_usd", "Amount, U.S. dollars", lambda row: row.amount_usd),
    *coded("amount_kind", "Kind of amount"),
    *coded("amount_precision", "How exactly the amount is known"),
    _flag("may_double_count", "Whether it may repeat money of another row"),
    *_day("awarded_on", "Day of the award"),
    *END,
)
AWARD_ACTION = (
    *CLAIM,
    Column("award", "Stable id of the award", lambda row: str(row.award.claim)),
    *coded("status", "Reported status of the award"),
    *_day("reported_on", "Day of the report"),
    *END,
)
GOVERNMENT_LIST = (
    *(_text("list", "Key of the list", "slug"), *CLAIM),
    _text("title", "Title as issued"),
    _text("short_title", "Title as used here"),
    _text("issuer", "Who issued it"),
    *_day("published_on", "Day of publication"),
    *_day("withdrawn_on", "Day on which the whole list was withdrawn", "withdrawn"),
    _flag("is_standing", "Whether its issuer keeps it up to date"),
    _flag("is_complete", "Whether every line is held here"),
    _text("completeness", "What is missing"),
    _text("criteria", "What the list says of its grounds"),
    *END,
)
CRITERION = (
    *(*CLAIM, *LIST),
    Column("number", "Its place among the grounds", lambda row: row.number),
    _text("slug", "Short name of the ground"),
    *END,
)
CASE = (
    *(_text("case", "Key of the case", "slug"), *CLAIM, _text("title", "Caption")),
    _text("docket", "Docket number"),
    _text("court", "Court"),
    _text("plaintiff", "Plaintiffs, in words"),
    _text("defendant", "Defendants, in words"),
    _keys("plaintiffs", "Keys of the jurisdictions that sued"),
    _keys("defendants", "Keys of the jurisdictions that were sued"),
    _text("judge", "Judge"),
    _text("latest_outcome", "State of the case"),
    *_day("filed_on", "Day of filing"),
    *END,
)
RULING = (
    *CLAIM,
    Column("case", "Key of the case", lambda row: row.case and row.case.slug),
    Column(
        "case_claim", "Stable id of it", lambda row: row.case and str(row.case.claim)
    ),
    _text("title", "Title"),
    _text("court", "Court"),
    *coded("effect", "Effect on grants"),
    _text("citation", "Citation"),
    _text("coverage", "Whom it covers, in words"),
    _keys("jurisdictions", "Keys of the jurisdictions it is known to cover"),
    *_day("ruled_on", "Day of the ruling"),
    *END,
)
LISTING = (*CLAIM, *LIST, *LINE_COLUMNS, *PUBLISHED, URL)
# Of an AwardLine: the award, and where it stood on the day.
AWARD_ON_A_DAY = (
    *(
        Column(each.name, each.says, lambda line, read=each.read: read(line.award))
        for each in AWARD
    ),
    *(each for each in AWARD_COLUMNS if each.name.startswith("status")),
)
SOURCE = (*CLAIM, *DOCUMENT_COLUMNS, *PUBLISHED)
EDITION = (
    Column("number", "Number of the edition", lambda row: row.number),
    PUBLISHED[0],
    Column("changes", "How many records it published", lambda row: row.changes),
)
STANDING = (
    *JURISDICTION_COLUMNS[:1],
    Column(
        "valid_from",
        "First day of the period; null where it has no beginning",
        lambda row: _unless(row.valid_from, FIRST_DAY),
    ),
    Column(
        "valid_to",
        "First day after the period; null while it lasts",
        lambda row: _unless(row.valid_to, LAST_DAY),
    ),
    Column(
        "known_from",
        "Moment it came to be known here, UTC",
        lambda row: row.known_from.isoformat(),
    ),
    Column(
        "known_to",
        "Moment it was superseded, UTC; null while it stands",
        lambda row: _unless(row.known_to, LAST_MOMENT),
    ),
    *JURISDICTION_COLUMNS[1:],
)
