"""Report text made fit to be printed: nothing in it may move a cursor, turn the writing direction, or hide."""

from __future__ import annotations

import re

_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_DIRECTION = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HIDDEN = "\u00ad\u034f\u180b\u180c\u180d\u180e\u180f\u200b\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb"
_TABLE: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    **dict.fromkeys(range(128, 160), "▯"),
    **dict.fromkeys(range(55296, 57344), "▯"),
    **dict.fromkeys(range(917504, 917632), ""),
    **{ord(character): "␦" for character in _DIRECTION},
    **{ord(character): "" for character in _HIDDEN},
    0x7F: "␡",
    0x09: "\t",
    0x0A: "\n",
}
_SPECIAL = re.compile("[^\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2070-\ud7ff\uf900-\ufaff\uff00-\uffef]")


def safe(text: str) -> str:
    """The text with its lines kept, control and direction characters shown as signs, invisible ones dropped."""
    unified = _BREAKS.sub("\n", text)
    return unified.translate(_TABLE) if _SPECIAL.search(unified) else unified


def one_line(text: str) -> str:
    """The text as a single safe line: line ends and tabs become spaces."""
    return safe(text).replace("\n", " ").replace("\t", " ")


_ALIVE_IN_JSON = re.compile(f"[\x7f-\x9f\ud800-\udfff{_DIRECTION}{_HIDDEN}\u2028\u2029]")

_PIECE = 2**18
"""Characters looked through at a time; no other thread runs meanwhile."""


def json_safe(document: str) -> str:
    """A json document whose strings hold every character, those that would act on a terminal written as escapes."""
    pieces = (document[start : start + _PIECE] for start in range(0, len(document), _PIECE))
    return "".join(_ALIVE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", piece) for piece in pieces)
