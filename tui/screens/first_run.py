"""The first screen when there is no workspace yet: the samples, a folder of one's own, or where one left off."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from textual import on
from textual.app import ComposeResult

from tui.actions import bindings_for
from tui.background import start
from tui.recent import recent
from tui.review.runs import Para, para
from tui.screens.listed import ListedScreen
from tui.widgets.columns import CellText, Column
from tui.widgets.detail_pane import DetailPane
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.line_list import LineList
from tui.widgets.path_picker import PathPicker
from tui.widgets.rows import ListedRows
from tui.widgets.status_line import StatusLine

SAMPLES: Final = Path(__file__).parents[2] / "sample_reports"
LEFT_OUT: Final = ("formats", "county", "README.md")
"""The same reports in every format take long to read and show a newcomer nothing new; the county needs its pack to speak."""


@dataclass(frozen=True)
class Way:
    """One way to begin."""

    kind: str
    name: str
    about: str
    path: Path | None = None


class FirstRunScreen(ListedScreen):
    """Ways to begin."""

    CSS_PATH = "../styles/first_run.tcss"
    BINDINGS = bindings_for("first_run")
    room = "first_run"

    def compose(self) -> ComposeResult:
        """A word of welcome, the ways, and the chooser of a folder when that way is taken."""
        yield Heading()
        yield DetailPane(id="first-welcome")
        columns: tuple[Column[Way], ...] = (
            Column("name", "", lambda way: CellText(way.name, "strong"), 20),
            Column("about", "", lambda way: CellText(way.about, "muted"), 30, flexible=1),
        )
        yield LineList[Way](columns, header=False, signs=self.gouji.signs, id="first-ways")
        take, nothing = self.say("first_run.take"), self.say("first_run.no_folder")
        yield PathPicker(Path.cwd(), take, nothing, signs=self.gouji.signs)
        yield HintBar("first_run")
        yield StatusLine()

    def on_mount(self) -> None:
        """Offer the ways."""
        self.query_one("#first-welcome", DetailPane).can_focus = False
        self.language_changed()
        self._choose_way()

    def _choose_way(self) -> None:
        self.query_one(PathPicker).display = False
        ways = self.query_one("#first-ways", LineList)
        ways.display = True
        ways.focus()
        start(self, self._offer, group="first-run")

    async def _offer(self) -> None:
        before = await asyncio.to_thread(recent)
        workspace = f"./{(await asyncio.to_thread(free_name, Path.cwd())).name}"
        ways = [
            Way("samples", self.say("first_run.samples"), self.say("first_run.samples_about")),
            Way("folder", self.say("first_run.folder"), self.say("first_run.folder_about", path=workspace)),
            *(Way("recent", path.name, str(path.parent), path) for path in before),
        ]
        self.query_one("#first-ways", LineList).show(ListedRows(ways))

    def language_changed(self) -> None:
        """Say everything in the language of the screen."""
        super().language_changed()
        self.query_one(Heading).show(self.say("app.name"), self.say("first_run.what"))
        welcome = [Para(), para(self.say("first_run.welcome")), Para(), para(self.say("first_run.how"), "muted")]
        self.query_one("#first-welcome", DetailPane).show(welcome)
        if not self.query_one(PathPicker).display:
            start(self, self._offer, group="first-run")

    @on(LineList.Chosen)
    def _chosen(self, message: LineList.Chosen) -> None:
        way = cast("Way", message.row)
        if way.kind == "samples":
            folder = Path(tempfile.mkdtemp(prefix="gouji-"))
            self._begin(folder / f"{self.say('first_run.samples_file')}.db", sample_paths())
        elif way.kind == "folder":
            self.query_one("#first-ways", LineList).display = False
            self.query_one(PathPicker).display = True
            self.query_one(PathPicker).focus_line()
            self.tell(self.say("first_run.choose_folder"))
        elif way.path is not None:
            self._begin(way.path, ())

    @on(PathPicker.Picked)
    def _picked(self, message: PathPicker.Picked) -> None:
        self._begin(free_name(Path.cwd()), (message.path,))

    def _begin(self, workspace: Path, load: Sequence[Path]) -> None:
        app = self.gouji
        app.pop_screen()
        app.open_file(workspace, load)

    def do_back(self) -> None:
        """From the chooser to the ways; from the ways, leave."""
        if self.query_one(PathPicker).display:
            self._choose_way()
            self.tell("")
        else:
            self.gouji.action_leave()


def sample_paths() -> tuple[Path, ...]:
    """The samples that a newcomer is shown."""
    return tuple(sorted(path for path in SAMPLES.iterdir() if path.name not in LEFT_OUT))


def free_name(folder: Path) -> Path:
    """`gouji.db` in that folder, or the first `gouji-2.db`, … that is not taken."""
    number = 1
    while (path := folder / ("gouji.db" if number == 1 else f"gouji-{number}.db")).exists():
        number += 1
    return path
