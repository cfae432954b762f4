"""Words of any length are found in narratives, cells, messages and notes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.search import phrase, spaced
from db.workspace import Workspace
from tests.db.reports import report

Loaded = Callable[..., int]
TEXT = "本年共收到政府信息公开申请47件，合計办结46件，Email回复12.5%。"


@pytest.mark.parametrize("word", ["件", "合计", "合計", "政府信息公开", "４７件", "EMAIL", "12.5", "申请 办结"])
def test_words_of_one_character_and_more_are_found(workspace: Workspace, loaded: Loaded, word: str) -> None:
    """One, two and many characters, full-width and traditional ones, Latin letters, several words."""
    loaded(report(narrative=TEXT))

    hits = [hit for hit in workspace.search(word) if hit.section == 1]
    assert len(hits) == 1


@pytest.mark.parametrize("word", ["结办", "没有", "7件", "ema", '"', "AND", "*", "件 不存在", "", "  ", "NEAR(件"])
def test_what_does_not_stand_there_is_not_found(workspace: Workspace, loaded: Loaded, word: str) -> None:
    """Characters in another order, parts of figures, and the query language's own signs."""
    loaded(report(narrative=TEXT))

    assert [hit for hit in workspace.search(word) if hit.section == 1] == []


def test_a_hit_shows_its_place(workspace: Workspace, loaded: Loaded) -> None:
    """The excerpt carries the match, the offset counts in the section's text."""
    loaded(report(narrative="前" * 100 + "合計" + "后" * 100))

    (hit,) = workspace.search("合计")
    assert (hit.offset, hit.excerpt[hit.start : hit.end], hit.agency, hit.year) == (100, "合計", "云岭市公安局", 2021)


def test_cells_messages_and_notes_are_found_and_forgotten(workspace: Workspace, loaded: Loaded) -> None:
    """A note is findable while it stands, under its finding."""
    report_id = loaded(report(cells={"t3.new.total": "633690", "t3.new.natural_person": "45", "t4.review.total": "?两件"}))
    (finding,) = workspace.findings().fingerprints()
    assert [hit.kind for hit in workspace.search("633690")] == ["cells"]
    assert [hit.kind for hit in workspace.search("两件")] == ["cells"]
    assert [(hit.kind, hit.fingerprint) for hit in workspace.search("不符")] == [("message", finding)]

    workspace.note(report_id, finding, "已电话核实")
    assert [(hit.kind, hit.fingerprint) for hit in workspace.search("电话")] == [("note", finding)]
    workspace.undo()
    assert workspace.search("电话") == []
    assert workspace.verify() == []


def test_a_replaced_versions_text_is_forgotten(workspace: Workspace, loaded: Loaded) -> None:
    """Only the current version is found."""
    loaded(report(narrative="旧文"))
    loaded(report(narrative="新文", bytes_="two"), replace=True)

    assert workspace.search("旧文") == []
    assert len(workspace.search("新文")) == 1
    assert workspace.verify() == []


def test_the_words_of_the_index_are_pinned() -> None:
    """What is stored is taken out again by the very same words: this must not change without a migration."""
    assert spaced("共收到４７件（政府），合計12.5%。") == "共 收 到 47 件 政 府 合 计 12 5"
    assert phrase("合計 A股") == '"合 计" AND "a 股"'
