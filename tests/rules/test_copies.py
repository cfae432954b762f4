"""What two reports share, and the plain context over several reports."""

from __future__ import annotations

from rules.context import PlainContext
from rules.copies import alike, shared, sketch
from rules.sentences import sentences
from rules.settings import Settings
from tests.rules.build import build

TEXT = "全年在门户网站公布户籍办理指南，更新窗口时间表。组织民警走进社区讲解法规，发放材料。对收费标准逐项复核，撤下过期公告。"


def test_figures_years_and_names_do_not_hide_a_copy() -> None:
    """A sentence with another number and another organ's name is the same sentence."""
    ours = build(sections={1: "云岭市公安局2023年办理户籍业务120件，群众满意。"})
    theirs = build(agency="青石县公安局", sections={1: "青石县公安局2022年办理户籍业务98件，群众满意。"})

    assert 1 == shared(ours, theirs, (1,)).count


def test_boilerplate_is_nobodys_copy() -> None:
    """Sentences that name the Regulations or that a pack names are left out."""
    report = build(sections={1: "根据政府信息公开条例的规定编制了本年度的报告。按照省政务公开办公室统一部署开展工作。"})

    assert 1 == len(sentences(report, (1,)))
    assert () == sentences(report, (1,), ("按照省政务公开办公室统一部署",))


def test_nearly_the_same_is_the_same() -> None:
    """One word changed in a long sentence leaves it a copy."""
    ours = build(sections={1: "组织全体民警走进各个社区集中讲解交通安全法规，现场发放宣传材料。"})
    theirs = build(sections={1: "组织全体民警走进各个社区集中讲解交通安全法律，现场发放宣传材料。"})

    assert 1 == shared(ours, theirs, (1,)).count


def test_sketches_find_look_alikes() -> None:
    """Reports that share their sentences share their sketch; strangers do not."""
    ours, twin = build(sections={1: TEXT}), build(agency="青石县公安局", sections={1: TEXT})
    stranger = build(
        agency="白水县公安局", sections={1: "重点公布老旧小区改造期间的管制信息。清理历年发布的通告并作出标注。", 5: "无。"}
    )

    assert alike(ours, twin)
    assert sketch(ours)
    assert not alike(ours, stranger)


def test_the_plain_context_knows_its_surroundings() -> None:
    """History by year, rivals by subject, children by the hierarchy."""
    report, last_year = build(), build(year=2022)
    rival, child = build(cells={"t3.new.total": "1"}), build(agency="青石县公安局")
    settings = Settings(hierarchy={"云岭市公安局": ("青石县公安局", "白水县公安局")})
    context = PlainContext(report, (report, last_year, rival, child), settings)

    children = context.children()
    assert last_year is context.history(2022)
    assert context.history(2021) is None
    assert (2022, 2023) == context.years()
    assert (rival.source,) == context.rivals()
    assert children is not None
    assert ((child,), ("白水县公安局",)) == (children.loaded, children.missing)
