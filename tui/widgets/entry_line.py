"""The line at the bottom in which reasons, notes, tags, corrections and searches are typed. Nothing typed in it is ever lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from tui.signs import signs_of
from tui.text import cell_width, crop, one_line
from tui.widgets.quick_input import QuickInput

PAUSE_SECONDS: Final = 0.5
"""After so long without a key, what is typed is kept as a draft."""
OFFER_SECONDS: Final = 1.2
"""After so long without a key, the canned phrase of a digit is taken: long enough to go on typing `3月` with an input method."""


@dataclass(frozen=True)
class Question:
    """What the line asks for. `draft` is the key its unsaved text is kept under; `choices` are cycled with tab."""

    kind: str
    label: str
    hint: str = ""
    text: str = ""
    phrases: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    draft: str = ""
    picked: bool = False
    """The phrases are all there is to choose from: a digit takes one at once."""
    replaced: bool = False
    """The text it opens with is selected, so that typing replaces it."""
    about: dict[str, object] = field(default_factory=dict)
    """What the screen needs to know when the answer comes."""


MOST_ROWS: Final = 2
"""Rows that phrases may take so that they can be read whole."""
SHORTEST: Final = 10
"""Cells to which a phrase is cut at most."""
AROUND: Final = 4
"""Cells of a phrase's digit, and of what parts it from the digit and from the next one."""


class Phrases(Widget):
    """The canned phrases, each with its digit; a click takes one. A second row is taken where one would cut them."""

    COMPONENT_CLASSES = {"phrases--digit", "phrases--text", "phrases--idle"}  # noqa: RUF012
    DEFAULT_CSS = "Phrases { height: 1; }"

    @dataclass
    class Taken(Message):
        """A phrase was clicked."""

        number: int

    def __init__(self) -> None:
        super().__init__()
        self.phrases: Sequence[str] = ()
        self.idle = False
        """Whether digits take none of them just now."""
        self._spots: list[tuple[int, int, int, int]] = []

    def show(self, phrases: Sequence[str]) -> None:
        """Show these; without any the line goes away."""
        self.phrases = phrases
        self.display = bool(phrases)
        self._fit(self.app.size.width)
        self.refresh()

    def rest(self, idle: bool) -> None:
        """Show whether digits take them now."""
        if idle != self.idle:
            self.idle = idle
            self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Take as many rows as the new width asks for."""
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        rows = len(self._rows(width))
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = max(rows, 1)

    def _rows(self, width: int) -> list[list[tuple[int, str]]]:
        return rows_of([one_line(phrase) for phrase in self.phrases], width - 1, signs_of(self).ellipsis)

    def render_line(self, y: int) -> Strip:
        """Draw the phrases that fit; the rest can still be taken by its digit."""
        base, width = self.rich_style, self.size.width
        digit = base + self.get_component_rich_style(f"phrases--{'idle' if self.idle else 'digit'}", partial=True)
        text_style = base + self.get_component_rich_style(f"phrases--{'idle' if self.idle else 'text'}", partial=True)
        rows = self._rows(width)
        if y >= len(rows):
            return Strip.blank(width, base)
        segments, at = [Segment(" ", base)], 1
        self._spots = [spot for spot in self._spots if spot[0] != y]
        for number, text in rows[y]:
            end = at + 2 + cell_width(text)
            segments += [Segment(f"{number} ", digit), Segment(text, text_style), Segment("  ", base)]
            self._spots.append((y, at, end, number))
            at = end + 2
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """Take the phrase clicked."""
        for row, start, end, number in self._spots:
            if row == event.y and start <= event.x < end:
                self.post_message(self.Taken(number))


def rows_of(phrases: Sequence[str], width: int, sign: str) -> list[list[tuple[int, str]]]:
    """The phrases with their digits as rows: whole in one or two, else the long ones cut as little as need be."""
    widths = [cell_width(phrase) for phrase in phrases]
    longest = max(widths, default=0)
    for most in (longest, *range(longest - 1, SHORTEST - 1, -1)):
        rows: list[list[int]] = []
        left = 0
        for index, size in enumerate(widths):
            needed = min(size, most) + AROUND
            if needed > left or not rows:
                rows.append([])
                left = width + AROUND - 2
            rows[-1].append(index)
            left -= needed
        if len(rows) <= MOST_ROWS or most <= SHORTEST:
            return [[(index + 1, crop(phrases[index], most, sign=sign)) for index in row] for row in rows[:MOST_ROWS]]
    return []


class EntryInput(QuickInput):
    """An input that takes digits as canned phrases while it is empty, and pastes line ends as spaces.

    Enter, escape and tab act at once, within the key itself: the key after them must find the line closed. A digit may also be
    how a reason of one's own begins (`2021年…`), so what comes after it decides: see `_after_digit`.
    """

    def __init__(self) -> None:
        super().__init__(select_on_focus=False, compact=True)
        self.line: EntryLine | None = None

    async def _on_key(self, event: events.Key) -> None:
        line = self.line
        if line is None or await self._taken(line, event):
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    async def _taken(self, line: EntryLine, event: events.Key) -> bool:
        """Whether the key was one of the line's own."""
        if line.question is None:  # typed ahead, before the line closed: it is meant for the screen
            self.app.post_message(events.Key(event.key, event.character))
            return True
        if line.offered:
            return self._after_digit(line, event)
        plain = unicodedata.normalize("NFKC", event.character or "")
        if not self.value and len(plain) == 1 and plain.isdigit() and 1 <= int(plain) <= len(line.question.phrases):
            line.take(int(plain)) if line.question.picked else line.offer(plain)
        elif event.key == "enter":
            line.answer(self.value)
        elif event.key == "escape":
            line.leave()
        elif event.key == "tab":
            line.cycle()
        else:
            return False
        return True

    def _after_digit(self, line: EntryLine, event: events.Key) -> bool:
        """The key after a digit that stands for a phrase: more text makes the digit a text, what is no text takes the phrase.

        A plain letter is no text here: with an input method on, it does not arrive, and without one it is a key of the screen.
        """
        character = event.character or ""
        if event.key == "escape" or event.key in ("backspace", "delete"):
            line.withdraw("")
        elif event.key in ("left", "right", "home", "end"):
            line.withdraw(self.value)
            return False
        elif event.is_printable and character and not (character.isascii() and character.isalpha()):
            line.withdraw(line.offered)
            return False
        else:
            line.settle()
            if event.key != "enter":
                self.app.post_message(events.Key(event.key, event.character))
        return True

    def _on_paste(self, event: events.Paste) -> None:
        if self.line is not None and self.line.offered:
            self.line.withdraw(self.line.offered)
        self.insert_text_at_cursor(one_line(event.text))
        event.stop()
        event.prevent_default()


