"""Copying never claims more than it knows."""

import sys
from pathlib import Path

import pytest
from textual.app import App

from tui import clipboard


def test_over_ssh_the_terminal_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A display of the far machine is not the user's clipboard."""
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")

    assert clipboard.program({"DISPLAY": ":0", "SSH_TTY": "/dev/pts/1"}, "linux") is None
    assert clipboard.program({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux") == ("wl-copy",)
    assert clipboard.program({"DISPLAY": ":0"}, "linux") == ("xclip", "-selection", "clipboard")
    assert clipboard.program({}, "darwin") == ("pbcopy",)
    assert clipboard.program({"WSL_DISTRO_NAME": "Ubuntu"}, "linux") == ("clip.exe",)
    assert clipboard.program({}, "linux") is None


def test_a_program_that_fails_or_hangs_copies_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a program that ended well counts."""
    monkeypatch.setattr(clipboard, "SECONDS", 300)
    target = tmp_path / "out"
    keep = f"import sys, pathlib; pathlib.Path({str(target)!r}).write_bytes(sys.stdin.buffer.read())"

    assert clipboard.copy_natively("总计47\ud800", (sys.executable, "-c", keep))
    assert target.read_text("utf-8") == "总计47?"
    assert not clipboard.copy_natively("x", (sys.executable, "-c", "raise SystemExit(1)"))
    assert not clipboard.copy_natively("x", (str(tmp_path / "missing"),))
    monkeypatch.setattr(clipboard, "SECONDS", 0.3)
    assert not clipboard.copy_natively("x", (sys.executable, "-c", "import time; time.sleep(600)"))


async def test_the_terminal_is_sent_the_text_and_long_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a program the text is sent, which is no promise; what the terminal would drop is not sent at all."""
    monkeypatch.setattr(clipboard, "program", lambda *_: None)
    app = App[None]()
    async with app.run_test():
        assert await clipboard.copy(app, "结转") == "sent"
        assert app.clipboard == "结转"
        assert await clipboard.copy(app, "字" * 30_000) == "too_long"
        assert app.clipboard == "结转"
