"""Somebody who has never seen gouji: only keys that are printed on the frame are pressed, found by the words beside them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.words import Language, known, say
from tests.e2e.terminal import RealTerminal, needs_tmux, real_terminal
from tests.tui.workbench import report_text
from tui.text import crop_start
from tui.widgets.path_picker import LONGEST_SHOWN

ARROWS = {"Down": ("↓", "Down"), "Up": ("↑", "Up")}


class Newcomer:
    """Reads the frame, and presses what it offers."""

    def __init__(self, terminal: RealTerminal, language: Language) -> None:
        self.terminal = terminal
        self._language: Language = language

    def word(self, word: str, **parameters: object) -> str:
        """A word as the screens say it."""
        return say(word, self._language, **parameters)

    def sees(self, text: str) -> str:
        """Wait until a text is shown, and until the frame stands still."""
        self.terminal.until(text)
        return self.terminal.settled()

    def press_for(self, action: str, *rooms: str) -> None:
        """Press the key that the frame prints before the name of an action."""
        frame = self.terminal.settled()
        forms = [*(f"{room}_short" for room in rooms), "short"]
        names = [self.word(word) for form in forms if known(word := f"action.{action}.{form}")]
        for name in names:
            found = re.search(rf"(?<!\S)(\S+) {re.escape(name)}(?=\s|$)", frame, re.MULTILINE)
            if found is not None:
                self.terminal.press(found[1].partition("/")[0] or "/")
                return
        raise AssertionError(f"no key for {names} is printed here:\n{frame}")

    def press(self, key: str) -> None:
        """Press a key whose own name the frame prints."""
        frame = self.terminal.settled()
        assert any(spelled in frame for spelled in ARROWS.get(key, (key,))), f"{key} is not printed here:\n{frame}"
        self.terminal.press(key)


@needs_tmux
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_newcomer_audits_a_folder(tmp_path: Path, language: Language, size: tuple[int, int]) -> None:
    """From an empty folder: load reports, find the first error, confirm it, dismiss the next with a reason, export Markdown."""
    reports, here = tmp_path / "报告", tmp_path / "空"
    for folder in (reports, here):
        folder.mkdir()
    (reports / "a.txt").write_text(report_text("云岭市公安局"), "utf-8")
    (reports / "b.txt").write_text(report_text(total=8, review="1\t0\t0\t0\t2"), "utf-8")

    with real_terminal(here, "--lang", language, size=size) as terminal:
        newcomer = Newcomer(terminal, language)
        newcomer.sees(newcomer.word("first_run.folder"))
        newcomer.press("Down")
        newcomer.sees(f"▸ {newcomer.word('first_run.folder')}")
        newcomer.press_for("open", "first_run")
        newcomer.sees(str(here)[-30:])
        terminal.type(f"{reports}")
        newcomer.sees(f"▸ {newcomer.word('first_run.take', path=crop_start(str(reports), LONGEST_SHOWN))}")
        newcomer.press_for("open", "first_run")
        newcomer.sees("青禾县教育局")

        newcomer.press_for("next_open", "library")
        frame = newcomer.sees("A101")
        assert "青禾县教育局" in frame
        newcomer.press_for("confirm")
        newcomer.sees(newcomer.word("review.verdict_confirmed"))
        newcomer.press_for("dismiss")
        frame = newcomer.sees(newcomer.word("review.ask_reason"))
        assert "1 " in frame
        terminal.type("原件如此，已与填报人核对")
        newcomer.press_for("line_save", "export", "own")
        newcomer.sees(newcomer.word("review.verdict_dismissed"))
        newcomer.press_for("back")
        newcomer.sees("云岭市公安局")
        newcomer.press_for("export")
        newcomer.sees(newcomer.word("library.ask_export"))
        newcomer.press_for("line_save", "export", "own")
        newcomer.sees(newcomer.word("library.exported", count=2, path="")[:6])

    (written,) = here.glob("*.md")
    text = written.read_text("utf-8")
    assert "青禾县教育局" in text
    assert "原件如此，已与填报人核对" in text
