"""What is logged while a child process reads comes home with what it read, and is logged here."""

from __future__ import annotations

import logging
import logging.handlers
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

OURS = ("core", "db", "rules", "tui")
"""The loggers of this program; what libraries say is none of it."""


class _Kept(logging.handlers.QueueHandler):
    """Keeps records in a form that can go to another process."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(records)  # type: ignore[arg-type]  # only `enqueue` looks at it
        self._records = records

    def enqueue(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self._records.append(record)


def wanted_level() -> int:
    """From which level on anything is to be logged here."""
    return logging.getLogger(OURS[0]).getEffectiveLevel()


@contextmanager
def kept(level: int) -> Iterator[list[logging.LogRecord]]:
    """Keep what is logged from that level on, instead of showing it."""
    records: list[logging.LogRecord] = []
    handler = _Kept(records)
    before = [(logger, logger.level, logger.propagate) for logger in map(logging.getLogger, OURS)]
    for logger, _, _ in before:
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False
    try:
        yield records
    finally:
        for logger, level_before, propagate in before:
            logger.removeHandler(handler)
            logger.setLevel(level_before)
            logger.propagate = propagate


def log_again(records: Iterable[logging.LogRecord]) -> None:
    """Log what a child process logged."""
    for record in records:
        logging.getLogger(record.name).handle(record)
