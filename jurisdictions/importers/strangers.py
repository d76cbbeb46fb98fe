"""Files that are known and not read: each is refused by its name."""

from .textsigns import folded

LATER = "a USAspending {}; these files are read by a later version, not by this one"
CODES = (
    "a Census list of codes of 2020; the gazetteers are read instead, because they"
    " hold the same names with their codes in one piece"
)
UNITS = (
    "the Census file of government units; the gazetteers are read instead, because"
    " they hold the codes and points of the same governments"
)
# Headers that tell a file -> what it is.
HEADERS = (
    ({"assistance_transaction_unique_key"}, LATER.format("file of transactions")),
    ({"prime_award_unique_key"}, LATER.format("file of subawards")),
    ({"assistance_award_unique_key"}, LATER.format("file of award summaries")),
    ({"census_id_pid6"}, UNITS),
    ({"state", "statefp", "countyfp", "countyns"}, CODES),
    ({"state", "statefp", "placefp", "placens"}, CODES),
)
# How files begin that are neither text nor XLSX -> what would be accepted.
FOREIGN = {
    b"%PDF": "the text of the PDF, or its table as CSV",
    b"\xd0\xcf\x11\xe0": "XLSX or CSV; this is a workbook of before 2007, or encrypted",
    b"\x1f\x8b": "the file itself, not packed",
    b"{\\rtf": "plain text, CSV or XLSX",
}
MARKUP = (b"<", b"{")


def refuse_foreign(data, table):
    """By the first bytes of a file."""
    for start, accepted in FOREIGN.items():
        if data.startswith(start):
            table.refuse(0, 0, "", accepted)
    if data.lstrip()[:1] in MARKUP:
        is_spending = b"award" in data[:4000].lower() and data.lstrip()[:1] == b"{"
        what = LATER.format("question or answer (JSON)") if is_spending else "markup"
        table.refuse(0, 0, "", f"plain text, CSV or XLSX; this is {what}")


def stranger(header):
    """What a known stranger's header tells of it; empty for any other."""
    names = {folded(cell) for cell in header}
    return next((what for told_by, what in HEADERS if told_by <= names), "")


def refuse_stranger(table):
    """By the header of a table."""
    if what := stranger(table.header):
        table.refuse(table.header_row, 0, table.header[0], f"this is {what}")
