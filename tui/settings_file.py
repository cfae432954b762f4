"""Changing the user's settings file: one value at a time, everything else in it (comments too) left as it is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from tui.settings import settings_path


class SettingsNotSavedError(Exception):
    """The settings file could not be written."""


def save(key: str, value: Any, path: Path | None = None) -> None:
    """Set a value, or take it out with None; a dotted key reaches into a table (`keys.confirm`). Written whole or not at all."""
    target = path or settings_path()
    try:
        text = target.read_text("utf-8") if target.exists() else ""
        document = tomlkit.parse(text)
        table: Any = document
        *parents, name = key.split(".", 1)
        for parent in parents:
            if parent not in table:
                table[parent] = tomlkit.table()
            table = table[parent]
        if value is None:
            table.pop(name, None)
        else:
            table[name] = list(value) if isinstance(value, tuple) else value
        _write_whole(target, tomlkit.dumps(document))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsNotSavedError(str(error)) from error


def _write_whole(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        fresh.write_text(text, "utf-8")
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
