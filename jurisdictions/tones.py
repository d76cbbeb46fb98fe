"""Which of four tones a code is shown in; none ranks a place (UI.md 2)."""

from .choices import GrantStatus, Outcome, Stance

# Each has a shape of its own, so that colour never speaks alone.
VIOLET, TEAL, OCHRE, GREY = "violet", "teal", "ochre", "grey"
STANCE_TONES = {
    Stance.COMPLIANT: TEAL,
    Stance.COMPLIANT_WITH_CAVEAT: TEAL,
    Stance.AGREED_TO_CHANGE: TEAL,
    Stance.COMPLIANT_DISPUTES_AUTHORITY: OCHRE,
    Stance.DISPUTES_AUTHORITY: OCHRE,
    Stance.DISPUTES_LISTING: OCHRE,
    Stance.DECLINES: VIOLET,
    Stance.NON_COMPLIANT: VIOLET,
}
OUTCOME_TONES = {
    Outcome.MAY_VIOLATE: VIOLET,
    Outcome.POLICIES_MAY_CONFLICT: OCHRE,
    Outcome.PROOF_REQUESTED: OCHRE,
    Outcome.DOCUMENTS_DEMANDED: OCHRE,
    Outcome.NO_EVIDENCE: TEAL,
    Outcome.FOUND_COMPLIANT: TEAL,
}
GRANT_TONES = {
    GrantStatus.WITHHELD: VIOLET,
    GrantStatus.DELAYED: VIOLET,
    GrantStatus.CONDITIONED: OCHRE,
    GrantStatus.AWARDED_WITH_CONDITIONS: OCHRE,
    GrantStatus.ENJOINED: OCHRE,
    GrantStatus.CONDITIONS_NOT_ENFORCED: OCHRE,
    GrantStatus.WITHHELD_THEN_RELEASED: TEAL,
    GrantStatus.RELEASED_OR_CLEARED: TEAL,
    GrantStatus.AWARDED: TEAL,
    GrantStatus.AWARDED_NOT_YET_ACCEPTED: TEAL,
    GrantStatus.OPEN: TEAL,
}
