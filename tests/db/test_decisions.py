"""Judging, undoing, disagreeing: what the ledger's events come to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.errors import RefusedError
from db.views import FindingFilter, FindingOrder, OwnFindingDraft, Undone, UndoRefused
from db.workspace import Workspace
from rules.audit import Judgement, OwnAnchor
from rules.result import Severity, Status
from tests.db.loading import load
from tests.db.reports import later, report, rules

Loaded = Callable[..., int]
WRONG = {"t3.new.total": "47", "t3.new.natural_person": "45"}
TWICE = {**WRONG, "t3.granted.total": "3", "t3.granted.natural_person": "2"}


@pytest.fixture
def colleague(path: Path, workspace: Workspace) -> Iterator[Workspace]:
    """The auditor 乙 on the same file."""
    with Workspace.open(path, auditor="乙", rules=rules()) as opened:
        yield opened


def fingerprints(workspace: Workspace) -> list[str]:
    """Every present finding."""
    return workspace.findings().fingerprints()


def state(workspace: Workspace, report_id: int, fingerprint: str) -> Judgement:
    """The present judgement of a finding."""
    return workspace.audited(report_id).judgements.get(fingerprint, Judgement())


def test_a_bulk_judgement_is_one_step_with_one_event_each(workspace: Workspace, loaded: Loaded) -> None:
    """Many findings judged together are many events, one batch, one undo."""
    one, other = loaded(report(cells=TWICE)), loaded(report("某县司法局", cells=TWICE, bytes_="two"))
    every = fingerprints(workspace)

    receipt = workspace.judge(None, every, "confirmed")

    assert receipt.events == len(every) == 4
    assert workspace.progress().confirmed == 4
    assert isinstance(workspace.undo(), Undone)
    assert workspace.progress().open == 4
    assert [row.open for row in workspace.library().rows(0, 5)] == [2, 2]
    assert {one, other} == {row.report_id for row in workspace.library().rows(0, 5)}


def test_tags_and_severity_of_many_are_one_step(workspace: Workspace, loaded: Loaded) -> None:
    """Tags come on top of those each finding has, in one batch that one undo takes back; so does another severity."""
    report_id = loaded(report(cells=TWICE))
    loaded(report("某县司法局", cells=TWICE, bytes_="two"))
    every = fingerprints(workspace)
    workspace.tag(report_id, every[0], ["早"])

    workspace.tag_all(every, ["重点"])
    assert sorted(row.tags for row in workspace.findings().rows(0, 9)) == [("早", "重点"), *[("重点",)] * 3]
    workspace.set_severity(None, every, Severity.INFO)
    assert {row.severity for row in workspace.findings().rows(0, 9)} == {Severity.INFO}

    undone = workspace.undo()
    assert isinstance(undone, Undone)
    assert (undone.said, len(undone.fingerprints), undone.code) == (("severity",), 4, workspace.findings().rows(0, 1)[0].code)
    assert {row.severity for row in workspace.findings().rows(0, 9)} != {Severity.INFO}
    assert isinstance(workspace.undo(), Undone)
    assert sorted(row.tags for row in workspace.findings().rows(0, 9)) == [(), (), (), ("早",)]


def test_a_listed_finding_carries_what_the_rule_found(workspace: Workspace, loaded: Loaded) -> None:
    """Lists in another language can render the sentence with its figures."""
    report_id = loaded(report(cells=WRONG))

    (row,) = workspace.findings().rows(0, 9)

    assert row.result in workspace.audited(report_id).results


def test_a_new_judgement_clears_redo(workspace: Workspace, loaded: Loaded) -> None:
    """Redo never brings back what a later decision replaced."""
    report_id = loaded(report(cells=TWICE))
    first, second = fingerprints(workspace)
    workspace.judge(report_id, [first], "confirmed")
    workspace.undo()
    workspace.judge(report_id, [second], "asked")

    assert workspace.redo() == UndoRefused("db.nothing_to_redo")


def test_undo_has_no_bottom_but_the_first_step(workspace: Workspace, loaded: Loaded) -> None:
    """Sixty steps back, sixty forward."""
    report_id = loaded(report(cells=WRONG))
    (finding,) = fingerprints(workspace)
    for number in range(60):
        workspace.note(report_id, finding, str(number))

    for _ in range(60):
        assert isinstance(workspace.undo(), Undone)
    assert state(workspace, report_id, finding).note == ""
    for number in range(60):
        assert isinstance(workspace.redo(), Undone)
        assert state(workspace, report_id, finding).note == str(number)


def test_nobody_undoes_a_colleagues_step(workspace: Workspace, colleague: Workspace, loaded: Loaded) -> None:
    """Undo looks only at one's own steps."""
    report_id = loaded(report(cells=WRONG))
    workspace.judge(report_id, fingerprints(workspace), "confirmed")

    assert colleague.undo() == UndoRefused("db.nothing_to_undo")


