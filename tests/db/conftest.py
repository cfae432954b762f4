"""A workspace on an empty file, and readers that read what the tests put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.report import Report
from db.workspace import Workspace
from tests.db.loading import load
from tests.db.reports import rules


@pytest.fixture(autouse=True)
def _fast(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk where nothing is about what the disk keeps."""
    if request.module.__name__.rpartition(".")[2] not in ("test_crash", "test_durability", "test_opening"):
        monkeypatch.setattr("db.connection.SYNCHRONOUS", "OFF")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the workspace is."""
    return tmp_path / "audit.db"


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    """An open workspace of the auditor 甲."""
    with Workspace.open(path, auditor="甲", rules=rules()) as opened:
        yield opened


@pytest.fixture
def loaded(workspace: Workspace) -> Callable[..., int]:
    """Load a report built by hand; gives its id."""

    def one(report: Report, **options: bool) -> int:
        return load(workspace, report, **options)[0]

    return one
