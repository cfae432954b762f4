"""Runs of figures with the words around them: what every layout of a table comes down to.

A run is what stands between two labels. The gap before it holds the words since the run before; a label may stand whole before
its run, whole behind it, or broken in two with the run between the halves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from core.align.labels import OFTEN_ASKED, ORDINALS, Mention, Vocabulary, han
from core.align.stream import Atom, Line, figures_of
from core.forms import Column

_WORD = re.compile(r"\S+")
_LONGEST_UNREAD = 8
_ONE_ROW = 15
"""The figures of table 4, which stand in one row without a label."""
_FEW_UNREAD = 3
_FEW_FIGURES = 3
_made = tuple.__new__
"""Makes a named tuple of all its fields in half the time; for what a report has hundreds of."""
_BEGINS_LABEL = re.compile(rf"\s*(?:[{ORDINALS}]{{1,3}}\s*[、.]|\(\s*[{ORDINALS}]{{1,2}}\s*\)|[0-9]{{1,2}}\s*[.、)])")
"""The ordinal with which a label of its own begins."""


class Word(NamedTuple):
    """A label piece of a gap, the number of its line, and whether the run that follows begins on that line."""

    atom: Atom
    line: int
    on_next: bool = False


class Wording(NamedTuple):
    """How labels read one behind the other: where their pieces stand in them, and their Chinese characters."""

    pieces: tuple[tuple[int, int, int], ...]
    """For each piece the number of its label and its stretch of that, -1 for a label in one piece."""
    text: str
    owners: tuple[int, ...]
    """For each character of `text` the number of its piece."""


@dataclass(slots=True, eq=False)
class Said:
    """What the words of a gap say: it is the same wherever they stand, and asked once."""

    text: str = ""
    owners: tuple[int, ...] = ()
    mentions: tuple[Mention, ...] = ()
    rest: int = 0
    """How many characters at its beginning end a label of which only the first few stand before the run above it."""
    meant: tuple[frozenset[tuple[str, str]], ...] | None = None
    """For each mention the rows it names here, once that was asked."""
    near: frozenset[tuple[str, str]] | None = None
    """All these rows, once that was asked."""
    label: Label | None = None
    """The label that ends it, once that was asked."""
    whole: frozenset[str] | None = None
    """The longer phrases that stand in it whole, once that was asked."""
    misprints: dict[str, tuple[tuple[int, str, Column], ...]] = field(default_factory=dict)
    """For each table the words that are almost labels of its columns, once that was asked."""

    @property
    def begun(self) -> Mention | None:
        """The phrase whose beginning ends it."""
        last = self.mentions[-1] if self.mentions else None
        return last if last is not None and last.end == len(self.text) and not last.complete else None


class Label(NamedTuple):
    """The rows that a label may mean, how surely, and the numbers of the words that it is made of."""

    rows: frozenset[tuple[str, str]] = frozenset()
    quality: float = 0.0
    unknown: bool = False
    several: bool = False
    words: Sequence[int] = ()


@dataclass(slots=True)
class Gap:
    """The words between two runs, and what they say."""

    words: tuple[Word, ...] = ()
    text: str = ""
    """Their Chinese characters as one string."""
    owners: tuple[int, ...] = ()
    """For each character of `text` the index of its word."""
    said: Said = field(default_factory=Said)
    """The form's phrases among them, once these were looked for."""

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The form's phrases in it."""
        return self.said.mentions

    def word_at(self, index: int) -> Word:
        """The word that the character at `index` belongs to."""
        return self.words[self.owners[index]]

    def before_next_line(self) -> int:
        """How many characters stand on lines of their own, not on the next run's."""
        if self.words and self.words[0].on_next:
            return 0
        return next((i for i, owner in enumerate(self.owners) if self.words[owner].on_next), len(self.text))


@dataclass(slots=True)
class Run:
    """Consecutive figures (and empty cells) without a label between; `stacked` when they stand one on a line."""

    atoms: tuple[Atom, ...]
    first_line: int
    last_line: int
    stacked: bool
    spans_known: bool = False
    """Whether it is a row of a grid whose cells know their columns."""
    joined: bool = False
    """Whether only words, no prose, stand between it and the run before."""
    before: Gap = field(default_factory=Gap)
    after: Gap = field(default_factory=Gap)
    figures: tuple[Atom, ...] = ()
    """The atoms that hold a figure or a dash."""


