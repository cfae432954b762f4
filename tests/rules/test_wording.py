"""What rules say, read as a strict editor reads it: no empty brackets, no doubled signs, no failure told as success."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from core.words import LANGUAGES, Language, say
from rules.check import check
from rules.context import PlainContext
from rules.messages import hint_text, message, reason_text
from rules.registry import all_rules
from rules.result import Result, Status
from rules.settings import Settings
from tests.rules.build import build, ragged
from tests.rules.notation import cases

SLIPS = re.compile(
    r"（\s*）|\(\s*\)|“”|‘’"
    r"|[，。；：、！？]{2,}|[,;:]{2,}|[，；：、]$|[,;:]\s*$"
    r"|\s{2,}|^\s|\s$|\s[，。；：、？）]|（\s"
    r"|None|\{|\}|\d+\.0%|等、|、等"
)
QUOTED = re.compile(r"“[^“”]+”")
"""What the report itself says."""
FAILURES = re.compile(r"不符|不等于|不对|不同于|有误|缺少|漏填|逾期|泄露|雷同的|contradict|does not|do not|fails|missing|wrong")
LONGEST = {"zh": 26, "en": 80}


@cache
def all_results() -> tuple[Result, ...]:
    """Every result of every case in which a rule fires; those of packs speak in the user's words."""
    return tuple(
        result
        for case in cases()
        if case.pack is None and case.kind == "fires"
        for result in check(case.reports[0], PlainContext(case.reports[0], case.reports, Settings()))
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_slip(language: Language) -> None:
    """Messages, reasons and suppositions of all cases: brackets hold something, signs stand once, nothing is left open."""
    wrong = {
        sentence
        for result in all_results()
        for sentence in (message(result, language), reason_text(result, language), hint_text(result, language) or "")
        if SLIPS.search(QUOTED.sub("“x”", sentence))
    }

    assert set() == wrong


@pytest.mark.parametrize("code", all_rules())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_names_what_holds(code: str, language: Language) -> None:
    """A passed check is named by what holds, short and without the words of its failure."""
    rule = all_rules()[code]
    claim = say(f"rule.{code}.holds", language)

    assert claim == message(rule.passed(), language)
    assert claim != rule.title(language)
    assert len(claim) <= LONGEST[language]
    assert not FAILURES.search(claim)
    assert not re.search(r"[{}?？。.!！：:]", claim)


def sentence_of(results: tuple[Result, ...], code: str) -> str:
    """The Chinese sentence of a rule's first fail."""
    return next(message(each, "zh") for each in results if each.code == code and each.status is Status.FAIL)


def test_a_list_is_cut_only_when_there_is_more() -> None:
    """等 stands behind five cells of more, never behind all of them."""
    row = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org", "total")
    few = check(build(cells={"t3.granted.business": "blank", "t3.granted.research": "blank"}))
    many = check(build(cells={f"t3.granted.{column}": "blank" for column in row}))

    assert "2 格空着或画了横线（予以公开·商业企业、予以公开·科研机构），" in sentence_of(few, "S304")
    assert "7 格空着或画了横线（" in sentence_of(many, "S304")
    assert "予以公开·法律服务机构 等），" in sentence_of(many, "S304")


def test_a_cell_of_which_nothing_is_printed_has_no_brackets() -> None:
    """An unreadable place without a text is named, nothing is quoted."""
    results = check(build(cells={"t3.granted.business": "?"}))

    assert sentence_of(results, "S305").endswith("予以公开·商业企业")


def test_a_row_of_table_2_needs_its_own_number_of_figures() -> None:
    """行政许可 has one figure, not three as the table's widest rows."""
    several = check(build(tables={"t2": {"ragged_rows": (ragged("licences", ["4", "5"]),)}}))
    none = check(build(tables={"t2": {"ragged_rows": (ragged("licences", []),)}}))

    assert "有 1 行的数字不是 1 个，而是 2 个" in sentence_of(several, "S302")
    assert "有 1 行没有数字，应为 1 个" in sentence_of(none, "S302")


def test_a_gap_in_the_numbering_names_the_missing_number() -> None:
    """（一）（二）（四）: （三） is missing."""
    text = "（一）主动公开。好。（二）依申请公开。好。（四）平台建设。好。"

    assert "“（四）”之前缺少序号“三”" == sentence_of(check(build(sections={1: text})), "S106")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_another_version_stored_is_still_said(language: Language) -> None:
    """A sentence that wants more, or other words, than were stored is said with a gap; a rule no longer known by its code."""
    for result in all_results():
        assert message(replace(result, parameters={}, expected=None, actual=None, difference=None), language)
        assert message(replace(result, variant="gone"), language)
    failed = next(result for result in all_results() if result.status is Status.FAIL)
    strange = replace(failed, code="Z999")
    assert message(strange, language) == "Z999"
