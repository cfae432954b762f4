"""What an organ's name tells about its kind and its power to make rules."""

from __future__ import annotations

import pytest

from rules.power import Kind, is_government, kind, may_make_rules


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        ("淮安市人民政府", "government"),
        ("宿迁市", "government"),
        ("大同市人民政府办公室", "government"),
        ("苏州市吴江区人民政府", "government"),
        ("卫辉市公安局", "department"),
        ("上海市科委", "department"),
        ("青石镇人民政府", "township"),
        ("某某街道办事处", "township"),
        ("苏州工业园区管理委员会", "department"),
        ("云岭市第一人民医院", "other"),
    ],
)
def test_kinds(agency: str, expected: Kind) -> None:
    """Governments, their departments, townships and streets, anything else."""
    assert expected == kind(agency)


@pytest.mark.parametrize(
    ("agency", "power"),
    [
        ("河南省人民政府", True),
        ("上海市人民政府", True),
        ("淮安市人民政府", True),
        ("浙江省杭州市人民政府", True),
        ("东莞市人民政府", True),
        ("延边朝鲜族自治州人民政府", True),
        ("财政部", True),
        ("卫辉市人民政府", False),
        ("江苏省昆山市人民政府", False),
        ("云岭县人民政府", False),
        ("苏州市吴江区人民政府", False),
        ("杭州市公安局", False),
        ("青石镇人民政府", False),
        ("云岭市人民政府", None),
        ("安平省人民政府", True),
        ("安平省人民政府办公厅", True),
        ("远山族自治区人民政府", True),
        ("安平省云岭市人民政府", None),
        ("安平省云岭县人民政府", False),
        ("安平省公安厅", False),
        ("国家税务总局淮安市税务局", None),
    ],
)
def test_power_to_make_rules(agency: str, power: bool | None) -> None:
    """Never a department of a local government, a county or a township; unknown names stay unknown."""
    assert power is may_make_rules(agency)


def test_development_zones_are_no_governments() -> None:
    """A zone's name ends like a district's."""
    assert not is_government("云岭经济技术开发区")
