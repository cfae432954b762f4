"""Groups: results with one cause. A group is a view; its members keep their own identity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from core.report import Report
from rules.arithmetic import Sum, confront
from rules.context import Run
from rules.result import Result, Status


def with_groups(results: Sequence[Result], report: Report, run: Run) -> list[Result]:
    """The results with `group` set where several fail for one cause: sums that one change of one cell would close."""
    failing = run.once(confront).failing
    if not failing or report.form is None:
        return list(results)
    members = {name: set(group) for name, group in _groups(report, failing).items()}
    named = []
    for result in results:
        group = next((name for name, ids in members.items() if result.anchor in ids), None)
        if result.status is Status.FAIL and group is not None:
            result = replace(result, group=group)
        named.append(result)
    return named


def _groups(report: Report, failing: Iterable[Sum]) -> dict[str, tuple[str, ...]]:
    """Sums joined whenever one cell, changed by one amount, would close both; numbered in the form's order."""
    changes: dict[tuple[str, Decimal], list[str]] = {}
    order = [each.identity.id for each in failing]
    for each in failing:
        for key in each.identity.parts:
            changes.setdefault((key, -each.difference), []).append(each.identity.id)
        for key in each.identity.whole:
            changes.setdefault((key, each.difference), []).append(each.identity.id)
    parent = {identity: identity for identity in order}
    for joined in changes.values():
        for identity in joined[1:]:
            parent[_root(parent, identity)] = _root(parent, joined[0])
    groups: dict[str, list[str]] = {}
    for identity in order:
        groups.setdefault(_root(parent, identity), []).append(identity)
    shared = [tuple(ids) for ids in groups.values() if len(ids) > 1]
    return {f"g{number}": ids for number, ids in enumerate(shared, start=1)}


def _root(parent: dict[str, str], identity: str) -> str:
    while parent[identity] != identity:
        identity = parent[identity]
    return identity
