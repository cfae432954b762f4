"""The queue: findings of all reports in one list, filtered by a line of words, grouped by rule, judged one or many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical

from db.errors import WorkspaceError
from db.views import FindingFilter, FindingKey, FindingOrder, FindingRow, HistoryEntry, Progress
from rules.audit import OWN_CODE, AuditedReport
from rules.result import Status
from tui.actions import bindings_for
from tui.background import start
from tui.queue.at_hand import AtHand
from tui.queue.filter_text import known_codes, verdict_name, write_filter
from tui.queue.groups import GroupedFindings, GroupRow, QueueRow
from tui.queue.judging import QueueJudging
from tui.review.checks import CheckRow
from tui.review.detail import DetailSheet, detail
from tui.review.runs import Para, lay_out, para
from tui.review.speech import named
from tui.rooms_port import RoomsPort
from tui.rule_page import page_lines
from tui.screens.exporting import ask_export, default_name
from tui.times import local_time
from tui.widgets.columns import CellText, Column
from tui.widgets.detail_pane import DetailPane
from tui.widgets.entry_line import EntryLine
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.line_list import LineList
from tui.widgets.status_line import StatusLine
from tui.width import ambiguous_width

READ_AHEAD: Final = 0.05
"""Seconds after which what a key changed is on the screen."""
SORTS: Final[tuple[tuple[FindingKey, bool], ...]] = (("report", False), ("severity", False), ("code", False), ("touched", True))
SORTED_COLUMN: Final[dict[FindingKey, str]] = {"report": "organ", "code": "code", "touched": "auditor"}
"""The column that shows by what the list is sorted."""


class QueueScreen(QueueJudging):
    """All findings that a filter lets through."""

    CSS_PATH = "../styles/queue.tcss"
    BINDINGS = bindings_for("queue")
    room = "queue"

    def __init__(self, wanted: FindingFilter | None = None) -> None:
        """Open with a filter; without one, with all findings still open."""
        super().__init__()
        self.wanted = FindingFilter(verdicts=("open",)) if wanted is None else wanted
        self.order = FindingOrder("report")
        self.grouped = False
        self.folded: set[str] = set()
        self.progress = Progress()
        self.shown = 0
        self.at_hand = AtHand()

    def compose(self) -> ComposeResult:
        """The list, what the finding under the cursor says, the line for typing."""
        yield Heading()
        with Container(id="queue-panes"):
            yield LineList[QueueRow](
                self._columns(), identity=_identity, full_line=self._group_line, signs=self.gouji.signs, id="queue-list"
            )
            with Vertical(id="queue-detail-frame"):
                yield DetailPane(id="queue-detail")
        yield HintBar("queue")
        yield StatusLine()
        yield EntryLine()

    def on_mount(self) -> None:
        """Read the findings."""
        self.findings.focus()
        self.language_changed()
        self._show_rows()

    # ── what is listed ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _columns(self) -> list[Column[QueueRow]]:
        judged: list[Column[QueueRow]] = [
            Column("verdict", self.say("queue.column_verdict"), _finding(self._verdict), 9),
            Column("auditor", self.say("queue.column_auditor"), _finding(self._auditor), 12, sortable=True, optional=1),
        ]
        return [
            Column("code", self.say("queue.column_code"), _finding(self._code), 8, sortable=True),
            Column("organ", self.say("queue.column_organ"), _finding(self._organ), 14, flexible=1, most=30, sortable=True),
            Column("year", self.say("queue.column_year"), _finding(self._year), 4),
            Column("message", self.say("queue.column_message"), _finding(self._message), 24, flexible=4),
            *([Column("marks", "", _finding(self._marks), 2)] if self._only_open else judged),
        ]

    @property
    def _only_open(self) -> bool:
        """Whether nothing judged is listed, so that nothing has to be said about who judged."""
        return self.wanted.verdicts == ("open",)

    def _code(self, row: FindingRow) -> CellText:
        sign = self.gouji.signs.own if row.code == OWN_CODE else self.gouji.signs.of(Status.FAIL, row.severity)
        return CellText(f"{sign} {row.code}", row.severity.value)

    def _organ(self, row: FindingRow) -> CellText:
        return CellText(row.agency or self.say("queue.unknown_organ"))

    def _year(self, row: FindingRow) -> CellText:
        return CellText(str(row.year or ""), "muted")

    def _message(self, row: FindingRow) -> CellText:
        return CellText(self.sentence(row))

    def _marks(self, row: FindingRow) -> CellText:
        signs = self.gouji.signs
        return CellText(signs.conflict if row.conflict else signs.stale if row.stale else "", "stale")

    def _verdict(self, row: FindingRow) -> CellText:
        mark = self._marks(row).text
        word = verdict_name(row.verdict, self.language)
        return CellText(f"{word}{mark}", "stale" if mark else f"verdict-{row.verdict}")

    def _auditor(self, row: FindingRow) -> CellText:
        return CellText(f"{local_time(row.at)} {row.auditor}" if row.auditor and row.verdict != "open" else "", "muted")

    def _group_line(self, row: QueueRow) -> CellText | None:
        if not isinstance(row, GroupRow):
            return None
        sign = self.gouji.signs.unfold if row.folded else self.gouji.signs.fold
        line = self.say("queue.group_line", name=named(row.code, self.language), count=row.count)
        return CellText(f"{sign} {line}", "heading")

    def _show_rows(self, *, keep: bool = False, follow: bool = True) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        rows = self.findings
        provider: Any = (
            GroupedFindings(workspace.findings, self.wanted, self.order, known_codes(), self.folded)
            if self.grouped
            else workspace.findings(self.wanted, self.order)
        )
        rows.sort_key, rows.sort_descending = SORTED_COLUMN.get(self.order.by), self.order.descending
        rows.show(provider, cursor=rows.cursor if keep else 0, keep=keep, follow=follow)
        start(self, partial(self._count, workspace), group="queue-count")

    async def read_again(self, *, follow: bool = True) -> None:
        """Read the list again and wait for it; `follow`: the cursor stays with its finding."""
        self.at_hand.forget()
        self._show_rows(keep=True, follow=follow)
        await self.findings.fresh()

    async def _count(self, workspace: RoomsPort) -> None:
        try:
            self.progress = await asyncio.to_thread(workspace.progress)
            self.shown = await asyncio.to_thread(workspace.findings(self.wanted).count)
        except WorkspaceError:
            return  # busy for a moment: the list is read again with the next change
        self._show_heading()

    @on(LineList.Loaded)
    def _loaded(self, message: LineList.Loaded) -> None:
        if not message.count:
            self.query_one(DetailPane).show([para(self.say("queue.no_finding"), "muted")])

    def _show_heading(self) -> None:
        words = write_filter(self.wanted, self.language, known_codes())
        about = [self.say("queue.filtered", filter=words) if words else self.say("queue.all")]
        about += [self.say("queue.grouped")] if self.grouped else []
        about += [self.say("queue.sorted", order=self.say(f"queue.sort_{self.order.by}"))] if self.order.by != "report" else []
        about += [self.say("queue.selected", count=len(self.findings.selected))] if self.findings.selected else []
        counts = self.say("queue.counts", shown=self.shown, open=self.progress.open, findings=self.progress.findings)
        self.query_one(Heading).show(self.say("queue.title"), "  ".join(about), counts)

    def language_changed(self) -> None:
        """Say everything in the language of the screen."""
        super().language_changed()
        self.findings.empty = self.say("queue.empty")
        self.findings.show_columns(self._columns())
        self._show_heading()
        self._show_detail()

    def workspace_changed(self) -> None:
        """Someone judged or loaded: read the list again where it stands."""
        self.at_hand.forget()
        self._show_rows(keep=True)

    # ── the finding under the cursor ───────────────────────────────────────────────────────────────────────────────────

    @on(LineList.Highlighted)
    def _moved(self) -> None:
        self._show_detail()

    @on(LineList.SelectionChanged)
    def _selected(self) -> None:
        self._show_heading()
        count = len(self.findings.selected)
        self.tell(self.say("queue.acts_on_selected", count=count) if count else "", "hint")
        self.query_one(HintBar).say(*(("selected",) if count else ()))

    @on(DetailPane.Resized)
    def _detail_resized(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        """Write the finding out: at once when its report was read before, as that of every neighbour is."""
        row = self.findings.current
        if isinstance(row, GroupRow):
            self.query_one(DetailPane).show(page_lines(row.code, self.language, self.gouji.signs))
        elif isinstance(row, FindingRow):
            audited = self.at_hand.report(row.report_id)
            if audited is not None and row.at is None:
                self._write_detail(row, audited, ())
                start(self, self._read_neighbours, group="queue-detail")
            else:
                start(self, self._read_detail, group="queue-detail")

    async def _read_detail(self) -> None:
        row, workspace = self.findings.current, self.workspace
        if workspace is None or not isinstance(row, FindingRow):
            return
        try:
            audited = await self.at_hand.read(workspace, row.report_id)
            history = await asyncio.to_thread(workspace.history, row.report_id, row.fingerprint)
        except WorkspaceError:
            return  # the report went away while it was read; the list is read again in a moment
        self._write_detail(row, audited, history)
        await self._read_neighbours()

    async def _read_neighbours(self) -> None:
        """Have at hand what the next keys lead to: read, and written out, when this finding is on the screen."""
        await asyncio.sleep(READ_AHEAD)
        workspace, at = self.workspace, self.findings.cursor
        near = [self.findings.row_at(index) for index in (at + 1, at + 2, at - 1) if index >= 0]
        with suppress(WorkspaceError):
            for row in near:
                if isinstance(row, FindingRow) and workspace is not None:
                    audited = await self.at_hand.read(workspace, row.report_id)
                    if row.at is None:
                        lay_out(self._paragraphs(row, audited), self.detail_pane.text_width, ambiguous_width())

    @property
    def detail_pane(self) -> DetailPane:
        """The pane beside the list."""
        return self.query_one(DetailPane)

    def _write_detail(self, row: FindingRow, audited: AuditedReport, history: Sequence[HistoryEntry]) -> None:
        paragraphs = self._written_out(row, audited, history) if history else self._paragraphs(row, audited)
        if paragraphs:
            self.detail_pane.show(paragraphs)

    def _paragraphs(self, row: FindingRow, audited: AuditedReport) -> Sequence[Para]:
        """A finding without a history: it may have been written out before its key came."""
        pane = self.detail_pane
        key = row.fingerprint, row.report_id, self.language, self.gouji.signs, pane.text_width, pane.low
        return self.at_hand.written(key, audited, lambda: self._written_out(row, audited, ()))

    def _written_out(self, row: FindingRow, audited: AuditedReport, history: Sequence[HistoryEntry]) -> Sequence[Para]:
        check = _check_of(audited, row)
        if check is None:
            return ()
        pane = self.detail_pane
        sheet = DetailSheet(audited, self.language, self.gouji.signs, self.say, history, pane.text_width, pane.low)
        return [self._where(row), *detail(check, sheet)]

    def _where(self, row: FindingRow) -> Para:
        place = {"agency": row.agency or self.say("queue.unknown_organ"), "year": row.year or "", "section": row.section}
        return para(self.say("queue.where" if row.section else "queue.where_whole", **place), "label")

    # ── moving, selecting, filtering ───────────────────────────────────────────────────────────────────────────────────

    async def do_select(self) -> None:
        """Select the finding under the cursor, or all of a group."""
        row, workspace = self.findings.current, self.workspace
        if isinstance(row, GroupRow) and workspace is not None:
            found = workspace.findings(replace(self.wanted, codes=(row.code,)))
            members = set(await asyncio.to_thread(found.fingerprints))
            selected = self.findings.selected
            self.findings.select(selected - members if members <= selected else selected | members)
        else:
            self.findings.toggle_selected()

    async def do_select_all(self) -> None:
        """Select everything listed, or nothing."""
        workspace = self.workspace
        if workspace is not None:
            everything = set(await asyncio.to_thread(workspace.findings(self.wanted).fingerprints))
            self.findings.select(() if everything <= self.findings.selected else everything)

    def do_group(self) -> None:
        """Group by rule, or stop grouping."""
        self.grouped = not self.grouped
        self._show_rows()

    def do_filter(self) -> None:
        """Write the filter."""
        from tui.screens.queue_filter import QueueFilterScreen  # opened seldom

        chooser = QueueFilterScreen(self.wanted)
        chooser.set_class(self.has_class("-ascii"), "-ascii")
        self.gouji.push_screen(chooser, self._filtered)

    def _filtered(self, wanted: FindingFilter | None) -> None:
        if wanted is not None and wanted != self.wanted:
            self.wanted = wanted
            self.findings.select(())
            self.findings.show_columns(self._columns())
            self._show_rows()

    def do_sort(self) -> None:
        """The next order: by report, severity, rule, latest judgement."""
        now = (self.order.by, self.order.descending)
        self._sort(*SORTS[(SORTS.index(now) + 1) % len(SORTS) if now in SORTS else 0])

    @on(LineList.HeaderChosen)
    def _header_chosen(self, message: LineList.HeaderChosen) -> None:
        by = next(by for by, column in SORTED_COLUMN.items() if column == message.key)
        self._sort(by, not self.order.descending if self.order.by == by else by == "touched")

    def _sort(self, by: FindingKey, descending: bool) -> None:
        self.order = FindingOrder(by, descending)
        self._show_rows()
        self.tell(self.say("queue.sorted", order=self.say(f"queue.sort_{by}")))

    async def do_next_open(self) -> None:
        """Go to the next finding still open, without judging."""
        await self._to_open(1)

    async def do_previous_open(self) -> None:
        """Go to the previous finding still open, without judging."""
        await self._to_open(-1)

    async def _to_open(self, direction: int) -> None:
        before = self.findings.cursor
        if not await self.to_next_open(direction):
            self.tell(self.say("queue.none_open"), "info")
        elif self.findings.cursor == before:
            self.tell(self.say("review.only_open"), "info")
        elif (self.findings.cursor - before) * direction < 0:
            self.tell(self.say("queue.went_round" if direction > 0 else "queue.went_round_up"), "info")

    @on(LineList.Chosen)
    def _chosen(self, message: LineList.Chosen) -> None:
        row = message.row
        if isinstance(row, GroupRow):
            self.folded ^= {row.code}
            self._show_rows(keep=True)
        elif isinstance(row, FindingRow):
            self.gouji.open_room("review", row.report_id, fingerprint=row.fingerprint)

    def do_export(self) -> None:
        """Write the audit file of the findings listed."""
        ask_export(self, f"{default_name(self)}-{self.say('queue.file')}")

    async def do_copy(self) -> None:
        """Copy the finding's sentence."""
        row = self.findings.current
        if isinstance(row, FindingRow):
            await self.copy(f"{row.agency or ''} {row.year or ''} {row.code} {self.sentence(row)}")

    def do_back(self) -> None:
        """Leave the line for typing, then the selection, then the screen."""
        if self.entry.asking:
            self.entry.leave()
        elif self.findings.selected:
            self.findings.select(())
        else:
            self.gouji.do_back()


def _identity(row: QueueRow) -> str:
    return row.fingerprint if isinstance(row, FindingRow) else f"group {row.code}"


def _finding(cell: Callable[[FindingRow], CellText]) -> Callable[[QueueRow], CellText]:
    return lambda row: cell(row) if isinstance(row, FindingRow) else CellText("")


def _check_of(audited: AuditedReport, row: FindingRow) -> CheckRow | None:
    for own in audited.own_findings:
        if own.fingerprint == row.fingerprint:
            return CheckRow(row.fingerprint, "own", Status.FAIL, row.severity, OWN_CODE, own=own)
    for result in audited.results:
        if result.status is Status.FAIL and audited.fingerprint(result) == row.fingerprint:
            return CheckRow(row.fingerprint, "finding", Status.FAIL, row.severity, row.code, (result,))
    return None