def test_undo_is_refused_when_a_colleague_judged_since(workspace: Workspace, colleague: Workspace, loaded: Loaded) -> None:
    """The name of who judged since is told, and nothing is written."""
    report_id = loaded(report(cells=WRONG))
    (finding,) = fingerprints(workspace)
    workspace.judge(report_id, [finding], "confirmed")
    colleague.judge(report_id, [finding], "asked")

    refused = workspace.undo()

    assert isinstance(refused, UndoRefused)
    assert refused.word == "db.judged_since"
    assert refused.parameters["auditor"] == "乙"
    assert state(workspace, report_id, finding).verdict == "asked"
    colleague.undo()
    assert isinstance(workspace.undo(), Undone)


def test_differing_verdicts_stay_visible_until_settled(workspace: Workspace, colleague: Workspace, loaded: Loaded) -> None:
    """Two auditors who differ are both shown; a judgement made in view of the conflict settles it."""
    report_id = loaded(report(cells=WRONG))
    (finding,) = fingerprints(workspace)
    workspace.judge(report_id, [finding], "confirmed")
    colleague.judge(report_id, [finding], "dismissed", reason="四舍五入")

    seen = state(workspace, report_id, finding)
    assert [(one.auditor, one.verdict, one.reason) for one in seen.conflicts] == [
        ("甲", "confirmed", None),
        ("乙", "dismissed", "四舍五入"),
    ]
    assert workspace.progress().conflicts == 1
    assert workspace.findings(FindingFilter(only="conflicts")).count() == 1

    workspace.judge(report_id, [finding], "confirmed")
    assert state(workspace, report_id, finding).conflicts == ()
    assert workspace.progress().conflicts == 0
    assert state(workspace, report_id, finding).verdict == "confirmed"


def test_settling_again_and_again_says_only_what_is_new(workspace: Workspace, colleague: Workspace, loaded: Loaded) -> None:
    """A judgement in view of a conflict names what it settles beyond the last one; taking it back shows the conflict again."""
    report_id = loaded(report(cells=WRONG))
    finding = workspace.findings().fingerprints()[0]

    def conflict() -> bool:
        return next(row.conflict for row in workspace.findings().rows(0, 10) if row.fingerprint == finding)

    workspace.judge(report_id, [finding], "confirmed")
    for _ in range(12):
        colleague.judge(report_id, [finding], "asked")
        workspace.judge(report_id, [finding], "confirmed")
    with workspace._connections.reading() as db:
        payloads = [json.loads(row[0]) for row in db.conn.execute("SELECT payload FROM events WHERE auditor = '甲'")]
    assert max(len(payload.get("settles", ())) for payload in payloads) == 1
    assert not conflict()
    workspace.undo()
    assert conflict()
    workspace.redo()
    assert not conflict()
    assert workspace.verify() == []


