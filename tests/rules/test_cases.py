"""Every rule's cases: it fires, stays quiet, and is skipped with a reason (the notation: `notation.py`)."""

from __future__ import annotations

import pytest

from rules.check import check
from rules.context import PlainContext
from rules.messages import message, reason_text
from rules.registry import all_rules
from rules.result import CellEvidence, MissingEvidence, Result, Status, TextEvidence
from rules.settings import Settings
from tests.rules.notation import Case, Expected, cases

CASES = tuple(cases())
KINDS = ("fires", "quiet", "skipped")


def results_of(case: Case) -> list[Result]:
    """The results of the case's rule."""
    settings = Settings()
    if case.pack is not None:
        from rules.packs import read_pack, with_pack

        settings = with_pack(settings, read_pack(case.pack, "case.toml"))
    report = case.reports[0]
    results = check(report, PlainContext(report, case.reports, settings))
    return [result for result in results if result.code == case.code]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code}-{case.kind}-{case.name}" for case in CASES])
def test_the_case_holds(case: Case) -> None:
    """The rule says of the case's report exactly what the case expects."""
    results = results_of(case)
    fails = [result for result in results if result.status is Status.FAIL]

    assert not [result.reason for result in results if result.status is Status.BROKEN]
    if case.kind == "fires":
        assert case.expected
        assert len(case.expected) == len(fails), [(result.anchor, message(result, "zh")) for result in fails]
        for expected in case.expected:
            assert any(_meets(result, expected) for result in fails), (expected, fails)
    else:
        assert not fails, [(result.anchor, message(result, "zh")) for result in fails]
    if case.kind == "quiet":
        assert any(result.status is Status.PASS for result in results), [reason_text(result, "zh") for result in results]
    if case.kind == "skipped":
        reasons = {result.reason.code for result in results if result.reason is not None}
        assert {expected.severity for expected in case.expected} <= reasons
        assert case.expected


@pytest.mark.parametrize("code", all_rules())
@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_has_a_case_of_each_kind(code: str, kind: str) -> None:
    """No rule without a case that fires, one that stays quiet and one that is skipped."""
    assert [case for case in CASES if case.code == code and case.kind == kind]


def test_every_case_is_of_a_known_rule_and_kind() -> None:
    """A misspelt file name or heading would hide a case."""
    assert {case.code for case in CASES} <= set(all_rules())
    assert {case.kind for case in CASES} <= set(KINDS)


def _meets(result: Result, expected: Expected) -> bool:
    if expected.anchor not in ("*", result.anchor) or expected.severity != result.severity.value:
        return False
    return all(_fact(result, name, value) for name, value in expected.facts)


def _fact(result: Result, name: str, value: str) -> bool:
    if name == "evidence":
        return any(isinstance(each, CellEvidence) and each.cell == value for each in result.evidence)
    if name == "text":
        return any(isinstance(each, TextEvidence) and value in each.text for each in result.evidence)
    if name == "missing":
        return any(isinstance(each, MissingEvidence) and value in each.missing for each in result.evidence)
    if name == "suspect":
        return value in {each.cell for each in result.suspects}
    known = {"expected": result.expected, "actual": result.actual, "difference": result.difference, "variant": result.variant}
    return known[name] == value if name in known else str(result.parameters.get(name)) == value
