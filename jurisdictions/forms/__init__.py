from .bench import DecisionForm, TickedForm
from .fields import (
    PickOne,
    PickSeveral,
    PlainText,
    choices_of,
    label,
    name_today,
)
from .meanwhile import CHOSEN, MINE, THEIRS, digest, fingerprint, keep_name
from .revisions import (
    CriterionForm,
    DatedEndingForm,
    DatedForm,
    EndingForm,
    GovernmentListForm,
    LetterForm,
    ListingForm,
    RecordForm,
    RevisionForm,
    SourceForm,
    desk_fields,
)
from .steps import StepForm

__all__ = [
    "CHOSEN",
    "MINE",
    "THEIRS",
    "CriterionForm",
    "DatedEndingForm",
    "DatedForm",
    "DecisionForm",
    "EndingForm",
    "GovernmentListForm",
    "LetterForm",
    "ListingForm",
    "PickOne",
    "PickSeveral",
    "PlainText",
    "RecordForm",
    "RevisionForm",
    "SourceForm",
    "StepForm",
    "TickedForm",
    "choices_of",
    "desk_fields",
    "digest",
    "fingerprint",
    "keep_name",
    "label",
    "name_today",
]
