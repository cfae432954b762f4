"""Sentences, the clauses in them, and in each clause its figures with the terms that stand left and right of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.claims.lexicon import Term, terms
from core.quantity import FoundQuantity, quantities

LONGEST_SENTENCE = 1500
"""No sentence of a report is longer; a text without full stops is cut, so that work a sentence stays bounded."""

_SENTENCE = re.compile(rf"[^。！？\n]{{1,{LONGEST_SENTENCE}}}")
_BORDER = re.compile(r"[，；：、（）【】]")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})年(度)?(?!的?(?:工作)?(?:要点|计划|方案))")
_LIST_NUMBER = re.compile(r"(?:^|(?<=[；。，：]))[0-9]{1,2}[、.．](?![0-9])")
_OPEN, _CLOSE = "（【", "）】"


@dataclass(slots=True)
class Figure:
    """A figure of a sentence and what stands around it inside its clause."""

    found: FoundQuantity
    start: int
    end: int
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    left_text: str
    right_text: str
    depth: int
    clause: int
    position: int
    """Its number among the sentence's figures."""


@dataclass(slots=True)
class Clause:
    """A stretch between commas, colons, brackets; `border` is the sign before it, `after` the one behind it."""

    start: int
    end: int
    depth: int
    border: str
    after: str
    terms: tuple[Term, ...] = ()
    figures: list[Figure] = field(default_factory=list)


@dataclass(slots=True)
class Sentence:
    """A sentence: its offsets in the even text, its clauses, figures, terms and the years it names."""

    start: int
    end: int
    text: str
    topic: str | None
    clauses: list[Clause]
    figures: list[Figure]
    terms: tuple[Term, ...]
    years: tuple[tuple[int, int, int], ...]
    """Each named year: start, end, year."""
    paragraph: int = 0
    times: tuple[Term, ...] = ()
    """The terms that name a time."""


_TOPICS = (
    ("application", "依申请"),
    ("application", "申请公开"),
    ("active", "主动公开"),
    ("management", "信息管理"),
    ("platform", "平台"),
    ("support", "监督"),
    ("case", "复议"),
)


def sentences(text: str, year: int | None) -> Iterator[Sentence]:
    """The sentences of even text in order, each with the topic that its paragraph's heading announces."""
    topic: str | None = None
    paragraph = 0
    previous_end = 0
    for match in _SENTENCE.finditer(text):
        if "\n" in text[previous_end : match.start()]:
            paragraph += 1
        previous_end = match.end()
        topic = _topic(match[0], at_line_start=match.start() == 0 or text[match.start() - 1] == "\n") or topic
        yield _sentence(match[0], match.start(), topic, year, paragraph)


_NUMBERED = re.compile(r"(?:（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[、.．])")


def _topic(sentence: str, *, at_line_start: bool) -> str | None:
    """The topic of a heading: a numbered beginning anywhere, or the first words of a line."""
    numbered = _NUMBERED.match(sentence)
    if not at_line_start and numbered is None:
        return None
    body = sentence[numbered.end() if numbered else 0 :]
    head = re.split(r"[，：]", body, maxsplit=1)[0]
    if len(head) > 30 or (numbered is None and not _is_heading(head, body)):
        return None
    for topic, word in _TOPICS:
        if word in head:
            return topic
    return None if numbered is None or sentence[0] not in "（" else "unnamed"


def _is_heading(head: str, body: str) -> bool:
    """依申请公开情况。 or 依申请公开： without a number before it."""
    named = head.endswith(("情况", "方面")) or body[len(head) :].startswith("：") or body == head
    return named and len(head) <= 16 and not any(character.isdigit() for character in head)


def _sentence(text: str, start: int, topic: str | None, year: int | None, paragraph: int) -> Sentence:
    found_terms = tuple(terms(text, year))
    list_numbers = [(match.start(), match.end()) for match in _LIST_NUMBER.finditer(text)]
    figures = [q for q in quantities(text) if not _overlaps(q, list_numbers)]
    kept_terms, figures = _untangle(found_terms, figures)
    clauses = _clauses(text)
    sentence = Sentence(
        start,
        start + len(text),
        text,
        topic,
        clauses,
        [],
        kept_terms,
        tuple(
            (m.start(), m.end(), int(m[1]))
            for m in _YEAR.finditer(text)
            if not any(term.kind == "row" and term.start <= m.start() < term.end for term in kept_terms)
        ),
        paragraph,
        tuple(term for term in kept_terms if term.kind == "time"),
    )
    _place(sentence, figures)
    return sentence


def _overlaps(figure: FoundQuantity, spans: list[tuple[int, int]]) -> bool:
    return any(start < figure.end and figure.start < end for start, end in spans) if spans else False


def _untangle(found_terms: tuple[Term, ...], figures: list[FoundQuantity]) -> tuple[tuple[Term, ...], list[FoundQuantity]]:
    """A figure inside a word (三安全一稳定) is none; a word inside a figure (将 of 将近) is none."""
    kept: list[Term] = []
    standing = list(figures)
    index = 0
    for term in found_terms:
        while index < len(standing) and standing[index].end <= term.start:
            index += 1
        if index < len(standing) and standing[index].start < term.end:
            figure = standing[index]
            if len(term.word) >= 4 and figure.number >= term.start:
                standing.pop(index)
            else:
                continue
        kept.append(term)
    return tuple(kept), standing


def _clauses(text: str) -> list[Clause]:
    clauses: list[Clause] = []
    depth, begin, border = 0, 0, ""
    for match in _BORDER.finditer(text):
        sign = match[0]
        clauses.append(Clause(begin, match.start(), depth, border, sign))
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        begin, border = match.end(), sign
    clauses.append(Clause(begin, len(text), depth, border, ""))
    return clauses


def _place(sentence: Sentence, found: list[FoundQuantity]) -> None:
    """Hand every figure and term to its clause, and to every figure what stands beside it."""
    term_index = figure_index = 0
    for number, clause in enumerate(sentence.clauses):
        own_terms: list[Term] = []
        while term_index < len(sentence.terms) and sentence.terms[term_index].start < clause.end:
            own_terms.append(sentence.terms[term_index])
            term_index += 1
        clause.terms = tuple(own_terms)
        own: list[FoundQuantity] = []
        while figure_index < len(found) and found[figure_index].start < clause.end:
            own.append(found[figure_index])
            figure_index += 1
        _fill(sentence, clause, number, own)


def _fill(sentence: Sentence, clause: Clause, number: int, own: list[FoundQuantity]) -> None:
    before = clause.start
    for index, quantity in enumerate(own):
        after = own[index + 1].start if index + 1 < len(own) else clause.end
        figure = Figure(
            quantity,
            quantity.start,
            quantity.end,
            tuple(term for term in clause.terms if before <= term.start and term.end <= quantity.start),
            tuple(term for term in clause.terms if quantity.end <= term.start and term.end <= after),
            sentence.text[before : quantity.start],
            sentence.text[quantity.end : after],
            clause.depth,
            number,
            len(sentence.figures),
        )
        clause.figures.append(figure)
        sentence.figures.append(figure)
        before = quantity.end
