"""The kinds of thing that the API gives: which rows, in which order, which columns."""

from django.db.models import Q
from django.http import Http404

from jurisdictions.exports import record_columns as columns
from jurisdictions.exports.change_columns import CHANGE_COLUMNS
from jurisdictions.exports.columns import JURISDICTION_COLUMNS
from jurisdictions.filters import SORTS, paged
from jurisdictions.models import (
    Award,
    AwardAction,
    Case,
    Criterion,
    Edition,
    FederalAction,
    Finding,
    GovernmentList,
    Jurisdiction,
    Letter,
    Listing,
    Policy,
    Position,
    Ruling,
    Search,
    Source,
    Standing,
)
from jurisdictions.summaries.changes import selection
from jurisdictions.summaries.membership import begun, lasting
from jurisdictions.summaries.money import with_steps
from jurisdictions.summaries.revisions import about, history

from .pagination import ChangeKeyset, Keyset, Term
from .refusals import Gone

NOT_YET = "That was not on record at this moment."


class Kind:
    """One kind of thing; `name` is its address, `says` what one row of it is."""

    name = says = order = ""
    columns = ()
    question = paged.Paged
    # What its example asks, in the OpenAPI file; of the first list where it names one.
    example = "limit=2"

    @property
    def words(self):
        return self.name.replace("-", " ")

    @property
    def names(self):
        return [column.name for column in self.columns]

    def shown(self, rows, question):
        """What the columns are read from."""
        return rows


class Records(Kind):
    """Facts of one kind, in the order of their ids."""

    question = paged.PagedRecords
    related = ("source", "jurisdiction")
    links = ("more_sources",)
    terms = (Term("claim"),)
    order = "In the order of their ids."
    # A source has a day, and is no event of the world.
    has_day = True

    def __init__(self, model, name, says, fields, **own):
        self.model, self.name, self.says, self.columns = model, name, says, fields
        vars(self).update(own)

    def keyset(self, question):
        return Keyset(self.whole(self.rows(question)), self.terms)

    def rows(self, question):
        """The live facts that had begun by the day, narrowed as asked."""
        rows = self.model.objects.as_of(question.moment)
        if self.has_day:
            rows = rows.filter(Q(on_first=None) | begun(question.day))
        return rows.filter(self.narrowed(question))

    def narrowed(self, question):
        found = Q()
        if places := question.value("jurisdiction"):
            found &= about(self.model, places)
        if states := question.value("state"):
            places = Jurisdiction.objects.filter(state__in=states)
            found &= about(self.model, places.values("pk"))
        for name in ("source", "list", "award", "case"):
            if claims := question.value(name):
                found &= Q(**{f"{name}__claim__in": claims})
        return found

    def whole(self, rows):
        """With all that the columns read, in as many queries however many rows."""
        return rows.select_related(*self.related).prefetch_related(*self.links)

    def one(self, question, claim):
        """The revision of that moment; Gone where it is a tombstone."""
        rows, known = history(self.model, moment=question.moment, claim=claim)
        if not rows:
            raise Http404
        if not known:
            raise Http404(NOT_YET)
        if known[-1].is_tombstone:
            raise Gone(known[-1])
        return self.whole(self.model.objects.published()).get(pk=known[-1].pk)

    def claim_of(self, slug):
        """The claim that has, or last had, a slug; None where there is none."""
        named = self.model.objects.published().filter(slug=slug)
        return named.order_by("-pk").values_list("claim", flat=True).first()


class Listings(Records):
    question = paged.PagedListings
    related = ("source", "jurisdiction", "list")

    def rows(self, question):
        """The lines about places that stood that day, or every line by that day."""
        rows = Listing.objects.as_of(question.moment).filter(begun(question.day))
        if question.value("lines") != "all":
            rows = rows.filter(lasting(question.day), is_annotation=False)
        return rows.filter(self.narrowed(question))


class Awards(Records):
    links = ("more_sources", "shared_by")

    def shown(self, rows, question):
        return with_steps(rows, moment=question.moment, day=question.day)


