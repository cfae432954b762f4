"""Single errors of every kind, planted by a seeded generator: at least 99 % are found, with the planted place in the evidence."""

from __future__ import annotations

import pytest

from rules.result import Severity
from tests.forge.sound_report import PRINTED, sound_report
from tests.rules.planted import PLANTERS, Planted, fails, lines, measure

LEAST_FOUND = 0.99
FEW = 7
MANY = 100


def _hold(outcomes: list[tuple[Planted, list[str]]], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print("", *lines(outcomes), sep="\n")
    missed = [(error.kind, error.what, error.draft.seed, error.draft.layout) for error, codes in outcomes if not codes]

    assert 1 - len(missed) / len(outcomes) >= LEAST_FOUND, missed


def test_planted_errors_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    """Seven of each kind, over a hundred in all."""
    outcomes = list(measure(FEW))

    assert len(outcomes) == FEW * len(PLANTERS) > 100
    _hold(outcomes, capsys)


@pytest.mark.slow
def test_many_planted_errors_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    """A hundred of each kind."""
    _hold(list(measure(MANY)), capsys)


@pytest.mark.parametrize("seed", range(len(PRINTED)))
def test_the_reports_are_sound(seed: int) -> None:
    """Before anything is planted there is no error and no warning, and every layout is in use."""
    draft = sound_report(seed)

    assert PRINTED[seed] == draft.layout
    assert [] == [each for each in fails(draft) if each.severity is not Severity.INFO]
