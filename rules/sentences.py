"""Sentences of a report's text, made comparable: what copying is measured in."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from core.identity import agency_key
from core.report import Report, Section
from core.simplified import simplify

_END = re.compile(r"[。！？；!?;\n]+")
_NUMBER = re.compile(r"[0-9０-９][0-9０-９.,，]*")
_NOT_WORD = re.compile(r"[\W_]+")
SHORTEST = 10
"""Shorter sentences are headings or commonplaces."""
LONGEST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its place; `plain` is what is compared: no numbers, punctuation, years, nor the organ's own name."""

    section: int
    start: int
    end: int
    plain: str

    @property
    def digest(self) -> int:
        """63 bits that stand for `plain`, the same on every machine."""
        return int.from_bytes(hashlib.blake2b(self.plain.encode(), digest_size=8).digest(), "big") >> 1


def sentences(report: Report, numbers: tuple[int, ...] = (1, 5, 6), boilerplate: tuple[str, ...] = ()) -> tuple[Sentence, ...]:
    """The sentences of those sections long enough to be somebody's own words, without legal boilerplate and that given."""
    common = tuple(comparable(text) for text in boilerplate)
    name = _NOT_WORD.sub("", agency_key(report.agency)) if report.agency else ""
    return tuple(
        sentence
        for section in report.sections
        if section.present and section.number in numbers
        for sentence in _of(section, name)
        if not any(text and text in sentence.plain for text in common)
    )


def _of(section: Section, name: str) -> Iterator[Sentence]:
    text, start = section.text[:LONGEST_TEXT], 0
    even = simplify(text)
    even = even if len(even) == len(text) else text
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        plain = _words(even[start:end], name)
        if len(plain) >= SHORTEST and not _boilerplate(plain):
            yield Sentence(section.number, start, end, plain)
        start = end


def comparable(text: str, name: str = "") -> str:
    """The words of a sentence without figures, punctuation and the organ's name."""
    return _words(simplify(text), name)


def _words(even: str, name: str) -> str:
    plain = _NOT_WORD.sub("", _NUMBER.sub("", unicodedata.normalize("NFKC", even)))
    return plain.replace(name, "") if name else plain


_BOILERPLATE = re.compile(
    r"政府信息公开条例|国务院令|年度报告格式|国办公开办函|国办函|统计期限|编制本报告|现将.{0,30}公布|如有疑问|联系电话|信息处理费|没有其他需要报告"
    r"|无其他需要报告|习近平新时代|精神为指导|贯彻落实党的|二十大|十九大|决策部署"
)


def _boilerplate(plain: str) -> bool:
    return _BOILERPLATE.search(plain) is not None
