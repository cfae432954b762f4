"""Single errors planted in sound reports, kind by kind, and whether they are found with the planted place in the evidence."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from core.forms import form
from core.parse import parse
from core.readers.source import Source
from core.report import Report
from rules.check import check
from rules.context import PlainContext
from rules.result import CellEvidence, Evidence, MissingEvidence, Result, SourceEvidence, Status, TextEvidence
from tests.forge.official import APPLICANTS, OUTCOMES_T4
from tests.forge.sound_report import Draft, sound_report


@dataclass(frozen=True)
class Planted:
    """A report with one error, and where a finding must point: a cell, a sentence, a section, the title, a table."""

    kind: str
    what: str
    draft: Draft
    cells: frozenset[str] = frozenset()
    sentence: str | None = None
    section: int | None = None
    title: bool = False
    table: str | None = None
    codes: tuple[str, ...] = ()
    """The rules that must speak; any may when empty."""

    def shows(self, result: Result) -> bool:
        """Whether a finding's evidence holds the planted place."""
        return (not self.codes or result.code in self.codes) and any(self._is_here(each, result) for each in result.evidence)

    def _is_here(self, evidence: Evidence, result: Result) -> bool:
        if isinstance(evidence, CellEvidence):
            return evidence.cell in self.cells or (self.table is not None and evidence.cell.startswith(f"{self.table}."))
        if isinstance(evidence, TextEvidence):
            words = evidence.text.strip()
            said = self.sentence is not None and bool(words) and (words in self.sentence or self.sentence in words)
            return (
                said or (self.section is not None and evidence.section == self.section) or (self.title and evidence.section == 0)
            )
        if isinstance(evidence, MissingEvidence):
            return self.section in (evidence.searched, result.section) or self.table is not None
        return isinstance(evidence, SourceEvidence) and self.title


Planter = Callable[[Draft, random.Random], Planted]
_APPLICATION_ROWS = tuple(row.key for row in form("2021").table_by_key["t3"].rows)


def mistyped(figure: str, chance: random.Random) -> str:
    """The figure with a digit changed, dropped, doubled or swapped, or off by a little; never the same value."""
    digits = list(figure)
    at = chance.randrange(len(digits))
    ways = [
        str(int(figure) + chance.choice((1, 2, 3, 10))),
        "".join([*digits[:at], str((int(digits[at]) + chance.randint(1, 9)) % 10), *digits[at + 1 :]]),
        "".join([*digits[: at + 1], *digits[at:]]),
        "".join(digits[:at] + digits[at + 1 :]),
        "".join([*digits[:at], *digits[at : at + 2][::-1], *digits[at + 2 :]]),
    ]
    wrong = [str(int(way)) for way in ways if way and int(way) != int(figure)]
    return chance.choice(wrong)


def _cell(draft: Draft, key: str, kind: str, chance: random.Random) -> Planted:
    wrong = mistyped(draft.cells[key], chance)
    changed = replace(draft, cells={**draft.cells, key: wrong})
    return Planted(kind, f"{key}: {draft.cells[key]} → {wrong}", changed, cells=frozenset((key,)))


def cell(draft: Draft, chance: random.Random) -> Planted:
    """A cell of table 3 or 4 that is no total."""
    keys = [f"t3.{row}.{column}" for row in _APPLICATION_ROWS if row != "total" for column in APPLICANTS]
    keys += [f"t4.{row}.{column}" for row in ("review", "suit_direct", "suit_after_review") for column in OUTCOMES_T4]
    return _cell(draft, chance.choice(keys), "cell", chance)


def total(draft: Draft, chance: random.Random) -> Planted:
    """A total of table 3, of a row or of a column, or of table 4."""
    keys = [f"t3.{row}.total" for row in _APPLICATION_ROWS] + [f"t3.total.{column}" for column in APPLICANTS]
    keys += [f"t4.{row}.total" for row in ("review", "suit_direct", "suit_after_review")] * 4
    return _cell(draft, chance.choice(keys), "total", chance)


