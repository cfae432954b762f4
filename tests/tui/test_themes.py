"""Every text colour is readable on every ground it may stand on."""

import pytest
from textual.color import Color

from tui.themes import COLORS, CONTRAST, GROUNDS, GROUNDS_OF_SEVERITY, INK_COLORS, THEME_NAMES, next_theme


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    lighter, darker = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Color) -> float:
    """The relative luminance of WCAG 2."""
    parts = [part / 255 for part in (color.r, color.g, color.b)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_contrast(theme: str) -> None:
    """Text reaches 4.5 : 1 on every ground in all themes, and 7 : 1 in the one for high contrast."""
    colors = COLORS[theme]
    wanted = 7.0 if theme == CONTRAST else 4.5
    ratios = {
        (ground, ink): round(contrast(colors[ground], colors[ink]), 2)
        for ground in (*GROUNDS, *GROUNDS_OF_SEVERITY)
        for ink in INK_COLORS
    }
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < wanted} == {}
    assert contrast(colors["cursor"], colors["cursor-text"]) >= wanted


def test_themes_follow_each_other_in_a_circle() -> None:
    """The key for the theme comes back to where it began, from a foreign theme to the dark one."""
    name = THEME_NAMES[0]
    for _ in THEME_NAMES:
        name = next_theme(name)
    assert name == THEME_NAMES[0]
    assert next_theme("nord") == THEME_NAMES[0]
