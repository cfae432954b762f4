"""The Review screen: a section beside its checks."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from db.exports.files import file_names
from db.views import FindingFilter
from tui.actions import bindings_for
from tui.clipboard import copy
from tui.screens.exporting import ask_export, export_to
from tui.screens.review_moving import ReviewMoving
from tui.widgets.detail_pane import DetailPane
from tui.widgets.entry_line import Question
from tui.widgets.status_line import StatusLine

__all__ = ["ReviewScreen"]


class ReviewScreen(ReviewMoving):
    """Section, checks and detail; see the modules beside this one for what its keys do."""

    CSS_PATH = "../styles/review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("review")]

    def do_back(self) -> None:
        """Undo the last narrowing first: the line, the mark, the place, the zoom, the original; then back to the list."""
        state = self.state
        if self.entry.asking:
            self.entry.leave()
        elif self.pane.cursor.anchor is not None:
            self.pane.drop_mark()
        elif state.scoped:
            state.scope_cell = state.scope_offset = None
            self.list_checks(follow=False)
            self.set_focus(self.checks)
        elif self.has_class("-zoomed"):
            self._zoom(None)
        elif state.original:
            self.show_original(False)
        elif state.found:
            state.found = ()
            self.pane.mark(self.marks())
        else:
            self.gouji.pop_screen()

    def do_years(self) -> None:
        """The same organ's years side by side."""
        audited = self.state.audited
        if audited is not None:
            self.gouji.open_room("years", self.state.report_id)

    def do_export(self) -> None:
        """Write the audit file of this report."""
        audited = self.state.audited
        if audited is not None:
            ask_export(self, file_names([audited])[0])

    def _answer_export(self, question: Question, text: str, choice: str) -> bool:
        return export_to(self, text, FindingFilter(report_id=self.state.report_id))

    async def do_copy(self) -> None:
        """Copy the marked text, the cell's figure, or the check written out."""
        text = self._copied()
        if not text:
            self.tell(self.say("app.nothing_to_copy"), "warning")
            return
        self.tell(self.say(f"app.{await copy(self.app, text)}"))

    def _copied(self) -> str:
        marked = self.pane.marked
        if marked is not None:
            return self.pane.doc.text[marked[0] : marked[1]]
        if self.focused is self.pane:
            cell, _, offset = self.pane.target()
            audited = self.state.audited
            if cell is not None and audited is not None and cell in audited.report.cells:
                return audited.report.cells[cell].raw or ""
            if offset is not None:
                text = self.pane.doc.text
                start = text.rfind("\n", 0, offset) + 1
                end = text.find("\n", offset)
                return text[start : end if end >= 0 else len(text)]
        paragraphs = self.query_one(DetailPane).paragraphs
        return "\n".join("".join(run.text for run in paragraph.runs).rstrip() for paragraph in paragraphs).strip()

    @property
    def status(self) -> StatusLine:
        """The line that says what was just recorded."""
        return self.query_one(StatusLine)
