"""A row of the record as cells of text: for files, and to compare what rows say."""

from decimal import Decimal

from .targets import key_of


def texts(row, sheet, links):
    """{column: text} of a row; the same text for the same fact, wherever it is."""
    found = {name: text(getattr(row, name)) for name in sheet.plain}
    for name in sheet.days:
        day = getattr(row, name)
        found[name] = day.iso if day else ""
        found[f"{name}_precision"] = day.precision if day else ""
    for name in sheet.references:
        target = getattr(row, name)
        found[name] = key_of(target) if target else ""
    for name in sheet.links:
        found[name] = "|".join(sorted(key_of(target) for target in links.get(name, ())))
    return found


def text(value):
    """One value as its cell."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value:.2f}".removesuffix(".00")
    return str(value).strip()
