"""The workbench as it feels: from a key's byte to the frame's last byte, in a pseudo-terminal, beside a bare app with one list.

    python -m benchmarks.workbench [--reports 100000] [--rounds 30] [--folder DIR] [--only keys,start,stalls]

Three programs are open at once and get each key in turn, so that whatever disturbs the machine disturbs all of them: the bare app
(`bare_app.py`, the floor), the workbench on 100 reports, and the workbench on 100,000. Then the start: from the process to the
first frame, again in turn. Last the stalls: how long the event loop was held up while the workbench reads, checks, exports,
searches and opens big things. Nothing is asserted; the table says what the ratios are.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.bare_app import LAST_SEEN
from benchmarks.terminal import Terminal
from benchmarks.workspace_scale import SAMPLES, multiplied
from db.workspace import Workspace

SMALL: Final = 100
LOADING: Final = "读入完毕"
FEW_BYTES: Final = 8
"""A key that draws no more than this drew nothing: it does not count."""


@dataclass(frozen=True, slots=True)
class Task:
    """Keys that are pressed again and again in one place of the workbench, and what they may cost."""

    name: str
    way: Sequence[str]
    """The keys that lead to the place from the Library; ORGAN stands for the first organ of the small workspace."""
    keys: Sequence[str]
    limit: float
    """How often the floor's time it may take."""
    back: int = 0
    """How many times Escape leads back to the whole Library."""


ORGAN: Final = "{organ}"
TASKS: Final = (
    Task("Library down", (), ("down",), 1.5),
    Task("Library up", (), ("up",), 1.5),
    Task("Library page down", ("home",), ("pgdn", "pgdn", "home"), 1.5),
    Task("Queue down", ("Q",), ("down",), 1.5, back=1),
    Task("Review next check", ("/", ORGAN, "enter", "enter", "3"), ("down", "down", "up", "up"), 3, back=2),
    Task("Review another section", ("/", ORGAN, "enter", "enter"), ("1", "3", "2", "4"), 3, back=2),
    Task("Review next open finding", ("home", "f8"), ("f8",), 3, back=1),
    Task("Review verdict", ("home", "f8"), ("f2",), 3, back=1),
)
FLOOR_KEYS: Final = {"pgdn": "pgdn", "home": "home", "up": "up"}
"""What is pressed in the bare app: the same where it has the same key, else down."""


def environment(scratch: Path, **more: str) -> dict[str, str]:
    """A user with a colour terminal and no settings; compiled modules are kept beside the rest, so that all start warm."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOUJI", "LC_", "PYTHONDONT", "NO_COLOR"))}
    return {
        **kept,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "zh_CN.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(scratch / "compiled"),
        "GOUJI_SETTINGS": str(scratch / "settings.toml"),
        "GOUJI_STATE": str(scratch),
        **more,
    }


def bare(scratch: Path) -> Terminal:
    """The floor."""
    return Terminal(["-m", "benchmarks.bare_app"], environment(scratch), folder=scratch)


def workbench(scratch: Path, workspace: Path, *paths: Path, watched: Path | None = None) -> Terminal:
    """The workbench on a workspace."""
    module = "tui.cli" if watched is None else "benchmarks.watched"
    arguments = ["-m", module, "-w", str(workspace), "--auditor", "李", "--lang", "zh", "review", *map(str, paths)]
    more = {} if watched is None else {"GOUJI_WATCHDOG": str(watched)}
    return Terminal(arguments, environment(scratch, **more), folder=scratch)


# ── keys ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def measure_keys(scratch: Path, small: Path, large: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Press every task's keys in the three programs in turn; print their times and the ratios to the floor."""
    found: dict[str, dict[str, float]] = {}
    print(f"{'from key to frame, ms':28} {'floor':>13} {'100 reports':>13} {'many':>13}   ratio p50/p95    many:100   limit")
    with ExitStack() as stack:
        floor = stack.enter_context(bare(scratch))
        benches = [stack.enter_context(workbench(scratch, path)) for path in (small, large)]
        floor.since(LAST_SEEN)
        organ = _first_organ(small)
        for bench in benches:
            bench.since("份报告")
            bench.settle(1.0)
        for task in TASKS:
            for bench in benches:
                for key in task.way:
                    bench.press(organ if key == ORGAN else key, 0.6)
                bench.settle()
            times = _in_turn(task, floor, benches, rounds)
            found[task.name] = _told(task, times)
            for bench in benches:
                for _ in range(task.back):
                    bench.press("esc", 0.6)
        _tell_memory(floor, benches)
    return found


def _first_organ(workspace: Path) -> str:
    """The organ of a report that is in every multiplied workspace: the same report is to be opened in all."""
    with Workspace.open(workspace, auditor="bench", create=False, backups=False) as opened:
        (row,) = opened.library().rows(0, 1)
    return row.agency or ""