class _Builder:
    """Cuts the stream where labels, prose and line ends say so."""

    def __init__(self, words: Vocabulary) -> None:
        self.vocabulary = words
        self.runs: list[Run] = []
        self._atoms: list[Atom] = []
        self._first = self._last = -1
        self._stacked = False
        self._words: list[tuple[Atom, int]] = []
        self._cut = False
        self._spans_known = False
        self._plain = False
        """Whether the atoms of the open run are known to be figures."""
        self._label_ends = -2
        """The last line that was the rest of a label above it."""

    def close(self) -> None:
        """End the run that is open."""
        if not self._atoms:
            return
        atoms, before = tuple(self._atoms), self._gap(self._first)
        run = Run(atoms, self._first, self._last, self._stacked, self._spans_known, not self._cut, before)
        run.figures = atoms if self._plain else figures_of(atoms)
        if self.runs and not self._cut:
            self.runs[-1].after = run.before
        self.runs.append(run)
        self._atoms = []
        self._words, self._cut = [], False

    def prose(self) -> None:
        """Narrative ends a run, and what was said before it is no label of what follows."""
        self.close()
        if self.runs and not self._cut:
            self.runs[-1].after = self._gap(-1)
        self._words, self._cut = [], True

    def finish(self) -> tuple[Run, ...]:
        """All runs."""
        self.prose()
        return tuple(self.runs)

    def text(self, line: Line, number: int) -> None:
        """A line of text."""
        figures = line.figures
        for atom in line.atoms:
            if atom.kind == "label":
                self._label(atom, number)
            else:
                self._figure(atom, number, figures == 1)

    def row(self, line: Line, number: int) -> None:
        """A grid row: empty cells count only where figures stand, behind the last label."""
        if len(line.atoms) == 1 and line.atoms[0].kind != "blank":
            self.text(line, number)
            return
        self.close()
        if self._ends_label(line, number):
            return
        self._spans_known = line.spans_known
        self._first, self._last, self._stacked = number, number, False
        self._plain = self._plain_row(line, number)
        if not self._plain:
            self._row(line, number)
        self.close()
        self._spans_known = self._plain = False

    def _plain_row(self, line: Line, number: int) -> bool:
        """Take a row that is just labels and then figures, as most are; False, and nothing done, for any other."""
        kinds = [atom[0] for atom in line.atoms]
        labels = kinds.index("figure") if "figure" in kinds else 0
        if kinds.count("figure") + labels != len(kinds) or "blank" in kinds[:labels] or (labels and len(kinds) == _ONE_ROW):
            return False
        self._words += [(atom, number) for atom in line.atoms[:labels]]
        self._atoms = list(line.atoms[labels:])
        return True

    def _row(self, line: Line, number: int) -> None:
        blanks: list[Atom] = []
        labels: list[Atom] = []
        bare = self._is_bare(line)
        for at, atom in enumerate(line.atoms):
            if atom.kind == "figure":
                if blanks:
                    self._atoms.extend(blanks)
                    blanks = []
                self._atoms.append(atom)
            elif atom.kind == "blank":
                blanks.append(atom)
            elif (bare or self._atoms) and self._is_no_label(atom) and (bare or figures_of(line.atoms[at:])):
                self._atoms += [*blanks, atom._replace(kind="figure", figure=None)]
                blanks = []
            else:
                self._end_row_run(blanks)
                labels.append(atom)
                self._label(atom, number)
                blanks = []
        if self._atoms or (blanks and labels and self._names_row(labels)):
            self._atoms.extend(blanks)

    def _ends_label(self, line: Line, number: int) -> bool:
        """Whether a row without figures is the rest of the label of the row above, which shows only its ordinal: （七）, 总计."""
        if self._words or self._cut or not self.runs or not line.atoms or line.atoms[-1].kind == "figure":
            return False
        above = self.runs[-1]
        near = number - 1 in (above.last_line, self._label_ends)
        if not near or len(above.figures) < _FEW_FIGURES:
            return False
        labels = [atom for atom in line.atoms if atom.kind == "label"]
        if len(labels) != 1 or line.figures or _BEGINS_LABEL.match(labels[0].text):
            return False
        goes_on = self._label_ends == number - 1
        own = above.before.text
        if len(self.runs) > 1 and above.joined:
            own = own[self.vocabulary.rest_of(self.runs[-2].before.text, own) :]
        if not goes_on and (not own or own.strip(ORDINALS)):
            return False
        self._label_ends = number
        self._words = [(word.atom, word.line) for word in above.before.words] + [(labels[0], above.first_line)]
        above.before = self._gap(above.first_line)
        if len(self.runs) > 1 and above.joined:
            self.runs[-2].after = above.before
        self._words = []
        return True

    def _is_bare(self, line: Line) -> bool:
        """Whether a row has as many cells as table 4 and figures in all but a few: its first cell is no label either."""
        return len(line.atoms) == _ONE_ROW and line.figures >= _ONE_ROW - _FEW_UNREAD

    def _is_no_label(self, atom: Atom) -> bool:
        """Whether a few characters between figures (若干) are none of the form's words: a figure that cannot be read."""
        return len(atom.text) <= _LONGEST_UNREAD and not self.vocabulary.mentions(han(atom.text))

    def _end_row_run(self, blanks: list[Atom]) -> None:
        if self._atoms:
            self._atoms.extend(blanks)
            self.close()

    def _names_row(self, labels: list[Atom]) -> bool:
        """Whether the labels of a row are those of a row of figures, not of a header (自然人, 总计)."""
        found = [self.vocabulary.mentions(han(label.text)) for label in labels[-3:]]
        if not found[-1] or not any(meaning.kind == "row" for meaning in found[-1][-1].meanings):
            return False
        return not any(m.kind == "column" for mentions in found[:-1] for mention in mentions for m in mention.meanings)

    def _label(self, atom: Atom, number: int) -> None:
        if self._atoms:
            self.close()
        self._words.append((atom, number))

    def _figure(self, atom: Atom, number: int, single: bool) -> None:
        if self._atoms and number != self._last and not (single and self._stacked):
            self.close()
        if not self._atoms:
            self._first, self._stacked = number, single
        self._last = number
        self._atoms.append(atom)

    def _gap(self, line: int) -> Gap:
        given = self._words
        if not given:
            return Gap()
        texts = tuple([atom.text for atom, _ in given])
        pieces, text, owners = _wording(texts) if sum(map(len, texts)) <= OFTEN_ASKED else _wording.__wrapped__(texts)
        words: list[Word] = []
        for piece in pieces:
            at, start, end = piece
            atom, number = given[at]
            words.append(_made(Word, (atom if start < 0 else _part(atom, start, end), number, number == line)))
        return Gap(tuple(words), text, owners)


