"""The command line: exit statuses, streams, languages, and hostile input that ends in one line."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tui.cli import COMMANDS, main
from tui.settings import LANGUAGE_VARIABLE, SETTINGS_VARIABLE, WORKSPACE_VARIABLE

SAMPLES = Path(__file__).parents[2] / "sample_reports"
CLEAN = SAMPLES / "clean" / "songhe-shuiwuju-2022.txt"
FAULTY = SAMPLES / "linxi-minzhengju-2024.txt"

Gouji = Callable[..., Result]


@pytest.fixture
def gouji(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gouji:
    """Run a command line in an empty folder with nobody's settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(SETTINGS_VARIABLE, str(tmp_path / "settings.toml"))
    for variable in (LANGUAGE_VARIABLE, WORKSPACE_VARIABLE, "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")

    def run(*arguments: str | Path, stdin: bytes | str | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)

    return run


def line_of(result: Result) -> str:
    """The only error line of a run."""
    (line,) = result.stderr.splitlines()
    assert line.startswith("gouji: ")
    assert "Traceback" not in result.output
    return line


def test_clean_report_is_silent(gouji: Gouji) -> None:
    """A clean report ends with status 0 and a line that says so."""
    result = gouji("check", CLEAN)

    assert result.exit_code == 0
    assert "松河市水务局 2022" in result.stdout
    assert "✓ 无问题" in result.stdout
    assert result.stderr == ""


def test_faulty_report_is_explained(gouji: Gouji) -> None:
    """A finding shows sign, severity, code, sentence, figures and evidence; the status is 1."""
    result = gouji("check", FAULTY)

    assert result.exit_code == 1
    assert "✗ 错误 L101" in result.stdout
    assert "应为 4件，实为 5件" in result.stdout
    assert "│ 行政复议·总计: 5" in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(("fail_on", "status"), [("error", 0), ("warning", 0), ("info", 0)])
def test_fail_on_of_a_clean_report(gouji: Gouji, fail_on: str, status: int) -> None:
    """A clean report passes at every threshold."""
    assert gouji("check", CLEAN, "--fail-on", fail_on).exit_code == status


def test_select_and_ignore(gouji: Gouji) -> None:
    """Codes, their beginnings and comma lists choose the rules; the status counts only those."""
    codes = {
        option: {
            result["code"]
            for result in json.loads(gouji("check", FAULTY, "--format", "json", *option.split()).stdout)["reports"][0]["results"]
        }
        for option in ("--select L,A101", "--select A --ignore A103", "--ignore s,d,a,l,n,f,y,c,o,p,t")
    }

    assert codes["--select L,A101"] >= {"A101", "L101"}
    assert {code[0] for code in codes["--select L,A101"]} == {"L", "A"}
    assert "A103" not in codes["--select A --ignore A103"]
    assert codes["--ignore s,d,a,l,n,f,y,c,o,p,t"] == set()
    assert gouji("check", FAULTY, "--select", "F").exit_code == 0
    assert "没有以 Q9 开头的规则" in line_of(gouji("check", FAULTY, "--select", "Q9"))


def test_json_goes_to_stdout_alone(gouji: Gouji, tmp_path: Path) -> None:
    """Stdout is one json document even when an input cannot be read; stderr has the line, the status is 2."""
    result = gouji("check", CLEAN, tmp_path / "missing.txt", "--format", "json")
    document = json.loads(result.stdout)

    assert result.exit_code == 2
    assert [report["agency"] for report in document["reports"]] == ["松河市水务局"]
    assert [entry["source"] for entry in document["unreadable"]] == [str(tmp_path / "missing.txt")]
    assert "missing.txt" in line_of(result)


def test_reads_standard_input(gouji: Gouji) -> None:
    """`-` is standard input."""
    result = gouji("check", "-", "--format", "json", stdin=CLEAN.read_bytes())

    assert result.exit_code == 0
    assert json.loads(result.stdout)["reports"][0]["source"] == "-"


def test_reports_come_in_argument_order(gouji: Gouji) -> None:
    """Reports stand in argument order, those of a folder by path."""
    document = json.loads(gouji("check", FAULTY, SAMPLES / "clean", "--format", "json").stdout)
    sources = [report["source"] for report in document["reports"]]

    assert sources[0] == str(FAULTY)
    assert sources[1:] == sorted(sources[1:])


