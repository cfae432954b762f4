"""What work costs the processor, so that a bound holds on any machine, however slow or busy it is.

Other programs can only add to what a run takes. So the least of several runs counts, on this thread's own clock, with the
collector of cycles at rest and nothing remembered of the run before; and bounds in seconds mean those of one reference machine:
where a run takes longer, a piece of work whose cost there is known is measured beside the next ones.
"""

from __future__ import annotations

import gc
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

TRIES: Final = 6
"""So many runs at most; one that is within the bound is enough, because nothing makes work take less than it costs."""
YARDSTICK: Final = 0.002
"""Seconds that the piece of known work takes on the reference machine."""
_WORDS = re.compile(r"(\d+)件|([a-z]+)-")
_TEXT = "收到申请47件，其中abc-12件；" * 60


def seconds(work: Callable[[], object], within: float) -> float:
    """Seconds that `work` costs on the reference machine: the least of several runs, no more once one is `within`."""
    least = _once(work)
    for _ in range(TRIES - 1):
        if least <= within:
            break
        _forget()
        least = min(least, _once(work) / _slowness())
    return least


def growth(work: Callable[[int], object], short: int, long: int, *, least: float, within: float) -> float:
    """How many times the cost of `short` `long` costs; no more runs once it is `within`.

    `short` is taken for `least` seconds where it costs less: so little is not measured well.
    """
    grown = float("inf")
    for attempt in range(TRIES):
        first = max(_once(lambda: work(short)), least * (_slowness() if attempt else 1.0))
        grown = min(grown, _once(lambda: work(long)) / first)
        if grown <= within:
            break
        _forget()
    return grown


def _slowness() -> float:
    return max(min(_once(_known_work) for _ in range(3)) / YARDSTICK, 1.0)


def _known_work() -> int:
    found = 0
    for _ in range(12):
        counts: dict[str, int] = {}
        for match in _WORDS.finditer(_TEXT):
            counts[match[0]] = counts.get(match[0], 0) + len(match[1] or match[2])
        found += sum(counts.values())
    return found


def _once(work: Callable[[], object]) -> float:
    with _no_collector():
        begun = time.thread_time()
        work()
        return time.thread_time() - begun


def _forget() -> None:
    """Empty the bounded caches, in which texts just read are kept; what a form or a list of words was made into stays."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("core", "rules", "tui"):
            for found in vars(module).values():
                if hasattr(found, "cache_clear") and found.cache_parameters()["maxsize"] is not None:
                    found.cache_clear()


@contextmanager
def _no_collector() -> Iterator[None]:
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
