"""Reports that say everything twice: tables that tally, a narrative with all their figures, last year's report beside it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from core.forms import form
from tests.forge.official import APPLICANTS, KnownReport, Placed, official_table
from tests.forge.random_report import random_report
from tests.forge.render_text import LAYOUTS

_NEEDED = (
    "t3.new.total", "t3.carried_over.total", "t3.carried_forward.total", "t3.granted.total", "t4.review.total",
    "t4.review.upheld", "t4.suit_direct.total",
)  # fmt: skip
_GROUPS = ("refused", "unavailable", "rejected", "other")
PRINTED = ("tabs_full", "tabs_gone", "bars", "cell_a_line", "commas")


@dataclass(frozen=True)
class Draft:
    """A report before it is printed: cells, and sentences with slots for their figures."""

    agency: str
    year: int
    cells: Mapping[str, str]
    slots: Mapping[str, str]
    templates: Mapping[int, tuple[str, ...]]
    layout: str = "tabs_full"
    seed: int = 0
    title: str = "{agency}{Y}年政府信息公开工作年度报告"
    order: tuple[int, ...] = (1, 2, 3, 4, 5, 6)
    without: frozenset[int] = frozenset()
    """Sections left out, heading and all."""
    without_table: str | None = None
    without_row: str | None = None
    without_column: str | None = None
    """A column of table 3 left out of every row."""
    last: Draft | None = field(default=None, compare=False)

    def sentence(self, section: int, number: int) -> str:
        """A sentence with its figures."""
        return self._filled(self.templates[section][number])

    def text(self) -> str:
        """The report as it is printed."""
        official = form("2021")
        tables = {table.section: table for table in official.tables}
        sections = {section.number: section for section in official.sections}
        lines = [self._filled(self.title), *self._narrative(0)]
        for place, number in enumerate(self.order):
            if number in self.without:
                continue
            lines += [f"{'一二三四五六'[place]}、{sections[number].heading}", *self._narrative(number)]
            if number in tables and tables[number].key != self.without_table:
                cells = self._kept(official_table(tables[number], dict(self.cells)))
                lines += LAYOUTS[self.layout](cells, random.Random(self.seed))
        return "\n".join(lines) + "\n"

    def _filled(self, text: str) -> str:
        return text.format(agency=self.agency, Y=self.year, P=self.year - 1, Q=self.year + 1, **self.slots)

    def _narrative(self, section: int) -> list[str]:
        return [self._filled(template) for template in self.templates.get(section, ())]

    def _kept(self, cells: tuple[Placed, ...]) -> tuple[Placed, ...]:
        kept = list(cells)
        if self.without_column:
            kept = _moved_up(kept, self.without_column)
        if self.without_row:
            gone = {cell.row for cell in kept if (cell.key or "").startswith(f"{self.without_row}.")}
            kept = [cell for cell in kept if cell.row not in gone or cell.row_span > 1]
        return tuple(kept)


def _moved_up(cells: list[Placed], column: str) -> list[Placed]:
    """Table 3 without the figures of a column, those behind it moved up; the headings stay."""
    gone = {
        (cell.row, cell.column) for cell in cells if cell.key and cell.key.startswith("t3.") and cell.key.endswith(f".{column}")
    }
    at = dict(gone)
    return [
        cell._replace(column=cell.column - 1) if cell.key and cell.row in at and cell.column > at[cell.row] else cell
        for cell in cells
        if (cell.row, cell.column) not in gone
    ]


@cache
def sound_report(seed: int) -> Draft:
    """A report of a bureau in which every figure of the tables is said again, with last year's."""
    chance = random.Random(f"sound/{seed}")
    drawn = _drawn(seed)
    cells = dict(drawn.values)
    money = [chance.randint(2_000, 900_000) for _ in range(chance.randint(3, 5))]
    issued, repealed, licences, penalties = (
        chance.randint(2, 9), chance.randint(1, 4), chance.randint(60, 9000), chance.randint(11, 900)
    )  # fmt: skip
    cells |= {key: "0" for key in cells if key.startswith("t2.regulations.")}
    cells |= {
        "t2.normative_documents.issued": str(issued),
        "t2.normative_documents.repealed": str(repealed),
        "t2.normative_documents.in_force": str(issued + chance.randint(12, 60)),
        "t2.licences.decisions": str(licences),
        "t2.penalties.decisions": str(penalties),
        "t2.coercive_measures.decisions": str(chance.randint(1, 40)),
        "t2.fees.amount": f"{Decimal(sum(money)) / 10000:.4f}",
    }
    slots = _slots(cells, money, chance)
    templates = _templates(chance, len(money))
    layout = PRINTED[seed % len(PRINTED)]
    last = _last_year(drawn.agency, drawn.year - 1, cells, chance)
    return Draft(drawn.agency, drawn.year, cells, slots, templates, layout, seed, last=last)