@pytest.mark.parametrize("format_name", ["sarif", "markdown"])
def test_other_formats_print(gouji: Gouji, format_name: str) -> None:
    """SARIF and Markdown hold the finding too; no verdicts are pretended."""
    result = gouji("check", FAULTY, "--format", format_name)

    assert result.exit_code == 1
    assert "L101" in result.stdout
    assert "verdict" not in result.stdout
    assert "判定" not in result.stdout


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 40),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("spaces.txt", b" \n\t\n"),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj\n"),
        ("broken.zip", b"PK\x03\x04" + bytes(40)),
        ("broken.docx", b"PK\x05\x06" + bytes(18)),
    ],
)
def test_unreadable_files_get_one_line(gouji: Gouji, tmp_path: Path, name: str, data: bytes) -> None:
    """What cannot be read is named with the reason and what to do; the rest is still checked."""
    (tmp_path / name).write_bytes(data)
    result = gouji("check", tmp_path / name, CLEAN)

    assert result.exit_code == 2
    assert name in line_of(result)
    assert "松河市水务局" in result.stdout


ROOT_WITHOUT_ITS_RIGHTS = (
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search",
)


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind are POSIX")
@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_may_not_be_read_is_one_line(tmp_path: Path, kind: str) -> None:
    """A folder or file without permission is named in our own words, whoever starts the command."""
    closed = tmp_path / "closed"
    closed.mkdir() if kind == "folder" else closed.write_text("x", "utf-8")
    closed.chmod(0)
    as_whom = ROOT_WITHOUT_ITS_RIGHTS if os.getuid() == 0 else ()
    if as_whom and shutil.which(as_whom[0]) is None:
        pytest.skip("root may read everything, and setpriv is not here to take that away")
    try:
        done = subprocess.run(
            [*as_whom, sys.executable, "-m", "tui.cli", "--lang", "zh", "check", str(closed)],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
    finally:
        closed.chmod(stat.S_IRWXU)

    assert done.returncode == 2
    assert f"gouji: {closed}: 没有读取权限：请向文件所有者申请权限\n" == done.stderr


def test_fifo_is_refused_by_name(gouji: Gouji, tmp_path: Path) -> None:
    """A pipe among the files is named and never waited for."""
    os.mkfifo(tmp_path / "pipe.txt")

    result = gouji("check", tmp_path)
    assert result.exit_code == 2
    assert "pipe.txt" in line_of(result)


def test_hostile_text_stays_text(gouji: Gouji, tmp_path: Path) -> None:
    """Escape sequences, markup and direction controls in a report and its name are printed as signs, in every format."""
    text = FAULTY.read_text("utf-8").replace("临溪区民政局", "临溪区\x1b[31m[bold]民政局[/b]\u202e")
    hostile = tmp_path / "\x1b]0;owned\x07[@click=app.quit]x.txt"
    hostile.write_text(text.replace("\n0\n", "\n\x1b[2J0[/b]\n", 3), "utf-8")
    for format_name in ("text", "json", "sarif", "markdown"):
        result = gouji("check", hostile, "--format", format_name)
        assert result.exit_code in (1, 2), result.output
        assert not set(result.output) & set("\x1b\x07\u202e\x9b"), format_name
        assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["check"],
        ["check", "--nosuch", "x"],
        ["check", "x", "--format", "yaml"],
        ["check", "x", "--fail-on", "never"],
        ["--lang", "fr"],
    ],
)
def test_wrong_usage_is_one_line(gouji: Gouji, arguments: list[str]) -> None:
    """Wrong usage ends with status 2 and a line that points to the help."""
    result = gouji(*arguments)

    assert result.exit_code == 2
    assert "--help" in line_of(result)


def test_global_options_stand_anywhere(gouji: Gouji) -> None:
    """`--lang` works before and after the command; machine formats stay Chinese without it."""
    assert "nothing found" in gouji("--lang", "en", "check", CLEAN).stdout
    assert "nothing found" in gouji("check", CLEAN, "--lang", "en").stdout
    assert json.loads(gouji("check", CLEAN, "--format", "json").stdout)["language"] == "zh"
    assert json.loads(gouji("check", CLEAN, "--format", "json", "--lang=en").stdout)["language"] == "en"


