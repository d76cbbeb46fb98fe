"""The vocabulary, in the field's own terms. Labels are the public wording."""

from django.db.models import TextChoices

from .states import STATES

STATE_NAMES = {postal: name for postal, (_, name) in STATES.items()}
STATE_CHOICES = [*STATE_NAMES.items()]
POSTAL_OF_CODE = {code: postal for postal, (code, _) in STATES.items()}

NONE = "none"  # asks a filter for absence


class Kind(TextChoices):
    CITY = "city", "City or town"
    COUNTY = "county", "County"
    STATE = "state", "State, D.C. or territory"


class LegalForm(TextChoices):
    STATE = "state", "State"
    FEDERAL_DISTRICT = "federal_district", "Federal district"
    TERRITORY = "territory", "Territory"
    COUNTY = "county", "County"
    COUNTY_EQUIVALENT = "county_equivalent", "County equivalent"
    CITY = "city", "City"
    INDEPENDENT_CITY = "independent_city", "Independent city"
    CONSOLIDATED = "consolidated", "City and county in one"
    TOWN = "town", "Town"
    TOWNSHIP = "township", "Township"
    VILLAGE = "village", "Village"
    BOROUGH = "borough", "Borough"


class Relation(TextChoices):
    COMPRISES = "comprises", "comprises"
    COEXTENSIVE = "coextensive", "covers the same ground as"
    CONTAINED_IN = "contained_in", "lies in"
    MOSTLY_IN = "mostly_in", "lies mostly in"
    PARTLY_IN = "partly_in", "lies partly in"


