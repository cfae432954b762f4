"""Words of any length are found in narratives, cells, messages and notes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.search_looks import Looks, spellings
from db.search_words import asked, folded, indexed, words
from db.views import SearchHit
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
    assert hit.excerpt == "前" * 40 + "合計" + "后" * 40


@pytest.mark.parametrize("gap", range(32, 42))
def test_an_excerpt_never_shows_half_a_personal_number(workspace: Workspace, loaded: Loaded, gap: int) -> None:
    """A mobile number on the edge of the excerpt is starred like one inside it."""
    loaded(report(narrative=f"电话13812345678{'前' * gap}合計{'后' * gap}13912345678止"))

    (hit,) = workspace.search("合计")
    assert hit.excerpt[hit.start : hit.end] == "合計"
    assert "2345" not in hit.excerpt


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
    assert indexed("收到４７件（合計），計12.5%。") == "收 到 47 件 合 计 12 5 收到 到47 47件 件合 合计 计计 计12"
    assert asked("合計 A股 12.5 件") == '"合计" AND "a股" AND "12" AND "5" AND "件"'
    assert asked("三.5.6") == '"三5" AND "三" AND "5" AND "6"'


def test_folding_keeps_every_place() -> None:
    """Whatever the character, its fold has the length of one: offsets hold in the text as it stands."""
    every = "".join(chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000)

    assert len(folded(every)) == len(every)


@pytest.mark.parametrize("character", ["𠮷", "𰻝", "𫟹", "〇", "é", "Я", "龥", "鿫", "한"])
def test_rare_characters_are_found(workspace: Workspace, loaded: Loaded, character: str) -> None:
    """A name's character that SQLite's own tables do not know, alone and in a word."""
    loaded(report(narrative=f"负责人{character}某。"))

    assert [hit.excerpt for hit in workspace.search(character)] == [f"负责人{character}某。"]
    assert len(workspace.search(f"人{character}某")) == 1
    assert workspace.search(f"人{character}没") == []


def test_pairs_in_another_order_are_not_taken_for_the_word(workspace: Workspace, loaded: Loaded) -> None:
    """All pairs of the word stand in the text, the word does not."""
    loaded(report(narrative="办结一件，结一个，一个案件"))
    assert [hit.section for hit in workspace.search("结一件")] == [1]
    assert workspace.search("办结一个") == []
    loaded(report(agency="某局", narrative="公开信；开信息；信息公。", bytes_="two"))
    assert workspace.search("公开信息公") == []


def test_a_search_goes_on_page_by_page(workspace: Workspace, loaded: Loaded) -> None:
    """Every hit comes once, in one order, whatever the size of the page; the last page says that it is the last."""
    for number in range(7):
        loaded(report(agency=f"第{number}局", narrative=f"公开事项{number}", bytes_=str(number)))
    every = workspace.search("公开", limit=1000)
    assert len([hit for hit in every if hit.section == 1]) == 7
    for limit in (1, 3, len(every)):
        found: list[SearchHit] = []
        after, more = 0, True
        while more:
            page = workspace.search_page("公开", after=after, limit=limit)
            assert len(page.hits) == limit or not page.more
            found += page.hits
            after, more = page.after, page.more
        assert found == every
    one = every[3].report_id
    assert workspace.search("公开", report_id=one) == [hit for hit in every if hit.report_id == one]


def test_a_very_long_query_is_answered(workspace: Workspace, loaded: Loaded) -> None:
    """A paragraph pasted into the line is found where it stands, and only there."""
    text = "".join(chr(0x4E00 + number * 7 % 3000) for number in range(1500))
    loaded(report(narrative=text))

    assert len(workspace.search(text[100:1400])) == 1
    assert workspace.search(text[100:1400] + "没") == []
    assert workspace.search("甲 " * 2000) == []


def test_a_search_that_looks_into_many_texts_in_vain_goes_on_in_short_reads(
    workspace: Workspace, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts that hold all pairs but not the word are passed over little by little, and after a while the caller is asked."""
    for number in range(6):
        loaded(report(agency=f"第{number}局", narrative="公开信；开信息；信息公。", bytes_=str(number)))
    loaded(report(agency="某局", narrative="公开信息公", bytes_="last"))
    monkeypatch.setattr("db.search.MOST_LOOKS", 2)
    assert [hit.agency for hit in workspace.search("公开信息公")] == ["某局"]
    monkeypatch.setattr("db.lookups._SEARCH_SECONDS", 0.0)
    page, turns = workspace.search_page("公开信息公"), 1
    while not page.hits:
        assert page.more
        page, turns = workspace.search_page("公开信息公", after=page.after), turns + 1
        assert turns < 10
    assert [hit.agency for hit in page.hits] == ["某局"]


def test_a_glance_never_passes_over_what_is_there() -> None:
    """Every character that is compared as a word's is among its spellings; every one that is compared as a sign fits a gap."""
    every = [chr(code) for code in range(0x34000) if not 0xD800 <= code < 0xE000]
    spelled = spellings()
    for character, fold in zip(every, folded("".join(every)), strict=True):
        if words(fold):
            assert character == fold or character in spelled[fold]
        else:
            assert not character.isalnum() or character in spelled[""]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("合计12件", "前文。合計：１２ 件"),
        ("一号", "⼀号"),
        ("email 说明", "說明见ＥMail。"),
        ("カ行", "ｶﾞ行"),
        ("結束", "结…\n　束"),
        ("7件", "共７件"),
    ],
)
def test_glances_find_what_foldings_find(monkeypatch: pytest.MonkeyPatch, query: str, text: str) -> None:
    """Other spellings and signs between characters, from the first text on and after many in vain."""
    places = []
    for before in (10**9, 0):
        spellings.cache_clear()
        monkeypatch.setattr("db.search_looks.FOLDED_IN_VAIN", before)
        looks = Looks(query)
        assert looks.find("不在此处" * 50) is None
        places.append((looks.find("甲" + text + "乙"), looks.find(text + query)))
        assert looks.find("件一email结") is None
    assert places[0] == places[1]
    assert None not in places[0]


def test_a_search_glances_after_some_texts_in_vain(workspace: Workspace, loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last text is found behind many that hold the pairs and not the word, in another spelling than it was asked for."""
    spellings.cache_clear()
    monkeypatch.setattr("db.search_looks.FOLDED_IN_VAIN", 3)
    for number in range(8):
        loaded(report(agency=f"第{number}局", narrative="公开信；开信息；信息公。", bytes_=str(number)))
    loaded(report(agency="某局", narrative="公開、信息公", bytes_="last"))

    assert [hit.excerpt for hit in workspace.search("公开信息公")] == ["公開、信息公"]
