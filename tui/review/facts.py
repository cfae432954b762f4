"""The facts about the whole report as lines of section 0: organ, year, form, date, source, versions, corrections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rules.audit import AuditedReport
from tui.review.lines import DocLine, FactLine, StillLine
from tui.review.runs import Para, Run, lay_out
from tui.signs import Signs
from tui.text import AmbiguousWidth, cell_width, crop, one_line

Say = Callable[..., str]

TARGETS: Final = ("agency", "year", "form", "published")
"""What about a report, besides its cells, an auditor may correct."""

LABEL_WIDTH: Final = 12


def fact_value(audited: AuditedReport, target: str) -> str | None:
    """The present reading of a fact, as text."""
    value = getattr(audited.report, target)
    return None if value is None else str(value)


def fact_lines(audited: AuditedReport, width: int, signs: Signs, ambiguous: AmbiguousWidth, say: Say) -> list[DocLine]:
    """One line a fact, where it was found beside it; then where the report came from."""
    corrected = {correction.target for correction in audited.corrections}
    lines: list[DocLine] = [_fact(audited, target, width, target in corrected, signs, say) for target in TARGETS]
    report = audited.report
    paragraphs = [_labelled(say("review.source"), report.source)]
    if len(audited.versions) > 1:
        for version in audited.versions:
            text = f"{say(f'review.version_{version.status}')}  {version.source}  {version.sha256[:8]}"
            paragraphs.append(_labelled(say("review.version"), text))
    for correction in audited.corrections:
        old, new = correction.old or say("review.none"), correction.new or say("review.none")
        text = f"{correction.target}: {old} {signs.arrow} {new}  {correction.reason} ({correction.auditor})"
        paragraphs.append(_labelled(say("review.corrected"), text))
    lines += [StillLine(tuple(line)) for line in lay_out(paragraphs, width, ambiguous)]
    return lines


def _fact(audited: AuditedReport, target: str, width: int, corrected: bool, signs: Signs, say: Say) -> FactLine:
    value = fact_value(audited, target)
    found = audited.report.found.get(target, ())
    label = say(f"review.fact_{target}")
    shown = one_line(value) if value is not None else say("review.unknown")
    origin = f"{say(f'review.origin_{found[0].origin}')} {one_line(found[0].text)}" if found else ""
    head = [Run(label + " " * max(LABEL_WIDTH - cell_width(label), 1), "label")]
    head.append(Run(shown + (" =" if corrected else ""), "strong" if value is not None else "warning"))
    room = width - sum(cell_width(run.text) for run in head) - 3
    if origin and room > 8:
        head.append(Run("   " + crop(origin, room, sign=signs.ellipsis), "muted"))
    return FactLine(target, tuple(head))


def _labelled(label: str, text: str) -> Para:
    padded = label + " " * max(LABEL_WIDTH - cell_width(label), 1)
    return Para((Run(padded, "label"), Run(one_line(text))), hanging=LABEL_WIDTH)
