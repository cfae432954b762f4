"""What the queue has at hand, so that a finding is written out the moment its key comes: reports read, findings written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Sequence
from typing import Final

from rules.audit import AuditedReport
from tui.review.runs import Para
from tui.rooms_port import RoomsPort

REMEMBERED: Final = 16
"""So many reports, and as many findings written out, are kept."""


class AtHand:
    """The reports read last and the findings written out from them."""

    def __init__(self) -> None:
        self._reports: dict[int, AuditedReport] = {}
        self._said: dict[Hashable, tuple[AuditedReport, Sequence[Para]]] = {}

    def forget(self) -> None:
        """Begin anew; what a thread is still reading goes with the old."""
        self._reports, self._said = {}, {}

    def report(self, report_id: int) -> AuditedReport | None:
        """A report that was read before."""
        return self._reports.get(report_id)

    async def read(self, workspace: RoomsPort, report_id: int) -> AuditedReport:
        """A report, read in a thread when it was not before. Raises WorkspaceError."""
        reports = self._reports
        audited = reports.get(report_id)
        if audited is None:
            audited = reports[report_id] = await asyncio.to_thread(workspace.audited, report_id)
            while len(reports) > REMEMBERED:
                reports.pop(next(iter(reports)))
        return audited

    def written(self, key: Hashable, audited: AuditedReport, write: Callable[[], Sequence[Para]]) -> Sequence[Para]:
        """A finding of a report as `write` writes it out, once for each report and key."""
        known, said = self._said.get(key, (None, ()))
        if known is not audited:
            if len(self._said) >= REMEMBERED:
                self._said.clear()
            said = write()
            self._said[key] = audited, said
        return said
