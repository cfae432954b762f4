"""The pane under the checks: what a check says, the sum written out, both sides' source text, the basis, the judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.forms import Identity, form
from core.personal import mask
from core.report import Cell
from core.words import Language
from db.views import HistoryEntry
from rules.arithmetic import confront
from rules.audit import AuditedReport, Judgement
from rules.due import due, unit_text, unsigned
from rules.labels import cell_label, labels_of_sum
from rules.result import CellEvidence, Evidence, MissingEvidence, Result, SourceEvidence, Status, TextEvidence
from tui.review.carried_sum import carried_sum
from tui.review.checks import CheckRow, judgement_of
from tui.review.runs import Para, Run
from tui.review.section_doc import section_of
from tui.review.speech import basis, claim_of, hint, sentence, title, verdict_word
from tui.review.table_layout import figure_text
from tui.signs import Signs
from tui.text import cell_width, crop, one_line, wrap_cjk
from tui.times import local_time
from tui.width import ambiguous_width

Say = Callable[..., str]

LABEL: int = 10
"""Cells of the labels on the left."""
CONTEXT: int = 24
"""Characters of the text shown on each side of a quotation."""
LONGEST_NUMBER: int = 80
"""Characters beside those that are looked at too, for numbers of persons that reach into them."""
MOST_EVIDENCE: int = 16
MOST_SUMS: int = 5
"""Sums written out for one cause."""
FEW_CELLS: int = 8
FEW_TEXTS: int = 3
"""More cells or quotations than this are shown one after the other, not one a line."""
MOST_INLINE: int = 60
LONG_SUM: int = 8
SHORTEST: int = 8
"""Cells of a rule's name on each of its lines, however narrow the pane is."""
FEW_LINES: int = 2
"""Lines that a rule's name may take where the pane is low."""


@dataclass(frozen=True, slots=True)
class DetailSheet:
    """What the detail of a check is written with."""

    audited: AuditedReport
    language: Language
    signs: Signs
    say: Say
    history: Sequence[HistoryEntry] = ()
    width: int = 60
    low: bool = False
    """Whether the pane has few lines, so that none is to be spent on the rule's name."""


def detail(row: CheckRow, sheet: DetailSheet) -> list[Para]:
    """Everything about one row of the list, most needed first."""
    if row.own is not None:
        return list(_own(row, sheet))
    if row.kind == "folded":
        return list(_folded(row, sheet))
    result = row.result
    return list(_result(row, result, sheet)) if result is not None else []


def _result(row: CheckRow, result: Result, sheet: DetailSheet) -> Iterator[Para]:
    yield _head(row, result, sheet)
    yield Para((Run(one_line(sentence(result, sheet.language)), "strong" if result.status is Status.FAIL else "plain"),))
    if len(row.results) > 1:
        yield Para((Run(sheet.say("review.one_cause", count=len(row.results)), "muted"),))
    yield Para()
    judgement = judgement_of(sheet.audited, row)
    touched = judgement.auditor is not None
    if result.status is Status.FAIL and touched:
        yield from _judgement(judgement, sheet)
    for member in row.results[:MOST_SUMS]:
        yield from _arithmetic(member, sheet, several=len(row.results) > 1)
    supposed = hint(result, sheet.language)
    if supposed:
        yield _labelled(sheet.say("review.hint"), sheet.signs.plain(supposed), sheet, ink="accent")
    yield from _evidence(row.results, sheet)
    yield from _basis(result.code, sheet)
    if result.status is Status.FAIL and not touched:
        yield from _judgement(judgement, sheet)
    yield from _history(sheet)


