"""What may be asked: one definition for pages, JSON, CSV and the map.

django-filter drops what it cannot read and ignores what it does not know; a
reader would trust an unfiltered answer. So a question here keeps its `problems`
(no rows until they are mended) and its `unknown` names (said, and not applied).
"""

from .differences import DiffQuestion
from .editions import pinned
from .exposure import RiskQuestion
from .fields import EASTERN, shown
from .jurisdictions import (
    SORTS,
    JurisdictionQuestion,
    MapQuestion,
    has,
    start_of,
    was_removed,
)
from .questions import (
    ChangeQuestion,
    CheckQuestion,
    CitationQuestion,
    HomeQuestion,
    ListQuestion,
    Problem,
    Question,
    SearchQuestion,
)

__all__ = [
    "EASTERN",
    "SORTS",
    "ChangeQuestion",
    "CheckQuestion",
    "CitationQuestion",
    "DiffQuestion",
    "HomeQuestion",
    "JurisdictionQuestion",
    "ListQuestion",
    "MapQuestion",
    "Problem",
    "Question",
    "RiskQuestion",
    "SearchQuestion",
    "has",
    "pinned",
    "shown",
    "start_of",
    "was_removed",
]