def _in_turn(task: Task, floor: Terminal, benches: Sequence[Terminal], rounds: int) -> list[list[float]]:
    times: list[list[float]] = [[], [], []]
    for number in range(rounds):
        key = task.keys[number % len(task.keys)]
        times[0].append(floor.press(FLOOR_KEYS.get(key, "down")))
        for place, bench in enumerate(benches, 1):
            times[place].append(bench.press(key))
    return [[taken for taken in row if taken > 0] or [float("nan")] for row in times]


def _told(task: Task, times: Sequence[Sequence[float]]) -> dict[str, float]:
    middles = [statistics.median(row) for row in times]
    highs = [_p95(row) for row in times]
    ratios = middles[1] / middles[0], highs[1] / highs[0], statistics.median(times[2]) / middles[1]
    cells = " ".join(f"{middle:6.1f}/{high:6.1f}" for middle, high in zip(middles, highs, strict=True))
    print(f"{task.name:28} {cells}   {ratios[0]:5.2f} /{ratios[1]:5.2f}  {ratios[2]:10.2f} {task.limit:7.1f}", flush=True)
    return {"floor": middles[0], "small": middles[1], "large": middles[2], "floor95": highs[0], "small95": highs[1]}


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]


def _tell_memory(floor: Terminal, benches: Sequence[Terminal]) -> None:
    sizes = [floor.memory(), *(bench.memory() for bench in benches)]
    print(f"{'memory afterwards, MB':28} {sizes[0]:13.0f} {sizes[1]:13.0f} {sizes[2]:13.0f}   {sizes[1] / sizes[0]:5.2f}")


# ── start ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def measure_start(scratch: Path, small: Path, large: Path, rounds: int) -> None:
    """From the process to the frame, several times in turn; the least of each, since whatever else runs only adds to it."""
    firsts: list[list[float]] = [[], [], []]
    full: list[list[float]] = [[], [], []]
    memory = [0.0, 0.0, 0.0]
    for _ in range(rounds):
        for place, start in enumerate(
            (lambda: bare(scratch), lambda: workbench(scratch, small), lambda: workbench(scratch, large))
        ):
            with start() as program:
                firsts[place].append(1000 * program.since("帮助" if place else LAST_SEEN, after=0))
                full[place].append(1000 * program.since("▸" if place else LAST_SEEN, after=0))
                program.settle(0.8)
                memory[place] = program.memory()
    print(f"\n{'start, ms':28} {'floor':>13} {'100 reports':>13} {'many':>13}   ratio   limit")
    for name, rows in (("first frame", firsts), ("rows are listed", full)):
        least = [min(row) for row in rows]
        limit = "1.5" if rows is firsts else ""
        print(f"{name:28} {least[0]:13.0f} {least[1]:13.0f} {least[2]:13.0f}   {least[1] / least[0]:5.2f} {limit:>7}")
    print(f"{'memory at rest, MB':28} {memory[0]:13.0f} {memory[1]:13.0f} {memory[2]:13.0f}   {memory[1] / memory[0]:5.2f}")


# ── stalls ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Stalls:
    """The workbench under a watchdog: what it was doing when, and what held its event loop up."""

    def __init__(self, program: Terminal, log: Path) -> None:
        self.program = program
        self._log = log
        self._phases: list[tuple[str, float]] = []

    def phase(self, name: str, work: Callable[[], object]) -> None:
        """Do something and give it a name."""
        self._phases.append((name, time.monotonic()))
        work()
        self.program.settle(1.2)

    def told(self) -> None:
        """Print the longest stall of each phase, its own processor time, and where it was if it was long."""
        stalls = [json.loads(line) for line in self._log.read_text("utf-8").splitlines()] if self._log.exists() else []
        ends = [begun for _, begun in self._phases[1:]] + [float("inf")]
        for (name, begun), end in zip(self._phases, ends, strict=True):
            here = sorted((held, used, place) for at, held, used, place in stalls if begun <= at < end)
            held, used, place = here[-1] if here else (0.0, 0.0, "")
            over = sum(held > 0.1 for held, _, _ in here)
            print(f"{name:44} {held * 1000:8.0f} {used * 1000:8.0f} {over:6}   {place[:300] if held > 0.1 else ''}", flush=True)


