"""The text of a section: broken lines joined, page furniture left out, tables as lines of tab-separated cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.align.stream import Line
from core.document import Block, Paragraph
from core.report import Segment

_SENTENCE_END = re.compile(r"[。！？；：!?;:）)”」』】]\s*$")
_NEW_PARAGRAPH = re.compile(
    r"\s*(?:[#*]|第?[一二三四五六七八九十]{1,3}\s*[、.,]|\(\s*[一二三四五六七八九十]{1,3}\s*\)|\(?\d{1,2}\s*[、)](?!\d)|\d{1,2}\.(?!\d))"
)
_LONG = 20
"""A line of prose this long that ends in no stop goes on in the next, in a text that is broken for width."""
_LATIN = re.compile(r"[A-Za-z]")


class Body:
    """Writes a section's text piece by piece and remembers where each piece came from."""

    def __init__(self, text: str, blocks: Sequence[Block], *, hard_wrapped: bool) -> None:
        self._source = text
        self._blocks = blocks
        self._hard_wrapped = hard_wrapped
        self._pieces: list[str] = []
        self._length = 0
        self._segments: list[Segment] = []
        self._open: Line | None = None
        self._cells_open = False

    def add(self, line: Line, start: int, end: int) -> None:
        """Append the stretch start..end (source offsets) of a line."""
        if start >= end:
            return
        if line.kind == "row" or (line.kind == "text" and line.figures and not self._unfinished()):
            self._add_cells(line, start, end)
        else:
            self._add_text(line, start, end)

    def _unfinished(self) -> bool:
        """Whether the line before broke off in the middle of a sentence, so that what follows is no table."""
        if self._open is None or self._open.kind != "prose" or _SENTENCE_END.search(self._pieces[-1]):
            return False
        block = self._blocks[self._open.block]
        return isinstance(block, Paragraph) and block.wrapped

    def _add_cells(self, line: Line, start: int, end: int) -> None:
        if line.kind == "row" and start == line.start and end == line.end and self._prints(line):
            self._add_row(start, end)
            return
        pieces = [(atom.start, atom.end) for atom in line.atoms if start <= atom.start and atom.end <= end]
        alone = line.kind == "text" and len(pieces) == 1
        if not (alone and self._cells_open):
            self._new_line()
        for number, (first, last) in enumerate(pieces):
            if number or (alone and self._cells_open):
                self._write("\t")
            self._copy(first, last)
        self._open = None
        self._cells_open = line.kind == "text"

    def _add_row(self, start: int, end: int) -> None:
        """A whole row as the source prints it, on a line of its own."""
        if self._length:
            self._pieces.append("\n")
            self._length += 1
        self._segments.append(Segment(self._length, start, end - start))
        self._pieces.append(self._source[start:end])
        self._length += end - start
        self._open, self._cells_open = None, False

    def _prints(self, line: Line) -> bool:
        """Whether the source itself has the row's cells with just a tab between them, so that they are one stretch of it."""
        whole = len(line.text) == line.end - line.start and len(line.atoms) == line.text.count("\t") + 1
        return whole and self._source.startswith(line.text, line.start)

    def _add_text(self, line: Line, start: int, end: int) -> None:
        first, last = self._trim(start, end)
        if first >= last:
            return
        if self._open is None or not self._goes_on(self._open, line, first):
            self._new_line()
        elif _LATIN.match(self._source[first]) and self._pieces and _LATIN.match(self._pieces[-1][-1:]):
            self._write(" ")
        self._copy(first, last)
        self._open = line
        self._cells_open = line.kind == "text"

    def _goes_on(self, before: Line, line: Line, first: int) -> bool:
        """Whether a line is the continuation of the one before, broken only for width."""
        block = self._blocks[before.block]
        wrapped = isinstance(block, Paragraph) and block.wrapped
        if before.block == line.block:
            return True
        if _SENTENCE_END.search(self._pieces[-1]):
            return wrapped and not _NEW_PARAGRAPH.match(line.text)
        if wrapped:
            return True
        long = before.kind == "prose" and len(before.text) >= _LONG
        return self._hard_wrapped and long and not _NEW_PARAGRAPH.match(line.text)

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        piece = self._source[start:end]
        return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())

    def _new_line(self) -> None:
        if self._length:
            self._write("\n")

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _copy(self, start: int, end: int) -> None:
        if start >= end:
            return
        last = self._segments[-1] if self._segments else None
        if last is not None and last.source + last.length == start and last.start + last.length == self._length:
            self._segments[-1] = Segment(last.start, last.source, last.length + end - start)
        else:
            self._segments.append(Segment(self._length, start, end - start))
        self._write(self._source[start:end])

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Where its stretches stand in the source."""
        return tuple(self._segments)
