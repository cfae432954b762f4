"""Suspects of failing sums: the smallest correction, figures under a wrong column, and single slips of the pen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from core.forms import form, split_key
from core.report import Report
from rules import evidence
from rules.arithmetic import Arithmetic, Sum, confront, plain
from rules.context import Run
from rules.hints import explain
from rules.localise import Change, Correction, localise
from rules.result import Parameter, Result, Status, Suspect, Why


def corrections(report: Report, arithmetic: Arithmetic) -> tuple[Correction, ...]:
    """The smallest corrections of a report over the sums that could be formed."""
    formed = [each.identity for each in arithmetic.sums.values() if each.state in ("holds", "fails")]
    keys = {key for identity in formed for key in identity.keys}
    return localise(formed, {key: report.cells[key].amount or Decimal(0) for key in keys})


def with_suspects(report: Report, results: Sequence[Result], run: Run) -> list[Result]:
    """The results with suspects and the possible corrections set on every failing sum."""
    arithmetic = run.once(confront)
    if not arithmetic.failing:
        return list(results)
    by_identity = {identity: each for each in corrections(report, arithmetic) for identity in each.identities}
    named = []
    for result in results:
        failing = arithmetic.sums.get(result.anchor)
        if result.status is Status.FAIL and failing is not None and not result.suspects:
            result = _explained(report, result, by_identity.get(result.anchor), failing)
        named.append(result)
    return named


def _explained(report: Report, result: Result, correction: Correction | None, failing: Sum) -> Result:
    if correction is None:
        return replace(result, suspects=_slip(report, failing))
    keys = set(failing.identity.keys)
    why = _why(report, correction)
    values = correction.values
    suspects = tuple(
        _suspect(report, cell, values[cell][0] if len(values[cell]) == 1 else None, why)
        for cell in correction.suspects
        if cell in keys
    )
    if not suspects:
        suspects = tuple(each for each in _slip(report, failing) if each.cell in values)
    listed: tuple[Parameter, ...] = tuple(
        tuple((cell, evidence.printed(report, cell), plain(value)) for cell, value in each) for each in correction.sets
    )
    parameters = result.parameters | {"corrections": listed, "correction_count": str(correction.count)}
    return replace(result, suspects=suspects, parameters=parameters)


def _why(report: Report, correction: Correction) -> Why:
    """Two cells of one row that change by opposite amounts: applications under the wrong kind of applicant."""
    if correction.count != 1 or len(correction.sets[0]) != 2:
        return "smallest_correction"
    (first, first_change), (second, second_change) = (_change(report, change) for change in correction.sets[0])
    table, row, column = split_key(first)
    other_table, other_row, other_column = split_key(second)
    if (table, row) != (other_table, other_row) or first_change != -second_change or "total" in (column, other_column):
        return "smallest_correction"
    order = [each.key for each in form(report.form or "").table_by_key[table].columns]
    return "column_shift" if abs(order.index(column) - order.index(other_column)) == 1 else "wrong_column"


def _change(report: Report, change: Change) -> tuple[str, Decimal]:
    cell, value = change
    return cell, value - (report.cells[cell].amount or Decimal(0))


def _slip(report: Report, failing: Sum) -> tuple[Suspect, ...]:
    """The one slip of the pen that explains the difference, when there is just one and a single figure to meet."""
    identity = failing.identity
    if len(identity.whole) != 1:
        return ()
    parts = [report.cells[key].amount or Decimal(0) for key in identity.parts]
    whole = report.cells[identity.whole[0]].amount or Decimal(0)
    return tuple(
        _suspect(report, identity.whole[0] if hint.index is None else identity.parts[hint.index], hint.suggested, hint.why)
        for hint in explain(parts, whole)
        if hint.why not in ("omitted", "counted_twice")
    )


def _suspect(report: Report, cell: str, value: Decimal | None, why: Why) -> Suspect:
    return Suspect(
        printed=evidence.printed(report, cell) or "", suggested=None if value is None else plain(value), why=why, cell=cell
    )
