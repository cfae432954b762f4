"""Commands on a workspace: load, export, recheck, merge, verify, backup, restore."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from db.exports.schema import AuditDocument
from db.workspace import Workspace
from tests.tui.test_cli import CLEAN, FAULTY, SAMPLES, Gouji, gouji, line_of

__all__ = ["gouji"]

TEXTS = (FAULTY, CLEAN, SAMPLES / "qinghe-jiaoyuju-2023.txt", SAMPLES / "yunling-gonganju-2022.txt")


def findings(path: Path = Path("gouji.db")) -> list[tuple[int, str]]:
    """Every finding of a workspace as (report, fingerprint)."""
    with Workspace.open(path, auditor="试员", create=False) as workspace:
        listed = workspace.findings()
        return [(row.report_id, row.fingerprint) for row in listed.rows(0, listed.count())]


def judge(path: Path, auditor: str, index: int, verdict: str, **more: str) -> None:
    """Judge one finding of a workspace."""
    report, fingerprint = findings(path)[index]
    with Workspace.open(path, auditor=auditor, create=False) as workspace:
        workspace.judge(report, [fingerprint], verdict, reason=more.get("reason"))  # type: ignore[arg-type]


def test_load_makes_a_workspace_and_says_so(gouji: Gouji) -> None:
    """The first load creates ./gouji.db; loading the same bytes again changes nothing."""
    first = gouji("load", *TEXTS)

    assert first.exit_code == 0, first.stderr
    assert "已新建工作库 gouji.db" in first.stderr
    assert first.stdout == ""
    again = gouji("load", *TEXTS)
    assert "新报告 0" in again.stderr
    assert "新建" not in again.stderr


def test_load_names_what_it_could_not_read(gouji: Gouji, tmp_path: Path) -> None:
    """One broken file is a line and status 2; the rest is loaded."""
    with zipfile.ZipFile(tmp_path / "reports.zip", "w") as archive:
        archive.write(CLEAN, "内/clean.txt")
        archive.writestr("bad.pdf", b"%PDF-1.4 nothing")
    result = gouji("load", tmp_path / "reports.zip")

    assert result.exit_code == 2
    assert "reports.zip!/bad.pdf" in result.stderr
    assert "新报告 1" in result.stderr


@pytest.mark.parametrize("name", ["audit.md", "audit.json", "audit.csv", "audit.sarif", "audit.html", "audit.xlsx", "audit.docx"])
def test_exports_every_format(gouji: Gouji, name: str) -> None:
    """The ending decides the format; an existing file is refused without --force."""
    gouji("load", *TEXTS)
    result = gouji("export", "-o", name)

    assert result.exit_code == 0, result.stderr
    assert Path(name).stat().st_size > 500
    again = gouji("export", "-o", name)
    assert again.exit_code == 2
    assert "--force" in line_of(again)
    assert gouji("export", "-o", name, "--force").exit_code == 0


def test_exports_a_folder(gouji: Gouji) -> None:
    """OUT/ gets an index and one file a report."""
    gouji("load", *TEXTS)

    assert gouji("export", "-o", "out/").exit_code == 0
    names = {path.name for path in Path("out").iterdir()}
    assert "index.md" in names
    assert "云岭市公安局-2022.md" in names


def test_exports_the_workspace_as_sqlite(gouji: Gouji) -> None:
    """A .db export is a whole workspace that another opens."""
    gouji("load", FAULTY)

    result = gouji("export", "-o", "copy.db")
    assert result.exit_code == 0, result.stderr
    with sqlite3.connect("copy.db") as database:
        assert database.execute("SELECT count(*) FROM findings").fetchone()[0] > 0
    assert gouji("export", "-o", "other.db", "--verdict", "open").exit_code == 2


def test_export_shows_the_judgements_and_the_heads(gouji: Gouji) -> None:
    """What was decided stands in the export, with the end of the ledger."""
    gouji("load", FAULTY)
    judge(Path("gouji.db"), "李四", 0, "dismissed", reason="已核对原件")
    gouji("export", "-o", "audit.json")
    document = AuditDocument.model_validate_json(Path("audit.json").read_bytes())

    judged = [result for result in document.reports[0].results if result.judgement.verdict == "dismissed"]
    assert [(result.judgement.auditor, result.judgement.reason) for result in judged] == [("李四", "已核对原件")]
    assert any(head.auditor == "李四" for head in document.heads)


def test_export_filters(gouji: Gouji) -> None:
    """Filters narrow the findings and the export says so."""
    gouji("load", *TEXTS)
    gouji("export", "-o", "l.json", "--select", "L101", "--organ", "民政", "--year", "2024")
    document = AuditDocument.model_validate_json(Path("l.json").read_bytes())

    assert {(report.agency, result.code) for report in document.reports for result in report.results} == {
        ("临溪区民政局", "L101")
    }
    assert document.filters == ["规则：L101", "机关：民政", "年度：2024"]


def test_export_of_one_auditors_judgements(gouji: Gouji) -> None:
    """`--auditor` after `export` chooses whose judgements are shown."""
    gouji("load", FAULTY)
    judge(Path("gouji.db"), "李四", 0, "confirmed")
    judge(Path("gouji.db"), "王五", 1, "confirmed")
    gouji("export", "-o", "w.json", "--auditor", "王五", "--verdict", "confirmed")
    document = AuditDocument.model_validate_json(Path("w.json").read_bytes())

    assert [result.judgement.auditor for report in document.reports for result in report.results] == ["王五"]


def test_unmasked_must_be_confirmed(gouji: Gouji) -> None:
    """Personal data leaves only when confirmed; the export then says so."""
    gouji("load", *TEXTS)

    refused = gouji("export", "-o", "a.md", "--unmasked")
    assert refused.exit_code == 2
    assert not Path("a.md").exists()
    gouji("export", "-o", "masked.md")
    assert gouji("export", "-o", "a.md", "--unmasked", "--yes").exit_code == 0
    assert "13812345678" in Path("a.md").read_text("utf-8")
    assert "未遮盖" in Path("a.md").read_text("utf-8")
    assert "13812345678" not in Path("masked.md").read_text("utf-8")


def test_cannot_write_is_one_line(gouji: Gouji) -> None:
    """A target in a missing folder is one line."""
    gouji("load", CLEAN)
    result = gouji("export", "-o", "no/such/audit.md")

    assert result.exit_code == 2
    assert "no/such/audit.md" in line_of(result)
    assert "格式" in line_of(gouji("export", "-o", "audit.xyz"))


def test_recheck_keeps_judgements(gouji: Gouji) -> None:
    """Running the same rules again changes nothing and keeps what was judged."""
    gouji("load", *TEXTS)
    judge(Path("gouji.db"), "李四", 0, "confirmed")
    result = gouji("recheck")

    assert result.exit_code == 0
    assert "没有变化" in result.stderr
    with Workspace.open(Path("gouji.db"), auditor="试员") as workspace:
        assert workspace.progress().confirmed == 1


def test_recheck_reads_the_kept_sources_again(gouji: Gouji) -> None:
    """An older reading is pointed out and, when asked for, made anew; what that changed is told."""
    gouji("load", *TEXTS)
    with closing(sqlite3.connect("gouji.db")) as db:
        db.execute("UPDATE versions SET program = 'gouji 0.0.1'")
        db.commit()
    assert "4 份报告由旧版本" in gouji("recheck").stderr
    result = gouji("recheck", "--reread")

    assert result.exit_code == 0
    assert "重新读取 4 个源文件：0 份读法有变" in result.stderr
    assert "旧版本" not in gouji("recheck").stderr


@pytest.mark.parametrize("kind", ["db", "json"])
def test_merge_brings_another_auditors_work(gouji: Gouji, kind: str) -> None:
    """Two copies judged apart come together, from a workspace or a json export; differing verdicts are counted."""
    gouji("load", FAULTY, "-w", "mine.db")
    gouji("load", FAULTY, "-w", "theirs.db")
    judge(Path("mine.db"), "李四", 0, "confirmed")
    judge(Path("theirs.db"), "王五", 0, "dismissed", reason="不成立")
    judge(Path("theirs.db"), "王五", 1, "confirmed")
    other = "theirs.db"
    if kind == "json":
        other = "theirs.json"
        assert gouji("export", "-w", "theirs.db", "-o", other).exit_code == 0
    result = gouji("merge", "-w", "mine.db", other)

    assert result.exit_code == 0, result.stderr
    assert "分歧 1 处" in result.stderr
    assert "0 条记录" in gouji("merge", "-w", "mine.db", other).stderr


def test_a_strangers_name_is_no_line_of_its_own(gouji: Gouji) -> None:
    """Whatever name a merged ledger carries, each end of a chain is one line and nothing in it steers the terminal."""
    gouji("load", *TEXTS)
    with Workspace.open(Path("gouji.db"), auditor="甲", create=False) as workspace:
        row = workspace.findings().rows(0, 1)[0]
        workspace._pen.auditor = "乙\n0 甲 event 1 0\x1b[2J\u202e"
        workspace.judge(row.report_id, [row.fingerprint], "confirmed")

    verified = gouji("verify")

    assert verified.exit_code == 0
    (line,) = verified.stdout.splitlines()
    assert "乙 0 甲 event 1 0" in line
    assert not {"\x1b", "\u202e"} & {*line}


def test_verify_backup_restore(gouji: Gouji) -> None:
    """A sound workspace verifies, is backed up and restored; nothing is overwritten; damage is status 3."""
    gouji("load", FAULTY, "--auditor", "李四")
    judge(Path("gouji.db"), "李四", 0, "confirmed")
    verified = gouji("verify")
    assert verified.exit_code == 0
    assert "李四" in verified.stdout

    assert gouji("backup", "-o", "copy.db").exit_code == 0
    assert gouji("backup", "-o", "copy.db").exit_code != 0
    assert gouji("restore", "copy.db", "-o", "new.db").exit_code == 0
    assert gouji("restore", "copy.db", "-o", "new.db").exit_code != 0
    assert gouji("verify", "-w", "new.db").exit_code == 0
    assert gouji("backup").exit_code == 0

    Path("damaged.db").write_bytes(Path("copy.db").read_bytes()[:-5000] + bytes(5000))
    damaged = gouji("verify", "-w", "damaged.db")
    assert damaged.exit_code == 3
    assert "Traceback" not in damaged.output


def test_a_file_that_is_no_workspace_is_refused(gouji: Gouji) -> None:
    """Something else under the workspace's name is left alone, with status 3."""
    Path("notes.db").write_text("shopping list", "utf-8")
    result = gouji("load", CLEAN, "-w", "notes.db")

    assert result.exit_code == 3
    assert Path("notes.db").read_text("utf-8") == "shopping list"
    assert len(result.stderr.splitlines()) == 1


