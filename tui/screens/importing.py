"""Importing: choose a file or folder, watch it being read, stop it, and see every file that could not be read and why."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from db.views import LoadProgress, LoadSummary, UnreadableFile
from tui.actions import bindings_for
from tui.review.runs import Para, Run, para
from tui.screens.base import Why
from tui.screens.listed import ListedScreen
from tui.text import cell_width, fit, one_line
from tui.widgets.columns import CellText, Column
from tui.widgets.detail_pane import DetailPane
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.line_list import LineList
from tui.widgets.path_picker import PathPicker
from tui.widgets.progress_line import ProgressLine
from tui.widgets.rows import ListedRows
from tui.widgets.status_line import StatusLine

WATCH_SECONDS: Final = 0.1
COUNTED: Final = ("files", "new", "updated", "rivals", "known", "empty", "unreadable")
"""What the summary counts, in its order."""


class ImportScreen(ListedScreen):
    """Choosing, reading, summary: one after the other on one screen. Leaving it does not stop the reading."""

    CSS_PATH = "../styles/importing.tcss"
    BINDINGS = bindings_for("import")
    room = "import"

    def __init__(self, paths: tuple[Path, ...] = ()) -> None:
        """With `paths`, begin to read them at once."""
        super().__init__()
        self.paths = paths
        self.summary: LoadSummary | None = None

    def compose(self) -> ComposeResult:
        """The chooser; the progress; the summary. One of them is shown."""
        yield Heading()
        take, nothing = self.say("import.take"), self.say("import.nothing")
        yield PathPicker(Path.cwd(), take, nothing, signs=self.gouji.signs)
        with Vertical(id="import-running"):
            yield ProgressLine(signs=self.gouji.signs)
            yield DetailPane(id="import-now")
        with Vertical(id="import-summary"):
            yield DetailPane(id="import-counts")
            yield LineList[UnreadableFile](self._columns(), id="import-unreadable", signs=self.gouji.signs)
            yield DetailPane(id="import-reason")
        yield HintBar("import")
        yield StatusLine()

    def on_mount(self) -> None:
        """Choose, watch what is being read already, or see how the reading ended that was left."""
        self.set_interval(WATCH_SECONDS, self._watch)
        ended = self.gouji.load_summary
        if self.paths and not self.gouji.loading:
            self._begin(self.paths)
        elif self.gouji.loading:
            self._stage("running")
        elif self.gouji.summary_awaited and ended is not None:
            self._show_summary(ended)
        else:
            self._stage("choosing")

    def _columns(self) -> list[Column[UnreadableFile]]:
        return [
            Column("name", self.say("import.file"), lambda row: CellText(row.name, "error"), 24, flexible=1, cut="start"),
            Column("why", self.say("import.why"), lambda row: CellText(self.say(row.word, **row.parameters)), 30, flexible=1),
        ]

    # ── the three stages ───────────────────────────────────────────────────────────────────────────────────────────────

    def _stage(self, stage: str) -> None:
        self.query_one(PathPicker).display = stage == "choosing"
        self.query_one("#import-running").display = stage == "running"
        self.query_one("#import-summary").display = stage == "summary"
        self.query_one(Heading).show(self.say("room.import"), self.say(f"import.{stage}"))
        self.query_one(HintBar).show("import", () if stage == "running" else ("stop",))
        self.tell(self.say("import.how") if stage == "choosing" else "", "hint")
        if stage == "choosing":
            self.query_one(PathPicker).focus_line()
        elif stage == "running":
            self.query_one("#import-now", DetailPane).focus()

    @on(PathPicker.Picked)
    def _picked(self, message: PathPicker.Picked) -> None:
        self._begin((message.path,))

    def _begin(self, paths: tuple[Path, ...]) -> None:
        self.summary = None
        self.gouji.load_summary = None
        self.gouji.load(paths)
        self._stage("running")

    def _watch(self) -> None:
        if self.summary is not None or self.query_one(PathPicker).display:
            return
        progress, summary = self.gouji.load_progress, self.gouji.load_summary
        if summary is not None and not self.gouji.loading:
            self._show_summary(summary)
        elif progress is not None:
            self._show_progress(progress)

    def _show_progress(self, progress: LoadProgress) -> None:
        self.query_one(ProgressLine).show(progress.done, progress.total)
        counted = "import.counted" if progress.total is not None else "import.listing"
        words = {
            "done": progress.done,
            "total": progress.total or 0,
            "reports": progress.reports,
            "unreadable": progress.unreadable,
        }
        now = [para(self.say(counted, **words), "strong"), Para(), para(progress.name, "muted"), Para()]
        hint = "import.stopping" if self.gouji.load_cancelled else "import.meanwhile"
        self.query_one("#import-now", DetailPane).show([*now, para(self.say(hint), "muted")], keep=True)

    def _show_summary(self, summary: LoadSummary) -> None:
        self.summary = summary
        self.gouji.summary_awaited = False
        self._stage("summary")
        self.query_one("#import-counts", DetailPane).show(self._counts(summary))
        unreadable = self.query_one("#import-unreadable", LineList)
        unreadable.empty = self.say("import.all_read")
        unreadable.show(ListedRows(summary.unreadable))
        unreadable.focus()
        self._explain(unreadable.current)

    def _counts(self, summary: LoadSummary) -> list[Para]:
        signs = self.gouji.signs
        lines = []
        if summary.cancelled:
            lines.append(para(f"{signs.warning} {self.say('import.cancelled')}", "warning strong"))
        labels = {word: self.say(f"import.{word}") for word in COUNTED}
        room = max(cell_width(label) for label in labels.values())

        def line(word: str, count: int, ink: str = "", about: str = "") -> Para:
            label, number = f"{fit(labels[word], room)}  ", f"{count:>7}"
            spoken = Run(f"   {about}" if about else "", ink or "plain")
            return Para((Run(label, ink or "plain"), Run(number, f"{ink} strong".strip()), spoken))

        abouts = {"rivals": self.say("import.rivals_about")}
        for word in COUNTED[:5]:
            count = getattr(summary, word)
            if count or word in ("files", "new"):
                lines.append(line(word, count, about=abouts.get(word, "")))
        if summary.empty:
            names = one_line(self.say("import.joint").join(summary.empty[:8]))
            lines.append(line("empty", len(summary.empty), "warning", names))
        return [*lines, line("unreadable", len(summary.unreadable), "error" if summary.unreadable else "passed")]

    # ── what can be done ───────────────────────────────────────────────────────────────────────────────────────────────

    def why_not(self, action_id: str) -> Why | None:
        """Stopping needs something that runs."""
        return Why("import.nothing_runs") if action_id == "stop" and not self.gouji.loading else None

    def do_stop(self) -> None:
        """Stop reading after the file at hand."""
        self.gouji.load_cancelled = True

    @on(LineList.Highlighted, "#import-unreadable")
    def _looked_at(self, message: LineList.Highlighted) -> None:
        self._explain(message.row)

    def _explain(self, row: object) -> None:
        """Write out the file under the cursor and the whole reason, which the list cuts."""
        pane = self.query_one("#import-reason", DetailPane)
        pane.display = isinstance(row, UnreadableFile)
        if isinstance(row, UnreadableFile):
            why = one_line(self.say(row.word, **row.parameters))
            pane.show([para(one_line(row.name), "error"), Para((Run(why, "plain"),))])

    @on(LineList.Chosen, "#import-unreadable")
    def _seen(self) -> None:
        self.do_back()

    async def do_open(self) -> None:
        """From the summary, on to the library."""
        if self.summary is not None:
            self.do_back()

    def do_back(self) -> None:
        """Back to where import was called from; what is being read goes on."""
        self.gouji.summary_awaited = self.gouji.loading
        self.gouji.do_back()

    def language_changed(self) -> None:
        """Say everything in the language of the screen."""
        super().language_changed()
        self.query_one("#import-unreadable", LineList).show_columns(self._columns())
        if self.summary is not None:
            self._show_summary(self.summary)
