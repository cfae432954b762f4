"""Decoding by content: every encoding of Chinese reports, and text that was decoded wrongly before it reached us."""

from __future__ import annotations

import pytest

from core.document import UnreadableSource
from core.readers.encoding import commonness, decode, wrongly_decoded

SIMPLIFIED = "某某县2023年政府信息公开工作年度报告\n一、总体情况\n本年度新收政府信息公开申请47件，办结45件。\n"
TRADITIONAL = "某某縣2023年政府信息公開工作年度報告\n一、總體情況\n本年度新收政府信息公開申請47件，辦結45件。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"])
def test_simplified(encoding: str) -> None:
    """Simplified text comes back whole from every encoding, with and without a mark."""
    decoded = decode(SIMPLIFIED.encode(encoding))

    assert (SIMPLIFIED, ()) == (decoded.text, decoded.notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030", "big5", "big5hkscs"])
def test_traditional(encoding: str) -> None:
    """Traditional text comes back whole; Big5 and GB18030 are told apart by what they say."""
    assert TRADITIONAL == decode(TRADITIONAL.encode(encoding)).text


def test_damaged_bytes_are_shown() -> None:
    """A few bytes that are no characters become U+FFFD, and a note says so; the rest is kept."""
    decoded = decode(SIMPLIFIED.encode() * 20 + b"\xff\xfe\xfd" + SIMPLIFIED.encode())

    assert ("reader.lost_bytes",) == decoded.notes
    assert decoded.text.startswith(SIMPLIFIED)


@pytest.mark.parametrize(("wrong", "right"), [("gb18030", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030")])
def test_wrongly_decoded_text_is_named_and_undone(wrong: str, right: str) -> None:
    """Text that someone decoded wrongly is named as such; where nothing was lost the original is read."""
    text = SIMPLIFIED * 4
    garbled = text.encode(right).decode(wrong, "strict" if wrong == "latin-1" else "ignore")

    decoded = decode(garbled.encode())

    assert "reader.wrongly_decoded" in decoded.notes
    assert ("reader.decoding_repaired" in decoded.notes) == (decoded.text == text)


def test_lost_text_is_named() -> None:
    """Where the characters are gone for good the garbled text stays, named."""
    decoded = decode(("锟斤拷锟斤拷" * 20 + "2023").encode())

    assert ("reader.wrongly_decoded",) == decoded.notes


def test_ordinary_text_is_not_suspected() -> None:
    """A report is no garble, and neither is English."""
    assert not wrongly_decoded(SIMPLIFIED * 50)
    assert not wrongly_decoded("The report covers 2023. " * 50)
    assert commonness(SIMPLIFIED) > 0.6


def test_bytes_without_text() -> None:
    """Bytes that are no text in any encoding are refused."""
    with pytest.raises(UnreadableSource, match="no_text"):
        decode(bytes(range(32)) * 400)
