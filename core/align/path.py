"""The best way through runs and slots: match, pass over a run, pass over a slot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NEVER = float("-inf")
SKIPPED_SLOT = -2.0

Step = tuple[int, int]
"""How many runs and how many slots a step takes."""
Wide = Mapping[int, Sequence[tuple[int, int, float]]]
"""For a slot the steps from it that take more than one run or slot, with their scores."""
Scores = list[list[float]]
"""A score for every point: so many runs and so many slots are behind it."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """What every step is worth: `single[run]` one run in one slot, by slot; `wide[run]` larger steps; `skip[run]`."""

    single: Sequence[Mapping[int, float]]
    wide: Sequence[Wide]
    skip: Sequence[float]
    slots: int

    def in_order(self) -> list[tuple[int, int, int, int]] | None:
        """The steps of the best way, last first, where it is plain: every run's own best slot stands behind the one before.

        None where it is not. No way is worth more: every run is worth the most it can be, and every slot taken costs nothing.
        """
        if any(self.wide):
            return None
        found: list[tuple[int, int, int, int]] = []
        before = -1
        for i, scores in enumerate(self.single):
            if not scores:
                continue
            best, slot = max([(score, k) for k, score in scores.items()])
            if slot <= before or best <= max(self.skip[i], 0.0) or list(scores.values()).count(best) > 1:
                return None
            found.append((i, slot, 1, 1))
            before = slot
        return found[::-1]

    def forward(self) -> Scores:
        """The best score up to every point."""
        best: Scores = [[] for _ in range(len(self.skip) + 1)]
        best[0] = [0.0, *[NEVER] * self.slots]
        _pass_over_slots(best[0], 0)
        for i in range(len(self.skip)):
            changed = self._step_from(i, best)
            _pass_over_slots(best[i + 1], changed)
        return best

    def _step_from(self, i: int, best: Scores) -> int:
        """Take every step from run `i`; the points behind a run that no step has reached yet are an empty list.

        Returns the first point behind it from which passing over slots may do better than passing over the run did.
        """
        row, skip = best[i], self.skip[i]
        following = [here + skip for here in row]
        changed = self.slots
        if best[i + 1]:
            following = [max(reached, here) for reached, here in zip(best[i + 1], following, strict=True)]
            changed = 0
        for k, score in self.single[i].items():
            if row[k] + score > following[k + 1]:
                following[k + 1] = row[k] + score
                changed = min(changed, k + 1)
        best[i + 1] = following
        for k, wide in self.wide[i].items():
            for p, q, score in wide:
                behind = best[i + p] = best[i + p] or [NEVER] * (self.slots + 1)
                if row[k] + score > behind[k + q]:
                    behind[k + q] = row[k] + score
                    changed = 0
        return changed

    def steps(self, best: Scores) -> list[tuple[int, int, int, int]]:
        """The best way, last step first: runs and slots behind the step's beginning, runs and slots it takes."""
        found: list[tuple[int, int, int, int]] = []
        arriving: dict[tuple[int, int], list[tuple[int, int, float]]] = {}
        for i, wide in enumerate(self.wide):
            for k, steps in wide.items():
                for p, q, score in steps:
                    arriving.setdefault((i + p, k + q), []).append((i, k, score))
        i, k = len(self.skip), self.slots
        while i or k:
            before_i, before_k = self._before(i, k, best, arriving.get((i, k), ()))
            found.append((before_i, before_k, i - before_i, k - before_k))
            i, k = before_i, before_k
        return found

    def _before(self, i: int, k: int, best: Scores, arriving: Sequence[tuple[int, int, float]]) -> tuple[int, int]:
        """The point from which the best way comes to a point; of equally good ones the one that was tried first."""
        value = best[i][k]
        for from_run, from_slot, score in arriving:
            if from_run < i - 1 and best[from_run][from_slot] + score == value:
                return from_run, from_slot
        if i and best[i - 1][k] + self.skip[i - 1] == value:
            return i - 1, k
        if i and k and best[i - 1][k - 1] + self.single[i - 1].get(k - 1, NEVER) == value:
            return i - 1, k - 1
        for from_run, from_slot, score in arriving:
            if from_run == i - 1 and best[from_run][from_slot] + score == value:
                return from_run, from_slot
        return i, k - 1

    def backward(self) -> Scores:
        """The best score from every point to the end."""
        best = [[NEVER] * (self.slots + 1) for _ in range(len(self.skip) + 1)]
        best[-1][-1] = 0.0
        for i in range(len(self.skip), -1, -1):
            if i < len(self.skip):
                best[i] = self._step_to(i, best)
            row = best[i]
            here = row[-1]
            for k in range(self.slots - 1, -1, -1):
                here += SKIPPED_SLOT
                if here > row[k]:
                    row[k] = here
                else:
                    here = row[k]
        return best

    def _step_to(self, i: int, best: Scores) -> list[float]:
        skip, following = self.skip[i], best[i + 1]
        row = [value + skip for value in following]
        for k, score in self.single[i].items():
            if following[k + 1] + score > row[k]:
                row[k] = following[k + 1] + score
        for k, wide in self.wide[i].items():
            row[k] = max(row[k], *(score + best[i + p][k + q] for p, q, score in wide))
        return row

    def best_without(self, i: int, slot: int, forward: Scores, rest: Scores) -> float:
        """The best total of all ways in which run `i` does not go to `slot`."""
        here, behind, skip = forward[i], rest[i + 1], self.skip[i]
        found = max([before + skip + after for before, after in zip(here, behind, strict=True)])
        for k, score in self.single[i].items():
            if k != slot:
                found = max(found, here[k] + score + behind[k + 1])
        for k, wide in self.wide[i].items():
            if k != slot:
                for p, q, score in wide:
                    found = max(found, here[k] + score + rest[i + p][k + q])
        return found


def _pass_over_slots(row: list[float], first: int) -> None:
    """Let every point from `first` on be reached from the one before it."""
    here = NEVER
    for k in range(first, len(row)):
        here += SKIPPED_SLOT
        if here > row[k]:
            row[k] = here
        else:
            here = row[k]
