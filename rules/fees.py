"""Fees in the narrative: lists of items with amounts, what is no administrative fee, and what is said of 信息处理费."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.claims.plain import Plain
from core.claims.plain import plain as plain_text
from core.quantity import MONEY
from core.report import Claim, Report

WAN = Decimal(10000)
AMOUNT = "t2.fees.amount"

_ITEM_BORDER = re.compile(r"[，。；：、！？\n（）]")
_NUMBERING = re.compile(r"^(?:[0-9]{1,2}[、.．)]|[一二三四五六七八九十]{1,3}(?:是|、)|其中)+")
_VERBS = re.compile(
    r"(?:收取|征收|收缴|缴纳|实收|收到|收入为|共计|合计|共|计|为|约|金额|收费额|收费|的|总额|总计|是|达|：|各项|本年度?|全年|[0-9]{4}年度?|[0-9]+(?:件|人次|本|份|个|人|笔))+$"
)
_FEE = re.compile(r"(?:费|收入|罚款|罚没款?|保证金|押金|租金|利息|所得|基金|款|税|金)$")
_TOTAL = re.compile(r"行政事业性收费|收费总(?:额|金额)|各项收费|收费项目|收费收入")
_COST = re.compile(
    r"经费|支出|预算|决算|投资|投入|采购|补贴|拨款|发放|奖励|奖金|兑现|救助|三公|合同|招标|贷款|减免|减税|退税|降费|信息处理费|处理费|补偿|赔偿|捐赠|"
    r"印刷费|差旅费|劳务费|办公费|维护费|运维费|会议费|接待费|公务用车|出国|律师费|社保费|保险费|水费|电费|税收|"
    r"资助|资金|产值|营业|融资|销售|工资|社保|医保|养老|公积金|案值|涉案"
)
_NO_FEE = re.compile(
    r"国有资产|资产处置|资产(?:有偿)?(?:使用|出租|出让)|罚没|罚款|没收|保证金|押金|租金|出租|出让|利息|捐赠|拍卖|变卖|处置收入|经营(?:服务)?(?:性)?收|代收|税|基金|"
    r"有偿使用收入|滞纳金|违约金"
)
_UNCOUNTED = re.compile(r"等|主要")


@dataclass(frozen=True, slots=True)
class Item:
    """One fee of a list: its claim and its name as printed."""

    claim: Claim
    name: str
    is_total: bool = False
    """Whether it is named as all administrative fees together."""

    @property
    def yuan(self) -> Decimal:
        """The amount in 元."""
        return self.claim.value * MONEY[self.claim.unit or "元"]

    @property
    def in_wan(self) -> Decimal:
        """The amount in 万元, with the decimals that the amount as printed has."""
        unit = MONEY[self.claim.unit or "元"]
        return self.claim.value if unit == WAN else self.claim.value * unit / WAN

    @property
    def is_no_fee(self) -> bool:
        """Whether its name says that it is no 行政事业性收费 (国有资产处置收入, 罚没 …)."""
        return _NO_FEE.search(self.name) is not None


@dataclass(frozen=True, slots=True)
class FeeList:
    """Fees listed together, and the total that the text states for them, if it does."""

    section: int
    items: tuple[Item, ...]
    total: Item | None
    complete: bool
    """False for lists that end in 等 or name the main ones only."""

    @property
    def start(self) -> int:
        """Where the list begins in the section's text."""
        return (self.total or self.items[0]).claim.start if not self.items else self.items[0].claim.start

    @property
    def in_wan(self) -> Decimal:
        """What the items add to, in 万元."""
        return sum((item.yuan for item in self.items), Decimal(0)) / WAN


def fee_lists(report: Report) -> tuple[FeeList, ...]:
    """The lists of fees in the narrative, and single statements of the year's administrative fees."""
    return tuple(found for section in report.sections if section.present for found in _of_section(report, section.number))


def _of_section(report: Report, number: int) -> Iterator[FeeList]:
    text = next(section.text for section in report.sections if section.number == number)
    even = plain_text(text, number)
    places = {offset: index for index, offset in enumerate(even.offsets)}
    run: list[Item] = []
    last = 0
    for claim in report.claims:
        if claim.section != number or claim.unit not in MONEY or claim.role != "figure" or claim.start not in places:
            continue
        start, end = places[claim.start], places.get(claim.end - 1, places[claim.start]) + 1
        item = _item(claim, even, start, end, report.year)
        if run and (item is None or "\n\n" in even.text[last:start] or start - last > 60):
            yield from _list(number, run, even, last)
            run = []
        if item is not None:
            run.append(item)
        last = end
    if run:
        yield from _list(number, run, even, last)


def _item(claim: Claim, even: Plain, start: int, end: int, year: int | None) -> Item | None:
    """The claim as a fee when its clause names one and no spending, of this year, for the whole organ."""
    before = [match.end() for match in _ITEM_BORDER.finditer(even.text, max(0, start - 50), start)]
    begin = before[-1] if before else max(0, start - 50)
    if even.text[begin:start].strip("约共计为：") == "" and len(before) > 1:
        begin = before[-2]
    name = _VERBS.sub("", _NUMBERING.sub("", even.text[begin:start].rstrip("（，：、")))
    sentence = max(even.text.rfind(sign, 0, start) for sign in "。\n") + 1
    around = even.text[max(sentence, start - 200) : start]
    named = _FEE.search(name) or _TOTAL.search(even.text[begin:start])
    if not named or (_COST.search(name) or _COST.search(around)) or claim.scope == "part":
        return None
    if year is not None and claim.period != str(year):
        return None
    return Item(claim, name or even.text[begin:start], _TOTAL.search(even.text[begin:start]) is not None)


def _speaks_of_fees(number: int, items: tuple[Item, ...], even: Plain, end: int) -> bool:
    """Whether a list without a total is one of charges: in section 2 or 6, or beside the word 收费; most names end in 费."""
    named = sum(item.name.endswith("费") for item in items)
    line = even.text.rfind("\n", 0, end) + 1
    return named * 2 >= len(items) and (number in (2, 6) or "收费" in even.text[max(line, end - 400) : end])


def _list(number: int, run: list[Item], even: Plain, end: int) -> Iterator[FeeList]:
    total = next((item for item in run if item.is_total), None)
    items = tuple(item for item in run if item is not total)
    if total is None and not _speaks_of_fees(number, items, even, end):
        return
    complete = not _UNCOUNTED.search(even.text[end : end + 4])
    if len(items) >= 2 or total is not None:
        yield FeeList(number, items if len(items) >= 2 else (), total, complete)
