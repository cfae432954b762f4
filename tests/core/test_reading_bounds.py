"""Hostile text: reading stays linear and finds nothing where there is nothing."""

import gc

import pytest

from core.parse import parse, parse_document
from core.readers.source import Source
from core.readers.text import document_of_text
from tests.cost import seconds

HOSTILE = {
    "figures on lines": "1\n" * 10_000,
    "figures on one line": "1 " * 20_000,
    "figures and commas": "1," * 20_000,
    "figures and slashes": "1/" * 20_000,
    "bars": "|" * 20_000 + "\n" + "|a" * 20_000,
    "tabs": "\t" * 20_000,
    "spaces": " " * 20_000 + "x",
    "rows": "1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0\n" * 800,
    "labels": "政府信息公开" * 5_000,
    "headings": "一、总体情况\n" * 1_000,
    "headings on one line": "一、总体情况 " * 3_000,
    "dates": "发布日期：" * 5_000,
    "marks": "1、" * 20_000 + "x",
    "bands": "第二十条第（一）项 " * 3_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_seconds(name: str) -> None:
    """No pattern and no table of the reading grows faster than the text."""
    text = HOSTILE[name]
    source = Source("a.txt", text.encode())

    reports = parse_document(document_of_text(text), source)

    assert seconds(lambda: parse_document(document_of_text(text), source), within=5) <= 5
    assert all(cell.raw is None for report in reports for cell in report.cells.values() if not cell.key.startswith("t3.refused"))


def test_the_collector_of_cycles_rests_only_while_a_report_is_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is on again afterwards, also when that failed, and stays off where it was off."""
    source = Source("x", b"2024")
    seen = []

    def broken(*_: object) -> None:
        seen.append(gc.isenabled())
        raise ValueError

    monkeypatch.setattr("core.parse.outline", broken)
    for enabled in (True, False):
        (gc.enable if enabled else gc.disable)()
        try:
            with pytest.raises(ValueError):
                parse(source)
            seen.append(gc.isenabled())
        finally:
            gc.enable()

    assert [False, True, False, False] == seen
