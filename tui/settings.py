"""The user's settings: read once from file, environment and locale, then handed down frozen.

The file is `settings.toml` in the user's configuration folder, or the one `$GOUJI_SETTINGS` names. Every key may be missing.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from core.words import LANGUAGES, Language, say

AmbiguousWidth = Literal["auto", 1, 2]
SETTINGS_VARIABLE = "GOUJI_SETTINGS"
LANGUAGE_VARIABLE = "GOUJI_LANG"
WORKSPACE_VARIABLE = "GOUJI_WORKSPACE"


class SettingsError(Exception):
    """The settings file cannot be used: the file, and a word with parameters that says why."""

    def __init__(self, path: Path, word: str, **parameters: object) -> None:
        super().__init__(path, word, parameters)
        self.path = path
        self.word = word
        self.parameters = parameters

    def message(self, language: Language) -> str:
        """What is wrong, as a sentence."""
        shown = {name: say(str(value), language) if name == "kind" else value for name, value in self.parameters.items()}
        return say(self.word, language, **shown)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose."""

    language: Language = "zh"
    """The language of screens and messages."""
    auditor: str | None = None
    """The name judgements are signed with; None: the login name."""
    ascii: bool = False
    """Draw ASCII signs and borders only."""
    ambiguous_width: AmbiguousWidth = "auto"
    """How many cells this terminal draws “ ” — … ① in; `auto` asks it."""
    theme: str = ""
    """The name of the theme; empty: the workbench's own choice."""
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The user's key map: action id to keys, parted by commas."""
    phrases: tuple[str, ...] = ()
    """Canned reasons for the digits in the reason line; empty: the built-in ones."""
    packs: tuple[Path, ...] = ()
    """Rule packs that are always in force."""
    path: Path | None = None
    """The file they were read from."""


def settings_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the settings file is, whether or not it exists."""
    named = environment.get(SETTINGS_VARIABLE)
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_config_dir("gouji", appauthor=False)) / "settings.toml"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force. Raises SettingsError when the file is there and cannot be used."""
    path = settings_path(environment)
    settings = replace(Settings(), language=_environment_language(environment))
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return settings
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(path, "cli.broken_settings", what=str(error)) from None
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(path, "cli.broken_settings", what=str(error)) from None
    chosen = _validated(path, entries)
    forced = _named_language(environment.get(LANGUAGE_VARIABLE))
    settings = replace(settings, **chosen, path=path)
    return replace(settings, language=forced) if forced else settings


def _validated(path: Path, entries: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _value(path, key, value) for key, value in entries.items()}


def _value(path: Path, key: str, value: Any) -> Any:
    """One setting checked and made frozen."""
    match key:
        case "language":
            return _choice(path, key, value, LANGUAGES)
        case "ambiguous_width":
            return _choice(path, key, value, ("auto", 1, 2))
        case "auditor" | "theme" if isinstance(value, str):
            return value
        case "ascii" if isinstance(value, bool):
            return value
        case "keys" if isinstance(value, dict) and all(isinstance(keys, str) for keys in value.values()):
            return MappingProxyType(dict(value))
        case "phrases" if _is_text_list(value):
            return tuple(value)
        case "packs" if _is_text_list(value):
            return tuple(path.parent / Path(name).expanduser() for name in value)
    kinds = {
        "auditor": "cli.kind_text",
        "theme": "cli.kind_text",
        "ascii": "cli.kind_bool",
        "keys": "cli.kind_table",
        "phrases": "cli.kind_list",
        "packs": "cli.kind_list",
    }
    if key in kinds:
        raise SettingsError(path, "cli.settings_kind", key=key, kind=kinds[key])
    raise SettingsError(path, "cli.settings_unknown", key=key)


def _is_text_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _choice(path: Path, key: str, value: Any, choices: tuple[Any, ...]) -> Any:
    if value in choices and not isinstance(value, bool):
        return value
    raise SettingsError(path, "cli.settings_choice", key=key, choices=", ".join(map(str, choices)))


def _environment_language(environment: Mapping[str, str]) -> Language:
    """`GOUJI_LANG`, else the locale: Chinese unless it names another language."""
    named = _named_language(environment.get(LANGUAGE_VARIABLE))
    if named is not None:
        return named
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = environment.get(variable, "")
        if locale:
            name = locale.split(".")[0].split("_")[0].lower()
            return "zh" if name in ("zh", "c", "posix") else "en"
    return "zh"


def _named_language(value: str | None) -> Language | None:
    return value if value in LANGUAGES else None
