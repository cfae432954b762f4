"""The lines around the panes of Review and the rows of its list, as runs."""

from __future__ import annotations

from collections.abc import Callable

from core.forms import form
from core.personal import mask
from core.report import CellState
from core.words import Language
from rules.audit import AuditedReport
from rules.labels import cell_label
from rules.result import Status
from tui.review.checks import CheckRow, judgement_of, section_count
from tui.review.runs import Run, width_of_runs
from tui.review.section_doc import section_numbers
from tui.review.speech import cell_name, claim_of, reason, sentence, verdict_word
from tui.review.table_layout import figure_text
from tui.screens.review_state import ReviewState
from tui.signs import UNICODE, Signs
from tui.text import fit, one_line
from tui.widgets.section_tabs import SectionTab

Say = Callable[..., str]

CODE_WIDTH = 5
NARROW = 44
"""Cells from which a row has room for the verdict in words."""


def heading_texts(state: ReviewState, say: Say) -> tuple[str, str, str]:
    """Name of the report, place in the list with the filter's name, counts over the whole workspace."""
    loaded = state.loaded
    if loaded is None:
        return "", "", ""
    report = loaded.audited.report
    name = f"{report.agency or say('review.unknown_agency')} {report.year or say('review.unknown_year')}"
    near, progress = loaded.neighbours, loaded.progress
    about = say("review.place", position=near.position, count=near.count) if near.position else ""
    if not state.filter.empty:
        about += say("review.filtered", filter=filter_name(state, say))
    counts = say(
        "review.counts",
        judged=progress.findings - progress.open,
        findings=progress.findings,
        reports=progress.finished_reports,
        total=progress.reports,
    )
    return one_line(name), one_line(about), counts


def filter_name(state: ReviewState, say: Say) -> str:
    """The filter of the list in words."""
    chosen = state.filter
    parts = [chosen.text, chosen.agency or "", " ".join(str(year) for year in chosen.years)]
    if chosen.only != "all":
        parts.append(say(f"library.only_{chosen.only}"))
    return " ".join(part for part in parts if part)


def tabs_of(state: ReviewState, signs: Signs, say: Say) -> list[SectionTab]:
    """A tab for each section: what is open in it, or that all that failed is judged, or that all holds."""
    audited = state.audited
    if audited is None:
        return []
    tabs = []
    for number in section_numbers(audited.report):
        count = section_count(audited, number)
        if count.open and count.worst is not None:
            badge, ink = f"{signs.of(Status.FAIL, count.worst)}{count.open}", count.worst.value
        elif count.failed or count.passed:
            badge, ink = signs.passed, "passed"
        else:
            badge, ink = "", ""
        known = 0 <= number <= 6 and audited.report.form is not None
        name = say(f"review.tab_{number}") if known or number == 0 else ""
        short = say(f"review.tab_short_{number}") if known or number == 0 else ""
        tabs.append(SectionTab(number, name, short, badge, ink))
    return tabs


def checks_title(state: ReviewState, signs: Signs, say: Say, language: Language) -> tuple[list[Run], list[Run]]:
    """The title over the list: whose checks, how many of each outcome."""
    audited = state.audited
    if audited is None:
        return [], []
    which = [] if state.which == "all" else [Run(say(f"review.which_{state.which}"), "accent")]
    if state.scope_cell is not None:
        where = cell_label(state.scope_cell, language).replace("·", " × " if signs is UNICODE else " / ")
        return [Run(say("review.checks_on"), "label"), Run(one_line(where), "strong")], [Run(say("review.esc_all"), "muted")]
    if state.scope_offset is not None:
        return [Run(say("review.checks_here"), "strong")], [Run(say("review.esc_all"), "muted")]
    count = section_count(audited, state.section)
    title_text = say("review.checks_of", number=state.section) if state.section else say("review.checks_of_title")
    runs = [Run(title_text + "  ", "strong")]
    for number, text, ink in (
        *((found, f"{signs.of(Status.FAIL, severity)}{found}", severity.value) for severity, found in count.failed.items()),
        (count.passed, f"{signs.passed}{count.passed}", "passed"),
        (count.skipped, say("review.count_skipped", count=count.skipped), "muted"),
        (count.broken, say("review.count_broken", count=count.broken), "error"),
    ):
        if number:
            runs.append(Run(f"{text}  ", ink))
    return runs, which


