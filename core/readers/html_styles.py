"""The little of CSS that decides what is seen: hidden elements, and elements that are shown as tables or blocks."""

from __future__ import annotations

import re

from core.readers.markup import Element, drop, whole_text

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE)
_DISPLAY = re.compile(
    r"display\s*:\s*(table-row-group|table-row|table-cell|inline-table|inline-block|table|block|grid|flex|none)\b", re.IGNORECASE
)
_WIDTH = re.compile(r"(?:^|[;\s])width\s*:", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,4000})\}")
_SIMPLE_CLASS = re.compile(r"(?:^|[\s>])\.([\w-]+)$")
DRAWN = "drawn"
"""The attribute that tells a table made of other elements from one of table tags."""

_STYLE_WORDS = ("display", "DISPLAY", "visibility", "VISIBILITY", "mso-hide")
_MATTERING = ("none", "table", "table-row", "table-cell", "table-row-group", "block")
_TABLE_TAGS = {"table": "table", "inline-table": "table", "table-row": "tr", "table-cell": "td", "table-row-group": "tbody"}
_ROLE_TAGS = {"table": "table", "grid": "table", "row": "tr", "rowgroup": "tbody", "cell": "td", "gridcell": "td",
              "columnheader": "th", "rowheader": "th"}  # fmt: skip
_INLINE = frozenset(("span", "a", "label", "b", "strong"))
_BLOCKS = frozenset(("block", "grid", "flex"))
_PLAIN = frozenset(("div", "span", "ul", "li", "ol", "dl", "dt", "dd", "p", "section", "article", "a", "label"))


def apply_styles(root: Element, source: str) -> None:
    """Drop what a browser does not show, and name elements that are shown or announced as parts of a table or as blocks.

    `source` is the text of the page: where it speaks of none of this, no element is asked.
    """
    classes = _class_displays(root)
    if not classes and not _speaks_of_style(root, source):
        return
    unseen: list[Element] = []
    for element in root.iter():
        attributes = element.attrib
        if not attributes:
            continue
        role, display = attributes.get("role"), _display_of(attributes.get("style"))
        if not display and classes:
            display = next((classes[name] for name in attributes.get("class", "").split() if name in classes), None)
        if "hidden" in attributes or display == "none":
            unseen.append(element)
        elif display:
            _name(element, display)
        elif role and element.tag in _PLAIN and role.lower() in _ROLE_TAGS:
            _rename(element, _ROLE_TAGS[role.lower()])
    _drop_unseen(root, unseen)


def _speaks_of_style(root: Element, source: str) -> bool:
    """Whether a page outside its sheets mentions what hides or renames elements."""
    if any(word in source for word in ("role=", "ROLE=", " hidden", " HIDDEN")):
        return True
    sheets = [sheet.text or "" for sheet in root.iter("style")]
    return any(source.count(word) > sum(sheet.count(word) for sheet in sheets) for word in _STYLE_WORDS)


def _display_of(style: str | None) -> str | None:
    if not style:
        return None
    if _HIDDEN.search(style):
        return "none"
    shown = _DISPLAY.search(style)
    return shown[1].lower() if shown else None


def _drop_unseen(root: Element, unseen: list[Element]) -> None:
    """Drop hidden elements; the greater part of a page is not hidden, it is shown by a script."""
    if not unseen:
        return
    body = root.find("body")
    whole = _length(root if body is None else body)
    for element in unseen:
        if element.tag not in ("html", "body", "head") and _length(element) * 2 <= whole:
            drop(element)


def _name(element: Element, display: str) -> None:
    if element.tag in _PLAIN and display in _TABLE_TAGS:
        _rename(element, _TABLE_TAGS[display])
    elif element.tag in _INLINE and (display in _BLOCKS or (display == "inline-block" and _stands_alone(element))):
        element.tag = "div"


def _stands_alone(element: Element) -> bool:
    """Whether a box of a width of its own has only other elements beside it: a cell, not a word of a sentence."""
    if not _WIDTH.search(element.get("style") or ""):
        return False
    before, parent = element.getprevious(), element.getparent()
    left = before.tail if before is not None else parent.text if parent is not None else None
    return not (left or "").strip() and not (element.tail or "").strip()


def _rename(element: Element, tag: str) -> None:
    element.tag = tag
    if tag == "table":
        element.set(DRAWN, "")


def _class_displays(root: Element) -> dict[str, str]:
    """What the page's own sheets display classes as, for simple selectors (`.row`, `div .row`)."""
    found: dict[str, str] = {}
    for sheet in root.iter("style"):
        text = (sheet.text or "")[:200_000]
        if "display" not in text:
            continue
        for selectors, body in _RULE.findall(text):
            display = _display_of(body) if "display" in body else None
            if display in _MATTERING:
                matches = (_SIMPLE_CLASS.search(selector.strip()) for selector in selectors.split(","))
                found.update((match[1], display) for match in matches if match)
    return found


def _length(element: Element) -> int:
    """The length of an element's text without scripts and sheets."""
    unread = sum(len(child.text or "") for child in element.iter("script", "style"))
    return len(whole_text(element)) - unread
