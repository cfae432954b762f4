"""Write the made samples, `sample_reports/formats/` and `county/`: `python -m tests.forge.make_samples [county]`."""

from __future__ import annotations

import base64
import dataclasses
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from core.readers.office import office_program
from tests.forge import render_docx, render_html, render_pdf, render_xlsx
from tests.forge.official import KnownReport, known_report
from tests.forge.sample_county import county

FOLDER = Path(__file__).resolve().parents[2] / "sample_reports" / "formats"

COUNTY = FOLDER.parent / "county"

_FIRST_TABLE = {
    "2021": {
        "t2.regulations.issued": "0",
        "t2.regulations.repealed": "0",
        "t2.regulations.in_force": "0",
        "t2.normative_documents.issued": "2",
        "t2.normative_documents.repealed": "1",
        "t2.normative_documents.in_force": "9",
        "t2.licences.decisions": "1286",
        "t2.penalties.decisions": "43",
        "t2.coercive_measures.decisions": "5",
        "t2.fees.amount": "12.3400",
    },
    "2019": {
        "t2.regulations.made": "0",
        "t2.regulations.disclosed": "0",
        "t2.regulations.total_disclosed": "0",
        "t2.normative_documents.made": "3",
        "t2.normative_documents.disclosed": "3",
        "t2.normative_documents.total_disclosed": "17",
        "t2.licences.items_last_year": "12",
        "t2.licences.change": "0",
        "t2.licences.decisions": "860",
        "t2.other_services.items_last_year": "31",
        "t2.other_services.change": "+2",
        "t2.other_services.decisions": "4021",
        "t2.penalties.items_last_year": "26",
        "t2.penalties.change": "0",
        "t2.penalties.decisions": "58",
        "t2.coercive_measures.items_last_year": "4",
        "t2.coercive_measures.change": "0",
        "t2.coercive_measures.decisions": "3",
        "t2.fees.items_last_year": "1",
        "t2.fees.change": "0",
        "t2.procurement.items": "6",
        "t2.procurement.amount": "183.5万元",
    },
}


def sample(agency: str, year: int, seed: int, form_id: str = "2021") -> KnownReport:
    """A report of an organ that does not exist, with figures that tally and every duty met."""
    drawn = known_report(seed, form_id)
    values = {**drawn.values, **_FIRST_TABLE[form_id]}
    new, total, carried = values["t3.new.total"], values["t3.total.total"], values["t3.carried_forward.total"]
    narrative = {
        0: (
            f"根据《中华人民共和国政府信息公开条例》有关规定，{agency}编制了{year}年度报告，统计期限自{year}年1月1日起至{year}年12月31日止。",
        ),
        1: (
            "（一）主动公开情况。围绕重点工作及时更新门户网站各栏目，就群众关心的事项制作图文解读。",
            f"（二）依申请公开情况。本年度新收政府信息公开申请{new}件，办结{total}件，结转下年度继续办理{carried}件。",
            "（三）政府信息管理情况。发布前逐件审查，公开目录随机构职能动态调整。",
            "（四）政府信息公开平台建设情况。网站专栏改版后增设检索入口，移动端同步更新。",
            "（五）监督保障情况。公开工作列入年度考核，组织业务培训，接受社会评议，未发生责任追究情形。",
        ),
        5: (
            "主要问题：个别栏目更新不够及时，政策解读的形式还不够丰富。",
            "改进情况：今后将明确各栏目责任人，按月检查，并邀请群众代表试读解读材料。",
        ),
        6: ("本年度没有收取政府信息公开信息处理费。", "没有其他需要报告的事项。"),
    }
    return dataclasses.replace(drawn, agency=agency, year=year, values=values, narrative=narrative)


def samples() -> dict[str, tuple[KnownReport, Callable[[KnownReport], bytes]]]:
    """Every sample by its file name: the report and what renders it."""
    return {
        "01-web-page.html": (sample("云岭县水务局", 2023, 21), lambda report: render_html.page(report).encode("utf-8")),
        "02-web-page-gb18030-layout-table.html": (
            sample("澄湖市民政局", 2019, 22, "2019"),
            lambda report: render_html.in_layout(report).replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030"),
        ),
        "03-web-archive.mhtml": (sample("北屏区文化和旅游局", 2022, 23), _mhtml),
        "04-tables-of-divs.html": (
            sample("望溪镇人民政府", 2023, 24),
            lambda report: render_html.page(report, table=render_html.of_divs).encode("utf-16"),
        ),
        "05-word.docx": (sample("青岚州林业和草原局", 2021, 25), render_docx.as_docx),
        "06-word-2019.docx": (
            sample("云岭县水务局", 2020, 26, "2019"),
            lambda report: render_docx.as_docx(report, split_runs=True),
        ),
        "07-old-word.doc": (sample("南塘新区教育局", 2022, 27), _doc),
        "08-workbook.xlsx": (sample("渡口市财政局", 2023, 28), render_xlsx.as_xlsx),
        "09-workbook-2019.xlsx": (
            sample("白杨县司法局", 2019, 29, "2019"),
            lambda report: render_xlsx.as_xlsx(report, sheets=True),
        ),
        "10-pdf.pdf": (sample("石门镇人民政府", 2024, 30), render_pdf.as_pdf),
        "11-pdf-2019.pdf": (sample("澄湖市统计局", 2020, 31, "2019"), render_pdf.as_pdf),
        "12-pdf-without-lines.pdf": (sample("北屏区审计局", 2022, 32), lambda report: render_pdf.as_pdf(report, ruled=False)),
        "13-scan.pdf": (sample("鹿鸣街道办事处", 2023, 33), _scan),
        "14-archive.zip": (sample("云岭县档案局", 2023, 34), _archive),
    }


def main() -> None:
    """Write every sample, and the picture of one page; with `county` only those of the hierarchy."""
    COUNTY.mkdir(exist_ok=True)
    for file_name, text in county().items():
        (COUNTY / file_name).write_text(text, encoding="utf-8", newline="\n")
    if sys.argv[1:] == ["county"]:
        return
    FOLDER.mkdir(exist_ok=True)
    for name, (report, render) in samples().items():
        (FOLDER / name).write_bytes(render(report))
    page = render_pdf.as_images(sample("鹿鸣街道办事处", 2022, 35), dpi=150)[1]
    page.quantize(8).save(FOLDER / "15-one-page.png", optimize=True)


def _mhtml(report: KnownReport) -> bytes:
    page = base64.encodebytes(render_html.page(report).encode("utf-8")).decode("ascii")
    return (
        'From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="part"\n\n'
        f"--part\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{page}--part--\n"
    ).encode("ascii")


def _scan(report: KnownReport) -> bytes:
    pages = [
        page.point(lambda grey: 255 if grey > 150 else 0).convert("1")
        for page in render_pdf.as_images(report, dpi=200, slant=0.4)
    ]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", resolution=200, save_all=True, append_images=pages[1:])
    return stream.getvalue()


def _archive(report: KnownReport) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{report.year}年度/{report.title}.html", render_html.page(report))
    return stream.getvalue()


def _doc(report: KnownReport) -> bytes:
    program = office_program()
    if program is None:
        raise SystemExit("07-old-word.doc is made by LibreOffice, which was not found")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "report.html").write_text(render_html.page(report), encoding="utf-8")
        profile = f"-env:UserInstallation={(root / 'profile').as_uri()}"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            "doc:MS Word 97",
            "--outdir",
            folder,
            str(root / "report.html"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=100)
        return (root / "report.doc").read_bytes()


if __name__ == "__main__":
    main()
