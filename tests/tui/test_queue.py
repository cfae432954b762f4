"""The queue under fast fingers and with colleagues: what is judged is what was on the screen; many at once are one step."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from db.views import FindingFilter, FindingRow, Receipt
from db.workspace import Workspace
from rules.result import Severity
from tests.tui.quiet import PATIENCE
from tests.tui.workbench import (
    AUDITOR,
    TestSettings,
    build_workspace,
    copied,
    press,
    report_text,
    settled,
    shown,
    until,
    workbench,
)
from tui.app import GoujiApp
from tui.queue.groups import GroupRow
from tui.screens.queue import QueueScreen
from tui.widgets.status_line import StatusLine


@pytest.fixture(scope="module")
def six_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six reports with a wrong sum in table 4 each."""
    reports = {f"{number}.txt": report_text(f"云岭县第{number}局", review="2\t0\t0\t0\t1") for number in "一二三四五六"}
    return build_workspace(tmp_path_factory.mktemp("six"), reports)


@pytest.fixture
def six(six_built: Path, tmp_path: Path) -> Path:
    """A copy of them."""
    return copied(six_built, tmp_path)


@asynccontextmanager
async def queue_of(
    path: Path, wanted: FindingFilter | None = None, settings: TestSettings | None = None
) -> AsyncIterator[tuple[GoujiApp, Pilot[int], QueueScreen]]:
    """The queue of a workspace, listed."""
    async with workbench(path, settings=settings) as (app, pilot):
        await press(pilot, "shift+f5")
        await until(pilot, lambda: isinstance(app.screen, QueueScreen) and app.screen.findings.current is not None)
        await settled(pilot)
        queue = app.screen
        assert isinstance(queue, QueueScreen)
        if wanted is not None:
            queue._filtered(wanted)
            await until(pilot, lambda: queue.findings.current is not None)
            await settled(pilot)
        yield app, pilot, queue


@contextmanager
def other_auditor(path: Path) -> Iterator[Workspace]:
    """The same workspace in a colleague's hands."""
    with Workspace.open(path, auditor="王") as workspace:
        yield workspace


def said(app: GoujiApp) -> str:
    """What the status line says."""
    return app.screen.query_one(StatusLine).text


def judged(path: Path) -> dict[str, str]:
    """The verdict of each finding, by fingerprint, as another program sees them."""
    with Workspace.open(path, auditor=AUDITOR) as workspace:
        found = workspace.findings(FindingFilter())
        return {row.fingerprint: row.verdict for row in found.rows(0, found.count())}


def listed(queue: QueueScreen) -> list[str]:
    """The fingerprints listed, in their order."""
    return [row.fingerprint for row in queue.findings.provider.rows(0, 99) if isinstance(row, FindingRow)]


