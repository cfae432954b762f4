"""A report as data: what parsing hands to rules, workspace, screens and exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from core.document import Place


class CellState(StrEnum):
    """How a figure cell was found."""

    NUMBER = "number"
    BLANK = "blank"
    """A place printed empty; counts as 0 in sums and breaks the fill-in rule."""
    DASH = "dash"
    """"-", "—", "/" in place of a figure; counts as 0 in sums."""
    UNREADABLE = "unreadable"
    """Something is printed that is no figure."""
    ABSENT = "absent"
    """No place for this cell, or a layout that cannot show empty places."""


@dataclass(frozen=True, slots=True, init=False)
class Cell:
    """One canonical cell (`t3.granted.natural_person`) as read."""

    key: str
    state: CellState
    value: Decimal | None = None
    raw: str | None = None
    """The text as printed, None when absent."""
    place: Place | None = None
    inferred: bool = False
    """True when alignment had to decide from order or identities what labels left open."""
    corrected: bool = False
    """True when an auditor set the value by hand."""
    unit: str | None = None
    note: str | None = None

    def __init__(
        self,
        key: str,
        state: CellState,
        value: Decimal | None = None,
        raw: str | None = None,
        place: Place | None = None,
        inferred: bool = False,
        corrected: bool = False,
        unit: str | None = None,
        note: str | None = None,
    ) -> None:
        """Set every field by its own slot: the initialiser that is generated for frozen classes takes three times as long.

        A report has two hundred cells, more than anything else in it.
        """
        _set_key(self, key)
        _set_state(self, state)
        _set_value(self, value)
        _set_raw(self, raw)
        _set_place(self, place)
        _set_inferred(self, inferred)
        _set_corrected(self, corrected)
        _set_unit(self, unit)
        _set_note(self, note)

    @property
    def amount(self) -> Decimal | None:
        """The value that sums use: blank and dash count as 0, unreadable and absent are unknown (None)."""
        if self.state is CellState.NUMBER:
            return self.value
        if self.state in (CellState.BLANK, CellState.DASH):
            return Decimal(0)
        return None


_set_key, _set_state, _set_value, _set_raw, _set_place, _set_inferred, _set_corrected, _set_unit, _set_note = (
    Cell.__dict__[each.name].__set__ for each in fields(Cell)
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a section's text that stands unchanged in the source: `length` code points from `start` here, `source` there."""

    start: int
    source: int
    length: int


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six official sections; number 0 is title and preamble. Form-less reports number what was found.

    `text` is the body without its heading: broken lines joined, page numbers and site furniture left out, tables as lines of
    tab-separated cells. Offsets everywhere (claims, evidence, marks) count code points of `text`.
    """

    number: int
    heading: str | None
    """As printed; None when no heading was found."""
    present: bool
    text: str
    segments: tuple[Segment, ...] = ()
    heading_place: Place | None = None
    ordinal: str | None = None
    """The ordinal as printed before the heading (`一`), None when there is none."""

    def source_offset(self, offset: int) -> int | None:
        """Where in `Report.source_text` the character at `offset` stands, None for characters the reading added."""
        for segment in self.segments:
            if segment.start <= offset < segment.start + segment.length:
                return segment.source + offset - segment.start
        return None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a section's text."""

    section: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """Where a fact about the whole report (organ, year, form, date) was found: `origin` is title, text, file_name or metadata."""

    value: str
    origin: Literal["title", "text", "table", "file_name", "metadata", "auditor"]
    text: str
    span: Span | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class LabelNote:
    """A label of a table that differs from the official one: `printed` for `official`, `cells` those it heads."""

    printed: str
    official: str
    kind: Literal["misprint", "variant", "order"]
    place: Place | None
    axis: Literal["row", "column", "band"]
    key: str
    """The row or column key that the label stands for."""


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """A row of an official table that fits no official row; kept as printed."""

    table: str
    label: str
    raw: tuple[str, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class RaggedRow:
    """A row whose number of figures is not the form's: `row` its key, `found` how many figures stood there."""

    row: str
    found: int
    raw: tuple[str, ...]
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class TableReading:
    """How one official table was read, so that structural rules can speak before arithmetic does."""

    table: str
    present: bool
    unreadable: Literal["picture", "attachment", "no_figures", None] = None
    expected_columns: int = 0
    ragged_rows: tuple[RaggedRow, ...] = ()
    lost_columns: tuple[str, ...] = ()
    """Column keys one of which was lost, likeliest first; empty when no column is missing."""
    missing_rows: tuple[str, ...] = ()
    moved_rows: tuple[str, ...] = ()
    label_notes: tuple[LabelNote, ...] = ()
    used_identities: tuple[str, ...] = ()
    """Ids of identities that decided between readings; they are then skipped, never passed."""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure of the narrative and what it was taken to be about.

    `about` names the cells whose sum the figure states, [] when it was not understood. `low` and `high` bound it (余, 近, 约).
    """

    section: int
    start: int
    end: int
    text: str
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str | None
    about: tuple[str, ...] = ()
    scope: Literal["own", "wider", "part", "unknown"] = "unknown"
    period: str | None = None
    noun: str | None = None
    """What is counted, as printed."""
    fact: str | None = None
    """What is stated: received, handled, carried_over, carried_forward, outcome, applicant, review, suit, document, decision."""
    firm: bool = True
    """False where the wording makes the equality with `about` only probable (受理 of reviews, 公开 of documents)."""
    others: tuple[tuple[str, ...], ...] = ()
    """What else the words may mean: a figure that equals one of these sums contradicts nothing."""
    role: Literal["figure", "previous", "change", "share", "rate", "nought"] = "figure"
    """`previous`: last year's figure; `change`: growth; `share`: 占比; `nought`: a negation (未收到) without a figure."""
    of: int | None = None
    """For a change or a share: the index of the claim it describes."""
    base: int | None = None
    """For a change: the index of the claim it is measured against."""
    direction: Literal["up", "down", None] = None
    step: Decimal = Decimal(1)
    """What one unit in the last printed place is worth."""
    bound: str | None = None
    """The word that blurs the figure (余, 近, 约), as printed."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole that the text divides: `whole` and `parts` are indices into `Report.claims`.

    `kind` is `exhaustive` (分别为, 即), `among` (其中) or `open` (… 等: no demand that it adds up).
    """

    whole: int
    parts: tuple[int, ...]
    kind: Literal["exhaustive", "among", "open"]
    span: Span
    trigger: str


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report, read. `cells` holds every canonical cell of its form, absent ones too."""

    source: str
    """The path as given (`a.zip!/b.html` for a zip member)."""
    part: int
    sha256: str
    media_type: str
    title: str | None
    agency: str | None
    year: int | None
    form: str | None
    published: date | None
    sections: tuple[Section, ...]
    cells: Mapping[str, Cell]
    tables: Mapping[str, TableReading]
    extra_rows: tuple[ExtraRow, ...] = ()
    claims: tuple[Claim, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    found: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    """Every place where `agency`, `year`, `form`, `published` were found, the deciding one first."""
    source_text: str = ""
    """`Document.text`: what the original view shows and what places count in."""
    notes: tuple[str, ...] = ()

    def section(self, number: int) -> Section | None:
        """The section of that number if the report has it (present), else None."""
        for section in self.sections:
            if section.number == number and section.present:
                return section
        return None
