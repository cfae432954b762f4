"""The section pane as lines: the official tables in columns, the text with its marks, nothing lost and nothing past the edge."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.forms import FORM_IDS, form
from core.report import Cell, CellState, Claim, Report, Section
from core.words import say
from rules.audit import AuditedReport
from rules.result import CellEvidence, Result, Severity, Status, Suspect, TextEvidence
from tui.review.checks import check_rows, section_count, touching
from tui.review.detail import DetailSheet, detail
from tui.review.lines import CellLine, StillLine, TextLine
from tui.review.marks import Marks, marks_of
from tui.review.paint import Cursor, paint_line
from tui.review.runs import lay_out, overlay, para, width_of_runs
from tui.review.section_doc import Sheet, lay_out_section
from tui.review.table_layout import figure_text, table_lines
from tui.signs import ASCII, UNICODE, Signs
from tui.text import AmbiguousWidth, cell_width
from tui.width import use_ambiguous_width


def cells(**states: Cell) -> dict[str, Cell]:
    """Every cell of the form of 2021: a count up, unless told otherwise by key with `__` for the dots."""
    found = {
        key: Cell(key, CellState.NUMBER, Decimal(index % 7), str(index % 7)) for index, key in enumerate(form("2021").cell_keys)
    }
    found.update({name.replace("__", "."): cell for name, cell in states.items()})
    return found


def audited(
    text: str = "", *, results: tuple[Result, ...] = (), found: dict[str, Cell] | None = None, section: int = 1
) -> AuditedReport:
    """A report on the form of 2021 with `text` in one section."""
    sections = tuple(Section(n, None, True, text if n == section else "") for n in range(7))
    report = Report(
        "r.txt", 0, "0" * 64, "text/plain", "标题", "青禾县教育局", 2023, "2021", None, sections, found or cells(), {}
    )
    return AuditedReport(report, results)


def sheet(width: int, signs: Signs = UNICODE, ambiguous: AmbiguousWidth = 1) -> Sheet:
    """A sheet of that width in Chinese."""
    return Sheet(width, signs, ambiguous, lambda word, **parameters: say(word, "zh", **parameters))


def drawn(report: AuditedReport, number: int, width: int, marks: Marks | None = None) -> list[str]:
    """The lines of a section as text."""
    doc = lay_out_section(report, number, sheet(width))
    seen = marks or marks_of(report, number, ())
    return [
        "".join(run.text for run in paint_line(doc, i, report.report.cells, seen, Cursor(-1), focused=True, signs=UNICODE))
        for i in range(len(doc.lines))
    ]


@pytest.mark.parametrize("form_id", FORM_IDS)
@pytest.mark.parametrize("ambiguous", [1, 2])
@pytest.mark.parametrize("width", [20, 40, 58, 77, 95, 140])
def test_every_column_of_a_table_ends_in_the_same_cell(form_id: str, ambiguous: AmbiguousWidth, width: int) -> None:
    """Whatever the labels, the figures of a column stand under each other, for both widths of ambiguous characters."""
    signs = UNICODE if ambiguous == 1 else ASCII
    use_ambiguous_width(ambiguous)
    try:
        for table in form(form_id).tables:
            values = {key: Cell(key, CellState.NUMBER, Decimal(12345), "12345") for key in table.cell_keys}
            lines = table_lines(table, values, width, signs=signs, ambiguous=ambiguous)
            for line in (*lines.header, *lines.body):
                if isinstance(line, StillLine):
                    assert width_of_runs(line.runs) <= max(width, 27)
                elif isinstance(line, CellLine):
                    assert cell_width(line.label) == line.slots[0].start
            starts = {line.slots[0].start for line in lines.body if isinstance(line, CellLine)}
            assert len(starts) == 1
    finally:
        use_ambiguous_width(1)


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_every_cell_of_the_form_is_drawn(form_id: str) -> None:
    """At full width no cell is missing; in a narrow window the columns scroll and together show all."""
    for table in form(form_id).tables:
        values = {key: Cell(key, CellState.NUMBER, Decimal(1), "1") for key in table.cell_keys}
        for width in (95, 40):
            seen: set[str] = set()
            for first in range(7):
                lines = table_lines(table, values, width, signs=UNICODE, ambiguous=1, first_column=first)
                seen |= {slot.key for line in lines.body if isinstance(line, CellLine) for slot in line.slots}
            assert seen == set(table.cell_keys)


@pytest.mark.parametrize("ambiguous", [1, 2])
def test_the_table_of_reviews_is_one_row_where_it_fits(ambiguous: AmbiguousWidth) -> None:
    """Wide enough it looks like the official form: fifteen figures in a row under three headings; else three rows of five."""
    table = form("2021").table_by_key["t4"]
    signs = UNICODE if ambiguous == 1 else ASCII
    wide = table_lines(table, cells(), 96, signs=signs, ambiguous=ambiguous)
    narrow = table_lines(table, cells(), 80, signs=signs, ambiguous=ambiguous)
    header = ["".join(run.text for run in line.runs) for line in wide.header]
    (row,) = [line for line in wide.body if isinstance(line, CellLine)]

    assert [slot.key for slot in row.slots] == list(table.cell_keys)
    assert header[0].index("行政复议") < header[0].index("行政诉讼")
    assert "未经复议直接起诉" in header[1]
    assert "复议后起诉" in header[1]
    assert " ".join(header[2].split()) == "结果 结果 其他 尚未 " * 2 + "结果 结果 其他 尚未"
    assert len([line for line in narrow.body if isinstance(line, CellLine)]) == 3


def test_a_narrow_table_says_which_columns_it_shows() -> None:
    """Columns out of sight are never hidden without a sign."""
    table = form("2021").table_by_key["t3"]
    lines = table_lines(table, cells(), 40, signs=UNICODE, ambiguous=1)
    text = "".join(run.text for line in lines.header for run in line.runs)

    assert "1-3/7 ›" in text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell("k", CellState.NUMBER, Decimal("227.3466"), "227.3466"), "227.3466"),
        (Cell("k", CellState.NUMBER, Decimal("1E+3"), "1千"), "1000"),
        (Cell("k", CellState.BLANK, None, ""), "_"),
        (Cell("k", CellState.DASH, None, "—"), "—"),
        (Cell("k", CellState.ABSENT), "·"),
        (Cell("k", CellState.UNREADABLE, None, "见附件"), '"见附件"'),
        (None, "·"),
    ],
)
def test_what_stands_in_a_cell(cell: Cell | None, expected: str) -> None:
    """A figure, or the sign of why there is none."""
    assert figure_text(cell, UNICODE) == expected


def test_signs_of_state_and_their_legend() -> None:
    """Inferred, corrected, noted, blank, absent, unreadable: each has its sign in the cell and its words below."""
    found = cells(
        t3__new__natural_person=Cell("t3.new.natural_person", CellState.NUMBER, Decimal(47), "47", inferred=True),
        t3__new__business=Cell("t3.new.business", CellState.NUMBER, Decimal(3), "3", corrected=True),
        t3__new__research=Cell("t3.new.research", CellState.NUMBER, Decimal(22), "22（其中修订16件）", note="其中修订16件"),
        t3__new__public_interest=Cell("t3.new.public_interest", CellState.BLANK, None, ""),
        t3__new__legal_service=Cell("t3.new.legal_service", CellState.ABSENT),
        t3__new__other_org=Cell("t3.new.other_org", CellState.UNREADABLE, None, "若干"),
    )
    text = "\n".join(drawn(audited(found=found), 3, 100))

    for sign in ("47?", "3=", "22'", " _", " ·", '"若干"'):
        assert sign in text
    for words in ("? 推定", "= 人工更正", "' 另有说明或单位", "_ 留空", "· 没有这一格", '" " 读不出数字'):
        assert words in text


def test_evidence_suspects_and_failing_cells_have_signs() -> None:
    """Brackets, braces, ✗: never colour alone."""
    result = Result(
        "A101",
        "t3.balance.total",
        Status.FAIL,
        Severity.ERROR,
        section=3,
        expected="1",
        actual="2",
        evidence=(CellEvidence("t3.new.total", "6"), CellEvidence("t3.total.total", "5")),
        suspects=(Suspect("6", "5", "digit_replaced", cell="t3.new.total"),),
    )
    report = audited(results=(result,))
    chosen = "\n".join(drawn(report, 3, 100, marks_of(report, 3, (result,))))
    idle = "\n".join(drawn(report, 3, 100))

    assert "{2}" in chosen
    assert "]" in chosen
    assert "✗2" in idle


def test_marks_in_the_text_have_a_sign_in_the_gutter() -> None:
    """A marked stretch is inked, and its line carries a sign at the left."""
    text = "第一句话。\n全年收到申请47件，其中行政许可17项。"
    start = text.index("47件")
    evidence = TextEvidence(1, start, start + 3, "47件")
    result = Result("N201", "x", Status.FAIL, Severity.WARNING, section=1, evidence=(evidence,))
    report = audited(text, results=(result,))
    doc = lay_out_section(report, 1, sheet(60))
    index = next(i for i, line in enumerate(doc.lines) if isinstance(line, TextLine) and "47" in line.wrapped.text)
    chosen = paint_line(doc, index, {}, marks_of(report, 1, (result,)), Cursor(-1), focused=True, signs=UNICODE)
    idle = paint_line(doc, index, {}, marks_of(report, 1, ()), Cursor(-1), focused=True, signs=UNICODE)

    assert chosen[0].text.startswith("▸")
    assert [run.text for run in chosen if "evidence" in run.ink][-1] == "47件"
    assert idle[0].text.startswith("!")


def test_claims_are_marked() -> None:
    """Figures that were understood are underlined."""
    text = "全年收到申请9件。"
    report = audited(text)
    claim = Claim(1, 6, 8, "9件", Decimal(9), Decimal(9), Decimal(9), "件")
    from dataclasses import replace

    report = replace(report, report=replace(report.report, claims=(claim,)))
    doc = lay_out_section(report, 1, sheet(60))
    runs = paint_line(doc, len(doc.lines) - 1, {}, marks_of(report, 1, ()), Cursor(-1), focused=True, signs=UNICODE)

    assert [run.text for run in runs if "claim" in run.ink] == ["9件"]


def test_a_missing_section_says_so() -> None:
    """Its official heading stands there with the words that it is missing."""
    from dataclasses import replace

    report = audited()
    sections = tuple(replace(section, present=section.number != 5) for section in report.report.sections)
    text = "\n".join(drawn(replace(report, report=replace(report.report, sections=sections)), 5, 80))

    assert "五、存在的主要问题及改进情况" in text
    assert "报告里没有这一部分" in text


def test_personal_numbers_are_starred() -> None:
    """An identity card number in the text is not shown."""
    text = "\n".join(drawn(audited("经办人身份证号11010519491231002X。"), 1, 80))

    assert "19491231" not in text
    assert "110" in text


PIECES = ("[", "]", "[/b]", "\x1b[31m", "\x00", "\u202e", "\u200d", "\t", "\n", "[@click=app.exit]", "𠮷", "\ue000", ":smile:")
HOSTILE = st.lists(st.one_of(st.characters(), st.sampled_from(PIECES)), max_size=100).map("".join)


@settings(max_examples=80, deadline=None)
@given(text=HOSTILE, width=st.integers(36, 120))
def test_hostile_text_is_only_text(text: str, width: int) -> None:
    """No control character reaches a line, no line is wider than the pane, and what can be shown is shown."""
    found = cells(t3__new__total=Cell("t3.new.total", CellState.UNREADABLE, None, text))
    result = Result("X999", text, Status.FAIL, Severity.ERROR, section=1, evidence=(TextEvidence(1, 0, len(text), text),))
    report = audited(text, results=(result,), found=found)
    for number in (0, 1, 3):
        for line in drawn(report, number, width):
            assert cell_width(line) <= width
            assert all(character >= " " and character not in "\x7f\u202e\u200d" for character in line)
    (row, *_) = check_rows(report, report.results)
    words = DetailSheet(report, "zh", UNICODE, sheet(60).say)
    for runs in lay_out(detail(row, words), 40, 1):
        assert all(run.text.isprintable() or " " in run.text for run in runs)


def test_overlay_counts_wide_characters_by_their_first_cell() -> None:
    """Cells 2 to 6 of 本年新收 are 年新."""
    runs = overlay([*para("本年新收").runs], 2, 6, "evidence")

    assert [(run.text, run.ink) for run in runs] == [("本", "plain"), ("年新", "plain evidence"), ("收", "plain")]


def test_the_checks_on_a_cell_are_its_sums_and_its_findings() -> None:
    """A sum touches the cells of its identity, passed or not."""
    passed = Result("A103", "t3.applicants.new", Status.PASS, Severity.ERROR, section=3)
    other = Result("A103", "t3.applicants.granted", Status.PASS, Severity.ERROR, section=3)
    report = audited(results=(passed, other))

    assert touching(report, "t3.new.business") == [passed]


def test_groups_fold_and_counts_do_not() -> None:
    """Two results with one cause are one row that unfolds; the section counts both."""
    evidence = (CellEvidence("t3.new.total", "6"),)
    members = tuple(
        Result("A101", f"t3.balance.{column}", Status.FAIL, Severity.ERROR, section=3, group="g1", evidence=evidence)
        for column in ("total", "natural_person")
    )
    report = audited(results=members)
    rows = check_rows(report, members)
    unfolded = check_rows(report, members, unfolded={rows[0].id})

    assert len(rows) == 1
    assert len(rows[0].results) == 2
    assert [row.kind for row in unfolded] == ["finding", "member", "member"]
    assert section_count(report, 3).failed == {Severity.ERROR: 2}


def test_findings_are_counted_by_what_they_weigh() -> None:
    """The severest first; a mere hint is not counted under the sign of an error."""
    levels = (Severity.INFO, Severity.ERROR, Severity.INFO, Severity.WARNING)
    evidence = (TextEvidence(3, 0, 1, "件"),)
    results = tuple(
        Result("A203", f"t3.{number}", Status.FAIL, level, section=3, evidence=evidence) for number, level in enumerate(levels)
    )

    counted = section_count(audited(results=results), 3)

    assert list(counted.failed.items()) == [(Severity.ERROR, 1), (Severity.WARNING, 1), (Severity.INFO, 2)]


@pytest.mark.parametrize(
    ("total", "expected"),
    [(16, "9 + 0 + 6 + 1 = 16  ✓"), (15, "9 + 0 + 6 + 1 = 16 ≠ 15  ✗")],
)
def test_the_arithmetic_is_written_out(total: int, expected: str) -> None:
    """The parts, their sum, and the printed total it meets or misses."""
    figures = {"upheld": 9, "corrected": 0, "other": 6, "pending": 1, "total": total}
    found = cells(
        **{f"t4__review__{key}": Cell(f"t4.review.{key}", CellState.NUMBER, Decimal(n), str(n)) for key, n in figures.items()}
    )
    evidence = (CellEvidence("t4.review.total", str(total)),)
    status = Status.PASS if total == 16 else Status.FAIL
    result = Result(
        "L101", "t4.results.review", status, Severity.ERROR, section=4, expected=str(total), actual="16", evidence=evidence
    )
    report = audited(results=(result,), found=found)
    (row, *_) = check_rows(report, (result,), unfolded={"pass:L101"})[-1:]
    text = "\n".join(
        "".join(run.text for run in paragraph.runs)
        for paragraph in detail(row, DetailSheet(report, "zh", UNICODE, sheet(60).say))
    )

    assert expected in text


def test_both_sides_of_a_balance_are_written_out() -> None:
    """Two sums that meet stand side by side; two that do not, each with its result."""
    keys = ("new", "carried_over", "total", "carried_forward")
    for figures, expected in (((9, 1, 8, 2), "9 + 1 = 8 + 2  ✓"), ((15, 0, 13, 1), "15 + 0 = 15 ≠ 14 = 13 + 1  ✗")):
        found = cells(
            **{
                f"t3__{key}__total": Cell(f"t3.{key}.total", CellState.NUMBER, Decimal(n), str(n))
                for key, n in zip(keys, figures, strict=True)
            }
        )
        result = Result("A101", "t3.balance.total", Status.PASS, Severity.ERROR, section=3)
        report = audited(results=(result,), found=found)
        row = check_rows(report, (result,), unfolded={"pass:A101"})[-1]
        paragraphs = detail(row, DetailSheet(report, "zh", UNICODE, sheet(60).say))

        assert any(expected in "".join(run.text for run in paragraph.runs) for paragraph in paragraphs)
