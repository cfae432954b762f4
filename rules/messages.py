"""Sentences about results, rendered from code, variant and parameters; figures stand as they were printed."""

from __future__ import annotations

from collections.abc import Mapping

from core.words import Language, known, say, say_stored
from rules.due import unit_text, unsigned
from rules.labels import cell_label, column_label, labels_of_sum, row_label, table_label
from rules.result import Parameter, Result, Status, Suspect

Term = tuple[str, str | None]
"""One term of a sum as a parameter: a cell key or a name, and the figure as printed (None: blank)."""

LONG_SUM = 8
"""Sums with more terms than this leave out the noughts."""

_BY_NAME = {"cell": cell_label, "row": row_label, "column": column_label, "table": table_label}


def message(result: Result, language: Language) -> str:
    """What a result says, in one sentence; also a result that an older or newer catalogue stored."""
    if result.status in (Status.SKIPPED, Status.BROKEN) and result.reason is not None:
        return reason_text(result, language)
    if result.variant == "pack":
        packed = str(result.parameters[f"message_{language}"])
        return packed if result.status is Status.FAIL else say("pack.holds", language, message=packed)
    if result.status is Status.PASS:
        holds = f"rule.{result.code}.holds"
        return say(holds, language) if known(holds, language) else result.code
    figures = {
        "expected": result.expected,
        "actual": result.actual,
        "difference": None if result.difference is None else unsigned(result.difference),
        "unit": unit_text(result.unit, language),
    }
    words = [f"rule.{result.code}.{form}" for form in (result.variant, "message", "title") if form]
    word = next((word for word in words if known(word, language)), None)
    if word is None:
        return result.code
    stated = {name: value for name, value in figures.items() if value is not None}
    return say_stored(word, language, {**stated, **rendered(result.parameters, language)})


def reason_text(result: Result, language: Language) -> str:
    """Why a result is skipped or broken; empty for passes and fails."""
    if result.reason is None:
        return ""
    word = f"reason.{result.reason.code}"
    named = f"{word}_{result.reason.parameters.get('finding')}"
    word = named if known(named, language) else word
    return (
        say_stored(word, language, rendered(result.reason.parameters, language)) if known(word, language) else result.reason.code
    )


def hint_text(result: Result, language: Language) -> str | None:
    """Why the figures may differ, marked as a supposition; None when no explanation is offered."""
    pause, together = ("；", "，同时") if language == "zh" else ("; ", " and ")
    if result.suspects:
        return say("hint.offered", language, hint=pause.join(_suspect_text(suspect, language) for suspect in result.suspects))
    choices = corrections(result)
    if not choices:
        return None
    count = str(result.parameters.get("correction_count", len(choices)))
    sets = pause.join(together.join(_choice(change, language) for change in each) for each in choices)
    return say("hint.choices", language, count=count, choices=sets)


def corrections(result: Result) -> tuple[tuple[tuple[str, str, str], ...], ...]:
    """The smallest corrections of a failing sum: for each set its changes as (cell, printed, value); none when not worked out."""
    listed = result.parameters.get("corrections")
    sets = []
    for each in listed if isinstance(listed, tuple) else ():
        changes = each if isinstance(each, tuple) else ()
        sets.append(tuple((str(c[0]), str(c[1] or ""), str(c[2])) for c in changes if isinstance(c, tuple)))
    return tuple(sets)


def _choice(change: tuple[str, str, str], language: Language) -> str:
    cell, printed, suggested = change
    return say("hint.choice", language, where=cell_label(cell, language), printed=printed or "—", suggested=suggested)


def _suspect_text(suspect: Suspect, language: Language) -> str:
    where = cell_label(suspect.cell, language) if suspect.cell else ""
    if where and suspect.why != "smallest_correction":
        where += " "  # before a figure; the sentence about corrections has its own
    word = f"hint.{suspect.why}"
    if suspect.suggested is None:
        word = f"{word}_open" if known(f"{word}_open", language) else word
    return say(word, language, where=where, printed=suspect.printed or "—", suggested=suspect.suggested or "")


def rendered(parameters: Mapping[str, Parameter], language: Language) -> dict[str, str]:
    """Parameters made readable: keys of cells, rows, columns and tables by their names, tuples joined, sums written out."""
    return {name: _rendered(name, value, language) for name, value in parameters.items()}


def _rendered(name: str, value: Parameter, language: Language) -> str:
    if name == "more":
        return say("sum.more", language) if value not in (None, "0") else ""
    if value is None:
        return say("sum.blank", language)
    if isinstance(value, tuple):
        pause = "、" if language == "zh" else ", "
        if value and all(isinstance(each, tuple) and len(each) == 2 for each in value):
            return written_sum(value, language, pause if name == "listed" else " + ")
        return pause.join(_rendered(name.removesuffix("s"), each, language) for each in value)
    label = _BY_NAME.get(name.removesuffix("s"))
    return label(str(value), language) if label else str(value)


def written_sum(terms: tuple[Parameter, ...], language: Language, between: str = " + ") -> str:
    """`自然人 47 + 商业企业（空） + … `: each term by its name and as printed; long sums leave out the noughts."""
    pairs = [(str(term[0]), None if term[1] is None else str(term[1])) for term in terms if isinstance(term, tuple)]
    labels = labels_of_sum([key for key, _ in pairs], language)
    named = list(zip(labels, (printed for _, printed in pairs), strict=True))
    shown = [(label, printed) for label, printed in named if len(named) <= LONG_SUM or printed != "0"]
    blank = say("sum.blank", language)
    return between.join(f"{label} {blank if printed is None else printed}" for label, printed in shown) or "0"
