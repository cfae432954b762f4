"""Typing over a slow line: keys that arrive together act one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input

from tests.tui.workbench import open_review, press, settled, workbench

BURSTS = [
    (["a", "b", "c", "backspace", "d"], "abd"),
    (["a", "b", "ctrl+u", "c"], "c"),
    (["甲", "乙", "left", "丙", "end", "丁"], "甲丙乙丁"),
    (["甲", "乙", "home", "delete", "丙"], "丙乙"),
    (["a", " ", "b", "ctrl+w", "c"], "a c"),
]


@pytest.mark.parametrize(("keys", "text"), BURSTS)
@pytest.mark.parametrize("room", ["note", "search", "palette"])
async def test_a_burst_of_keys_is_typed_in_its_order(audit: Path, keys: list[str], text: str, room: str) -> None:
    """Letters do not overtake the key that deletes or moves before them."""
    async with workbench(audit) as (app, pilot):
        await open_review(app, pilot)
        await press(pilot, {"note": "f6", "search": "ctrl+f", "palette": "ctrl+p"}[room])
        for key in keys:
            app.post_message(Key("space" if key == " " else key, key if len(key) == 1 else None))
        await settled(pilot)
        fields = [field for field in app.screen.query(Input) if field.has_focus]
        assert [field.value for field in fields] == [text]