@lru_cache(maxsize=8192)
def _wording(labels: tuple[str, ...]) -> Wording:
    """Labels cut at their spaces."""
    pieces, owners, texts = list[tuple[int, int, int]](), list[int](), list[str]()
    for number, label in enumerate(labels):
        for match in _WORD.finditer(label):
            text = han(match.group())
            owners.extend([len(pieces)] * len(text))
            whole = match.end() - match.start() == len(label)
            pieces.append((number, -1, -1) if whole else (number, match.start(), match.end()))
            texts.append(text)
    return Wording(tuple(pieces), "".join(texts), tuple(owners))


def _part(atom: Atom, start: int, end: int) -> Atom:
    return atom._replace(text=atom.text[start:end], start=atom.start + start, end=atom.start + end)


def runs_of(lines: Sequence[Line], words: Vocabulary) -> tuple[Run, ...]:
    """All runs of figures in the lines, with the gaps between them and the phrases in those gaps."""
    builder = _Builder(words)
    for number, line in enumerate(lines):
        if line.kind == "prose":
            builder.prose()
        elif line.kind == "row":
            builder.row(line, number)
        elif line.kind == "text":
            builder.text(line, number)
    runs = builder.finish()
    _find_phrases(runs, words)
    return runs


def _find_phrases(runs: Sequence[Run], words: Vocabulary) -> None:
    """Look up the phrases of every gap; what ends a label begun before the run is no phrase of its own."""
    begun: Mention | None = None
    done: Gap | None = None
    for run in runs:
        for gap in (run.before, run.after):
            if gap is done:
                continue
            done = gap
            if not gap.text:
                begun = None
                continue
            skip = rest = 0
            if begun is not None and begun.rest and gap.text.startswith(begun.rest):
                skip = len(begun.rest)
            elif gap is run.after:
                skip = rest = words.rest_of(run.before.text, gap.text)
            said = _said if len(gap.text) <= OFTEN_ASKED else _said.__wrapped__
            gap.said = said(words, gap.text, gap.owners, skip, rest)
            begun = gap.said.begun


@lru_cache(maxsize=8192)
def _said(words: Vocabulary, text: str, owners: tuple[int, ...], skip: int, rest: int) -> Said:
    """What a text says from its `skip`-th character on."""
    mentions = words.mentions(text[skip:])
    if skip:
        mentions = tuple([Mention(m.phrase, m.start + skip, m.end + skip, m.meanings) for m in mentions])
    return Said(text, owners, mentions, rest)
