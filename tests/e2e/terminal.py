"""A real terminal for tests: tmux on a socket of its own, keys in, frames of text out."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pytest

from tests.e2e.test_command_line import environment

STATUS: Final = "exit status "
NAMES: Final[Mapping[str, str]] = {
    "enter": "Enter", "esc": "Escape", "tab": "Tab", "space": "Space", "up": "Up", "down": "Down", "left": "Left",
    "right": "Right", "home": "Home", "end": "End", "pgup": "PPage", "pgdn": "NPage", "del": "DC", "backspace": "BSpace",
}  # fmt: skip
"""What tmux calls the keys that have names; F-keys are called the same."""

PATIENCE: Final = 120.0
"""Seconds after which what was waited for is taken for missing, also on a machine that was stopped for a minute."""

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")


class RealTerminal:
    """One program in a terminal of a fixed size."""

    def __init__(self, socket: str) -> None:
        self._socket = socket

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-L", self._socket, *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=PATIENCE).stdout

    def frame(self) -> str:
        """What the terminal shows now."""
        return self._tmux("capture-pane", "-p", "-t", "0")

    def press(self, *keys: str) -> None:
        """Press keys by the names that are printed on the screen: `F2`, `Shift+F4`, `Ctrl+E` or `^E`, `Enter`, `/`."""
        for key in keys:
            name = _tmux_key(key)
            self._tmux("send-keys", "-t", "0", *(("-l", key) if name is None else (name,)))

    def type(self, text: str) -> None:
        """Type text."""
        self._tmux("send-keys", "-t", "0", "-l", text)

    def until(self, wanted: str | Callable[[str], object], seconds: float = PATIENCE) -> str:
        """Wait until a text is shown, or something holds of what is shown; the frame then."""
        limit = time.monotonic() + seconds
        while True:
            frame = self.frame()
            if wanted in frame if isinstance(wanted, str) else wanted(frame):
                return frame
            if time.monotonic() > limit:
                raise AssertionError(f"never shown: {wanted}\n{frame}")
            time.sleep(0.05)

    def settled(self, quiet: float = 0.35) -> str:
        """Wait until the frame stands still and the program has nothing to do, which on a slow machine comes later; the frame."""
        number = int(self._tmux("display-message", "-p", "-t", "0", "#{pane_pid}"))
        before, since = self.frame(), time.monotonic()
        limit = since + PATIENCE
        while time.monotonic() - since < quiet and time.monotonic() < limit:
            time.sleep(0.02)
            now = self.frame()
            if now != before or _is_at_work(number):
                before, since = now, time.monotonic()
        return before

    def program(self) -> int:
        """The number of the process that runs in the terminal."""
        shell = self._tmux("display-message", "-p", "-t", "0", "#{pane_pid}").strip()
        return next(int(process) for process, fields in _states("[0-9]*/stat") if fields[1] == shell)

    def end(self) -> None:
        """End the terminal and what runs in it."""
        self._tmux("kill-server")

    def exit_status(self) -> int:
        """Wait for the program to end; its exit status."""
        frame = self.until(lambda shown: re.search(STATUS + r"\d+\n", shown))
        return int(re.findall(STATUS + r"(\d+)", frame)[0])


def is_stopped(process: int) -> bool:
    """Whether a process was stopped and waits to be continued."""
    return any(fields[0] == "T" for _, fields in _states(f"{process}/stat"))


def _is_at_work(number: int) -> bool:
    """Whether a thread of a process or of what it started runs, waits for the processor or the disk, or was stopped."""
    parents = {process: fields[1] for process, fields in _states("[0-9]*/stat")}
    family = {str(number)}
    while grown := {process for process, parent in parents.items() if parent in family} - family:
        family |= grown
    return any(fields[0] in "RDT" for process in family for _, fields in _states(f"{process}/task/*/stat"))


def _states(which: str) -> Iterator[tuple[str, list[str]]]:
    """The number of each process or thread with what the system tells of it; nothing where it tells nothing."""
    for path in Path("/proc").glob(which):
        with suppress(OSError):
            yield path.parent.name, path.read_text("utf-8", "replace").rpartition(") ")[2].split()


def _tmux_key(key: str) -> str | None:
    """The name that tmux has for a key; None when it is a character."""
    if key.lower() in NAMES:
        return NAMES[key.lower()]
    if match := re.fullmatch(r"(?:Ctrl\+|\^)(.)", key):
        return f"C-{match[1].lower()}"
    if match := re.fullmatch(r"(Shift\+)?(F\d+)", key):
        return ("S-" if match[1] else "") + match[2]
    return None


@contextmanager
def real_terminal(folder: Path, *arguments: str | Path, size: tuple[int, int] = (120, 35), **more: str) -> Iterator[RealTerminal]:
    """Run `gouji ARGUMENTS` in a folder, in a terminal of that size; it is ended with the block."""
    socket = f"gouji-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    command = shlex.join([sys.executable, "-m", "tui.cli", *map(str, arguments)])
    config = folder / "tmux.conf"
    config.write_text("set -g escape-time 0\nset -g status off\nset -g default-terminal screen-256color\n", "utf-8")
    state = {"GOUJI_STATE": str(folder / "state"), "TERM": "xterm-256color", **more}
    columns, rows = map(str, size)
    start = ["tmux", "-L", socket, "-f", str(config), "-u", "new-session", "-d", "-x", columns, "-y", rows, "-c", str(folder)]
    shell = f"{command}; echo '{STATUS}'$?; exec sleep 600"
    subprocess.run([*start, "sh", "-c", shell], env={**environment(folder), **state}, check=True, timeout=PATIENCE)
    try:
        yield RealTerminal(socket)
    finally:
        RealTerminal(socket).end()
