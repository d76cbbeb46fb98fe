"""How a name is folded, so that searches and both databases agree."""

import re
import unicodedata

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
