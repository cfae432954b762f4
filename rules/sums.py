"""Results of the identity rules A101, A102, A103 and L101: one a sum, its parts written out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from core.forms import split_key
from core.report import CellState, Report
from rules import evidence
from rules.arithmetic import Sum, confront, plain
from rules.context import Run
from rules.registry import Rule
from rules.result import Parameter, Result


def sum_results(rule: Rule, report: Report, run: Run) -> Iterator[Result]:
    """One result for each identity of the form that belongs to `rule`."""
    for each in run.once(confront).of_rule(rule.code):
        yield _result(rule, report, each)


def _result(rule: Rule, report: Report, each: Sum) -> Result:
    anchor = each.identity.id
    if each.state == "holds":
        return rule.passed(anchor)
    if each.state == "used_to_read":
        return rule.skipped("used_to_read", anchor)
    if each.state == "blank":
        return rule.skipped("blank_needed", anchor, cells=each.missing, finding="S304")
    if each.state != "fails":
        return rule.skipped(f"{each.state}_cell", anchor, cells=each.missing, finding=finding_of_gap(report, each.missing))
    return _failed(rule, report, each)


def _failed(rule: Rule, report: Report, each: Sum) -> Result:
    identity = each.identity
    table, row, column = split_key(identity.parts[0])
    by_row = len({split_key(key)[1] for key in identity.keys}) == 1
    place: dict[str, Parameter] = {"row": f"{table}.{row}"} if by_row else {"column": f"{table}.{column}"}
    return rule.fail(
        identity.id,
        *evidence.cells(report, identity.keys),
        expected=plain(each.expected or Decimal(0)),
        actual=plain(each.actual or Decimal(0)),
        difference=plain(each.difference),
        unit="件",
        parts=evidence.terms(report, identity.parts),
        whole=evidence.terms(report, identity.whole),
        values=place,
    )


def finding_of_gap(report: Report, missing: tuple[str, ...]) -> str | None:
    """The code of the structural finding that explains why these cells have no figure; None when there is none."""
    table, row, _ = split_key(missing[0])
    reading = report.tables.get(table)
    if reading is None or not reading.present or reading.unreadable:
        return "S301"
    if reading.ragged_rows or reading.lost_columns:
        return "S302"
    if row in reading.missing_rows:
        return "S303"
    if report.cells[missing[0]].state is CellState.UNREADABLE:
        return "S305"
    return None
