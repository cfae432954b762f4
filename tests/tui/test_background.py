"""Work that outlives its screen ends quietly; a mistake on a screen that is still there does not."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from textual.app import App, ComposeResult
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Label
from textual.worker import WorkerFailed

from tui.background import start


class Room(Screen[None]):
    """A screen with one widget."""

    def compose(self) -> ComposeResult:
        """The widget."""
        yield Label("here")


class Work:
    """Something that looks for a widget that is not there, once it may."""

    def __init__(self, screen: Screen[None]) -> None:
        self.screen, self.may, self.done = screen, asyncio.Event(), False

    async def run(self) -> None:
        """Wait, then look."""
        with suppress(asyncio.CancelledError):  # as a thread's result that comes after all
            await self.may.wait()
        self.done = True
        self.screen.query_one("#gone")


async def test_work_that_comes_back_to_a_screen_that_was_left_ends_quietly() -> None:
    """Its widgets are gone: nothing is wrong with that."""
    async with App[None]().run_test() as pilot:
        room = Room()
        await pilot.app.push_screen(room)
        work = Work(room)
        start(room, work.run, group="test")
        await pilot.pause()
        await pilot.app.pop_screen()
        work.may.set()
        await pilot.pause()
        assert work.done


async def mistaken() -> None:
    """Look for a widget that the screen never had."""
    async with App[None]().run_test() as pilot:
        room = Room()
        await pilot.app.push_screen(room)
        work = Work(room)
        start(room, work.run, group="test")
        await pilot.pause()
        work.may.set()
        await pilot.pause()


async def test_a_widget_that_was_never_there_is_a_mistake() -> None:
    """On a screen that is still there it is not swallowed."""
    with pytest.raises((WorkerFailed, NoMatches)):
        await mistaken()
