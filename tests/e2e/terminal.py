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
from contextlib import contextmanager
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

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")


class RealTerminal:
    """One program in a terminal of a fixed size."""

    def __init__(self, socket: str) -> None:
        self._socket = socket

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-L", self._socket, *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=20).stdout

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

    def until(self, wanted: str | Callable[[str], object], seconds: float = 30.0) -> str:
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
        """Wait until the frame stands still; the frame."""
        before, since = self.frame(), time.monotonic()
        limit = since + 20
        while time.monotonic() - since < quiet and time.monotonic() < limit:
            time.sleep(0.05)
            now = self.frame()
            if now != before:
                before, since = now, time.monotonic()
        return before

    def end(self) -> None:
        """End the terminal and what runs in it."""
        self._tmux("kill-server")

    def exit_status(self) -> int:
        """Wait for the program to end; its exit status."""
        frame = self.until(STATUS)
        found = re.search(STATUS + r"(\d+)", frame)
        assert found is not None
        return int(found[1])


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
    subprocess.run([*start, "sh", "-c", shell], env={**environment(folder), **state}, check=True, timeout=20)
    try:
        yield RealTerminal(socket)
    finally:
        RealTerminal(socket).end()
