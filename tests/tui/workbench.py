"""Helpers that run the workbench on a small workspace of reports written for these tests."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from textual.pilot import Pilot

from core.words import Language
from db.workspace import Workspace
from tests.tui.quiet import PATIENCE
from tests.tui.snapshot import screen_text
from tui.app import GoujiApp
from tui.port import SettingsPort
from tui.screens.library import LibraryScreen
from tui.screens.review import ReviewScreen
from tui.widgets.entry_line import EntryLine

AUDITOR = "李"

HEAD = (
    "{agency}{year}年政府信息公开工作年度报告\n\n一、总体情况\n\n（一）主动公开。全年发布信息120条。\n（二）依申请公开。{requests}\n"
    "（三）政府信息管理。目录按季核对。\n（四）平台建设。网站改版一次。\n（五）监督保障。未发生责任追究。\n"
)
TABLE_TWO = (
    "二、主动公开政府信息情况\n\n第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n"
    "行政规范性文件\t2\t0\t9\n第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t15\n第二十条第（六）项\n"
    "信息内容\t本年处理决定数量\n行政处罚\t4\n行政强制\t0\n第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t0\n"
)
ROWS_OF_THREE = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "三、本年度办理结果\t（一）予以公开",
    "\t（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "\t（三）不予公开\t1.属于国家秘密",
    "\t\t2.其他法律行政法规禁止公开",
    "\t\t3.危及“三安全一稳定”",
    "\t\t4.保护第三方合法权益",
    "\t\t5.属于三类内部事务信息",
    "\t\t6.属于四类过程性信息",
    "\t\t7.属于行政执法案卷",
    "\t\t8.属于行政查询事项",
    "\t（四）无法提供\t1.本机关不掌握相关政府信息",
    "\t\t2.没有现成信息需要另行制作",
    "\t\t3.补正后申请内容仍不明确",
    "\t（五）不予处理\t1.信访举报投诉类申请",
    "\t\t2.重复申请",
    "\t\t3.要求提供公开出版物",
    "\t\t4.无正当理由大量反复申请",
    "\t\t5.要求行政机关确认或重新出具已获取信息",
    "\t（六）其他处理\t1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "\t\t2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "\t\t3.其他",
    "\t（七）总计",
    "四、结转下年度继续办理",
)
TAIL = (
    "四、政府信息公开行政复议、行政诉讼情况\n\n行政复议\t\t\t\t\t行政诉讼\n"
    "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t\t\t\t\t复议后起诉\n"
    "\t\t\t\t\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n"
    "{review}\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\n\n"
    "五、存在的主要问题及改进情况\n\n存在问题：政策解读的形式还比较单一。改进情况：增加了图解。\n\n"
    "六、其他需要报告的事项\n\n本年度未收取信息处理费。\n\n{agency}\n{next_year}年1月20日\n"
)


def report_text(
    agency: str = "青禾县教育局",
    year: int = 2023,
    *,
    requests: str = "全年收到政府信息公开申请9件。",
    new: int = 9,
    total: int = 9,
    review: str = "1\t0\t0\t0\t1",
    extra: str = "",
) -> str:
    """A report on the form of 2021: `new` applications of natural persons, granted all of `total`."""
    figures = {0: new, 2: total, 23: total}
    table = "\n".join(
        f"{row}\t" + "\t".join(str(figures.get(index, 0)) if column in (0, 6) else "0" for column in range(7))
        for index, row in enumerate(ROWS_OF_THREE)
    )
    head = (
        "\t\t\t申请人情况\n\t\t\t自然人\t法人或其他组织\t\t\t\t\t总计\n"
        "\t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n"
    )
    return (
        HEAD.format(agency=agency, year=year, requests=requests)
        + extra
        + "\n"
        + TABLE_TWO
        + "\n三、收到和处理政府信息公开申请情况\n\n"
        + head
        + table
        + "\n\n"
        + TAIL.format(review=review, agency=agency, next_year=year + 1)
    )


REPORTS: Mapping[str, str] = {
    "qinghe-2023.txt": report_text(total=8, review="1\t0\t0\t0\t2"),
    "hexi-2023.txt": report_text("河汐市交通运输局", review="2\t0\t0\t0\t1"),
    "yunling-2023.txt": report_text("云岭市公安局"),
}
"""One with sums broken in tables 3 and 4, one with a sum broken in table 4, a clean one."""


@dataclass(frozen=True)
class TestSettings:
    """The settings of the app under test."""

    __test__ = False

    language: Language = "zh"
    ascii: bool = False
    ambiguous_width: Literal["auto", 1, 2] = 1
    theme: str = "gouji-dark"
    keys: Mapping[str, str] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()


def build_workspace(folder: Path, reports: Mapping[str, str] = REPORTS) -> Path:
    """A workspace file with these reports loaded."""
    sources = folder / "reports"
    sources.mkdir(parents=True)
    for name, text in reports.items():
        (sources / name).write_text(text, "utf-8")
    path = folder / "audit.db"
    with Workspace.open(path, auditor=AUDITOR) as workspace:
        workspace.load([sources], jobs=1)
    return path


def copied(built: Path, folder: Path) -> Path:
    """A copy of a workspace that was built before."""
    return Path(shutil.copy(built, folder / "audit.db"))


@asynccontextmanager
async def workbench(
    path: Path,
    *,
    size: tuple[int, int] = (120, 35),
    auditor: str = AUDITOR,
    settings: SettingsPort | None = None,
    load: tuple[Path, ...] = (),
) -> AsyncIterator[tuple[GoujiApp, Pilot[int]]]:
    """Run the app on a workspace; the library is listed when the block begins."""
    app = GoujiApp(path, settings or TestSettings(), open_workspace=lambda: Workspace.open(path, auditor=auditor), load=load)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen) and app.screen.listed and app.screen.reports.counted)
        await settled(pilot)
        yield app, pilot


async def until(pilot: Pilot[Any], condition: Callable[[], bool]) -> None:
    """Wait until something is so; fail when it never is."""
    limit = monotonic() + PATIENCE
    while not condition():
        if monotonic() > limit:
            raise AssertionError("it never came to that:\n" + screen_text(pilot.app))
        await pilot.pause(0.005)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until no worker is running and every message is handled; a phrase offered in the line is taken without the wait."""
    limit = monotonic() + PATIENCE
    rounds_without_work = 0
    while monotonic() < limit:
        await pilot.pause()
        for line in pilot.app.screen.query(EntryLine):
            line.settle()
        if any(not worker.is_finished for worker in pilot.app.workers):
            rounds_without_work = 0
            await asyncio.sleep(0.002)
        elif (rounds_without_work := rounds_without_work + 1) == 2:
            return
    raise AssertionError(f"still busy: {[worker.group for worker in pilot.app.workers if not worker.is_finished]}")


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other, each once the one before has had its effect; Chinese text is typed in one go."""
    for is_text, group in groupby(keys, key=lambda key: len(key) == 1 and key > "\u2fff" and key < "\uff00"):
        run = list(group)
        for part in [run] if is_text else [[key] for key in run]:
            await pilot.press(*part)
            await settled(pilot)


async def open_review(app: GoujiApp, pilot: Pilot[int], *, first_open: bool = True) -> ReviewScreen:
    """Go from the library to Review: at the first open finding, or at the report under the cursor."""
    await press(pilot, "f8" if first_open else "enter")
    await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.state.loaded is not None)
    await settled(pilot)
    screen = app.screen
    assert isinstance(screen, ReviewScreen)
    return screen


def shown(app: GoujiApp) -> str:
    """What the screen shows."""
    return screen_text(app)
