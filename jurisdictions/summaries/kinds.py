"""Where each kind of record goes on a page, and which of its columns say what."""

from dataclasses import dataclass, field

from jurisdictions.choices import (
    AmountKind,
    Effect,
    GrantStatus,
    NameRole,
    Outcome,
    Stance,
)
from jurisdictions.models import (
    Award,
    AwardAction,
    Case,
    FederalAction,
    Finding,
    Letter,
    Listing,
    Name,
    Policy,
    Position,
    Ruling,
    Search,
)
from jurisdictions.tones import GRANT_TONES, OUTCOME_TONES, STANCE_TONES

SAYS, FEDERAL, COURTS, SEARCHES = "says", "federal", "courts", "searches"
MONEY, NAMES = "money", "names"


@dataclass(frozen=True)
class Kind:
    """Where one kind of record goes, and which of its columns say what."""

    model: type
    lane: str
    word: str
    code: str
    speaker: str
    title: str
    extra: str = ""
    labels: object = None
    by: str = "jurisdiction"
    ends: bool = False
    only: dict = field(default_factory=dict)
    more: str = ""  # a column that only this kind has
    tones: dict = field(default_factory=dict)

    @property
    def name(self):
        return f"{self.model._meta.model_name}"


KINDS = {
    "position": Kind(
        Position,
        SAYS,
        "statement",
        "stance",
        "office",
        "addressee",
        "stage",
        Stance,
        tones=STANCE_TONES,
    ),
    "policy": Kind(
        Policy, SAYS, "policy", "", "instrument", "title", "citation", ends=True
    ),
    "finding": Kind(
        Finding,
        FEDERAL,
        "finding",
        "outcome",
        "office",
        "document",
        "statute",
        Outcome,
        tones=OUTCOME_TONES,
    ),
    "letter": Kind(
        Letter,
        FEDERAL,
        "letter",
        "outcome",
        "office",
        "addressee",
        "",
        Outcome,
        tones=OUTCOME_TONES,
    ),
    "listing": Kind(
        Listing,
        FEDERAL,
        "list",
        "list__slug",
        "list__issuer",
        "name_as_published",
        "list__title",
        ends=True,
        only={"is_annotation": False},
        more="end_reason",
    ),
    # A sentence among the lines, under the heading of a state: no line about it.
    "annotation": Kind(
        Listing,
        FEDERAL,
        "note",
        "list__slug",
        "list__issuer",
        "name_as_published",
        "list__title",
        ends=True,
        only={"is_annotation": True},
        more="end_reason",
    ),
    "federalaction": Kind(
        FederalAction,
        FEDERAL,
        "federal act",
        "kind",
        "actor",
        "title",
        "citation",
        by="jurisdictions",
        ends=True,
    ),
    "ruling": Kind(
        Ruling,
        COURTS,
        "ruling",
        "effect",
        "court",
        "title",
        "citation",
        Effect,
        by="jurisdictions",
    ),
    "case_faced": Kind(
        Case, COURTS, "suit", "", "court", "title", "docket", by="defendants"
    ),
    "case_brought": Kind(
        Case, COURTS, "suit", "", "court", "title", "docket", by="plaintiffs"
    ),
    "search": Kind(Search, SEARCHES, "search", "topic", "looked_in", "looked_for", ""),
}
# Facts that a page shows elsewhere; a history tells their versions too.
MORE_KINDS = {
    "award": Kind(
        Award,
        MONEY,
        "grant",
        "amount_kind",
        "recipient",
        "program",
        "fiscal_year",
        AmountKind,
        more="amount_usd",
    ),
    "awardaction": Kind(
        AwardAction,
        MONEY,
        "grant status",
        "status",
        "",
        "award__program",
        "award__fiscal_year",
        GrantStatus,
        by="award__jurisdiction",
        tones=GRANT_TONES,
    ),
    "name": Kind(Name, NAMES, "name", "role", "", "text", labels=NameRole),
}
ALL_KINDS = KINDS | MORE_KINDS
