"""The page of a rule as paragraphs for a pane."""

from __future__ import annotations

from rules.pages import page

from core.words import Language
from rules.registry import all_rules
from tui.review.runs import Para, Run, para
from tui.text import safe


def page_lines(code: str, language: Language) -> list[Para]:
    """What the rule says, why and on what basis, with its examples; its code alone when the catalogue has no such rule."""
    if code not in all_rules():
        return [para(code, "heading")]
    return [_line(text) for text in page(code, language).splitlines()]


def _line(text: str) -> Para:
    """One line of the page: a heading begins at the edge, text under it is indented."""
    if text and not text.startswith(" "):
        return para(text, "heading")
    indent = len(text) - len(text.lstrip(" "))
    return Para((Run(safe(text.strip())),), indent=min(indent, 8))