def test_agreeing_is_no_conflict(workspace: Workspace, colleague: Workspace, loaded: Loaded) -> None:
    """Two who say the same do not differ."""
    report_id = loaded(report(cells=WRONG))
    (finding,) = fingerprints(workspace)
    workspace.judge(report_id, [finding], "confirmed")
    colleague.judge(report_id, [finding], "confirmed")

    assert state(workspace, report_id, finding).conflicts == ()


def test_note_tags_and_severity_are_kept_and_shown(workspace: Workspace, loaded: Loaded) -> None:
    """Each is an event of its own and none disturbs the verdict."""
    report_id = loaded(report(cells=WRONG))
    (finding,) = fingerprints(workspace)
    workspace.judge(report_id, [finding], "asked", tags=("电话",))
    workspace.note(report_id, finding, "已问\n等回复")
    workspace.tag(report_id, finding, ["复核", "电话"])
    workspace.set_severity(report_id, finding, Severity.INFO)

    found = state(workspace, report_id, finding)
    assert (found.verdict, found.note, found.tags, found.severity) == ("asked", "已问\n等回复", ("复核", "电话"), Severity.INFO)
    assert (workspace.progress().errors, workspace.progress().infos) == (0, 1)
    assert workspace.findings(FindingFilter(tag="复核")).count() == 1
    workspace.set_severity(report_id, finding, None)
    assert workspace.progress().errors == 1


def test_a_judgement_goes_stale_when_the_figures_change(workspace: Workspace, loaded: Loaded) -> None:
    """It stays, and is marked; judging again takes the mark away."""
    first = report(cells=WRONG)
    report_id = loaded(first)
    (finding,) = fingerprints(workspace)
    workspace.judge(report_id, [finding], "confirmed")

    assert loaded(later(first, **{"t3.new.natural_person": "46"}), replace=True) == report_id

    found = state(workspace, report_id, finding)
    assert (found.verdict, found.stale) == ("confirmed", True)
    assert workspace.progress().stale == 1
    workspace.judge(report_id, [finding], "confirmed")
    assert workspace.progress().stale == 0


def test_a_vanished_finding_is_history(workspace: Workspace, loaded: Loaded) -> None:
    """A judgement whose finding is gone is kept, counted nowhere, and comes back with the finding."""
    first = report(cells=WRONG)
    report_id = loaded(first)
    (finding,) = fingerprints(workspace)
    workspace.judge(report_id, [finding], "confirmed", reason="核对过")
    fixed = later(first, **{"t3.new.natural_person": "47"})
    loaded(fixed, replace=True)

    audited = workspace.audited(report_id)
    assert (audited.judgements, audited.vanished[finding].reason) == ({}, "核对过")
    assert workspace.progress().confirmed == 0
    workspace.choose_version(report_id, first.sha256)
    assert state(workspace, report_id, finding).verdict == "confirmed"
    assert not state(workspace, report_id, finding).stale
    assert workspace.verify() == []


def test_an_own_finding_stands_among_the_others(workspace: Workspace, loaded: Loaded) -> None:
    """It is counted, judged, listed and undone like any finding."""
    report_id = loaded(report(narrative="本年收到申请47件，均已办结。"))
    draft = OwnFindingDraft(Severity.WARNING, "与上月通报不符", OwnAnchor(section=1, start=6, end=9), ("通报",))

    receipt = workspace.own_finding(report_id, draft)

    (own,) = workspace.audited(report_id).own_findings
    assert (own.text, own.anchor.text, own.anchor.before, own.tags) == ("与上月通报不符", "47件", "本年收到申请", ("通报",))
    assert (workspace.progress().warnings, workspace.progress().open, workspace.progress().confirmed) == (1, 0, 1)
    (row,) = workspace.findings().rows(0, 5)
    assert (row.code, row.message, row.fingerprint) == ("own", "与上月通报不符", receipt.fingerprints[0])
    workspace.judge(report_id, [own.fingerprint], "asked")
    assert (workspace.progress().asked, workspace.progress().confirmed) == (1, 0)
    assert workspace.verify() == []
    workspace.undo()
    assert (workspace.progress().asked, workspace.progress().confirmed) == (0, 1)
    workspace.undo()
    assert workspace.audited(report_id).own_findings == ()
    assert workspace.progress().warnings == 0
    assert workspace.verify() == []