def measure_stalls(scratch: Path, small: Path, large: Path) -> None:
    """Read, check, export, search, open a long text and a long queue, and see whether the event loop was ever held up."""
    print(f"\n{'event loop held up, ms (limit 100)':44} {'longest':>8} {'own CPU':>8} {'>100':>6}")
    log = scratch / "stalls"
    fresh = scratch / "fresh.db"
    fresh.unlink(missing_ok=True)
    with workbench(scratch, fresh, SAMPLES, watched=log) as program:
        run = Stalls(program, log)
        run.phase("start and load of the samples", lambda: program.since(LOADING))
        program.press("ctrl+e")
        run.phase("export as Markdown", lambda: _typed(program, scratch / "one.md"))
    run.told()
    with workbench(scratch, small, watched=log) as program:
        program.since("份报告")
        run = Stalls(program, log)
        run.phase("start with 100 reports", lambda: program.settle(3.0))
        for ending in ("md", "xlsx", "docx", "json", "html"):
            program.press("ctrl+e", 0.5)
            run.phase(f"export of 100 reports as {ending}", lambda ending=ending: _typed(program, scratch / f"many.{ending}"))  # type: ignore[misc]
        run.phase("check of 100 reports (rules page)", lambda: _recheck(program))
        program.press("esc", 0.5)
        run.phase("every room once", lambda: _rooms(program))
    run.told()
    with workbench(scratch, large, watched=log) as program:
        program.since("份报告")
        run = Stalls(program, log)
        run.phase("start with many reports", lambda: program.settle(3.0))
        run.phase("queue of all findings", lambda: program.press("Q", 3.0))
        run.phase("queue, its end and back", lambda: (program.press("end", 2.0), program.press("home", 2.0)))
        program.press("esc", 1.0)
        run.phase("search in all reports", lambda: (program.press("ctrl+f", 1.0), program.type("公开"), program.settle(4.0)))
        program.press("esc", 1.0)
        run.phase("dashboard of all reports", lambda: program.press("D", 5.0))
    run.told()
    with workbench(scratch, long_narrative(scratch), watched=log) as program:
        program.since("份报告")
        run = Stalls(program, log)
        run.phase("a narrative of 300 pages", lambda: (program.press("enter", 1.0), program.press("1", 4.0)))
        run.phase("its end, and a find in it", lambda: _through(program))
    run.told()


def _typed(program: Terminal, target: Path) -> None:
    target.unlink(missing_ok=True)
    program.type("\x15" + str(target))
    program.press("enter", 2.0)
    limit = time.monotonic() + 120
    while not target.exists() and time.monotonic() < limit:
        program.settle(0.5)
    program.settle(1.5)


def _recheck(program: Terminal) -> None:
    program.press("R", 1.0)
    program.press("ctrl+g", 5.0)
    program.settle(4.0)


def _rooms(program: Terminal) -> None:
    for key in ("Q", "R", "D", ",", "f1", "f3", "ctrl+y"):
        program.press(key, 1.0)
        program.press("esc", 1.0)


def _through(program: Terminal) -> None:
    program.press("tab", 0.5)
    program.press("end", 1.0)
    program.press("home", 1.0)
    program.press("/", 0.5)
    program.type("第9999号")
    program.press("enter", 2.0)


def long_narrative(scratch: Path) -> Path:
    """A workspace with one report whose first section has 300 pages of 850 characters."""
    path = scratch / "narrative.db"
    if path.exists():
        return path
    text = (SAMPLES / "yunling-gonganju-2021.txt").read_text("utf-8")
    sentences = (
        f"第{number}号事项：全年主动公开政府信息{number}条，“12345”热线转来{number % 7}件，均已办结。" for number in range(7000)
    )
    head, mark, tail = text.partition("\n二、")
    paragraphs = "\n".join("".join(group) for group in zip(*[sentences] * 5, strict=True))
    source = scratch / "narrative.txt"
    source.write_text(f"{head}\n{paragraphs}\n{mark}{tail}", "utf-8")
    with Workspace.open(path, auditor="bench", backups=False) as workspace:
        workspace.load([source], jobs=1)
    return path


# ── all of it ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def prepared(folder: Path, scratch: Path, reports: int, name: str) -> Path:
    """A copy of a workspace with that many reports, which is made when it is not there yet."""
    built = folder / f"{reports}.db"
    if not built.exists():
        multiplied(built, reports)
    copy = Path(shutil.copy(built, scratch / f"{name}.db"))
    with Workspace.open(copy, auditor="bench") as workspace:
        first = workspace.next_open(None)
        if first is not None:  # the first write of all makes a backup, which is not what is measured
            workspace.judge(first.report_id, [first.fingerprint], "confirmed")
    return copy


def main() -> None:
    """Measure what was asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=30)
    options.add_argument("--folder", type=Path, default=None, help="where workspaces are kept from run to run")
    options.add_argument("--only", default="keys,start,stalls")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch_name:
        scratch = Path(scratch_name)
        folder = chosen.folder or scratch / "built"
        folder.mkdir(exist_ok=True)
        small = prepared(folder, scratch, SMALL, "small")
        large = prepared(folder, scratch, chosen.reports, "large")
        parts: Mapping[str, Callable[[], object]] = {
            "keys": lambda: measure_keys(scratch, small, large, chosen.rounds),
            "start": lambda: measure_start(scratch, small, large, max(3, chosen.rounds // 2)),
            "stalls": lambda: measure_stalls(scratch, small, large),
        }
        for part in chosen.only.split(","):
            parts[part]()


if __name__ == "__main__":
    main()
