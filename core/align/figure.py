"""What stands in one figure cell, and whether a piece of text can be one at all."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from core.quantity import LONGEST_NUMBER, figure
from core.report import CellState

_MEASURE = r"(?:[百千万亿]?元|万余?元|[件条项份宗起次个家户篇部种类例人]|批次?|人次|件次|案件?|万?(?:件|条|人次|次))"
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_SIGN = r"(?:[+\-↑↓]|增加?了?|新增|减少?了?|下降)"
_CELL = re.compile(rf"{_SIGN}?{_NUMBER}{_MEASURE}?(?:\(.{{1,80}}\))?")
_MARK = re.compile(r"(?<=[0-9元件])(?:[\u2460-\u2473*※†‡]{1,3}|\[注?[0-9]{1,2}\]|\(注[0-9]{0,2}\))$")
"""The mark of a footnote behind a figure."""
_WRITTEN = re.compile(r"[〇零一二两三四五六七八九十百千万]{1,12}[件条项宗]?")
_SPLIT_NUMBER = re.compile(r"[0-9,](?:\s*[0-9,.])*")
_IN_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:\.[0-9]+)?")
_NUMBER_LINE = re.compile(r"[0-9](?:[0-9,.]*[0-9])?")
_EMPTY = re.compile(r"[-/\\_~]{1,6}|无|没有|未增未减|不变|无变化|持平|零|〇")
_LONGEST = 90


class CellFigure(NamedTuple):
    """A figure cell as read: `state` NUMBER, BLANK or DASH."""

    state: CellState
    value: Decimal | None = None
    unit: str | None = None
    note: str | None = None


BLANK = CellFigure(CellState.BLANK)


def read_figure(text: str, *, split_digits: bool = False) -> CellFigure | None:
    """The figure that the whole of `text` (comparable) is, None when it is no figure.

    With `split_digits` the digits of one number may stand apart, as in a cell of which every digit has a tag of its own.
    """
    return _read(text, split_digits) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def read_digits(text: str) -> CellFigure | None:
    """The figure that nothing but ASCII digits are."""
    return CellFigure(CellState.NUMBER, Decimal(text)) if len(text) <= LONGEST_NUMBER else None


@lru_cache(maxsize=4096)
def _read(text: str, split_digits: bool) -> CellFigure | None:
    if text.isdigit() and text.isascii():
        return read_digits(text)
    plain = "".join(text.split())
    if not plain:
        return BLANK
    if plain != text.strip() and _several(text):
        return None
    if plain != text.strip() and not split_digits and _SPLIT_NUMBER.fullmatch(text.strip()):
        return None
    mark = _MARK.search(plain)
    if mark is not None:
        plain = plain[: mark.start()]
    if not (_EMPTY.fullmatch(plain) or _CELL.fullmatch(plain)):
        return None
    found = figure(plain)
    if found.kind == "dash":
        return CellFigure(CellState.DASH)
    if found.value is None:
        return None
    return CellFigure(CellState.NUMBER, found.value, found.unit, found.note or (mark.group() if mark else None))


def read_written(text: str) -> CellFigure | None:
    """The figure of a cell whose table writes its figures in Chinese characters: 四十七."""
    if not _WRITTEN.fullmatch(text):
        return None
    found = figure(text)
    return CellFigure(CellState.NUMBER, found.value, found.unit) if found.value is not None else None


def _several(text: str) -> bool:
    """Whether numbers stand beside or below each other; digit by digit, in thousands or cut at a comma they are one figure."""
    pieces = text.split()
    numbers = len(pieces) > 1 and all(_NUMBER_LINE.fullmatch(piece) for piece in pieces)
    return numbers and any(len(piece) > 1 for piece in pieces) and not _IN_THOUSANDS.fullmatch(" ".join(pieces))