class EntryLine(Vertical):
    """Asks one `Question` at a time."""

    @dataclass
    class Answered(Message):
        """Enter: `text` is what was written, `choice` the choice it stands on."""

        question: Question
        text: str
        choice: str

    @dataclass
    class Left(Message):
        """Esc: nothing is recorded; the screen keeps the draft."""

        question: Question
        text: str

    @dataclass
    class Paused(Message):
        """Half a second without a key: the screen keeps the draft."""

        question: Question
        text: str

    @dataclass
    class Edited(Message):
        """The text changed."""

        question: Question
        text: str

    @dataclass
    class Begun(Message):
        """There is text now where there was none, or none any more: digits take phrases only while there is none."""

        question: Question
        written: bool

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.question: Question | None = None
        self.choice = 0
        self.offered = ""
        """The digit whose phrase stands in the line and is taken unless more text follows; empty: none."""
        self.answered: Callable[[Question, str, str], None] | None = None
        """Called with the answer at once, in place of the message `Answered`."""
        self.left: Callable[[Question, str], None] | None = None
        """Called at once when the line is left, in place of the message `Left`."""
        self._timer: Timer | None = None
        self._written = False

    def compose(self) -> ComposeResult:
        """The phrases, then the label and the field."""
        yield Phrases()
        with Horizontal(id="entry-row"):
            yield EntryLabel()
            yield EntryInput()

    def on_mount(self) -> None:
        """Hidden until something is asked."""
        self.query_one(EntryInput).line = self
        self.display = False

    @property
    def asking(self) -> bool:
        """Whether a question is open."""
        return self.question is not None

    @property
    def text(self) -> str:
        """What is written now."""
        return self.query_one(EntryInput).value

    def ask(self, question: Question) -> None:
        """Open the line."""
        self.question, self.choice, self.offered, self._written = question, 0, "", False
        self.query_one(Phrases).show(question.phrases)
        entry = self.query_one(EntryInput)
        with self.prevent(Input.Changed):
            entry.value = question.text
        entry.cursor_position = len(entry.value)
        if question.replaced:
            entry.action_select_all()
        entry.placeholder = question.hint
        self._weigh()
        self._show_label()
        self.display = True
        self.screen.set_focus(entry)

    def fill(self, text: str) -> None:
        """Put a text into the line, as if it had been typed before."""
        entry = self.query_one(EntryInput)
        with self.prevent(Input.Changed):
            entry.value = one_line(text)
        entry.cursor_position = len(entry.value)
        self._weigh()

    def _weigh(self) -> None:
        """Show whether digits still take the phrases, and tell when that changes."""
        written = bool(self.text) and not self.offered
        self.query_one(Phrases).rest(written)
        if written != self._written and self.question is not None:
            self._written = written
            self.post_message(self.Begun(self.question, written))

    def offer(self, digit: str) -> None:
        """Put the phrase of a digit into the line; it is taken with the next key that is no text, or after a moment."""
        question = self.question
        if question is not None:
            self.offered = digit
            self.fill(question.phrases[int(digit) - 1])
            self._stop_timer()
            self._timer = self.set_timer(OFFER_SECONDS, self.settle)

    def settle(self) -> None:
        """Answer with the phrase that is offered."""
        if self.offered:
            self.take(int(self.offered))

    def withdraw(self, text: str) -> None:
        """Take the offered phrase back and go on with this text."""
        self.offered = ""
        self._stop_timer()
        self.fill(text)

    def close(self) -> None:
        """Close the line; the screen gives the focus back."""
        self.question, self.offered = None, ""
        self._stop_timer()
        self.display = False

    def _show_label(self) -> None:
        question = self.question
        if question is None:
            return
        label = question.label
        if question.choices:
            label = f"{label} [{question.choices[self.choice][1]}]"
        self.query_one(EntryLabel).show(label)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        question = self.question
        if question is None:
            return
        self.post_message(self.Edited(question, event.value))
        self._weigh()
        self._stop_timer()
        if question.draft:
            self._timer = self.set_timer(PAUSE_SECONDS, self._paused)

    def _paused(self) -> None:
        if self.question is not None:
            self.post_message(self.Paused(self.question, self.text))

    def answer(self, text: str) -> None:
        """Hand the text over: enter was pressed."""
        question = self.question
        if question is None:
            return
        choice = question.choices[self.choice][0] if question.choices else ""
        if self.answered is not None:
            self.answered(question, text.strip(), choice)
        else:
            self.post_message(self.Answered(question, text.strip(), choice))

    @on(Phrases.Taken)
    def _clicked(self, event: Phrases.Taken) -> None:
        event.stop()
        self.take(event.number)

    def take(self, number: int) -> None:
        """Answer with a canned phrase."""
        if self.question is not None and number <= len(self.question.phrases):
            self.answer(self.question.phrases[number - 1])

    def cycle(self) -> None:
        """The next choice."""
        if self.question is not None and self.question.choices:
            self.choice = (self.choice + 1) % len(self.question.choices)
            self._show_label()

    def leave(self) -> None:
        """Close without recording."""
        question = self.question
        if question is None:
            return
        if self.left is not None:
            self.left(question, self.text)
        else:
            self.post_message(self.Left(question, self.text))


class EntryLabel(Widget):
    """What is asked for, as wide as it needs to be."""

    DEFAULT_CSS = "EntryLabel { width: auto; height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.label = ""

    def show(self, label: str) -> None:
        """Show another label."""
        self.label = crop(label, 48, sign=signs_of(self).ellipsis)
        self.styles.width = cell_width(self.label) + 3
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw it."""
        base = self.rich_style
        return Strip([Segment(f" {self.label}  ", base)]).adjust_cell_length(self.size.width, base)
