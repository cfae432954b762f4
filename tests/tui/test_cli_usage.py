"""Wrong command lines: one line in the reader's language that says what is wrong and where to look; what is empty is refused."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.words import LANGUAGES, say
from rules.audit import VERDICTS
from rules.result import Severity
from tests.tui.test_cli import CLEAN, FAULTY, Gouji, gouji, line_of

__all__ = ["gouji"]

WRONG = {
    "check": "缺少参数 PATH…",
    "export": "缺少选项 -o/--output",
    "export -o": "选项 -o 后面要写一个值",
    "chek x": "没有命令 chek",
    "check --fail x": "没有选项 --fail（是否想写",
    "--frob": "没有选项 --frob",
    "rules A101 B": "多出了参数 B",
    "export -o a.md --verdict foo": "--verdict 不能写 foo，只能写 open(待判)",
    "check --format yaml x": "--format 不能写 yaml，只能写 text, json",
    "load -j 0 x": "-j/--jobs 不能写 0，要 ≥1",
    "load -j many x": "-j/--jobs 要写整数，不能写 many",
    "export -o a.md --year 去年": "--year 要写整数，不能写 去年",
    "check --pack nope x": "--pack 所写的 nope 不存在",
    "verify -w .": "-w/--workspace 要写文件，. 是文件夹",
    "check --debug=3 x": "选项 --debug 不带值",
    "check --lang fr x": "--lang 不能写 fr，只能写 zh, en",
}
"""Command lines and how their error begins in Chinese."""


@pytest.mark.parametrize("line", WRONG)
def test_wrong_usage_is_told_in_chinese(gouji: Gouji, line: str) -> None:
    """What click finds wrong is one Chinese line with where to look, without click's English."""
    said = line_of(gouji(*line.split()))

    assert said.startswith(f"gouji: {WRONG[line]}")
    assert re.search(r"用法见 gouji [a-z ]*--help$", said)
    assert not re.search(r"Missing|No such|Invalid|unexpected|requires|Did you|not one of", said)
    assert gouji(*line.split()).exit_code == 2


@pytest.mark.parametrize("line", WRONG)
def test_wrong_usage_is_told_in_english(gouji: Gouji, line: str) -> None:
    """In English the same is told, with no Chinese in it but what was typed."""
    words = [word for word in line.split() if word not in ("--lang", "fr")]
    said = line_of(gouji("--lang", "en", *words)) if line != "check --lang fr x" else "see gouji check --help"

    assert "see gouji" in said
    assert not re.search(r"[\u4e00-\u9fff]", said.replace("去年", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_in_one_language(gouji: Gouji, language: str) -> None:
    """What click adds to an option's help (required, default) is in the reader's language too."""
    pages = "".join(gouji("--lang", language, command, "--help").stdout for command in ("check", "export", "load", "restore"))

    assert ("[必填]" in pages) == (language == "zh")
    assert ("[required]" in pages) == (language == "en")
    assert ("[缺省：" in pages) == (language == "zh")
    assert ("[default: " in pages) == (language == "en")


@pytest.mark.parametrize("line", [["check", ""], ["load", " "], ["check", str(CLEAN), "--pack="], ["-w", "", "verify"], [""]])
def test_empty_arguments_are_refused(gouji: Gouji, line: list[str]) -> None:
    """An empty path is not the current folder: one line, status 2, nothing made."""
    result = gouji(*line)

    assert result.exit_code == 2
    assert "参数是空的" in line_of(result)
    assert not Path("gouji.db").exists()


def test_a_folder_without_files_is_told(gouji: Gouji) -> None:
    """Checking or loading nothing is no success: a line on stderr names the path, the status is 2; the rest is still done."""
    Path("empty").mkdir()
    alone, beside = gouji("check", "empty"), gouji("check", "empty", CLEAN)

    assert alone.exit_code == beside.exit_code == 2
    assert line_of(alone).startswith("gouji: empty: 没有找到年度报告")
    assert "✓ 无问题" in beside.stdout
    assert '"source": "empty"' in gouji("check", "empty", "--format", "json").stdout
    loaded = gouji("load", "empty")
    assert loaded.exit_code == 2
    assert "没有找到年度报告" in loaded.stderr


@pytest.mark.parametrize(
    "command", [["verify", "-w"], ["restore", "-o", "new.db"], ["merge", "-w", "mine.db"], ["export", "-o", "a.md", "-w"]]
)
@pytest.mark.parametrize("kind", ["text", "picture", "other database"])
def test_what_is_no_workspace_is_called_that(gouji: Gouji, command: list[str], kind: str) -> None:
    """A text, a picture, another program's database: not damaged but no workspace, and not a byte of it changes."""
    stranger = Path("stranger.bin")
    if kind == "other database":
        with closing(sqlite3.connect(stranger)) as db:
            db.execute("CREATE TABLE notes (text)")
            db.commit()
    else:
        stranger.write_bytes("只是一段文字。\n".encode() * 50 if kind == "text" else b"\x89PNG\r\n\x1a\n" + bytes(4000))
    before = stranger.read_bytes()
    result = gouji(*command, stranger)

    assert result.exit_code == 3
    assert "stranger.bin 不是 gouji 的工作库" in result.stderr
    assert "损坏" not in result.stderr
    assert stranger.read_bytes() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_verdicts_and_severities_may_be_written_as_on_the_screen(gouji: Gouji, language: str) -> None:
    """`--verdict 待判` is `--verdict open`, in both languages and any case; so are severities, for `--fail-on` too."""
    gouji("load", FAULTY)

    for option, keys, prefix in (
        ("--verdict", VERDICTS, "review.verdict_"),
        ("--severity", [each.value for each in Severity], "review.severity_"),
    ):
        for key in keys:
            word = say(f"{prefix}{key}", language)  # type: ignore[arg-type]
            outputs = [gouji("export", "-o", "-", "--format", "csv", option, name) for name in (key, word, word.upper())]
            assert {output.exit_code for output in outputs} == {0}, outputs[1].stderr
            assert len({output.stdout for output in outputs}) == 1
    assert gouji("check", FAULTY, "--fail-on", say("review.severity_error", language)).exit_code == 1  # type: ignore[arg-type]