def _head(row: CheckRow, result: Result, sheet: DetailSheet) -> Para:
    """Sign, severity or outcome, code and the rule's name, which hangs under itself when it is long."""
    sign = sheet.signs.of(row.status, row.severity)
    if row.status is Status.FAIL:
        ink, outcome = row.severity.value, sheet.say(f"review.severity_{row.severity.value}")
    else:
        ink = {Status.PASS: "passed", Status.SKIPPED: "muted", Status.BROKEN: "error"}[row.status]
        outcome = sheet.say(f"review.status_{row.status.value}")
    name = one_line((title if row.status is Status.FAIL else claim_of)(result.code, sheet.language))
    lead = f"{sign} {outcome}  {result.code}  "
    hanging = min(cell_width(lead), max(sheet.width - SHORTEST, 0))
    if sheet.low:
        name = _few_lines(name, max(sheet.width - hanging, SHORTEST), sheet)
    return Para(
        (Run(f"{sign} {outcome}  ", f"{ink} strong"), Run(f"{result.code}  ", "code"), Run(name, "label")), hanging=hanging
    )


def _few_lines(name: str, width: int, sheet: DetailSheet) -> str:
    """The name, cut with a sign where it would take too many lines."""
    lines = wrap_cjk(name, width, ambiguous_width())
    if len(lines) <= FEW_LINES:
        return name
    last = lines[FEW_LINES - 1].start
    return name[:last] + crop(name[last:], width, sign=sheet.signs.ellipsis)


def _name(cell: str, sheet: DetailSheet) -> str:
    return sheet.signs.plain(cell_label(cell, sheet.language))


def _labelled(label: str, text: str, sheet: DetailSheet, ink: str = "plain") -> Para:
    padded = label + " " * max(LABEL - cell_width(label), 1)
    return Para((Run(padded, "label"), Run(one_line(text), ink)), hanging=LABEL)


def _identity(result: Result, sheet: DetailSheet) -> Identity | None:
    report = sheet.audited.report
    if report.form is None:
        return None
    return next((identity for identity in form(report.form).identities if identity.id == result.anchor), None)


def _arithmetic(result: Result, sheet: DetailSheet, *, several: bool = False) -> Iterator[Para]:
    """The sum as it stands: `9 + 0 + 6 + 1 = 16 ✓`, its terms by name; without one, the two figures and their difference."""
    identity = _identity(result, sheet)
    label = sheet.say("review.arithmetic")
    if identity is not None:
        yield _labelled(
            label, _figures(identity, result, sheet), sheet, ink="passed" if result.status is Status.PASS else "strong"
        )
        yield _labelled("", _terms(identity, sheet), sheet, ink="muted")
    carried = carried_sum(result, sheet.audited.report, sheet.language, sheet.signs) if identity is None else None
    if carried is not None:
        yield _labelled(label, carried[0], sheet, ink="strong")
        yield _labelled("", carried[1], sheet, ink="muted")
    known = identity is not None or carried is not None
    if several and known:
        return
    figures = due(result)
    if result.status is Status.FAIL and figures.due is not None and figures.printed is not None:
        unit = unit_text(result.unit, sheet.language)
        text = sheet.say("review.due_printed", due=figures.due + unit, printed=figures.printed + unit)
        if figures.difference is not None:
            text += sheet.say("review.difference", difference=unsigned(figures.difference) + unit)
        yield _labelled("" if known else label, text, sheet, ink="plain" if known else "strong")


def _figures(identity: Identity, result: Result, sheet: DetailSheet) -> str:
    cells = sheet.audited.report.cells
    found = confront(sheet.audited.report).sums.get(identity.id)
    parts = [_figure(cells.get(key), sheet) for key in identity.parts]
    if len(parts) > LONG_SUM:
        parts = [part for part in parts if part != "0"] or ["0"]
    whole = [_figure(cells.get(key), sheet) for key in identity.whole]
    left, right = " + ".join(parts), " + ".join(whole)
    if found is None or found.actual is None or found.expected is None:
        return f"{left} = {right}"
    equal = found.actual == found.expected
    sign = sheet.signs.passed if equal else sheet.signs.error
    relation = "=" if equal else sheet.signs.unequal
    if equal:
        return f"{left} {relation} {right}  {sign}"
    left_sum = f"{left} = {found.actual:f}" if len(parts) > 1 else left
    right_sum = f"{found.expected:f} = {right}" if len(whole) > 1 else right
    return f"{left_sum} {relation} {right_sum}  {sign}"


