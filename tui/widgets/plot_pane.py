"""Draws a plot with plotext. Words stand above and below it, never in it: plotext 5 counts a Chinese character as one cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from rich.text import Text
from textual.color import Color
from textual_plotext import PlotextPlot

from tui.dashboard_bars import INKS, fill
from tui.dashboard_plots import PlotData
from tui.signs import Signs
from tui.text import cell_width, crop
from tui.wrap import wrap_cjk

if TYPE_CHECKING:
    from tui.app import GoujiApp

_COLOR_OF_INK: Final = {
    "passed": "text-success", "muted": "text-muted", "label": "text-muted", "error": "text-error", "warning": "text-warning",
    "info": "text-primary", "accent": "text-accent", "plain": "text-primary",
}  # fmt: skip
_TO_ASCII: Final = str.maketrans("─│┌┐└┘├┤┬┴┼", "-|+++++++++")
LEAST_HEIGHT: Final = 6
"""Lines below which there is no plot, only its sentence."""
SMALLEST: Final = 0.01
FEWEST: Final = 6
"""Columns for which room is kept, so that one or two do not fill everything."""


class PlotPane(PlotextPlot):
    """One plot with its sentence; the bars beside it say the same in figures, so it takes no focus."""

    def __init__(self, *, signs: Signs, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.signs = signs
        self.data = PlotData("", "")
        self.empty = ""

    def show(self, data: PlotData, empty: str) -> None:
        """Draw another plot; `empty` is said when there is nothing to draw."""
        self.data, self.empty = data, empty
        self.refresh()

    def render(self) -> Text:
        """The sentence, the plot, and what stands along its foot."""
        width, height = self.size
        if width < 8 or height < 1:
            return Text("")
        data = self.data
        said = [line.text.strip() for line in wrap_cjk(data.title if not data.empty else self.empty, width - 2)]
        lines = [Text(f" {text}", style="bold" if not data.empty else "") for text in said[:height]]
        room = height - len(lines) - 2
        if not data.empty and room >= LEAST_HEIGHT:
            lines += [Text(""), *self._drawn(width, room), self._foot(width)]
        return Text("\n").join(lines)

    def _foot(self, width: int) -> Text:
        text = crop(self.data.across, width - 1, sign=self.signs.ellipsis)
        return Text(" " * (width - 1 - cell_width(text)) + text, style="dim")

    def _drawn(self, width: int, height: int) -> Sequence[Text]:
        app = cast("GoujiApp", self.app)
        plain = self.signs.vertical == "|"
        data = self.data.last(max((width - 8) // 2, 1))
        plot = self.plt
        plot.clear_figure()
        plot.theme(self._get_plotext_theme_name(app.theme))
        plot.plotsize(width, height)
        plot._set_size(width, height)
        plot.xaxes(True, False)
        plot.yaxes(True, False)
        places = [float(place) for place in range(1, len(data.ticks) + 1)]
        slim = (width - 8) < 6 * len(places)
        top = max((max(tops) for _, tops in data.tops()), default=0.0)
        scale = steps(max(data.most, top), max(height // 3, 2))
        plot.ylim(0, max(scale[-1], data.most))
        plot.yticks(scale, [f"{step:g}{data.unit}" for step in scale])
        plot.xlim(0.5, max(len(places), FEWEST) + 0.5)
        for part, tops in data.tops():
            color = Color.parse(app.theme_variables[_COLOR_OF_INK[INKS.get(part, "plain")]]).rgb
            if data.curve:
                plot.plot(places, tops, marker="*" if plain else "braille", color=color)
                continue
            high = [(place, value) for place, value in zip(places, tops, strict=True) if value > 0]
            if high:  # plotext lets a column of height nought wipe out what stands under it
                marker = fill(part if part in INKS else "judged", self.signs)
                plot.bar(
                    [place for place, _ in high],
                    [value for _, value in high],
                    marker=marker,
                    color=color,
                    width=0.5 if slim else 0.7,
                )
        every = math.ceil(len(places) * (max(map(len, data.ticks), default=1) + 2) / max(width - 8, 1))
        plot.xticks(places[::every], list(data.ticks[::every]))
        drawn = plot.build()
        return Text.from_ansi(drawn.translate(_TO_ASCII) if plain else drawn).split("\n")[:height]


def steps(most: float, count: int) -> list[float]:
    """Round numbers from 0 up to `most` or a little over, about `count` of them."""
    if most < SMALLEST:
        return [0.0, 1.0]
    rough = most / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    if most >= 3:
        step = max(step, 1.0)
    return [round(step * number, 6) for number in range(math.ceil(most / step) + 1)]
