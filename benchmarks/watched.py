"""The workbench with a watchdog in its event loop: `python -m benchmarks.watched [gouji's arguments]`.

Every time the loop was held up for longer than `NOTED`, a line goes to the file named by `GOUJI_WATCHDOG`: when, for how long,
how much processor time this process used meanwhile (much less than the time held up: another process had the processor), and
where the main thread stood.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
import traceback
from pathlib import Path

NOTED = 0.04
BEAT = 0.005

_beat = [0.0]
_place = [""]


async def _watch(log: Path) -> None:
    with log.open("w", encoding="utf-8") as file:
        while True:
            begun, used = time.monotonic(), time.process_time()
            _beat[0] = begun
            await asyncio.sleep(BEAT)
            held = time.monotonic() - begun - BEAT
            if held > NOTED:
                print(json.dumps([begun, held, time.process_time() - used, _place[0]]), file=file, flush=True)
            _place[0] = ""


def _look(thread: int) -> None:
    """Note where the main thread stands while the loop is held up."""
    while True:
        time.sleep(0.02)
        if _beat[0] and time.monotonic() - _beat[0] > NOTED and not _place[0]:
            frame = sys._current_frames().get(thread)
            stack = traceback.extract_stack(frame)[-14:] if frame is not None else []
            _place[0] = " < ".join(f"{Path(entry.filename).stem}:{entry.lineno} {entry.name}" for entry in reversed(stack))


def main() -> None:
    """Run gouji with the watchdog in place."""
    from tui.app import GoujiApp
    from tui.cli import main as gouji

    log = Path(os.environ["GOUJI_WATCHDOG"])

    def on_load(app: GoujiApp) -> None:
        app.watchdog = asyncio.get_running_loop().create_task(_watch(log))  # type: ignore[attr-defined]

    GoujiApp.on_load = on_load  # type: ignore[attr-defined]
    threading.Thread(target=_look, args=(threading.main_thread().ident,), daemon=True).start()
    gouji()


if __name__ == "__main__":
    main()
