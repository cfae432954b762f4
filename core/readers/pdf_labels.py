"""Labels of tables without ruled lines: which chunks are one label, and beside which rows it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.readers.pdf_chunks import Chunk

ORDINAL = re.compile(r"\s*(?:[（(]\s*[一二三四五六七八九十]+\s*[）)]|[一二三四五六七八九十]+、|\d{1,2}[.、．])")
"""What a label of the form begins with."""
_LINE_GAP = 0.75
"""In heights of a line: what lies between the lines of one label at most."""


def in_lines(chunks: Iterable[Chunk], height: float) -> list[list[Chunk]]:
    """Chunks line by line from top to bottom, each line from left to right."""
    lines: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda chunk: chunk.level):
        if lines and chunk.level - lines[-1][0].level < 0.5 * height:
            lines[-1].append(chunk)
        else:
            lines.append([chunk])
    return [sorted(line, key=lambda chunk: chunk.left) for line in lines]


def label_blocks(labels: Sequence[Chunk], height: float, levels: Sequence[float]) -> list[list[Chunk]]:
    """Chunks of labels that belong together, labels of groups (which have others to their right) before labels of rows.

    A label's lines stand right below each other, up to the next ordinal; the label of a row has the figures of one row beside it.
    """
    outer = _with_otherslevels_beside(labels, height)
    groups: list[list[Chunk]] = []
    rows: list[list[Chunk]] = []
    for chunk in (chunk for line in in_lines(labels, height) for chunk in line):
        blocks = groups if chunk in outer else rows
        home = next((block for block in reversed(blocks) if _continues(block, chunk, height)), None)
        if home is None or (blocks is rows and len(levels_beside(levels, [*home, chunk])) > 1):
            blocks.append([chunk])
        else:
            home.append(chunk)
    return groups + rows


def _with_otherslevels_beside(labels: Sequence[Chunk], height: float) -> set[Chunk]:
    """The chunks to whose right another label stands."""
    ordered = sorted(labels, key=lambda chunk: chunk.level)
    found: set[Chunk] = set()
    for index, chunk in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.level - chunk.level > 0.9 * height:
                break
            left, right = (chunk, other) if chunk.left < other.left else (other, chunk)
            gap = right.left - left.right
            if gap > -0.3 * height and not (ORDINAL.fullmatch(left.text) and gap < 2 * height):
                found.add(left)
    return found


def levels_beside(levels: Sequence[float], block: Sequence[Chunk]) -> list[float]:
    """The rows of figures that stand beside a label."""
    top, bottom = min(chunk.top for chunk in block), max(chunk.bottom for chunk in block)
    return [level for level in levels if top <= level <= bottom]


def _continues(block: Sequence[Chunk], chunk: Chunk, height: float) -> bool:
    """Whether a chunk stands right below or right beside a label's chunks and begins no label of its own."""
    last = block[-1]
    if abs(last.level - chunk.level) < 0.5 * height:
        return bool(ORDINAL.fullmatch(last.text)) and chunk.left - last.right < 2 * height
    if ORDINAL.match(chunk.text) or chunk.top - last.bottom > _LINE_GAP * height:
        return False
    return chunk.left < max(part.right for part in block) and chunk.right > min(part.left for part in block)


def empty_rows(levels: Sequence[float], blocks: Sequence[list[Chunk]], height: float) -> list[float]:
    """The levels of labels that begin like rows of the form and have no figures at their side."""
    found = []
    for block in blocks:
        top, bottom = block[0].top, block[-1].bottom
        is_item = bool(re.match(r"\s*\d{1,2}[.、．]", block[0].text))
        if is_item and not any(top - 0.3 * height <= level <= bottom + 0.3 * height for level in levels):
            found.append((top + bottom) / 2)
    return found
