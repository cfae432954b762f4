"""Nought said in words: 未收到政府信息公开申请, 无行政复议、行政诉讼案件."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.claims.cells import Reading, application_cells, case_cells, document_cells
from core.claims.lexicon import Term
from core.claims.sentences import Sentence
from core.claims.surroundings import Surroundings

_REACH = 32
_QUALIFIED = re.compile(r"超期|逾期|违规|不当|败诉|泄|重大|投诉|举报|不力|不满|撤销|确认违法|过错|责任|瑕疵|异议|差错")
_SOME = re.compile(r"个[^，]{0,6}(?:单位|部门|街道|镇|乡|县|区|局)|部分|有的|多数|其余|除|以外|之外")
"""36个街道未收到申请 says nothing of the others."""
_NONE = frozenset(("没有", "不存在", "无", "未有", "暂无", "均无"))
_NARROWED = re.compile(r"涉及|关于|要求|有关|针对|相关方面|逾|超|转办|转交|上级|以.{1,4}名义|重复|大量")


@dataclass(frozen=True, slots=True)
class Negation:
    """A negated statement: its offsets in the sentence, its clause, and what is nought."""

    start: int
    end: int
    clause: int
    reading: Reading


def negations(sentence: Sentence, around: Surroundings) -> Iterator[Negation]:
    """Every statement of the sentence that something counted by the tables did not occur."""
    for index, term in enumerate(sentence.terms):
        if term.kind != "negative":
            continue
        clause = sentence.clauses[_clause_number(sentence, term.start)]
        if _SOME.search(sentence.text[clause.start : term.start]) or "除" in sentence.text[max(0, term.start - 15) : term.start]:
            continue
        reach = 14 if term.word == "无" else _REACH
        following = _following(sentence, sentence.terms[index + 1 :], term.end + reach)
        reading = _reading(sentence, term, following, around)
        if reading is not None:
            yield Negation(term.start, following[-1].end, _clause_number(sentence, term.start), reading)


def _following(sentence: Sentence, terms: tuple[Term, ...], limit: int) -> list[Term]:
    """The terms the negation reaches: to the next comma or figure, over 、 only."""
    stop = (
        min((sentence.text.find(sign, terms[0].start) % (len(sentence.text) + 1) for sign in "，；：（"), default=0)
        if terms
        else 0
    )
    figure = next((each.start for each in sentence.figures if terms and each.start >= terms[0].start), len(sentence.text))
    found: list[Term] = []
    for term in terms:
        if term.end > stop or term.start >= figure or (not found and term.start > limit):
            break
        if term.kind == "negative":
            break
        found.append(term)
    return found if figure >= stop else []


def _reading(sentence: Sentence, negative: Term, following: list[Term], around: Surroundings) -> Reading | None:
    if negative.value:
        return _acts(negative, following, around)
    if not following or not around.disclosure:
        return None
    between = sentence.text[negative.end : following[-1].end]
    after = sentence.text[following[-1].end : following[-1].end + 4]
    kinds = {term.kind for term in following}
    if "\n" in between or kinds & {"other", "outcome", "share", "verdict"} or _QUALIFIED.search(between + after):
        return None
    cases = tuple(dict.fromkeys(term.value for term in following if term.kind == "case"))
    if cases:
        return Reading("review" if cases == ("review",) else "suit", case_cells(cases, "total"), rows=cases, noun="total")
    applications = [term for term in following if term.kind in ("application", "plain_application")]
    rows = [term.value for term in following if term.kind == "row" and term.value != "new"]
    turned = [term for term in following if term.kind == "row" and term.value in ("carried_over", "carried_forward")]
    if turned:
        near = negative.word in _NONE and turned[0].start - negative.end <= 6
        return _turned(turned[0], around) if near and {term.value for term in turned} == {turned[0].value} else None
    if not applications or rows or _NARROWED.search(sentence.text[negative.end : applications[0].start]):
        return None
    applicants = {term.value for term in following if term.kind == "applicant"}
    if applicants and not {"natural_person", "organisations"} <= applicants:
        return None
    if applications[0].kind == "plain_application" and not around.application:
        return None
    if negative.word in _NONE and applications[0].start - negative.end > 8:
        return None
    return Reading("received", application_cells(around.form, ("new",)), rows=("new",))


def _turned(turned: Term, around: Surroundings) -> Reading:
    """无上年结转, 无结转下年度申请."""
    return Reading(turned.value, application_cells(around.form, (turned.value,)), rows=(turned.value,))


def _documents(negative: Term, following: list[Term], around: Surroundings) -> Reading | None:
    """未制定规范性文件: nothing else may stand between."""
    rows = tuple(dict.fromkeys(term.value for term in following if term.kind == "document"))
    if not rows or len(rows) != len(following) or following[0].start - negative.end > 2:
        return None
    return Reading("document", document_cells(around.form, rows, negative.value), around.form == "2021", rows=rows)


def _acts(negative: Term, following: list[Term], around: Surroundings) -> Reading | None:
    """未制定, 未废止, 未作出: what table 2 counts."""
    return _decisions(negative, following) if negative.value == "decided" else _documents(negative, following, around)


def _decisions(negative: Term, following: list[Term]) -> Reading | None:
    """未作出行政处罚决定: the decisions of table 2, nothing else between."""
    rows = tuple(dict.fromkeys(term.value for term in following if term.kind == "decision"))
    known = all(term.kind in ("decision", "decision_act") and term.value != "?" for term in following)
    if not rows or not known or following[0].start - negative.end > 2:
        return None
    cells = tuple(f"t2.{row}.decisions" for row in rows)
    return Reading("decision", cells, negative.word.endswith("出"), rows=rows)


def _clause_number(sentence: Sentence, position: int) -> int:
    return max(number for number, clause in enumerate(sentence.clauses) if clause.start <= position)
