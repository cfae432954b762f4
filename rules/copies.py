"""How much two reports share, sentence by sentence, and sketches that find the pairs worth comparing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rapidfuzz import fuzz, process

from core.report import Report
from rules.sentences import Sentence, sentences

SKETCH = 32
"""So many of the smallest sentence digests stand for a report."""
SAME = 90
"""From this likeness (percent of the characters) on, two sentences count as the same."""
MOST_SENTENCES = 400


@dataclass(frozen=True, slots=True)
class Shared:
    """How many of a report's sentences stand, word for word or nearly, in another report."""

    count: int
    total: int
    pairs: tuple[tuple[Sentence, Sentence], ...]

    @property
    def percent(self) -> Decimal:
        """The share in percent, at one decimal."""
        share = Decimal(100 * self.count) / Decimal(self.total) if self.total else Decimal(0)
        rounded = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
        return rounded if rounded % 1 else rounded.quantize(Decimal(1))


def shared(report: Report, earlier: Report, numbers: tuple[int, ...] = (1, 5, 6), *, boilerplate: tuple[str, ...] = ()) -> Shared:
    """The sentences of `report` that `earlier` has too; each sentence of `earlier` answers any number of times."""
    ours = sentences(report, numbers, boilerplate)[:MOST_SENTENCES]
    theirs = sentences(earlier, numbers, boilerplate)[:MOST_SENTENCES]
    by_text = {sentence.plain: sentence for sentence in reversed(theirs)}
    choices = [sentence.plain for sentence in theirs]
    pairs = []
    for sentence in ours:
        twin = by_text.get(sentence.plain) or _nearly(sentence, theirs, choices)
        if twin is not None:
            pairs.append((sentence, twin))
    return Shared(len(pairs), len(ours), tuple(pairs))


def _nearly(sentence: Sentence, theirs: Sequence[Sentence], choices: Sequence[str]) -> Sentence | None:
    found = process.extractOne(sentence.plain, choices, scorer=fuzz.ratio, score_cutoff=SAME)
    return theirs[found[2]] if found else None


def sketch(report: Report) -> tuple[int, ...]:
    """The smallest digests of the report's sentences: reports that share much text share many of them."""
    return tuple(sorted({sentence.digest for sentence in sentences(report)})[:SKETCH])


def alike(report: Report, other: Report) -> bool:
    """Whether the sketches overlap enough for the reports to be compared in full."""
    ours, theirs = set(sketch(report)), set(sketch(other))
    return bool(ours and theirs) and len(ours & theirs) >= max(2, min(len(ours), len(theirs)) // 4)
