"""Results with one cause: groups, whose members keep their own identity, and findings that another already holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from rules.arithmetic import Sum, confront, plain
from rules.context import Run
from rules.result import CellEvidence, Parameter, Reason, Result, Status, Suspect, TextEvidence

ROLLED_ON = ("Y101",)
"""Rules that compare last year's row column by column: a row that does not carry on is one cause."""


_NARRATIVE = "N"
_LISTS = "N201"


def without_echoes(results: Sequence[Result], run: Run) -> list[Result]:
    """The results without what the narrative says of a total whose own parts add to the narrative's figure.

    复议4件 beside results that add to 4 and a total of 5: one slip, in the total. The sum speaks, the sentence is its evidence,
    and of the corrections that would do only the one that agrees with the sentence is left.
    """
    at = {_place(each): number for number, each in enumerate(results) if each.status is Status.FAIL}
    totals = {
        each.identity.whole[0]: (each, at[each.identity.rule, each.identity.id])
        for each in run.once(confront).failing
        if len(each.identity.whole) == 1 and (each.identity.rule, each.identity.id) in at
    }
    spoken = list(results)
    for number, each in enumerate(results if totals else ()):
        cell = _only_cell(each)
        broken, place = totals.get(cell or "", (None, 0))
        if broken is not None and broken.actual is not None and each.actual == plain(broken.actual):
            spoken[number] = replace(
                each,
                status=Status.SKIPPED,
                reason=Reason("said_more_precisely", {"finding": broken.identity.rule}),
                evidence=(),
                suspects=(),
            )
            spoken[place] = _agreeing(spoken[place], each, cell or "")
    return spoken


def _agreeing(broken: Result, said: Result, cell: str) -> Result:
    """A broken sum with the sentence that agrees with its parts, and with the correction that this leaves."""
    sentence = tuple(each for each in said.evidence if isinstance(each, TextEvidence))
    listed = broken.parameters.get("corrections")
    for each in listed if isinstance(listed, tuple) else ():
        change = each[0] if isinstance(each, tuple) and len(each) == 1 else None
        if isinstance(change, tuple) and change[0] == cell and change[2] == said.actual:
            chosen: dict[str, Parameter] = {"corrections": (each,), "correction_count": "1"}
            suspect = Suspect(str(change[1] or ""), str(change[2]), "smallest_correction", cell=cell)
            broken = replace(broken, suspects=(suspect,), parameters=broken.parameters | chosen)
    return replace(broken, evidence=(*broken.evidence, *(each for each in sentence if each not in broken.evidence)))


def _only_cell(result: Result) -> str | None:
    """The one cell that a failing narrative finding compares its figure with."""
    cells = {each.cell for each in result.evidence if isinstance(each, CellEvidence)}
    named = result.status is Status.FAIL and result.code[0] == _NARRATIVE and len(cells) == 1
    return cells.pop() if named else None


def with_groups(results: Sequence[Result], run: Run) -> list[Result]:
    """The results with `group` set where several fail for one cause: sums that one change of one cell would close."""
    causes = [_members(each, results) for each in _sums_with_one_cause(run.once(confront).failing)]
    causes += [_of_rule(code, results) for code in ROLLED_ON]
    causes += list(_same_part(results))
    names: dict[tuple[str, str], str] = {}
    for number, members in enumerate((members for members in causes if len(members) > 1), start=1):
        names |= dict.fromkeys(members, f"g{number}")
    return [replace(each, group=names[_place(each)]) if _place(each) in names else each for each in results]


def _place(result: Result) -> tuple[str, str]:
    return (result.code, result.anchor)


def _of_rule(code: str, results: Sequence[Result]) -> list[tuple[str, str]]:
    return [_place(each) for each in results if each.code == code and each.status is Status.FAIL]


def _same_part(results: Sequence[Result]) -> Iterator[list[tuple[str, str]]]:
    """A list that misses its total by just as much as one of its parts misses the table: that part is the cause of both."""
    for whole in results:
        if whole.code != _LISTS or whole.status is not Status.FAIL or not isinstance(whole.evidence[0], TextEvidence):
            continue
        span = whole.evidence[0]
        parts = [
            _place(each)
            for each in results
            if _only_cell(each) is not None and each.difference == whole.difference and _stands_in(each, span)
        ]
        if len(parts) == 1:
            yield [_place(whole), *parts]


def _stands_in(result: Result, span: TextEvidence) -> bool:
    own = next((each for each in result.evidence if isinstance(each, TextEvidence)), None)
    return own is not None and own.section == span.section and span.start <= own.start and own.end <= span.end


def _members(sums: Sequence[Sum], results: Sequence[Result]) -> list[tuple[str, str]]:
    """The fails of those sums, and what the narrative says of the one cell that would mend them all, by the same amount."""
    ids = {each.identity.id for each in sums}
    members = [_place(each) for each in results if each.status is Status.FAIL and each.anchor in ids]
    changes = [set(_changes(each)) for each in sums]
    shared = set.intersection(*changes)
    if len(shared) == 1:
        cell, change = shared.pop()
        members += [_place(each) for each in results if each.code[0] == _NARRATIVE and _says(each, cell, change)]
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
