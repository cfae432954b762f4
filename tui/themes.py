"""The colours of the workbench: dark, light and high contrast, each readable on every ground it is used on (tested)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from textual.app import App
from textual.theme import Theme

DARK: Final = "gouji-dark"
LIGHT: Final = "gouji-light"
CONTRAST: Final = "gouji-contrast"


def _theme(name: str, dark: bool, colors: Mapping[str, str]) -> Theme:
    """Build a theme in which every text colour is stated, none mixed, so that its contrast can be vouched for."""
    return Theme(
        name=name,
        dark=dark,
        primary=colors["primary"],
        secondary=colors["secondary"],
        accent=colors["accent"],
        warning=colors["warning"],
        error=colors["error"],
        success=colors["success"],
        foreground=colors["text"],
        background=colors["background"],
        surface=colors["surface"],
        panel=colors["panel"],
        variables={
            "text": colors["text"],
            "text-muted": colors["muted"],
            "text-disabled": colors["muted"],
            "text-primary": colors["primary"],
            "text-secondary": colors["secondary"],
            "text-accent": colors["accent"],
            "text-warning": colors["warning"],
            "text-error": colors["error"],
            "text-success": colors["success"],
            "primary-muted": colors["selected"],
            "secondary-muted": colors["marked"],
            "accent-muted": colors["marked"],
            "warning-muted": colors["warning-ground"],
            "error-muted": colors["error-ground"],
            "success-muted": colors["success-ground"],
            "block-cursor-background": colors["cursor"],
            "block-cursor-foreground": colors["cursor-text"],
            "block-cursor-blurred-background": colors["cursor-blurred"],
            "block-cursor-blurred-foreground": colors["text"],
            "block-cursor-text-style": "bold",
            "block-hover-background": colors["cursor-blurred"],
            "input-cursor-background": colors["text"],
            "input-cursor-foreground": colors["background"],
            "input-selection-background": colors["cursor"],
            "border": colors["line"],
            "border-blurred": colors["line"],
            "scrollbar": colors["line"],
            "scrollbar-hover": colors["primary"],
            "scrollbar-active": colors["primary"],
            "scrollbar-background": colors["surface"],
            "scrollbar-background-hover": colors["surface"],
            "scrollbar-background-active": colors["surface"],
            "scrollbar-corner-color": colors["surface"],
            "footer-key-foreground": colors["primary"],
            "footer-background": colors["panel"],
            "link-color": colors["primary"],
        },
    )


GROUNDS: Final = ("background", "surface", "panel", "cursor", "cursor-blurred", "selected", "marked")
GROUNDS_OF_SEVERITY: Final = ("error-ground", "warning-ground", "success-ground")
INK_COLORS: Final = ("text", "muted", "primary", "secondary", "accent", "warning", "error", "success")

COLORS: Final[Mapping[str, Mapping[str, str]]] = {
    DARK: {
        "background": "#14181d", "surface": "#191e24", "panel": "#222931", "line": "#6b7784",
        "text": "#dbe1e8", "muted": "#a3adb9", "primary": "#8fbde0", "secondary": "#9ac7b8", "accent": "#c9b2ea",
        "warning": "#e8bf6f", "error": "#ff9d92", "success": "#98cf98",
        "cursor": "#2c4258", "cursor-text": "#ffffff", "cursor-blurred": "#29323c", "selected": "#24384a", "marked": "#3a3350",
        "warning-ground": "#3d3220", "error-ground": "#432624", "success-ground": "#22382a",
    },
    LIGHT: {
        "background": "#f6f6f3", "surface": "#ffffff", "panel": "#eceef0", "line": "#7f8790",
        "text": "#1c2229", "muted": "#4d5660", "primary": "#1d4f75", "secondary": "#1f5c4c", "accent": "#553491",
        "warning": "#704700", "error": "#a11c15", "success": "#205c28",
        "cursor": "#cde2f4", "cursor-text": "#0c1a26", "cursor-blurred": "#e3e8ec", "selected": "#dcebf7", "marked": "#e9e1f6",
        "warning-ground": "#fbeccb", "error-ground": "#fbdfdb", "success-ground": "#dcf0dc",
    },
    CONTRAST: {
        "background": "#000000", "surface": "#000000", "panel": "#101010", "line": "#ffffff",
        "text": "#ffffff", "muted": "#d6d6d6", "primary": "#8fd3ff", "secondary": "#8df0d0", "accent": "#e5c8ff",
        "warning": "#ffd75e", "error": "#ffbab2", "success": "#9bf59b",
        "cursor": "#00354f", "cursor-text": "#ffffff", "cursor-blurred": "#333333", "selected": "#003147", "marked": "#3b1f5c",
        "warning-ground": "#3f3000", "error-ground": "#560d06", "success-ground": "#0b3d0b",
    },
}  # fmt: skip
"""Every colour by its use: grounds that text stands on, and colours that text is written in."""

THEMES: Final = (
    _theme(DARK, True, COLORS[DARK]),
    _theme(LIGHT, False, COLORS[LIGHT]),
    _theme(CONTRAST, True, COLORS[CONTRAST]),
)

THEME_NAMES: Final = tuple(theme.name for theme in THEMES)


def register_themes(app: App[Any]) -> None:
    """Make the themes known to the app."""
    for theme in THEMES:
        app.register_theme(theme)


def next_theme(name: str) -> str:
    """The theme after this one, in a circle."""
    return THEME_NAMES[(THEME_NAMES.index(name) + 1) % len(THEME_NAMES)] if name in THEME_NAMES else DARK
