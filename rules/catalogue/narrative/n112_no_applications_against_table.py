"""N112: the text says that no application was received, and table 3 counts some; or the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.report import Report
from rules.arithmetic import plain
from rules.context import Run
from rules.narrative import Anchors, about_this_year, amount, cells_used, narratives, otherwise, quote, quoted
from rules.registry import rule
from rules.result import Result, Severity

_CELL = "t3.new.total"
_SOME = re.compile(
    r"(?:收到|受理|接到|接收|办理|答复)了?(?:多|数|若干|几)(?:件|份|宗|起|项|条)[^，。；\n]{0,10}?(?:信息公开申请|依申请公开|公开申请)"
)


@rule(code="N112", severity=Severity.ERROR, basis="consistency", needs=("form", "year", "t3"), yields_to=("N101",))
def no_applications_against_table(report: Report, run: Run) -> Iterator[Result]:
    """未收到申请 against new applications in table 3, or several applications in words against a nought there."""
    return otherwise(_found(report, run), no_applications_against_table.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    received = amount(report, (_CELL,))
    if received is None:
        yield no_applications_against_table.skipped("absent_cell", cells=(_CELL,), finding="S302")
        return
    anchors = Anchors(report)
    for claim in report.claims:
        if claim.role != "nought" or claim.fact != "received" or not about_this_year(claim, report) or claim.scope == "part":
            continue
        anchor = anchors.of(claim)
        if not received:
            yield no_applications_against_table.passed(anchor, section=claim.section)
            continue
        yield no_applications_against_table.fail(
            anchor,
            quote(report, claim),
            *cells_used(report, (_CELL,)),
            section=claim.section,
            severity=Severity.ERROR if claim.scope == "own" else Severity.WARNING,
            expected=plain(received),
            actual="0",
            difference=plain(-received),
            unit="件",
        )
    if not received:
        yield from _some(report, anchors)


def _some(report: Report, anchors: Anchors) -> Iterator[Result]:
    for section, even in narratives(report):
        for match in _SOME.finditer(even.text):
            yield no_applications_against_table.fail(
                anchors.at(section, *even.span(match.start(), match.end())),
                quoted(report, section, even, match.start(), match.end()),
                *cells_used(report, (_CELL,)),
                section=section,
                variant="reverse",
            )