def _drawn(seed: int) -> KnownReport:
    for attempt in range(seed * 5000, seed * 5000 + 5000):
        drawn = random_report(attempt)
        if all(drawn.values[key] != "0" for key in _NEEDED) and drawn.agency.endswith(("局", "委员会")) and drawn.year > 2021:
            return drawn
    raise AssertionError("no such report among five thousand")


def _slots(cells: Mapping[str, str], money: list[int], chance: random.Random) -> dict[str, str]:
    def at(key: str) -> int:
        return int(cells[key])

    def parts(whole: int, count: int) -> list[int]:
        marks = sorted(chance.randint(1, whole) for _ in range(count - 1))
        return [after - before for before, after in zip([0, *marks], [*marks, whole], strict=True)]

    new = at("t3.new.total")
    found = {"new": new, "over": at("t3.carried_over.total"), "done": at("t3.total.total")}
    found |= {"fwd": at("t3.carried_forward.total"), "granted": at("t3.granted.total"), "partial": at("t3.partial.total")}
    found |= {
        group: sum(at(key) for key in cells if key.startswith(f"t3.{group}.") and key.endswith(".total")) for group in _GROUPS
    }
    found["np"] = at("t3.new.natural_person")
    found["org"] = new - found["np"]
    found |= {"review": at("t4.review.total"), "suit": at("t4.suit_direct.total") + at("t4.suit_after_review.total")}
    found |= {f"r_{column}": at(f"t4.review.{column}") for column in ("upheld", "corrected", "other", "pending")}
    found |= {column: at(f"t2.normative_documents.{column}") for column in ("issued", "repealed", "in_force")}
    found |= {name: at(f"t2.{row}.decisions") for name, row in _DECISIONS.items()}
    found["published"] = chance.randint(300, 9000)
    found |= {f"published_{n}": part for n, part in enumerate(parts(found["published"], 3), 1)}
    found |= {f"by_{n}": part for n, part in enumerate(parts(new, 3), 1)}
    before = chance.randint(20, 80)
    grown = before + chance.randint(1, 2 * before)
    found |= {"explained": grown, "explained_before": before}
    found |= {f"fee_{n}": amount for n, amount in enumerate(money, 1)}
    growth = f"{Decimal(grown - before) / before * 100:.1f}"
    return {name: str(value) for name, value in found.items()} | {"growth": growth, "fees": cells["t2.fees.amount"]}


_DECISIONS = {"lic": "licences", "pen": "penalties", "coer": "coercive_measures"}
_FEES = ("不动产登记费", "耕地开垦费", "考试考务费", "城市道路占用挖掘修复费", "诉讼费")


