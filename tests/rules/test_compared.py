"""What checks that held compared is found again when somebody asks."""

from core.parse import parse
from core.readers.source import Source
from rules.check import check
from rules.compared import FACT_OF, compared
from rules.result import CellEvidence, Status, TextEvidence
from tests.tui.workbench import report_text

REQUESTS = "全年收到政府信息公开申请9件，其中自然人9件，办结9件，予以公开9件，无上年结转，结转下年度0件。"


def test_a_narrative_check_that_held_shows_its_words_and_the_cells() -> None:
    """N101 that held gives the clause with its figure and the cell of the table it was held against."""
    report = parse(Source("a.txt", report_text(requests=REQUESTS).encode()))[0]
    held = {result.code: result for result in check(report) if result.code in FACT_OF and result.status is Status.PASS}
    assert {"N101", "N102"} <= set(held)
    for result in held.values():
        assert not result.evidence, "results keep no evidence of passes"
        words, *cells = compared(result, report)
        assert isinstance(words, TextEvidence)
        assert words.text in report_text(requests=REQUESTS)
        assert cells
        assert all(isinstance(item, CellEvidence) for item in cells)
    words, *cells = compared(held["N101"], report)
    assert isinstance(words, TextEvidence)
    assert "9件" in words.text
    assert [item.cell for item in cells if isinstance(item, CellEvidence)] == ["t3.new.total"]


def test_a_list_in_a_sentence_that_adds_up_is_quoted() -> None:
    """N201 and N202 that held quote the list they added."""
    text = report_text(requests="全年收到政府信息公开申请9件，其中自然人6件、法人3件。")
    report = parse(Source("a.txt", text.encode()))[0]
    held = [result for result in check(report) if result.code in ("N201", "N202") and result.status is Status.PASS]
    assert held
    for result in held:
        assert "自然人6件" in "".join(item.text for item in compared(result, report) if isinstance(item, TextEvidence))


def test_nothing_is_made_up_for_a_check_of_the_whole_report() -> None:
    """A check that looked at no particular place shows none."""
    report = parse(Source("a.txt", report_text().encode()))[0]
    whole = [result for result in check(report) if result.status is Status.PASS and result.anchor == "report"]
    assert all(compared(result, report) == () for result in whole)
