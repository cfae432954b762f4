"""Report text on its way to the screen."""

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cost import growth
from tui.characters import HIDDEN_SIGN, UNKNOWN_SIGN
from tui.text import CLOSING, OPENING, cell_width, content, crop, crop_start, fit, line_at, one_line, rich_text, safe, wrap_cjk

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("“”—…①，。；：、）】》！？％%（【《 \t\u3000政府信息公开申请47a1,."),
        st.sampled_from("\x00\x1b\x07\x7f\x85\u202e\u200b\u200d\ufe0f\u0301\ue000\U000e0041[]/\\"),
        st.characters(codec=None),
    ),
    max_size=120,
)
WIDTHS: st.SearchStrategy[Literal[1, 2]] = st.sampled_from((1, 2))


@pytest.mark.parametrize(
    "markup", ["[/]", "[/b]", "[red]x", "a[b]c", "[@click=app.quit]x", ":smile:", "\\[x]", "[link=http://a]x[/link]"]
)
def test_markup_stays_text(markup: str) -> None:
    """Nothing in a report is taken for markup."""
    assert (markup, markup) == (content(markup).plain, rich_text(markup).plain)
    assert not content(markup).spans


def test_control_and_hidden_characters_become_visible_or_vanish() -> None:
    """Escapes, nulls and direction controls show as signs, zero-width characters vanish, line ends unite."""
    assert safe("a\x1b[31mb\x00\x7f") == "a␛[31mb␀␡"
    assert safe("\u202e47\u202c") == f"{HIDDEN_SIGN}47{HIDDEN_SIGN}"
    assert safe("总\u200b计\ufeff") == "总计"
    assert safe("\ue001\x9b\ud800") == UNKNOWN_SIGN * 3
    assert safe("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert one_line("a\r\nb\tc") == "a  b    c"


@given(HOSTILE)
def test_safe_text_holds_nothing_that_moves_the_cursor(text: str) -> None:
    """Whatever stands in a report, what is drawn is printable and can be encoded."""
    for character in one_line(text):
        assert character.isprintable() or character in " \u3000", hex(ord(character))
    one_line(text).encode("utf-8")


@pytest.mark.parametrize(("ambiguous", "width"), [(1, 9), (2, 14)])
def test_width_of_ambiguous_characters_is_a_parameter(ambiguous: Literal[1, 2], width: int) -> None:
    """Quotes, dashes, ellipses and circled figures are one or two cells wide; ideographs always two."""
    assert cell_width("“公开”…①—", ambiguous) == width


@given(HOSTILE, st.integers(0, 30), WIDTHS)
def test_fit_is_exactly_as_wide_as_asked(text: str, width: int, ambiguous: Literal[1, 2]) -> None:
    """A fitted text takes exactly its cells, whatever it holds."""
    assert cell_width(fit(text, width, ambiguous=ambiguous), ambiguous) == width


def test_a_cut_is_marked() -> None:
    """Nothing is cut off without a sign."""
    assert crop("卫辉市公安局", 7) == "卫辉市…"
    assert crop("卫辉市公安局", 12) == "卫辉市公安局"
    assert crop("卫辉市公安局", 7, sign="~") == "卫辉市~"
    assert crop_start("报告/卫辉市.docx", 9) == "…市.docx"
    assert crop_start("报告", 4) == "报告"


@given(HOSTILE, st.integers(2, 60), WIDTHS)
@settings(max_examples=400)
def test_wrapped_lines_cover_the_text_and_keep_within_the_width(text: str, width: int, ambiguous: Literal[1, 2]) -> None:
    """Lines follow each other without gap but at line ends, show their text in order, and never exceed the width."""
    lines = wrap_cjk(text, width, ambiguous)
    position = 0
    for line in lines:
        between = text[position : line.start]
        assert between in ("", "\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
        assert line.width == cell_width(line.text, ambiguous) <= width
        assert len(line.offsets) == line.end - line.start + 1
        position = line.end
    assert position == len(text)


def test_no_line_starts_with_a_closing_or_ends_with_an_opening_mark() -> None:
    """Kinsoku holds at every width wide enough for it to be possible."""
    text = (
        "（一）主动公开。2021年，我局共收到“政府信息公开申请”47件（其中：自然人45件、法人2件）；"
        "办结率100％，同比增长12.5%……《条例》规定的事项！"
    )
    for width in range(12, 90):
        for line in wrap_cjk(text, width):
            assert line.text[0] not in CLOSING, (width, line.text)
            assert line.text.rstrip()[-1] not in OPENING, (width, line.text)


def test_figures_and_words_stay_whole() -> None:
    """A figure with its thousands marks, and a Latin word, are not broken while they fit a line."""
    lines = [line.text for line in wrap_cjk("收费1,703,466.00元 information disclosure", 14)]
    assert lines == ["收费", "1,703,466.00元", "information ", "disclosure"]


def test_an_endless_run_is_cut() -> None:
    """A run without a lawful break is cut at the width, closing marks included."""
    assert [line.text for line in wrap_cjk("a" * 25, 10)] == ["a" * 10, "a" * 10, "a" * 5]
    assert [line.text for line in wrap_cjk("。" * 7, 6)] == ["。" * 3, "。" * 3, "。"]


def test_marks_find_their_cells() -> None:
    """Offsets of the source lead to cells on the right line, and cells lead back."""
    lines = wrap_cjk("我局共收到申请47件，办结45件。", 10)
    index = line_at(lines, 7)
    assert lines[index].cells(7, 9) is not None
    start, end = lines[index].cells(7, 9) or (0, 0)
    assert end - start == 2
    assert lines[index].offset_at(start) == 7
    assert lines[index].cells(0, 1) is None or index == 0


def test_stacked_marks_are_bounded() -> None:
    """A letter under a hundred combining marks keeps four of them."""
    assert len(wrap_cjk("a" + "\u0301" * 100, 10)[0].text) == 5


def test_wrapping_is_linear() -> None:
    """Ten times the text takes about ten times as long, also without any break in it."""
    for unit in ("我局共收到“申请”47件，", "x" * 10, "，" * 10, " " * 10):
        wrap_cjk(unit * 500, 76)
        grown = growth(lambda times, unit=unit: wrap_cjk(unit * times, 76), 2_000, 20_000, least=0.0, within=30)  # type: ignore[misc]
        assert grown <= 30, unit
