from .accounts import Account
from .acts import FederalAction
from .alerts import MOST_OF_QUERY, Subscription, key_of
from .checks import SourceCheck
from .courts import Case, Ruling
from .documents import Document
from .editions import Edition, Ledger
from .events import Event
from .facts import Finding, Letter, Name, Policy, Position, Search
from .grants import Award, AwardAction
from .imports import ImportBatch, ImportedRow
from .lists import Criterion, GovernmentList, Listing
from .places import Jurisdiction, Place, Tie
from .records import Record, Revision, WriteRefused, chunks
from .sources import Source
from .standings import (
    Backdrop,
    Standing,
    StandingAward,
    StandingList,
    StandingRuling,
)

# In the order in which a batch must insert them: what others point to comes first.
REVISION_MODELS = (
    Source,
    Name,
    Position,
    Policy,
    Finding,
    Letter,
    FederalAction,
    Search,
    Award,
    AwardAction,
    GovernmentList,
    Criterion,
    Listing,
    Case,
    Ruling,
)

__all__ = [
    "MOST_OF_QUERY",
    "REVISION_MODELS",
    "Account",
    "Award",
    "AwardAction",
    "Backdrop",
    "Case",
    "Criterion",
    "Document",
    "Edition",
    "Event",
    "FederalAction",
    "Finding",
    "GovernmentList",
    "ImportBatch",
    "ImportedRow",
    "Jurisdiction",
    "Ledger",
    "Letter",
    "Listing",
    "Name",
    "Place",
    "Policy",
    "Position",
    "Record",
    "Revision",
    "Ruling",
    "Search",
    "Source",
    "SourceCheck",
    "Standing",
    "StandingAward",
    "StandingList",
    "StandingRuling",
    "Subscription",
    "Tie",
    "WriteRefused",
    "chunks",
    "key_of",
]