def _figure(cell: Cell | None, sheet: DetailSheet) -> str:
    text = figure_text(cell, sheet.signs)
    return f"{text}?" if cell is not None and cell.inferred else text


def _terms(identity: Identity, sheet: DetailSheet) -> str:
    """The terms by name, in the same order; noughts of a long sum are counted, not named."""
    cells = sheet.audited.report.cells
    keys = list(identity.parts)
    noughts = 0
    if len(keys) > LONG_SUM:
        kept = [key for key in keys if figure_text(cells.get(key), sheet.signs) != "0"]
        noughts, keys = len(keys) - len(kept), kept
    names = " + ".join(map(sheet.signs.plain, labels_of_sum(keys, sheet.language))) if keys else ""
    whole = " + ".join(map(sheet.signs.plain, labels_of_sum(identity.whole, sheet.language)))
    if len(identity.whole) == 1:
        whole = _name(identity.whole[0], sheet)
    if noughts:
        names = f"{names} + {sheet.say('review.noughts', count=noughts)}" if names else sheet.say("review.noughts", count=noughts)
    return f"{names} = {whole}"


def _evidence(results: Sequence[Result], sheet: DetailSheet) -> Iterator[Para]:
    """Both sides' source text: a line each while they are few, else cells and quotations one after the other."""
    items: list[Evidence] = list(dict.fromkeys(item for result in results for item in result.evidence))
    label = sheet.say("review.evidence")
    padded = Run(label + " " * max(LABEL - cell_width(label), 1), "label")
    cells = [item for item in items if isinstance(item, CellEvidence)]
    texts = [item for item in items if isinstance(item, TextEvidence)]
    inline = {*(cells if len(cells) > FEW_CELLS else ()), *(texts if len(texts) > FEW_TEXTS else ())}
    for item in items[:MOST_EVIDENCE]:
        if item not in inline:
            yield Para((padded, *_item(item, sheet)), hanging=LABEL)
            padded = Run(" " * LABEL)
    if inline:
        runs: list[Run] = [padded]
        shown = [item for item in items if item in inline][:MOST_INLINE]
        for item in shown:
            runs += [*_short_item(item, sheet), Run("  ")]
        yield Para(tuple(runs), hanging=LABEL)
    hidden = max(len(items) - len(inline) - MOST_EVIDENCE, 0) + max(len(inline) - MOST_INLINE, 0)
    if hidden:
        yield _labelled("", sheet.say("review.more_evidence", count=hidden), sheet, ink="muted")


def _short_item(item: Evidence, sheet: DetailSheet) -> list[Run]:
    """One piece of evidence among many: without its surroundings."""
    if isinstance(item, TextEvidence):
        return [Run(f"「{one_line(mask(item.text))}」", "evidence")]
    if isinstance(item, CellEvidence) and item.report is None:
        cell = sheet.audited.report.cells.get(item.cell)
        return [Run(one_line(_name(item.cell, sheet)) + " ", "muted"), Run(_figure(cell, sheet), "evidence")]
    return _item(item, sheet)


def _item(item: Evidence, sheet: DetailSheet) -> list[Run]:
    """One piece of evidence as printed, with where it stands."""
    other = item.report
    whose = {"agency": other.agency, "year": other.year} if other is not None else {}
    prefix = [Run(one_line(sheet.say("review.of_report", **whose)), "accent")] if whose else []
    if isinstance(item, CellEvidence):
        return [*prefix, *_cell_item(item, sheet)]
    if isinstance(item, TextEvidence):
        return [*prefix, *_text_item(item, sheet)]
    if isinstance(item, MissingEvidence):
        where = sheet.say("review.section", number=item.searched) if item.searched else sheet.say("review.whole_report")
        return [*prefix, Run(one_line(sheet.say("review.missing", what=item.missing, where=where)))]
    assert isinstance(item, SourceEvidence)  # noqa: S101  (the last kind of evidence; mypy checks the union)
    return [*prefix, Run(sheet.say(f"review.origin_{item.source}") + " ", "muted"), Run(one_line(mask(item.text)))]


