"""Which lines of lists wait for a person, and which are decided but not public yet."""

from collections import Counter

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
)

from jurisdictions.choices import OPEN_STATES, ChangeKind, MatchHow, Verb
from jurisdictions.matching import alias_key
from jurisdictions.models import Event, Listing

from .access import EDITABLE, may_read_all
from .queue import ClaimText

# Steps taken at the bench, as the audit trail tells them from the others.
VIA = "bench"
# How the reason of a line begins that a person found to name no place.
NO_PLACE = "no such place, decided by a person"

SAID_NO = Q(match=MatchHow.NO_SUCH_PLACE, match_reason__startswith=NO_PLACE)
UNMATCHED = Q(
    jurisdiction=None,
    is_annotation=False,
    match__in=(MatchHow.AMBIGUOUS, MatchHow.NO_SUCH_PLACE),
)
SETTLED = Q(match=MatchHow.HAND, jurisdiction__isnull=False) | SAID_NO
ORDER = ("list__slug", "number", "pk")


def lines(request):
    """Every line as it is now, on the desk or public, that this person may read."""
    on_desk = Listing.objects.open().filter(claim=OuterRef("claim"))
    public = Q(published_at__isnull=False, superseded_at=None)
    public &= ~Q(change_kind=ChangeKind.WITHDRAWAL) & ~Exists(on_desk)
    rows = Listing.objects.filter(Q(state__in=OPEN_STATES) | public)
    if not may_read_all(request):
        rows = rows.filter(Q(published_at__isnull=False) | Q(author=request.user))
    return rows.select_related("list", "source", "jurisdiction").order_by(*ORDER)


def waiting(request):
    """Lines that nobody has decided; what an import waits for comes first."""
    open_to_all = Q(published_at__isnull=False) | Q(state__in=EDITABLE)
    rows = lines(request).filter(open_to_all, UNMATCHED).exclude(SAID_NO)
    return rows.order_by(F("published_at").asc(nulls_first=True), *ORDER)


def decided(request):
    """Decisions of the bench on their way to the site.

    `said_in` is the number of the step that wrote the text as it stands.
    """
    wrote = Event.objects.filter(
        kind=Listing._meta.model_name,
        claim=ClaimText(OuterRef("claim")),
        revision=OuterRef("revision"),
        verb__in=(Verb.DRAFTED, Verb.EDITED),
    ).order_by("-number")
    rows = lines(request).filter(SETTLED, published_at=None)
    return rows.filter(Exists(wrote.filter(via=VIA))).annotate(
        said_in=Subquery(wrote.values("number")[:1]),
        said_by=Subquery(wrote.values("actor")[:1]),
        decider=Subquery(wrote.values("actor_name")[:1]),
    )


def last_decision(request):
    """The newest of this person's own that is not submitted yet, or None."""
    mine = decided(request).filter(state__in=EDITABLE, said_by=request.user.pk)
    return mine.order_by("-said_in").first()


def following(request, line):
    """The key of the line that waits after this one; after the last comes the first."""
    keys = [*waiting(request).values_list("pk", flat=True)]
    here = keys.index(line.pk) if line.pk in keys else -1
    return next((key for key in keys[here + 1 :] + keys if key != line.pk), None)


def neighbours(request, line, reach=3):
    """The lines printed around it, itself among them."""
    near = Q(number__range=(line.number - reach, line.number + reach))
    return lines(request).filter(near, list__claim=line.list.claim)


def same_name(request, line):
    """Other lines that one decision would be for; each tells whether it is decided."""
    near = Q(list__issuer=line.list.issuer) | Q(list__claim=line.list.claim)
    rows = lines(request).filter(near, UNMATCHED | SETTLED).exclude(claim=line.claim)
    rows = rows.annotate(is_decided=ExpressionWrapper(SETTLED, BooleanField()))
    scope = scope_of(line)
    return [row for row in rows if scope_of(row) == scope]


def uses(request):
    """How many lines each decision is used by: {(scope, jurisdiction): number}."""
    rows = lines(request).filter(SETTLED)
    return Counter((scope_of(row), row.jurisdiction_id) for row in rows)


def scope_of(line):
    """What a decision is remembered for: whose lists, which state, level and name.

    Without a heading that is understood it holds for its own document alone.
    """
    key = key_of(line)
    return (line.list.issuer if key[1] else line.list.claim, *key)


def key_of(line):
    name = line.name_as_published
    return alias_key(name, state=line.state_heading, heading=line.heading)
