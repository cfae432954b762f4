"""N206: the same quantity is given twice with different values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.identity import cells_anchor, clause_anchor
from core.report import Claim, Report
from rules.context import Run
from rules.narrative import about_this_year, amount, clause_span, otherwise, quote, sentence_span, text_of, within
from rules.registry import rule
from rules.result import Result, Severity

_FILLER = re.compile(
    r"20[0-9０-９]{2}年度?|本年度?|全年|今年|年内|我[局委厅办市县区镇乡]|本[局委厅机关单位]+|共计?|总计|合计|累计|总共|达到?|[\s，,：:的了]|截至[^，,]{0,12}"
)
_WHOLE_YEAR = re.compile(r"\s*(?:全年|今年|本年度?|20[0-9]{2}年度?)")
_LEAST_WORDS = 5
_LONGEST_HEADING = 16
_PUBLISHED = re.compile(r"(?:公开|发布)(?:各类)?(?:政府|政务)?信息(?:总?数量?)?$")


@rule(code="N206", severity=Severity.WARNING, basis="consistency")
def quantity_given_twice(report: Report, run: Run) -> Iterator[Result]:
    """Two sentences about one quantity of this year agree; where the table contradicts one of them, that rule speaks."""
    return otherwise(_found(report, run), quantity_given_twice.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    for anchor, claims in _quantities(report).items():
        first = claims[0]
        other = next((claim for claim in claims[1:] if claim.high < first.low or first.high < claim.low), None)
        if other is None:
            if len(claims) > 1:
                yield quantity_given_twice.passed(anchor, section=first.section)
            continue
        if first.about and _contradicted(report, first, other):
            yield quantity_given_twice.skipped("said_more_precisely", anchor, section=first.section, finding="N101–N110")
            continue
        yield quantity_given_twice.fail(
            anchor,
            quote(report, first),
            quote(report, other),
            section=other.section,
            expected=format(first.value, "f"),
            actual=format(other.value, "f"),
            difference=format(other.value - first.value, "f"),
            unit=first.unit,
            first=first.text,
            second=other.text,
        )


def _quantities(report: Report) -> dict[str, list[Claim]]:
    """The claims of this year about the organ's own quantities, by what they are about."""
    parts = {index for each in report.breakdowns for index in each.parts}
    found: dict[str, list[Claim]] = {}
    for index, claim in enumerate(report.claims):
        if claim.role not in ("figure", "nought") or claim.scope != "own" or not about_this_year(claim, report):
            continue
        anchor = cells_anchor(claim.about) if claim.about and claim.firm else None
        if anchor is None and not claim.about and index not in parts and claim.role == "figure":
            anchor = _published(report, claim)
        if anchor is not None:
            found.setdefault(anchor, []).append(claim)
    return found


def _published(report: Report, claim: Claim) -> str | None:
    """主动公开政府信息N条, 全年举办培训N次: a total of the year, when two clauses say it in the same words."""
    text = text_of(report, claim.section)
    start, _ = clause_span(text, claim.start, claim.end)
    words = _FILLER.sub("", text[start : claim.start])
    published = len(words) >= _LEAST_WORDS - 1 and _PUBLISHED.search(words) is not None
    if not published and (len(words) < _LEAST_WORDS or not _begins_with_the_year(text, start, claim)):
        return None
    return clause_anchor(0, f"{words}{claim.unit or ''}")


def _begins_with_the_year(text: str, start: int, claim: Claim) -> bool:
    """全年…, 2023年，…: a sentence that begins with the whole year, not right after a short heading that would narrow it."""
    head = text[sentence_span(text, claim.start, claim.end)[0] : claim.start]
    if _WHOLE_YEAR.match(head) is None or _FILLER.sub("", head) != _FILLER.sub("", text[start : claim.start]):
        return False
    before = text[max(0, claim.start - len(head) - 60) : claim.start - len(head)].rstrip()
    heading = re.split(r"[。！？\n]", before.rstrip("。！？"))[-1]
    return not before or len(heading) > _LONGEST_HEADING or any(character.isdigit() for character in heading)


def _contradicted(report: Report, first: Claim, second: Claim) -> bool:
    stated = amount(report, first.about)
    return stated is not None and not (within(first, stated) and within(second, stated))
