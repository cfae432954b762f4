"""The command line as a real process: pipes, encodings, signals, and one audit from load to export."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_reports"
FAULTY = SAMPLES / "linxi-minzhengju-2024.txt"


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A user without settings, in Chinese."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOUJI", "LC_", "PYTHONIO", "NO_COLOR"))}
    return {**kept, "LANG": "zh_CN.UTF-8", "PYTHONPATH": str(ROOT), "GOUJI_SETTINGS": str(folder / "settings.toml"), **more}


def gouji(folder: Path, *arguments: str | Path, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "tui.cli", *map(str, arguments)],
        cwd=folder,
        env=environment(folder, **more),
        input=stdin,
        capture_output=True,
        timeout=600,
        check=False,
    )


def test_from_load_to_export(tmp_path: Path) -> None:
    """A zip is loaded, exported, backed up and verified; every step ends with 0 and stderr says what was done."""
    with zipfile.ZipFile(tmp_path / "year.zip", "w") as archive:
        archive.write(FAULTY, "区/民政局.txt")
        archive.write(SAMPLES / "clean" / "songhe-shuiwuju-2022.txt", "水务局.txt")
    for arguments in (
        ["load", "year.zip"],
        ["export", "-o", "audit.json"],
        ["export", "-o", "out/"],
        ["backup", "-o", "b.db"],
        ["verify"],
    ):
        done = gouji(tmp_path, *arguments)
        assert done.returncode == 0, done.stderr.decode()
        assert b"Traceback" not in done.stderr

    document = json.loads((tmp_path / "audit.json").read_bytes())
    assert {report["source"] for report in document["reports"]} == {"year.zip!/区/民政局.txt", "year.zip!/水务局.txt"}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "index.md",
        "临溪区民政局-2024.md",
        "松河市水务局-2022.md",
    ]


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_any_output_encoding_works(tmp_path: Path, encoding: str) -> None:
    """A stream that cannot carry ✓ or Chinese gets other signs, never a traceback; machine formats stay UTF-8."""
    text = gouji(tmp_path, "check", FAULTY, "--lang", "en", PYTHONIOENCODING=encoding)
    document = gouji(tmp_path, "check", FAULTY, "--format", "json", PYTHONIOENCODING=encoding)

    assert text.returncode == 1
    assert ("x error" if encoding == "ascii" else "error") in text.stdout.decode(encoding)
    assert text.stderr == b""
    assert json.loads(document.stdout.decode("utf-8"))["reports"][0]["agency"] == "临溪区民政局"


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    """`gouji check … | head -1` ends quietly."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tui.cli", "check", "--format", "json", FAULTY],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.wait(300)

    assert errors == b""


def test_interrupt_ends_with_130(tmp_path: Path) -> None:
    """Ctrl+C while waiting for standard input ends with status 130 and one line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tui.cli", "check", "-"],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # who starts the tests may have it ignored
    )
    assert process.stdin is not None
    process.stdin.write(b"\n" * 2**20)  # more than a pipe holds: it has all been taken only when the program reads
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=300)

    assert process.returncode == 130
    assert b"Traceback" not in errors


def test_colour_only_on_terminals(tmp_path: Path) -> None:
    """Neither a pipe nor NO_COLOR gets escape sequences."""
    assert b"\x1b" not in gouji(tmp_path, "check", FAULTY).stdout
    assert b"\x1b" not in gouji(tmp_path, "check", FAULTY, NO_COLOR="1", FORCE_COLOR="1").stdout
