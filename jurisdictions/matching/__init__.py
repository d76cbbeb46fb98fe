"""A name as some document printed it -> the right government, or a person decides."""

from .decide import BY_ALIAS, Decision, alias_key, match
from .governments import Gazetteer, Government
from .ranking import Candidate
from .words import read_heading, read_state

__all__ = [
    "BY_ALIAS",
    "Candidate",
    "Decision",
    "Gazetteer",
    "Government",
    "alias_key",
    "match",
    "read_heading",
    "read_state",
]
