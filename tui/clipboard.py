"""Copying: by the desktop's own program where there is one, else by asking the terminal (OSC 52), which answers nothing.

Over SSH the desktop at hand is the other machine's, so the terminal is asked. Only a program that ended well counts as copied.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Final, Literal

from textual.app import App

Outcome = Literal["copied", "sent", "too_long"]

SECONDS: Final = 2.0
MOST_FOR_TERMINAL: Final = 70_000
"""Bytes that terminals commonly take by OSC 52; xterm drops longer ones in silence."""


def program(environment: Mapping[str, str], platform: str = sys.platform) -> tuple[str, ...] | None:
    """The command that takes text for the clipboard of this desktop, None when there is none or it is not the user's own."""
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return None
    candidates: list[tuple[str, ...]] = []
    if platform == "darwin":
        candidates.append(("pbcopy",))
    elif platform == "win32" or environment.get("WSL_DISTRO_NAME"):
        candidates.append(("clip.exe",))
    if environment.get("WAYLAND_DISPLAY"):
        candidates.append(("wl-copy",))
    if environment.get("DISPLAY"):
        candidates += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
    return next((command for command in candidates if shutil.which(command[0])), None)


def copy_natively(text: str, command: tuple[str, ...]) -> bool:
    """Hand the text to the program; whether it ended well."""
    data = text.encode("utf-16-le" if command[0] == "clip.exe" else "utf-8", "replace")
    try:
        done = subprocess.run(
            command, input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


async def copy(app: App[Any], text: str) -> Outcome:
    """Copy, and say what can be vouched for: `copied`, or only `sent` to the terminal."""
    command = None if app.is_web else program(os.environ)
    if command is not None and await asyncio.to_thread(copy_natively, text, command):
        return "copied"
    if len(text.encode("utf-8", "replace")) > MOST_FOR_TERMINAL:
        return "too_long"
    app.copy_to_clipboard(text.encode("utf-8", "replace").decode("utf-8"))
    return "sent"
