"""Reports in every state of ruin: no rule breaks, and no sentence about them does."""

from __future__ import annotations

import random
from typing import Any

import pytest

from core.forms import form
from core.report import ExtraRow, LabelNote, RaggedRow
from rules.check import check
from rules.context import PlainContext
from rules.messages import hint_text, message
from rules.result import Status
from rules.settings import Settings
from tests.rules.build import build

SCRAPS = (
    "收到申请",
    "12件",
    "其中",
    "（三）",
    "2023年",
    "[/b]",
    "\x1b[31m",
    "\u202e",
    "１，２３４",
    "99999999999999999999",
    "。",
    "\n",
    "{year}",
    "%s",
)
FIGURES = ("0", "7", "blank", "dash", "absent", "?见附件", "-3", "4.5", "12件", "1000000000", "无")


def ruined(seed: int) -> dict[str, Any]:
    """A random state of a report."""
    rng = random.Random(seed)
    form_id = rng.choice(["2021", "2019", None])
    keys = form(form_id).cell_keys if form_id else ()
    rows = form(form_id or "2021").table_by_key["t3"].rows
    reading = {
        "ragged_rows": tuple(RaggedRow(row.key, rng.randint(0, 9), ("1",)) for row in rng.sample(rows, rng.randint(0, 3))),
        "lost_columns": tuple(rng.sample(("business", "research", "natural_person"), rng.randint(0, 2))),
        "missing_rows": tuple(row.key for row in rng.sample(rows, rng.randint(0, 2))),
        "label_notes": (LabelNote("错", "对", rng.choice(["misprint", "order"]), None, "row", rows[0].key),) * rng.randint(0, 1),
        "unreadable": rng.choice([None, None, "picture", "attachment", "no_figures"]),
        "used_identities": tuple(rng.sample(("t3.balance.total", "t4.results.review"), rng.randint(0, 2))),
    }
    return {
        "form": form_id,
        "year": rng.choice([None, 2016, 2019, 2020, 2021, 2023]),
        "agency": rng.choice([None, "云岭市公安局", "淮安市人民政府", "青石镇人民政府", "局"]),
        "title": rng.choice([None, "", "报告", "云岭市公安局2023年报告"]),
        "cells": {key: rng.choice(FIGURES) for key in rng.sample(keys, rng.randint(0, len(keys)))},
        "sections": {number: "".join(rng.choices(SCRAPS, k=rng.randint(0, 30))) for number in rng.sample(range(7), 4)},
        "without_sections": frozenset(rng.sample(range(1, 7), rng.randint(0, 5))),
        "without_tables": frozenset(rng.sample(("t2", "t3", "t4"), rng.randint(0, 2))),
        "tables": {"t3": reading} if rng.random() < 0.7 else {},
        "extra_rows": (ExtraRow("t2", "其他文件", ("3",)),) * rng.randint(0, 1),
    }


@pytest.mark.parametrize("seed", range(60))
def test_no_rule_breaks(seed: int) -> None:
    """Whatever is missing, unreadable or absurd is skipped with a reason or found, never a crash."""
    report, before = build(**ruined(seed)), build(**ruined(seed + 1000) | {"year": 2022, "agency": "云岭市公安局"})
    settings = Settings(hierarchy={"云岭市公安局": ("青石镇人民政府",), "淮安市人民政府": ("云岭市公安局",)})

    results = check(report, PlainContext(report, (report, before), settings))

    assert [] == [(result.code, result.reason) for result in results if result.status is Status.BROKEN]
    for result in results:
        for language in ("zh", "en"):
            assert message(result, "zh" if language == "zh" else "en") is not None
        hint_text(result, "zh")
