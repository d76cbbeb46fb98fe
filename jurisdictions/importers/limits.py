"""How much of a file is read before it is refused (TRUST F3)."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Counted while a file is read, never after."""

    size: int = 5 * MEGABYTE
    rows: int = 5_000
    columns: int = 60
    cell: int = 10_000
    # Blank rows in a row: more of them are a sheet's formatting, not its end.
    blanks: int = 1_000
    # Of a workbook, which is an archive.
    members: int = 100
    unpacked: int = 50 * MEGABYTE
    ratio: int = 100


WEB = Limits()
# A person at the machine: the national gazetteers have 36,000 rows.
COMMAND = Limits(size=50 * MEGABYTE, rows=100_000)
