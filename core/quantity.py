"""Numbers as people write them, found in running text with their offsets: １，２３４ · 1.2万 · 九十余 · 近百 · 百分之三.

Every pattern takes each character a bounded number of times, so that time grows with the length of the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.numerals import CHARACTERS, DIGIT_CHARACTERS, MULTIPLIERS, chinese_number
from core.text import Twins

LONGEST_NUMBER = 18
"""A longer run of digits is an identifier, no figure."""

MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10**4), "亿元": Decimal(10**8)}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with the interval it leaves open: exact figures have low = value = high, 九十余 is 90 to 100."""

    value: Decimal
    low: Decimal
    high: Decimal
    unit: str | None = None
    step: Decimal = Decimal(1)
    """What one unit in the last printed place is worth: 0.01 for 12.30, 1000 for 1.2万."""

    @property
    def exact(self) -> bool:
        """Whether nothing (余, 近, 约 …) blurs the figure."""
        return self.low == self.high

    @property
    def yuan(self) -> Decimal | None:
        """The amount in 元 when the unit is money."""
        return self.value * MONEY[self.unit] if self.unit in MONEY else None


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity and where it stands; `start` is at its first word (近, 约 …), `number` at its first digit."""

    start: int
    end: int
    quantity: Quantity
    number: int
    bound: str | None = None
    """The word that blurs it (余, 近, 约, 以上 …), as printed."""


_WIDE = Twins({chr(0xFF10 + digit): str(digit) for digit in range(10)} | {
    "．": ".", "％": "%", "－": "-", "～": "~", "〜": "~", "—": "-", "–": "-", "﹣": "-", "＋": "+", "／": "/", "：": ":",
    "圆": "元", "仟": "千", "佰": "百", "拾": "十", "萬": "万", "億": "亿", "餘": "余", "約": "约", "個": "个", "項": "项",
    "條": "条", "場": "场",
})  # fmt: skip
_WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")

_BEFORE = "大约|将近|接近|约为|约|近|超过了|超过|突破|超|逾|不少于|不低于|至少|达到|多达|高达|不足|不到|不超过|最多|至多"
_UNITS = (
    "个百分点|百分点|个工作日|工作日|个小时|小时|个月|人次|件次|场次|篇次|条次|期次|批次|平方米|公里|[件项条次宗份起例篇期场家名人户元块册页张个部款批类种"
    "套处本间座轮组位点所堂字段幅座章天月年日号时分秒届级岁版路楼室周季]|%|‰"
)
_MULTIPLIER = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
_CHINESE = re.escape(CHARACTERS)
_PATTERN = re.compile(
    rf"(?P<before>{_BEFORE})?"
    r"(?:(?P<share>百分之|千分之)(?=[\d" + _CHINESE + "]))?"
    r"(?P<number>"
    r"(?P<arabic>[0-9]{1,3}(?:,[0-9]{3}){1,5}+(?![0-9])(?:\.[0-9]++)?|[0-9]++(?:\.[0-9]++)*)"
    rf"|(?P<vague>(?:数|几|上|好几|若干)[十百千万亿]{{1,2}}|[一二三四五六七八九]?十几)"
    rf"|(?P<chinese>[{_CHINESE}]++(?:点[{re.escape(DIGIT_CHARACTERS)}]++)?))"
    rf"(?P<more1>余|多|来)?(?P<multiplier>{_MULTIPLIER})?(?P<more2>余|多)?"
    rf"(?: {{0,2}}(?P<unit>{_UNITS}))?"
    r"(?P<after>左右|上下|以上|以下|以内)?"
)
_BEGINS = re.compile("[0-9百千数几上好若" + "".join(sorted({word[0] for word in _BEFORE.split("|")})) + _CHINESE + "]")
"""What every figure begins with; looked for first, since few characters of a text are among them."""
_RANGE = re.compile(r"[-~]|至|到")
_NOT_COUNTED = frozenset(("年", "月", "日", "号", "时", "分", "秒", "届", "级", "岁", "版", "路", "楼", "室", "点", "周", "季"))
_AT_LEAST = frozenset(("超过了", "超过", "突破", "超", "逾", "不少于", "不低于", "至少", "以上"))
_AT_MOST = frozenset(("不足", "不到", "不超过", "最多", "至多", "以下", "以内"))
_ABOUT = frozenset(("大约", "约为", "约", "左右", "上下"))
_NEARLY = frozenset(("将近", "接近", "近"))
_STATES = ("为", "是", "保持", "均为")
_CLAUSE_ENDS = re.compile(r"\s*(?:[，。；、！？,;!?)）]|$)")
_GLUED = re.compile(r"[A-Za-z0-9_./:@#＃-]")
_TAIL = re.compile(r"[A-Za-z_@/:+]|[-.][A-Za-z0-9]")


def narrow(text: str) -> str:
    """`text` with full-width digits, signs and rare numeral characters made plain; the same length, so that offsets hold."""
    return _WIDE.exchanged(_WIDE_COMMA.sub(",", text) if "，" in text else text)


def quantities(text: str) -> Iterator[FoundQuantity]:
    """Every figure of `text` from left to right; dates, ordinals, document numbers and telephone numbers are none."""
    plain = narrow(text)
    held: FoundQuantity | None = None
    for match in _matches(plain):
        found = _read(match, plain)
        if found is None:
            continue
        if held is not None:
            joined = _joined(held, found, plain)
            if joined is not None:
                held = joined
                continue
            yield held
        held = found
    if held is not None:
        yield held


def _matches(plain: str) -> Iterator[re.Match[str]]:
    begin = _BEGINS.search(plain)
    while begin is not None:
        match = _PATTERN.match(plain, begin.start())
        if match is not None:
            yield match
        begin = _BEGINS.search(plain, match.end() if match is not None else begin.end())


def _joined(first: FoundQuantity, second: FoundQuantity, text: str) -> FoundQuantity | None:
    """`3-5件`, `10至20件`: one figure with two bounds."""
    between = text[first.end : second.start]
    if first.quantity.unit is not None or second.quantity.unit is None or not _RANGE.fullmatch(between):
        return None
    if second.bound is not None or first.quantity.value >= second.quantity.value:
        return None
    low, high = first.quantity.value, second.quantity.value
    quantity = Quantity(high, low, high, second.quantity.unit, second.quantity.step)
    return FoundQuantity(first.start, second.end, quantity, first.number, between)


def _read(match: re.Match[str], text: str) -> FoundQuantity | None:
    start = match.start("share") if match["share"] else match.start("number")
    if not _stands_alone(match, text, start):
        return None
    value, step = _value(match)
    if value is None:
        return None
    unit = match["unit"]
    if match["share"]:
        unit = "%" if match["share"] == "百分之" else "‰"
    if unit in _NOT_COUNTED:
        return None
    if match["multiplier"]:
        factor = Decimal(MULTIPLIERS[match["multiplier"]])
        if unit == "元" and match["multiplier"] in ("万", "亿") and not match["more1"]:
            unit = match["multiplier"] + "元"
        else:
            value, step = value * factor, step * factor
    words = tuple(w for w in (match["before"], match["more1"], match["more2"], match["after"]) if w and w not in _EXACT)
    low, high = _interval(value, step, words)
    if match["vague"]:
        high = value + 8 if match["vague"].endswith("几") else value * 10 - 1
    bound = words[0] if words else (match["vague"] or None)
    begin = match.start() if match["before"] else start
    end = match.end() if match["after"] or match["unit"] else _end_without_unit(match)
    return FoundQuantity(begin, end, Quantity(value, low, high, unit, step), match.start("number"), bound)


_EXACT = frozenset(("达到", "多达", "高达"))


def _end_without_unit(match: re.Match[str]) -> int:
    return max(match.end(name) for name in ("number", "more1", "multiplier", "more2") if match[name])


def _stands_alone(match: re.Match[str], text: str, start: int) -> bool:
    """Not part of a word, an ordinal, an identifier, a date or a time."""
    before = text[start - 1] if start and not match["before"] else ""
    chinese = match["arabic"] is None
    if before and (before in "第〔[" or (chinese and before == "之")):
        return False
    if chinese:
        return match["share"] is not None or match["unit"] is not None or _is_nought_in_words(match, text)
    if _GLUED.match(before or " ") and not (before in "-/:" and _range_before(text, start)):
        return False
    return not (match["unit"] is None and _TAIL.match(text, match.end())) or _range_after(text, match.end())


def _is_nought_in_words(match: re.Match[str], text: str) -> bool:
    """案件数为零: a 零 with which its clause ends."""
    said = match["number"] == "零" and text[: match.start()].endswith(_STATES)
    return said and _CLAUSE_ENDS.match(text, match.end()) is not None


def _range_before(text: str, start: int) -> bool:
    """After a colon that belongs to no clock time, or after a dash that belongs to no telephone number."""
    before = text[start - 2 : start - 1]
    if text[start - 1] != "-":
        return text[start - 1] == ":" and not before.isdigit()
    return not (before.isascii() and before.isalnum()) or (before.isdigit() and _short(text, start - 2))


def _range_after(text: str, end: int) -> bool:
    return text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit() and _short(text, end - 1)


def _short(text: str, last: int) -> bool:
    """A run of digits before the dash that is no telephone area code: at most five of them, none leading zero."""
    first = last
    while first > last - 6 and first >= 0 and text[first].isascii() and text[first].isdigit():
        first -= 1
    return last - first <= 5 and text[first + 1 : first + 2] != "0"


def _value(match: re.Match[str]) -> tuple[Decimal | None, Decimal]:
    one = Decimal(1)
    if match["arabic"]:
        digits = match["arabic"].replace(",", "")
        if len(digits) > LONGEST_NUMBER or digits.count(".") > 1:
            return None, one
        value = Decimal(digits)
        exponent = value.as_tuple().exponent
        return value, Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else one
    if match["vague"]:
        text = match["vague"]
        if text.endswith("几"):
            tens = chinese_number(text[:-1])
            return (None if tens is None else tens + 1), one
        unit = text.lstrip("数几上好若干")
        return Decimal(MULTIPLIERS[unit]) if unit in MULTIPLIERS else None, one
    if match["before"] and match["chinese"] in MULTIPLIERS:
        return Decimal(MULTIPLIERS[match["chinese"]]), one
    return chinese_number(match["chinese"]), one


def _interval(value: Decimal, step: Decimal, words: tuple[str, ...]) -> tuple[Decimal, Decimal]:
    """The bounds that 余, 近, 约, 以上 and their like leave open; generous, since only figures outside contradict."""
    low = high = value
    size = _size(value, step)
    for word in words:
        if word in ("余", "多", "来"):
            high = max(high, value + size)
        elif word in _AT_LEAST:
            high = max(high, value * 10)
        elif word in _AT_MOST:
            low = Decimal(0)
        elif word in _ABOUT:
            low, high = min(low, value * Decimal("0.8")), max(high, value * Decimal("1.2"))
        elif word in _NEARLY:
            low = min(low, value * Decimal("0.8"))
    return low, high


def _size(value: Decimal, step: Decimal) -> Decimal:
    """The worth of the last figure that is not a round nought: 10000 for 90000, 1 for 18, 1000 for 1.2万."""
    if value == 0 or value != value.to_integral_value():
        return step
    digits = str(int(value))
    return max(step, Decimal(10 ** (len(digits) - len(digits.rstrip("0")))))


@dataclass(frozen=True, slots=True)
class Figure:
    """What a table cell holds: `value` None with `kind` blank, dash or unreadable; a `word` for nought has the value 0."""

    kind: str
    """`number`, `word`, `blank`, `dash` or `unreadable`."""
    value: Decimal | None = None
    unit: str | None = None
    note: str | None = None


_DASH = re.compile(r"[-/\\_·…*]+")
_NOUGHT = re.compile(r"无|没有|未增未减|不变|无变化|持平|未发生|零|〇")
_SIGN = re.compile(r"(?P<plus>\+|增加了?|新增|增|↑)|(?P<minus>-|减少了?|减|下降|↓)")
_FIGURE = re.compile(
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?P<unit>[^0-9.,;()]{0,4})(?P<note>\(.{1,80}\))?"
)


def figure(text: str) -> Figure:
    """The figure of a table cell: `１，２３４`, `+36`, `减少3`, `96171.6万元`, `22（其中修订16件）`, `无`, `—`."""
    plain = narrow("".join(text.split())).replace("（", "(").replace("）", ")")
    if not plain:
        return Figure("blank")
    if _DASH.fullmatch(plain):
        return Figure("dash")
    if _NOUGHT.fullmatch(plain):
        return Figure("word", Decimal(0))
    if len(plain) > 120:
        return Figure("unreadable")
    sign = _SIGN.match(plain)
    match = _FIGURE.fullmatch(plain, sign.end() if sign else 0)
    if match is None or len(match["number"]) > LONGEST_NUMBER:
        return _written_figure(plain)
    value = Decimal(match["number"].replace(",", ""))
    note = match["note"][1:-1] if match["note"] else None
    return Figure("number", -value if sign and sign["minus"] else value, match["unit"] or None, note)


def _written_figure(plain: str) -> Figure:
    value = chinese_number(plain.rstrip("件项条次宗份起个"))
    if value is None:
        return Figure("unreadable")
    unit = plain[len(plain.rstrip("件项条次宗份起个")) :]
    return Figure("number", value, unit or None)