def test_environment_names_the_workspace(gouji: Gouji, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`$GOUJI_WORKSPACE` stands in for -w, and -w beats it."""
    monkeypatch.setenv("GOUJI_WORKSPACE", str(tmp_path / "named.db"))
    gouji("load", CLEAN)
    gouji("load", FAULTY, "-w", "other.db")

    assert (tmp_path / "named.db").exists()
    assert json.loads(gouji("export", "-o", "-", "--format", "json").stdout)["reports"][0]["agency"] == "松河市水务局"
    assert (
        json.loads(gouji("export", "-o", "-", "--format", "json", "-w", "other.db").stdout)["reports"][0]["agency"]
        == "临溪区民政局"
    )


def test_masked_json_leaves_out_a_ledger_with_personal_numbers(gouji: Gouji) -> None:
    """A note with a personal number never leaves in the ledger of a masked export; unmasked it does."""
    gouji("load", FAULTY)
    report, fingerprint = findings()[0]
    with Workspace.open(Path("gouji.db"), auditor="李四") as workspace:
        workspace.note(report, fingerprint, "申请人电话13912345678")
    masked = gouji("export", "-o", "masked.json")

    assert "台账" in masked.stderr
    assert "13912345678" not in Path("masked.json").read_text("utf-8")
    gouji("export", "-o", "open.json", "--unmasked", "--yes")
    assert AuditDocument.model_validate_json(Path("open.json").read_bytes()).ledger["events"]


def test_sqlite_export_says_that_it_is_not_masked(gouji: Gouji) -> None:
    """A copy of the workspace that holds personal numbers is announced as such."""
    gouji("load", SAMPLES / "qinghe-jiaoyuju-2023.txt")

    assert "没有遮盖" in gouji("export", "-o", "copy.db").stderr


def test_a_backup_that_cannot_be_made_is_told_and_stops_nobody(gouji: Gouji) -> None:
    """What went wrong beside the work is a line on stderr; the work itself is done and the status says so."""
    Path("gouji.db.backups").write_text("in the way", "utf-8")
    result = gouji("load", *TEXTS)

    assert result.exit_code == 0
    assert "新报告" in result.stderr
    assert "无法写出备份" in result.stderr
    assert len(findings()) > 0


def test_export_of_findings_alone(gouji: Gouji) -> None:
    """`--failed-only` leaves out the checks that held and keeps their count; standard output is called by its name."""
    gouji("load", FAULTY)
    whole, failed = gouji("export", "-o", "-"), gouji("export", "-o", "-", "--failed-only")

    assert "### 通过的项目" in whole.stdout
    assert "### 通过的项目" not in failed.stdout
    assert re.search(r"通过 [1-9]\d+ ", failed.stdout)
    assert "仅含：未通过的核查" in failed.stdout
    assert "已写到标准输出（1 份报告）" in failed.stderr
    assert "已写入 -" not in failed.stderr
