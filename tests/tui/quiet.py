"""Waiting for the app by looking at it, not at the processor.

The framework waits in steps of 20 ms until the process is idle: slow where nothing else runs, and endless or too short on a busy
machine. Here the wait ends as soon as every message is handled and every call after a refresh is made.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any, Final

import textual.app
import textual.pilot
from textual._context import active_app
from textual.app import App
from textual.screen import Screen

CALM_ROUNDS: Final = 6
"""So many turns of the event loop must find nothing to do."""
PATIENCE: Final = 120.0
"""Seconds after which an app that never comes to rest is a mistake, also on a machine that was stopped for a minute."""


async def wait_until_quiet(min_sleep: float = 0.0, max_sleep: float = 0.0) -> None:
    """Give way until no widget has a message to handle; in place of `textual._wait.wait_for_idle`, however long it takes."""
    app = active_app.get()
    limit = monotonic() + PATIENCE
    calm = 0
    while calm < CALM_ROUNDS:
        await asyncio.sleep(0)
        calm = 0 if _is_restless(app) else calm + 1
        if monotonic() > limit:
            raise AssertionError("the app never came to rest")


def _is_restless(app: App[Any]) -> bool:
    """Whether there is anything to do; what only waits for its moment on the clock is done at once."""
    if not app._screen_stack or app._exit or app._exception is not None:  # an app that ends reads no messages any more
        return False
    if app._resize_event is not None:
        app._check_resize()
        return True
    if app._batch_count:
        return True
    seen = [app.screen, *app._background_screens]  # what a dialog leaves visible is part of the picture
    if app.screen.is_running and _is_unpainted(app.screen):
        app.screen._on_timer_update()
        return True
    pumps = [app, *app.screen_stack, *(widget for screen in seen for widget in screen.walk_children())]
    return any(pump._next_callbacks or not pump._message_queue.empty() for pump in pumps if pump._is_mounted)


def _is_unpainted(screen: Screen[Any]) -> bool:
    wanted = (screen._layout_required, screen._scroll_required, screen._repaint_required, screen._recompose_required)
    return any(wanted) or bool(screen._dirty_widgets) or bool(screen._callbacks)


def install() -> None:
    """Let every Pilot of this process wait so."""
    textual.app.wait_for_idle = textual.pilot.wait_for_idle = wait_until_quiet  # type: ignore[attr-defined]
    textual.pilot.Pilot._wait_for_screen.__defaults__ = (PATIENCE,)
