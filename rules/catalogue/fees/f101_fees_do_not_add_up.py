"""F101: the fees that the text lists do not add to the amount of table 2."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from core.quantity import MONEY
from core.report import Cell, Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.fees import AMOUNT, WAN, FeeList, Item, fee_lists
from rules.hints import explain
from rules.narrative import Anchors, otherwise, quote, suspects
from rules.registry import rule
from rules.result import Result, Severity, Status


@rule(code="F101", severity=Severity.ERROR, basis=("arithmetic", "form_filling"), needs=("form", "year", "t2"), forms=("2021",))
def fees_do_not_add_up(report: Report, run: Run) -> Iterator[Result]:
    """Fees listed in the text, brought to 万元, add to the amount of 行政事业性收费; a total stated in the text equals it."""
    return otherwise(_found(report, run), fees_do_not_add_up.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    cell = report.cells[AMOUNT]
    lists = run.once(fee_lists)
    anchors = Anchors(report)
    if lists and (cell.amount is None):
        yield fees_do_not_add_up.skipped("absent_cell", AMOUNT, cells=(AMOUNT,), finding="S303")
        return
    for each in lists:
        anchor = AMOUNT if each.items else anchors.of((each.total or each.items[0]).claim)
        checked = _checked(report, each, cell, anchor)
        yield checked
        if each.items and each.total is not None and checked.status is Status.PASS:
            stated = replace(each, items=(), complete=True)
            yield _checked(report, stated, cell, anchors.of(each.total.claim))


def _checked(report: Report, each: FeeList, cell: Cell, anchor: str) -> Result:
    items = each.items or ((each.total,) if each.total else ())
    stated, amount = sum((item.yuan for item in items), Decimal(0)) / WAN, cell.amount or Decimal(0)
    if abs(stated - amount) <= _tolerance(items, amount) or not each.complete:
        return fees_do_not_add_up.passed(anchor, section=each.section)
    if not all(item.claim.low == item.claim.high for item in items):
        return fees_do_not_add_up.skipped("nothing_to_compare", anchor, section=each.section)
    return _failed(report, each, items, stated, amount, anchor)


def _tolerance(items: Sequence[Item], amount: Decimal) -> Decimal:
    """Half of the last printed decimal of the coarser side; rounding of several coarse items adds up."""
    place = amount.as_tuple().exponent
    table = Decimal(1).scaleb(place if isinstance(place, int) else 0)
    steps = [item.claim.step * MONEY[item.claim.unit or "元"] / WAN for item in items]
    return max(table / 2, sum((step / 2 for step in steps if step > table), Decimal(0)))


def _failed(report: Report, each: FeeList, items: Sequence[Item], stated: Decimal, amount: Decimal, anchor: str) -> Result:
    shown = _with_places(stated, amount)
    hints = explain(
        [item.claim.value for item in items],
        amount,
        scales=[MONEY[item.claim.unit or "元"] for item in items],
        whole_scale=WAN,
    )
    return fees_do_not_add_up.fail(
        anchor,
        *(quote(report, item.claim) for item in items),
        *evidence.cells(report, (AMOUNT,)),
        section=each.section,
        variant=None if each.items else "total",
        expected=plain(amount),
        actual=plain(shown),
        difference=plain(shown - amount),
        unit="万元",
        suspects=suspects(hints, [item.claim for item in items], AMOUNT),
        addition=" + ".join(item.claim.text for item in items),
        count=str(len(items)),
    )


def _with_places(value: Decimal, model: Decimal) -> Decimal:
    """The value with at least as many decimals as the table prints."""
    place = model.as_tuple().exponent
    if not isinstance(place, int) or place >= 0:
        return value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))
    rounded = value.quantize(Decimal(1).scaleb(place))
    return rounded if rounded == value else value.normalize()
