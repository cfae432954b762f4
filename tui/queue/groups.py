"""The queue grouped by rule: a line a rule that folds, its findings under it, read in stretches like any other list."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from db.views import FindingFilter, FindingOrder, FindingRow
from tui.port import FindingListPort

FindingsOf = Callable[[FindingFilter, FindingOrder], FindingListPort]


@dataclass(frozen=True)
class GroupRow:
    """The line above the findings of one rule."""

    code: str
    count: int
    folded: bool


QueueRow = FindingRow | GroupRow


class GroupedFindings:
    """Findings of a filter under their rules. Groups are counted once, rows are read when they are looked at."""

    def __init__(
        self, findings: FindingsOf, wanted: FindingFilter, order: FindingOrder, codes: Sequence[str], folded: Collection[str]
    ) -> None:
        """`codes`: the rules that may have findings, in the order of the catalogue."""
        self._findings, self._wanted, self._order = findings, wanted, order
        self._codes = [code for code in codes if not wanted.codes or code in wanted.codes]
        self._folded = frozenset(folded)
        self._groups: list[GroupRow] | None = None
        self._starts: list[int] = []

    def _of(self, code: str) -> FindingListPort:
        return self._findings(replace(self._wanted, codes=(code,)), self._order)

    def groups(self) -> list[GroupRow]:
        """The rules that have findings."""
        if self._groups is None:
            counted = [GroupRow(code, self._of(code).count(), code in self._folded) for code in self._codes]
            self._groups = [group for group in counted if group.count]
            lengths = (1 if group.folded else 1 + group.count for group in self._groups)
            self._starts = list(accumulate(lengths, initial=0))
        return self._groups

    def count(self) -> int:
        """Lines in all: one a group, and the findings of those not folded."""
        self.groups()
        return self._starts[-1]

    def rows(self, offset: int, limit: int) -> Sequence[QueueRow]:
        """The lines from `offset`."""
        groups = self.groups()
        end = min(offset + limit, self._starts[-1])
        found: list[QueueRow] = []
        position = offset
        while position < end:
            number = bisect_right(self._starts, position) - 1
            group, start, after = groups[number], self._starts[number], self._starts[number + 1]
            if position == start:
                found.append(group)
                position += 1
            upto = min(end, after)
            if position < upto:
                found += self._of(group.code).rows(position - start - 1, upto - position)
                position = upto
        return found

    def next_open(self, start: int) -> int | None:
        """The next line from `start` on that holds an open finding."""
        for group, line in zip(self.groups(), self._starts, strict=False):
            if group.folded or line + group.count < start:
                continue
            place = self._of(group.code).next_open(max(0, start - line - 1))
            if place is not None:
                return line + 1 + place
        return None

    def previous_open(self, end: int) -> int | None:
        """The last line before `end` that holds an open finding."""
        for group, line in reversed(list(zip(self.groups(), self._starts, strict=False))):
            if group.folded or line + 1 >= end:
                continue
            place = self._of(group.code).previous_open(min(end - line - 1, group.count))
            if place is not None:
                return line + 1 + place
        return None

    def line_of(self, code: str) -> int:
        """The line of a rule's group, 0 if it has none."""
        numbers = [number for number, group in enumerate(self.groups()) if group.code == code]
        return self._starts[numbers[0]] if numbers else 0
