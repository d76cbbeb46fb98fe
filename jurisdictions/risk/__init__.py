"""Grant risk and dollars at issue: pure functions of what is known on a day."""

from .assessing import Assessment, Part, Span, assess, handed_down, level
from .dollars import AtIssue, at_issue
from .factors import Value, forgotten_on, is_in_force, own_factors

__all__ = [
    "Assessment",
    "AtIssue",
    "Part",
    "Span",
    "Value",
    "assess",
    "at_issue",
    "forgotten_on",
    "handed_down",
    "is_in_force",
    "level",
    "own_factors",
]