def _cell_item(item: CellEvidence, sheet: DetailSheet) -> list[Run]:
    name = _name(item.cell, sheet)
    cell = sheet.audited.report.cells.get(item.cell) if item.report is None else None
    runs = [
        Run(one_line(name) + "  "),
        Run(figure_text(cell, sheet.signs) if cell is not None else one_line(item.raw or ""), "evidence"),
    ]
    if cell is not None and cell.raw is not None and cell.raw.strip() != figure_text(cell, sheet.signs):
        runs.append(Run("  " + sheet.say("review.printed", raw=one_line(mask(cell.raw), 60, sign=sheet.signs.ellipsis)), "muted"))
    if cell is not None and cell.inferred:
        runs.append(Run("  ? " + sheet.say("review.legend_inferred"), "muted"))
    if cell is not None and cell.corrected:
        runs.append(Run("  = " + sheet.say("review.legend_corrected"), "muted"))
    return runs


def _text_item(item: TextEvidence, sheet: DetailSheet) -> list[Run]:
    """The quotation with some of the sentence around it, when the section still has it in that place."""
    section = section_of(sheet.audited.report, item.section) if item.report is None else None
    if section is None or section.text[item.start : item.end] != item.text:
        return [Run(f"「{one_line(mask(item.text))}」")]
    start, end = max(item.start - CONTEXT, 0), min(item.end + CONTEXT, len(section.text))
    first = max(start - LONGEST_NUMBER, 0)
    text = mask(section.text[first : end + LONGEST_NUMBER])
    before = text[start - first : item.start - first].rsplit("\n", 1)[-1]
    after = text[item.end - first : end - first].split("\n", 1)[0]
    opening = "「" + (sheet.signs.ellipsis if start and len(before) == CONTEXT else "")
    closing = (sheet.signs.ellipsis if end < len(section.text) and len(after) == CONTEXT else "") + "」"
    return [
        Run(opening + one_line(before), "muted"),
        Run(one_line(text[item.start - first : item.end - first]), "evidence"),
        Run(one_line(after) + closing, "muted"),
    ]


def _basis(code: str, sheet: DetailSheet) -> Iterator[Para]:
    text = basis(code, sheet.language)
    if text:
        yield _labelled(sheet.say("review.basis"), text, sheet, ink="muted")


def _judgement(judgement: Judgement, sheet: DetailSheet) -> Iterator[Para]:
    """The present judgement: verdict, by whom and when, reason, note, tags; whether it is stale or disputed."""
    said = f"{sheet.signs.verdict(judgement.verdict).strip()} {verdict_word(judgement.verdict, sheet.language)}".strip()
    if judgement.auditor and judgement.verdict != "open":
        said += f"  {judgement.auditor} {local_time(judgement.at)}"
    yield _labelled(sheet.say("review.verdict"), said, sheet, ink=f"verdict-{judgement.verdict}")
    if judgement.stale:
        yield _labelled("", f"{sheet.signs.stale} {sheet.say('review.stale')}", sheet, ink="stale")
    for opinion in judgement.conflicts:
        verdict = verdict_word(opinion.verdict, sheet.language)
        text = sheet.say("review.opinion", auditor=opinion.auditor, verdict=verdict, reason=opinion.reason or "")
        yield _labelled("", f"{sheet.signs.conflict} {text}", sheet, ink="stale")
    if judgement.stale or judgement.conflicts:
        yield _labelled("", sheet.say("review.judge_again"), sheet, ink="muted")
    if judgement.reason:
        yield _labelled(sheet.say("review.reason"), judgement.reason, sheet)
    if judgement.note:
        yield _labelled(sheet.say("review.note"), judgement.note, sheet)
    if judgement.tags:
        yield _labelled(sheet.say("review.tags"), " ".join(f"#{tag}" for tag in judgement.tags), sheet, ink="accent")


