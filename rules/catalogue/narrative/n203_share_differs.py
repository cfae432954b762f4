"""N203: a percentage is not what part and whole give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from core.report import Breakdown, Claim, Report
from rules.context import Run
from rules.growth import before_in_sentence, printed_as, sentence_numbers
from rules.narrative import Anchors, amount, otherwise, quote, text_of
from rules.registry import rule
from rules.result import Result, Severity

_BESIDE = re.compile(
    r"[\s，、；（(,]*(?:约|仅|均|所|其)?(?:占比?|比例|比重)"
    r"(?:总数|总量|总申请量|申请总数|申请总量|申请量|收到申请|答复|办结|办理|新收|本年|全部|全年|总体|申请|总)*"
    r"(?P<of>[一-龥]{1,8}?总(?:数|量|额)|总[一-龥](?:次|数))?(?:的|为|约|达到?|：|:|\s)*"
)
_WHOLES = (("t3.new.total",), ("t3.new.total", "t3.carried_over.total"), ("t3.total.total",))


@rule(code="N203", severity=Severity.WARNING, basis="arithmetic")
def share_differs(report: Report, run: Run) -> Iterator[Result]:
    """占比 fits its part under at least one whole that the sentence names, at the decimals printed."""
    return otherwise(_found(report, run), share_differs.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    anchors = Anchors(report)
    numbers = sentence_numbers(report)
    divided: dict[int, list[Breakdown]] = {}
    for each in report.breakdowns:
        for part_index in each.parts:
            divided.setdefault(part_index, []).append(each)
    for index, claim in enumerate(report.claims):
        if claim.role != "share" or claim.of is None or claim.unit != "%" or claim.low != claim.high:
            continue
        part = report.claims[claim.of]
        wholes = _wholes(report, numbers, index, claim.of, divided)
        if part.low != part.high or not wholes or _shared_out(report, part, claim):
            continue
        anchor = anchors.of(claim)
        if any(printed_as(part.value / whole * 100, claim) for whole in wholes):
            yield share_differs.passed(anchor, section=claim.section)
            continue
        nearest = min(wholes, key=lambda whole: abs(part.value / whole * 100 - claim.value))
        due = (part.value / nearest * 100).quantize(claim.step)
        yield share_differs.fail(
            anchor,
            quote(report, claim),
            quote(report, part),
            section=claim.section,
            expected=format(due, "f"),
            actual=format(claim.value, "f"),
            difference=format(claim.value - due, "f"),
            unit="%",
            figure=claim.text,
            part=part.text,
            whole=format(nearest, "f"),
        )


def _shared_out(report: Report, part: Claim, share: Claim) -> bool:
    """Whether it is uncertain which figure the share is of: 自然人45件、法人5件，分别占90%和10%; 办结48件，自然人占95%."""
    text = text_of(report, share.section)
    beside = _BESIDE.fullmatch(text[part.end : share.start])
    if beside is None:
        return True
    return beside["of"] is not None and not _is_named_before(beside["of"], text[max(0, part.start - 60) : part.start], part)


def _is_named_before(whole: str, before: str, part: Claim) -> bool:
    """占留言总数 after 回复留言80条, 占总场次 of figures in 场: the whole is one that the sentence has named."""
    noun = whole.removeprefix("总").removesuffix("总数").removesuffix("总量").removesuffix("总额")
    return noun in before or noun[:1] == part.unit


def _wholes(
    report: Report, numbers: list[int], share: int, part: int, divided: Mapping[int, list[Breakdown]]
) -> tuple[Decimal, ...]:
    """Every figure that the share may refer to: wholes of its division, figures before it, the table's applications."""
    claim = report.claims[part]
    found = [report.claims[each.whole] for each in divided.get(part, ())]
    found += [
        other
        for other in before_in_sentence(report, numbers, share)
        if other.role == "figure" and other.unit == claim.unit and other is not claim
    ]
    siblings = {id(report.claims[index]) for each in divided.get(part, ()) for index in each.parts}
    found = [other for other in found if id(other) not in siblings]
    values = [other.value for other in found if other.value >= claim.value and other.value]
    if not values and claim.fact in ("outcome", "applicant", "handled", "received", "carried_forward"):
        values += [value for value in (amount(report, keys) for keys in _WHOLES) if value]
    return tuple(dict.fromkeys(values))
