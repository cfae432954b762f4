"""The settings: language, colours, widths, name, phrases and keys; each change takes effect and is saved at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, Literal, cast

from textual import on
from textual.app import ComposeResult

from core.words import LANGUAGES
from tui.actions import ACTIONS, LINE, SAFE_KEYS, Action, bindings_for, key_map, spelled, textual_key_map
from tui.screens.listed import ListedScreen
from tui.settings import Settings
from tui.settings_file import SettingsNotSavedError, save
from tui.terminal import settle_width
from tui.text import cell_width, fit
from tui.themes import DARK, THEME_NAMES
from tui.widgets.columns import CellText, Column, layout
from tui.widgets.entry_line import EntryLine, Question
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.line_drawing import GUTTER
from tui.widgets.line_list import LineList
from tui.widgets.rows import ListedRows
from tui.widgets.status_line import StatusLine

MANY = 5
"""More rooms than so many are not named one by one."""
PHRASES: Final = 9
WIDTHS: Final = ("auto", 1, 2)
NAME: Final = 44
WIDEST_NAME: Final = 60
VALUE: Final = 28
ABOUT: Final = 30
"""Cells that names, values and explanations want at least; explanations are left to the status line where they have fewer."""


@dataclass(frozen=True)
class SettingLine:
    """One setting: its name, its value in words, and what it is in the file; or a title (`kind` is title)."""

    kind: Literal["title", "choice", "text", "phrase", "key"]
    key: str
    name: str
    value: str = ""
    about: str = ""
    number: int = 0


class SettingsScreen(ListedScreen):
    """All settings in one list."""

    BINDINGS = bindings_for("settings")
    room = "settings"
    _told_about = False
    """Whether the status line holds the explanation of a setting."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return cast("Settings", self.gouji.settings)

    def compose(self) -> ComposeResult:
        """The list and the line for typing."""
        yield Heading()
        columns: tuple[Column[SettingLine], ...] = (
            Column("name", "", lambda line: CellText(line.name), NAME, flexible=1, most=WIDEST_NAME),
            Column("value", "", lambda line: CellText(line.value, "strong"), VALUE, flexible=5, parts=self._value),
        )
        yield LineList[SettingLine](columns, full_line=_title, header=False, signs=self.gouji.signs, id="settings-list")
        yield HintBar("settings")
        yield StatusLine()
        yield EntryLine()

    def on_mount(self) -> None:
        """List the settings."""
        self.query_one(LineList).focus()
        self._show(cursor=1)

    def language_changed(self) -> None:
        """Say everything in the language of the screen."""
        super().language_changed()
        self._show()

    def _value(self, line: SettingLine, width: int) -> list[CellText]:
        """The value, and what explains it where there is room; a phrase has the room of both."""
        shown = _room_of_value(line, width)
        if shown == width:
            return [CellText(line.value, "strong")]
        return [CellText(f"{fit(line.value, shown, sign=self.gouji.signs.ellipsis)} ", "strong"), CellText(line.about, "muted")]

    # ── the list ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _show(self, cursor: int | None = None) -> None:
        rows = self.query_one(LineList)
        path = self.settings.path
        self.query_one(Heading).show(self.say("settings.title"), str(path) if path is not None else "")
        rows.show(
            ListedRows([*self._general(), *self._phrases(), *self._keys()]), cursor=rows.cursor if cursor is None else cursor
        )

    def _general(self) -> list[SettingLine]:
        settings = self.settings
        width = settings.ambiguous_width

        def choice(key: str, value: str) -> SettingLine:
            return SettingLine("choice", key, self.say(f"settings.{key}"), value, self.say(f"settings.{key}_about"))

        return [
            SettingLine("title", "", self.say("settings.general")),
            choice("language", self.say("settings.this_language")),
            choice("theme", self.say(f"settings.{self.gouji.theme}") if self.gouji.theme in THEME_NAMES else self.gouji.theme),
            choice("ascii", self.say("settings.yes" if settings.ascii else "settings.no")),
            choice("ambiguous_width", self.say("settings.auto") if width == "auto" else str(width)),
            SettingLine(
                "text",
                "auditor",
                self.say("settings.auditor"),
                settings.auditor or self.say("settings.login_name"),
                self.say("settings.auditor_about"),
            ),
        ]

    def _phrases(self) -> list[SettingLine]:
        phrases = self._phrases_now()
        lines = [SettingLine("title", "", self.say("settings.phrases"))]
        for number in range(1, min(len(phrases) + 1, PHRASES) + 1):
            text = phrases[number - 1] if number <= len(phrases) else self.say("settings.add_phrase")
            lines.append(SettingLine("phrase", "phrases", self.say("settings.phrase", number=number), text, "", number))
        return lines

    def _phrases_now(self) -> tuple[str, ...]:
        return self.settings.phrases or tuple(self.say(f"review.phrase_{number}") for number in range(1, 6))

    def _keys(self) -> list[SettingLine]:
        lines: list[SettingLine] = []
        for group in dict.fromkeys(entry.group for entry in ACTIONS):
            lines.append(SettingLine("title", "", self.say("settings.keys", group=self.say(f"keys.group.{group}"))))
            lines += [self._key_line(entry) for entry in ACTIONS if entry.group == group]
        return lines

    def _key_line(self, entry: Action) -> SettingLine:
        keys = self.gouji.key_overrides.get(entry.id) or entry.keys
        mark = " *" if entry.id in self.gouji.key_overrides else ""
        spelt = "  ".join(spelled(key, self.gouji.signs.vertical == "|") for key in keys)
        rooms = [room for room in entry.rooms if room != LINE]
        about = self.say("settings.in_rooms", rooms=self.say("settings.and").join(self.say(f"room.{room}") for room in rooms))
        if entry.id in SAFE_KEYS:
            about = self.say("settings.always", key=spelled(SAFE_KEYS[entry.id]))
        elif not rooms:
            about = ""
        elif len(rooms) > MANY:
            about = self.say("settings.in_most_rooms" if "review" in rooms else "settings.in_lists")
        return SettingLine("key", entry.id, self.say(f"action.{entry.id}.long"), spelt + mark, about)

    # ── changing ───────────────────────────────────────────────────────────────────────────────────────────────────────

    @on(LineList.Highlighted)
    def _moved(self, message: LineList.Highlighted) -> None:
        line = cast("SettingLine", message.row)
        if not self.query_one(EntryLine).asking:
            said = self._said_of(line)
            if said or self._told_about:
                self.tell(said)
            self._told_about = bool(said)

    def _said_of(self, line: SettingLine) -> str:
        """What the list cut of this line, whole, and what explains it, as far as the status line has room for both."""
        rows = self.query_one(LineList)
        (_, name), (_, value) = layout(rows.columns, rows.scrollable_content_region.width - GUTTER)[0]
        cut = [text for text, room in ((line.name, name), (line.value, _room_of_value(line, value))) if cell_width(text) > room]
        said = " · ".join([*cut, *([line.about] if line.about else [])]) if line.kind != "title" else ""
        return said if not cut or cell_width(said) <= self.size.width - 2 else " · ".join(cut)

    @on(LineList.Chosen)
    async def _chosen(self, message: LineList.Chosen) -> None:
        line = cast("SettingLine", message.row)
        if line.kind == "choice":
            await self._next_choice(line.key)
        elif line.kind == "text":
            self._ask(line, self.settings.auditor or "", self.say("settings.ask_auditor"))
        elif line.kind == "phrase":
            phrases = self._phrases_now()
            text = phrases[line.number - 1] if line.number <= len(phrases) else ""
            self._ask(line, text, self.say("settings.ask_phrase"))
        elif line.kind == "key":
            keys = self.gouji.key_overrides.get(line.key) or next(entry.keys for entry in ACTIONS if entry.id == line.key)
            self._ask(line, ", ".join(keys), self.say("settings.ask_keys"))

    def _ask(self, line: SettingLine, text: str, hint: str) -> None:
        self.ask_line(Question(line.kind, line.name, hint, text, about={"line": line}))

    async def _next_choice(self, key: str) -> None:
        settings = self.settings
        if key == "language":
            following: Any = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]
        elif key == "theme":
            now = self.gouji.theme if self.gouji.theme in THEME_NAMES else DARK
            following = THEME_NAMES[(THEME_NAMES.index(now) + 1) % len(THEME_NAMES)]
        elif key == "ascii":
            following = not settings.ascii
        else:
            following = WIDTHS[(WIDTHS.index(settings.ambiguous_width) + 1) % len(WIDTHS)]
        if await self._saved(key, following):
            self.gouji.settings = replace(settings, **{key: following})
            self._take_effect(key, following)

    def _take_effect(self, key: str, value: Any) -> None:
        if key == "language":
            self.gouji.language = value
        elif key == "theme":
            self.gouji.theme = value
        elif key == "ambiguous_width" and value != "auto":
            settle_width(value)
        self.gouji.signs_changed()
        self._show()

    @on(EntryLine.Answered)
    async def _answered(self, message: EntryLine.Answered) -> None:
        line = cast("SettingLine", message.question.about["line"])
        changed = {"text": self._set_auditor, "phrase": self._set_phrase, "key": self._set_keys}[line.kind]
        if await changed(line, message.text):
            self._close()

    async def _set_auditor(self, line: SettingLine, text: str) -> bool:
        if not await self._saved("auditor", text or None):
            return False
        self.gouji.settings = replace(self.settings, auditor=text or None)
        self.tell(self.say("settings.auditor_next"), "saved")
        return True

    async def _set_phrase(self, line: SettingLine, text: str) -> bool:
        phrases = list(self._phrases_now())
        phrases[line.number - 1 : line.number] = [text] if text else []
        if not await self._saved("phrases", tuple(phrases) or None):
            return False
        self.gouji.settings = replace(self.settings, phrases=tuple(phrases))
        return True

    async def _set_keys(self, line: SettingLine, text: str) -> bool:
        wanted = {action_id: ", ".join(keys) for action_id, keys in self.gouji.key_overrides.items() if action_id != line.key}
        default = next(entry.keys for entry in ACTIONS if entry.id == line.key)
        is_default = not text or tuple(part.strip() for part in text.split(",")) == default
        if not is_default:
            wanted[line.key] = text
        accepted, problems = key_map(wanted)
        if problems:
            self.tell(self.say(problems[0].word, action=line.name, key=problems[0].key), "warning")
            return False
        if not await self._saved(f"keys.{line.key}", None if is_default else text):
            return False
        self.gouji.settings = replace(self.settings, keys=MappingProxyType(wanted))
        self.gouji.key_overrides = accepted
        self.gouji.set_keymap(textual_key_map(accepted))
        return True

    async def _saved(self, key: str, value: Any) -> bool:
        try:
            await asyncio.to_thread(save, key, value, self.settings.path)
        except SettingsNotSavedError as error:
            self.tell(self.say("app.failed", what=str(error)), "error")
            return False
        self.tell(f"{self.gouji.signs.saved} {self.say('settings.saved')}", "saved")
        return True

    @on(EntryLine.Left)
    def _left(self) -> None:
        self._close()

    def _close(self) -> None:
        self.line_closed()
        self._show()

    def do_back(self) -> None:
        """Leave the line for typing, then the screen."""
        line = self.query_one(EntryLine)
        if line.asking:
            line.leave()
        else:
            self.gouji.do_back()


def _room_of_value(line: SettingLine, width: int) -> int:
    """Cells of the value where value and explanation have so many together."""
    return width if not line.about or width < VALUE + 1 + ABOUT else max(VALUE, width // 3)


def _title(line: SettingLine) -> CellText | None:
    return CellText(line.name, "heading") if line.kind == "title" else None
