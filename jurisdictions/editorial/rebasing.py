"""A text whose live row has moved on is carried over to the new one, field by field."""

from jurisdictions.choices import OPEN_STATES, ChangeKind, ReviewState, Verb

from .desk import keep
from .rules import CARRIED_FROM, NotReady, allow, explain, fill, in_state, linked
from .rules import writers as writers_of
from .steps import in_turn, log, move, successor

UNPUBLISHED = (*OPEN_STATES, ReviewState.SHELVED)


@in_turn
def rebase(mine, *, by, kept, note=None, via="admin"):
    """A draft on the live row that takes the fields named in `kept` from `mine`.

    It belongs to the author of `mine`, which is shelved and stays as it was written.
    """
    allow(by, "edit", mine)
    in_state(mine, *UNPUBLISHED)
    live = type(mine).objects.standing().filter(claim=mine.claim).first()
    if live is None or live.pk == mine.revises_id:
        raise NotReady("Nothing was published since this was drafted.")
    if live.is_tombstone:
        raise NotReady("It was withdrawn meanwhile. The text stays here.")
    wrote = sorted(writers_of(mine) - writers_of(live) | {mine.author_id})
    if mine.state != ReviewState.SHELVED:
        move(mine, OPEN_STATES, ReviewState.SHELVED)
        log(Verb.CONFLICT, mine, by, mine.note, via)
    row = successor(live, mine.change_kind)
    if row.change_kind == ChangeKind.NEW:
        row.change_kind = ChangeKind.UPDATE
    row.author, row.note, row.state = mine.author, note or mine.note, ReviewState.DRAFT
    explain(row.note)
    sides = {name: mine if name in kept else live for name, _ in linked(mine)}
    fill(row, {name: getattr(mine, name) for name in kept if name not in sides})
    links = {name: list(getattr(side, name).all()) for name, side in sides.items()}
    return keep(row, by, links, via, {CARRIED_FROM: wrote})
