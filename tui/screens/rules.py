"""The catalogue of rules: each with its page, its counts in this workspace, on or off, and its severity here."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from db.errors import WorkspaceError
from db.rule_choices import RuleChoices, switched, with_severity
from db.views import FindingFilter, LoadProgress, RuleCount
from rules.registry import Rule, all_rules
from rules.result import Severity, Status
from tui.actions import bindings_for
from tui.background import start
from tui.review.runs import Para, para
from tui.rooms_port import RoomsPort
from tui.rule_page import page_lines
from tui.screens.base import Why
from tui.screens.listed import ListedScreen
from tui.text import cell_width
from tui.widgets.columns import CellText, Column
from tui.widgets.detail_pane import DetailPane
from tui.widgets.entry_line import EntryLine, Question
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.line_list import LineList
from tui.widgets.rows import ListedRows
from tui.widgets.status_line import StatusLine

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
NARROWEST = 5
"""Cells of a column of counts."""


@dataclass(frozen=True)
class RuleLine:
    """One rule as it stands in this workspace, or the title of a family (`rule` is None)."""

    family: str
    rule: Rule | None = None
    severity: Severity = Severity.INFO
    on: bool = True
    changed: bool = False
    count: RuleCount | None = None


class RulesScreen(ListedScreen):
    """The list of rules beside the page of one."""

    CSS_PATH = "../styles/rules.tcss"
    BINDINGS = bindings_for("rules")
    room = "rules"

    def __init__(self, code: str | None = None) -> None:
        """Open at a rule, or at the first one."""
        super().__init__()
        self.code = code
        self.choices = RuleChoices()
        self.counts: Mapping[str, RuleCount] = {}
        self.text = ""
        self.stale = False
        """Whether choices were changed since the rules ran last."""
        self.checking = False

    def compose(self) -> ComposeResult:
        """The list, the page."""
        yield Heading()
        with Container(id="rules-panes"):
            yield LineList[RuleLine](self._columns(), full_line=self._family, signs=self.gouji.signs, id="rules-list")
            yield DetailPane(id="rules-page")
        yield HintBar("rules")
        yield StatusLine()
        yield EntryLine()

    def on_mount(self) -> None:
        """Show the catalogue, then count."""
        self.rules.focus()
        self._show(first=True)
        self.workspace_changed()

    @property
    def workspace(self) -> RoomsPort | None:
        """The workspace, None before it is open."""
        return cast("RoomsPort | None", self.gouji.workspace)

    @property
    def rules(self) -> LineList[RuleLine]:
        """The list."""
        return cast("LineList[RuleLine]", self.query_one("#rules-list", LineList))

    def workspace_changed(self) -> None:
        """Count again."""
        workspace = self.workspace
        if workspace is not None:
            start(self, partial(self._count, workspace), group="rules-count")

    async def _count(self, workspace: RoomsPort) -> None:
        self.choices = await asyncio.to_thread(workspace.rule_choices)
        self.counts = {count.code: count for count in await asyncio.to_thread(workspace.rule_counts)}
        self.rules.show_columns(self._columns())
        self._show()

    # ── the list ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _columns(self) -> list[Column[RuleLine]]:
        def count(key: str, title: str, optional: int) -> Column[RuleLine]:
            most = max((getattr(each, key) for each in self.counts.values()), default=0)
            width = max(cell_width(title), len(str(most)), NARROWEST)
            return Column(key, title, lambda line: _counted(line, key), width, align="right", optional=optional)

        return [
            Column("code", self.say("rules.code"), self._code, 8),
            Column("title", self.say("rules.title_column"), self._title, 32, flexible=1),
            Column("severity", self.say("rules.severity"), self._severity, 9),
            count("fails", self.say("rules.fails"), 0),
            count("open", self.say("rules.open"), 0),
            count("passes", self.say("rules.passes"), 1),
            count("skipped", self.say("rules.skipped"), 2),
            *([count("broken", self.say("rules.broken"), 3)] if any(each.broken for each in self.counts.values()) else []),
        ]

    def _code(self, line: RuleLine) -> CellText:
        code = line.rule.code if line.rule is not None else ""
        return CellText(f"{self.gouji.signs.selected if line.on else ' '} {code}", "code" if line.on else "muted")

    def _title(self, line: RuleLine) -> CellText:
        title = line.rule.title(self.language) if line.rule is not None else ""
        return CellText(title if line.on else f"{title} ({self.say('rules.off')})", "" if line.on else "muted")

    def _severity(self, line: RuleLine) -> CellText:
        sign = self.gouji.signs.of(Status.FAIL, line.severity)
        mark = "*" if line.changed else ""
        return CellText(
            f"{sign} {self.say(f'queue.severity.{line.severity.value}')}{mark}", line.severity.value if line.on else "muted"
        )

    def _family(self, line: RuleLine) -> CellText | None:
        return CellText(f"{line.family}  {self.say(f'rules.family_{line.family}')}", "heading") if line.rule is None else None

    def _lines(self) -> list[RuleLine]:
        words = self.text.casefold().split()
        lines: list[RuleLine] = []
        for rule in all_rules().values():
            searched = f"{rule.code} {rule.title('zh')} {rule.title('en')}".casefold()
            if not all(word in searched for word in words):
                continue
            if not lines or lines[-1].family != rule.family:
                lines.append(RuleLine(rule.family))
            severity = self.choices.severities.get(rule.code, rule.severity)
            is_on, changed = self.choices.on(rule.code), rule.code in self.choices.severities
            none = RuleCount(rule.code, 0, 0, 0, 0, 0) if self.counts else None
            lines.append(RuleLine(rule.family, rule, severity, is_on, changed, self.counts.get(rule.code, none)))
        return lines

    def _show(self, *, first: bool = False) -> None:
        lines = self._lines()
        cursor = self.rules.cursor
        if first:
            codes = [line.rule.code if line.rule else "" for line in lines]
            cursor = codes.index(self.code) if self.code in codes else 1
        self.rules.empty = self.say("rules.none")
        self.rules.show(ListedRows(lines), cursor=cursor, keep=not first)
        off = len(self.choices.disabled)
        about = self.say("queue.filtered", filter=self.text) if self.text else ""
        counts = self.say("rules.counts", rules=len(all_rules()), off=off)
        self.query_one(Heading).show(self.say("rules.title"), about, counts)

    @on(LineList.Highlighted)
    def _moved(self) -> None:
        line = self.rules.current
        if line is not None:
            self.query_one(DetailPane).show(self._rule_page(line))

    def _rule_page(self, line: RuleLine) -> list[Para]:
        if line.rule is None:
            return [para(self.say(f"rules.family_{line.family}"), "heading")]
        paragraphs = page_lines(line.rule.code, self.language, self.gouji.signs)
        count = line.count
        if count is not None:
            figures = {
                "fails": count.fails,
                "open": count.open,
                "passes": count.passes,
                "skipped": count.skipped,
                "broken": count.broken,
            }
            paragraphs += [Para(), para(self.say("rules.here", **figures), "muted")]
        if line.changed:
            own = self.say(f"queue.severity.{line.rule.severity.value}")
            paragraphs.append(para(self.say("rules.own_severity", severity=own), "warning"))
        return paragraphs

    def language_changed(self) -> None:
        """Say everything in the language of the screen."""
        super().language_changed()
        self.rules.show_columns(self._columns())
        self._show()
        self._moved()

    # ── what can be done ───────────────────────────────────────────────────────────────────────────────────────────────

    def why_not(self, action_id: str) -> Why | None:
        """Switching needs a rule and a workspace."""
        if action_id in ("switch", "severity", "open"):
            line = self.rules.current
            if line is None or line.rule is None:
                return Why("rules.no_rule")
        if action_id in ("switch", "severity", "open", "recheck") and self.workspace is None:
            return Why("app.not_ready")
        return Why("rules.checking") if action_id == "recheck" and self.checking else None

    async def do_switch(self) -> None:
        """Switch the rule on or off."""
        line = self.rules.current
        if line is not None and line.rule is not None:
            await self._choose(switched(self.choices, line.rule.code))

    async def do_severity(self) -> None:
        """Give the rule the next severity here; the rule's own is one of them."""
        line = self.rules.current
        if line is not None and line.rule is not None:
            following = SEVERITIES[(SEVERITIES.index(line.severity) + 1) % len(SEVERITIES)]
            chosen = None if following is line.rule.severity else following
            await self._choose(with_severity(self.choices, line.rule.code, chosen))

    async def _choose(self, choices: RuleChoices) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        try:
            await asyncio.to_thread(workspace.choose_rules, choices)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            return
        self.choices, self.stale = choices, True
        self._show()
        self.tell(f"{self.gouji.signs.saved} {self.say('rules.chosen')}", "saved")

    def do_recheck(self) -> None:
        """Run the rules over everything again."""
        workspace = self.workspace
        if workspace is not None and not self.checking:
            self.checking = True
            self.gouji.run_worker(self._recheck(workspace), group="recheck", exclusive=True)

    async def _recheck(self, workspace: RoomsPort) -> None:
        def moved(progress: LoadProgress) -> None:
            text = self.say("rules.rechecking", done=progress.done, total=progress.total or 0)
            self.app.call_from_thread(self.gouji.tell, text)

        try:
            changes = await asyncio.to_thread(lambda: list(workspace.recheck(progress=moved)))
        except WorkspaceError as error:
            self.gouji.tell(self.say("app.failed", what=error.message(self.language)), "error")
            return
        finally:
            self.checking = False
        self.stale = False
        appeared, vanished = sum(len(entry.appeared) for entry in changes), sum(len(entry.vanished) for entry in changes)
        words = {"reports": len(changes), "appeared": appeared, "vanished": vanished}
        self.gouji.changed()
        self.gouji.tell(f"{self.gouji.signs.saved} {self.say('rules.rechecked', **words)}", "saved")

    def do_filter(self) -> None:
        """Write part of a rule's code or name."""
        self.ask_line(Question("filter", self.say("rules.filter"), self.say("rules.filter_hint"), self.text))

    @on(EntryLine.Edited)
    def _edited(self, message: EntryLine.Edited) -> None:
        self.text = message.text
        self._show()

    @on(EntryLine.Answered)
    @on(EntryLine.Left)
    def _left(self) -> None:
        self.line_closed()

    @on(LineList.Chosen)
    def _chosen(self, message: LineList.Chosen) -> None:
        line = cast("RuleLine", message.row)
        if line.rule is not None and self.workspace is not None:
            self.gouji.open_room("queue", FindingFilter(codes=(line.rule.code,)))

    def do_back(self) -> None:
        """Leave the line, then the filter, then the screen."""
        line = self.query_one(EntryLine)
        if line.asking:
            line.leave()
        elif self.text:
            self.text = ""
            self._show()
        else:
            if self.stale:
                self.gouji.tell(self.say("rules.stale"), "warning")
            self.gouji.do_back()


def _counted(line: RuleLine, key: str) -> CellText:
    if line.count is None:
        return CellText("")  # not counted yet
    count = getattr(line.count, key)
    return CellText(str(count), "faint" if not count else "strong" if key in ("fails", "open") else "muted")
