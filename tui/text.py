"""The one way for text from reports to reach the screen.

Every string handed to a widget of the drawing library is read as markup: `[/b]` in a report crashes the program and `[red]x`
loses text. Whatever comes from a report, a file name, an auditor or a colleague therefore passes through `content`, `rich_text`,
`one_line` or `wrap_cjk`, which parse nothing, let no control character through and keep lines within bounds; a test reads the
sources of the screens and forbids every other way.
"""

from __future__ import annotations

from rich.style import Style as RichStyle
from rich.text import Text
from textual.content import Content
from textual.style import Style

from tui.characters import LINE_ENDS, AmbiguousWidth, shown, width_of
from tui.width import ambiguous_width
from tui.wrap import CLOSING, OPENING, WrappedLine, line_at, wrap_cjk

__all__ = [
    "CLOSING",
    "OPENING",
    "AmbiguousWidth",
    "WrappedLine",
    "cell_width",
    "content",
    "crop",
    "crop_start",
    "fit",
    "line_at",
    "one_line",
    "rich_text",
    "safe",
    "wrap_cjk",
]

LONGEST = 4000
"""Characters of a single line that are ever drawn; a megabyte in a title is still a title."""

_BREAKS = str.maketrans(dict.fromkeys(LINE_ENDS, "\n"))


def safe(text: str) -> str:
    """The text as the screen may show it, lines kept: no control, hidden or unknown characters, tabs expanded."""
    unified = text.replace("\r\n", "\n").translate(_BREAKS)
    return "\n".join("".join(map(shown, line)) for line in unified.split("\n"))


def one_line(text: str, limit: int = LONGEST, *, sign: str = "…") -> str:
    """The text as a single safe line of at most `limit` characters; line ends become spaces, a cut is marked with `sign`."""
    cut = text[:limit] + sign if len(text) > limit else text
    return "".join(map(shown, cut))


def content(text: str, style: Style | str = "") -> Content:
    """The text for a widget: safe, lines kept, no markup parsed."""
    return (
        Content.styled(safe(text), style, strip_control_codes=False) if style else Content(safe(text), strip_control_codes=False)
    )


def rich_text(text: str, style: RichStyle | str = "") -> Text:
    """The text for a Rich renderable: safe, lines kept, no markup parsed."""
    return Text(safe(text), style=style, end="")


def cell_width(text: str, ambiguous: AmbiguousWidth | None = None) -> int:
    """Cells that a line takes when shown, on a terminal with that ambiguous width (None: the one in force)."""
    width = ambiguous or ambiguous_width()
    return sum(width_of(character, width) for character in text)


def crop(text: str, width: int, *, sign: str = "…", ambiguous: AmbiguousWidth | None = None) -> str:
    """The text as a safe line of at most `width` cells; what is cut off is replaced by `sign`."""
    in_force = ambiguous or ambiguous_width()
    line = one_line(text)
    cells = [width_of(character, in_force) for character in line]
    if sum(cells) <= width:
        return line
    room = width - cell_width(sign, in_force)
    if room < 0:
        return "." * max(width, 0)
    used = kept = 0
    while used + cells[kept] <= room:
        used += cells[kept]
        kept += 1
    return line[:kept] + sign


def crop_start(text: str, width: int, *, sign: str = "…", ambiguous: AmbiguousWidth | None = None) -> str:
    """The text as a safe line of at most `width` cells whose beginning is cut off: for paths, whose end says most."""
    in_force = ambiguous or ambiguous_width()
    line = one_line(text[-LONGEST:])
    cells = [width_of(character, in_force) for character in line]
    total, room = sum(cells), width - cell_width(sign, in_force)
    if total <= width:
        return line
    first = 0
    while first < len(line) and total > room:
        total -= cells[first]
        first += 1
    return crop(sign + line[first:], width, sign=sign, ambiguous=ambiguous)


def fit(text: str, width: int, *, align: str = "left", sign: str = "…", ambiguous: AmbiguousWidth | None = None) -> str:
    """The text as a safe line of exactly `width` cells: cropped with `sign` or padded; `align` is left, right or center."""
    line = crop(text, width, sign=sign, ambiguous=ambiguous)
    spare = max(width - cell_width(line, ambiguous), 0)
    before = {"left": 0, "right": spare, "center": spare // 2}[align]
    return " " * before + line + " " * (spare - before)
