"""Finding a file or folder: a line with its path, and below it what lies there; the first line takes the folder itself."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from tui.signs import UNICODE, Signs
from tui.text import crop_start
from tui.widgets.columns import CellText, Column
from tui.widgets.line_list import LineList
from tui.widgets.rows import ListedRows

MOST_ENTRIES: Final = 2000
"""Entries of a folder that are listed; a longer one is narrowed by typing."""
LONGEST_SHOWN: Final = 48
"""Cells of a path in the first line of the list, which must fit any window; its end tells more than its beginning."""


@dataclass(frozen=True)
class Entry:
    """One line: the path itself (`take`), or something that lies in the folder."""

    path: Path
    name: str
    folder: bool = False
    take: bool = False


class PathPicker(Vertical):
    """A path, typed or walked to."""

    DEFAULT_CSS = """
    PathPicker { height: 1fr; }
    PathPicker > Input { margin: 0 1 1 1; background: $panel; }
    PathPicker > LineList { height: 1fr; }
    """
    BINDINGS = [  # noqa: RUF012
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("tab", "complete", show=False, priority=True),
    ]

    @dataclass
    class Picked(Message):
        """A file, or a folder as a whole, was taken."""

        path: Path

    def __init__(self, start: Path, take: str, nothing: str, *, signs: Signs = UNICODE, files: bool = True) -> None:
        """`take` and `nothing` are the words for taking a path and for one that is not there; without `files` only folders."""
        super().__init__()
        self._take, self._nothing, self._files = take, nothing, files
        self._start = start
        self._signs = signs
        self._listed: str | None = None
        """The text that the list is of."""

    def compose(self) -> ComposeResult:
        """The line and the list."""
        columns: tuple[Column[Entry], ...] = (
            Column(
                "name",
                "",
                lambda row: CellText(row.name, "strong" if row.take else "accent" if row.folder else ""),
                20,
                flexible=1,
            ),
        )
        yield Input(_written(self._start), select_on_focus=False, compact=True)
        yield LineList[Entry](columns, header=False, signs=self._signs, empty=self._nothing)

    def on_mount(self) -> None:
        """List the folder to begin with."""
        self._list(self.query_one(Input).value)

    def focus_line(self) -> None:
        """Let the user type."""
        field = self.query_one(Input)
        field.focus()
        field.cursor_position = len(field.value)
        self.call_after_refresh(self._show_end)

    def _show_end(self) -> None:
        """Scroll to where typing goes on: the line had no width yet when it was filled."""
        field = self.query_one(Input)
        if field.cursor_at_end:
            field.cursor_position = 0
            field.cursor_position = len(field.value)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        self._list(message.value)

    def _list(self, text: str) -> None:
        self.run_worker(self._read(text), exclusive=True, group="entries")

    async def _read(self, text: str) -> None:
        entries = await asyncio.to_thread(entries_at, text, self._take, self._files)
        self.query_one(LineList).show(ListedRows(entries))
        self._listed = text

    def action_move(self, step: int) -> None:
        """Move in the list while the line keeps the focus."""
        self.query_one(LineList).action_cursor(step)

    def action_complete(self) -> None:
        """Write the path under the cursor into the line."""
        row = self.query_one(LineList).current
        if isinstance(row, Entry):
            self._write(row)

    @on(Input.Submitted)
    async def _enter(self, message: Input.Submitted) -> None:
        message.stop()
        rows = self.query_one(LineList)
        if rows.counted and self._listed == message.value:
            await rows.action_choose()
        elif entries := await asyncio.to_thread(entries_at, message.value, self._take, self._files):
            self._take_or_enter(entries[0])  # typed faster than the list came

    @on(LineList.Chosen)
    def _chosen(self, message: LineList.Chosen) -> None:
        message.stop()
        self._take_or_enter(cast("Entry", message.row))

    def _take_or_enter(self, row: Entry) -> None:
        if row.take or not row.folder:
            self.post_message(self.Picked(row.path))
        else:
            self._write(row)

    def _write(self, row: Entry) -> None:
        field = self.query_one(Input)
        field.value = _written(row.path) if row.folder else str(row.path)
        self.focus_line()


def _written(folder: Path) -> str:
    text = str(folder)
    return text if text.endswith(os.sep) else text + os.sep


def begun_anew(text: str) -> str:
    """What counts of a typed path: a whole path typed or pasted behind the one that stood there counts alone."""
    start = max(text.rfind("//"), text.rfind("/~/"))
    return text[start + 1 :] if start >= 0 and not Path(text).exists() else text


def entries_at(text: str, take: str, files: bool) -> Sequence[Entry]:
    """What a typed path offers: itself if it is there, then what lies in its folder and begins with its last part."""
    text = begun_anew(text)
    path = Path(text or ".").expanduser()
    ends_in_folder = not text or text.endswith((os.sep, "/"))
    folder, begin = (path, "") if ends_in_folder else (path.parent, path.name)
    found: list[Entry] = []
    try:
        if path.is_dir() or (files and path.is_file()):
            found.append(Entry(path, take.format(path=crop_start(str(path), LONGEST_SHOWN)), path.is_dir(), take=True))
        with os.scandir(folder) as scanned:
            for entry in scanned:
                if entry.name.startswith(".") or not entry.name.casefold().startswith(begin.casefold()):
                    continue
                is_folder = entry.is_dir()
                if is_folder or (files and entry.is_file()):
                    found.append(Entry(folder / entry.name, entry.name + ("/" if is_folder else ""), is_folder))
                if len(found) > MOST_ENTRIES:
                    break
    except OSError:
        pass  # not there or not readable: what was found so far is all that can be offered
    return sorted(found, key=lambda entry: (not entry.take, not entry.folder, entry.name))
