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

from db.results import count
from db.search import spaced
from db.views import FindingFilter, LibraryFilter, LibraryOrder
from db.workspace import Workspace

SAMPLES = Path(__file__).parents[1] / "sample_reports"
WORDS = ("公开", "合计", "件", "行政复议", "信息处理费")


def multiplied(path: Path, reports: int) -> None:
    """A workspace with that many reports."""
    with Workspace.open(path, auditor="bench", backups=False) as workspace:
        workspace.load([SAMPLES])
        with workspace._connections.writing() as db:
            db.conn.execute("PRAGMA defer_foreign_keys = ON")
            _multiply(db, reports)


def _multiply(db: Database, reports: int) -> None:
    models = [row[0] for row in db.conn.execute("SELECT id FROM reports WHERE form IS NOT NULL ORDER BY id")]
    texts = {model: _texts(db, model) for model in models}
    names = [f"{place}{kind}" for place in _places() for kind in ("公安局", "司法局", "财政局", "民政局", "教育局")]
    number = int(db.conn.execute("SELECT max(id) FROM reports").fetchone()[0])
    have = int(db.conn.execute("SELECT count(*) FROM reports").fetchone()[0])
    for made in range(have, reports):
        number += 1
        model = models[made % len(models)]
        _copy(db, model, number, names[made % len(names)], 2015 + made // len(names), texts[model])


def _places() -> list[str]:
    first, second = "云山河海江平安石长春南北东西青白红黄金玉", "州县市镇乡区岭原川泽"
    return [f"{one}{two}{three}" for one in first for two in first for three in second]


def _texts(db: Database, report_id: int) -> list[tuple[str, str, str | None, str]]:
    rows = db.conn.execute("SELECT kind, place, text FROM search_texts WHERE report_id = ?", [report_id]).fetchall()
    found = []
    for kind, place, text in rows:
        if kind == "section":
            version, _, position = place.partition("/")
            (full,) = db.conn.execute(
                "SELECT text FROM sections WHERE version_id = ? AND position = ?", [version, position]
            ).fetchone()
        else:
            full = text
        found.append((kind, place, text, spaced(full)))
    return found


def _copy(db: Database, model: int, number: int, agency: str, year: int, texts: list[tuple[str, str, str | None, str]]) -> None:
    sha256 = f"{number:064x}"
    run = db.conn.execute
    (version,) = run("SELECT current_version FROM reports WHERE id = ?", [model]).fetchone()
    run(
        "INSERT INTO sources SELECT ?, size, media_type, compressed, first_seen FROM sources WHERE sha256 ="
        " (SELECT sha256 FROM versions WHERE id = ?)",
        [sha256, version],
    )
    run(
        "INSERT INTO reports (id, agency_key, year_key, current_version, agency, year, form, title, source, published, loaded_at,"
        " results_digest) SELECT ?, ?, ?, ?, ?, ?, form, title, source, published, loaded_at, 'bench' FROM reports WHERE id = ?",
        [number, agency, str(year), number, agency, year, model],
    )
    run(
        "INSERT INTO versions SELECT ?, ?, ?, part, status, source, title, ?, ?, form, published, media_type, loaded_at, program,"
        " details, digest FROM versions WHERE id = ?",
        [number, number, sha256, agency, year, version],
    )
    for table, columns in (
        ("sections", "position, number, heading, present, text"),
        ("cells", "key, position, state, value, raw, inferred, unit, note, place"),
        ("claims", "position, section, start, end, text, value, low, high, unit, about, scope, period, noun"),
    ):
        run(
            f"INSERT INTO {table} (version_id, {columns}) SELECT ?, {columns} FROM {table} WHERE version_id = ?",  # noqa: S608
            [number, version],
        )
    run(
        "INSERT INTO results SELECT ?, position, code, anchor, printf('%016x%04x%.12s', ?, position, fingerprint), status,"
        " severity, section, variant, message, expected, actual, difference, unit, group_name, details, digest, verdict,"
        " judged_severity, stale, conflict, touched_at FROM results WHERE report_id = ?",
        [number, number, model],
    )
    for kind, place, text, words in texts:
        where = f"{number}/{place.partition('/')[2]}" if kind == "section" else place
        row = run("INSERT INTO search_texts (report_id, kind, place, text) VALUES (?, ?, ?, ?)", [number, kind, where, text])
        run("INSERT INTO search (rowid, spaced) VALUES (?, ?)", [row.lastrowid, words])
    count(db, number)


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
    options.add_argument("--folder", type=Path, default=None)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        found = {}
        for reports in (1_000, chosen.reports):
            path = folder / f"{reports}.db"
            if not path.exists():
                multiplied(path, reports)
            found[reports] = measured(path)
    small, large = found[1_000], found[chosen.reports]
    for name in small:
        print(f"{name:36} {small[name]:10.2f} {large[name]:10.2f} {large[name] / small[name]:7.2f}x")
    print(json.dumps({"small": small, "large": large}, ensure_ascii=False))


if __name__ == "__main__":
    main()
