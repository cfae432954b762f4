"""Numbers as a spreadsheet shows them: the few hundred lines of a number format that decide what a reader sees."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm", 31: 'yyyy"年"m"月"d"日"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 49: "@", 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that files name by number only; 14 and the dates from 27 on follow the Chinese locale."""

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_TIME = re.compile(r"[hs]", re.IGNORECASE)
_FIRST_DAY, _LAST_DAY = 36_526, 73_050
"""2000 to 2099: no report names other days, so a figure that a date format shows as one of those has its format by mistake."""
_PLACES = re.compile(r"([0#?](?:,?[0#?])*)(?:\.([0#?]*))?(,*)")
_DATE_PART = re.compile(r'"([^"]*)"|\\(.)|(y+|m+|d+|h+|s+|AM/PM)|(.)', re.IGNORECASE)
_ELEVEN_DIGITS = 11

_LONGEST_FORMAT = 255
"""Characters of a format; spreadsheets allow no more."""
_MOST_DIGITS = 300 + 2 * _LONGEST_FORMAT
"""No number that is shown by such a format has more digits."""


def displayed(raw: str, number_format: str, *, from_1904: bool = False) -> str:
    """A stored number as the cell shows it; text that is no number comes back as it is."""
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > 300:
        return raw
    with localcontext(prec=_MOST_DIGITS):
        return _displayed(value, number_format[:_LONGEST_FORMAT], from_1904=from_1904)


def _displayed(value: Decimal, number_format: str, *, from_1904: bool) -> str:
    section, negative_shown = _section(number_format, value)
    bare = _LITERAL.sub("", section)
    if section.strip().lower() in ("", "general", "@"):
        return "" if section == "" and number_format else _general(value)
    if "general" in bare.lower():
        return _general(value)
    if _DATE.search(bare):
        count = (
            not from_1904
            and value == value.to_integral_value()
            and not _FIRST_DAY <= value < _LAST_DAY
            and not _TIME.search(bare)
        )
        return _general(value) if count else _date(value, section, from_1904)
    return _number(value, section, negative_shown)


def _section(number_format: str, value: Decimal) -> tuple[str, bool]:
    """The part of a format for this value's sign, and whether the minus sign is still to be written."""
    sections = number_format.split(";")
    if len(sections) == 1 or value > 0:
        return sections[0], value < 0
    if value < 0:
        return sections[1], False
    return (sections[2], False) if len(sections) > 2 else (sections[0], False)


def _general(value: Decimal) -> str:
    """Up to eleven digits, as a cell of the general format has room for; binary noise behind them vanishes."""
    if value == value.to_integral_value() and value.adjusted() < 15:
        return str(value.quantize(Decimal(1)))
    digits = max(_ELEVEN_DIGITS - 1 - max(value.adjusted(), 0), 0)
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: Decimal, section: str, minus: bool) -> str:
    template = _LITERAL.sub(lambda match: (match[1] or match[2] or "").replace("0", "\0").replace("#", "\1"), section)
    found = _PLACES.search(template)
    if not found:
        return _restored(template).strip()
    scaled = abs(value) * (100 if "%" in template else 1)
    decimals = found[2] or ""
    scaled /= Decimal(1000) ** len(found[3])
    rounded = scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in found[1] else f"{rounded:f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    for _ in range(optional):
        text = text[:-1] if text.endswith("0") and "." in text else text
    text = text.removesuffix(".")
    whole = (template[: found.start()] + text + template[found.end() :]).strip()
    return ("-" if minus and rounded else "") + _restored(whole)


def _restored(text: str) -> str:
    return text.replace("\0", "0").replace("\1", "#")


def _date(value: Decimal, section: str, from_1904: bool) -> str:
    if not 0 <= value < 2_958_466:
        return _general(value)
    epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    moment = epoch + timedelta(seconds=round(float(value) * 86_400))
    result: list[str] = []
    previous = ""
    for literal, escaped, part, other in _DATE_PART.findall(re.sub(r"\[[^\]]*\]|[_*].", "", section)):
        if part:
            result.append(_date_part(moment, part, previous))
            previous = part[0].lower()
        else:
            result.append(literal or escaped or other)
    return "".join(result).split(";")[0].strip()


def _date_part(moment: datetime, part: str, previous: str) -> str:
    kind, long = part[0].lower(), len(part) > 1
    if kind == "a":
        return "AM" if moment.hour < 12 else "PM"
    if kind == "m" and previous == "h":
        return f"{moment.minute:02}"
    value = {"y": moment.year, "m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}[kind]
    if kind == "y":
        return f"{value:04}" if len(part) > 2 else f"{value % 100:02}"
    return f"{value:02}" if long else str(value)
