"""Automatic numbers of Word paragraphs (一、 （一） 1.): they are printed, but stand nowhere in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.readers.markup import Element
from core.readers.package import attribute, local_name

_CHINESE = "零一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DEEPEST_STYLE = 12
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)
    _counted: dict[str, list[int]] = field(default_factory=dict)

    def label(self, list_id: str, level: int) -> str:
        """Count a paragraph of this list and level and return its printed number."""
        levels = self.levels.get(list_id, {})
        here = levels.get(level)
        if here is None or here.form in ("bullet", "none"):
            return ""
        counted = self._counted.setdefault(self._lists.get(list_id, list_id), [])
        del counted[level + 1 :]
        while len(counted) <= level:
            counted.append(levels.get(len(counted), _Level()).start - 1)
        counted[level] += 1

        def number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            value = counted[depth] if depth < len(counted) else 1
            return written(max(value, 0), levels.get(depth, _Level()).form)

        return _PLACEHOLDER.sub(number, here.text)


def read_numbering(numbering: Element | None, styles: Element | None) -> Numbering:
    """The numbering of a document from its two parts, either of which may be missing."""
    result = Numbering()
    abstract: dict[str, dict[int, _Level]] = {}
    for child in numbering if numbering is not None else ():
        name = local_name(child)
        if name == "abstractNum":
            abstract[attribute(child, "abstractNumId") or ""] = _levels(child)
        elif name == "num":
            list_id = attribute(child, "numId") or ""
            base = next((attribute(entry, "val") or "" for entry in child if local_name(entry) == "abstractNumId"), "")
            overrides = [entry for entry in child if local_name(entry) == "lvlOverride"]
            result.levels[list_id] = {**abstract.get(base, {}), **_overridden(overrides)}
            result._lists[list_id] = list_id if overrides else f"abstract {base}"
    result.styles = _styles(styles) if styles is not None else {}
    return result


def _styles(part: Element) -> dict[str, tuple[str, int]]:
    """The list and level of every style, its own or that of the style it is based on."""
    styles = {attribute(style, "styleId") or "": style for style in part if local_name(style) == "style"}
    found: dict[str, tuple[str, int]] = {}
    for name in styles:
        line: list[str] = []
        current: str | None = name
        while current in styles and current not in line and len(line) < _DEEPEST_STYLE:
            line.append(current)
            current = next((attribute(child, "val") for child in styles[current] if local_name(child) == "basedOn"), None)
        own: tuple[str, int] | None = None
        for ancestor in reversed(line):
            properties = next((child for child in styles[ancestor] if local_name(child) == "pPr"), None)
            own = own if properties is None else numbered(properties, {}, own)
        if own:
            found[name] = own
    return found


def numbered(
    properties: Element | None, styles: Mapping[str, tuple[str, int]], inherited: tuple[str, int] | None = None
) -> tuple[str, int] | None:
    """The list and level of a paragraph, its own or its style's; None when it has no number."""
    if properties is None:
        return None
    found = inherited
    for child in properties:
        name = local_name(child)
        if name == "pStyle":
            found = styles.get(attribute(child, "val") or "", found)
        elif name == "numPr":
            values = {local_name(entry): attribute(entry, "val") or "" for entry in child}
            list_id, level = values.get("numId", found[0] if found else ""), values.get("ilvl", "0")
            found = (list_id, int(level) if level.isdigit() and int(level) < 9 else 0) if list_id not in ("", "0") else None
    return found


def written(number: int, form: str) -> str:
    """A number as Word writes it in a list format."""
    if form.startswith(("chinese", "japaneseCounting", "ideographDigital", "taiwaneseCounting")):
        return _chinese(number)
    if form == "decimalEnclosedCircle" and 0 < number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if form == "decimalFullWidth":
        return str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26)
        return letter if form == "upperLetter" else letter.lower()
    return str(number)


def _chinese(number: int) -> str:
    if number >= 100:
        return "".join(_CHINESE[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _CHINESE[tens]) + "十" if tens else ""
    return head + (_CHINESE[ones] if ones or not tens else "")


def _levels(parent: Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for child in parent:
        index = attribute(child, "ilvl") or "0"
        if local_name(child) == "lvl" and index.isdigit():
            values = {local_name(entry): attribute(entry, "val") or "" for entry in child}
            start = values.get("start", "1")
            levels[int(index)] = _Level(
                values.get("numFmt", "decimal"), values.get("lvlText", "")[:40], int(start) if start.isdigit() else 1
            )
    return levels


def _overridden(overrides: list[Element]) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for override in overrides:
        levels.update(_levels(override))
    return levels
