"""Traditional characters to simplified ones: quick where there is nothing to do, and the same."""

from __future__ import annotations

import opencc
import pytest

from core.simplified import simplify


def _gb2312() -> str:
    """Every Chinese character of GB 2312."""
    return bytes(byte for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (high, low)).decode(
        "gb2312", "ignore"
    )


def test_every_character_of_the_simplified_set_is_treated_as_the_converter_does() -> None:
    """The shortcut for texts in GB 2312 knows each of its characters that stands for another."""
    converter = opencc.OpenCC("t2s")
    wrong = [character for character in _gb2312() if simplify(character) != converter.convert(character)]
    assert wrong == []


@pytest.mark.parametrize(
    ("printed", "simplified"),
    [
        ("作出答覆", "作出答复"),
        ("以此為藉口", "以此为借口"),
        ("沈默、沈阳市", "沉默、沈阳市"),
        ("全覆盖——反覆核对", "全覆盖——反复核对"),
        ("乾坤、關於申請公開·情況", "乾坤、关于申请公开·情况"),
        ("受理政府信息公开申请—47件·其中", "受理政府信息公开申请—47件·其中"),
    ],
)
def test_words_decide_where_characters_do_not(printed: str, simplified: str) -> None:
    """Characters of both sets are exchanged in the words that ask for it, and only there."""
    assert simplify(printed) == simplified
