"""Title, organ, year, date and sections, whatever stands around them."""

from datetime import date

import pytest

from core.parse import parse, parse_document
from core.readers.source import Source
from core.readers.text import document_of_text
from core.report import Report
from tests.forge.measure import read
from tests.forge.random_report import random_report
from tests.forge.render_text import render

BODY = """一、总体情况
2022年，澄湖市民政局深入贯彻落实条例要求，主动公开政府信息12条。
二、主动公开政府信息情况
规章\t0\t0\t0
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1
四、政府信息公开行政复议、行政诉讼情况
0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
五、存在的主要问题及改进情况
培训不够，2023年将加强。
六、其他需要报告的事项
2022年未收取信息处理费。
"""


def reports(text: str, name: str = "a.txt") -> tuple[Report, ...]:
    """The reports of a text."""
    return parse_document(document_of_text(text), Source(name, text.encode()))


def only(text: str, name: str = "a.txt") -> Report:
    """The only report of a text."""
    found = reports(text, name)
    assert 1 == len(found)
    return found[0]


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("澄湖市民政局2022年政府信息公开工作年度报告", "澄湖市民政局", 2022),
        ("2022年澄湖市民政局政府信息公开工作年度报告", "澄湖市民政局", 2022),
        ("澄湖市民政局政府信息公开工作2022年度报告", "澄湖市民政局", 2022),
        ("澄湖市民政局\n2022年政府信息公开工作年度报告", "澄湖市民政局", 2022),
        ("澄湖市民政局政府信息公开工作\n年度报告（2022年）", "澄湖市民政局", 2022),
        ("澄湖市民政局二〇二二年政府信息公开工作年度报告", "澄湖市民政局", 2022),
        ("关于澄湖市民政局2022年度政府信息公开工作情况的报告", "澄湖市民政局", 2022),
        ("# 澄湖市民政局2022年政府信息公开年度报告", "澄湖市民政局", 2022),
        ("首页 > 政务公开 > 2019年\n澄湖市民政局2022年政府信息公开工作年度报告", "澄湖市民政局", 2022),
    ],
)
def test_the_title_gives_organ_and_year(title: str, agency: str, year: int) -> None:
    """A title in any order, on one or two lines, under navigation with other years."""
    report = only(f"{title}\n{BODY}")

    assert (agency, year) == (report.agency, report.year)
    assert "title" == report.found["agency"][0].origin


@pytest.mark.parametrize("between", [" ", "", "\u3000\u3000"])
@pytest.mark.parametrize("whole", [True, False])
def test_a_title_that_runs_into_the_text_is_a_title(between: str, whole: bool) -> None:
    """A report without line ends, or whose opening follows its title on the same line, says its organ all the same."""
    opening = "根据《中华人民共和国政府信息公开条例》编制本年度报告，统计期限为2022年1月1日至2022年12月31日，请社会各界监督。"
    text = f"澄湖市民政局2022年政府信息公开工作年度报告{between}{opening}\n{BODY}"
    report = only(text.replace("\n", " ").replace("\t", " ") if whole else text)

    assert ("澄湖市民政局", 2022, "澄湖市民政局2022年政府信息公开工作年度报告") == (report.agency, report.year, report.title)
    assert all(section.present for section in report.sections)


@pytest.mark.parametrize(
    "opening",
    [
        "根据《条例》和2022年政府信息公开工作年度报告 有关格式要求，澄湖市民政局认真编制，请予监督。",
        "按照国家要求，澄湖市民政局2022年政府信息公开工作年度报告 由下列部分组成，请社会各界监督指正，联系电话附后。",
    ],
)
def test_a_sentence_about_the_report_is_no_title(opening: str) -> None:
    """A sentence that names such a report on its way is not taken for one."""
    assert only(f"{opening}\n{BODY}").title is None


def test_the_first_sentence_gives_the_organ_when_the_title_is_gone() -> None:
    """A report without title names the organ that compiled it; a government's office compiles for the government."""
    report = only(f"本报告由澄湖市人民政府办公室根据条例编制，统计期限自2022年1月1日至2022年12月31日。\n{BODY}")

    assert ("澄湖市人民政府", 2022) == (report.agency, report.year)
    assert report.title is None


def test_the_file_name_is_the_last_resort() -> None:
    """Organ and year of the file name count when the text names none, and their origin says so."""
    text = BODY.replace("2022年，澄湖市民政局", "我局").replace("2022年", "全年").replace("2023年", "明年")
    report = only(text, "报告/澄湖市民政局2022年政府信息公开工作年度报告.txt")

    assert ("澄湖市民政局", 2022) == (report.agency, report.year)
    assert "file_name" == report.found["agency"][0].origin


