"""What each word of the vocabulary means: the public definitions of `choices`."""

from dataclasses import dataclass

from jurisdictions.choices import (
    AmountKind,
    ChangeKind,
    Confidence,
    Effect,
    GrantStatus,
    Kind,
    LineForm,
    MatchHow,
    Outcome,
    Stance,
)


@dataclass(frozen=True)
class Term:
    code: str
    label: str
    means: str


@dataclass(frozen=True)
class Glossary:
    """One vocabulary: its anchor, what it is about, and its terms."""

    anchor: str
    title: str
    about: str
    terms: list[Term]


MEANINGS = {
    Kind: {
        Kind.CITY: "A city, town, village, borough or township, or a city that is "
        "also a county.",
        Kind.COUNTY: "A county, or what takes its place, such as a parish.",
        Kind.STATE: "A state, the District of Columbia or a territory.",
    },
    Stance: {
        Stance.COMPLIANT: "It stated that it follows 8 U.S.C. 1373, or federal law.",
        Stance.COMPLIANT_WITH_CAVEAT: "The same, with a limit on what the law asks "
        "or on what it covers.",
        Stance.COMPLIANT_DISPUTES_AUTHORITY: "It stated that it complies, and that "
        "the Justice Department has no power to demand it in this way.",
        Stance.DISPUTES_AUTHORITY: "It contests the power to set the terms or to "
        "hold back money, and does not speak of its compliance.",
        Stance.DISPUTES_LISTING: "It states that it should not be on a list.",
        Stance.DECLINES: "It states that it will not change its rules or not help.",
        Stance.UNDER_REVIEW: "It states that it is looking into the matter.",
        Stance.AGREED_TO_CHANGE: "It agreed with a federal office on a change.",
        Stance.NON_COMPLIANT: "It stated that it does not comply.",
        Stance.OTHER_STATEMENT: "It spoke, and none of the above says what it said.",
    },
    Outcome: {
        Outcome.MAY_VIOLATE: "A federal office wrote that laws, policies or practices "
        "may violate section 1373. A preliminary step.",
        Outcome.POLICIES_MAY_CONFLICT: "The Office of the Inspector General named "
        "policies that may conflict with it. Not a finding of violation.",
        Outcome.UNDER_REVIEW: "Named as being reviewed.",
        Outcome.PROOF_REQUESTED: "Asked to show that it complies.",
        Outcome.DOCUMENTS_DEMANDED: "Told to hand over documents.",
        Outcome.NO_EVIDENCE: "A federal office wrote that it found no evidence of "
        "non-compliance. Weaker than “found to comply.”",
        Outcome.FOUND_COMPLIANT: "A federal office wrote that it complies.",
        Outcome.PENDING: "Nothing had been announced by that day.",
        Outcome.NOT_SENT: "Others got a letter of that date and it did not.",
    },
    GrantStatus: {
        GrantStatus.ALLOCATED: "A formula set the amount aside; no award was made yet.",
        GrantStatus.AWARDED: "The offer was signed.",
        GrantStatus.AWARDED_NOT_YET_ACCEPTED: "The offer was signed, and the "
        "recipient had not accepted it.",
        GrantStatus.AWARDED_WITH_CONDITIONS: "Awarded with terms at issue here.",
        GrantStatus.OPEN: "Shown as open by the program’s own pages.",
        GrantStatus.CONDITIONED: "Terms at issue here are attached.",
        GrantStatus.DELAYED: "Not issued, or not paid, at that time.",
        GrantStatus.WITHHELD: "Held back.",
        GrantStatus.ENJOINED: "A court stopped the terms. That does not say that "
        "money was paid.",
        GrantStatus.CONDITIONS_NOT_ENFORCED: "The agency gave notice that it does "
        "not use the terms.",
        GrantStatus.WITHHELD_THEN_RELEASED: "Held back, and released later.",
        GrantStatus.RELEASED_OR_CLEARED: "Paid or cleared for payment; reports do "
        "not say which.",
        GrantStatus.CLOSED: "Shown as closed by the program’s own pages.",
        GrantStatus.REPORTED: "A total that a document names, not an award.",
        GrantStatus.UNKNOWN: "No status is on record.",
    },
    ChangeKind: {
        ChangeKind.NEW: "Published for the first time.",
        ChangeKind.UPDATE: "The world changed, or more became known.",
        ChangeKind.CORRECTION: "The record was wrong. The note says what was wrong.",
        ChangeKind.MINOR: "Wording only; no fact changed.",
        ChangeKind.WITHDRAWAL: "Taken off the site with its reason. Its history stays.",
    },
    MatchHow: {
        MatchHow.EXACT: "The name as published fits one government under its heading.",
        MatchHow.ALSO_SUBDIVISION: "It fits, and a town of the same name exists.",
        MatchHow.HAND: "A person decided, and the line gives the reason.",
        MatchHow.ASSUMED: "The line leaves it open; we say what we assume.",
        MatchHow.AMBIGUOUS: "Several governments fit, and nobody has decided.",
        MatchHow.NO_SUCH_PLACE: "No government has this name; a likely one is named.",
        MatchHow.NOT_A_PLACE: "The line is a sentence about no place.",
    },
    LineForm: {
        LineForm.VERBATIM_LIST: "We read the list, or a page that repeats its lines.",
        LineForm.VERBATIM_QUOTED: "We read the line where another source quotes it.",
        LineForm.REPORTED: "We read the name in a report; its exact words are unsure.",
    },
    Confidence: {
        Confidence.VERIFIED: "Read in the source itself.",
        Confidence.HIGH: "Read in a source that can be relied on for it.",
        Confidence.CORROBORATED: "Not read in the first source; others bear it out.",
        Confidence.PARTLY_VERIFIED: "Parts of it were read in the source.",
        Confidence.SINGLE_SOURCE: "One source tells it.",
        Confidence.MEDIUM: "Told by sources that are second-hand or incomplete.",
        Confidence.DISPUTED: "Sources contradict each other. Kept as a draft.",
        Confidence.ASSUMED: "Inferred. Kept as a draft, save where a line says so.",
        Confidence.GENERAL_KNOWLEDGE: "No document was read. Kept as a draft, but for"
        " eight amounts of the OIG memo, which with the two that were read add up to"
        " its published total.",
        Confidence.LOW: "Weakly supported. Kept as a draft.",
    },
    Effect: {
        Effect.ENJOINED: "A court forbade the use of the terms, for good or for now.",
        Effect.RESTRAINED: "The same for some days, until a hearing.",
        Effect.EXTENDED: "An injunction was made to cover more.",
        Effect.ENFORCED: "A court ordered that its earlier order be kept.",
        Effect.SET_ASIDE: "A court undid the terms as an act of an agency.",
        Effect.INJUNCTION_DENIED: "A court was asked to forbid the terms and did not.",
        Effect.AFFIRMED: "A higher court kept the ruling under appeal.",
        Effect.AFFIRMED_IN_PART: "It kept a part of it.",
        Effect.REVERSED: "It undid the ruling under appeal.",
        Effect.MODIFIED: "A court changed its own order.",
        Effect.NARROW_READING: "A court read section 1373 narrowly and decided "
        "nothing about a grant.",
        Effect.LEGAL_BACKGROUND: "A ruling in another matter that later ones rest on.",
        Effect.REVIEW_DENIED: "The Supreme Court did not take the case.",
        Effect.REHEARING_DENIED: "The court did not hear the appeal again.",
        Effect.DISMISSAL_DENIED: "A court was asked to end the case early and did not.",
        Effect.PAUSED: "The case waits.",
        Effect.DISMISSED: "The case ended; the ground is in the ruling’s own words.",
        Effect.DISMISSED_NO_STANDING: "It ended since the plaintiff could not sue.",
        Effect.DISMISSED_MOOT: "It ended since nothing was left to decide.",
        Effect.DISMISSED_WITHOUT_PREJUDICE: "It ended and may be brought again.",
        Effect.DISMISSED_LEAVE_TO_AMEND: "It was dismissed and may be mended.",
        Effect.DROPPED: "Whoever brought it dropped it.",
    },
    AmountKind: {
        AmountKind.ALLOCATION: "What a formula gives before anybody applies.",
        AmountKind.LOCAL_DIRECT: "One award to one local government.",
        AmountKind.LOCAL_DIRECT_TOTAL: "All such awards in one state.",
        AmountKind.JOINT_AWARD: "One award to several governments together.",
        AmountKind.JOINT_AWARD_SHARE_UNKNOWN: "The same, seen from a government whose "
        "share is not known.",
        AmountKind.COUNTY_SHARE: "A county’s part of a joint award.",
        AmountKind.STATE_AWARD: "An award to a state’s own agency.",
        AmountKind.STATE_AWARD_TWO_YEARS: "The same, for two fiscal years together.",
        AmountKind.STATE_AND_LOCAL_ALLOCATION: "What formulas give a state and its "
        "local governments together.",
        AmountKind.MULTI_STATE_TOTAL: "A sum over several states.",
        AmountKind.MULTI_GRANT_TOTAL: "A sum over several grants.",
        AmountKind.MULTI_PROGRAM_TOTAL: "A total over several programs that one "
        "document names.",
        AmountKind.SUBGRANT_POOL: "What a recipient passes on to others.",
    },
}
TITLES = {
    Kind: ("kinds", "Kinds of government", ""),
    Stance: (
        "positions",
        "What a jurisdiction says",
        "Read from its own letters, statements and filings. None is a legal finding.",
    ),
    Outcome: (
        "findings",
        "What a federal office concluded, alleged or asked",
        "Under 8 U.S.C. 1373. Being on a list is not among them.",
    ),
    Effect: ("rulings", "What a ruling did", ""),
    GrantStatus: ("grants", "Status of a grant", "As last reported, with its day."),
    AmountKind: (
        "amounts",
        "Kinds of amounts",
        "Amounts of different kinds are never added.",
    ),
    MatchHow: ("matches", "How a line’s name led to a government", ""),
    LineForm: ("forms", "How the words of a line are known", ""),
    Confidence: ("confidence", "How sure a record is", ""),
    ChangeKind: ("changes", "Kinds of change", ""),
}
# The five words for what is absent; none of them is a dash.
ABSENCES = (
    ("Not stated", "The document was read and does not say it."),
    ("Not found", "It was looked for on the day given, where the page says, in vain."),
    ("Not applicable", "The question does not arise."),
    ("Withheld by source", "The source has it and does not show it."),
    ("Awaiting review", "It is on an editor’s desk."),
)
# Short forms of the documents that pages and files repeat.
ABBREVIATIONS = (
    ("ALN", "Assistance listing number, formerly CFDA: the code of a grant program."),
    ("BJA", "Bureau of Justice Assistance, a part of OJP."),
    ("COPS", "Office of Community Oriented Policing Services, Department of Justice."),
    ("DHS", "Department of Homeland Security."),
    ("DOJ", "Department of Justice."),
    ("ICE", "Immigration and Customs Enforcement, a part of DHS."),
    ("JAG", "Edward Byrne Memorial Justice Assistance Grant, listing 16.738."),
    ("OIG", "Office of the Inspector General, here of the Department of Justice."),
    ("OJP", "Office of Justice Programs, a part of DOJ."),
    ("PSP", "Public Safety Partnership: help from DOJ rather than a grant."),
    ("SCAAP", "State Criminal Alien Assistance Program: payments for jailing."),
)


def glossaries():
    """The Glossary of each vocabulary, in the order of the methodology page."""
    return [
        Glossary(
            anchor,
            title,
            about,
            [Term(c.value, c.label, MEANINGS[choices][c]) for c in choices],
        )
        for choices, (anchor, title, about) in TITLES.items()
    ]
