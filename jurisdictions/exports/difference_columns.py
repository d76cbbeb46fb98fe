"""What a difference between two slices says in files."""

from .columns import Column

# Of (Difference, Told): a jurisdiction has a row for each field that differs.
DIFFERENCE_COLUMNS = (
    Column("jurisdiction", "Key of the jurisdiction", lambda pair: pair[0].place.path),
    Column("name", "Name used here", lambda pair: pair[0].place.name),
    Column("state", "State", lambda pair: pair[0].place.state),
    Column(
        "how",
        "added, removed, changed; of two lists: both, only_a, only_b",
        lambda pair: pair[0].how,
    ),
    Column("field", "What differs, code", lambda pair: pair[1] and pair[1].field),
    Column("label", "What differs, in words", lambda pair: pair[1] and pair[1].label),
    Column("was", "What the first slice says", lambda pair: _text(pair, "was")),
    Column("now", "What the second slice says", lambda pair: _text(pair, "now")),
    Column("why", "Reason or summary of the record", lambda pair: _text(pair, "why")),
    Column("record", "Page of the record", lambda pair: _text(pair, "address")),
    Column(
        "sources",
        "Its sources, ids",
        lambda pair: [each.slug for each in pair[1].sources] if pair[1] else [],
    ),
)


def _text(pair, name):
    return (pair[1] and getattr(pair[1], name)) or None


def pairs(rows):
    """One (Difference, Told) for each field; (Difference, None) where none is told."""
    for row in rows:
        yield from ((row, told) for told in row.told or [None])