class ReviewState(TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    CHANGES_ASKED = "changes_asked", "Changes asked"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    DISCARDED = "discarded", "Discarded"
    SHELVED = "shelved", "Shelved after a conflict"


OPEN_STATES = (
    ReviewState.DRAFT,
    ReviewState.IN_REVIEW,
    ReviewState.CHANGES_ASKED,
    ReviewState.APPROVED,
    ReviewState.SCHEDULED,
)


class ChangeKind(TextChoices):
    NEW = "new", "New"
    UPDATE = "update", "Update"
    CORRECTION = "correction", "Correction"
    MINOR = "minor", "Minor change"
    WITHDRAWAL = "withdrawal", "Withdrawal"


class Alone(TextChoices):
    """Why one person published without a second reader."""

    FIRST_LOAD = (
        "first_load",
        "First load, compiled from the cited sources, not yet read by a second person",
    )
    BREAK_GLASS = "break_glass", "Published without second review"
    WITHDRAWAL = "withdrawal", "Withdrawn; second reading due within 24 hours"


class Confidence(TextChoices):
    VERIFIED = "verified", "Verified"
    HIGH = "high", "High"
    CORROBORATED = "corroborated", "Corroborated"
    PARTLY_VERIFIED = "partly_verified", "Partly verified"
    SINGLE_SOURCE = "single_source", "Single source"
    MEDIUM = "medium", "Medium confidence"
    DISPUTED = "disputed", "Disputed"
    ASSUMED = "assumed", "Assumed"
    GENERAL_KNOWLEDGE = "general_knowledge", "General knowledge"
    LOW = "low", "Low confidence"


# Shown beside the source; the two strongest need no word.
PLAIN_CONFIDENCE = (Confidence.VERIFIED, Confidence.HIGH)
DRAFT_CONFIDENCE = (
    Confidence.DISPUTED,
    Confidence.ASSUMED,
    Confidence.GENERAL_KNOWLEDGE,
    Confidence.LOW,
)


class SourceKind(TextChoices):
    OFFICIAL = "official", "Official document"
    OFFICIAL_COPY = "official_copy", "Copy of an official document"
    COURT = "court", "Court document"
    NEWS = "news", "News report"
    NEWS_COPY = "news_copy", "Copy of a news report"
    STATEMENT = "statement", "Statement"
    ADVOCACY = "advocacy", "Advocacy organization"
    REFERENCE = "reference", "Reference work"
    DATASET = "dataset", "Data set"
    OTHER = "other", "Other"


class NameRole(TextChoices):
    OFFICIAL = "official", "Official name"
    SHORT = "short", "Name used here"
    ALIAS = "alias", "Also called"


class Stance(TextChoices):
    COMPLIANT = "compliant", "Says it complies"
    COMPLIANT_WITH_CAVEAT = "compliant_with_caveat", "Says it complies, with a caveat"
    COMPLIANT_DISPUTES_AUTHORITY = (
        "compliant_disputes_authority",
        "Says it complies and disputes DOJ\u2019s authority",
    )
    DISPUTES_AUTHORITY = "disputes_authority", "Disputes DOJ\u2019s authority"
    DISPUTES_LISTING = "disputes_listing", "Disputes the listing"
    DECLINES = "declines", "Declines the demands"
    UNDER_REVIEW = "under_review", "Says it is reviewing"
    AGREED_TO_CHANGE = "agreed_to_change", "Agreed to a change"
    NON_COMPLIANT = "non_compliant", "Says it does not comply"
    OTHER_STATEMENT = "other_statement", "Other statement"


class Outcome(TextChoices):
    """What a federal office concluded, alleged or asked under 8 U.S.C. 1373."""

    MAY_VIOLATE = "may_violate", "May violate section 1373"
    POLICIES_MAY_CONFLICT = (
        "policies_may_conflict",
        "Policies may conflict with section 1373",
    )
    UNDER_REVIEW = "under_review", "Under review"
    PROOF_REQUESTED = "proof_requested", "Proof requested"
    DOCUMENTS_DEMANDED = "documents_demanded", "Documents demanded"
    NO_EVIDENCE = "no_evidence_of_noncompliance", "No evidence of non-compliance found"
    FOUND_COMPLIANT = "found_compliant", "Found to comply"
    PENDING = "pending", "No decision announced"
    NOT_SENT = "not_sent", "Not among the recipients of a letter"


class GrantStatus(TextChoices):
    ALLOCATED = "allocated", "Allocated"
    AWARDED = "awarded", "Awarded"
    AWARDED_NOT_YET_ACCEPTED = "awarded_not_yet_accepted", "Awarded, not yet accepted"
    AWARDED_WITH_CONDITIONS = "awarded_with_conditions", "Awarded with conditions"
    OPEN = "open", "Open"
    CONDITIONED = "conditioned", "Conditions attached"
    DELAYED = "delayed", "Delayed"
    WITHHELD = "withheld", "Withheld"
    ENJOINED = "enjoined", "Conditions stopped by a court"
    CONDITIONS_NOT_ENFORCED = "conditions_not_enforced", "Conditions not enforced"
    WITHHELD_THEN_RELEASED = "withheld_then_released", "Withheld, then released"
    RELEASED_OR_CLEARED = "released_or_cleared", "Released or cleared"
    CLOSED = "closed", "Closed"
    REPORTED = "reported", "Total reported in a document"
    UNKNOWN = "unknown", "Status not known"


class AmountKind(TextChoices):
    """Kinds of money; figures of different kinds are never added."""

    ALLOCATION = "allocation", "formula allocation"
    LOCAL_DIRECT = "local_direct", "direct local award"
    LOCAL_DIRECT_TOTAL = "local_direct_total", "total of direct local awards"
    JOINT_AWARD = "joint_award", "joint award"
    JOINT_AWARD_SHARE_UNKNOWN = (
        "joint_award_share_unknown",
        "joint award, share not known",
    )
    COUNTY_SHARE = "county_share", "county share"
    STATE_AWARD = "state_award", "state award"
    STATE_AWARD_TWO_YEARS = "state_award_two_years", "state award over two years"
    STATE_AND_LOCAL_ALLOCATION = (
        "state_and_local_allocation",
        "state and local allocation together",
    )
    MULTI_STATE_TOTAL = "multi_state_total", "total for several states"
    MULTI_GRANT_TOTAL = "multi_grant_total", "total of several grants"
    MULTI_PROGRAM_TOTAL = "multi_program_total", "total reported in one document"
    SUBGRANT_POOL = "subgrant_pool", "subgrant pool"


class MoneyGroup(TextChoices):
    """Kinds of money that may be added; each sum stays within its own."""

    AWARD = "award", "awards"
    ALLOCATION = "allocation", "formula allocations"


class Factor(TextChoices):
    """What an assessment of grant risk asks (risk/definition.py)."""

    LISTED = "listed", "Federal lists"
    NAMED = "named", "Letters and suits"
    FINDING = "finding", "Federal conclusion"
    TERMS = "terms", "Immigration terms"
    TOUCHED = "touched", "Money touched"
    VIA_STATE = "via_state", "Through its state"
    SHIELD = "shield", "Court order"


class RiskLevel(TextChoices):
    LOW = "low", "Low"
    MODERATE = "moderate", "Moderate"
    ELEVATED = "elevated", "Elevated"
    HIGH = "high", "High"


class AmountPrecision(TextChoices):
    EXACT = "exact", "exact"
    ROUNDED = "rounded", "rounded"
    ROUNDED_UPPER = "rounded_upper", "rounded, at most"


class LineForm(TextChoices):
    """How sure the words of a list's line are."""

    VERBATIM_LIST = "verbatim_list", "as the list prints it"
    VERBATIM_QUOTED = "verbatim_quoted", "quoted from the list"
    REPORTED = "reported", "as a report tells it"


class MatchHow(TextChoices):
    """How a line's name led to a government."""

    EXACT = "exact", "one government has this name"
    ALSO_SUBDIVISION = "also_subdivision", "a town of the same name exists"
    HAND = "hand", "set by hand"
    ASSUMED = "assumed", "assumed"
    AMBIGUOUS = "ambiguous", "several governments fit; not decided"
    NO_SUCH_PLACE = "no_such_place", "no such government exists"
    NOT_A_PLACE = "not_a_place", "not about a place"


class Effect(TextChoices):
    """What a ruling did."""

    ENJOINED = "enjoined", "Injunction or judgment against the terms"
    RESTRAINED = "restrained", "Temporary restraining order"
    EXTENDED = "extended", "Injunction extended"
    ENFORCED = "enforced", "Earlier order enforced"
    SET_ASIDE = "set_aside", "Terms set aside"
    INJUNCTION_DENIED = "injunction_denied", "Injunction denied"
    AFFIRMED = "affirmed", "Affirmed"
    AFFIRMED_IN_PART = "affirmed_in_part", "Affirmed in part"
    REVERSED = "reversed", "Reversed"
    MODIFIED = "modified", "Modified"
    NARROW_READING = "narrow_reading", "Section 1373 read narrowly"
    LEGAL_BACKGROUND = "legal_background", "Legal background"
    REVIEW_DENIED = "review_denied", "Review denied"
    REHEARING_DENIED = "rehearing_denied", "Rehearing denied"
    DISMISSAL_DENIED = "dismissal_denied", "Motion to dismiss denied"
    PAUSED = "paused", "Case paused"
    DISMISSED = "dismissed", "Dismissed"
    DISMISSED_NO_STANDING = "dismissed_no_standing", "Dismissed, no standing"
    DISMISSED_MOOT = "dismissed_moot", "Dismissed as moot"
    DISMISSED_WITHOUT_PREJUDICE = (
        "dismissed_without_prejudice",
        "Dismissed without prejudice",
    )
    DISMISSED_LEAVE_TO_AMEND = (
        "dismissed_leave_to_amend",
        "Dismissed, leave to amend",
    )
    DROPPED = "dropped", "Dropped by the plaintiffs"


class ActionKind(TextChoices):
    """Acts that concern everybody, a program, or many places at once."""

    EXECUTIVE_ORDER = "executive_order", "Executive order"
    MEMORANDUM = "memorandum", "Memorandum"
    GUIDANCE = "guidance", "Guidance"
    GRANT_CONDITION = "grant_condition", "Grant condition"
    GRANT_STATUS = "grant_status", "Grant announcement"
    NOTICE = "notice", "Notice"
    PUBLICATION = "publication", "Publication"
    LIST = "list", "List"
    LETTERS = "letters", "Letters"
    ORDER = "order", "Order"
    DATA_CALL = "data_call", "Data call"
    ANNOUNCEMENT = "announcement", "Announcement"
    DEADLINE = "deadline", "Deadline"
    FILING = "filing", "Court filing"
    OTHER = "other", "Other event"


class Topic(TextChoices):
    """What a search looked for."""

    POSITION = "position", "a statement"
    FINDING = "finding", "a federal finding"
    RULING = "ruling", "a ruling"
    GRANT = "grant", "grant records"
    LISTING = "listing", "a list line"


class BatchState(TextChoices):
    """What became of an imported file."""

    IN_REVIEW = "in_review", "Waits for review"
    PUBLISHED = "published", "Published"
    UNDONE = "undone", "Undone"
    DISCARDED = "discarded", "Discarded"


class Verb(TextChoices):
    DRAFTED = "drafted", "drafted"
    EDITED = "edited", "edited"
    SUBMITTED = "submitted", "submitted"
    CHANGES_ASKED = "changes_asked", "asked for changes"
    APPROVED = "approved", "approved"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrew"
    DISCARDED = "discarded", "discarded"
    IMPORTED = "imported", "imported"
    UPLOADED = "uploaded", "uploaded"
    CONFLICT = "conflict", "refused by a conflict"
    ROLE_CHANGED = "role_changed", "changed a role"
    UNDONE = "undone", "undid"
    SCHEDULED = "scheduled", "scheduled"
    UNSCHEDULED = "unscheduled", "took off the schedule"
    READ = "read", "read a second time"


class AlertAbout(TextChoices):
    """Of what a reader's alert tells, besides who came to match or ceased to."""

    MATCHES = "matches", "Only which places match"
    CHANGES = "changes", "Any change about a place that matches"


class AlertRhythm(TextChoices):
    DAILY = "daily", "At most once a day"
    WEEKLY = "weekly", "At most once a week"
