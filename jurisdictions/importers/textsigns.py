"""How headers and cells are written."""

import re

# What a spreadsheet would run as a formula (TRUST F6), after any apostrophes.
GUARDED = re.compile("'+(?=[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20])")


def folded(header):
    """A header as it is compared: case, blanks and signs do not count."""
    words = "".join(sign if sign.isalnum() else " " for sign in header.casefold())
    return "_".join(words.split())


def unguarded(text):
    """A cell without the apostrophe that an export puts before a formula's sign."""
    return text[1:] if GUARDED.match(text) else text


def guarded(text):
    """The other way; with apostrophes of its own a text gets one more."""
    return f"'{text}" if GUARDED.match(f"'{text}") else text
