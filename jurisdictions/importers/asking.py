"""What a person says beside the file: how to read it, and what it does not hold."""

from dataclasses import dataclass, field

from jurisdictions.choices import ChangeKind, Confidence

from .tables import Options


@dataclass(frozen=True)
class Asked:
    """Empty text where nothing was said; each format says what it needs."""

    options: Options = field(default_factory=Options)
    source: str = ""  # slug of the source of facts that name none
    list: str = ""  # slug of the government list that the lines belong to
    on: str = ""  # the day of facts that have none
    fiscal_year: str = ""
    vintage: str = ""  # year of a gazetteer
    confidence: str = Confidence.HIGH
    change_kind: str = ChangeKind.UPDATE
    # Lines that the file no longer holds end on this day, by `source`.
    remove_missing_on: str = ""
    # But for those of these numbers, like "3, 7".
    missing_that_stay: str = ""
