"""Runs of figures to rows of the form: label, width, neighbourhood and order weighed together in one dynamic programme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from core.align.own import NOTHING, Labeller, Own, RowKey, labels_stand_before
from core.align.path import NEVER, Lattice, Scores, Wide
from core.align.runs import Run
from core.forms import Form

_SKIPPED_RUN = -1.0
_SKIPPED_LABELLED_RUN = -4.0
_TRUSTED = 0.75
_MARGIN = 0.9
_NEAR = 1.5
_CLEAR = 6.5
"""From here on words are a clear label."""
_LONGEST_MERGE = 15
_FULL_ROW = 7


class Slot(NamedTuple):
    """A row of the form in its order, with the number of figures it takes; table 4 is one slot of fifteen."""

    key: RowKey
    width: int


class Match(NamedTuple):
    """Runs that were given to slots: one to one, several runs that make one row, or one run that holds several rows."""

    runs: tuple[int, ...]
    slots: tuple[int, ...]
    labelled: bool
    """Whether a clear label says so; else order does."""
    certain: bool
    """Whether any other placing is clearly worse."""


@lru_cache(maxsize=4)
def slots_of(form: Form) -> tuple[Slot, ...]:
    """All rows of a form's tables in order."""
    slots: list[Slot] = []
    for table in form.tables:
        if table.layout == "one_row":
            slots.append(Slot((table.key, ""), len(table.cell_keys)))
        else:
            slots.extend(Slot((table.key, row.key), len(row.columns)) for row in table.rows)
    return tuple(slots)


