"""The standings brought up to date with the records, and held against them."""

from collections import defaultdict

from django.db import connection

from jurisdictions.days import FIRST_DAY, LAST_DAY
from jurisdictions.risk import is_in_force
from jurisdictions.standing import periods

from .disputes import wider_orders
from .knowledge import facts_of
from .places import Jurisdiction
from .records import chunks
from .standings import CHILDREN, Backdrop, Standing, children

# So many standings made at once change how the tables are best read.
MANY = 100


def recompute(jurisdiction_ids, moment):
    """Bring the standings of these jurisdictions up to date; rows closed and made.

    Append-only: what no longer holds is closed at `moment`, what is new begins
    there, and what is unchanged is not touched.
    """
    ids = sorted(jurisdiction_ids)
    facts = facts_of(ids)
    stored = defaultdict(dict)
    for pk, owner, *key in (
        Standing.objects.known()
        .filter(jurisdiction__in=ids)
        .values_list("pk", "jurisdiction", "valid_from", "valid_to", "digest")
    ):
        stored[owner][tuple(key)] = pk
    stale, fresh = [], []
    for jurisdiction in Jurisdiction.objects.filter(pk__in=ids).order_by("pk"):
        before = stored[jurisdiction.pk]
        for period in _periods(facts[jurisdiction.pk]):
            key = (period.valid_from, period.valid_to, period.stand.digest)
            if before.pop(key, None) is None:
                fresh.append((Standing.build(jurisdiction, period, moment), period))
        stale.extend(before.values())
    _close(Standing, stale, moment)
    _insert(fresh)
    _recompute_backdrop(moment)
    if len(fresh) >= MANY:
        _count_anew()
    return len(stale), len(fresh)


def _count_anew():
    """Tell the database's planner what is there now.

    By itself PostgreSQL looks after a minute; until then it takes the tables for
    small, and a page of a thousand new jurisdictions took half a minute.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _periods(facts):
    """None where not even a name is public: an import has made it, or was undone."""
    return periods(facts) if facts.is_about_anything else []


def _close(model, pks, moment):
    for chunk in chunks(pks):
        model.objects.filter(pk__in=chunk).update(known_to=moment)


def backdrop_periods():
    """{(valid_from, valid_to, has_wider_order)} of the orders known now."""
    orders = wider_orders()
    days = {day.start for order in orders for day in _days(order) if day}
    starts = sorted({FIRST_DAY, *days})
    ends = [*starts[1:], LAST_DAY]
    return {
        (start, end, any(is_in_force(order, start) for order in orders))
        for start, end in zip(starts, ends, strict=True)
    }


def _days(order):
    yield order.until
    yield from (ruling.on for ruling in order.rulings)


def _stored_backdrop():
    fields = ("valid_from", "valid_to", "has_wider_order", "pk")
    rows = Backdrop.objects.known().values_list(*fields)
    return {tuple(key): pk for *key, pk in rows}


def _recompute_backdrop(moment):
    stored, now = _stored_backdrop(), backdrop_periods()
    _close(Backdrop, [pk for key, pk in stored.items() if key not in now], moment)
    Backdrop.objects.bulk_create(
        Backdrop(
            valid_from=start, valid_to=end, has_wider_order=wider, known_from=moment
        )
        for start, end, wider in sorted(now - {*stored})
    )


def _insert(fresh):
    Standing.objects.bulk_create([row for row, _ in fresh], batch_size=200)
    rows = defaultdict(list)
    for standing, period in fresh:
        for child in children(standing, period.stand):
            rows[type(child)].append(child)
    for model, found in rows.items():
        model.objects.bulk_create(found, batch_size=500)


def damaged_standings():
    """A sentence for each jurisdiction whose standings differ from its records."""
    jurisdictions = Jurisdiction.objects.in_bulk()
    facts = facts_of([*jurisdictions])
    stored = defaultdict(set)
    rows = Standing.objects.known().prefetch_related(*CHILDREN)
    for row in rows:
        stored[row.jurisdiction_id].add(_columns(row, row_children(row)))
    for pk, jurisdiction in jurisdictions.items():
        expected = set()
        for period in _periods(facts[pk]):
            row = Standing.build(jurisdiction, period, moment=None)
            expected.add(_columns(row, children(row, period.stand)))
        if stored[pk] != expected:
            yield f"standings of jurisdiction {pk} differ from its records"
    if {*_stored_backdrop()} != backdrop_periods():
        yield "the backdrop differs from the court orders on record"


def row_children(row):
    """The stored child rows of a standing."""
    return [child for name in CHILDREN for child in getattr(row, name).all()]


def _columns(row, made):
    """Every stored value of a standing and its children, comparable as a tuple."""
    skipped = {"id", "standing", "known_from", "known_to"}

    def values(of):
        return tuple(
            getattr(of, field.attname)
            for field in of._meta.fields
            if field.name not in skipped
        )

    return values(row), frozenset((type(each), values(each)) for each in made)
