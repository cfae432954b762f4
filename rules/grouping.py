"""Groups: results with one cause. A group is a view; its members keep their own identity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from rules.arithmetic import Sum, confront
from rules.context import Run
from rules.result import CellEvidence, Result, Status

ROLLED_ON = ("Y101",)
"""Rules that compare last year's row column by column: a row that does not carry on is one cause."""


def with_groups(results: Sequence[Result], run: Run) -> list[Result]:
    """The results with `group` set where several fail for one cause: sums that one change of one cell would close."""
    causes = [_members(each, results) for each in _sums_with_one_cause(run.once(confront).failing)]
    causes += [_of_rule(code, results) for code in ROLLED_ON]
    names: dict[tuple[str, str], str] = {}
    for number, members in enumerate((members for members in causes if len(members) > 1), start=1):
        names |= dict.fromkeys(members, f"g{number}")
    return [replace(each, group=names[_place(each)]) if _place(each) in names else each for each in results]


def _place(result: Result) -> tuple[str, str]:
    return (result.code, result.anchor)


def _of_rule(code: str, results: Sequence[Result]) -> list[tuple[str, str]]:
    return [_place(each) for each in results if each.code == code and each.status is Status.FAIL]


def _members(sums: Sequence[Sum], results: Sequence[Result]) -> list[tuple[str, str]]:
    """The fails of those sums, and what the narrative says of the one cell that would mend them all, by the same amount."""
    ids = {each.identity.id for each in sums}
    members = [_place(each) for each in results if each.status is Status.FAIL and each.anchor in ids]
    changes = [set(_changes(each)) for each in sums]
    shared = set.intersection(*changes)
    if len(shared) == 1:
        cell, change = shared.pop()
        members += [_place(each) for each in results if each.code[0] == "N" and _says(each, cell, change)]
    return members


def _says(result: Result, cell: str, change: Decimal) -> bool:
    """Whether a narrative finding compares that cell alone, and misses it by that amount."""
    compared = {each.cell for each in result.evidence if isinstance(each, CellEvidence)}
    if result.status is not Status.FAIL or compared != {cell} or result.difference is None:
        return False
    return Decimal(result.difference) == change


def _changes(each: Sum) -> Iterator[tuple[str, Decimal]]:
    """The cells of a sum, each with the change that would close it."""
    for key in each.identity.parts:
        yield key, -each.difference
    for key in each.identity.whole:
        yield key, each.difference


def _sums_with_one_cause(failing: Sequence[Sum]) -> list[list[Sum]]:
    """Sums joined whenever one cell, changed by one amount, would close both; in the form's order."""
    joined: dict[tuple[str, Decimal], list[int]] = {}
    for place, each in enumerate(failing):
        for change in _changes(each):
            joined.setdefault(change, []).append(place)
    parent = list(range(len(failing)))
    for places in joined.values():
        for place in places[1:]:
            parent[_root(parent, place)] = _root(parent, places[0])
    groups: dict[int, list[Sum]] = {}
    for place, each in enumerate(failing):
        groups.setdefault(_root(parent, place), []).append(each)
    return list(groups.values())


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        place = parent[place]
    return place