async def test_keys_typed_ahead_wait_until_the_list_is_read_again(six: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three verdicts typed in one burst fall on the three findings that came under the cursor, one after the other, each once."""
    real = Workspace.judge
    calls: list[tuple[str, ...]] = []
    written = threading.Event()

    def slow(self: Workspace, report_id: int | None, fingerprints: tuple[str, ...], *rest: object, **options: object) -> Receipt:
        assert written.wait(PATIENCE)
        calls.append(tuple(fingerprints))
        return real(self, report_id, fingerprints, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Workspace, "judge", slow)
    async with queue_of(six) as (_app, pilot, queue):
        order = listed(queue)
        await pilot.press("c", "down", "r", "c")
        assert len(queue.turn.held) == 3
        written.set()
        await until(pilot, lambda: len(calls) == 3 and not queue.turn.busy and not queue.turn.held)
        await settled(pilot)
    # the first is confirmed and leaves the list; down passes the second; then the third and the fourth are judged
    assert calls == [(order[0],), (order[2],), (order[3],)]
    assert [judged(six)[fingerprint] for fingerprint in order[:5]] == ["confirmed", "open", "asked", "confirmed", "open"]


async def test_a_colleagues_judgement_does_not_shift_the_finding_under_the_cursor(six: Path) -> None:
    """When a finding further up leaves the list, the cursor stays with its own finding, and that is what a key judges."""
    async with queue_of(six) as (app, pilot, queue):
        order = listed(queue)
        await press(pilot, "down", "down")
        with other_auditor(six) as colleague:
            await asyncio.to_thread(colleague.judge, None, order[:2], "confirmed")
            await until(pilot, lambda: queue.findings.row_count == 4)
            await settled(pilot)
        current = queue.findings.current
        assert isinstance(current, FindingRow)
        assert current.fingerprint == order[2]
        assert queue.findings.cursor == 0
        await press(pilot, "r")
        assert "✓" in said(app)
    assert judged(six)[order[2]] == "asked"


async def test_among_all_findings_a_verdict_leads_to_the_next_open_one(six: Path) -> None:
    """Where the judged ones stay listed, the cursor goes on to the next open finding, over those judged before."""
    with Workspace.open(six, auditor=AUDITOR) as workspace:
        order = workspace.findings(FindingFilter()).fingerprints()
        workspace.judge(None, order[1:3], "asked")
    async with queue_of(six, FindingFilter()) as (_app, pilot, queue):
        await press(pilot, "c")
        assert queue.findings.cursor == 3


async def test_tags_and_severity_of_many_are_one_step_and_undo_says_what_it_took_back(six: Path) -> None:
    """Tags come on top of those each has; one undo takes the whole batch back and says so."""
    with Workspace.open(six, auditor=AUDITOR) as workspace:
        (first, *_) = workspace.findings(FindingFilter()).rows(0, 1)
        workspace.tag(first.report_id, first.fingerprint, ["早"])
    async with queue_of(six) as (app, pilot, queue):
        await press(pilot, "space", "space", "space", "ctrl+t", *"#重点", "enter")
        await until(pilot, lambda: "3 项的标签" in said(app))
        assert len(queue.findings.selected) == 3, "what was tagged can be judged next"
        await press(pilot, "escape", "home", "space", "space", "home", "exclamation_mark")
        await until(pilot, lambda: "2 项的严重程度" in said(app))
        rows = [row for row in queue.findings.provider.rows(0, 9) if isinstance(row, FindingRow)]
        assert [row.tags for row in rows[:4]] == [("早", "重点"), ("重点",), ("重点",), ()]
        assert [row.severity for row in rows[:3]] == [Severity.WARNING, Severity.WARNING, Severity.ERROR]
        await press(pilot, "f9")
        assert "已撤销严重程度 2 项" in said(app)
        await press(pilot, "f9")
        assert "已撤销标签 3 项" in said(app)
        rows = [row for row in queue.findings.provider.rows(0, 9) if isinstance(row, FindingRow)]
        assert [row.tags for row in rows[:3]] == [("早",), (), ()]
        await press(pilot, "escape", "c", "f9")
        assert "已撤销判断 L101，现为待判" in said(app)


async def test_english_rows_show_the_sentence_with_its_figures(six: Path) -> None:
    """Each row says what was found, not only which rule found it."""
    async with queue_of(six, settings=TestSettings(language="en")) as (app, pilot, queue):
        await pilot.resize_terminal(200, 40)
        await settled(pilot)
        row = queue.findings.current
        assert isinstance(row, FindingRow)
        sentence = queue.sentence(row)
        assert "2 + " in sentence
        assert sentence[:40] in shown(app)


async def test_the_queue_sorts_by_key_and_by_header(six: Path) -> None:
    """S goes through the orders and names each; a click on a title sorts by it, a second one turns it round."""
    async with queue_of(six) as (app, pilot, queue):
        seen = []
        for key in ("shift+f4", "s", "s", "s"):
            await press(pilot, key)
            seen.append(queue.order.by)
            assert "排序" in said(app)
        assert seen == ["severity", "code", "touched", "report"]
        await pilot.click("#queue-list", offset=(12, 0))
        await settled(pilot)
        assert (queue.order.by, queue.order.descending) == ("report", True)
        assert "第六局" in str(queue.findings.current) or "第四局" in str(queue.findings.current)


async def test_after_the_last_of_a_group_the_cursor_stands_on_a_finding(audit: Path) -> None:
    """Grouped by rule, judging the last finding of a rule leads to the first of the next, not to the line between."""
    async with queue_of(audit) as (_app, pilot, queue):
        await press(pilot, "ctrl+o", "down")
        first = queue.findings.current
        assert isinstance(first, FindingRow)
        while isinstance(queue.findings.current, FindingRow) and queue.findings.current.code == first.code:
            await press(pilot, "c")
        assert isinstance(queue.findings.current, FindingRow)
        assert not isinstance(queue.findings.current, GroupRow)
