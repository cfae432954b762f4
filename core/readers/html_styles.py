"""The little of CSS that decides what is seen: hidden elements, and elements that are shown as tables or blocks."""

from __future__ import annotations

import re

from core.readers.markup import Element, drop, select, whole_text

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE)
_DISPLAY = re.compile(
    r"display\s*:\s*(table-row-group|table-row|table-cell|inline-table|table|block|grid|flex|none)\b", re.IGNORECASE
)
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,4000})\}")
_SIMPLE_CLASS = re.compile(r"(?:^|[\s>])\.([\w-]+)$")
_MAX_CLASSES = 60
_TABLE_TAGS = {"table": "table", "inline-table": "table", "table-row": "tr", "table-cell": "td", "table-row-group": "tbody"}
_ROLE_TAGS = {"table": "table", "grid": "table", "row": "tr", "rowgroup": "tbody", "cell": "td", "gridcell": "td",
              "columnheader": "th", "rowheader": "th"}  # fmt: skip
_PLAIN = frozenset(("div", "span", "ul", "li", "ol", "dl", "dt", "dd", "p", "section", "article", "a", "label"))


def drop_unseen(root: Element) -> None:
    """Drop what a browser does not show, unless it is the greater part of the page (shown by a script then)."""
    candidates = select(
        root,
        "//*[@hidden or contains(@style,'none') or contains(@style,'NONE') or contains(@style,'idden')"
        " or contains(@style,'hide')]",
    )
    unseen = [element for element in candidates if "hidden" in element.attrib or _HIDDEN.search(element.get("style", ""))]
    unseen += [element for name in _classes(root, "none") for element in _of_class(root, name)]
    if not unseen:
        return
    body = root.find("body")
    whole = _length(root if body is None else body)
    for element in unseen:
        if element.tag not in ("html", "body", "head") and _length(element) * 2 <= whole:
            drop(element)


def name_styled(root: Element) -> None:
    """Give elements that are shown or announced as parts of a table the tags of one, and block spans the tag of a block."""
    for element in select(root, "//*[@role]"):
        tag = _ROLE_TAGS.get(element.get("role", "").lower())
        if tag and element.tag in _PLAIN:
            element.tag = tag
    for element in select(root, "//*[contains(@style,'display')]"):
        shown = _DISPLAY.search(element.get("style", ""))
        if shown:
            _name(element, shown[1].lower())
    for display in ("table", "table-row", "table-cell", "table-row-group", "block"):
        for name in _classes(root, display):
            for element in _of_class(root, name):
                _name(element, display)


def _name(element: Element, display: str) -> None:
    if element.tag in _PLAIN and display in _TABLE_TAGS:
        element.tag = _TABLE_TAGS[display]
    elif element.tag in ("span", "a", "label", "b", "strong") and display in ("block", "grid", "flex"):
        element.tag = "div"


def _classes(root: Element, display: str) -> list[str]:
    """The simple class selectors (`.row`, `div .row`) of the page's own sheets that set this display."""
    found: dict[str, None] = {}
    for sheet in root.iter("style"):
        text = (sheet.text or "")[:200_000]
        if "display" not in text:
            continue
        for selectors, body in _RULE.findall(text):
            shown = _DISPLAY.search(body)
            if shown and shown[1].lower() == display:
                matches = (_SIMPLE_CLASS.search(selector.strip()) for selector in selectors.split(","))
                found.update((match[1], None) for match in matches if match)
    return list(found)[:_MAX_CLASSES]


def _of_class(root: Element, name: str) -> list[Element]:
    return select(root, "//*[contains(concat(' ',normalize-space(@class),' '),$name)]", name=f" {name} ")


def _length(element: Element) -> int:
    """The length of an element's text without scripts and sheets."""
    unread = sum(len(child.text or "") for child in element.iter("script", "style"))
    return len(whole_text(element)) - unread
