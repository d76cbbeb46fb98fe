from .alerts import AlertForm
from .bench import DecisionForm, TickedForm
from .fields import (
    PickOne,
    PickSeveral,
    PlainText,
    choices_of,
    label,
    name_today,
)
from .imports import ApplyForm, ImportForm, ReadingForm, SureForm
from .meanwhile import (
    CHOSEN,
    MINE,
    THEIRS,
    digest,
    fingerprint,
    keep_name,
    linked_keys,
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
)
from .steps import StepForm

__all__ = [
    "CHOSEN",
    "MINE",
    "THEIRS",
    "AlertForm",
    "ApplyForm",
    "CriterionForm",
    "DatedEndingForm",
    "DatedForm",
    "DecisionForm",
    "EndingForm",
    "GovernmentListForm",
    "ImportForm",
    "LetterForm",
    "ListingForm",
    "PickOne",
    "PickSeveral",
    "PlainText",
    "ReadingForm",
    "RecordForm",
    "RevisionForm",
    "SourceForm",
    "StepForm",
    "SureForm",
    "TickedForm",
    "choices_of",
    "desk_fields",
    "digest",
    "fingerprint",
    "keep_name",
    "label",
    "linked_keys",
    "name_today",
]
