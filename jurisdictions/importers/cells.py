"""The text of one cell -> a value; ValueError says what would be accepted."""

import re
from decimal import Decimal, InvalidOperation

from django.db import models


def converter(field):
    """The reader of a model field's text; empty text gives the field's blank."""
    if field.choices:
        return choice(field.choices)
    for kind, read in READERS.items():
        if isinstance(field, kind):
            return read
    return str


def choice(choices):
    """Accepts the code or the public label."""
    codes = {str(code): code for code, _ in choices}
    labels = {str(label).casefold(): code for code, label in choices}

    def read(text):
        if text == "" or text in codes:
            return codes.get(text, "")
        if text.casefold() in labels:
            return labels[text.casefold()]
        raise ValueError(f"one of: {', '.join(codes)}")

    return read


def yes_no(text):
    if text not in ("yes", "no", ""):
        raise ValueError("yes or no")
    return text == "yes"


def whole_number(text):
    if text == "":
        return None
    if not text.isascii() or not text.isdigit():
        raise ValueError("a whole number, like 1234")
    return int(text)


def money(text):
    if text == "":
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("an amount without signs, like 1234.50") from error
    if not amount.is_finite():
        raise ValueError("an amount without signs, like 1234.50")
    return amount


def degrees(text):
    if text == "":
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise ValueError("degrees, like -75.163") from error
    if not -180 <= value <= 180:
        raise ValueError("degrees between -180 and 180")
    return value


def several(text):
    """Keys joined by a bar."""
    return [key.strip() for key in text.split("|") if key.strip()]


READERS = {
    models.BooleanField: yes_no,
    models.IntegerField: whole_number,
    models.DecimalField: money,
    models.FloatField: degrees,
}


CODE = re.compile(r"'?([0-9]{1,10})(?:\.0+)?")
# A code that lost its first zero is one digit short of these.
CODE_LENGTHS = (2, 5, 7, 10)


def census_code(text):
    """(code, whether the cell wrote it otherwise): "6075.0" means "06075"."""
    found = CODE.fullmatch(text.strip())
    if found:
        code = found[1]
        code = code if len(code) in CODE_LENGTHS else f"0{code}"
        if len(code) in CODE_LENGTHS:
            return code, code != text
    raise ValueError("a Census code of 2, 5, 7 or 10 digits, like 06075")
