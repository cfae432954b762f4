"""Packs: what they set is in force, what they add is checked, and a fault is named with its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.words import LANGUAGES, say
from rules.check import check
from rules.context import PlainContext
from rules.messages import message
from rules.packs import LISTS, PackRefused, read_pack, with_pack, with_packs
from rules.result import Result, Severity, Status
from rules.settings import THRESHOLDS, Settings
from tests.cost import seconds
from tests.rules.build import build

EXAMPLE = Path(__file__).parents[2] / "docs" / "packs" / "example-province.toml"
HEAD = 'name = "p"\nversion = "1"\n'


def found(pack: str, **report: Any) -> list[Result]:
    """What the pack's own codes say of a built report."""
    built = build(**report)
    settings = with_pack(Settings(), read_pack(HEAD + pack, "p.toml"))
    return [result for result in check(built, PlainContext(built, (), settings)) if "-" in result.code]


def test_the_example_pack_is_good() -> None:
    """The pack of the documentation can be used as it stands."""
    settings = with_packs(Settings(), [read_pack(EXAMPLE.read_text("utf-8"), EXAMPLE.name)])

    assert ("example-province 2026.1",) == settings.packs
    assert Decimal(50) == settings.threshold("copied_share")
    assert Severity.WARNING is settings.severities["D103"]
    assert ("云岭市公安局", "云岭市教育局") == settings.children_of("云岭市人民政府")


IDENTITY = """
[[identity]]
id = "YL-101"
parts = ["t4.review.total", "t4.suit_direct.total"]
whole = ["t4.suit_after_review.total"]
zh = "不等"
en = "unequal"
"""


def test_an_identity_of_a_pack_passes_fails_and_is_skipped() -> None:
    """A pack's identity behaves as the form's own."""
    (passed,) = found(IDENTITY)
    (failed,) = found(IDENTITY, cells={"t4.review.total": "2"})
    (skipped,) = found(IDENTITY, without_tables=frozenset({"t4"}))

    assert (Status.PASS, Status.FAIL, Status.SKIPPED) == (passed.status, failed.status, skipped.status)
    assert ("0", "2", "2") == (failed.expected, failed.actual, failed.difference)
    assert ("不等", "unequal") == (message(failed, "zh"), message(failed, "en"))
    assert "不等" in message(passed, "zh")


PATTERN = """
[[pattern]]
id = "YL-201"
section = 6
required = {required}
pattern = "信息处理费"
zh = "处理费"
en = "fee"
"""


def test_a_pattern_must_stand_or_must_not() -> None:
    """A required text that lacks is missing evidence; an unwanted one is quoted with its offsets in the section."""
    (there,) = found(PATTERN.format(required="true"))
    (lacks,) = found(PATTERN.format(required="true"), sections={6: "没有其他事项。"})
    (unwanted,) = found(PATTERN.format(required="false"))

    assert (Status.PASS, Status.FAIL, Status.FAIL) == (there.status, lacks.status, unwanted.status)
    (quoted,) = unwanted.evidence
    section = build().section(6)
    assert section is not None
    assert "信息处理费" == section.text[quoted.start : quoted.end]  # type: ignore[union-attr]


def test_patterns_of_packs_run_in_linear_time() -> None:
    """A pattern that would ruin a backtracking engine takes no time on RE2."""
    pack = '[[pattern]]\nid = "YL-301"\npattern = "(a+)+$"\nzh = "坏"\nen = "bad"\n'

    assert seconds(lambda: found(pack, sections={6: "没有收取信息处理费。" + "a" * 20_000 + "b"}), within=3) <= 3


@pytest.mark.parametrize(
    ("pack", "line", "word"),
    [
        ('[severity]\nD103 = "warning"\nD999 = "info"\n', 5, "pack.unknown_code"),
        ('[rules]\noff = [\n  "S307",\n  "S999",\n]\n', 6, "pack.unknown_code"),
        ("[thresholds]\ncopied = 5\n", 4, "pack.unknown_threshold"),
        ('[lists]\nnames = ["a"]\n', 4, "pack.unknown_list"),
        (IDENTITY.replace("t4.suit_direct.total", "t4.suits.total"), 6, "pack.unknown_cell"),
        (PATTERN.format(required="true").replace("信息处理费", "(?=a)"), 8, "pack.no_pattern"),
        ('[[identity]]\nid = "YL-101"\nparts = ["t4.review.total"]\nzh = "a"\nen = "b"\n', 3, "pack.missing_key"),
        ('[[pattern]]\nid = "A101"\npattern = "a"\nzh = "a"\nen = "b"\n', 4, "pack.wrong_value"),
        ('[severity]\nD103 = "grave"\n', 4, "pack.wrong_value"),
        ("colour = 3\n", 3, "pack.unknown_key"),
        ("[severity\n", 3, "pack.no_toml"),
        (IDENTITY + IDENTITY, 12, "pack.code_twice"),
    ],
)
def test_faults_are_named_with_their_line(pack: str, line: int, word: str) -> None:
    """An unknown cell or code, a wrong value, a pattern RE2 refuses: the pack is refused with the line, in both languages."""
    with pytest.raises(PackRefused) as refused:
        read_pack(HEAD + pack, "p.toml")

    (fault,) = refused.value.faults
    assert (line, word) == (fault.line, fault.word)
    for language in LANGUAGES:
        assert say(fault.word, language, **fault.parameters)


def test_later_packs_lie_on_top() -> None:
    """Of two packs the later one's severity counts; lists add up."""
    first = read_pack(HEAD + '[severity]\nD103 = "warning"\n[lists]\nextra_rows = ["甲"]\n', "1")
    second = read_pack(HEAD + '[severity]\nD103 = "error"\n[lists]\nextra_rows = ["乙", "甲"]\n', "2")

    settings = with_packs(Settings(), [first, second])

    assert Severity.ERROR is settings.severities["D103"]
    assert ("甲", "乙") == settings.words("extra_rows")


def test_the_documentation_names_every_threshold_and_list() -> None:
    """docs/packs/README.md says what can be set, with the values as published."""
    text = (EXAMPLE.parent / "README.md").read_text("utf-8")

    assert all(f"| `{name}` | {value} |" in text for name, value in THRESHOLDS.items())
    assert all(f"`{name}`" in text for name in LISTS)
