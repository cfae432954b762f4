"""The event's fields, hashes and digests never change: stored ledgers hang on them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from core.identity import fingerprint
from db.events import (
    EVENT_COLUMNS,
    SITTING_COLUMNS,
    Draft,
    Event,
    Sitting,
    alias_fingerprint,
    choice_fingerprint,
    finding_fingerprint,
    own_fingerprint,
    reading_fingerprint,
    values_digest,
)
from db.workspace import Workspace
from rules.result import CellEvidence, OtherReport, Result, Severity, SourceEvidence, Status, TextEvidence

SITTING = Sitting.begin("5" * 32, "甲", "机器", "2026-11-23T05:00:00.000000Z", "gouji 0.1.0", [["4" * 32, 7, "a" * 64]])
DRAFT = Draft(
    kind="judgement",
    agency_key="卫辉市公安局",
    year_key="2021",
    fingerprint="f" * 32,
    code="A101",
    anchor="t3.balance.total",
    verdict="dismissed",
    severity="info",
    reason="见说明",
    note="再看\x00\ud800",
    tags='["复核"]',
    digest="d" * 64,
    payload={"settles": ["b" * 64]},
)


def first_event() -> Event:
    """The first event of the sitting above."""
    return Event.chain(
        DRAFT,
        sitting=SITTING.id,
        number=1,
        time="2026-11-23T05:00:01.000001Z",
        auditor="甲",
        batch="0123456789abcdef",
        previous=SITTING.hash,
    )


def test_the_columns_of_events_and_sittings_stay() -> None:
    """The hash covers these columns in this order; a new one would break every chain that is stored."""
    expected_event = (
        "sitting number time auditor batch kind agency_key year_key fingerprint code anchor verdict severity reason note tags"
        " digest payload previous hash"
    )

    assert tuple(expected_event.split()) == EVENT_COLUMNS
    assert SITTING_COLUMNS == ("id", "auditor", "machine", "started", "program", "seen", "hash")


def test_the_table_has_exactly_these_columns(workspace: Workspace) -> None:
    """What is hashed is what is stored."""
    with sqlite3.connect(workspace.path) as db:
        events = [row[1] for row in db.execute("PRAGMA table_info(events)")]
        sittings = [row[1] for row in db.execute("PRAGMA table_info(sittings)")]
    db.close()

    assert ["id", *EVENT_COLUMNS] == events
    assert list(SITTING_COLUMNS) == sittings


def test_the_hash_of_a_sitting_is_pinned() -> None:
    """Computed once, never again otherwise."""
    assert SITTING.hash == "a08c2b1bca16835f1bf4b47b3b8df8add870e18a769f7dabc5afeafb635afbe6"
    assert SITTING.sound
    assert not replace(SITTING, auditor="乙").sound


def test_the_hash_of_an_event_is_pinned() -> None:
    """Computed once, never again otherwise; what no SQLite text can hold is shown as U+FFFD."""
    event = first_event()

    assert event.note == "再看\ufffd\ufffd"
    assert event.hash == "d348b66ef9647e9de94c509713721d14541ceb7fe79ccbda6098503a6a77710a"


@pytest.mark.parametrize("column", [column for column in EVENT_COLUMNS if column != "number"])
def test_every_column_is_covered_by_the_hash(column: str) -> None:
    """Not one field of an event can change unnoticed."""
    assert first_event().sound
    assert not first_event()._replace(**{column: "x"}).sound  # type: ignore[arg-type]


def test_fingerprints_are_pinned() -> None:
    """Judgements, corrections, choices and own findings find each other by these."""
    assert own_fingerprint("5" * 32, 3) == "166362f7fcc8f780d0dbea38df847628"
    assert reading_fingerprint("a" * 64, 0, "t3.new.total") == "fff4ce1ae6fe22f8c387e3fb568951d0"
    assert choice_fingerprint("卫辉市公安局", "2021") == "8d110a76da034d0244952889622628b2"
    assert alias_fingerprint("卫辉市公安局", "2021") == "638f1c3a7614d40aed4636583a622269"


def test_a_finding_has_the_fingerprint_of_the_contract() -> None:
    """The shortcut from stored keys gives what core.identity gives from names."""
    assert finding_fingerprint("卫辉市公安局", "2021", "A101", "x") == fingerprint(" 衛輝市公安局", 2021, "a" * 64, "A101", "x")


def result(**changes: object) -> Result:
    """A failing result with all kinds of figures."""
    given = Result(
        "F101",
        "t2.fees.amount",
        Status.FAIL,
        Severity.ERROR,
        2,
        expected="227.3466",
        actual="170.3466",
        difference="-57.0000",
        unit="万元",
        evidence=(
            CellEvidence("t2.fees.amount", "227.3466"),
            TextEvidence(1, 10, 14, "63690", OtherReport("某局", 2020)),
            SourceEvidence("title", "题"),
        ),
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def test_the_digest_of_judged_values_is_pinned() -> None:
    """Staleness is told by it, also years later."""
    assert values_digest(result()) == "94e8f55f3ebbd977d7bc7bc17b60dc66c42ba50e9f8d78d3612b59d5d784add2"


def test_the_digest_sees_figures_and_texts_but_no_places_and_no_wording() -> None:
    """A judgement goes stale when what was judged changed, not when it moved."""
    moved = TextEvidence(1, 99, 103, "63690", OtherReport("某局", 2020))
    given = result()

    assert values_digest(given) == values_digest(replace(given, evidence=(given.evidence[0], moved, given.evidence[2])))
    assert values_digest(given) == values_digest(replace(given, severity=Severity.INFO, variant="x", group="g1"))
    assert values_digest(given) != values_digest(replace(given, actual="170.3467"))
    assert values_digest(given) != values_digest(replace(given, evidence=(CellEvidence("t2.fees.amount", None),)))


def test_the_schema_number_and_the_application_are_in_the_file(path: Path, workspace: Workspace) -> None:
    """`file` and older versions of gouji recognise a workspace by them."""
    head = path.read_bytes()[:100]

    assert head[68:72] == b"gouj"
    assert int.from_bytes(head[60:64]) >= 1
