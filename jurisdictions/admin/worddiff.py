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
        changed = kind != "equal"
        old.append(Run("".join(before[first:last]), changed))
        new.append(Run("".join(after[begin:end]), changed))
    return [run for run in old if run.text], [run for run in new if run.text]