def first_table(draft: Draft, chance: random.Random) -> Planted:
    """A figure of table 2 that the narrative gives as well."""
    rows = ["normative_documents.issued", "normative_documents.repealed", "normative_documents.in_force"]
    rows += ["licences.decisions", "penalties.decisions", "coercive_measures.decisions"]
    return _cell(draft, f"t2.{chance.choice(rows)}", "cell of table 2", chance)


_TOLD = [
    "new",
    "over",
    "done",
    "fwd",
    "np",
    "org",
    "granted",
    "partial",
    "refused",
    "unavailable",
    "rejected",
    "other",
    "review",
    "r_upheld",
    "r_corrected",
    "r_other",
    "r_pending",
    "suit",
    "issued",
    "repealed",
    "in_force",
    "lic",
    "pen",
    "coer",
]


def _slot(draft: Draft, name: str, wrong: str, kind: str) -> Planted:
    changed = replace(draft, slots={**draft.slots, name: wrong})
    section, number, template = next(
        (section, number, template)
        for section, sentences in draft.templates.items()
        for number, template in enumerate(sentences)
        if f"{{{name}}}" in template
    )
    what = f"{name}: {draft.slots[name]} → {wrong}"
    if template.count(f"{{{name}}}") == 1 and not any(f"{{{name}}}" in other for other in draft.templates[section][number + 1 :]):
        return Planted(kind, what, changed, sentence=changed.sentence(section, number))
    templates = list(draft.templates[section])
    templates[number] = template.replace(f"{{{name}}}", wrong, 1)
    once = replace(draft, templates={**draft.templates, section: tuple(templates)})
    return Planted(kind, what, once, sentence=once.sentence(section, number))


def figure(draft: Draft, chance: random.Random) -> Planted:
    """A figure of the narrative that stands in a table."""
    name = chance.choice(_TOLD)
    return _slot(draft, name, mistyped(draft.slots[name], chance), "narrative figure")


def branch(draft: Draft, chance: random.Random) -> Planted:
    """A part of a list that divides a whole which no table counts, or the whole itself."""
    name = chance.choice(("published_1", "published_2", "published_3", "published", "by_1", "by_2", "by_3"))
    return _slot(draft, name, mistyped(draft.slots[name], chance), "branch")


def growth(draft: Draft, chance: random.Random) -> Planted:
    """A percentage of growth, or the word for it."""
    if chance.random() < 0.3:
        return _reworded(draft, 1, "增长{growth}%", "下降{growth}%", "growth")
    return _slot(draft, "growth", f"{float(draft.slots['growth']) + chance.choice((0.5, 1, 3, 10, -0.4)):.1f}", "growth")


def fee(draft: Draft, chance: random.Random) -> Planted:
    """An item of the fees mistyped or in the wrong unit, the stated total, or the table's amount."""
    way = chance.choice(("item", "unit", "stated", "table"))
    items = [name for name in draft.slots if name.startswith("fee_")]
    name = chance.choice(items)
    if way == "unit":
        return _reworded(draft, 6, f"{{{name}}}元", f"{{{name}}}万元", "fee")
    if way == "item":
        return _slot(draft, name, mistyped(draft.slots[name], chance), "fee")
    whole, _, decimals = draft.slots["fees"].partition(".")
    wrong = f"{mistyped(whole, chance)}.{decimals}"
    if way == "stated":
        return _slot(draft, "fees", wrong, "fee")
    key = "t2.fees.amount"
    changed = replace(draft, cells={**draft.cells, key: wrong})
    return Planted("fee", f"{key}: {draft.cells[key]} → {wrong}", changed, cells=frozenset((key,)))


def _reworded(draft: Draft, section: int, old: str, new: str, kind: str) -> Planted:
    sentences = list(draft.templates[section])
    number = next(number for number, sentence in enumerate(sentences) if old in sentence)
    sentences[number] = sentences[number].replace(old, new, 1)
    changed = replace(draft, templates={**draft.templates, section: tuple(sentences)})
    return Planted(
        kind, f"{old} → {new}", changed, sentence=changed.sentence(section, number), section=section if not section else None
    )