def test_an_own_findings_place_is_found_again_or_said_to_be_lost(workspace: Workspace, loaded: Loaded) -> None:
    """In another version the marked text is looked for with what stood around it."""
    first = report(narrative="共47件，其中47件办结。")
    report_id = loaded(first)
    workspace.own_finding(report_id, OwnFindingDraft(Severity.INFO, "第二个", OwnAnchor(section=1, start=7, end=10)))

    loaded(report(narrative="前言。共47件，其中47件办结。", bytes_="two"), replace=True)
    (own,) = workspace.audited(report_id).own_findings
    assert (own.anchor.start, own.place_lost) == (10, False)

    loaded(report(narrative="全部改写，47件又47件。", bytes_="three"), replace=True)
    (own,) = workspace.audited(report_id).own_findings
    assert (own.anchor.start, own.place_lost) == (None, True)
    assert workspace.verify() == []


def test_only_present_findings_can_be_judged(workspace: Workspace, loaded: Loaded) -> None:
    """A pass, or a finding of another report, is refused and nothing is written."""
    report_id = loaded(report(cells=WRONG))
    other = loaded(report("某县司法局", bytes_="two"))
    (finding,) = fingerprints(workspace)

    with pytest.raises(RefusedError):
        workspace.judge(other, [finding], "confirmed")
    with pytest.raises(RefusedError):
        workspace.judge(report_id, ["0" * 32], "confirmed")
    assert workspace.progress().confirmed == 0


def test_history_tells_every_event_and_what_was_undone(workspace: Workspace, colleague: Workspace, loaded: Loaded) -> None:
    """The pane under the checks shows who said what, oldest first."""
    report_id = loaded(report(cells=WRONG))
    (finding,) = fingerprints(workspace)
    workspace.judge(report_id, [finding], "confirmed")
    workspace.undo()
    colleague.judge(report_id, [finding], "asked")

    entries = workspace.history(report_id, finding)
    assert [(one.auditor, one.kind, one.verdict, one.undone) for one in entries] == [
        ("甲", "judgement", "confirmed", True),
        ("甲", "undo", None, False),
        ("乙", "judgement", "asked", False),
    ]


