"""`--debug`: what the program logs, on stderr; while the workbench has the terminal it is held back until it gives it up."""

from __future__ import annotations

import logging
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

MOST_HELD = 10_000
"""So many of the latest lines are held back; the older ones are given up."""


class DebugLog(logging.Handler):
    """Writes lines to stderr, or holds them back."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("gouji: %(levelname)s %(name)s: %(message)s"))
        self._held: deque[str] | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write or hold one; names of files and what readers say of them come from outside and are made safe."""
        from db.exports.safe import safe

        text = safe(self.format(record))
        if self._held is not None:
            self._held.append(text)
        else:
            print(text, file=sys.stderr)

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold lines back meanwhile."""
        self._held = deque(maxlen=MOST_HELD)
        try:
            yield
        finally:
            held, self._held = self._held, None
            for text in held:
                print(text, file=sys.stderr)


_DEBUG_LOG = DebugLog()


def show_log() -> None:
    """Show from now on what this program logs, down to the call records of faults that it got over."""
    from db.reading_log import OURS

    for logger in map(logging.getLogger, OURS):
        logger.setLevel(logging.DEBUG)
        if _DEBUG_LOG not in logger.handlers:
            logger.addHandler(_DEBUG_LOG)


@contextmanager
def log_held() -> Iterator[None]:
    """Keep the log off the terminal while something else draws on it."""
    with _DEBUG_LOG.holding():
        yield
