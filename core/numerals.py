"""Chinese numerals, read exactly: 一百零三, 两万五, 二〇二四, 三点五; anything malformed is None, never a guess."""

from __future__ import annotations

from decimal import Decimal

LONGEST = 24
"""Longer runs of numeral characters are prose or an attack, no number."""

_DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_DIGITS |= {"壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "兩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}

CHARACTERS = "".join((*_DIGITS, *_SMALL, *_LARGE))
DIGIT_CHARACTERS = "".join(_DIGITS)

MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8} | {
    f"{small}{large}": value * factor
    for small, value in (("十", 10), ("百", 100), ("千", 1000), ("万", 10**4))
    for large, factor in (("万", 10**4), ("亿", 10**8))
    if small != large
}
"""What may follow a number in digits: 3千, 1.2万, 5百万."""


def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral (一百二十, 两万五, 二〇二四, 三点五), None when it is not well formed."""
    if not text or len(text) > LONGEST:
        return None
    whole, point, fraction = text.partition("点")
    if point:
        digits = _digit_string(fraction)
        integer = _integer(whole)
        if digits is None or integer is None:
            return None
        return Decimal(f"{integer}.{digits}")
    integer = _integer(whole)
    return None if integer is None else Decimal(integer)


def _digit_string(text: str) -> str | None:
    if not text or any(character not in _DIGITS for character in text):
        return None
    return "".join(str(_DIGITS[character]) for character in text)


def _integer(text: str) -> int | None:
    digits = _digit_string(text)
    if digits is not None:
        return _positional(text, digits)
    total, rest = 0, text
    for mark in ("亿", "万"):
        head, found, tail = rest.replace("億", "亿").replace("萬", "万").partition(mark)
        if not found:
            rest = head
            continue
        part = _below_ten_thousand(head)
        if part is None or part == 0:
            return None
        total += part * _LARGE[mark]
        rest = tail
        if not rest:
            return total
        if len(rest) == 1 and rest in _DIGITS and _DIGITS[rest]:
            return total + _DIGITS[rest] * _LARGE[mark] // 10
    last = _below_ten_thousand(rest)
    return None if last is None else total + last


def _positional(text: str, digits: str) -> int | None:
    """一 … 九, 两 as they stand; several digits only as a year or number is written: 二〇二四, 一二三四."""
    if len(text) == 1:
        return int(digits)
    if len(text) >= 3 and digits[0] != "0":
        return int(digits)
    return None


def _below_ten_thousand(text: str) -> int | None:
    total, pending, last_unit, after_zero = 0, -1, 10**4, False
    for position, character in enumerate(text):
        if character in _DIGITS:
            digit = _DIGITS[character]
            if pending > 0:
                return None
            pending, after_zero = digit, after_zero or digit == 0
        elif character in _SMALL:
            unit = _SMALL[character]
            if unit >= last_unit or pending == 0:
                return None
            if pending < 0 and not (unit == 10 and (position == 0 or after_zero)):
                return None
            total, pending, last_unit = total + (pending if pending > 0 else 1) * unit, -1, unit
            after_zero = False
        else:
            return None
    if pending <= 0:
        return total if text else None
    if last_unit > 10 and last_unit < 10**4 and not after_zero:
        return total + pending * last_unit // 10
    return total + pending