def test_a_later_judgement_counts_even_when_the_clock_went_backwards(
    workspace: Workspace, colleague: Workspace, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was decided in view of another decision never sorts before it."""
    report_id = loaded(report(cells=WRONG))
    (finding,) = fingerprints(workspace)
    workspace.judge(report_id, [finding], "confirmed")
    monkeypatch.setattr("db.ledger.utc_now", lambda: "2001-01-01T00:00:00.000000Z")

    colleague.judge(report_id, [finding], "asked")

    assert state(workspace, report_id, finding).verdict == "asked"


def test_undo_and_redo_follow_the_doing_when_the_clock_goes_backwards(
    path: Path, workspace: Workspace, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sitting whose clock is behind still takes back what was done last."""
    report_id = loaded(report(cells=TWICE))
    first, second = fingerprints(workspace)
    workspace.judge(report_id, [first], "confirmed")
    monkeypatch.setattr("db.ledger.utc_now", lambda: "2001-01-01T00:00:00.000000Z")
    with Workspace.open(path, auditor="甲", rules=rules(), backups=False) as later_sitting:
        later_sitting.judge(report_id, [second], "asked")
        undone = later_sitting.undo()
        assert isinstance(undone, Undone)
        assert undone.fingerprints == (second,)
        assert isinstance(later_sitting.redo(), Undone)


def test_drafts_survive_and_are_the_auditors_own(workspace: Workspace, colleague: Workspace) -> None:
    """A note being typed is there after a crash, for whoever typed it."""
    workspace.save_draft("note/1", "写到一半\ud800")

    assert workspace.draft("note/1") == "写到一半\ufffd"
    assert colleague.draft("note/1") is None
    workspace.save_draft("note/1", "")
    assert workspace.draft("note/1") is None


def test_a_colleagues_write_is_noticed_and_ones_own_is_not(workspace: Workspace, colleague: Workspace, loaded: Loaded) -> None:
    """The poll changes its number when another sitting wrote."""
    report_id = loaded(report(cells=WRONG))
    mine, theirs = workspace.changed_since(None), colleague.changed_since(None)
    workspace.judge(report_id, fingerprints(workspace), "confirmed")

    assert workspace.changed_since(mine) == mine
    assert colleague.changed_since(theirs) != theirs


def test_the_queue_filters_and_sorts(workspace: Workspace, loaded: Loaded) -> None:
    """By code, verdict, severity, year, organ, text; and each order is complete."""
    loaded(report(cells=TWICE, narrative="某某"))
    loaded(report("某县司法局", 2022, cells=WRONG, bytes_="two"))
    count = {
        "codes": workspace.findings(FindingFilter(codes=("A101",))).count(),
        "severities": workspace.findings(FindingFilter(severities=(Severity.WARNING,))).count(),
        "years": workspace.findings(FindingFilter(years=(2022,))).count(),
        "agency": workspace.findings(FindingFilter(agency_text="司法")).count(),
        "text": workspace.findings(FindingFilter(text="A103 不符")).count(),
        "verdicts": workspace.findings(FindingFilter(verdicts=("open",))).count(),
    }
    assert count == {"codes": 2, "severities": 1, "years": 1, "agency": 1, "text": 1, "verdicts": 4}
    for by in ("report", "code", "severity", "touched"):
        for descending in (False, True):
            rows = workspace.findings(FindingFilter(), FindingOrder(by, descending)).rows(0, 10)
            assert len(rows) == 4
    assert [row.severity for row in workspace.findings(order=FindingOrder("severity")).rows(0, 4)][-1] is Severity.WARNING


def test_an_export_can_be_cut_to_findings(workspace: Workspace, loaded: Loaded) -> None:
    """All reports whole, or those with matching findings and no others; checks that held are still counted."""
    loaded(report(cells=TWICE))
    loaded(report("某县司法局", bytes_="two"))

    assert len(list(workspace.export_reports())) == 2
    (one,) = workspace.export_reports(FindingFilter(codes=("A101",)))
    assert [result.code for result in one.results if result.status is Status.FAIL] == ["A101"]
    (whole,) = [found for found in workspace.export_reports() if found.report_id == one.report_id]
    assert [r for r in one.results if r.status is Status.PASS] == [r for r in whole.results if r.status is Status.PASS] != []


def test_next_open_goes_over_sections_and_then_reports(workspace: Workspace, loaded: Loaded) -> None:
    """A folder is worked through with one key."""
    first = loaded(report("甲局", cells=TWICE, narrative="某某"))
    loaded(report("乙局", bytes_="clean"))
    second = loaded(report("丙局", cells=WRONG, bytes_="two"))
    seen, here = [], workspace.next_open(None)
    while here is not None:
        seen.append((here.report_id, here.fingerprint))
        workspace.judge(here.report_id, [here.fingerprint], "confirmed")
        here = workspace.next_open(here.report_id, here.fingerprint)

    order = [row.report_id for row in workspace.library().rows(0, 5) if row.confirmed]
    assert [report_id for report_id, _ in seen] == sorted([first, first, first, second], key=order.index)
    assert workspace.progress().open == 0


def test_loading_through_the_intake_marks_ids(workspace: Workspace) -> None:
    """Several reports stored in one go have ids of their own."""
    assert len(set(load(workspace, report(), report(year=2022, bytes_="b"), report("丙局", bytes_="c")))) == 3
