"""Wholes that the narrative divides: whether their parts add up, and whether they have to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from core.report import Breakdown, Claim, Report
from rules.hints import digit_slip
from rules.narrative import amount, text_of

_PARTITIONS = (
    frozenset(("outcome", "carried_forward", "refused")),
    frozenset(("applicant",)),
)
_ORGAN = re.compile(r"(?:[省市州县区旗镇乡]|街道|局|委|厅|政府|办公室|部门|单位|本级|级|园区|开发区|分局|大队|支队)[共：:]*$")
"""A list by organ or place is complete unless it says 等."""
_CHANNEL = re.compile(
    r"(?:网络|网上|在线|线上|网站|平台|邮箱|邮件|信函|邮寄|邮政|来函|传真|当面|现场|窗口|书面)(?:方式|渠道|形式|提交|提出|申请|的)*[共：:]*$"
)
"""Three ways of applying are all of them."""
_RESIDUAL = ("其他", "其它", "其余")
_LEAST_SHARE = {2: Decimal("0.7")}
_LEAST_SLIP = 1000
"""Below, a sum that is one digit off is too often chance."""
_LEAST_SHARE_OF_MORE = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Division:
    """A whole and its parts as claims, what the parts add to, and how far rounding and 余, 近 … let the sum wander."""

    whole: Claim
    parts: tuple[Claim, ...]
    low: Decimal
    high: Decimal
    total: Decimal
    slack: Decimal

    @property
    def holds(self) -> bool:
        """Whether the sum and the whole can be the same."""
        return self.low - self.slack <= self.whole.high and self.whole.low <= self.high + self.slack


def division(report: Report, breakdown: Breakdown) -> Division:
    """The breakdown with its sum."""
    whole = report.claims[breakdown.whole]
    parts = tuple(report.claims[index] for index in breakdown.parts)
    rounded = max((claim.step for claim in (whole, *parts) if claim.step != 1), default=Decimal(0))
    return Division(
        whole,
        parts,
        sum((part.low for part in parts), Decimal(0)),
        sum((part.high for part in parts), Decimal(0)),
        sum((part.value for part in parts), Decimal(0)),
        rounded / 2 * len(parts) if rounded else Decimal(0),
    )


def adds_up_somehow(report: Report, each: Division) -> bool:
    """Whether the parts, or a first run of them, add to the whole, also with what was carried over counted in."""
    if each.holds or _divides_again(report, each):
        return True
    if not any(part.fact in ("outcome", "carried_forward", "handled", "applicant") for part in each.parts):
        return False
    allowances = [amount(report, (f"t3.{row}.total",)) for row in ("carried_over", "carried_forward")]
    over = amount(report, ("t3.carried_over.total",)) or Decimal(0)
    differences = {each.total - each.whole.value, each.whole.value - each.total}
    return any(allowance in differences for allowance in allowances if allowance) or each.total - each.whole.value == over


def _divides_again(report: Report, each: Division) -> bool:
    """Whether the first parts add to the whole and what follows a semicolon divides it anew, or the rest adds to it again."""
    text = text_of(report, each.whole.section)
    running = Decimal(0)
    for place, (part, following) in enumerate(pairwise(each.parts), 1):
        running += part.value
        apart = "；" in text[part.end : following.start]
        if running == each.whole.value:
            rest = sum((other.value for other in each.parts[place:]), Decimal(0))
            return apart or rest == each.whole.value
        if apart:
            return False
    return False


def must_add_up(report: Report, breakdown: Breakdown, each: Division) -> bool:
    """Whether the list claims to be complete: 分别为 does; 其中 does for known partitions, with a rest, or near the whole."""
    if breakdown.kind == "open" or len(each.parts) < 2 or not each.whole.value:
        return False
    if breakdown.kind != "exhaustive" and any(part.value == each.whole.value for part in each.parts):
        return False
    if breakdown.kind == "exhaustive" or each.total > each.whole.value or _names_a_rest(report, each.parts):
        return True
    facts = {part.fact for part in each.parts}
    if any(facts <= partition for partition in _PARTITIONS) and len(each.parts) >= (3 if "outcome" in facts else 2):
        return True
    if _all_end(report, each.parts, _ORGAN):
        return True
    if _is_slip(each) or (len(each.parts) >= 3 and _all_end(report, each.parts, _CHANNEL)):
        return True
    least = _LEAST_SHARE.get(len(each.parts), _LEAST_SHARE_OF_MORE)
    return each.total / each.whole.value >= least


def _all_end(report: Report, parts: Sequence[Claim], words: re.Pattern[str]) -> bool:
    """Whether such words stand right before every part."""
    return all(words.search(text_of(report, part.section)[max(0, part.start - 12) : part.start]) for part in parts)


def _is_slip(each: Division) -> bool:
    """共76333条，其中…, and the parts add to 7633: one digit too many, not a list of some only."""
    exact = all(claim.low == claim.high == claim.value.to_integral_value() for claim in (each.whole, *each.parts))
    if not exact or each.whole.value < _LEAST_SLIP:
        return False
    return digit_slip(format(each.whole.value, "f"), format(each.total, "f")) is not None


def _names_a_rest(report: Report, parts: Sequence[Claim]) -> bool:
    last = parts[-1]
    text = next((section.text for section in report.sections if section.number == last.section), "")
    return any(word in text[max(0, last.start - 8) : last.start] for word in _RESIDUAL)
