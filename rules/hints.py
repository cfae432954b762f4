"""Why a sum may differ: the unique simple explanation in one of its figures; none is offered when there are several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rules.result import Why

MOST_FIGURES = 200
"""Longer lists are not searched: an explanation in one of so many figures would be chance."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One figure that, written otherwise, would close the sum: `index` into the parts, None for the whole."""

    index: int | None
    printed: Decimal
    suggested: Decimal
    why: Why


def explain(
    parts: Sequence[Decimal], whole: Decimal, *, scales: Sequence[Decimal] = (), whole_scale: Decimal = Decimal(1)
) -> tuple[Hint, ...]:
    """The one slip that explains why the parts do not add to the whole; () when none or several do.

    Figures are given as printed; `scales` say what one of each is worth (10000 for 万元 beside 元).
    """
    if len(parts) > MOST_FIGURES:
        return ()
    worths = tuple(scales) or (Decimal(1),) * len(parts)
    total = sum((part * worth for part, worth in zip(parts, worths, strict=True)), Decimal(0))
    missing = whole * whole_scale - total
    if not missing:
        return ()
    found = list(_slips(parts, worths, missing))
    found += _slip(None, whole, total / whole_scale)
    return tuple(found) if len(found) == 1 else ()


def _slips(parts: Sequence[Decimal], worths: Sequence[Decimal], missing: Decimal) -> Iterator[Hint]:
    for index, (part, worth) in enumerate(zip(parts, worths, strict=True)):
        yield from _slip(index, part, part + missing / worth)


def _slip(index: int | None, printed: Decimal, needed: Decimal) -> list[Hint]:
    if needed < 0 or printed < 0:
        return []
    if needed == 0 and index is not None and printed:
        return [Hint(index, printed, needed, "counted_twice")]
    why = _why(printed, needed)
    return [Hint(index, printed, needed.quantize(_place(printed)) if why != "power_of_ten" else needed, why)] if why else []


def _place(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)


def _why(printed: Decimal, needed: Decimal) -> Why | None:
    if printed and needed:
        ratio = max(printed, needed) / min(printed, needed)
        if ratio == 10000:
            return "unit"
        if ratio in (10, 100, 1000, 100000, 1000000):
            return "power_of_ten"
    place = _place(printed)
    if needed != needed.quantize(place):
        return None
    return digit_slip(_digits(printed, place), _digits(needed, place))


def _digits(value: Decimal, place: Decimal) -> str:
    return format(value.quantize(place), "f").replace(".", "")


def digit_slip(printed: str, meant: str) -> Why | None:
    """Which one-digit slip turns `meant` into `printed`: a digit dropped, added, replaced, two swapped; None: none does."""
    if len(printed) + 1 == len(meant):
        return "digit_dropped" if _without_one(meant, printed) else None
    if len(printed) == len(meant) + 1:
        return "digit_added" if _without_one(printed, meant) else None
    if len(printed) != len(meant):
        return None
    different = [place for place, (left, right) in enumerate(zip(printed, meant, strict=True)) if left != right]
    if len(different) == 1:
        return "digit_replaced"
    if len(different) == 2 and different[1] == different[0] + 1:
        first, second = different
        if printed[first] == meant[second] and printed[second] == meant[first]:
            return "digits_swapped"
    return None


def _without_one(longer: str, shorter: str) -> bool:
    """Whether deleting one digit of `longer` gives `shorter`."""
    common = next(
        (place for place, (left, right) in enumerate(zip(longer, shorter, strict=False)) if left != right), len(shorter)
    )
    return longer[common + 1 :] == shorter[common:]
