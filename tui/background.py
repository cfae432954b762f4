"""Work beside the event loop: one line to start it, nothing left behind when it is replaced before it began."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast

from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.worker import WorkType


def start(node: DOMNode, work: Callable[[], Coroutine[Any, Any, None]], *, group: str, alone: bool = True) -> None:
    """Run `work`, if `alone` in place of what `node` had under way in that group.

    It is handed over as a function, not as a coroutine: one that is replaced before its turn is then never begun. Work that comes
    back to a screen that was left meanwhile finds its widgets gone; that ends it, and nothing else.
    """

    async def run() -> None:
        try:
            await work()
        except NoMatches:
            if node.is_attached and node.app.is_running and node.children:
                raise

    node.run_worker(cast("WorkType[None]", run), group=group, exclusive=alone)
