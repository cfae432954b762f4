"""How the workspace behaves with 1,000 and 100,000 reports: first screen, next open finding, search, judging, file size.

    python -m benchmarks.workspace_scale [--reports 100000] [--folder DIR]

The sample reports and some random ones are loaded through the intake and then multiplied by SQL, so that every table and index
has the size that loading would have given it. Every copy gets prose of its own, some 700 characters whose words are as unevenly
frequent as those of a language, so that there are words in every report, in one of a thousand, and in one of all; a report has
2,000 characters and more. Times are the best of several in a warm file cache; the ratio is what the requirement is about.

A search reads until its page is full. A word in one of a thousand reports has one hit among 1,000 and a full page among 100,000:
that takes longer because there is more to show. So a search also has its hits and the ratio of the time that one hit takes; where
either size has none, only the whole can be compared.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

from sqlite_utils import Database

from benchmarks.workspace_copies import doubled
from db.search import section
from db.search_words import indexed
from db.views import FindingFilter, FindingOrder, LibraryFilter, LibraryOrder
from db.workspace import Workspace
from tests.forge.random_report import random_report
from tests.forge.render_html import page

SAMPLES = Path(__file__).parents[1] / "sample_reports"
RANDOM_REPORTS = 12
WORDS = {
    "1, in every report": "件",
    "1, in one of fifty": "龠",
    "1, absent": "𠮷",
    "2, in every report": "公开",
    "2, in messages of findings": "相差",
    "2, in one of a thousand": "龠龢",
    "2, in one of all": "麤麤",
    "2, absent, of frequent characters": "年件",
    "4, in every report": "行政复议",
    "5, in every report": "信息处理费",
    "8, absent, of frequent pairs": "公开信息公开申请",
    "two frequent words": "公开 申请",
    "a frequent and a rare word": "公开 龠龢",
    "two words never in one text": "龠龢 行政诉讼",
}

HITS = "hits: "


class Prose:
    """Sentences of invented words, the n-th of which is as frequent as one n-th."""

    def __init__(self) -> None:
        self._chance = random.Random(2026)
        usual = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
        self._words = ["".join(self._chance.choices(usual, k=self._chance.choice((1, 2, 2, 2, 3, 4)))) for _ in range(20_000)]
        self._weights = [*accumulate(1 / rank for rank in range(1, len(self._words) + 1))]

    def of(self, number: int) -> str:
        """The prose of one report."""
        sentences = [
            "".join(self._chance.choices(self._words, cum_weights=self._weights, k=self._chance.randint(5, 15)))
            for _ in range(self._chance.randint(15, 45))
        ]
        for every, word in ((50, "龠"), (1000, "龠龢")):
            if number % every == every // 2:
                sentences.append(word)
        return "，".join([*sentences, *(["麤麤"] if number == 500 else [])])


def multiplied(path: Path, reports: int) -> None:
    """A workspace with that many reports."""
    with tempfile.TemporaryDirectory() as folder, Workspace.open(path, auditor="bench", backups=False) as workspace:
        different = {(known.agency, known.year): known for known in map(random_report, range(RANDOM_REPORTS))}
        for number, known in enumerate(different.values()):
            Path(folder, f"{number}.html").write_text(page(known), "utf-8")
        # One version a report, in order: so the copies can be numbered.
        workspace.load([*sorted(SAMPLES.glob("*.txt")), SAMPLES / "clean", Path(folder)], jobs=1)
        with workspace._connections.plain() as db:
            for setting in ("foreign_keys = OFF", "synchronous = OFF", "journal_mode = OFF", "cache_size = -1000000"):
                db.conn.execute(f"PRAGMA {setting}").fetchall()
            db.conn.execute("BEGIN IMMEDIATE")
            _multiply(db, reports)
            db.conn.execute("COMMIT")
            db.conn.execute("PRAGMA journal_mode = DELETE").fetchall()


def _multiply(db: Database, reports: int) -> None:
    """Copy all reports there are, again and again, under other names and numbers; then give each prose of its own."""
    rows = db.conn.execute("SELECT id, kind, place, text FROM search_texts").fetchall()
    words = {row[0]: indexed(section(db, row[2])[1] if row[1] == "section" else row[3] or "") for row in rows}
    model = {row_id: row_id for row_id in words}
    names = [f"{place}{kind}" for place in _places() for kind in ("公安局", "司法局", "财政局", "民政局", "教育局")]
    db.conn.execute("CREATE TEMP TABLE named (id INTEGER PRIMARY KEY, agency TEXT, year INTEGER)")
    named = ((number, names[number % len(names)], 1000 + number // len(names)) for number in range(2 * reports + 200))
    db.conn.executemany("INSERT INTO named VALUES (?, ?, ?)", named)
    while True:
        (have, last) = db.conn.execute("SELECT count(*), max(id) FROM reports").fetchone()
        if have >= reports:
            break
        doubled(db, last, reports - have, model)
    db.conn.execute("DELETE FROM search_texts WHERE kind = 'note'")
    db.conn.execute("INSERT INTO search (search) VALUES ('delete-all')")
    _index(db, words, model)


def _index(db: Database, words: dict[int, str], model: dict[int, int]) -> None:
    prose, number = Prose(), 0
    for row_id, kind, place in db.conn.execute("SELECT id, kind, place FROM search_texts ORDER BY id").fetchall():
        found = words[model[row_id]]
        if kind == "section" and place.endswith("/1"):
            number += 1
            text = section(db, place)[1]
            more = prose.of(number)
            version_id, _, position = place.partition("/")
            sql = "UPDATE sections SET text = ? WHERE version_id = ? AND position = ?"
            db.conn.execute(sql, [text + more, int(version_id), int(position)])
            found = f"{found} {indexed(text[-1:] + more)}"
        db.conn.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", [row_id, found])


def _places() -> list[str]:
    first, second = "云山河海江平安石长春南北东西青白红黄金玉", "州县市镇乡区岭原川泽"
    return [f"{one}{two}{three}" for one in first for two in first for three in second]


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
        some = [row.report_id for row in workspace.library().rows(random.Random(1).randrange(max(1, reports - 50)), 50)]
        begun = time.perf_counter()
        workspace.neighbours(middle)
        found = {"open the file": opening, "place in the list, the first time": (time.perf_counter() - begun) * 1000}
        found |= {name: best(work) for name, work in _looks(workspace, reports, middle).items()}
        for name, word in WORDS.items():
            found[f"search: {name}"] = best(lambda word=word: workspace.search(word), 5)  # type: ignore[misc]
            found[f"{HITS}{name}"] = len(workspace.search(word))
        page_2 = workspace.search_page("公开").after
        found["search: second page"] = best(lambda: workspace.search_page("公开", after=page_2), 5)
        findings = [row for one in some for row in workspace.findings(FindingFilter(report_id=one)).rows(0, 1)]
        found["one judgement"] = best(lambda: workspace.judge(None, [findings.pop().fingerprint], "confirmed"), 10)
    found["kB a report"] = path.stat().st_size / 1024 / max(1, reports)
    return found


def _looks(workspace: Workspace, reports: int, middle: int) -> dict[str, Callable[[], object]]:
    every = workspace.progress().findings
    return {
        "library, first screen": lambda: (workspace.library().count(), workspace.library().rows(0, 50), workspace.progress()),
        "library by errors, first screen": lambda: workspace.library(order=LibraryOrder("errors", True)).rows(0, 50),
        "library, screen in the middle": lambda: workspace.library().rows(reports // 2, 50),
        "library filtered by text": lambda: workspace.library(LibraryFilter(text="公安")).rows(0, 50),
        "place in the list": lambda: workspace.neighbours(middle),
        "place in the list by errors": lambda: workspace.neighbours(middle, order=LibraryOrder("errors", True)),
        "next open finding": lambda: workspace.next_open(middle, ""),
        "one report": lambda: workspace.audited(middle),
        "queue, first screen": lambda: workspace.findings().rows(0, 50),
        "queue, last screen": lambda: workspace.findings().rows(every - 50, 50),
        "queue by rule, last screen": lambda: workspace.findings(order=FindingOrder("code")).rows(every - 50, 50),
        "queue of open ones, counted": lambda: workspace.findings(FindingFilter(verdicts=("open",))).count(),
        "queue, no next open one": lambda: workspace.findings(FindingFilter(verdicts=("confirmed",))).next_open(0),
        "counts by rule": workspace.rule_counts,
        "queue of one rule": lambda: workspace.findings(FindingFilter(codes=("A101",))).rows(0, 50),
    }


def _by_hit(name: str, small: dict[str, float], large: dict[str, float]) -> str:
    """How many hits a search showed in both sizes, and the ratio of what one of them took."""
    hits = HITS + name.removeprefix("search: ")
    if not small.get(hits) or not large.get(hits):
        return ""
    ratio = (large[name] / large[hits]) / (small[name] / small[hits])
    return f"   {small[hits]:.0f} → {large[hits]:.0f} hits, {ratio:.2f}x a hit"


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
        if not name.startswith(HITS):
            ratio = f"{large[name] / small[name]:7.2f}x"
            print(f"{name:44} {small[name]:10.2f} {large[name]:10.2f} {ratio}{_by_hit(name, small, large)}")
    print(json.dumps({"small": small, "large": large}, ensure_ascii=False))


if __name__ == "__main__":
    main()
