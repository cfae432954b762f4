"""What only the terminal knows: how many cells it draws “ ” — … ① in, asked once before the first frame; whether it is gone."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from typing import Final, Literal

from tui.characters import AmbiguousWidth
from tui.width import use_ambiguous_width

SECONDS: Final = 0.3
"""How long an answer is waited for; a terminal that does not know the question says nothing."""

_ANSWER = re.compile(rb"\x1b\[(\d+);(\d+)R")


def settle_width(wanted: Literal["auto", 1, 2]) -> None:
    """Measure ambiguous characters as the user's settings say, or as the terminal answers."""
    use_ambiguous_width(ask_width() if wanted == "auto" else wanted)


def ask_width() -> AmbiguousWidth:
    """Print an ambiguous character and ask where the cursor went; 1 where nothing can be asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or sys.platform == "win32":
        return 1
    return _asked(sys.stdin.fileno(), sys.stdout.fileno())


def _asked(reading: int, writing: int) -> AmbiguousWidth:
    import termios
    import tty

    before = termios.tcgetattr(reading)
    try:
        tty.setcbreak(reading, termios.TCSANOW)
        os.write(writing, "\r“\x1b[6n".encode())
        answer = _read_answer(reading)
        os.write(writing, b"\r\x1b[K")
    except (OSError, termios.error):
        return 1
    finally:
        termios.tcsetattr(reading, termios.TCSANOW, before)
    return 2 if answer == 3 else 1


def _read_answer(reading: int) -> int | None:
    """The column the cursor is in, counted from 1."""
    until = time.monotonic() + SECONDS
    got = b""
    while (left := until - time.monotonic()) > 0:
        if not select.select([reading], [], [], left)[0]:
            return None
        got += os.read(reading, 64)
        if found := _ANSWER.search(got):
            return int(found[2])
    return None


def gone() -> bool:
    """Whether the terminal was closed. The signal that says so does not reach a program in a session of its own."""
    if sys.platform == "win32" or not hasattr(select, "poll"):
        return False
    try:
        asked = select.poll()
        asked.register(sys.__stdin__.fileno(), 0)  # type: ignore[union-attr]  # None raises, too
        return any(event & select.POLLHUP for _, event in asked.poll(0))
    except (AttributeError, OSError, ValueError):  # no input at all, or a closed one
        return False
