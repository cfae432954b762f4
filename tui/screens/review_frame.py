"""The frame of Review: its panes, and what must be so before any of its keys can act."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from db.views import HistoryEntry, LibraryFilter, LibraryOrder
from tui.port import WorkspacePort
from tui.review.checks import CheckRow
from tui.review.runs import Run
from tui.screens.base import RoomScreen, Why
from tui.screens.review_paint import paint_check
from tui.screens.review_state import ReviewState
from tui.widgets.bar import Bar
from tui.widgets.checks_list import ChecksList
from tui.widgets.detail_pane import DetailPane
from tui.widgets.entry_line import EntryLine
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.original_pane import OriginalPane
from tui.widgets.painted import Painted
from tui.widgets.section_pane import SectionPane
from tui.widgets.section_tabs import SectionTabs
from tui.widgets.status_line import StatusLine


class ReviewFrame(RoomScreen):
    """The panes; how they are filled and what keys do is in the classes that follow."""

    room: ClassVar[str] = "review"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012

    def __init__(
        self,
        report_id: int,
        fingerprint: str | None = None,
        *,
        section: int | None = None,
        cell: str | None = None,
        offset: int | None = None,
        filter: LibraryFilter | None = None,  # noqa: A002
        order: LibraryOrder | None = None,
    ) -> None:
        """Open a report at a finding, else at a cell, a place of a section's text, a section, else at its first open finding."""
        super().__init__()
        self.state = ReviewState(report_id, filter or LibraryFilter(), order or LibraryOrder())
        self.wanted = (fingerprint, section, cell, offset)
        self.layout_generation = 0
        self.spot: tuple[str | None, int | None] = (None, None)
        """A cell or an offset to go to as soon as its section is laid out."""
        self.history: Sequence[HistoryEntry] = ()

    # ── the panes ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        """Heading, tabs, section beside checks, the line for typing, status, hints."""
        yield Heading()
        yield SectionTabs()
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield SectionPane(id="section")
                yield OriginalPane(id="original")
                yield Bar(id="caption")
            with Vertical(id="right"):
                yield Bar(id="checks-title")
                yield ChecksList(self._paint_check, id="checks")
                with Vertical(id="detail-frame"):
                    yield DetailPane(id="detail")
        yield HintBar("review")
        yield StatusLine()
        yield EntryLine(id="entry")

    def on_mount(self) -> None:
        """Give the panes their signs and the list the focus."""
        for pane in self.query(Painted):
            pane.signs = self.gouji.signs
        self.query_one(OriginalPane).display = False
        self.set_focus(self.checks)

    @property
    def workspace(self) -> WorkspacePort:
        """The workspace; Review is only ever opened when there is one."""
        workspace = self.gouji.workspace
        if workspace is None:
            raise RuntimeError("Review was opened without a workspace")
        return workspace

    @property
    def checks(self) -> ChecksList:
        """The list of checks."""
        return self.query_one(ChecksList)

    @property
    def pane(self) -> SectionPane:
        """The section on the left."""
        return self.query_one(SectionPane)

    @property
    def entry(self) -> EntryLine:
        """The line for typing."""
        return self.query_one(EntryLine)

    def unused(self) -> Collection[str]:
        """Actions that have nothing to act on just now, and therefore no place in the footer."""
        return ()

    def _paint_check(self, row: CheckRow, width: int) -> Sequence[Run]:
        audited = self.state.audited
        return paint_check(row, audited, width, self.gouji.signs, self.language) if audited is not None else ()

    def why_not(self, action_id: str) -> Why | None:
        """While nothing is loaded or something is being typed, most keys wait."""
        if self.entry.asking and action_id not in ("back", "quit", "help"):
            return Why("review.why_typing")
        if self.state.audited is None and action_id not in ("back", "quit", "help", "language", "theme", "palette"):
            return Why("review.why_reading")
        return None
