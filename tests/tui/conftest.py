"""A workspace that is built once and copied for each test that changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.quiet import install
from tests.tui.workbench import build_workspace, copied

install()


@pytest.fixture(scope="session")
def built_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the reports written for these tests; not to be written to."""
    return build_workspace(tmp_path_factory.mktemp("built"))


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the workbench gives up after a moment it keeps, however slow the test is; tests of that set a moment of their own."""
    monkeypatch.setattr("tui.widgets.entry_line.OFFER_SECONDS", 10_000.0)
    monkeypatch.setattr("tui.widgets.status_line.LASTS", 10_000.0)
    monkeypatch.setattr("tui.screens.library.LEAVE_SECONDS", 10_000.0)


@pytest.fixture
def audit(built_workspace: Path, tmp_path: Path) -> Path:
    """A workspace of one's own."""
    return copied(built_workspace, tmp_path)
