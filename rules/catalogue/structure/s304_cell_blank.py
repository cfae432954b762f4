"""S304: a figure cell is blank or a dash where 0 must be written."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form, split_key
from core.report import CellState, Report
from rules import evidence
from rules.arithmetic import NeededBlank, confront, plain
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import empty_totals

_LISTED = 5


@rule(code="S304", severity=Severity.WARNING, basis="form_filling", needs=("form",))
def cell_blank(report: Report, run: Run) -> Iterator[Result]:
    """Every figure cell holds a figure. A blank that a sum needs a figure in is said with that figure."""
    needed = run.once(confront).needed_blanks
    for blank in needed:
        yield _needed(report, blank)
    told = {blank.cell for blank in needed}
    for table in form(report.form or "").tables:
        reading = report.tables.get(table.key)
        if reading is None or not reading.present:
            yield cell_blank.skipped(
                "table_missing", f"{table.key}.blanks", section=table.section, table=table.key, finding="S301"
            )
            continue
        said = told.union(empty_totals(report, table))  # an empty column of totals is a lost column: S302
        blanks = [
            key for key in table.cell_keys if report.cells[key].state in (CellState.BLANK, CellState.DASH) and key not in said
        ]
        if blanks:
            yield cell_blank.fail(
                f"{table.key}.blanks",
                *evidence.cells(report, blanks),
                section=table.section,
                table=table.key,
                count=str(len(blanks)),
                cells=tuple(blanks[:_LISTED]),
                more=str(len(blanks[_LISTED:])),
            )
        elif not any(split_key(key)[0] == table.key for key in told):
            yield cell_blank.passed(f"{table.key}.blanks", section=table.section)


def _needed(report: Report, blank: NeededBlank) -> Result:
    """The blank, with the other cells of the sums it would close."""
    arithmetic_keys = [key for identity in form(report.form or "").identities_by_cell[blank.cell] for key in identity.keys]
    around = [key for key in dict.fromkeys(arithmetic_keys) if key != blank.cell and report.cells[key].amount]
    return cell_blank.fail(
        blank.cell,
        *evidence.cells(report, [blank.cell, *around]),
        section=int(split_key(blank.cell)[0][1:]),
        variant="needed",
        expected=plain(blank.needed),
        actual="0",
        difference=plain(-blank.needed),
        unit="件",
        cell=blank.cell,
        needed=plain(blank.needed),
        sums=tuple(blank.sums),
    )