def _titled(draft: Draft) -> Draft:
    return replace(draft, title="{agency}{P}年政府信息公开工作年度报告")


def year(draft: Draft, chance: random.Random) -> Planted:
    """Another year in the title, the first sentence, the period, the opening of a paragraph or a plan; or no such day."""
    ways: list[Callable[[], Planted]] = [
        lambda: Planted("year", "title", _titled(draft), title=True, codes=("S202", "N208")),
        lambda: _reworded(draft, 0, "{Y}年度报告", "{P}年度报告", "year"),
        lambda: _reworded(draft, 0, "自{Y}年1月1日", "自{P}年1月1日", "year"),
        lambda: _reworded(draft, 0, "至{Y}年12月31日", "至{Y}年11月30日", "year"),
        lambda: _reworded(draft, 1, "{Y}年6月30日", "{Y}年6月31日", "year"),
        lambda: _reworded(draft, 5, "{Q}年将明确", "{P}年将进一步明确", "year"),
        lambda: _said(draft, 1, "{P}年，我局认真落实条例，扎实推进政务公开。", "year"),
    ]
    return chance.choice(ways)()


def section(draft: Draft, chance: random.Random) -> Planted:
    """A section missing, two of them swapped, one of the last two empty."""
    way = chance.choice(("missing", "swapped", "empty"))
    number = chance.randint(1, 6)
    if way == "missing":
        return Planted(
            "section", f"{number} missing", replace(draft, without=frozenset((number,))), section=number, codes=("S101",)
        )
    if way == "swapped":
        number = chance.randint(1, 5)
        order = list(draft.order)
        order[number - 1 : number + 1] = order[number - 1 : number + 1][::-1]
        what = f"{number} and the next swapped"
        return Planted("section", what, replace(draft, order=tuple(order)), section=number, codes=("S102",))
    number = chance.choice((5, 6))
    changed = replace(draft, templates={**draft.templates, number: ()})
    return Planted("section", f"{number} empty", changed, section=number, codes=("S104",))


_STATEMENTS = (
    (1, "全年未发生因政府信息公开引起的行政复议。"),
    (1, "本年度没有发生因政府信息公开被提起行政诉讼的情况。"),
    (1, "{Y}年，本机关未收到政府信息公开申请。"),
    (1, "收到的政府信息公开申请已全部办结。"),
    (1, "无上年结转的政府信息公开申请。"),
    (1, "没有结转下年度继续办理的政府信息公开申请。"),
    (6, "{Y}年，本机关没有收取行政事业性收费。"),
    (1, "本年度未制发行政规范性文件。"),
    (1, "{Y}年，本机关未废止行政规范性文件。"),
    (1, "本年度未作出行政处罚决定。"),
)


def _said(draft: Draft, section: int, sentence: str, kind: str) -> Planted:
    sentences = (sentence, *draft.templates[section])
    changed = replace(draft, templates={**draft.templates, section: sentences})
    return Planted(kind, sentence, changed, sentence=changed.sentence(section, 0))


def statement(draft: Draft, chance: random.Random) -> Planted:
    """A sentence that says there was none of what a table counts, in place of the figures."""
    number, sentence = chance.choice(_STATEMENTS)
    return _said(draft, number, sentence, "statement")


def carried_over(draft: Draft, chance: random.Random) -> Planted:
    """What last year's file carried forward is not what was carried over."""
    assert draft.last is not None
    column = chance.choice(APPLICANTS)
    key = f"t3.carried_forward.{column}"
    more = int(draft.last.cells[key]) + chance.randint(1, 5)
    difference = more - int(draft.last.cells[key])
    last = dict(draft.last.cells)
    for each in (column, "total"):
        last[f"t3.carried_forward.{each}"] = str(int(last[f"t3.carried_forward.{each}"]) + difference)
        last[f"t3.new.{each}"] = str(int(last[f"t3.new.{each}"]) + difference)
    changed = replace(draft, last=replace(draft.last, cells=last))
    return Planted("carried over", f"last year's {key} → {more}", changed, cells=frozenset((f"t3.carried_over.{column}", key)))


