"""The columns of a published change, as a file gives them."""

from .columns import Column


def _moment(row):
    return row.key.published_at.isoformat()


CHANGE_COLUMNS = (
    Column("published_at", "Moment of publication, UTC", _moment),
    Column("change_kind", "Kind of change, code", lambda row: row.key.change_kind),
    Column("change_kind_label", "Kind of change", lambda row: row.key.change_label),
    Column("kind", "Kind of record", lambda row: row.key.kind),
    Column("claim", "Stable id of the fact", lambda row: str(row.key.claim)),
    Column("revision", "Revision of the fact", lambda row: row.key.revision),
    Column(
        "jurisdictions",
        "Keys of the jurisdictions it is about",
        lambda row: [place.path for place in row.subjects],
    ),
    Column("text", "What it says, in a line", lambda row: row.text or None),
    Column("note", "Why it was published", lambda row: row.key.note),
    Column(
        "was_read",
        "Whether a second person read it before",
        lambda row: row.key.was_read,
    ),
    Column(
        "published_alone",
        "Why it was published without a second reader, code",
        lambda row: row.key.published_alone or None,
    ),
    Column(
        "changes",
        "Fields that changed: name, was, now",
        lambda row: [
            {"field": each.label, "was": each.was, "now": each.now}
            for each in row.changes
        ],
    ),
    Column("url", "Its permanent address", lambda row: row.address),
)
