"""Pages inside other texts: in a field of a content system's json, escaped once too often, in a feed's character data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape, unescape

from core.readers.bounds import MAX_NESTING

_CLOSED = re.compile(r"</(?:p|td|tr|table|div|span|section|h[1-6])\s*>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(r"&lt;(/?[a-zA-Z][^<>]{0,2000}?)&gt;")
_ESCAPED_END = re.compile(r"&lt;/(?:p|td|tr|table|div|section|h[1-6])\s*&gt;", re.IGNORECASE)
_FEW_TAGS = 4
_LONG_TEXT = 200
_TITLE_NAMES = frozenset(("title", "name", "subject", "headline", "doctitle", "artitle", "bt", "mc"))
_DATE_NAMES = frozenset(("pubdate", "publishdate", "publishtime", "pubtime", "releasetime", "docreltime", "fbsj", "fbrq"))
_LONGEST_FIELD = 200


def unwrapped(text: str) -> str:
    """The page that a text wraps, or the text itself."""
    if text.lstrip()[:1] in ("{", "["):
        text = _page_in_json(text) or text
    if "<![CDATA[" in text:
        text = text.replace("<![CDATA[", "").replace("]]>", "")
    return _unescaped(text) if "&lt;/" in text else text


def _unescaped(text: str) -> str:
    """Text whose tags were escaped, as a page; frames that hold an escaped page are left as they are."""
    ends = sum(1 for _ in _ESCAPED_END.finditer(text))
    if ends < _FEW_TAGS or ends <= sum(1 for _ in _CLOSED.finditer(text)) or "srcdoc" in text:
        return text
    return _ESCAPED_TAG.sub(lambda match: f"<{unescape(match[1])}>", text).replace("&amp;", "&")


def _page_in_json(text: str) -> str | None:
    """The longest page or text among the strings of a json document, below its title and its day of publication."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    strings = list(_strings(data))
    bodies = [value for _, value in strings if len(_CLOSED.findall(value[:100_000])) >= _FEW_TAGS or _ESCAPED_END.search(value)]
    bodies = bodies or [value for _, value in strings if len(value) >= _LONG_TEXT and "\n" in value]
    if not bodies:
        return None
    body = max(bodies, key=len)
    title = _first(strings, _TITLE_NAMES)
    day = _first(strings, _DATE_NAMES)
    if not _CLOSED.search(body) and not _ESCAPED_END.search(body):
        return "\n".join(filter(None, (title, day and f"发布日期：{day}", body)))
    head = (f"<h1>{escape(title)}</h1>" if title else "") + (f"<p>发布日期：{escape(day)}</p>" if day else "")
    return f"<html><body>{head}<div>{body}</div></body></html>"


def _first(strings: list[tuple[str, str]], names: frozenset[str]) -> str | None:
    """The first short field of one of these names."""
    return next((value for name, value in strings if name.lower() in names and 0 < len(value) <= _LONGEST_FIELD), None)


def _strings(data: object, name: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Every string with the name of its field; nothing below the deepest nesting that pages may have."""
    if isinstance(data, str):
        yield name, data
    elif depth < MAX_NESTING:
        if isinstance(data, dict):
            for key, value in data.items():
                yield from _strings(value, str(key), depth + 1)
        elif isinstance(data, list):
            for value in data:
                yield from _strings(value, name, depth + 1)
