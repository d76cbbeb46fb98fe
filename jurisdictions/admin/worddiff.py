"""Two texts word by word: which words went, and which came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Run:
    """Neighbouring words of one text; `changed`: the other text has not got them."""

    text: str
    changed: bool


def word_runs(was, now):
    """(the runs of the old text, the runs of the new one)."""
    before, after = WORDS.findall(was), WORDS.findall(now)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    old, new = [], []
    for kind, first, last, begin, end in matcher.get_opcodes():
        was, now = "".join(before[first:last]), "".join(after[begin:end])
        # A space between two changed words is changed with them.
        changed = kind != "equal" or not was.strip()
        join(old, was, changed)
        join(new, now, changed)
    return old, new


def join(runs, text, changed):
    """Add the words to the last run where that is of the same kind."""
    if runs and runs[-1].changed == changed:
        text = runs.pop().text + text
    if text:
        runs.append(Run(text, changed))
