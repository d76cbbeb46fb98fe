from .bench import DecisionForm, TickedForm
from .fields import (
    PickOne,
    PickSeveral,
    PlainText,
    choices_of,
    label,
    name_today,
)
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
    fingerprint,
)
from .steps import StepForm

__all__ = [
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
    "fingerprint",
    "label",
    "name_today",
]
