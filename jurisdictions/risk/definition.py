"""The definition of grant risk: factors, values, weights, thresholds, and a version.

An assessment is of money, never a verdict on a place. Every number that the site
prints about it comes from here, and the methodology page prints this.
"""

from jurisdictions.choices import AmountKind as Kind
from jurisdictions.choices import Factor, MoneyGroup, RiskLevel

VERSION = "1.0"
# Of the weighted mean of the pressures; whole numbers, so that both databases agree.
WEIGHTS = {
    Factor.LISTED: 2,
    Factor.NAMED: 2,
    Factor.FINDING: 1,
    Factor.TERMS: 3,
    Factor.TOUCHED: 4,
    Factor.VIA_STATE: 1,
}
MAX_WEIGHT = 100
# From this exposure on.
THRESHOLDS = {RiskLevel.MODERATE: 20, RiskLevel.ELEVATED: 45, RiskLevel.HIGH: 70}
# Where the two ends are of different levels, and where too little is known.
SPANS, NOT_ASSESSED = "spans", "not_assessed"
# Percent of the pressure that a final order takes off.
RELIEF = 60
# With fewer factors known, nothing is assessed.
MIN_KNOWN = 3
# What a place has of its state's own pressures: half of their mean.
HANDED_DOWN = (Factor.LISTED, Factor.NAMED, Factor.TOUCHED)
FULL = 100

# After so many years a status says nothing of an award any more, and a letter without
# an answer counts as a matter closed.
MEMORY = 4

# Factor -> {value in hundredths: what it means}.
VALUES = {
    Factor.LISTED: {
        100: "On a federal list in force",
        40: "On a federal list that its issuer withdrew",
        20: "Removed from a federal list",
        0: "On no federal list",
    },
    Factor.NAMED: {
        100: "A suit of the United States is pending, as far as is known",
        70: "A letter or demand without an answer on record",
        40: "A letter or demand that was answered, without an outcome on record",
        20: "A suit dismissed, a matter closed, or a letter more than four years old",
        0: "No letter and no suit was found",
    },
    Factor.FINDING: {
        100: "DOJ wrote that it may violate section 1373",
        60: "Documents or proof were demanded",
        30: "Policies may conflict, or are under review",
        10: "No evidence of non-compliance was found",
        0: "Found to comply, or no conclusion",
    },
    Factor.TERMS: {
        100: "An award carries immigration terms",
        50: "Immigration terms are announced for the program of an open award",
        20: "The terms of an award were stopped by a court, or are not enforced",
        0: "No award on record carries such terms",
    },
    Factor.TOUCHED: {
        100: "Money was withheld",
        60: "Money was delayed",
        20: "Money was released or cleared after that",
        0: "No award on record was withheld or delayed",
    },
    Factor.SHIELD: {
        100: "An order that names it was affirmed, or set the terms aside",
        80: "An injunction that names it is in force",
        50: "The case of an order that names it is paused for an appeal",
        0: "No order that names it is in force",
    },
}
# Which kinds of money are summed, each group for itself; the other kinds are totals
# printed in documents, and pools, which have no balance of their own.
GROUPS = {
    MoneyGroup.AWARD: {
        Kind.LOCAL_DIRECT,
        Kind.JOINT_AWARD,
        Kind.JOINT_AWARD_SHARE_UNKNOWN,
        Kind.COUNTY_SHARE,
        Kind.STATE_AWARD,
        Kind.STATE_AWARD_TWO_YEARS,
    },
    MoneyGroup.ALLOCATION: {Kind.ALLOCATION, Kind.STATE_AND_LOCAL_ALLOCATION},
}
GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