class Jurisdictions(Kind):
    name = "jurisdictions"
    says = "Where one government under review stood on a day."
    order = "By state and name, or as “sort” says."
    columns = JURISDICTION_COLUMNS
    question = paged.PagedJurisdictions
    example = "list={list}&limit=2"

    # A standing is made anew when it changes; the jurisdiction stays.
    last = (Term("sort_key"), Term("jurisdiction"))

    def keyset(self, question):
        return Keyset(self.whole(question.sortable()), self.terms(question))

    def terms(self, question):
        _, order = SORTS[question.order or "name"]
        own = [
            Term(each.expression.name, each.descending, bool(each.nulls_last))
            for each in order
            if not isinstance(each, str)
        ]
        return (*own, *self.last)

    def whole(self, rows):
        rows = rows.select_related("jurisdiction__same_government_as")
        return rows.prefetch_related("lists")

    def one(self, question, place):
        rows = Standing.objects.at(on=question.day, as_of=question.moment)
        found = self.whole(rows).filter(jurisdiction=place).first()
        if found is None:
            raise Http404(NOT_YET)
        return found


class Standings(Jurisdictions):
    name = "standings"
    says = "Where one government under review stood during one period."
    columns = columns.STANDING
    question = paged.PagedStandings
    last = (*Jurisdictions.last, Term("valid_from"))
    example = "state=IL&limit=2"


class Changes(Kind):
    name = "changes"
    says = "One published revision: what it says, what it changed, and why."
    order = "The newest first."
    columns = CHANGE_COLUMNS
    question = paged.PagedChanges

    def keyset(self, question):
        return ChangeKeyset(selection(question, fold_loads=False))


class Editions(Kind):
    name = "editions"
    says = "One publication: after it, every answer may differ."
    order = "The newest first."
    columns = columns.EDITION

    def keyset(self, question):
        rows = Edition.objects.all()
        if question.moment:
            rows = rows.filter(published_at__lte=question.moment)
        return Keyset(rows, (Term("number", descending=True),))

    def one(self, question, number):
        found = self.keyset(question).rows.filter(number=number).first()
        if found is None:
            raise Http404
        return found


COVERING = ("more_sources", "jurisdictions")
RECORDS = (
    Records(
        Position,
        "positions",
        "What a jurisdiction stated about its own compliance.",
        columns.POSITION,
    ),
    Records(
        Policy,
        "policies",
        "A local or state rule that limits, or requires, co-operation.",
        columns.POLICY,
    ),
    Records(
        Finding,
        "findings",
        "What a federal office concluded or alleged about one jurisdiction.",
        columns.FINDING,
    ),
    Records(
        Letter,
        "letters",
        "One letter or demand to one jurisdiction.",
        columns.LETTER,
    ),
    Listings(
        Listing,
        "listings",
        "One line of one list: the name as published, and the government it fits.",
        columns.LISTING,
        example="list={list}&limit=2",
    ),
    Records(
        GovernmentList,
        "lists",
        "One list of jurisdictions that a federal office published or sent.",
        columns.GOVERNMENT_LIST,
        question=paged.Paged,
        related=("source",),
    ),
    Records(
        Criterion,
        "criteria",
        "One of a list's stated grounds.",
        columns.CRITERION,
        question=paged.PagedCriteria,
        related=("source", "list"),
    ),
    Awards(
        Award,
        "awards",
        "One federal grant, allocation or reported total, and where it stood.",
        columns.AWARD_ON_A_DAY,
    ),
    Records(
        AwardAction,
        "award-actions",
        "One dated change in an award's status.",
        columns.AWARD_ACTION,
        question=paged.PagedActions,
        related=("source", "award__jurisdiction"),
    ),
    Records(
        Case,
        "cases",
        "One court case: docket, court, parties.",
        columns.CASE,
        related=("source",),
        links=("more_sources", "plaintiffs", "defendants"),
    ),
    Records(
        Ruling,
        "rulings",
        "One court decision and the jurisdictions it is known to cover.",
        columns.RULING,
        question=paged.PagedRulings,
        related=("source", "case"),
        links=COVERING,
    ),
    Records(
        FederalAction,
        "federal-actions",
        "One act that concerns everybody, a program, or many places at once.",
        columns.FEDERAL_ACTION,
        related=("source",),
        links=COVERING,
    ),
    Records(
        Search,
        "searches",
        "What was looked for, where, on which day, and not found.",
        columns.SEARCH,
    ),
    Records(
        Source,
        "sources",
        "A document, report or data set that facts are cited to.",
        columns.SOURCE,
        question=paged.Paged,
        related=(),
        links=(),
        has_day=False,
    ),
)
KINDS = (Jurisdictions(), Standings(), *RECORDS, Changes(), Editions())
SLUGGED = ("lists", "sources", "awards", "cases")
