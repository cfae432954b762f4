"""N207: a date that does not exist."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import Anchors, narratives, quoted, without_narrative
from rules.registry import rule
from rules.result import Result, Severity

_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})年)?(?<![0-9])(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]"
    r"|(?P<only_year>(?:19|20)[0-9]{2})年(?P<only_month>[0-9]{1,2})月(?!度|份?报)"
    r"|(?<![0-9.])(?P<dotted_year>20[0-9]{2})[.\-/](?P<dotted_month>[0-9]{1,2})[.\-/](?P<dotted_day>[0-9]{1,2})(?![0-9.])"
)
_LEAP = 2024


@rule(code="N207", severity=Severity.ERROR, basis="arithmetic")
def impossible_date(report: Report, run: Run) -> Iterator[Result]:
    """Months run from 1 to 12, days to the end of their month; 29 February needs a leap year."""
    if without_narrative(report):
        return iter((impossible_date.skipped("nothing_to_compare"),))
    return _found(report, run)


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    anchors = Anchors(report)
    for section, even in narratives(report, titles=True):
        for match in _DATE.finditer(even.text):
            if not _exists(match):
                yield impossible_date.fail(
                    anchors.at(section, *even.span(max(0, match.start() - 10), match.end())),
                    quoted(report, section, even, match.start(), match.end()),
                    section=section,
                    date=match[0],
                )


def _exists(match: re.Match[str]) -> bool:
    year = match["year"] or match["only_year"] or match["dotted_year"]
    month = int(match["month"] or match["only_month"] or match["dotted_month"])
    day = int(match["day"] or match["dotted_day"] or 1)
    return 1 <= month <= 12 and 1 <= day <= monthrange(int(year) if year else _LEAP, month)[1]
