"""What part a figure plays in its sentence: a figure of its own, last year's for comparison, a growth, a share, a rate."""

from __future__ import annotations

import re
from typing import Literal

from core.claims.lexicon import Term
from core.claims.sentences import Figure, Sentence

Role = Literal["figure", "previous", "change", "share", "rate", "nought"]
Direction = Literal["up", "down", None]

PERCENT = frozenset(("%", "‰", "百分点", "个百分点"))
_BACK = 40
"""How far before a figure its 比 or 同比 may stand."""
_LAST_YEAR = re.compile(r"(?:上年度?|上一年度?|去年|前一年|往年)(?:同期)?(?:的|为|是|共|度)?$")
_PLAIN_CHANGES = frozenset(("增长", "增加", "上升", "下降", "减少", "降低", "下滑"))

_YEAR_ONLY = re.compile(r"(?:20[0-9]{2}年度?|今年|本年度?)的?")
"""上升至2023年的50件."""


def role_of(figure: Figure, sentence: Sentence, year: int | None) -> tuple[Role, Direction]:
    """The role of a figure and, for a growth, its direction."""
    unit = figure.found.quantity.unit
    change = _adjacent_change(figure)
    if unit in PERCENT:
        return _percentage(figure, sentence, change)
    if _names_last_year(figure, sentence, year):
        return "previous", None
    if change is not None and change.value == "level":
        return "figure", "up" if change.word[0] in "增上提" else "down"
    if change is not None and change.value in ("up", "down") and (change.word in _PLAIN_CHANGES or _compared(figure, sentence)):
        return "change", "up" if change.value == "up" else "down"
    return "figure", None


def _percentage(figure: Figure, sentence: Sentence, change: Term | None) -> tuple[Role, Direction]:
    if change is not None and change.value in ("up", "down") and "分别" not in figure.left_text:
        return "change", "up" if change.value == "up" else "down"
    shares = [term for term in figure.left if term.kind == "share"]
    if shares:
        return ("share" if shares[-1].value == "share" else "rate"), None
    return "rate", None


def _adjacent_change(figure: Figure) -> Term | None:
    """增长, 下降 … directly before the figure, at most a few characters (了, 幅度为) between."""
    changes = [term for term in figure.left if term.kind == "change"]
    if not changes:
        return None
    between = figure.left_text[changes[-1].end - (figure.start - len(figure.left_text)) :]
    near = len(between) <= 3 or (changes[-1].value == "level" and _YEAR_ONLY.fullmatch(between) is not None)
    return changes[-1] if near else None


def _compared(figure: Figure, sentence: Sentence) -> bool:
    begin = max(0, figure.start - _BACK, sentence.text.rfind("；", 0, figure.start))
    return any(term.kind == "compare" and begin <= term.start < figure.start for term in sentence.terms)


def _names_last_year(figure: Figure, sentence: Sentence, year: int | None) -> bool:
    """比上年31件, 2022年31件, 比2022年（31起）: a mark of last year in the figure's own words or right before its bracket."""
    clause = sentence.clauses[figure.clause]
    if clause.border in ("（", "【") and len(figure.left_text) <= 2:
        before = sentence.text[max(0, clause.start - 14) : clause.start - 1]
        return _LAST_YEAR.search(before) is not None or (
            year is not None and re.search(rf"{year - 1}年度?(?:同期)?的?$", before) is not None
        )
    begin = figure.start - len(figure.left_text)
    marks = [term.start for term in figure.left if term.kind == "time" and term.value == "previous"]
    marks += [
        start for start, _, named in sentence.years if year is not None and named == year - 1 and begin <= start < figure.start
    ]
    if not marks:
        return False
    later = [
        t
        for t in figure.left
        if t.start > max(marks) and (t.kind in ("compare", "change") or (t.kind == "time" and t.value == "this"))
    ]
    return not later
