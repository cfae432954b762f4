"""Measure reading over many random reports: `python -m tests.forge.measure [REPORTS] [PATTERN] [FIRST]` prints a line a mess.

FIRST is the first of the random renderings' seeds (0), for reports that were not measured before.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

from core.parse import parse_document
from core.readers.source import Source
from core.readers.text import document_of_text
from core.report import Report
from tests.forge.compare import Score, compare
from tests.forge.messes import CELL_MESSES, TABLE_MESSES
from tests.forge.random_report import random_report
from tests.forge.render_text import FRAMES, LAYOUTS, Rendered, render

CLEAN_LAYOUTS = ("tabs_full", "tabs_gone", "bars", "bars_at_ends", "cell_a_line", "spaces", "commas")
"""Layouts that lose nothing."""


def read(rendered: Rendered) -> Report | None:
    """The report that is read from a rendering."""
    source = Source("报告.txt", rendered.text.encode())
    reports = parse_document(document_of_text(rendered.text), source)
    return reports[0] if reports else None


def recipes(chance: random.Random) -> tuple[str, list[str], list[str]]:
    """A layout, cell and table messes, and a frame, drawn at random."""
    layout = chance.choice(list(LAYOUTS))
    messes = chance.sample(list(CELL_MESSES), chance.choice([0, 0, 1, 2]))
    if chance.random() < 0.4:
        messes.insert(0, chance.choice(list(TABLE_MESSES)))
    frames = [name for name in FRAMES if possible(name, layout)]
    return layout, messes, sorted(chance.sample(frames, chance.choice([0, 1, 1, 2])), key=list(FRAMES).index)


def possible(frame: str, layout: str) -> bool:
    """Whether a frame means anything in a layout."""
    if frame == "repeats_removed":
        return layout == "cell_a_line"
    if frame == "one_line_report":
        return layout in ("one_line", "spaces", "bars_at_ends")
    return True


def renderings(count: int, first: int = 0) -> Iterator[Rendered]:
    """Random renderings of random reports of both forms."""
    for seed in range(first, first + count):
        chance = random.Random(seed)
        report = random_report(seed, chance.choice(["2021", "2021", "2019"]))
        yield render(report, *recipes(chance), seed=seed)


def single(count: int) -> Iterator[Rendered]:
    """Every layout with every single mess and every frame, `count` reports each."""
    for layout in LAYOUTS:
        for seed in range(count):
            report = random_report(seed, "2021" if seed % 3 else "2019")
            yield render(report, layout, seed=seed)
            for mess in (*CELL_MESSES, *TABLE_MESSES):
                yield render(report, layout, [mess], seed=seed)
            for frame in FRAMES:
                if possible(frame, layout):
                    yield render(report, layout, [], [frame], seed=seed)


def main() -> None:
    """Print what was measured."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    scores: dict[str, Score] = {}
    whole = Score()
    for rendered in (*(single(max(1, count // 20)) if not pattern.startswith("~") else ()), *renderings(count, first)):
        if pattern.strip("~") not in rendered.name:
            continue
        report = read(rendered)
        for score in (scores.setdefault(rendered.name, Score()), whole):
            compare(report, rendered.truth, rendered.derivable, score, f"{rendered.name}#{rendered.seed}")
    for name, score in sorted(scores.items(), key=lambda entry: (-len(entry[1].wrong_unmarked), entry[1].share)):
        if score.share < 1 or score.wrong_unmarked:
            wrong = f"wrong {len(score.wrong_unmarked):4d} marked {score.wrong_marked:4d} of {score.cells:6d}"
            print(f"{score.share:8.2%} {wrong}  {name}")
    wrong = f"{len(whole.wrong_unmarked)} of {whole.cells} wrong without a mark, {whole.wrong_marked} wrong but marked"
    print(f"all: {whole.share:.3%} of {whole.derivable} derivable cells, {wrong}")
    for line in (whole.wrong_unmarked + whole.missed)[: 25 if pattern else 0]:
        print("   ", line)


if __name__ == "__main__":
    main()
