"""A program in a pseudo-terminal, as its user has it: keys go in as bytes, frames come out as bytes, both with their times."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]

QUIET: Final = 0.12
"""Seconds without a byte after which a frame counts as complete; several times the pause between two frames."""

LONGEST: Final = 5.0
"""Seconds that are waited for the end of a frame."""

ASKED: Final = b"\x1b[6n"
"""A program asks where the cursor is. This is looked for in what is new only: looking counts as the program's time."""

KEYS: Final[Mapping[str, bytes]] = {
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pgup": b"\x1b[5~",
    "pgdn": b"\x1b[6~",
    "enter": b"\r",
    "tab": b"\t",
    "esc": b"\x1b",
    "f1": b"\x1bOP",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f4": b"\x1bOS",
    "f5": b"\x1b[15~",
    "f6": b"\x1b[17~",
    "f7": b"\x1b[18~",
    "f8": b"\x1b[19~",
    "f9": b"\x1b[20~",
    "f10": b"\x1b[21~",
    **{f"ctrl+{letter}": bytes([ord(letter) - 96]) for letter in "efgortuvy"},
}


class Terminal:
    """A running program, the bytes it has written, and how long it takes from a key to the last byte of the frame."""

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], *, folder: Path, size: tuple[int, int] = (120, 35)
    ) -> None:
        """Start `python ARGUMENTS` in a terminal of so many columns and rows."""
        self.written = bytearray()
        self._marked = 0
        self._answered = 0
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.until_gone()
        os.close(self._ours)

    def until_gone(self, seconds: float = 20.0) -> int:
        """Read on until the program has ended; its exit status."""
        limit = time.perf_counter() + seconds
        while self.process.poll() is None and time.perf_counter() < limit:
            self._read(0.05)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait()

    def _read(self, seconds: float) -> bool:
        """Read what comes within so many seconds; False: nothing came."""
        if not select.select([self._ours], [], [], seconds)[0]:
            return False
        seen = max(len(self.written) - len(ASKED) + 1, self._answered)
        try:
            self.written += os.read(self._ours, 1 << 16)
        except OSError:
            return False
        if (asked := self.written.find(ASKED, seen)) >= 0:
            self._answered = asked + len(ASKED)
            os.write(self._ours, b"\x1b[1;2R")  # where the cursor is after one narrow character
        return True

    def settle(self, quiet: float = 0.6, seconds: float = 60.0) -> None:
        """Wait until nothing has been written for a while."""
        limit = time.perf_counter() + seconds
        while self._read(quiet) and time.perf_counter() < limit:
            pass

    def since(self, text: str, seconds: float = 120.0, *, after: int | None = None) -> float:
        """Wait until the text has been written; seconds from the program's start to the byte that completed it."""
        limit = time.perf_counter() + seconds
        wanted, start = text.encode(), self._marked if after is None else after
        while wanted not in self.written[start:]:
            if time.perf_counter() > limit or (not self._read(0.05) and self.process.poll() is not None):
                raise TimeoutError(f"{text!r} was never written; at the end: {bytes(self.written[-2000:])!r}")
        return time.perf_counter() - self.started

    def mark(self) -> None:
        """What `since` is to find must come after this."""
        self._marked = len(self.written)

    def press(self, key: str, quiet: float = QUIET) -> float:
        """Milliseconds from the key's byte to the last byte of what it drew; 0 when it drew nothing.

        Where something blinks it is never quiet: after some seconds that ends the wait.
        """
        while self._read(0):
            pass
        begun = last = time.perf_counter()
        os.write(self._ours, KEYS.get(key) or key.encode())
        wait = 2.0
        while last - begun < LONGEST and self._read(wait):
            last, wait = time.perf_counter(), quiet
        return (last - begun) * 1000

    def type(self, text: str) -> None:
        """Type text that is not to be measured."""
        os.write(self._ours, text.encode())
        self.settle(0.3)

    def memory(self) -> float:
        """Megabytes the program holds in memory now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0