class Placing:
    """The dynamic programme over runs and slots."""

    def __init__(
        self,
        runs: Sequence[Run],
        slots: Sequence[Slot],
        labeller: Labeller,
        columns: Mapping[str, tuple[str, ...]],
        *,
        behind: bool = False,
    ) -> None:
        self.runs = runs
        self.slots = slots
        self.index: Mapping[RowKey, int] = {slot.key: i for i, slot in enumerate(slots)}
        self.longest = [k for k, slot in enumerate(slots) if slot.width == _LONGEST_MERGE]
        self.columns = columns
        """The column keys of each table's widest row."""
        self.owns: list[Own] = [labeller.own(run) for run in runs]
        if behind:
            self.owns = [own if own.same_line else labeller.own_behind(run) for own, run in zip(self.owns, runs, strict=True)]
        else:
            self._contest(labeller)
        self.alone = [labeller.column(run.before) for run in runs]
        """The column that is all that is named before a run."""
        self.trusted = labels_stand_before([o for o in self.owns if o.rows or not o.unknown]) >= _TRUSTED
        self.near_before = self._near_before(labeller)
        self.near_after = [labeller.near(run.after) for run in runs]
        self.figures = [len(run.figures) for run in runs]

    def _contest(self, labeller: Labeller) -> None:
        """A label that begins on the line of a run without one may be that run's or the next one's: then order has a say."""
        contested = False
        for i, (run, following) in enumerate(zip(self.runs, self.runs[1:], strict=False)):
            own, next_own = self.owns[i], self.owns[i + 1]
            begun = not own.same_line and not next_own.same_line and bool(next_own.words) and following.joined
            begun = begun and next_own.words[0].line == run.last_line
            contested = begun and (contested or not self._in_order(own, next_own)) and self._fills(run, next_own)
            if contested:
                self.owns[i] = self._either(own, next_own)
                self.owns[i + 1] = self._either(next_own, labeller.own_behind(following))

    def _in_order(self, own: Own, following: Own) -> bool:
        """Whether a run's label names a row of the form before the next one's; a stray 其他 of a header does not."""
        here, there = ([self.index[key] for key in each.rows if key in self.index] for each in (own, following))
        return bool(here) and bool(there) and min(here) < max(there)

    def _fills(self, run: Run, own: Own) -> bool:
        """Whether the run has as many figures as a row that is named."""
        return any(self.slots[self.index[key]].width == len(run.figures) for key in own.rows if key in self.index)

    @staticmethod
    def _either(own: Own, other: Own) -> Own:
        named = own if own.rows else other
        return named._replace(rows=own.rows | other.rows, several=True)

    def _near_before(self, labeller: Labeller) -> list[frozenset[RowKey]]:
        """The rows named before each run; runs that follow each other without a word share what was named before the first."""
        named: list[frozenset[RowKey]] = []
        for run in self.runs:
            here = labeller.near(run.before)
            follows = named and not run.before.text and run.joined
            named.append(named[-1] if follows else here)
        return named

    def _score(self, i: int, k: int) -> float:
        """How well run `i` fits slot `k` alone."""
        label = self.labels[i][k]
        return label + self._fit(i, self.slots[k], labelled=label >= _CLEAR)

    @cached_property
    def labels(self) -> list[dict[int, float]]:
        """What the words around each run say for each slot; slots that they forbid are left out."""
        return [self._label_scores(i) for i in range(len(self.runs))]

    def _label_scores(self, i: int) -> dict[int, float]:
        own = self.owns[i]
        if own.rows and (own.same_line or self.trusted) and not own.several:
            score = self._weight(own) * own.quality
            return dict.fromkeys(sorted([self.index[key] for key in own.rows if key in self.index]), score)
        places: Iterable[int] = self.longest if own.unknown and own.same_line else range(len(self.slots))
        scores = ((k, self._label_score(i, self.slots[k])) for k in places)
        return {k: score for k, score in scores if score != NEVER}

    def _weight(self, own: Own) -> float:
        """What a label counts for."""
        return 10.0 if own.same_line else 9.0 if self.trusted else 3.5 if own.several else 5.0

    def _label_score(self, i: int, slot: Slot) -> float:
        """What the words around run `i` say for `slot`."""
        own = self.owns[i]
        near = _NEAR * (slot.key in self.near_before[i]) + _NEAR * (slot.key in self.near_after[i])
        if own.unknown:
            if own.same_line and slot.width != _LONGEST_MERGE:
                return NEVER
            return near - (1.0 if slot.width == _LONGEST_MERGE else 6.0)
        if not own.rows:
            if slot.width == 1 and not near:
                return NEVER
            return near
        strong = own.same_line or self.trusted
        if slot.key not in own.rows:
            return NEVER if strong and not own.several else near - 0.5
        return self._weight(own) * own.quality

    def _fit(self, i: int, slot: Slot, *, labelled: bool) -> float:
        figures, cells, width = self.figures[i], len(self.runs[i].atoms), slot.width
        if figures == width:
            return 5.0 if width == _LONGEST_MERGE else 3.0
        if figures < width <= cells:
            if figures:
                return 2.5
            return 1.5 if labelled else NEVER
        if not labelled:
            return NEVER
        if width == _LONGEST_MERGE and (figures < 8 or figures > 40):
            return -12.0
        return -min(4.0, 0.7 * abs(figures - width))

    def _wide_steps(self, i: int) -> Wide:
        figures = self.figures[i]
        mergeable = 0 < figures < _LONGEST_MERGE and i + 1 < len(self.runs) and self._may_continue(i + 1)
        several = figures > 1 and (self.runs[i].stacked or figures not in (_FULL_ROW, _LONGEST_MERGE))
        if not mergeable and not several:
            return {}
        steps = {k: self._wide(i, k) for k in self.labels[i] if figures != self.slots[k].width}
        return {k: wide for k, wide in steps.items() if wide}

    def _may_continue(self, j: int) -> bool:
        """Whether run `j` can continue the row of the run before it, whichever that is."""
        own, gap = self.owns[j], self.runs[j].before
        if self.alone[j] is not None or any(key[1] == "" for key in own.rows):
            return True
        return not own.rows and not own.unknown and (not gap.text or not gap.mentions)

    def _wide(self, i: int, k: int) -> list[tuple[int, int, float]]:
        """Ways to match more than one run or more than one slot, from run `i` and slot `k`."""
        if not self.figures[i]:
            return []
        return self._merged(i, k) if self.figures[i] < self.slots[k].width else self._divided(i, k)

    def _merged(self, i: int, k: int) -> list[tuple[int, int, float]]:
        """Several runs that make one row."""
        width, total = self.slots[k].width, self.figures[i]
        for p in range(2, _LONGEST_MERGE + 1):
            j = i + p - 1
            if j >= len(self.runs) or not self._continues(j, k, total):
                break
            total += self.figures[j]
            if total == width:
                return [(p, 1, max(self.labels[i][k], 0) + 3.0 - 0.2 * p)]
            if total > width:
                break
        return []

    def _divided(self, i: int, k: int) -> list[tuple[int, int, float]]:
        """One run that holds several rows."""
        width, total = self.slots[k].width, self.figures[i]
        for q in range(2, len(self.slots) - k + 1):
            slot = self.slots[k + q - 1]
            width += slot.width
            if slot.key[0] != self.slots[k].key[0] or width > total:
                break
            if width == total and len(self.runs[i].atoms) == total and self._may_hold(i, self.slots[k : k + q]):
                return [(1, q, self.labels[i][k] + 2.0 * q)]
        return []

    def _may_hold(self, i: int, slots: Sequence[Slot]) -> bool:
        """Whether one run can hold several rows: full ones, or ones that are all named beside it."""
        if not self.runs[i].stacked and self.figures[i] in (_FULL_ROW, _LONGEST_MERGE):
            return False
        near = self.near_before[i] | self.near_after[i]
        return all(slot.width == _FULL_ROW or slot.key in near for slot in slots)

    def _continues(self, j: int, k: int, taken: int) -> bool:
        """Whether run `j` can be a further piece of the row in slot `k`, of which `taken` figures are there."""
        own, key = self.owns[j], self.slots[k].key
        order = self.columns.get(key[0], ())
        if self.alone[j] is not None and len(order) == self.slots[k].width and self.alone[j] == order[taken]:
            return True
        if own.rows:
            return key[1] == "" and key in own.rows
        gap = self.runs[j].before
        return not own.unknown and (not gap.text or (key[1] == "" and not gap.mentions))

    def _skip_run(self, i: int) -> float:
        own = self.owns[i]
        return _SKIPPED_LABELLED_RUN * own.quality if own.rows else _SKIPPED_RUN if not own.unknown else 0.0

    @cached_property
    def total(self) -> float:
        """How well the best placing does."""
        return self._solved[-1][-1]

    @cached_property
    def _solved(self) -> Scores:
        return self._lattice.forward()

    @cached_property
    def _lattice(self) -> Lattice:
        return Lattice(
            single=[{k: self._score(i, k) for k in places} for i, places in enumerate(self.labels)],
            wide=[self._wide_steps(i) for i in range(len(self.runs))],
            skip=[self._skip_run(i) for i in range(len(self.runs))],
            slots=len(self.slots),
        )

    def begins_before_its_labels(self) -> bool:
        """Whether the first full row stands before any label that could be its own."""
        for i, run in enumerate(self.runs):
            if (len(run.figures) == _FULL_ROW and not run.stacked) or (run.stacked and len(run.figures) >= _FULL_ROW):
                full = {slot.key for slot in self.slots if slot.width == _FULL_ROW}
                return not (self.owns[i].rows | self.near_before[i]) & full
        return False

    def solve(self) -> tuple[Match, ...]:
        """The best placing of runs in slots."""
        matches: list[Match] = []
        rest: Scores | None = None
        for i, k, p, q in self._lattice.in_order() or self._lattice.steps(self._solved):
            if not p or not q:
                continue
            own = self.owns[i]
            labelled = bool(own.rows) and (own.same_line or (self.trusted and not own.several)) and p == q == 1
            certain = labelled
            if not labelled:
                rest = rest or self._lattice.backward()
                certain = self.total - self._lattice.best_without(i, k, self._solved, rest) >= _MARGIN
            matches.append(Match(tuple(range(i, i + p)), tuple(range(k, k + q)), labelled, certain))
        return tuple(reversed(matches))


__all__ = ["NOTHING", "Match", "Placing", "Slot", "slots_of"]
