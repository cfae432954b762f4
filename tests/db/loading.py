"""Loading reports that were built by hand, through the same intake that files go through."""

from __future__ import annotations

from core.report import Report
from db.codec import ReportRows
from db.intake import Intake, recheck_marked
from db.reading_pool import Parsed
from db.reports import source_bytes
from db.workspace import Workspace
from tests.db.reports import rules


def load(workspace: Workspace, *reports: Report, replace: bool = False) -> list[int]:
    """Store reports as if each had been read from a file of its name; gives their ids."""
    book = rules()
    intake = Intake(workspace._connections, workspace._pen, book, replace=replace)
    intake._store(
        [
            Parsed(
                name=report.source,
                source=source_bytes(report.source_text.encode(), report.sha256, report.media_type, report.source, keep=True),
                reports=((report, ReportRows(report), book.check(report, None)),),
            )
            for report in reports
        ]
    )
    recheck_marked(workspace._connections, book, lambda: False, workspace._pen.sitting)
    return list(intake._tally.report_ids)
