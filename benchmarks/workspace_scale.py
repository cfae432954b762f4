"""How the workspace behaves with 1,000 and 100,000 reports: first screen, next open finding, search, judging, file size.

    python -m benchmarks.workspace_scale [--reports 100000] [--folder DIR]

A few real reports are loaded through the intake and then multiplied by SQL, so that every table and index has the size that
loading would have given it. Times are the best of several in a warm file cache; the ratio is what the requirement is about.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from db.search import section_text, spaced
from db.views import FindingFilter, LibraryFilter, LibraryOrder
from db.workspace import Workspace

SAMPLES = Path(__file__).parents[1] / "sample_reports"
WORDS = ("公开", "合计", "件", "行政复议", "信息处理费")


def multiplied(path: Path, reports: int, characters: int) -> None:
    """A workspace with that many reports."""
    with Workspace.open(path, auditor="bench", backups=False) as workspace:
        workspace.load([SAMPLES])
        with workspace._connections.plain() as db:
            db.conn.execute("PRAGMA foreign_keys = OFF")
            db.conn.execute("PRAGMA synchronous = OFF")
            db.conn.execute("PRAGMA cache_size = -1000000")
            db.conn.execute("BEGIN IMMEDIATE")
            _multiply(db, reports, characters)
            db.conn.execute("COMMIT")


def _multiply(db: Database, reports: int, characters: int) -> None:
    """Copy all reports there are, again and again, under other names and numbers."""
    db.conn.execute("DELETE FROM search_texts WHERE kind = 'note'")
    names = [f"{place}{kind}" for place in _places() for kind in ("公安局", "司法局", "财政局", "民政局", "教育局")]
    db.conn.execute("CREATE TEMP TABLE named (id INTEGER PRIMARY KEY, agency TEXT, year INTEGER)")
    rows = ((number, names[number % len(names)], 1000 + number // len(names)) for number in range(2 * reports + 100))
    db.conn.executemany("INSERT INTO named VALUES (?, ?, ?)", rows)
    texts = {row[0]: spaced(_text(db, row)[:characters]) for row in _texts(db)}
    model = {row_id: row_id for row_id in texts}
    while True:
        (have, last) = db.conn.execute("SELECT count(*), max(id) FROM reports").fetchone()
        if have >= reports:
            return
        _double(db, last, reports - have, texts, model)


def _places() -> list[str]:
    first, second = "云山河海江平安石长春南北东西青白红黄金玉", "州县市镇乡区岭原川泽"
    return [f"{one}{two}{three}" for one in first for two in first for three in second]


def _texts(db: Database) -> list[tuple[int, str, str, str | None]]:
    return db.conn.execute("SELECT id, kind, place, text FROM search_texts").fetchall()


def _text(db: Database, row: tuple[int, str, str, str | None]) -> str:
    return section_text(db, row[2]) if row[1] == "section" else row[3] or ""


def _double(db: Database, by: int, most: int, texts: dict[int, str], model: dict[int, int]) -> None:
    run = db.conn.execute
    (first,) = run("SELECT min(id) FROM reports").fetchone()
    until = first + most - 1
    columns = {
        table: [row[1] for row in run(f"PRAGMA table_info({table})")]
        for table in ("sources", "reports", "versions", "sections", "cells", "claims", "results")
    }
    changed: dict[str, dict[str, str]] = {
        "sources": {"sha256": f"printf('%032x%.32s', (SELECT report_id FROM versions WHERE sha256 = s.sha256) + {by}, sha256)"},
        "reports": {
            "id": f"s.id + {by}",
            "agency_key": f"(SELECT agency FROM named WHERE named.id = s.id + {by})",
            "agency": f"(SELECT agency FROM named WHERE named.id = s.id + {by})",
            "year_key": f"(SELECT CAST(year AS TEXT) FROM named WHERE named.id = s.id + {by})",
            "year": f"(SELECT year FROM named WHERE named.id = s.id + {by})",
            "current_version": f"s.id + {by}",
        },
        "versions": {
            "id": f"s.report_id + {by}",
            "report_id": f"s.report_id + {by}",
            "sha256": f"printf('%032x%.32s', s.report_id + {by}, sha256)",
            "status": "'current'",
        },
        "results": {
            "report_id": f"s.report_id + {by}",
            "fingerprint": f"printf('%020x%.12s', (s.report_id + {by}) * 1000 + position % 1000, fingerprint)",
        },
    }
    whose = {
        "sources": f"sha256 IN (SELECT sha256 FROM versions WHERE report_id <= {until})",
        "reports": f"id <= {until}",
        "results": f"report_id <= {until}",
    }
    for table, names in columns.items():
        change = changed.get(table, {"version_id": f"s.version_id + {by}"})
        where = whose.get(table, f"{'report_id' if table == 'versions' else 'version_id'} <= {until}")
        picked = ", ".join(change.get(name, f"s.{name}") for name in names)
        run(f"INSERT INTO {table} ({', '.join(names)}) SELECT {picked} FROM {table} AS s WHERE {where}")
    _double_search(db, by, until, texts, model)


def _double_search(db: Database, by: int, until: int, texts: dict[int, str], model: dict[int, int]) -> None:
    rows = db.conn.execute("SELECT id, report_id, kind, place, text FROM search_texts WHERE report_id <= ?", [until]).fetchall()
    number = db.conn.execute("SELECT max(id) FROM search_texts").fetchone()[0]
    places, words = [], []
    for row_id, report_id, kind, place, text in rows:
        number += 1
        model[number] = model[row_id]
        where = f"{report_id + by}/{place.partition('/')[2]}" if kind == "section" else place
        places.append((number, report_id + by, kind, where, text))
        words.append((number, texts[model[number]]))
    db.conn.executemany("INSERT INTO search_texts VALUES (?, ?, ?, ?, ?)", places)
    db.conn.executemany("INSERT INTO search (rowid, spaced) VALUES (?, ?)", words)


def best(work: Callable[[], object], times: int = 7) -> float:
    """Milliseconds of the fastest of several runs."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found) * 1000


