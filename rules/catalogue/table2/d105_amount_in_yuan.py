"""D105: the amount of fees is not in 万元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from core.report import CellState, Report
from rules import evidence
from rules.context import Run
from rules.power import is_government
from rules.registry import rule
from rules.result import Evidence, Result, Severity

KEY = "t2.fees.amount"
A_DEPARTMENT = Decimal(10)
"""A department's fees are a tenth of a government's at the most."""


@rule(code="D105", severity=Severity.WARNING, basis="form_filling", needs=("form", "t2"), forms=("2021",), section=2)
def amount_in_yuan(report: Report, run: Run) -> Iterator[Result]:
    """The amount is in 万元: no other unit beside it, no 元 figure of the text in its place, no unheard-of size."""
    cell = report.cells[KEY]
    if cell.state is not CellState.NUMBER or cell.value is None:
        if cell.amount is None:
            yield amount_in_yuan.skipped("absent_cell", KEY, cells=(KEY,), finding=None)
        return
    largest = run.settings.threshold("fee_looks_like_yuan") / (1 if is_government(report.agency or "") else A_DEPARTMENT)
    shown: tuple[Evidence, ...] = evidence.cells(report, (KEY,))
    twin = next(
        (claim for claim in report.claims if claim.unit == "元" and claim.value == cell.value and claim.value > 100), None
    )
    if cell.unit and cell.unit != "万元":
        yield amount_in_yuan.fail(KEY, *shown, variant="unit", printed=cell.raw, unit=cell.unit)
    elif twin is not None:
        quoted = evidence.span(report, twin.section, twin.start, twin.end)
        yield amount_in_yuan.fail(KEY, *shown, quoted, variant="twin", printed=cell.raw, text=twin.text)
    elif cell.value >= largest:
        yield amount_in_yuan.fail(KEY, *shown, variant="size", printed=cell.raw)
