"""How names are folded so that both databases agree, and places counted in words."""

import re
import unicodedata
from collections import Counter

# How many of which kind, one of them and several.
TERRITORIES = ("AS", "GU", "MP", "PR", "VI")
KINDS = {
    "1 state": "{:,} states",
    "D.C.": "D.C.",
    "1 territory": "{:,} territories",
    "1 county": "{:,} counties",
    "1 city or town": "{:,} cities and towns",
}

# Census and government lists spell these both ways.
SHORT_FORMS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
# Casefold leaves these letters whole, and readers leave these marks out.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d"}
    | dict.fromkeys("'`\u00b4\u2018\u2019\u02bb\u02bc", "")
)


def fold(text):
    """Case, accents, punctuation and short forms removed: "St. Paul" -> "saint paul".

    All that is no letter, number or apostrophe parts words, wildcards, NUL bytes
    and lone surrogates too: none of them is left.
    """
    text = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN)).casefold()
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    words = re.findall("[a-z0-9]+", text)
    return " ".join(SHORT_FORMS.get(word, word) for word in words)


def counted_by_kind(places):
    """(level, postal code) of each -> "11 states, D.C., 2 counties, 1 city or town"."""
    counts = Counter(kind_of(*place) for place in places)
    parts = [
        one if counts[one] == 1 else many.format(counts[one])
        for one, many in KINDS.items()
        if counts[one]
    ]
    return ", ".join(parts)


def kind_of(level, state):
    if level == "county":
        return "1 county"
    if level == "place":
        return "1 city or town"
    if state == "DC":
        return "D.C."
    return "1 territory" if state in TERRITORIES else "1 state"
