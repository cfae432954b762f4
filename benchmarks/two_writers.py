"""Two auditors judge on one file as fast as they can, beside what the disk alone allows.

    python -m benchmarks.two_writers [--judgements 10000] [--folder DIR]

In turns of a tenth each: two processes that judge through the workspace, and two that do nothing but store a row in a bare SQLite
file with the same settings, one immediate transaction each. The ratio says what a judgement costs beyond the disk.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from db.connection import connect
from db.locks import wait_for_lock
from db.workspace import Workspace

SAMPLES = Path(__file__).parents[1] / "sample_reports"
TURNS = 10


def judging(path: Path, writer: int, times: int) -> None:
    """One auditor's share: verdict after verdict, over all findings there are."""
    with Workspace.open(path, auditor=f"writer {writer}", backups=False) as workspace:
        rows = workspace.findings().rows(0, 1000)
        for number in range(times):
            row = rows[number % len(rows)]
            workspace.judge(row.report_id, [row.fingerprint], ("confirmed", "asked")[number % 2])


def storing(path: Path, writer: int, times: int) -> None:
    """The same number of bare transactions."""
    db = connect(path).conn
    db.execute("PRAGMA journal_mode = PERSIST").fetchone()
    db.execute("PRAGMA busy_timeout = 0")
    for _ in range(times):
        wait_for_lock(lambda: db.execute("BEGIN IMMEDIATE"), path)
        db.execute("INSERT INTO told (writer, text) VALUES (?, ?)", [writer, "x" * 300])
        wait_for_lock(lambda: db.execute("COMMIT"), path)


def seconds(work: Callable[[Path, int, int], None], path: Path, times: int) -> float:
    """How long two processes take for so many steps in all."""
    begun = time.perf_counter()
    children = []
    for writer in range(2):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                work(path, writer, times // 2)
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        children.append(child)
    assert all(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0 for child in children)
    return time.perf_counter() - begun


def main() -> None:
    """Measure in turns and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--judgements", type=int, default=10_000)
    options.add_argument("--folder", type=Path, default=None)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        path, bare = Path(folder, "audit.db"), Path(folder, "bare.db")
        with Workspace.open(path, auditor="bench", backups=False) as workspace:
            text = (SAMPLES / "yunling-gonganju-2022.txt").read_text("utf-8")
            for number in range(20):
                Path(folder, f"{number}.txt").write_text(text.replace("云岭市", f"云岭{chr(0x4E00 + number)}市"), "utf-8")
            workspace.load([Path(folder, f"{number}.txt") for number in range(20)], jobs=1)
        with sqlite3.connect(bare) as db:
            db.execute("CREATE TABLE told (id INTEGER PRIMARY KEY, writer INTEGER, text TEXT)")
        ours = floor = 0.0
        for _ in range(TURNS):
            floor += seconds(storing, bare, chosen.judgements // TURNS)
            ours += seconds(judging, path, chosen.judgements // TURNS)
        with connect(path) as checked:
            (stored,) = checked.conn.execute("SELECT count(*) FROM events").fetchone()
    assert stored == chosen.judgements, stored
    each = 1000 / chosen.judgements
    print(f"{chosen.judgements} judgements by two processes: {ours:.1f} s ({ours * each:.2f} ms each)")
    print(f"{chosen.judgements} bare transactions by two:    {floor:.1f} s ({floor * each:.2f} ms each)")
    print(f"ratio {ours / floor:.2f}")


if __name__ == "__main__":
    main()
