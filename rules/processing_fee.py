"""What the narrative says of 信息处理费, the fee for handling applications; never to be mixed up with 行政事业性收费."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from core.claims.plain import plain as plain_text
from core.quantity import MONEY
from core.report import Claim, Report
from rules.narrative import sentence_span, text_of


class FeeStatement(Enum):
    """What a section says of the processing fee."""

    SILENT = "silent"
    NO_AMOUNT = "no_amount"
    SAID = "said"


_FEE = re.compile(
    r"(?:信息|公开|申请)处理费|(?:信息公开|依申请公开|公开申请|公开政府信息)[^。；\n]{0,20}?(?:收费|费用|处理费)|处理费"
    r"|(?:收费|费用)[^。；\n]{0,12}?(?:信息公开|依申请|公开申请)"
)
_BARE_FEE = re.compile(r"收费|费用")
_AMOUNT = re.compile(
    r"[0-9０-９零〇一二三四五六七八九十百千][0-9０-９,，.．零〇一二三四五六七八九十百千万]*(?:亿|万)?元|(?:金额|总额|收费|处理费|费用)(?:为|：|是|共|共计)?(?:0|０|零|〇)"
)
_NOUGHT = re.compile(
    r"(?:未|没有|无|不|从未|均未|并未|尚未)(?:[^，。；\n]{0,40}?)(?:收取|收费|产生|发生|征收|涉及|处理费|费用|收到)|免收|免费|零收费|"
    r"(?:处理费|收费|费用)(?:情况|金额|收入)?(?:为|：|均为|:)?(?:无|零|0|〇|０)|未产生|未发生|没有发生|0收费"
)
_SENTENCE = re.compile(r"[^。！？\n]+")


def statement(text: str, section: int) -> FeeStatement:
    """Whether a section says what was charged (an amount, or that nothing was), names the fee only, or is silent."""
    even = plain_text(text, section, titles=True).text
    untitled = plain_text(text, section).text
    named = False
    for match in _SENTENCE.finditer(untitled):
        sentence = match[0]
        if "行政事业性" in sentence and "处理费" not in sentence:
            continue
        around = even[max(0, match.start() - 60) : match.end()]
        if not (
            _FEE.search(sentence)
            or (_FEE.search(around) and _BARE_FEE.search(sentence))
            or (section == 6 and _BARE_FEE.search(sentence))
        ):
            continue
        if _AMOUNT.search(sentence) or _NOUGHT.search(sentence):
            return FeeStatement.SAID
        named = named or _FEE.search(sentence) is not None
    return FeeStatement.NO_AMOUNT if named else FeeStatement.SILENT


def charged(report: Report) -> Iterator[tuple[Claim, Decimal]]:
    """The claims that state an amount of processing fee, in 元."""
    for claim in report.claims:
        if claim.unit not in MONEY or claim.role != "figure" or claim.low != claim.high:
            continue
        text = text_of(report, claim.section)
        start, end = sentence_span(text, claim.start, claim.end)
        if "处理费" in text[start : claim.start] and "行政事业性" not in text[start:end]:
            yield claim, claim.value * MONEY[claim.unit or "元"]
