"""The environment that the tests start from, whatever stands in .env."""

import os
import re

from tests.code_figures import ROOT


def variables():
    """The names of all that an installation may set."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    return re.findall(r"(?m)^([A-Z_]+)=", example)


def clean(**own):
    # Empty counts as not set, and yet keeps the file's value out.
    return {**os.environ, **dict.fromkeys(variables(), ""), **own}
