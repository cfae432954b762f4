"""Personal numbers: found where their check digits hold, starred without moving anything."""

from __future__ import annotations

import pytest

from core.personal import mask, personal_numbers

IDENTITY_CARD = "11010519491231002X"
BANK_CARD = "6222600260001072444"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("申请人手机13812345678。", "mobile"),
        ("电话：138 1234 5678", "mobile"),
        (f"身份证号{IDENTITY_CARD}，", "identity_card"),
        ("身份证号１１０１０５１９４９１２３１００２Ｘ", "identity_card"),
        (f"账号{BANK_CARD}", "bank_card"),
    ],
)
def test_finds_each_kind(text: str, kind: str) -> None:
    """A valid number of each kind is found once."""
    assert [number.kind for number in personal_numbers(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "共办理12345678901件",
        "金额1.3812345678元",
        "110105194912310021",
        "案号A13812345678",
        "统一社会信用代码11410700005967",
        "6222600260001072445",
        "",
    ],
)
def test_leaves_other_figures_alone(text: str) -> None:
    """Counts, decimals, wrong check digits and codes with letters are no personal numbers."""
    assert list(personal_numbers(text)) == []
    assert mask(text) == text


def test_mask_keeps_length_and_ends() -> None:
    """Starring keeps every offset and the first three and last two digits."""
    text = f"张某（{IDENTITY_CARD}）电话138 1234 5678转3"
    starred = mask(text)

    assert len(text) == len(starred)
    assert starred == "张某（110*************2X）电话138 **** **78转3"
