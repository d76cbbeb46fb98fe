"""What the log says of the doors, and how no visitor writes a line of their own."""

import logging
import time

log = logging.getLogger("jurisdictions.doors")

# Whatever a terminal or a reader of logs might take for the end of a line.
BREAKS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
BREAKS |= {0x2028: "\\u2028", 0x2029: "\\u2029"}


class Line(logging.Formatter):
    """One line, in UTC; those of a traceback are set in, so that none is forged."""

    converter = time.gmtime

    def __init__(self, *args, **kwargs):
        super().__init__(
            "%(asctime)sZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
        )

    def formatMessage(self, record):
        return super().formatMessage(record).translate(BREAKS)

    def formatException(self, ei):
        lines = super().formatException(ei).splitlines()
        return "\n".join(f"    {line.translate(BREAKS)}" for line in lines)


def note(what, *, user, address, path, level=logging.WARNING):
    log.log(level, "%s: user=%r address=%s path=%s", what, str(user), address, path)
