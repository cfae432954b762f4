"""The identity of reports and results: these digests are stored with judgements, so they are pinned to the letter."""

from __future__ import annotations

import hashlib

import pytest

from core.identity import agency_key, cells_anchor, clause_anchor, fingerprint, subject_key


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("云岭市公安局", "云岭市公安局"),
        ("  云岭市 公安局\u3000", "云岭市公安局"),
        ("雲嶺市公安局", "云岭市公安局"),
        ("云岭市（高新区）管委会", "云岭市(高新区)管委会"),
        ("云岭市ＡＢ局", "云岭市AB局"),
    ],
)
def test_agency_key(printed: str, key: str) -> None:
    """Width, spaces and traditional characters make no other organ."""
    assert key == agency_key(printed)


def test_fingerprint_is_the_digest_of_five_lines() -> None:
    """The definition, written out a second time."""
    text = "gouji1\n云岭市公安局\n2021\nA101\nt3.balance.total"

    assert hashlib.sha256(text.encode()).hexdigest()[:32] == fingerprint("雲嶺市公安局", 2021, "00", "A101", "t3.balance.total")


@pytest.mark.parametrize(
    ("agency", "year", "pinned"),
    [
        ("云岭市公安局", 2021, "4c55c3b9814492b938b2d579ecde4643"),
        (None, 2021, "f7aaa26f41fd0c237a2d714b6418cfd5"),
        ("云岭市公安局", None, "2a5ff54e4a212ac93142ea23379138d9"),
        (None, None, "e58fcbc9d414811a1dc66f192950f820"),
    ],
)
def test_fingerprints_are_pinned(agency: str | None, year: int | None, pinned: str) -> None:
    """A change of any of these would orphan every stored judgement."""
    assert pinned == fingerprint(agency, year, "ab" * 32, "A101", "t3.balance.total")


def test_unknown_organ_and_year_fall_back_on_the_source() -> None:
    """Two unread sources are two subjects, whatever they have in common."""
    assert ("sha256:aa", "sha256:aa") == subject_key(None, None, "aa")
    assert subject_key(None, None, "aa") != subject_key(None, None, "bb")


def test_cells_anchor_does_not_depend_on_order() -> None:
    """The same cells make the same anchor."""
    assert cells_anchor(("t3.a.total", "t2.b.issued")) == cells_anchor(("t2.b.issued", "t3.a.total")) == "t2.b.issued+t3.a.total"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("全市受理申请47项，其中许可17项", "全市受理申请45项，其中许可9项"),
        ("全市受理申请47项，其中许可17项", "全市受理申请４７ 项,其中许可 １７ 项。"),
        ("共收到四十七件", "共收到五件"),
        ("收费1,234.50元", "收费 3 元"),
        ("公開信息1.2万条", "公开信息3万条"),
    ],
)
def test_clause_anchor_ignores_values_and_punctuation(one: str, other: str) -> None:
    """Correcting a figure or a comma leaves the judgement where it was."""
    assert clause_anchor(1, one) == clause_anchor(1, other)


def test_clause_anchor_tells_clauses_apart() -> None:
    """Section, words and ordinal among equals count."""
    anchors = {
        clause_anchor(1, "收到3件"),
        clause_anchor(6, "收到3件"),
        clause_anchor(1, "办结3件"),
        clause_anchor(1, "收到3件", 1),
    }

    assert len(anchors) == 4
    assert "1/收到#件/0" in anchors
