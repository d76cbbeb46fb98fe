"""Letters to readers who asked for them, and to nobody else.

No address of theirs is written anywhere but into the letter and the alert's own row.
"""

from .digests import send_due
from .sending import NotSent, is_offered
from .subscriptions import TooMany, ask, confirm, end

__all__ = ["NotSent", "TooMany", "ask", "confirm", "end", "is_offered", "send_due"]
