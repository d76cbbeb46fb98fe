"""The files of an edition's package: which rows, in which order, with which columns."""

from dataclasses import dataclass

from jurisdictions.models import (
    Award,
    AwardAction,
    Case,
    Criterion,
    FederalAction,
    Finding,
    GovernmentList,
    Letter,
    Listing,
    Name,
    Policy,
    Position,
    Ruling,
    Search,
    Source,
    Standing,
)

from . import record_columns as columns
from .columns import DOCUMENT_COLUMNS, JURISDICTION_COLUMNS
from .tabular import in_chunks

OF_A_PLACE = ("jurisdiction__state", "jurisdiction__slug", "on_first")
# Of what a file holds one value; the rest is text.
TYPES = {
    **dict.fromkeys(("revision", "number"), "integer"),
    "amount_usd": "number",
    **dict.fromkeys(
        (
            *("is_annotation", "is_standing", "is_complete"),
            *("may_double_count", "was_read"),
        ),
        "boolean",
    ),
}
# Column of one file -> (file, its key) where the same value is found.
REFERENCES = {
    "jurisdiction": ("jurisdictions", "id"),
    "source": ("sources", "source"),
    "list": ("lists", "list"),
    "award": ("awards", "claim"),
    "case": ("cases", "case"),
}


@dataclass(frozen=True)
class Part:
    """One file: its rows as they stood in an edition, in an order of their own."""

    name: str
    says: str
    model: type
    columns: tuple
    order: tuple
    key: str = "claim"

    @property
    def path(self):
        return f"{self.name}.csv"

    @property
    def references(self):
        """{column: (file, its key)} of what stands in another file."""
        names = [each.name for each in self.columns if each.name != self.key]
        return {name: REFERENCES[name] for name in names if name in REFERENCES}

    def rows(self, day, moment):
        """Its rows; sorted here, as databases sort text each in its own way."""
        found = self._found(day, moment)
        keys = found.order_by().values_list(*self.order, "pk")
        ordered = sorted(keys, key=lambda row: [*map(_rank, row)])
        return in_chunks(found, [pk for *_, pk in ordered])

    def _found(self, day, moment):
        if self.model is Standing:
            rows = Standing.objects.at(on=day, as_of=moment)
            rows = rows.select_related("jurisdiction__same_government_as")
            return rows.prefetch_related("lists")
        fields = [each.name for each in self.model.payload_fields() if each.is_relation]
        rows = self.model.objects.as_of(moment).with_links()
        return rows.select_related(*fields) if fields else rows


def _rank(value):
    """Where a value stands in an order; what is absent comes last."""
    number = value if isinstance(value, int) else 0
    return value is None, number, str(value)


PARTS = (
    Part(
        "jurisdictions",
        "Where each jurisdiction stood on the day of the edition",
        Standing,
        JURISDICTION_COLUMNS,
        ("state", "jurisdiction__slug"),
        key="id",
    ),
    Part(
        *("sources", "Documents, reports and data sets that facts are cited to"),
        *(Source, DOCUMENT_COLUMNS, ("slug",), "source"),
    ),
    Part(
        *("names", "Names of the jurisdictions"),
        *(Name, columns.NAME, (*OF_A_PLACE, "text", "claim")),
    ),
    Part(
        *("positions", "What jurisdictions stated about their own compliance"),
        *(Position, columns.POSITION, (*OF_A_PLACE, "claim")),
    ),
    Part(
        *("policies", "Local and state rules that limit or require co-operation"),
        *(Policy, columns.POLICY, (*OF_A_PLACE, "claim")),
    ),
    Part(
        *("findings", "What federal offices concluded or alleged"),
        *(Finding, columns.FINDING, (*OF_A_PLACE, "claim")),
    ),
    Part(
        *("letters", "Letters and demands to jurisdictions"),
        *(Letter, columns.LETTER, (*OF_A_PLACE, "claim")),
    ),
    Part(
        *("federal_actions", "Acts that concern everybody, a program or many places"),
        *(FederalAction, columns.FEDERAL_ACTION, ("on_first", "claim")),
    ),
    Part(
        *("searches", "What was looked for and not found"),
        *(Search, columns.SEARCH, (*OF_A_PLACE, "claim")),
    ),
    Part(
        *("awards", "Federal grants, allocations and reported totals"),
        *(Award, columns.AWARD, (*OF_A_PLACE, "program", "claim")),
    ),
    Part(
        *("award_actions", "Dated changes in the status of awards"),
        *(AwardAction, columns.AWARD_ACTION, ("on_first", "claim")),
    ),
    Part(
        *("lists", "Lists that federal offices published or sent"),
        *(GovernmentList, columns.GOVERNMENT_LIST, ("slug",), "list"),
    ),
    Part(
        *("list_lines", "Every line of every list, removed ones and notes too"),
        *(Listing, columns.LISTING, ("list__slug", "number", "claim")),
    ),
    Part(
        *("list_criteria", "The stated grounds of lists"),
        *(Criterion, columns.CRITERION, ("list__slug", "number", "claim")),
    ),
    Part(
        *("cases", "Court cases"),
        *(Case, columns.CASE, ("slug",), "case"),
    ),
    Part(
        *("rulings", "Court decisions and the jurisdictions they cover"),
        *(Ruling, columns.RULING, ("on_first", "claim")),
    ),
)