@pytest.mark.parametrize(
    ("extra", "published"),
    [
        ("发布日期：2023-01-19 浏览次数：2044", date(2023, 1, 19)),
        ("发布时间: 2023年1月9日", date(2023, 1, 9)),
        ("澄湖市民政局\n2023年1月20日", date(2023, 1, 20)),
        ("二〇二三年一月二十一日", date(2023, 1, 21)),
        ("发布日期：2031-13-45", None),
    ],
)
def test_the_date_of_publication(extra: str, published: date | None) -> None:
    """A labelled date or the date under the signature; an impossible one is none."""
    assert published == only(f"澄湖市民政局2022年政府信息公开工作年度报告\n{BODY}{extra}\n").published


@pytest.mark.parametrize(
    "line",
    [
        "2023-01-16 09:21 来源：澄湖市民政局",
        "发布于：2023-01-16",
        "[2023-01-16]",
        "（2023年1月16日）",
        "2023年01月16日 15:30",
        "来源：办公室 2023/1/16 浏览量：",
        "发布人：张某 2023-01-16 10:10:10 点击",
        "日期：20230116",
        "更新时间：2023-02-20 发布时间：2023-01-16",
        "成文日期：2023-01-10 发布日期：2023-01-16",
    ],
)
def test_the_date_under_the_title(line: str) -> None:
    """A site's line under the title dates the publication, with or without a label; the day of publication goes before others."""
    assert date(2023, 1, 16) == only(f"澄湖市民政局2022年政府信息公开工作年度报告\n{line}\n{BODY}").published


@pytest.mark.parametrize("line", ["2022-01-20 来源：澄湖市民政局", "2023-01-16 澄湖市召开会议", "数据截至2023年1月16日"])
def test_other_dates_near_the_title(line: str) -> None:
    """A date of the reported year, of another article or of the figures is no date of publication."""
    assert only(f"澄湖市民政局2022年政府信息公开工作年度报告\n{line}\n{BODY}").published is None


def test_a_signature_on_one_line() -> None:
    """Organ and date at the end may share a line."""
    published = only(f"澄湖市民政局2022年政府信息公开工作年度报告\n{BODY}澄湖市民政局 2023年1月17日\n").published

    assert date(2023, 1, 17) == published


def test_sections_hold_their_text_without_heading_and_furniture() -> None:
    """A section's text is its body; page numbers and the site's footer are no part of it."""
    report = only(f"澄湖市民政局2022年政府信息公开工作年度报告\n{BODY}- 3 -\n版权所有：澄湖市\n上一篇：2018年报告\n")

    assert [0, 1, 2, 3, 4, 5, 6] == [section.number for section in report.sections]
    assert "2022年，澄湖市民政局深入贯彻落实条例要求，主动公开政府信息12条。" == report.sections[1].text
    assert "一、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1" == report.sections[3].text
    assert "2022年未收取信息处理费。" == report.sections[6].text
    assert ("四", "四、政府信息公开行政复议、行政诉讼情况") == (report.sections[4].ordinal, report.sections[4].heading)


def test_a_figure_in_narrative_is_no_cell() -> None:
    """Figures of the first section never become cells of the tables."""
    text = BODY.replace("主动公开政府信息12条。", "其中予以公开 9 件，部分公开 0 件。\n行政许可 5 件。")
    report = only(f"澄湖市民政局2022年政府信息公开工作年度报告\n{text}")

    assert report.cells["t3.granted.total"].raw is None
    assert report.cells["t2.licences.decisions"].raw is None


@pytest.mark.parametrize(
    "heading",
    [
        "三、收到和处理政府信息公开申请情况",
        "三. 收到和处理政府信息公开申请情况",
        "第三部分 收到和处理政府信息公开申请情况",
        "收到和处理政府信息公开申请情况",
        "## 三、收到和处理政府信息公开申请情况",
        "三、收到和处理政府信息\n公开申请情况",
        "三、收到和处理政府信息公开申请的情况",
        "二、收到和处理政府信息公开申请情况",
    ],
)
def test_headings_are_known_in_any_state(heading: str) -> None:
    """Other marks, no ordinal, a wrong one, a broken line: the section is found, its heading kept as printed."""
    text = BODY.replace("三、收到和处理政府信息公开申请情况", heading)
    report = only(f"澄湖市民政局2022年政府信息公开工作年度报告\n{text}")

    assert all(section.present for section in report.sections)
    assert "1" == report.cells["t3.new.total"].raw


