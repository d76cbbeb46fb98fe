"""Every format by its name: what it understands, and how it becomes a Plan."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from . import agreements, allocations, gazetteers, lists, own
from .asking import Asked
from .base import RowError
from .compare import Plan
from .limits import COMMAND, Limits
from .reading import Wanted, read_file
from .record import SHEETS
from .tables import Table, Unreadable


@dataclass(frozen=True)
class Format:
    """One kind of file."""

    name: str
    label: str
    wanted: Wanted
    plan: Callable  # (table, asked) -> Plan
    is_fact: bool = True  # a gazetteer holds none


OTHERS = (
    Format("list", "A government's list: text, CSV, XLSX", lists.WANTED, lists.plan),
    Format(
        *("gazetteer", "Census gazetteer: places, counties, county subdivisions"),
        *(gazetteers.WANTED, gazetteers.plan, False),
    ),
    Format(
        *("287g", "287(g) agreements: ICE's files, a tracker's file"),
        *(agreements.WANTED, agreements.plan),
    ),
    Format(
        *("jag", "JAG allocations as text"),
        *(allocations.WANTED, allocations.plan),
    ),
)


def _own(sheet):
    label = f"Our own CSV: {sheet.model._meta.verbose_name_plural}"
    plan = functools.partial(_own_plan, sheet)
    return Format(sheet.model._meta.model_name, label, own.wanted(sheet), plan)


def _own_plan(sheet, table, asked):
    return own.plan(table, sheet, asked)


FORMATS = {each.name: each for each in (*map(_own, SHEETS), *OTHERS)}


def plan(path, name, asked: Asked, limits: Limits = COMMAND) -> Plan:
    """Read, check and compare a file; all its errors are in the Plan's diff.

    Writes nothing: no row, no event, no file.
    """
    try:
        table = read_file(path, FORMATS[name].wanted, asked.options, limits)
    except Unreadable as refusal:
        return refused(refusal.error)
    return plan_table(table, name, asked)


def plan_table(table, name, asked) -> Plan:
    """The same for a file that was read before, in a child process for instance."""
    if table.header is None and not FORMATS[name].wanted.lines:
        error = RowError(table.file, 1, "", "", "a header with this format's columns")
        return refused(error)
    return FORMATS[name].plan(table, asked)


def refused(error):
    """The Plan of a file that cannot be read."""
    made = Plan(Table(file=error.file))
    made.diff.invalid.append(error)
    return made