def measured(path: Path) -> dict[str, float]:
    """The times of what an auditor waits for, in milliseconds, and the file's size per report in kB."""
    begun = time.perf_counter()
    workspace = Workspace.open(path, auditor="bench", backups=False)
    opening = (time.perf_counter() - begun) * 1000
    with workspace:
        reports = workspace.progress().reports
        middle = workspace.library().rows(reports // 2, 1)[0].report_id
        chance = random.Random(1)
        some = [row.report_id for row in workspace.library().rows(chance.randrange(max(1, reports - 50)), 50)]
        found = {
            "open the file": opening,
            "library, first screen": best(
                lambda: (workspace.library().count(), workspace.library().rows(0, 50), workspace.progress())
            ),
            "library by errors, first screen": best(lambda: workspace.library(order=LibraryOrder("errors", True)).rows(0, 50)),
            "library, screen in the middle": best(lambda: workspace.library().rows(reports // 2, 50)),
            "library filtered by text": best(lambda: workspace.library(LibraryFilter(text="公安")).rows(0, 50)),
            "place in the list": best(lambda: workspace.neighbours(middle)),
            "next open finding": best(lambda: workspace.next_open(middle, "")),
            "one report": best(lambda: workspace.audited(middle)),
            "queue, first screen": best(lambda: workspace.findings().rows(0, 50)),
            "queue of one rule": best(lambda: workspace.findings(FindingFilter(codes=("A101",))).rows(0, 50)),
        }
        for word in WORDS:
            found[f"search {word}, first 50"] = best(lambda word=word: workspace.search(word), 3)  # type: ignore[misc]
        findings = [row for one in some for row in workspace.findings(FindingFilter(report_id=one)).rows(0, 1)]
        found["one judgement"] = best(lambda: workspace.judge(None, [findings.pop().fingerprint], "confirmed"), 10)
    found["kB a report"] = path.stat().st_size / 1024 / max(1, reports)
    return found


def main() -> None:
    """Measure both sizes and print the ratios."""
    options = argparse.ArgumentParser()
    options.add_argument("--reports", type=int, default=100_000)
    options.add_argument("--characters", type=int, default=10_000, help="index only so many characters of each text")
    options.add_argument("--folder", type=Path, default=None)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        found = {}
        for reports in (1_000, chosen.reports):
            path = folder / f"{reports}.db"
            if not path.exists():
                multiplied(path, reports, chosen.characters)
            found[reports] = measured(path)
    small, large = found[1_000], found[chosen.reports]
    for name in small:
        print(f"{name:36} {small[name]:10.2f} {large[name]:10.2f} {large[name] / small[name]:7.2f}x")
    print(json.dumps({"small": small, "large": large}, ensure_ascii=False))


if __name__ == "__main__":
    main()
