"""What stands in a page as a thing of its own: frames whose content came with the file, and figures in fields of a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from core.readers.markup import Element

Parse = Callable[[str], Element]

_MAX_FRAMES = 20
_MAX_DEPTH = 3
_FIELD_TYPES = frozenset(("", "text", "number", "tel"))
_FIGURE = re.compile(r"(?:(?:增加?|减少?|[-+＋－↑↓])?\s*[\d０-９][\d０-９,，.．]*\s*(?:%|件|条|项|元|万元)?|[-—–－/]{1,4}|无)$")


def open_frames(root: Element, parse: Parse, frames: Mapping[str, str]) -> None:
    """Put the content of frames in their place: what `srcdoc` holds, and the parts of a web archive named by `src`."""
    budget = [_MAX_FRAMES]
    _open(root, parse, frames, budget, _MAX_DEPTH)


def _open(root: Element, parse: Parse, frames: Mapping[str, str], budget: list[int], depth: int) -> None:
    for frame in list(root.iter("iframe", "frame")):
        content = frame.get("srcdoc") or frames.get(frame.get("src") or "")
        if not content or not content.strip() or not budget[0] or not depth:
            continue
        budget[0] -= 1
        inner = parse(content)
        _open(inner, parse, frames, budget, depth - 1)
        body = inner.find("body")
        inner = inner if body is None else body
        frame.tag = "div"
        frame.attrib.clear()
        frame.text = inner.text
        frame[:] = list(inner)


def show_fields(root: Element) -> None:
    """What is filled into the fields of a form is on the page; search boxes are not part of what it says."""
    for field in list(root.iter("input")):
        value = (field.get("value") or "").strip()
        if value and field.get("type", "").lower() in _FIELD_TYPES and _FIGURE.match(value):
            field.text = value
        field.tag = "span"