def _history(sheet: DetailSheet) -> Iterator[Para]:
    if len(sheet.history) < 2:
        return
    yield Para()
    for number, entry in enumerate(reversed(sheet.history)):
        parts = [local_time(entry.at), entry.auditor, verdict_word(entry.verdict, sheet.language) if entry.verdict else ""]
        parts += [
            sheet.say(f"review.history_{entry.kind}") if entry.kind in ("undo", "redo") else "",
            sheet.say(f"review.severity_{entry.severity}") if entry.severity else "",
            entry.reason or "",
            entry.note or "",
            " ".join(f"#{tag}" for tag in entry.tags or ()),
        ]
        parts.append(sheet.say("review.undone") if entry.undone else "")
        text = "  ".join(part for part in parts if part)
        yield _labelled(sheet.say("review.history") if number == 0 else "", text, sheet, ink="faint" if entry.undone else "muted")


def _own(row: CheckRow, sheet: DetailSheet) -> Iterator[Para]:
    finding = row.own
    if finding is None:
        return
    outcome = sheet.say(f"review.severity_{finding.severity.value}")
    yield Para(
        (Run(f"{sheet.signs.own} {outcome}  ", f"{finding.severity.value} strong"), Run(sheet.say("review.own_finding"), "label"))
    )
    yield Para((Run(one_line(finding.text), "strong"),))
    yield Para()
    anchor = finding.anchor
    if anchor.cell is not None:
        yield _labelled(sheet.say("review.evidence"), _name(anchor.cell, sheet), sheet)
    elif anchor.text:
        yield _labelled(sheet.say("review.evidence"), f"「{mask(anchor.text)}」", sheet)
    if finding.place_lost:
        yield _labelled("", sheet.say("review.place_lost"), sheet, ink="stale")
    if finding.tags:
        yield _labelled(sheet.say("review.tags"), " ".join(f"#{tag}" for tag in finding.tags), sheet, ink="accent")
    yield _labelled(sheet.say("review.recorded"), f"{finding.auditor} {local_time(finding.at)}", sheet, ink="muted")
    yield from _judgement(judgement_of(sheet.audited, row), sheet)
    yield from _history(sheet)


def _folded(row: CheckRow, sheet: DetailSheet) -> Iterator[Para]:
    """A rule's passed or skipped results: one line each."""
    result = row.results[0]
    yield _head(row, result, sheet)
    yield Para((Run(sheet.say(f"review.folded_{row.status.value}", count=len(row.results), total=row.total), "muted"),))
    yield Para()
    if row.status is Status.SKIPPED:
        yield Para((Run(one_line(sentence(result, sheet.language))),))
    if row.status is Status.PASS and len(row.results) == 1:
        yield from _arithmetic(result, sheet)
        yield from _evidence(row.results, sheet)
    elif row.status is Status.PASS:
        yield from _held(row, sheet)
    yield from _basis(row.code, sheet)


def _held(row: CheckRow, sheet: DetailSheet) -> Iterator[Para]:
    """What each of a rule's checks that held compared: its sum, or the words and cells, one after the other."""
    for member in row.results[:MOST_EVIDENCE]:
        identity = _identity(member, sheet)
        if identity is not None:
            label = _name(identity.whole[0], sheet)
            yield Para((Run(one_line(label) + "  ", "muted"), Run(_figures(identity, member, sheet), "passed")), hanging=2)
        elif member.evidence:
            runs = [run for item in member.evidence for run in (*_short_item(item, sheet), Run("  "))]
            yield Para((Run(f"{sheet.signs.passed} ", "passed"), *runs), hanging=2)
    if len(row.results) > MOST_EVIDENCE:
        yield Para((Run(sheet.say("review.more_evidence", count=len(row.results) - MOST_EVIDENCE), "muted"),))
