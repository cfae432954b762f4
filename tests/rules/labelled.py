"""Sentences labelled by hand, and what the N rules say of them in a report that is otherwise consistent."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from core.forms import form
from core.parse import parse
from core.readers.source import Source
from core.report import Report
from rules.check import check
from rules.context import PlainContext
from rules.result import Status
from tests.forge.official import APPLICANTS, OUTCOMES_T4, KnownReport
from tests.forge.render_text import tabs_full

_FOLDER = Path(__file__).parent / "blind"
_FILES = ("fires.toml", "quiet.toml", "second.toml")
_ENTERED = ("new", "carried_over", "total", "carried_forward")


@dataclass(frozen=True)
class Labelled:
    """A sentence, the report it stands in, and what must and may be said of it."""

    text: str
    context: str
    section: int
    must: tuple[str, ...]
    may: frozenset[str]

    def wanted(self, finding: tuple[str, str]) -> bool:
        """Whether a finding (code, severity) is one that the label asks for, whatever its severity."""
        return any(finding[0] in each.split()[0].split("|") for each in self.must)

    def met(self, label: str, findings: set[tuple[str, str]]) -> bool:
        """Whether one of a label's codes was found with its severity."""
        codes, _, severity = label.partition(" ")
        return any(code in codes.split("|") and severity in ("", found) for code, found in findings)


@dataclass
class Measured:
    """Hits, misses and false alarms by code."""

    hits: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, Labelled]] = field(default_factory=list)
    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    false: list[tuple[str, str, Labelled]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of labels met."""
        return self.hits.total() / (self.hits.total() + len(self.missed))

    def precision(self, severity: str | None = None) -> float:
        """The share of findings that a label asks for or allows."""
        right = sum(number for (_, found), number in self.right.items() if severity in (None, found))
        wrong = sum(severity in (None, found) for _, found, _ in self.false)
        return right / (right + wrong) if right + wrong else 1.0

    def lines(self) -> Iterator[str]:
        """A line a code and one for all."""
        missed, false = Counter(code for code, _ in self.missed), Counter(code for code, _, _ in self.false)
        right: Counter[str] = Counter()
        for (code, _), number in self.right.items():
            right[code] += number
        for code in sorted({*self.hits, *missed, *right, *false}):
            asked, said = self.hits[code] + missed[code], right[code] + false[code]
            yield f"{code}  recall {self.hits[code]}/{asked}  precision {right[code]}/{said}"
        yield f"all   recall {self.recall:.4f}  precision {self.precision():.4f}  of errors {self.precision('error'):.4f}"


def labelled(only: str | None = None) -> Iterator[Labelled]:
    """Every labelled sentence, or those of one file."""
    for name in _FILES if only is None else (only,):
        for case in tomllib.loads((_FOLDER / name).read_text("utf-8"))["case"]:
            for text in case["texts"]:
                must, may = tuple(case.get("must", ())), frozenset(case.get("may", ()))
                yield Labelled(text, case["in"], case.get("section", 1), must, may)


def measure(only: str | None = None) -> Measured:
    """What the N rules say of every labelled sentence, against its label."""
    result = Measured()
    for each in labelled(only):
        findings = said_of(each)
        for label in each.must:
            code = label.split()[0].split("|")[0]
            if each.met(label, findings):
                result.hits[code] += 1
            else:
                result.missed.append((code, each))
        for code, severity in sorted(findings):
            if each.wanted((code, severity)) or code in each.may:
                result.right[code, severity] += 1
            else:
                result.false.append((code, severity, each))
    return result


def said_of(sentence: Labelled) -> set[tuple[str, str]]:
    """Codes and severities of the N findings in the report that holds the sentence."""
    report = report_with(sentence)
    last = last_year(sentence.context)
    results = check(report, PlainContext(report, (last,)) if last else None)
    return {(each.code, each.severity.value) for each in results if each.status is Status.FAIL and each.code[0] == "N"}


@cache
def contexts() -> Mapping[str, dict[str, Any]]:
    """The reports that sentences stand in, as written by hand."""
    return tomllib.loads((_FOLDER / "contexts.toml").read_text("utf-8"))


def report_with(sentence: Labelled) -> Report:
    """The parsed report with the sentence as a paragraph of its own."""
    context = contexts()[sentence.context]
    narrative = {**_usual(context["agency"], context["year"])}
    before = narrative[sentence.section]
    if sentence.section == 6 and "信息处理费" in sentence.text:
        before = ()
    narrative[sentence.section] = (*before, sentence.text)
    return _parsed(context, narrative)


@cache
def last_year(name: str) -> Report | None:
    """Last year's report of the organ, for the contexts that have one."""
    context = contexts()[name]
    if "last_new" not in context:
        return None
    row = [context["last_new"], 0, 0, 0, 0, 0]
    earlier = {**context, "year": context["year"] - 1, "t3": {"new": row, "granted": row}, "t4": {}}
    return _parsed(earlier, _usual(earlier["agency"], earlier["year"]))


def _usual(agency: str, year: int) -> dict[int, tuple[str, ...]]:
    opening = f"本报告由{agency}根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{year}年1月1日起至12月31日止。"
    return {
        0: (opening,),
        1: (f"{year}年，{agency}认真贯彻落实政府信息公开条例，扎实推进政务公开各项工作。",),
        5: ("部分栏目更新还不够及时，下一步将加强培训，完善通报制度。",),
        6: ("本年度没有收取信息处理费。",),
    }


def _parsed(context: Mapping[str, Any], narrative: Mapping[int, tuple[str, ...]]) -> Report:
    if "form" not in context:
        title = f"{context['agency']}{context['year']}年政府信息公开工作年度报告"
        lines = [title, *narrative[0], "一、概述", *narrative[1], "二、存在的问题", *narrative[5]]
    else:
        official = form(context["form"])
        values = dict.fromkeys(official.cell_keys, "0")
        values |= {f"t2.{key}": figure for key, figure in context["t2"].items()}
        values |= _applications(context["t3"], official.table_by_key["t3"].row_by_key)
        values |= _disputes(context["t4"])
        known = KnownReport(context["form"], context["agency"], context["year"], values, dict(narrative))
        lines = []
        for part in known.parts():
            lines += [part] if isinstance(part, str) else tabs_full(part, Random(0))
    (report,) = parse(Source("report.txt", "\n".join(lines).encode()))
    return report


def _applications(given: Mapping[str, list[int]], rows: Mapping[str, Any]) -> dict[str, str]:
    counts = {row: list(given.get(row, [0] * 6)) for row in rows}
    outcomes = [row for row in rows if row not in _ENTERED]
    counts["total"] = [sum(counts[row][at] for row in outcomes) for at in range(6)]
    for at in range(6):
        entered = counts["new"][at] + counts["carried_over"][at]
        assert entered == counts["total"][at] + counts["carried_forward"][at], (at, counts)
    columns = (*APPLICANTS, "total")
    return {
        f"t3.{row}.{column}": str(figure)
        for row, figures in counts.items()
        for column, figure in zip(columns, [*figures, sum(figures)], strict=True)
    }


def _disputes(given: Mapping[str, list[int]]) -> dict[str, str]:
    return {
        f"t4.{group}.{column}": str(figure)
        for group, figures in given.items()
        for column, figure in zip((*OUTCOMES_T4, "total"), [*figures, sum(figures)], strict=True)
    }
