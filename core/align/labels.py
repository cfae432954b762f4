"""The words of an official form, found in whatever pieces a layout left of them.

Labels are compared as Chinese characters only: ordinals, brackets, spaces and line ends carry nothing that order does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from core.forms import Form, Table

HAN = re.compile(r"[\u3400-\u9fff]+")
_BRACKETED = re.compile(r"\(.*?\)|\(.*$")
ORDINALS = "一二三四五六七八九十"
_SHORTEST_PREFIX = 4
_FIRST_OF_LABEL = (4, 3, 2)
_LONG_LABEL = 8
OFTEN_ASKED = 150
"""Texts between figures up to this length are mostly the form's own, the same in every report, and remembered."""

Kind = Literal["row", "column", "group", "band", "span", "noise"]
"""A band encloses rows, a span columns; a group is a part of a table that stands in one row."""


class Meaning(NamedTuple):
    """What a phrase stands for: the key of a row, column or group (`row` of a one-row table) of a table."""

    kind: Kind
    table: str
    key: str


class Mention(NamedTuple):
    """A phrase of the form found in a text: `matched` of `whole` characters stand there, from `start` to `end`."""

    phrase: str
    start: int
    end: int
    meanings: tuple[Meaning, ...]

    @property
    def complete(self) -> bool:
        """Whether the whole phrase stands there."""
        return self.end - self.start == len(self.phrase)

    @property
    def rest(self) -> str:
        """What of the phrase is still to come."""
        return self.phrase[self.end - self.start :]


@lru_cache(maxsize=8192)
def han(text: str) -> str:
    """The Chinese characters of a text."""
    return "".join(HAN.findall(text))


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All phrases of a form with one pattern that finds them."""

    meanings: Mapping[str, tuple[Meaning, ...]]
    pattern: re.Pattern[str]
    starts: Mapping[str, tuple[str, ...]]
    rows_by_beginning: Mapping[str, tuple[str, ...]]
    """Long labels of rows by their first two, three and four characters."""
    begun: frozenset[str]
    """The last two characters of each of these beginnings; what ends otherwise begins no such label."""

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The phrases in `text` (Chinese characters only) from left to right, longest first, also unfinished long ones."""
        return _often_asked(self, text) if len(text) <= OFTEN_ASKED else tuple(self._mentions(text))

    def rest_of(self, before: str, after: str) -> int:
        """How many characters of `after` end a long label of a row of which only the first few end `before`."""
        if before[-2:] not in self.begun:
            return 0
        for length in _FIRST_OF_LABEL:
            for phrase in self.rows_by_beginning.get(before[-length:], ()):
                if after.startswith(phrase[length:]):
                    return len(phrase) - length
        return 0

    def begins(self, text: str) -> bool:
        """Whether a text (Chinese characters only) begins with a phrase, perhaps behind an ordinal."""
        return self.pattern.match(text.lstrip(ORDINALS)) is not None

    def _mentions(self, text: str) -> Iterator[Mention]:
        match = self.pattern.search(text)
        while match is not None:
            found = match.group()
            phrase: str | None = found if found in self.meanings else self._whole(found)
            end = match.end()
            if phrase and 2 * len(found) < len(phrase) and end < len(text):
                phrase = self._longest_within(found)
                end = match.start() + len(phrase) if phrase else end
            if phrase:
                yield Mention(phrase, match.start(), end, self.meanings[phrase])
            match = self.pattern.search(text, end)

    def _longest_within(self, beginning: str) -> str | None:
        """The longest whole phrase that `beginning` begins with."""
        return next((beginning[:n] for n in range(len(beginning), 1, -1) if beginning[:n] in self.meanings), None)

    def _whole(self, beginning: str) -> str:
        return next(phrase for phrase in self.starts[beginning[:_SHORTEST_PREFIX]] if phrase.startswith(beginning))


@lru_cache(maxsize=4096)
def _often_asked(words: Vocabulary, text: str) -> tuple[Mention, ...]:
    return tuple(words._mentions(text))