def test_language_comes_from_environment_and_locale(gouji: Gouji, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`GOUJI_LANG` beats the settings, the settings beat the locale, and machine formats follow none of them."""
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "nothing found" in gouji("check", CLEAN).stdout
    assert json.loads(gouji("check", CLEAN, "--format", "json").stdout)["language"] == "zh"
    (tmp_path / "settings.toml").write_text('language = "zh"\n', "utf-8")
    assert "无问题" in gouji("check", CLEAN).stdout
    monkeypatch.setenv(LANGUAGE_VARIABLE, "en")
    assert "nothing found" in gouji("check", CLEAN).stdout


def test_ascii_signs(gouji: Gouji) -> None:
    """`--ascii` draws no sign beyond ASCII."""
    result = gouji("check", FAULTY, "--ascii", "--lang", "en")

    assert "x error L101" in result.stdout
    assert not set("✗✓│→·") & set(result.stdout)


def test_broken_settings_are_one_line(gouji: Gouji, tmp_path: Path) -> None:
    """A settings file that cannot be used is named with what is wrong in it."""
    for text, word in (
        ("language = ", "settings.toml"),
        ("nosuch = 1", "nosuch"),
        ("ascii = 3", "ascii"),
        ('language = "fr"', "language"),
    ):
        (tmp_path / "settings.toml").write_text(text, "utf-8")
        result = gouji("check", CLEAN)
        assert result.exit_code == 2
        assert word in line_of(result)


def test_rules_lists_and_explains(gouji: Gouji) -> None:
    """The catalogue lists every rule; a code gets its page, an unknown one a line."""
    listed = gouji("rules")

    assert listed.exit_code == 0
    assert "A101" in listed.stdout
    assert "L101" in listed.stdout
    page = gouji("rules", "a101")
    assert page.exit_code == 0
    assert "A101" in page.stdout
    assert "没有这条规则" in line_of(gouji("rules", "Z999"))


def test_help_speaks_both_languages(gouji: Gouji) -> None:
    """Every command has its help in Chinese and English."""
    for name in COMMANDS:
        assert "用法" in gouji(name, "--help").stdout
        assert "Usage" in gouji("--lang", "en", name, "--help").stdout


def test_workbench_needs_a_terminal(gouji: Gouji) -> None:
    """Without a terminal the workbench says so instead of garbling a pipe."""
    result = gouji("review")

    assert result.exit_code == 2
    assert "终端" in line_of(result)
    assert "终端" in line_of(gouji())


def test_commands_need_a_workspace(gouji: Gouji) -> None:
    """Without any workspace, commands that need one end with status 3 and say how to get one."""
    for command in (["recheck"], ["verify"], ["backup"], ["export", "-o", "a.md"]):
        result = gouji(*command)
        assert result.exit_code == 3
        assert "gouji load" in line_of(result)


def test_debug_shows_the_fault(gouji: Gouji, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault inside gouji is one line; with `--debug` it is raised."""

    def broken(*_: object) -> None:
        raise ValueError("boom")

    monkeypatch.setattr("rules.check.check", broken)
    result = gouji("check", CLEAN)

    assert result.exit_code == 2
    assert "ValueError: boom" in line_of(result)
    assert isinstance(gouji("--debug", "check", CLEAN).exception, ValueError)


def test_interruption_has_its_own_status(gouji: Gouji, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C ends with status 130."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rules.check.check", interrupted)

    assert gouji("check", CLEAN).exit_code == 130


def test_a_file_without_a_report_is_named(gouji: Gouji, tmp_path: Path) -> None:
    """Text that is no annual report is not turned into one; read-me files inside a folder are passed over."""
    (tmp_path / "letter.txt").write_text("今天天气很好，共收到来信12件。\n", "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "README.md").write_text("# 说明\n", "utf-8")
    (tmp_path / "in" / "report.txt").write_bytes(CLEAN.read_bytes())
    result = gouji("check", tmp_path / "letter.txt")

    assert result.exit_code == 2
    assert "没有找到年度报告" in line_of(result)
    assert gouji("check", tmp_path / "in").exit_code == 0


def test_a_report_that_follows_no_form_is_not_clean(gouji: Gouji) -> None:
    """A report of a year that has a form misses its sections when it has none of them: it never passes in silence."""
    text = "云岭市公安局2021年政府信息公开工作年度报告\n\n本局全年公开信息12条。\n"
    result = gouji("check", "-", stdin=text.encode())

    assert result.exit_code == 1
    assert "S101" in result.stdout
