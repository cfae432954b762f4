"""The snapshot tool itself: it sees text and styles, and a difference fails."""

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from tests.tui import snapshot
from tui.text import content


class Small(App[None]):
    """Two lines."""

    CSS = "Static { color: red; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(content(self.text))


async def test_a_picture_shows_text_and_styles_and_a_change_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The golden file is written when asked, holds lines and styles, and a changed screen is told apart from it."""
    monkeypatch.setattr(snapshot, "FOLDER", tmp_path)
    monkeypatch.setenv(snapshot.UPDATE, "1")
    app = Small("总计 47")
    async with app.run_test(size=(20, 3)):
        snapshot.still(app)
        snapshot.assert_snapshot(app, "small")
        golden = (tmp_path / "small.txt").read_text("utf-8")
        assert "  0|总计 47             |" in golden
        assert "#ff0000 on " in golden
        monkeypatch.delenv(snapshot.UPDATE)
        snapshot.assert_snapshot(app, "small")
        app.query_one(Static).update(content("总计 45"))
        app.screen.refresh()
        await app.animator.wait_until_complete()
        with pytest.raises(AssertionError, match=r"small\.txt differs"):
            snapshot.assert_snapshot(app, "small")
        with pytest.raises(AssertionError, match="no picture"):
            snapshot.assert_snapshot(app, "other")
