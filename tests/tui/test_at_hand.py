"""What the queue keeps beside its list: read once, written out once, forgotten when somebody wrote."""

from __future__ import annotations

import asyncio
from typing import cast

from rules.audit import AuditedReport
from tests.db.exports.audit import audited
from tui.queue.at_hand import REMEMBERED, AtHand
from tui.review.runs import Para, para
from tui.rooms_port import RoomsPort


class _Workspace:
    """Counts how often it is read."""

    def __init__(self) -> None:
        self.read: list[int] = []

    def audited(self, report_id: int) -> AuditedReport:
        """A report of its own at every reading."""
        self.read.append(report_id)
        return audited()


async def test_a_report_is_read_once_until_it_is_forgotten() -> None:
    """What is at hand is the same object; after a change it is read anew; only the last ones are kept."""
    workspace, at_hand = _Workspace(), AtHand()
    port = cast("RoomsPort", workspace)
    first = await at_hand.read(port, 1)
    assert await at_hand.read(port, 1) is first is at_hand.report(1)
    at_hand.forget()
    assert at_hand.report(1) is None
    for report_id in range(REMEMBERED + 1):
        await at_hand.read(port, report_id)
    assert at_hand.report(0) is None
    assert at_hand.report(REMEMBERED) is not None
    assert workspace.read == [1, *range(REMEMBERED + 1)]


async def test_what_was_read_before_a_change_is_not_kept_after_it() -> None:
    """A reading that was under way when somebody wrote goes with the old."""
    workspace, at_hand = _Workspace(), AtHand()
    reading = asyncio.create_task(at_hand.read(cast("RoomsPort", workspace), 1))
    await asyncio.sleep(0)  # the task has begun and waits for its thread
    at_hand.forget()
    await reading
    assert at_hand.report(1) is None


def test_a_finding_is_written_once_for_each_reading() -> None:
    """Another reading of the report, or another width or language, is written out anew."""
    at_hand, one, other, written = AtHand(), audited(), audited(), list[str]()

    def write(name: str) -> list[Para]:
        written.append(name)
        return [para(name)]

    assert at_hand.written("a", one, lambda: write("a1")) == at_hand.written("a", one, lambda: write("again")) == [para("a1")]
    assert at_hand.written("a", other, lambda: write("a2")) == [para("a2")]
    assert at_hand.written("b", other, lambda: write("b")) == [para("b")]
    assert written == ["a1", "a2", "b"]
