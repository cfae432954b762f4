"""Every text format against the bytes that were read and found good; `GOUJI_WRITE_GOLDEN=1` writes them anew."""

from __future__ import annotations

import os
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from core.words import Language
from db.exports.formats import FORMATS
from db.exports.json import check_document
from db.exports.options import ExportOptions, LedgerHead, UnreadableInput
from tests.db.exports.audit import audited

GOLDEN = Path(__file__).parent / "golden"


def options(language: Language, *, judged: bool = True) -> ExportOptions:
    """Everything an export can be told, fixed."""
    return ExportOptions(
        language=language,
        program="0.0.0",
        catalogue="test",
        packs=("省 1.0",),
        unreadable=(UnreadableInput("坏\x07.pdf", "打不开"),),
        heads=(LedgerHead("s1", "李四", 7, "0" * 64),) if judged else (),
        filters=("严重程度：错误",) if judged else (),
        audited=judged,
        exported_at="2026-11-23T06:00:00Z" if judged else "",
        zone=timezone(timedelta(hours=8)),
    )


def hold(name: str, data: bytes) -> None:
    """Compare with the golden file of that name."""
    path = GOLDEN / name
    if os.environ.get("GOUJI_WRITE_GOLDEN"):
        path.write_bytes(data)
    assert path.read_bytes() == data


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["markdown", "json", "csv", "sarif", "html"])
def test_format_keeps_its_bytes(name: str, language: Language) -> None:
    """Each text format in each language gives exactly the golden bytes."""
    kind = FORMATS[name]

    hold(f"audit.{language}{kind.endings[0]}", kind.render([audited(), audited(None, None)], options(language)))


def test_check_document_keeps_its_bytes() -> None:
    """The document of `check --format json` gives exactly the golden bytes, without judgements."""
    hold("check.zh.json", check_document([audited()], options("zh", judged=False)).encode())
