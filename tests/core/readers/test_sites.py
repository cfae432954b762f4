"""Reports amid what sites and word processors put around and into them."""

from __future__ import annotations

from datetime import date

import pytest

from core.parse import parse
from core.readers import Source
from tests.forge.official import known_report
from tests.forge.site_pages import PUBLISHED, SHELLS, TABLES

KINDS = [
    (shell, table)
    for number, shell in enumerate(SHELLS)
    for table in [*TABLES][(0 if number == 0 else number - 1) :: 1 if number == 0 else 3]
]


@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize(("shell", "table"), KINDS)
def test_a_report_on_a_site(shell: str, table: str, form_id: str) -> None:
    """All cells, the organ, the year, the day of publication and the sections are those of the report, not of the site."""
    report = known_report(17, form_id)

    (found,) = parse(Source("x", SHELLS[shell](report, TABLES[table])))

    wrong = {key: (value, found.cells[key].raw) for key, value in report.values.items() if found.cells[key].raw != value}
    assert {} == wrong
    assert (report.agency, report.year, report.title) == (found.agency, found.year, found.title)
    assert date(report.year + 1, 1, int(PUBLISHED)) == found.published
    assert [number for number in range(7) if found.section(number)] == [0, 1, 2, 3, 4, 5, 6]
    narrative = found.section(6)
    assert narrative is not None
    assert [*report.narrative[6]] == narrative.text.split("\n")[:2]