def test_a_table_of_contents_is_not_the_report() -> None:
    """Headings listed in front are not the sections."""
    contents = "\n".join(line for line in BODY.splitlines() if line[1:2] == "、" and "本年新收" not in line)
    report = only(f"澄湖市民政局2022年政府信息公开工作年度报告\n{contents}\n{BODY}")

    assert "2022年未收取信息处理费。" == report.sections[6].text
    assert report.sections[1].text.startswith("2022年，澄湖市民政局")


def test_two_reports_on_one_page_are_two() -> None:
    """A second title with sections that start again is a second report with cells of its own."""
    first = f"澄湖市民政局2022年政府信息公开工作年度报告\n{BODY}"
    second = first.replace("2022", "2021").replace("申请数量\t1\t0\t0\t0\t0\t0\t1", "申请数量\t5\t0\t0\t0\t0\t0\t5")

    found = reports(first + second)

    assert [(0, 2022, "1"), (1, 2021, "5")] == [(r.part, r.year, r.cells["t3.new.total"].raw) for r in found]
    assert [6, 6] == [sum(s.present for s in r.sections if s.number) for r in found]


def test_a_report_before_2019_has_no_form_and_its_own_sections() -> None:
    """Narrative reports keep the sections they have and no cells."""
    text = (
        "澄湖市民政局2015年政府信息公开工作年度报告\n一、概述\n全年主动公开信息30条。\n二、主动公开情况\n公开目录齐全。\n"
        "三、依申请公开情况\n收到申请3件。\n"
    )
    report = only(text)

    assert (None, {}, 2015) == (report.form, dict(report.cells), report.year)
    assert ["一、概述", "二、主动公开情况", "三、依申请公开情况"] == [s.heading for s in report.sections if s.number]


def test_the_old_form_in_a_new_year_is_told_by_its_tables() -> None:
    """The form follows from the tables, not from the year."""
    known = random_report(3, "2019")
    rendered = render(known, "tabs_gone", seed=3)
    text = rendered.text.replace(str(known.year), "2023")

    report = only(text)

    assert (2023, "2019") == (report.year, report.form)


def test_a_report_whose_tables_are_pictures_follows_the_form_of_its_year() -> None:
    """Without tables the binding form stands, all cells absent."""
    text = "\n".join(line for line in BODY.splitlines() if not line[-1].isdigit())
    report = only(f"澄湖市民政局2022年政府信息公开工作年度报告\n{text}")

    assert ("2021", 200, False) == (report.form, len(report.cells), report.tables["t3"].present)
    assert {"absent"} == {cell.state.value for cell in report.cells.values()}


def test_headings_that_are_missing_leave_the_figures_readable() -> None:
    """Tables are found by their own words, without any section heading."""
    known = random_report(11, "2021")
    report = read(render(known, "cell_a_line", [], ["headings_missing"], seed=11))

    assert report is not None
    assert {known.values[key] for key in known.values} == {cell.raw for cell in report.cells.values()}
    assert not any(section.present for section in report.sections if section.number)


def test_broken_lines_are_joined_and_lead_back_to_the_source() -> None:
    """A paragraph broken for width is one line again, and each character of it knows where it stood."""
    known = random_report(2, "2021")
    report = read(render(known, "tabs_gone", [], ["wrapped", "pages"], seed=2))

    assert report is not None
    section = report.sections[1]
    assert "".join(section.text.split()) == "".join("".join(known.narrative[1]).split())
    for offset, character in enumerate(section.text):
        source = section.source_offset(offset)
        assert source is None or report.source_text[source] == character


def test_marks_of_markdown_belong_to_the_heading() -> None:
    """What marks the next heading is no text of the section before it."""
    report = only("# 澄湖市民政局2022年政府信息公开工作年度报告\n" + BODY.replace("四、", "## 四、").replace("五、", "**五、"))

    assert not [section.number for section in report.sections if section.text.rstrip().endswith(("#", "*"))]