@cache
def vocabulary(form: Form) -> Vocabulary:
    """The vocabulary of a form."""
    collected: dict[str, dict[Meaning, None]] = {}
    for text, meaning in _phrases(form):
        phrase = han(text)
        if phrase:
            collected.setdefault(phrase, {})[meaning] = None
    meanings = {phrase: tuple(found) for phrase, found in collected.items()}
    long = [phrase for phrase in meanings if len(phrase) > _SHORTEST_PREFIX + 1]
    starts: dict[str, list[str]] = {}
    for phrase in sorted(long, key=len):
        starts.setdefault(phrase[:_SHORTEST_PREFIX], []).append(phrase)
    unique = {start for start, phrases in starts.items() if _one_line(phrases)}
    rows: dict[str, tuple[str, ...]] = {}
    for phrase in sorted(long, key=len, reverse=True):
        if len(phrase) >= _LONG_LABEL and any(meaning.kind == "row" for meaning in meanings[phrase]):
            for length in _FIRST_OF_LABEL:
                rows[phrase[:length]] = (*rows.get(phrase[:length], ()), phrase)
    begun = frozenset(beginning[-2:] for beginning in rows)
    return Vocabulary(meanings, _pattern(meanings, unique), {start: tuple(found) for start, found in starts.items()}, rows, begun)


def _one_line(phrases: list[str]) -> bool:
    """Whether phrases (shortest first) only lengthen each other, so that a beginning can mean but one thing."""
    return all(longer.startswith(shorter) for shorter, longer in pairwise(phrases))


def _pattern(meanings: Mapping[str, object], unique: set[str]) -> re.Pattern[str]:
    """One alternation, a branch a first character, longest phrases first; long phrases match from their unique beginning on."""
    by_first: dict[str, list[str]] = {}
    open_ended = {phrase for phrase in meanings if len(phrase) > _SHORTEST_PREFIX + 1 and phrase[:_SHORTEST_PREFIX] in unique}
    longest = {start: max((p for p in open_ended if p.startswith(start)), key=len) for start in unique}
    for phrase in meanings:
        if phrase in open_ended:
            if longest[phrase[:_SHORTEST_PREFIX]] == phrase:
                by_first.setdefault(phrase[0], []).append(_lengthening(phrase))
        else:
            by_first.setdefault(phrase[0], []).append(phrase)
    branches = []
    for first, patterns in by_first.items():
        ordered = sorted(patterns, key=len, reverse=True)
        branches.append(f"{first}(?:{'|'.join(pattern[1:] for pattern in ordered)})")
    return re.compile("|".join(branches))


def _lengthening(phrase: str) -> str:
    """A pattern for every beginning of a phrase of at least the shortest unique length."""
    tail = ""
    for character in reversed(phrase[_SHORTEST_PREFIX:]):
        tail = f"(?:{character}{tail})?"
    return phrase[:_SHORTEST_PREFIX] + tail


def _phrases(form: Form) -> Iterator[tuple[str, Meaning]]:
    for table in form.tables:
        for row in table.rows:
            kind: Kind = "group" if table.layout == "one_row" else "row"
            for label in (row.label, *row.aliases):
                yield label, Meaning(kind, table.key, row.key)
            for band in row.bands:
                yield band.partition("、")[2] or band, Meaning("band", table.key, row.key)
        for column in table.columns:
            for label in (column.label, *column.aliases):
                yield label, Meaning("column", table.key, column.key)
                yield _BRACKETED.sub("", label), Meaning("column", table.key, column.key)
            for band in column.bands:
                yield band, Meaning("span", table.key, column.key)
        for footnote in table.footnotes:
            yield footnote, Meaning("noise", table.key, "")
        yield table.title, Meaning("noise", table.key, "title")
    yield from _common_noise(form.table_by_key)


def _common_noise(tables: Mapping[str, Table]) -> Iterator[tuple[str, Meaning]]:
    """Words printed between the figures that name no cell."""
    for phrase in (
        "信息内容",
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "本年度办理结果",
        "办理结果",
        "项目",
        "单位",
    ):
        yield phrase, Meaning("noise", "t3" if "办理" in phrase else "t2", "")
    for phrase in ("结果", "维持", "纠正", "尚未", "审结", "提起行政诉讼情况", "被申请行政复议"):
        yield phrase, Meaning("span", "t4", "")


def keys(mentions: Iterable[Mention], kind: Kind) -> frozenset[tuple[str, str]]:
    """(table, key) of all meanings of a kind."""
    return frozenset((m.table, m.key) for mention in mentions for m in mention.meanings if m.kind == kind)
