"""A whole folder audited in a real terminal, and the export compared with what was judged on the screen."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

from core.words import say
from tests.e2e.terminal import RealTerminal, needs_tmux, real_terminal
from tests.e2e.test_command_line import SAMPLES

KEYS = (("confirmed", ("F2",)), ("dismissed", ("F3", "1")), ("asked", ("F4",)), ("fixed", ("F5",)))
OWN = "与去年的公告说法不一"


class Audit:
    """Judges what the screen shows, and remembers it."""

    def __init__(self, terminal: RealTerminal) -> None:
        self.terminal = terminal
        self.judged: list[tuple[str, str, int]] = []
        """Code and verdict of each step, and how many findings it judged."""

    def progress(self, frame: str) -> tuple[int, int]:
        """How many findings are judged, of how many, as the heading says."""
        found = re.search(r"已判 (\d+)/(\d+)", frame)
        assert found is not None, frame
        return int(found[1]), int(found[2])

    def step(self, verdict: str, keys: tuple[str, ...]) -> None:
        """Judge the finding under the cursor; the heading counts it."""
        frame = self.terminal.frame()
        before = self.progress(frame)[0]
        code = re.search(r"│ ?[✗!i] \S+  ([A-Z]\d{3})", frame)
        assert code is not None, frame
        self.terminal.press(*keys)
        frame = self.terminal.until(lambda shown: "已判" in shown and self.progress(shown)[0] > before)
        self.judged.append((code[1], verdict, self.progress(frame)[0] - before))
        self.terminal.until(lambda shown: f"{code[1]} {say(f'review.verdict_{verdict}', 'zh')}" in shown)

    def undo(self) -> None:
        """Take the last step back."""
        before = self.progress(self.terminal.frame())[0]
        _, _, count = self.judged.pop()
        self.terminal.press("F9")
        self.terminal.until(lambda shown: self.progress(shown)[0] == before - count)

    def given(self) -> Counter[tuple[str, str]]:
        """How often each verdict was given to each code, one a step: a group may hold other codes besides."""
        return Counter((code, say(f"review.verdict_{verdict}", "zh")) for code, verdict, _ in self.judged)

    def verdicts(self) -> Counter[str]:
        """How many findings got each verdict."""
        counter: Counter[str] = Counter()
        for _, verdict, count in self.judged:
            counter[say(f"review.verdict_{verdict}", "zh")] += count
        return counter


def exported(text: str) -> Counter[tuple[str, str]]:
    """How often each verdict stands under each code in the audit file."""
    found = re.findall(r"^#### .*? · ([A-Z]\d{3}) .*?^- 判断：\*\*(.+?)[（*]", text, re.MULTILINE | re.DOTALL)
    return Counter(found)


@needs_tmux
def test_a_folder_is_audited_and_the_export_says_what_was_judged(tmp_path: Path) -> None:
    """Load the samples, judge all, undo, search, add a finding of one's own, export Markdown, compare."""
    folder = tmp_path / "样例"
    folder.mkdir()
    for path in sorted(SAMPLES.glob("*.txt")):
        shutil.copy(path, folder)
    with real_terminal(tmp_path, "--lang", "zh", "--auditor", "李", "review", "样例", size=(120, 35)) as terminal:
        terminal.until("读入完毕")
        audit = Audit(terminal)
        terminal.press("F8")
        terminal.until("已判 0/")
        while True:
            done, of = audit.progress(terminal.settled(0.15))
            if done == of:
                break
            audit.step(*KEYS[len(audit.judged) % len(KEYS)])
        audit.undo()
        terminal.press("F8")
        terminal.settled(0.2)
        audit.step("confirmed", ("F2",))

        terminal.press("Ctrl+F")
        terminal.type("殡葬服务")
        terminal.until("价格目录")
        terminal.settled(0.3)
        terminal.press("Enter")
        terminal.until("已判")
        terminal.settled(0.3)
        terminal.press("F7")
        terminal.settled(0.3)
        terminal.type(OWN)
        terminal.press("Enter")
        terminal.until(OWN)
        terminal.settled(0.3)
        terminal.press("Ctrl+E")
        terminal.until(say("library.ask_export", "zh"))
        terminal.press("Esc")
        while "机关" not in (frame := terminal.settled(0.3)) or "最近处理" not in frame:
            terminal.press("Esc")
        terminal.press("Ctrl+E")
        terminal.until(say("library.ask_export", "zh"))
        terminal.press("Enter")
        terminal.until("已导出 4 份报告")
        terminal.press("Ctrl+Q")
        assert terminal.exit_status() == 0

    (written,) = tmp_path.glob("*.md")
    text = written.read_text("utf-8")
    written_down = exported(text)
    assert audit.verdicts().total() == written_down.total() == of > 10
    assert Counter(verdict for _, verdict in written_down.elements()) == audit.verdicts()
    assert not audit.given() - written_down
    assert OWN in text