@pytest.mark.parametrize(
    "spelling",
    [
        "澄湖市科学技术委员会\n2024年1月20日",
        "主办单位：澄湖市科学技术委员会",
        "版权所有 澄湖市科学技术委员会",
    ],
)
def test_a_full_name_in_the_source_is_better_than_the_titles_short_one(spelling: str) -> None:
    """澄湖市科委 is called by its full name where signature or publisher spell it out; both are kept as found."""
    text = f"澄湖市科委2023年政府信息公开工作年度报告\n一、总体情况\n全年平稳。\n六、其他需要报告的事项\n无。\n{spelling}\n"

    report = parse(Source("x.txt", text.encode()))[0]

    assert "澄湖市科学技术委员会" == report.agency
    assert ["澄湖市科学技术委员会", "澄湖市科委"] == [found.value for found in report.found["agency"]][:2]


def test_a_short_name_that_the_opening_defines_is_spelled_out() -> None:
    """澄湖市科学技术委员会（以下简称“市科委”） says what the short name stands for."""
    opening = "2023年，澄湖市科学技术委员会（以下简称“市科委”）依法公开。"
    text = f"澄湖市科委2023年政府信息公开工作年度报告\n{opening}\n一、总体情况\n好。\n六、其他需要报告的事项\n无。\n"

    assert "澄湖市科学技术委员会" == parse(Source("x.txt", text.encode()))[0].agency


@pytest.mark.parametrize(
    ("title", "signature"),
    [
        ("澄湖市科委", "澄湖市水务局"),
        ("澄湖市", "澄湖市人民政府"),
        ("澄湖市科委", "北屏市科学技术委员会"),
    ],
)
def test_another_organ_does_not_replace_the_titles(title: str, signature: str) -> None:
    """Only a name that the short one abbreviates takes its place; nothing is made up."""
    text = (
        f"{title}2023年政府信息公开工作年度报告\n一、总体情况\n好。\n六、其他需要报告的事项\n无。\n{signature}\n2024年1月20日\n"
    )

    assert title == parse(Source("x.txt", text.encode()))[0].agency


@pytest.mark.parametrize(
    "dressed",
    [
        "{o}.{h}", "（{o}）{h}", "{n}. {h}", "0{n} {h}", "第{o}部分 {h}", "第{o}节、{h}", "{formal}、{h}", "【{o}、{h}】",
        "“{o}、{h}”", "《{h}》", "★{o}、{h}", "● {h}", "■{o}、{h}：", "**{o}、{h}**", "{o}、\n{h}", "## {o}、{h}",
        "{o}、{h} (Section {n})", "{o}、{h}（表{n}）", "{o}、{h}\nSection {n}: in 2022", "{o}、{h}\t{n}", "{o}、2022年{h}",
        "{o}、二〇二二年度{h}", "{o}、二〇二〇年{h}",
    ],
)  # fmt: skip
def test_headings_in_any_dress(dressed: str) -> None:
    """Numbered in another way, marked, in brackets or quotes: it is the same heading."""
    body = BODY
    for number, (ordinal, formal) in enumerate(zip("一二三四五六", "壹贰叁肆伍陆", strict=True), 1):
        lines = body.split("\n")
        place = next(place for place, line in enumerate(lines) if line.startswith(f"{ordinal}、") and "\t" not in line)
        lines[place] = dressed.format(o=ordinal, h=lines[place][2:], n=number, formal=formal)
        body = "\n".join(lines)

    found = only(f"澄湖市民政局2022年政府信息公开工作年度报告\n{body}")

    assert [1, 2, 3, 4, 5, 6] == [number for number in range(1, 7) if found.section(number)]
    assert () == found.extra_rows


@pytest.mark.parametrize("sentence", ["详见《总体情况》一文。", "“总体情况”部分已作说明，不再重复。", "按（总体情况）所述执行。"])
def test_a_heading_that_is_only_mentioned_is_none(sentence: str) -> None:
    """In a sentence, brackets and quotes hold a name."""
    found = only(f"澄湖市民政局2022年政府信息公开工作年度报告\n{BODY.replace('培训不够', sentence + '培训不够')}")
    section = found.section(5)

    assert section is not None
    assert sentence in section.text


def test_a_heading_that_runs_over_the_pages_with_their_numbers_is_no_beginning() -> None:
    """It comes again and again; the section begins where it stands alone."""
    lines = BODY.split("\n")
    lines.insert(2, "三、收到和处理政府信息公开申请情况\t1")
    found = only("澄湖市民政局2022年政府信息公开工作年度报告\n" + "\n".join(lines))
    third = found.section(3)

    assert third is not None
    assert "本年新收" in third.text
    assert "主动公开政府信息12条" not in third.text
