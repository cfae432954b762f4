"""How the workbench leaves the terminal: exit statuses, one line that says why, no call record unless asked for."""

from __future__ import annotations

import os
import select
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.terminal import is_stopped, needs_tmux, real_terminal
from tests.e2e.test_command_line import ROOT, environment
from tests.tui.workbench import report_text


@needs_tmux
def test_a_workspace_that_cannot_be_opened_gives_status_3(tmp_path: Path) -> None:
    """A file that is no database: one line and status 3, with `review` and without, also when files are to be read."""
    (tmp_path / "letter.db").write_text("dear reader", "utf-8")
    (tmp_path / "a.txt").write_text(report_text(), "utf-8")
    for arguments in (["-w", "letter.db"], ["-w", "letter.db", "review", "a.txt"]):
        with real_terminal(tmp_path, *arguments) as terminal:
            assert terminal.exit_status() == 3
            frame = terminal.frame()
            assert "gouji: letter.db" in frame
            assert "Traceback" not in frame


@needs_tmux
def test_a_broken_pack_gives_status_2_before_the_screen_is_taken(tmp_path: Path) -> None:
    """Rules of the user's own that cannot be read are told with their line."""
    (tmp_path / "own.toml").write_text("[[", "utf-8")
    (tmp_path / "settings.toml").write_text('packs = ["own.toml"]\n', "utf-8")
    with real_terminal(tmp_path, "-w", "new.db", "review") as terminal:
        assert terminal.exit_status() == 2
        assert "own.toml" in terminal.frame()
    assert not (tmp_path / "new.db").exists()


@needs_tmux
def test_a_fault_inside_the_workbench_is_one_line(tmp_path: Path) -> None:
    """When the program itself is at fault it says so in a line, with status 2; with --debug the call record follows."""
    (tmp_path / "sitecustomize.py").write_text(
        "import db.workspace\n\ndef broken(*_, **__):\n    raise RuntimeError('boom')\n\ndb.workspace.Workspace.open = broken\n",
        "utf-8",
    )
    path = f"{tmp_path}:{ROOT}"
    with real_terminal(tmp_path, "-w", "new.db", PYTHONPATH=path) as terminal:
        assert terminal.exit_status() == 2
        frame = terminal.frame()
        assert "RuntimeError: boom" in frame
        assert "Traceback" not in frame
    with real_terminal(tmp_path, "--debug", "-w", "new.db", PYTHONPATH=path) as terminal:
        terminal.exit_status()
        assert "raise app.fault" in terminal.frame()


@needs_tmux
def test_leaving_closes_the_workspace_and_tells_what_went_wrong_beside_the_work(tmp_path: Path) -> None:
    """A single file is left, no journal; a backup that could not be made is told on the screen and after leaving."""
    (tmp_path / "a.txt").write_text(report_text(), "utf-8")
    (tmp_path / "new.db.backups").write_text("in the way", "utf-8")
    with real_terminal(tmp_path, "-w", "new.db", "review", "a.txt") as terminal:
        terminal.until("new.db.backups")
        terminal.until("青禾县教育局")
        terminal.settled(1.0)
        terminal.press("Ctrl+Q")
        assert terminal.exit_status() == 0
        assert "new.db.backups" in terminal.frame()
    assert (tmp_path / "new.db").exists()
    assert not (tmp_path / "new.db-journal").exists()


@needs_tmux
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs the system's list of processes")
def test_a_program_that_was_stopped_goes_on_and_gives_the_terminal_back(tmp_path: Path) -> None:
    """Told or not, stopped and continued, it shows itself, hears its keys and leaves when asked; what is typed then is shown."""
    (tmp_path / "a.txt").write_text(report_text(), "utf-8")
    with real_terminal(tmp_path, "-w", "new.db", "review", "a.txt") as terminal:
        terminal.until("青禾县教育局")
        terminal.settled(1.0)
        program = terminal.program()
        for stop in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGSTOP):
            os.kill(program, stop)
            terminal.until(lambda _: is_stopped(program))
            os.kill(program, signal.SIGCONT)
            os.kill(program, signal.SIGCONT)
            terminal.until(lambda _: not is_stopped(program))
            terminal.settled()
            terminal.until("青禾县教育局")
        terminal.press("Enter")
        terminal.until("一、总体情况")
        terminal.press("Ctrl+Q")
        assert terminal.exit_status() == 0
        terminal.type("shown")
        terminal.until("shown")


@pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
def test_a_terminal_that_vanishes_ends_the_program(tmp_path: Path) -> None:
    """A dropped line may come without a signal; the program leaves by itself, with everything stored, and does not spin."""
    (tmp_path / "a.txt").write_text(report_text(), "utf-8")
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "tui.cli", "-w", "new.db", "review", "a.txt"]
    program = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment(tmp_path, TERM="xterm-256color"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    seen = bytearray()
    try:
        limit = time.monotonic() + 60
        while "青禾县教育局".encode() not in seen and time.monotonic() < limit:
            if select.select([ours], [], [], 1.0)[0]:
                seen += os.read(ours, 1 << 16)
        assert "青禾县教育局".encode() in seen
        os.close(ours)
        assert program.wait(60) == 129
    finally:
        program.kill()
        program.wait()
    assert not (tmp_path / "new.db-journal").exists()
    with sqlite3.connect(tmp_path / "new.db") as db:
        assert db.execute("SELECT count(*) FROM reports").fetchone() == (1,)
