"""S201: the title lacks the organ or the year."""

from __future__ import annotations

from collections.abc import Iterator

from core.outline.facts import organ_of_title, year_in
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity, SourceEvidence


@rule(code="S201", severity=Severity.WARNING, basis="regulation_50")
def title_incomplete(report: Report, run: Run) -> Iterator[Result]:
    """The title names the organ and the year."""
    if not report.title and not any(section.text for section in report.sections):
        yield title_incomplete.skipped("no_text")
        return
    if not report.title:
        yield title_incomplete.fail("title", evidence.missing("政府信息公开工作年度报告"), section=0, variant="none")
        return
    organ, year = organ_of_title(report.title), year_in(report.title)
    lacks = "both" if organ is None and year is None else "organ" if organ is None else "year" if year is None else None
    if lacks:
        yield title_incomplete.fail("title", SourceEvidence("title", report.title), section=0, variant=lacks, title=report.title)
