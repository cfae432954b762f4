"""F104: section 6 does not say what processing fee (信息处理费) was charged, nought included."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.context import Run
from rules.processing_fee import FeeStatement, statement
from rules.registry import rule
from rules.result import Result, Severity

_SECTION = 6


@rule(code="F104", severity=Severity.WARNING, basis="fee_notice", first_year=2021, needs=("s6",), section=_SECTION)
def processing_fee_not_reported(report: Report, run: Run) -> Iterator[Result]:
    """The notice on processing fees wants the amount of the year in section 6, 0 too."""
    del run
    said = {section.number: statement(section.text, section.number) for section in report.sections if section.present}
    here = said.get(_SECTION, FeeStatement.SILENT)
    if here is FeeStatement.SAID:
        yield processing_fee_not_reported.passed()
        return
    elsewhere = next((number for number, found in said.items() if found is FeeStatement.SAID), None)
    variant = "elsewhere" if elsewhere is not None else "no_amount" if here is FeeStatement.NO_AMOUNT else None
    yield processing_fee_not_reported.fail(
        "report", evidence.missing("信息处理费", _SECTION), variant=variant, elsewhere=str(elsewhere) if elsewhere else None
    )
