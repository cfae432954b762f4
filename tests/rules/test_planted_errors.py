"""Single errors of every kind, planted by a seeded generator: at least 99 % are found, with the planted place in the evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.report import CellState
from rules.result import Severity
from tests.forge.sound_report import PRINTED, sound_report
from tests.rules.planted import PLANTERS, Planted, fails, lines, measure, read

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


@pytest.mark.parametrize("key", ["t4.suit_direct.total", "t3.refused.process_info.business", "t2.normative_documents.repealed"])
def test_a_word_among_figures_is_an_unreadable_cell(key: str) -> None:
    """若干 where a figure belongs is that cell's text, unreadable, and the rest of its row is read all the same."""
    sound = sound_report(0)
    report = read(replace(sound, cells={**sound.cells, key: "若干"}, layout="tabs_full"))
    others = {other: cell.raw for other, cell in report.cells.items() if other != key}

    assert (CellState.UNREADABLE, "若干") == (report.cells[key].state, report.cells[key].raw)
    assert {other: figure for other, figure in sound.cells.items() if other != key} == others
