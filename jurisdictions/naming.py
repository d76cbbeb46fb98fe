"""How a name is folded, so that searches and both databases agree."""

import re
import unicodedata

# Census and government lists spell these both ways.
SHORT_FORMS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
# Casefold leaves these whole; readers type them plain.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ʻ": "", "'": "", "\u2019": ""})


def fold(text):
    """Case, accents, punctuation and short forms removed: "St. Paul" -> "saint paul".

    Lone surrogates and NUL bytes vanish; `%` and `_` become spaces, so a folded
    text holds no wildcard.
    """
    text = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    words = re.sub(r"[^a-z0-9]+", " ", text.encode("ascii", "ignore").decode()).split()
    return " ".join(SHORT_FORMS.get(word, word) for word in words)