def caption(
    state: ReviewState, cell: str | None, fact: str | None, signs: Signs, say: Say, language: Language
) -> tuple[list[Run], list[Run]]:
    """What the cursor is on: a cell's full name, its figure and how it was printed; or the kind of fact."""
    audited = state.audited
    if audited is None:
        return [], []
    report = audited.report
    if fact is not None:
        return [Run(say(f"review.fact_{fact}"), "label")], [Run(say("review.correct_hint"), "muted")]
    if cell is None:
        return [], []
    row, column = cell_name(cell, report.form, language)
    found = report.cells.get(cell)
    runs = [Run(one_line(f"{row} {signs.dot} {column}  "), "label"), Run(figure_text(found, signs), "strong")]
    if found is None or found.state is CellState.ABSENT:
        runs.append(Run("  " + say("review.legend_absent"), "muted"))
        return runs, []
    notes = []
    if found.raw is not None and found.raw.strip() != figure_text(found, signs):
        notes.append(say("review.printed", raw=one_line(mask(found.raw), 40, sign=signs.ellipsis)))
    if found.inferred:
        notes.append(say("review.legend_inferred"))
    if found.corrected:
        notes.append(say("review.legend_corrected"))
    if found.note or found.unit:
        notes.append(one_line(mask(" ".join(part for part in (found.unit, found.note) if part))))
    page = found.place.page if found.place is not None else None
    if page is not None:
        notes.append(say("review.page", page=page))
    runs.append(Run("  " + "  ".join(notes), "muted"))
    return runs, []


def paint_check(row: CheckRow, audited: AuditedReport, width: int, signs: Signs, language: Language) -> list[Run]:
    """One row of the list: sign, code, what it says, and at the right edge its verdict or its count."""
    indent = "  " * row.depth
    sign = signs.of(row.status, row.severity)
    ink = (
        row.severity.value
        if row.status is Status.FAIL
        else {Status.PASS: "passed", Status.BROKEN: "error"}.get(row.status, "muted")
    )
    if row.own is not None:
        sign, code, text = signs.own, "", row.own.text
    else:
        code, text = row.code, _text(row, audited, signs, language)
    fold = (signs.fold if row.unfolded else signs.unfold) + " " if len(row.results) > 1 and row.kind != "folded" else ""
    right = _right(row, audited, signs, language, width)
    head = [Run(indent), Run(f"{sign} ", ink), Run(fit(code, CODE_WIDTH), "code") if code else Run(""), Run(fold, "muted")]
    room = max(width - width_of_runs(head) - width_of_runs(right) - 1, 4)
    said = row.status is Status.FAIL and judgement_of(audited, row).verdict != "open"
    text_ink = "muted" if said or row.status in (Status.PASS, Status.SKIPPED) else "plain"
    return [*head, Run(fit(mask(text), room, sign=signs.ellipsis), text_ink), Run(" "), *right]


def _text(row: CheckRow, audited: AuditedReport, signs: Signs, language: Language) -> str:
    result = row.results[0]
    if row.status is Status.FAIL:
        return sentence(result, language)
    if row.kind == "member":
        return reason(result, language) if row.status is Status.SKIPPED else _anchor_name(row, audited, signs, language)
    if row.status is Status.PASS:
        return sentence(result, language)
    return f"{claim_of(row.code, language)}  {reason(result, language)}"


def _anchor_name(row: CheckRow, audited: AuditedReport, signs: Signs, language: Language) -> str:
    """Which of an identity's sums a passed member is about."""
    result = row.results[0]
    form_id = audited.report.form
    if form_id is not None:
        identity = next((entry for entry in form(form_id).identities if entry.id == result.anchor), None)
        if identity is not None:
            return f" {signs.dot} ".join(cell_name(identity.whole[0], form_id, language))
    return sentence(result, language)


def _right(row: CheckRow, audited: AuditedReport, signs: Signs, language: Language, width: int) -> list[Run]:
    if row.kind == "folded":
        return [Run(f"{len(row.results)}/{row.total}", "muted")] if row.total > 1 else []
    if row.status is not Status.FAIL:
        return []
    judgement = judgement_of(audited, row)
    runs: list[Run] = []
    if len(row.results) > 1:
        runs.append(Run(f"{signs.dot}{len(row.results)} ", "muted"))
    if judgement.conflicts:
        runs.append(Run(signs.conflict + " ", "stale"))
    if judgement.stale:
        runs.append(Run(signs.stale + " ", "stale"))
    if judgement.note:
        runs.append(Run(f"{signs.own} " if row.own is None else "", "accent"))
    if judgement.verdict != "open":
        word = verdict_word(judgement.verdict, language) if width >= NARROW else ""
        runs.append(Run(f"{signs.verdict(judgement.verdict)}{' ' if word else ''}{word}", f"verdict-{judgement.verdict}"))
    return runs
