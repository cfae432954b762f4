"""Writing the queue's filter: a line of words, and below it every condition there is, with how many findings meet it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from db.views import FindingFilter
from rules.audit import VERDICTS
from rules.result import Severity
from tui.background import start
from tui.queue.filter_text import ONLY, known_codes, parse_filter, write_filter
from tui.review.speech import named
from tui.rooms_port import RoomsPort
from tui.screens.base import RoomScreen
from tui.text import content
from tui.widgets.columns import CellText, Column
from tui.widgets.dialog_hints import DialogHints, Hint
from tui.widgets.line_list import LineList
from tui.widgets.quick_input import QuickInput
from tui.widgets.rows import ListedRows

MOST_ORGANS = 60
"""Organs that are offered, those with most findings; any other is found by typing a part of its name."""
HINTS = (Hint(("enter",), "apply", "choose"), Hint(("up", "down"), "move"), Hint(("escape",), "leave", "dismiss(None)"))


@dataclass(frozen=True)
class Condition:
    """One line: a condition that can be added to the filter, or the line that applies it (`word` is empty)."""

    facet: str
    name: str
    word: FindingFilter
    count: int | None = None
    on: bool = False


class QueueFilterScreen(ModalScreen[FindingFilter | None]):
    """The filter's line and its conditions."""

    CSS_PATH = "../styles/queue_filter.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss(None)", show=False),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
    ]

    def __init__(self, wanted: FindingFilter) -> None:
        """`wanted`: the filter to begin with."""
        super().__init__()
        self.wanted = wanted
        self.conditions: tuple[Condition, ...] = ()
        self.count: int | None = None

    @property
    def below(self) -> RoomScreen:
        """The queue."""
        stack = self.app.screen_stack
        return cast("RoomScreen", stack[stack.index(self) - 1])

    def compose(self) -> ComposeResult:
        """The line, a word of help, the conditions."""
        below = self.below
        columns: tuple[Column[Condition], ...] = (
            Column("on", "", self._mark, 1),
            Column("facet", "", lambda row: CellText(row.facet, "muted"), 12),
            Column[Condition]("name", "", lambda row: CellText(row.name, "strong" if row.on else ""), 20, flexible=1),
            Column("count", "", _count, 8, align="right"),
        )
        with Vertical(id="queue-filter"):
            yield QuickInput(
                write_filter(self.wanted, below.language, known_codes()),
                placeholder=below.say("queue.filter.placeholder"),
                id="queue-filter-text",
                select_on_focus=False,
                compact=True,
            )
            yield Static(content(below.say("queue.filter.help")), id="queue-filter-help")
            yield LineList[Condition](columns, id="queue-filter-list", header=False, signs=below.gouji.signs)
        yield DialogHints(HINTS)

    def on_mount(self) -> None:
        """Show the conditions, then count them."""
        self.query_one(Input).focus()
        self.query_one("#queue-filter").border_title = content(self.below.say("queue.filter.title"))
        self._show()
        start(self, self._read, group="filter-conditions")

    def _mark(self, row: Condition) -> CellText:
        return CellText(self.below.gouji.signs.selected if row.on else "", "accent")

    async def _read(self) -> None:
        workspace = cast("RoomsPort | None", self.below.gouji.workspace)
        if workspace is None:
            return
        self.conditions = await asyncio.to_thread(lambda: tuple(_conditions(workspace, self.below)))
        self._show()
        self._recount()

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self.wanted = parse_filter(message.value, known_codes())
        self._show()
        self._recount()

    def _recount(self) -> None:
        self.count = None
        start(self, partial(self._count_findings, self.wanted), group="filter-count")

    async def _count_findings(self, wanted: FindingFilter) -> None:
        workspace = cast("RoomsPort | None", self.below.gouji.workspace)
        if workspace is not None:
            self.count = await asyncio.to_thread(workspace.findings(wanted).count)
            self._show()

    def _show(self) -> None:
        rows = self.query_one("#queue-filter-list", LineList)
        below = self.below
        word = "queue.filter.counting" if self.count is None else "queue.filter.apply"
        apply = Condition(below.gouji.signs.arrow, below.say(word, count=self.count), FindingFilter())
        shown = [replace(condition, on=_is_on(self.wanted, condition.word)) for condition in self.conditions]
        rows.show(ListedRows([apply, *shown]), cursor=rows.cursor, keep=True)

    def action_move(self, step: int) -> None:
        """Move in the list while the line keeps the focus."""
        self.query_one(LineList).action_cursor(step)

    async def action_choose(self) -> None:
        """Add the condition under the cursor, take it away, or apply the filter."""
        await self.query_one(LineList).action_choose()

    @on(Input.Submitted)
    async def _enter(self) -> None:
        await self.action_choose()

    @on(LineList.Chosen)
    def _chosen(self, message: LineList.Chosen) -> None:
        row = cast("Condition", message.row)
        if row.word == FindingFilter():
            self.dismiss(self.wanted)
            return
        self.wanted = toggled(self.wanted, row.word)
        field = self.query_one(Input)
        field.value = write_filter(self.wanted, self.below.language, known_codes())
        field.cursor_position = len(field.value)
        field.focus()