def stock(draft: Draft, chance: random.Random) -> Planted:
    """What last year's file had in force does not lead to this year's."""
    assert draft.last is not None
    key = "t2.normative_documents.in_force"
    last = {**draft.last.cells, key: mistyped(draft.last.cells[key], chance)}
    changed = replace(draft, last=replace(draft.last, cells=last))
    return Planted("stock", f"last year's {key} → {last[key]}", changed, cells=frozenset((key,)))


def column_lost(draft: Draft, chance: random.Random) -> Planted:
    """A column of table 3 is gone from every row."""
    name = chance.choice((*APPLICANTS, "total"))
    changed = replace(draft, without_column=name)
    return Planted("column lost", name, changed, table="t3", codes=("S302", "S304"))


def row_or_table_lost(draft: Draft, chance: random.Random) -> Planted:
    """A row of table 3, or a whole table, is gone."""
    if chance.random() < 0.5:
        table = chance.choice(("t2", "t3", "t4"))
        return Planted("row or table lost", table, replace(draft, without_table=table), table=table, codes=("S301",))
    row = f"t3.{chance.choice(_APPLICATION_ROWS)}"
    return Planted("row or table lost", row, replace(draft, without_row=row), table="t3", codes=("S303",))


def emptied(draft: Draft, chance: random.Random) -> Planted:
    """A cell that held a figure is left blank, or holds words."""
    keys = [key for key, value in draft.cells.items() if value != "0" and not key.startswith("t2.fees")]
    key, printed = chance.choice(keys), chance.choice(("", "—", "若干"))
    changed = replace(draft, cells={**draft.cells, key: printed}, layout="tabs_full")
    return Planted("emptied", f"{key}: {draft.cells[key]} → {printed!r}", changed, cells=frozenset((key,)))


PLANTERS: tuple[Planter, ...] = (
    cell, total, first_table, figure, branch, growth, fee, year, section, statement, carried_over, stock, column_lost,
    row_or_table_lost, emptied,
)  # fmt: skip


def planted(planter: Planter, seed: int) -> Planted:
    """The error that this planter plants with this seed."""
    return planter(sound_report(seed % 25), random.Random(f"{planter.__name__}/{seed}"))


def read(draft: Draft) -> Report:
    """The report as the parser reads it."""
    return parse(Source("report.txt", draft.text().encode()))[0]


@cache
def _before(draft_seed: int) -> frozenset[tuple[str, str]]:
    return frozenset((each.code, each.anchor) for each in fails(sound_report(draft_seed)))


def fails(draft: Draft) -> list[Result]:
    """What the rules find in a report with last year's beside it."""
    reports = [read(each) for each in (draft, draft.last) if each is not None]
    return [each for each in check(reports[0], PlainContext(reports[0], reports)) if each.status is Status.FAIL]


def found(error: Planted) -> list[str]:
    """The codes of new findings that show the planted place."""
    old = _before(error.draft.seed)
    return sorted({each.code for each in fails(error.draft) if (each.code, each.anchor) not in old and error.shows(each)})


def measure(count: int) -> Iterator[tuple[Planted, list[str]]]:
    """`count` errors of every kind, each with the codes that found it."""
    for planter in PLANTERS:
        for seed in range(count):
            error = planted(planter, seed)
            yield error, found(error)


def lines(outcomes: list[tuple[Planted, list[str]]]) -> Iterator[str]:
    """A line a kind, and one for all."""
    every, hit = Counter(error.kind for error, _ in outcomes), Counter(error.kind for error, codes in outcomes if codes)
    for kind in every:
        by = Counter(code for error, codes in outcomes if error.kind == kind for code in codes)
        yield f"{kind:18} {hit[kind]}/{every[kind]}  by {', '.join(f'{code} {number}' for code, number in by.most_common(6))}"
    yield f"{'all':18} {hit.total()}/{every.total()} = {hit.total() / every.total():.4f}"
