"""The Library: every report of the workspace, how it stands, where to begin.

It is the first thing painted: what only some of its keys need is imported when they are pressed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Any, ClassVar, Final, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from core.words import LANGUAGES, Language, say
from db.errors import WorkspaceError
from db.library_views import LibraryFilter, LibraryKey, LibraryOrder, LibraryRow, Progress
from tui.actions import bindings_for
from tui.background import start
from tui.clipboard import copy
from tui.screens.base import Why
from tui.screens.listed import ListedScreen
from tui.text import one_line
from tui.times import local_time
from tui.widgets.columns import CellText, Column, Role
from tui.widgets.entry_line import EntryLine, Question
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.line_list import LineList
from tui.widgets.status_line import StatusLine

SORTS: Final[tuple[tuple[LibraryKey, bool], ...]] = (
    ("agency", False),
    ("open", True),
    ("errors", True),
    ("warnings", True),
    ("year", True),
    ("touched", True),
)
"""The orders that the sort key goes through."""

ROOMY: Final = 116
"""Cells from which the heading has room to say what a clean report is."""
BAR: Final = 8
"""Cells of the bar that shows how much of a report is judged."""
LEAVE_SECONDS: Final = 3.0
"""Within so long a second Esc ends the program."""

Only = Literal["open", "clean", "conflicts", "stale", "rivals", "untouched"]
ONLY: Final[tuple[Only, ...]] = ("open", "clean", "conflicts", "stale", "rivals", "untouched")
COLUMN_SORTS: Final[dict[str, tuple[LibraryKey, bool]]] = {
    "agency": ("agency", False),
    "year": ("year", True),
    "errors": ("errors", True),
    "warnings": ("warnings", True),
    "open": ("open", True),
    "touched": ("touched", True),
}


class LibraryScreen(ListedScreen):
    """Home."""

    CSS_PATH = "../styles/library.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("library")]
    room = "library"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.progress = Progress()
        self.shown = 0
        self.listed = False
        """Whether the rows are those of a workspace, not of the empty frame."""
        self._asked_to_leave = -LEAVE_SECONDS

    def compose(self) -> ComposeResult:
        """Heading, list, the line for typing, status, hints."""
        yield Heading()
        yield LineList[LibraryRow](self._columns(), signs=self.gouji.signs, id="reports")
        yield HintBar("library")
        yield StatusLine()
        yield EntryLine(id="entry")

    def on_mount(self) -> None:
        """Show an empty frame at once; rows come when the workspace is open."""
        self.entry.answered, self.entry.left = self._answered, self._left
        self.reports.focus()
        self._show_heading()
        if self.gouji.workspace is None:
            self.tell(self.say("app.opening"), "hint")
        else:
            self.show_rows()

    def on_resize(self) -> None:
        """Say the counts in the words that the new width has room for."""
        self._show_heading()

    @property
    def reports(self) -> LineList[LibraryRow]:
        """The list of reports."""
        return self.query_one("#reports", LineList)

    @property
    def entry(self) -> EntryLine:
        """The line for typing."""
        return self.query_one(EntryLine)

    # ── columns ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _columns(self) -> list[Column[LibraryRow]]:
        signs = self.gouji.signs

        def count(key: str, sign: str, role: Role, width: int, optional: int = 0) -> Column[LibraryRow]:
            title = f"{sign}{self.say(f'library.column_{key}')}"
            sortable = key in COLUMN_SORTS
            return Column(key, title, _counted(key, role), width, align="right", sortable=sortable, optional=optional)

        return [
            Column("agency", self.say("library.column_agency"), self._agency, 20, flexible=1, most=52, sortable=True),
            Column("year", self.say("library.column_year"), lambda row: CellText(str(row.year or "?")), 5, sortable=True),
            Column("form", self.say("library.column_form"), self._form, 6, optional=5),
            count("errors", signs.error, "error", 7),
            count("warnings", signs.warning, "warning", 7),
            count("infos", signs.info, "muted", 7, optional=3),
            count("passes", signs.passed, "muted", 7, optional=4),
            count("open", "", "strong", 7),
            count("confirmed", "", "", 7, optional=1),
            count("dismissed", "", "muted", 7, optional=2),
            Column("signs", f" {self.say('library.column_signs')}", self._signs, 8),
            Column("judged", self.say("library.column_judged"), self._judged, 16, optional=6),
            Column("touched", self.say("library.column_touched"), self._touched, 15, sortable=True, optional=1),
        ]

    def _agency(self, row: LibraryRow) -> CellText:
        name = row.agency or self.say("library.unknown_agency", source=row.source.rsplit("/", 1)[-1])
        return CellText(name, "" if row.open else "muted")

    def _form(self, row: LibraryRow) -> CellText:
        return CellText(row.form or "-", "muted")

    def _signs(self, row: LibraryRow) -> CellText:
        """Signs of what needs a second look: conflicts, stale judgements, rival versions; off the count before them."""
        signs = self.gouji.signs
        marks = (
            (signs.conflict if row.conflicts else "")
            + (signs.stale if row.stale else "")
            + (self.say("library.versions", count=row.rivals + 1) if row.rivals else "")
        )
        if not marks and not row.open:
            return CellText(f" {signs.passed}", "passed")
        return CellText(f" {marks}" if marks else "", "warning")

    def _judged(self, row: LibraryRow) -> CellText:
        """How much of the report is judged, as a bar and in figures."""
        judged = row.confirmed + row.dismissed + row.asked + row.fixed
        total = judged + row.open
        if not total:
            return CellText("", "muted")
        signs = self.gouji.signs
        full = BAR * judged // total
        return CellText(
            f"{signs.full * full}{signs.empty * (BAR - full)} {judged}/{total}", "passed" if judged == total else "muted"
        )

    def _touched(self, row: LibraryRow) -> CellText:
        return CellText(f"{local_time(row.last_touched)} {row.last_auditor or ''}".strip(), "muted")

    # ── rows ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def show_rows(self, *, keep: bool = False) -> None:
        """List the reports that the filter lets through."""
        workspace, app = self.gouji.workspace, self.gouji
        if workspace is None:
            return
        rows = self.reports
        order = app.library_order
        rows.empty = self.say("library.empty" if app.library_filter.empty else "library.no_match")
        rows.sort_key, rows.sort_descending = order.by, order.descending
        rows.show(workspace.library(app.library_filter, order), cursor=rows.cursor if keep else 0)
        self.listed = True
        start(self, self._count, group="progress")

    async def _count(self) -> None:
        workspace = self.gouji.workspace
        if workspace is None:
            return
        try:
            self.progress = await asyncio.to_thread(workspace.progress)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            return
        self._show_heading()

    @on(LineList.Loaded)
    def _loaded(self, message: LineList.Loaded) -> None:
        if not self.listed:
            return
        self.shown = message.count
        self._show_heading()
        status = self.query_one(StatusLine)
        hint = self.say("library.welcome" if self.progress.findings or message.count else "library.empty")
        if status.text == self.say("app.not_ready"):
            self.tell(hint, "hint")
        elif status.hint == self.say("app.opening") or (message.count and status.hint == self.say("library.empty")):
            status.rest(hint)  # a load may have said how it ended just before its first rows came

    def _show_heading(self) -> None:
        path = self.gouji.workspace_path
        name = self.say("app.name") + (f"  {one_line(path.name)}" if path is not None else "")
        chosen = self.gouji.library_filter
        about = "" if chosen.empty else self.say("library.filtered", filter=filter_text(chosen, self.language), count=self.shown)
        progress = self.progress
        rarer = (("counted_asked", progress.asked), ("counted_fixed", progress.fixed))
        more = "".join(self.say(f"library.{word}", count=count) for word, count in rarer if count)
        clean = "library.clean" if self.size.width >= ROOMY else "library.clean_short"
        counts = self.say(
            "library.counts",
            reports=progress.reports,
            open=progress.open,
            confirmed=progress.confirmed,
            dismissed=progress.dismissed,
            more=more,
            clean=self.say(clean, count=progress.clean),
        )
        self.query_one(Heading).show(name, about, counts if self.gouji.workspace is not None else "")

    def workspace_changed(self) -> None:
        """Reports or judgements changed: read the rows again where the list stands."""
        if self.listed:
            self.reports.reload()
            start(self, self._count, group="progress")
        else:
            self.show_rows()

    def language_changed(self) -> None:
        """Say everything in the language of the screen."""
        super().language_changed()
        self.reports.show_columns(self._columns())
        self._show_heading()
        for word in ("library.welcome", "library.empty"):
            if self.query_one(StatusLine).hint in {say(word, language) for language in LANGUAGES}:
                self.tell(self.say(word), "hint")

    def on_screen_resume(self) -> None:
        """Back from another screen: show how things stand now."""
        if self.listed:
            self.workspace_changed()

    # ── what keys do ───────────────────────────────────────────────────────────────────────────────────────────────────

    def why_not(self, action_id: str) -> Why | None:
        """Without a workspace there is nothing to work on; without a report nothing to open."""
        if self.entry.asking and action_id not in ("back", "quit", "help"):
            return Why("review.why_typing")
        anywhere = ("back", "quit", "help", "language", "theme", "palette", "settings")
        if self.gouji.workspace is None and action_id not in anywhere:
            return Why("app.not_ready")
        if action_id in ("open", "years", "copy") and self.reports.counted and self.reports.current is None:
            return Why("library.why_no_report")
        if action_id == "export" and not self.progress.reports:
            return Why("library.why_no_report")
        return None

    @on(LineList.Chosen)
    def _chosen(self, message: LineList.Chosen) -> None:
        if isinstance(message.row, LibraryRow):
            self._review(message.row.report_id)

    def _review(self, report_id: int, fingerprint: str | None = None) -> None:
        app = self.gouji
        app.open_room("review", report_id, fingerprint, filter=app.library_filter, order=app.library_order)

    async def do_next_open(self) -> None:
        """Go to the first open finding, from the report under the cursor on."""
        workspace, row, app = self.gouji.workspace, self.reports.current, self.gouji
        if workspace is None or row is None:
            return
        found = await asyncio.to_thread(workspace.next_open, row.report_id, None, 1, app.library_filter, app.library_order)
        if found is None:
            from tui.screens.judging import none_left

            self.tell(none_left(self, await asyncio.to_thread(workspace.progress)), "saved")
        else:
            self._review(found.report_id, found.fingerprint)

    def do_sort(self) -> None:
        """The next order."""
        now = (self.gouji.library_order.by, self.gouji.library_order.descending)
        index = SORTS.index(now) + 1 if now in SORTS else 0
        self._sort(*SORTS[index % len(SORTS)])

    @on(LineList.HeaderChosen)
    def _header_chosen(self, message: LineList.HeaderChosen) -> None:
        by, descending = COLUMN_SORTS[message.key]
        order = self.gouji.library_order
        self._sort(by, not order.descending if order.by == by else descending)

    def _sort(self, by: LibraryKey, descending: bool) -> None:
        self.gouji.library_order = LibraryOrder(by, descending)
        self.show_rows()
        self.tell(self.say("library.sorted", order=self.say(f"library.sort_{by}")))

    def do_filter(self) -> None:
        """Narrow the list by organ, year and state."""
        text = filter_text(self.gouji.library_filter, self.language)
        self._ask(Question("filter", self.say("library.ask_filter"), hint=self.say("library.ask_filter_hint"), text=text))

    def do_export(self) -> None:
        """Write the audit file of the whole workspace."""
        from tui.screens.exporting import ask_export, default_name

        ask_export(self, default_name(self))

    def do_import(self) -> None:
        """Read files into the workspace."""
        self.gouji.open_room("import")

    def do_years(self) -> None:
        """The same organ's years side by side."""
        row = self.reports.current
        if row is not None:
            self.gouji.open_room("years", row.report_id)

    def do_undo(self) -> None:
        """Take back one's own last step."""
        start(self, partial(self._undo_or_redo, back=True), group="step")

    def do_redo(self) -> None:
        """Do again what was undone."""
        start(self, partial(self._undo_or_redo, back=False), group="step")

    async def _undo_or_redo(self, *, back: bool) -> None:
        workspace = self.gouji.workspace
        if workspace is None:
            return
        try:
            done = await asyncio.to_thread(workspace.undo if back else workspace.redo)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            return
        from tui.screens.judging import tell_step

        if tell_step(self, done, back=back):
            self.workspace_changed()

    async def do_copy(self) -> None:
        """Copy the line under the cursor."""
        row = self.reports.current
        if row is not None:
            text = f"{row.agency or ''}\t{row.year or ''}\t{row.errors}\t{row.warnings}\t{row.open}"
            self.tell(self.say(f"app.{await copy(self.app, text)}"))

    async def take_key(self, key: str, character: str | None) -> bool:
        """Esc leads out of everything, so pressed once too often it must not end the program: here it asks for a second one."""
        at_home = key == "escape" and not self.entry.asking and self.gouji.library_filter.empty
        again = monotonic() - self._asked_to_leave < LEAVE_SECONDS
        self._asked_to_leave = -LEAVE_SECONDS
        if at_home and not again and len(self.app.screen_stack) <= 1:
            self._asked_to_leave = monotonic()
            self.tell(self.say("library.leave_again"))
            return True
        return await super().take_key(key, character)

    def do_back(self) -> None:
        """Leave the line, drop the filter, leave the program: one thing at a time."""
        if self.entry.asking:
            self.entry.leave()
        elif not self.gouji.library_filter.empty:
            self.gouji.library_filter = LibraryFilter()
            self.show_rows()
        else:
            self.gouji.do_back()

    # ── the line ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self, question: Question) -> None:
        self.entry.ask(question)
        self.query_one(HintBar).show_line(question)

    def _close_line(self) -> None:
        self.entry.close()
        self.query_one(HintBar).show("library")
        self.reports.focus()

    @on(EntryLine.Edited)
    def _edited(self, message: EntryLine.Edited) -> None:
        if message.question.kind == "filter":
            self.gouji.library_filter = parsed_filter(message.text, self.language)
            self.show_rows()

    def _left(self, question: Question, text: str) -> None:
        self._close_line()

    def _answered(self, question: Question, text: str, choice: str) -> None:
        if question.kind == "export":
            from db.views import FindingFilter
            from tui.screens.exporting import export_to

            if not export_to(self, text, FindingFilter()):
                return
        self._close_line()


def _counted(key: str, role: Role) -> Callable[[LibraryRow], CellText]:
    def cell(row: LibraryRow) -> CellText:
        number: Any = getattr(row, key)
        return CellText(str(number), role) if number else CellText("0", "muted")

    return cell


def only_words(language: Language) -> dict[str, Only]:
    """The states a list can be narrowed to, by the word typed for it."""
    return {say(f"library.only_{only}", language): only for only in ONLY}


def parsed_filter(text: str, language: Language) -> LibraryFilter:
    """The filter that a typed line means: years, a state, and parts of the organ's name."""
    names = only_words(language)
    chosen = LibraryFilter()
    words = []
    for word in text.split():
        if word in names:
            chosen = replace(chosen, only=names[word])
        elif word.isdigit() and len(word) == 4:
            chosen = replace(chosen, years=(*chosen.years, int(word)))
        else:
            words.append(word)
    return replace(chosen, text=" ".join(words))


def filter_text(chosen: LibraryFilter, language: Language) -> str:
    """The line that `parsed_filter` reads back."""
    parts = [chosen.text, *(str(year) for year in chosen.years)]
    if chosen.only != "all":
        parts.append(say(f"library.only_{chosen.only}", language))
    return " ".join(part for part in parts if part)