def _count(row: Condition) -> CellText:
    return CellText("" if row.count is None else str(row.count), "muted")


def _conditions(workspace: RoomsPort, screen: RoomScreen) -> Iterator[Condition]:
    """Every condition that this workspace has findings for."""
    language = screen.language
    progress = workspace.progress()

    def line(facet: str, name: str, word: FindingFilter, count: int | None = None) -> Condition:
        return Condition(screen.say(f"queue.filter.facet_{facet}"), name, word, count)

    for severity, count in zip(Severity, (progress.errors, progress.warnings, progress.infos), strict=True):
        yield line("severity", screen.say(f"queue.severity.{severity.value}"), FindingFilter(severities=(severity,)), count)
    for verdict in VERDICTS:
        name = screen.say(f"queue.verdict.{verdict}")
        yield line("verdict", name, FindingFilter(verdicts=(verdict,)), getattr(progress, verdict))
    for only in ONLY:
        yield line("only", screen.say(f"queue.only.{only}"), FindingFilter(only=only), getattr(progress, only))
    for rule in workspace.rule_counts():
        if rule.fails:
            yield line("code", named(rule.code, language), FindingFilter(codes=(rule.code,)), rule.fails)
    yield from _people_and_years(workspace, line)


def _people_and_years(workspace: RoomsPort, line: Callable[..., Condition]) -> Iterator[Condition]:
    for year in workspace.group_counts("year"):
        if year.name.isdigit():
            yield line("year", year.name, FindingFilter(years=(int(year.name),)), year.errors + year.warnings + year.infos)
    for tag, count in workspace.tag_counts().items():
        yield line("tag", f"#{tag}", FindingFilter(tag=tag), count)
    for auditor in workspace.auditor_counts():
        judged = auditor.confirmed + auditor.dismissed + auditor.asked + auditor.fixed
        yield line("auditor", f"@{auditor.auditor}", FindingFilter(auditor=auditor.auditor), judged)
    codes, offered = known_codes(), 0
    for organ in sorted(workspace.group_counts("agency"), key=lambda each: -(each.errors + each.warnings + each.infos)):
        word = FindingFilter(agency_text=organ.name)
        if organ.name and offered < MOST_ORGANS and parse_filter(organ.name, codes) == word:
            offered += 1
            yield line("organ", organ.name, word, organ.errors + organ.warnings + organ.infos)


def _is_on(wanted: FindingFilter, word: FindingFilter) -> bool:
    return (
        set(word.codes) <= set(wanted.codes)
        and set(word.severities) <= set(wanted.severities)
        and set(word.verdicts) <= set(wanted.verdicts)
        and set(word.years) <= set(wanted.years)
        and word.tag in (None, wanted.tag)
        and word.auditor in (None, wanted.auditor)
        and word.only in ("all", wanted.only)
        and word.agency_text in ("", wanted.agency_text)
    )


def toggled(wanted: FindingFilter, word: FindingFilter) -> FindingFilter:
    """The filter with a condition added, or taken away if it was there."""
    if _is_on(wanted, word):
        return replace(
            wanted,
            codes=tuple(code for code in wanted.codes if code not in word.codes),
            severities=tuple(severity for severity in wanted.severities if severity not in word.severities),
            verdicts=tuple(verdict for verdict in wanted.verdicts if verdict not in word.verdicts),
            years=tuple(year for year in wanted.years if year not in word.years),
            tag=None if word.tag else wanted.tag,
            auditor=None if word.auditor else wanted.auditor,
            only="all" if word.only != "all" else wanted.only,
            agency_text="" if word.agency_text else wanted.agency_text,
        )
    return replace(
        wanted,
        codes=(*wanted.codes, *word.codes),
        severities=(*wanted.severities, *word.severities),
        verdicts=(*wanted.verdicts, *word.verdicts),
        years=(*wanted.years, *word.years),
        tag=word.tag or wanted.tag,
        auditor=word.auditor or wanted.auditor,
        only=word.only if word.only != "all" else wanted.only,
        agency_text=word.agency_text or wanted.agency_text,
    )
