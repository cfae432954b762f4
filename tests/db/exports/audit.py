"""An audited report made by hand, with hostile text in every place where a report or an auditor may put some."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.document import Place
from core.report import Cell, CellState, Claim, ExtraRow, Report, Section, Segment
from rules.audit import AuditedReport, Correction, Judgement, Opinion, OwnAnchor, OwnFinding, VersionNote
from rules.result import CellEvidence, MissingEvidence, OtherReport, Reason, Result, Severity, Status, Suspect, TextEvidence

HOSTILE = (
    "=cmd|'/c calc'!A1 [b]粗[/b] <script>alert(1)</script> \x1b[31m红\u202e倒 http://evil.example/a www.evil.example a@b.example"
)
IDENTITY_CARD = "11010519491231002X"

SOURCE_TEXT = "标题\n全年收到申请47件，手机13812345678。\n47\n"


def report(agency: str | None = "试行市|公安局", year: int | None = 2021) -> Report:
    """A small report with one cell, one claim and hostile text."""
    body = "全年收到申请47件，手机13812345678。"
    return Report(
        source="目录/a b.txt",
        part=0,
        sha256="ab" * 32,
        media_type="text/plain",
        title=f"{agency}2021年报告 {HOSTILE}",
        agency=agency,
        year=year,
        form="2021",
        published=date(2022, 1, 20),
        sections=(
            Section(0, None, True, "标题"),
            Section(1, "一、总体情况", True, body, segments=(Segment(0, 3, len(body)),)),
        ),
        cells={
            "t3.new.total": Cell(
                "t3.new.total", CellState.NUMBER, Decimal("45"), "45", Place(len(SOURCE_TEXT) - 3, len(SOURCE_TEXT) - 1)
            ),
            "t2.fees.amount": Cell("t2.fees.amount", CellState.NUMBER, Decimal("227.3466"), "227.3466"),
            "t3.new.business": Cell("t3.new.business", CellState.BLANK, None, "", inferred=True),
            "t3.new.research": Cell("t3.new.research", CellState.ABSENT),
        },
        tables={},
        extra_rows=(ExtraRow("t2", "其他主动公开文件", ("3", "3", "20")),),
        claims=(
            Claim(1, 6, 9, "47件", Decimal(47), Decimal(47), Decimal(47), "件", ("t3.new.total",), "own", "2021", noun="申请"),
        ),
        source_text=SOURCE_TEXT,
    )


def results() -> tuple[Result, ...]:
    """One result of every status, with evidence of every kind."""
    return (
        Result(
            "X901",
            "t3.new.total",
            Status.FAIL,
            Severity.ERROR,
            section=1,
            variant="pack",
            parameters={
                "message_zh": f"正文47件，表三45件 {HOSTILE}",
                "message_en": f"text 47, table 45 {HOSTILE}",
                "terms": (("a", "1"),),
            },
            expected="45",
            actual="47",
            difference="2",
            unit="件",
            evidence=(
                CellEvidence("t3.new.total", "45"),
                TextEvidence(1, 6, 9, "47件"),
                TextEvidence(1, 10, 23, "手机13812345678", OtherReport("试行市公安局", 2020)),
                MissingEvidence("信息处理费", 6),
            ),
            suspects=(
                Suspect("45", "47", "digit_replaced", cell="t3.new.total"),
                Suspect("47", "45", "digit_replaced", section=1, start=6, end=9),
            ),
            group="g1",
        ),
        Result(
            "X902",
            "report",
            Status.FAIL,
            Severity.WARNING,
            section=6,
            variant="pack",
            parameters={"message_zh": "未说明信息处理费", "message_en": "the processing fee is not mentioned"},
            evidence=(MissingEvidence("信息处理费", 6),),
        ),
        Result(
            "X903",
            "report",
            Status.FAIL,
            Severity.INFO,
            variant="pack",
            parameters={"message_zh": "值得一看", "message_en": "worth a look"},
            evidence=(MissingEvidence("t3.new.research", 3),),
        ),
        Result(
            "X905",
            "t3.balance.total",
            Status.PASS,
            Severity.ERROR,
            section=3,
            variant="pack",
            parameters={"message_zh": "平", "message_en": "balanced"},
        ),
        Result("X905", "t3.balance.business", Status.SKIPPED, Severity.ERROR, section=3, reason=Reason("no_year")),
        Result("X904", "report", Status.BROKEN, Severity.INFO, reason=Reason("broken", {"error": "ValueError: 坏了"})),
    )


def audited(agency: str | None = "试行市|公安局", year: int | None = 2021) -> AuditedReport:
    """The report with judgements, an own finding, a correction, two versions and a vanished judgement."""
    bare = AuditedReport(report(agency, year), results())
    first, second, third, *_ = (bare.fingerprint(result) for result in bare.results)
    return AuditedReport(
        report=bare.report,
        results=bare.results,
        judgements={
            first: Judgement(
                "confirmed",
                severity=Severity.WARNING,
                note=f"已电话核实 {IDENTITY_CARD} {HOSTILE}",
                tags=("重点", "=1+1"),
                auditor="李\x1b[2J四",
                at="2026-11-23T04:38:40.000001Z",
                stale=True,
            ),
            second: Judgement("dismissed", reason="已在网站说明\n第二行", auditor="王五", at="2026-11-23T05:00:00.000000Z"),
            third: Judgement(
                "asked",
                auditor="王五",
                at="2026-11-23T05:10:00.000000Z",
                conflicts=(
                    Opinion("李四", "confirmed", "2026-11-23T05:05:00.000000Z"),
                    Opinion("王五", "asked", "2026-11-23T05:10:00.000000Z", "再问"),
                ),
            ),
        },
        own_findings=(
            OwnFinding(
                "f" * 32,
                Severity.WARNING,
                f"用词不当 {HOSTILE}",
                OwnAnchor(section=1, start=0, end=4, text="全年收到", before="", after="申请"),
                "李四",
                "2026-11-23T05:20:00.000000Z",
                ("文字",),
            ),
            OwnFinding(
                "e" * 32, Severity.INFO, "费用偏高", OwnAnchor(cell="t2.fees.amount"), "李四", "2026-11-23T05:21:00.000000Z"
            ),
        ),
        corrections=(Correction("t3.new.total", "43", "45", "原件为45", "李四", "2026-11-23T04:00:00.000000Z"),),
        versions=(
            VersionNote("ab" * 32, 0, "目录/a b.txt", "current", "2026-11-23T03:00:00.000000Z"),
            VersionNote("cd" * 32, 0, "目录/old.txt", "former", "2026-11-22T03:00:00.000000Z"),
        ),
        vanished={
            "d" * 32: Judgement(
                "confirmed", auditor="李四", at="2026-11-20T00:00:00.000000Z", code="A102", anchor="t3.outcomes.total"
            )
        },
    )
