"""How long one report takes from its file to the workspace, as a ratio to a floor measured in the same run.

The floor does what nobody can avoid: read the file, decode it, split it into lines, find the numbers with one pattern, and
put the same rows into SQLite in one transaction. `python benchmarks/spine.py` prints both, the ratio of the whole and of the
rules alone, and a profile of where the time goes. Both sides run in one process.
"""

from __future__ import annotations

import cProfile
import io
import pstats
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from core.parse import parse
from core.readers.source import Source
from core.report import Report
from db.workspace import Workspace
from rules.arithmetic import confront
from rules.check import check
from rules.context import PlainContext

COPIES = 8
"""How many organs each sample is written for."""

ROUNDS = 5
ORDINARY_TABLES = """
SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%'
"""
YEAR = re.compile(r"20[0-9]{2}")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def write_corpus(folder: Path) -> list[Path]:
    """The text samples, each for several organs and years, so that every file is a report of its own and no look-alike."""
    samples = [*sorted((ROOT / "sample_reports").glob("*.txt")), *sorted((ROOT / "sample_reports" / "clean").glob("*.txt"))]
    written = []
    for sample in samples:
        text = sample.read_text("utf-8")
        agency = text.split("20", 1)[0]
        for number in range(COPIES):
            path = folder / f"{sample.stem}-{number:02}.txt"
            later = YEAR.sub(lambda year, shift=number: str(int(year[0]) + shift), text)  # type: ignore[misc]
            path.write_text(later.replace(agency, f"{'甲乙丙丁戊己庚辛'[number]}{agency}"), "utf-8")
            written.append(path)
    return written


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def load(paths: list[Path], target: Path) -> None:
    """The whole way, in this process."""
    target.unlink(missing_ok=True)
    with Workspace.open(target, auditor="benchmark") as workspace:
        summary = workspace.load(paths, jobs=1)
    if summary.new != len(paths):
        raise SystemExit(f"{summary.new} of {len(paths)} reports were loaded")


def stored_rows(workspace: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every ordinary table that the load left behind."""
    with closing(sqlite3.connect(workspace)) as database:
        names = [name for (name,) in database.execute(ORDINARY_TABLES)]
        return {name: rows for name in names if (rows := database.execute(f'SELECT * FROM "{name}"').fetchall())}


def floor(paths: list[Path], rows: dict[str, list[tuple[object, ...]]], target: Path) -> None:
    """What nobody can avoid."""
    target.unlink(missing_ok=True)
    found = 0
    for path in paths:
        for line in path.read_bytes().decode("utf-8").splitlines():
            found += len(NUMBER.findall(line))
    with closing(sqlite3.connect(target, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = FULL")
        database.execute("BEGIN IMMEDIATE")
        for name, entries in rows.items():
            columns = ", ".join(f"c{number}" for number in range(len(entries[0])))
            database.execute(f'CREATE TABLE "{name}" ({columns})')
            places = ", ".join("?" * len(entries[0]))
            database.executemany(f'INSERT INTO "{name}" VALUES ({places})', entries)
        database.execute("COMMIT")


def read_all(paths: list[Path]) -> list[Report]:
    """Reading alone."""
    return [report for path in paths for report in parse(Source(str(path), path.read_bytes()))]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_corpus(folder)
        workspace, bare = folder / "whole.db", folder / "bare.db"
        load(paths, workspace)
        rows = stored_rows(workspace)
        lowest = best(lambda: floor(paths, rows, bare))
        whole = best(lambda: load(paths, workspace))
        reports = read_all(paths)
        reading = best(lambda: read_all(paths))
        rules = best(lambda: [check(report, PlainContext(report)) for report in reports])
        sums = best(lambda: [confront(report) for report in reports])
        count = len(paths)
        for label, seconds in (
            ("floor: decode, split, one pattern, same rows", lowest),
            ("load + check + store", whole),
            ("  reading alone", reading),
            ("  rules alone", rules),
            ("  the identities on ready cells", sums),
        ):
            print(f"{label:46} {seconds / count * 1000:8.3f} ms a report {seconds / lowest:7.1f} ×")
        print(f"{count} reports, {sum(map(len, rows.values()))} rows\n")
        profile = cProfile.Profile()
        profile.runcall(load, paths, workspace)
        out = io.StringIO()
        pstats.Stats(profile, stream=out).sort_stats("tottime").print_stats(25)
        print("\n".join(line for line in out.getvalue().replace(f"{ROOT}/", "").splitlines() if line.strip()))


if __name__ == "__main__":
    main()
