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


@dataclass(frozen=True, slots=True)
class Lattice:
    """What every step is worth: `single[run][slot]` for one run in one slot, `wide[run]` for larger steps, `skip[run]`."""

    single: Sequence[Sequence[float]]
    wide: Sequence[Wide]
    skip: Sequence[float]
    slots: int

    def forward(self) -> tuple[list[list[float]], list[list[Step]]]:
        """The best score up to every point and the last step to it."""
        best = [[NEVER] * (self.slots + 1) for _ in range(len(self.skip) + 1)]
        back: list[list[Step]] = [[(0, 0)] * (self.slots + 1) for _ in range(len(self.skip) + 1)]
        best[0][0] = 0.0
        for i, row in enumerate(best):
            for k in range(self.slots):
                if row[k] + SKIPPED_SLOT > row[k + 1]:
                    row[k + 1], back[i][k + 1] = row[k] + SKIPPED_SLOT, (0, 1)
            if i < len(self.skip):
                self._step_from(i, row, best, back)
        return best, back

    def _step_from(self, i: int, row: Sequence[float], best: list[list[float]], back: list[list[Step]]) -> None:
        single, skip, following, steps = self.single[i], self.skip[i], best[i + 1], back[i + 1]
        for k, here in enumerate(row):
            if here == NEVER:
                continue
            if here + skip > following[k]:
                following[k], steps[k] = here + skip, (1, 0)
            if k < self.slots and here + single[k] > following[k + 1]:
                following[k + 1], steps[k + 1] = here + single[k], (1, 1)
        for k, wide in self.wide[i].items():
            for p, q, score in wide:
                if row[k] + score > best[i + p][k + q]:
                    best[i + p][k + q], back[i + p][k + q] = row[k] + score, (p, q)

    def backward(self) -> list[list[float]]:
        """The best score from every point to the end."""
        best = [[NEVER] * (self.slots + 1) for _ in range(len(self.skip) + 1)]
        best[-1][-1] = 0.0
        for i in range(len(self.skip), -1, -1):
            row = best[i]
            if i < len(self.skip):
                self._step_to(i, row, best)
            for k in range(self.slots - 1, -1, -1):
                row[k] = max(row[k], row[k + 1] + SKIPPED_SLOT)
        return best

    def _step_to(self, i: int, row: list[float], best: Sequence[Sequence[float]]) -> None:
        single, skip, following = self.single[i], self.skip[i], best[i + 1]
        for k in range(self.slots + 1):
            row[k] = following[k] + skip
            if k < self.slots and following[k + 1] + single[k] > row[k]:
                row[k] = following[k + 1] + single[k]
        for k, wide in self.wide[i].items():
            row[k] = max(row[k], *(score + best[i + p][k + q] for p, q, score in wide))

    def best_without(self, i: int, slot: int, forward: Sequence[Sequence[float]], rest: Sequence[Sequence[float]]) -> float:
        """The best total of all ways in which run `i` does not go to `slot`."""
        found = NEVER
        for k in range(self.slots + 1):
            found = max(found, forward[i][k] + self.skip[i] + rest[i + 1][k])
            if k != slot and k < self.slots:
                found = max(found, forward[i][k] + self.single[i][k] + rest[i + 1][k + 1])
            if k != slot:
                for p, q, score in self.wide[i].get(k, ()):
                    found = max(found, forward[i][k] + score + rest[i + p][k + q])
        return found
