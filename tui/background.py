"""Work beside the event loop: one line to start it, nothing left behind when it is replaced before it began."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast

from textual.dom import DOMNode
from textual.worker import WorkType


def start(node: DOMNode, work: Callable[[], Coroutine[Any, Any, None]], *, group: str) -> None:
    """Run `work` in place of what `node` had under way in that group.

    It is handed over as a function, not as a coroutine: one that is replaced before its turn is then never begun.
    """
    node.run_worker(cast("WorkType[None]", work), group=group, exclusive=True)
