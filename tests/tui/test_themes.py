"""Every text colour is readable on every ground it may stand on."""

from pathlib import Path

import pytest
from textual.color import Color

from tests.tui.workbench import press, workbench
from tui.inks import INKS
from tui.inks import ink as ink_of
from tui.themes import COLORS, CONTRAST, GROUNDS, GROUNDS_OF_SEVERITY, INK_COLORS, THEME_NAMES, next_theme
from tui.widgets.detail_pane import DetailPane
from tui.widgets.line_list import LineList

DECORATION = {"rule"}
"""Inks that draw lines, not text."""


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


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_lines_are_seen(theme: str) -> None:
    """Borders and the thumbs of scroll bars reach 3 : 1 on what they stand on, 4.5 : 1 in the theme for high contrast."""
    colors = COLORS[theme]
    wanted = 4.5 if theme == CONTRAST else 3.0
    ratios = {ground: round(contrast(colors[ground], colors["line"]), 2) for ground in ("background", "surface", "panel")}
    assert {ground: ratio for ground, ratio in ratios.items() if ratio < wanted} == {}


@pytest.mark.parametrize("theme", THEME_NAMES)
async def test_thumbs_and_borders_take_the_colour_of_lines(audit: Path, theme: str) -> None:
    """In the running app the scroll bar's thumb and the border of a dialog stand out from their ground."""
    wanted = 4.5 if theme == CONTRAST else 3.0
    async with workbench(audit) as (app, pilot):
        app.theme = theme
        await press(pilot, "Q", "slash")
        dialog = app.screen.query_one("#queue-filter")
        rows = app.screen.query_one(LineList)
        _, border = dialog.styles.border_top
        styles = rows.styles
        assert contrast(border.hex, dialog.background_colors[1].hex) >= wanted
        assert contrast(styles.scrollbar_color.hex, styles.scrollbar_background.hex) >= wanted


def test_themes_follow_each_other_in_a_circle() -> None:
    """The key for the theme comes back to where it began, from a foreign theme to the dark one."""
    name = THEME_NAMES[0]
    for _ in THEME_NAMES:
        name = next_theme(name)
    assert name == THEME_NAMES[0]
    assert next_theme("nord") == THEME_NAMES[0]


@pytest.mark.parametrize("theme", THEME_NAMES)
async def test_every_ink_is_readable_where_it_is_used(audit: Path, theme: str) -> None:
    """In the running app: each ink on its pane, and on every ground that a list's line may have."""
    async with workbench(audit) as (app, pilot):
        app.theme = theme
        await press(pilot, "Q")
        pane, rows = app.screen.query_one(DetailPane), app.screen.query_one(LineList)
        weak = {}
        for ink in set(INKS) - DECORATION:
            styles = {"pane": pane.rich_style + ink_of(pane, ink)}
            for ground in ("cursor", "cursor-blurred", "selected"):
                base = rows.rich_style + rows.get_component_rich_style(f"line-list--{ground}", partial=True)
                styles[ground] = base + ink_of(rows, ink)
            for where, style in styles.items():
                assert style.color is not None
                assert style.bgcolor is not None
                ratio = contrast(style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex)
                if ratio < 4.5:
                    weak[ink, where] = round(ratio, 2)
    assert weak == {}
