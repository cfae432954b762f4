"""Help on the screen it was opened on: what it is for, then every key of it, made from the registry of actions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from textual.app import ComposeResult

from core.words import known
from tui.actions import GROUPS, Action, actions_in, bindings_for, spelled
from tui.review.runs import Run
from tui.screens.listed import ListedScreen
from tui.text import cell_width, fit, wrap_cjk
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.painted import Painted
from tui.width import ambiguous_width

KEYS_WIDTH = 22
TWO_COLUMNS_FROM = 116
Line = list[Run]


class HelpPage(Painted, can_focus=True):
    """The page; its lines are laid out for the width it has."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.lines: list[Line] = []

    def line_count(self) -> int:
        """How many lines the page has."""
        return len(self.lines)

    def paint(self, line: int, width: int) -> Sequence[Run]:
        """One line of it."""
        return self.lines[line]

    def show(self, lines: list[Line]) -> None:
        """Show another page."""
        self.lines = lines
        self.set_height()


class HelpScreen(ListedScreen):
    """The page for one room."""

    BINDINGS = bindings_for("help")
    room = "help"

    def __init__(self, about: str) -> None:
        """`about`: the room that help was called from."""
        super().__init__()
        self.about = about

    def compose(self) -> ComposeResult:
        """Heading, page, hints."""
        yield Heading()
        yield HelpPage()
        yield HintBar("help")

    def on_mount(self) -> None:
        """Lay the page out."""
        self.query_one(HelpPage).focus()
        self.language_changed()

    def on_resize(self) -> None:
        """Lay the page out for the new width."""
        self.language_changed()

    def language_changed(self) -> None:
        """Write the page in the language of the screen."""
        super().language_changed()
        place = self.say(f"room.{self.about}" if known(f"room.{self.about}") else "room.review")
        self.query_one(Heading).show(self.say("help.title"), place)
        page = self.query_one(HelpPage)
        page.show(self._lines(max(self.size.width - 3, 20)))

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = [[]]
        word = f"help.about.{self.about}"
        if known(word):
            lines += [*self._paragraph(self.say(word), width, "plain"), []]
        columns = 2 if width >= TWO_COLUMNS_FROM else 1
        column_width = width // columns
        blocks = [self._block(group, list(entries), column_width) for group, entries in self._groups()]
        lines += blocks_in_columns(blocks, columns, column_width)
        return [*lines, *self._paragraph(self.say("help.end"), width, "muted")]

    def _paragraph(self, text: str, width: int, ink: str) -> list[Line]:
        return [[Run("  " + line.text, ink)] for line in wrap_cjk(text, min(width - 2, 100), ambiguous_width())]

    def _groups(self) -> list[tuple[str, list[Action]]]:
        entries = sorted(actions_in(self.about), key=lambda entry: GROUPS.index(entry.group))
        groups = [(name, list(found)) for name, found in groupby(entries, key=lambda entry: entry.group)]
        if self.about in ("review", "queue"):
            groups.append(("line", [entry for entry in actions_in("line") if entry.group == "line"]))
        return groups

    def _block(self, group: str, entries: list[Action], width: int) -> list[Line]:
        lines: list[Line] = [[Run("  " + self.say(f"keys.group.{group}"), "heading")]]
        for entry in entries:
            keys = fit(self._keys(entry), KEYS_WIDTH - 1, sign=self.gouji.signs.ellipsis)
            wrapped = wrap_cjk(self._spoken(entry), max(width - KEYS_WIDTH - 6, 10), ambiguous_width())
            for position, line in enumerate(wrapped):
                lead = Run(f"    {keys} ", "key") if position == 0 else Run(" " * (KEYS_WIDTH + 4))
                lines.append([lead, Run(line.text)])
        return [*lines, []]

    def _spoken(self, entry: Action) -> str:
        own = f"action.{entry.id}.{self.about}_long"
        name = self.say(own if known(own) else f"action.{entry.id}.long")
        return name[:1].upper() + name[1:]

    def _keys(self, entry: Action) -> str:
        keys = self.gouji.keys_of(entry, self.about)
        spelt = [spelled(key, self.gouji.signs.vertical == "|") for key in keys]
        if len(keys) > 2 and all(key.isdigit() for key in keys):
            return f"{spelt[0]} {self.gouji.signs.ellipsis} {spelt[-1]}"
        return "  ".join(spelt)


def blocks_in_columns(blocks: Sequence[list[Line]], columns: int, width: int) -> list[Line]:
    """The blocks one under the other, or in two columns about equally long."""
    if columns == 1:
        return [line for block in blocks for line in block]
    total = sum(map(len, blocks))
    left: list[Line] = []
    right: list[Line] = []
    for block in blocks:
        (left if not right and len(left) + len(block) // 2 <= total // 2 else right).extend(block)
    joined: list[Line] = []
    for position in range(max(len(left), len(right))):
        one = left[position] if position < len(left) else []
        other = right[position] if position < len(right) else []
        used = sum(cell_width(run.text) for run in one)
        joined.append([*one, Run(" " * max(width - used, 0)), *other])
    return joined
