"""Undo of a batch: new revisions that say what was said before, never time travel."""

from collections import defaultdict
from dataclasses import dataclass, field

from jurisdictions.choices import OPEN_STATES, Alone, ChangeKind, ReviewState, Verb
from jurisdictions.models import REVISION_MODELS, Event, Ledger, Name, chunks
from jurisdictions.models.recomputing import recompute

from .batches import Entry, insert_all, make_way, release_all
from .imports import log_batch, rows_of
from .rules import NotReady, allow, explain, linked, needed, payload
from .steps import in_turn, proof, successor

WROTE = (Verb.DRAFTED, Verb.EDITED)


@dataclass
class Undone:
    """What became of a batch's rows: reversed, taken off the desk, or left."""

    reversed: list = field(default_factory=list)
    discarded: list = field(default_factory=list)
    # (row, why it stays as it is)
    conflicts: list = field(default_factory=list)
    event: int | None = None


@in_turn
def undo_batch(rows, *, by, note, via="import"):
    """Reverse the published rows that nobody touched since, discard the open drafts.

    A new claim is withdrawn; a changed one says again what it said before. The rest
    is told as conflicts. One transaction, one edition, one event.
    """
    public = [row for row in rows if row.published_at]
    allow(by, "undo_batch" if public else "import_batch", _first(public))
    explain(note)
    moment, done = Ledger.objects.lock().next_moment(), Undone()
    left = _untouched(rows, done)
    done.discarded = _discard([row for row in left if row.state in OPEN_STATES], done)
    reverse = _reversible([row for row in left if row.published_at], done)
    if not (reverse or done.discarded):
        return done
    entries = [_reversal(row, now, by, note) for row, now in reverse]
    touched = _publish(entries, moment, by)
    recompute(touched, moment)
    done.reversed = [entry.row for entry in entries]
    models = {type(row) for row in done.reversed}
    detail = rows_of(done.reversed) | (proof(moment, models) if models else {})
    detail |= {"discarded": len(done.discarded), "conflicts": len(done.conflicts)}
    done.event = log_batch(Verb.UNDONE, by, note, via, detail)
    if entries:
        Ledger.objects.lock().publish(moment, len(entries))
    return done


def _first(rows):
    return rows[0] if rows else None


def _untouched(rows, done):
    """Without those that are a person's: drafts that one wrote, texts since."""
    claims, steps = defaultdict(list), defaultdict(set)
    for row in rows:
        claims[row._meta.model_name].append(str(row.claim))
    events = Event.objects.filter(verb__in=(*WROTE, Verb.PUBLISHED))
    for kind, named in claims.items():
        for chunk in chunks(named):
            found = events.filter(kind=kind, claim__in=chunk)
            for claim, *step in found.values_list("claim", "revision", "verb"):
                steps[kind, claim].add(tuple(step))
    left = []
    for row in rows:
        if _is_a_persons(row, steps[row._meta.model_name, str(row.claim)]):
            done.conflicts.append((row, "a person has worked on it"))
        else:
            left.append(row)
    return left


def _is_a_persons(row, steps):
    """What one wrote in a draft is the batch's once it was published with it."""
    own = {Verb.PUBLISHED} if row.published_at else {*WROTE}
    return any(
        revision > row.revision or (revision == row.revision and verb in own)
        for revision, verb in steps
    )


def _discard(drafts, done):
    """Names go last: those of a place that other drafts are about stay."""
    names = [row for row in drafts if type(row) is Name]
    others = [row for row in drafts if type(row) is not Name]
    _take_off(others)
    kept = needed(names)
    for name in names:
        if name in kept:
            done.conflicts.append((name, "other drafts are about its place"))
    names = [name for name in names if name not in kept]
    _take_off(names)
    return [*names, *others]


def _take_off(drafts):
    for model in REVISION_MODELS:
        pks = [row.pk for row in drafts if type(row) is model]
        for chunk in chunks(pks):
            if model.objects.release(chunk, state=ReviewState.DISCARDED) != len(chunk):
                raise NotReady("Some of its drafts moved meanwhile.")


def _reversible(rows, done):
    """(row, what is live of its claim) where that says what the batch said.

    The others become conflicts. What others cite stays until those are gone, so
    citing rows are looked at first.
    """
    live, waiting = _live(rows), _claims_with_drafts(rows)
    going = {(type(row), row.claim) for row in rows}
    kept = []
    for row in sorted(rows, key=lambda row: -REVISION_MODELS.index(type(row))):
        key = (type(row), row.claim)
        if why := _conflict(row, live.get(key), key in waiting, going):
            done.conflicts.append((row, why))
            going.discard(key)
        else:
            kept.append((row, live[key]))
    return kept


def _conflict(row, now, waits, going):
    """Why the row stays; empty where it may be taken back."""
    if now is None or now.is_tombstone:
        return "withdrawn"
    # A later batch that was undone leaves the same text as a newer revision.
    if now.pk != row.pk and _said(now) != _said(row):
        return "changed since by somebody else"
    if waits:
        return "a draft of a newer text waits"
    users = _users(row, going) if _is_new(row) else 0
    return f"{users} live records point to it" if users else ""


def _live(rows):
    """{(model, claim): the row that stands}."""
    found = {}
    for model in REVISION_MODELS:
        for chunk in chunks(row.claim for row in rows if type(row) is model):
            standing = model.objects.standing().filter(claim__in=chunk)
            found |= {(model, row.claim): row for row in standing.with_links()}
    return found


def _said(row):
    links = {
        name: sorted(target.pk for target in found.all()) for name, found in linked(row)
    }
    return payload(row), links


def _claims_with_drafts(rows):
    found = set()
    for model in REVISION_MODELS:
        for chunk in chunks(row.claim for row in rows if type(row) is model):
            drafts = model.objects.open().filter(claim__in=chunk)
            found |= {
                (model, claim) for claim in drafts.values_list("claim", flat=True)
            }
    return found


def _is_new(row):
    return row.revises_id is None or row.revises.is_tombstone


def _users(row, going):
    """How many live rows, beside those that go too, point to this claim."""
    count = 0
    for model in REVISION_MODELS:
        for found in (*model._meta.fields, *model._meta.many_to_many):
            if found.related_model is type(row) and found.name != "revises":
                users = model.objects.live().filter(
                    **{f"{found.name}__claim": row.claim}
                )
                claims = set(users.values_list("claim", flat=True))
                count += len([each for each in claims if (model, each) not in going])
    return count


def _reversal(row, now, by, note):
    """The unsaved row that takes back what `row` said and `now` still says."""
    says = row if _is_new(row) else row.revises
    kind = ChangeKind.WITHDRAWAL if says is row else ChangeKind.UPDATE
    back = successor(now, kind)
    for found in says.payload_fields():
        setattr(back, found.attname, getattr(says, found.attname))
    back.author, back.note, back.state = by, note, ReviewState.DRAFT
    return Entry(back, {name: [*links.all()] for name, links in linked(says)})


def _publish(entries, moment, by):
    """Put the reversals in place of what they reverse; the jurisdictions touched."""
    touched = set()
    for model in REVISION_MODELS:
        ours = [entry for entry in entries if type(entry.row) is model]
        rows = [entry.row for entry in ours]
        touched |= make_way(model, rows, moment)
        insert_all(model, ours)
        by_reason = defaultdict(list)
        for row in rows:
            alone = Alone.WITHDRAWAL if row.is_tombstone else Alone.BREAK_GLASS
            by_reason[alone].append(row.pk)
        for alone, pks in by_reason.items():
            release_all(model, pks, moment, by, alone)
        for row in rows:
            touched |= row.touched()
    return touched