def _templates(chance: random.Random, fees: int) -> dict[int, tuple[str, ...]]:
    listed = "，".join(f"{name}{{fee_{n}}}元" for n, name in enumerate(_FEES[:fees], 1))
    return {
        0: ("根据《中华人民共和国政府信息公开条例》，{agency}编制了{Y}年度报告，统计期限自{Y}年1月1日起至{Y}年12月31日止。",),
        1: (
            chance.choice(
                (
                    "（一）主动公开情况。{Y}年，本机关制发行政规范性文件{issued}件，废止{repealed}件，现行有效{in_force}件。",
                    "（一）主动公开情况。全年制定行政规范性文件{issued}件、废止行政规范性文件{repealed}件，现行有效行政规范性文件{in_force}件。",
                )
            ),
            "全年作出行政许可决定{lic}件、行政处罚决定{pen}件，作出行政强制决定{coer}件。",
            chance.choice(
                (
                    "全年共发布各类信息{published}条，其中门户网站{published_1}条、微信公众号{published_2}条、微博{published_3}条。",
                    "公开的工作动态共{published}条，分别为要闻{published_1}条、公告{published_2}条、简报{published_3}条。",
                )
            ),
            "发布政策解读{explained}篇，比{P}年（{explained_before}篇）增长{growth}%。",
            chance.choice(
                (
                    "（二）依申请公开情况。{Y}年，本机关共收到政府信息公开申请{new}件，上年结转{over}件，办结{done}件，结转下年度继续办理{fwd}件。",
                    "（二）依申请公开情况。本年新收政府信息公开申请{new}件，上年度结转{over}件，共答复{done}件，结转下年度{fwd}件。",
                )
            ),
            chance.choice(
                (
                    "新收申请中，自然人申请{np}件，法人或其他组织申请{org}件。",
                    "新收政府信息公开申请{new}件，其中自然人申请{np}件、法人和其他组织申请{org}件。",
                )
            ),
            "申请的办理结果为：予以公开{granted}件，部分公开{partial}件，不予公开{refused}件，无法提供{unavailable}件，"
            "不予处理{rejected}件，其他处理{other}件。",
            "收到政府信息公开申请{new}件，其中网络申请{by_1}件、信函申请{by_2}件、当面申请{by_3}件。",
            "因政府信息公开被申请行政复议{review}件，其中结果维持{r_upheld}件、结果纠正{r_corrected}件、其他结果{r_other}件、"
            "尚未审结{r_pending}件；被提起行政诉讼{suit}件。",
            "（三）政府信息管理情况。发布前逐件审查，公开目录随机构职能动态调整。",
            "（四）政府信息公开平台建设情况。网站专栏改版后增设检索入口，移动端同步更新。",
            "（五）监督保障情况。公开工作列入年度考核，组织业务培训，接受社会评议。{Y}年6月30日，召开推进会。",
        ),
        5: (
            "主要问题：个别栏目更新不够及时，不予公开的理由说明还不够充分，被复议纠正的答复反映出程序意识不强。",
            "改进情况：{Q}年将明确各栏目责任人，按月检查，并邀请群众代表试读解读材料。",
        ),
        6: (
            f"{{Y}}年，本机关共收取行政事业性收费{{fees}}万元，其中{listed}。",
            "本年度没有收取政府信息公开信息处理费。",
        ),
    }


def _last_year(agency: str, year: int, cells: Mapping[str, str], chance: random.Random) -> Draft:
    """Last year's report: it carried forward what this year carried over, and had in force what this year began with."""
    then = dict.fromkeys(cells, "0")
    for column in (*APPLICANTS, "total"):
        forward, granted = int(cells[f"t3.carried_over.{column}"]), int(cells[f"t3.granted.{column}"])
        then[f"t3.carried_forward.{column}"] = str(forward)
        then[f"t3.granted.{column}"] = then[f"t3.total.{column}"] = str(granted)
        then[f"t3.new.{column}"] = str(granted + forward)
    issued, repealed, in_force = (int(cells[f"t2.normative_documents.{act}"]) for act in ("issued", "repealed", "in_force"))
    then["t2.normative_documents.in_force"] = str(in_force - issued + repealed)
    then["t2.licences.decisions"] = str(chance.randint(60, 9000))
    templates = {
        0: ("{agency}编制了{Y}年度报告，统计期限自{Y}年1月1日起至{Y}年12月31日止。",),
        1: (
            "（一）主动公开情况。围绕重点工作更新网站。（二）依申请公开情况。完善受理流程。（三）政府信息管理情况。动态调整目录。"
            "（四）平台建设情况。增设检索入口。（五）监督保障情况。列入年度考核。",
        ),
        5: ("问题是培训次数偏少，下一步将分批组织轮训。",),
        6: ("没有收取信息处理费。",),
    }
    return Draft(agency, year, then, {}, templates)
