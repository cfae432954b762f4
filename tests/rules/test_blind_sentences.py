"""Sentences written without looking at the parser: a changed figure must be found, ordinary sentences leave N silent."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from rules.check import check
from rules.result import Result, Severity, Status
from tests.forge.random_report import random_report
from tests.rules.build import TEXTS, build

_CORPUS: Mapping[str, str] = tomllib.loads((Path(__file__).parent / "blind_sentences.toml").read_text("utf-8"))
TRUE = [line for line in _CORPUS["true"].splitlines() if line]
QUIET = [line for line in _CORPUS["quiet"].splitlines() if line]
_SUMS = frozenset(("N201", "N202", "N203", "N206"))
"""A changed figure of a division is found as well when it breaks the division."""
_ORGANISATIONS = ("business", "research", "public_interest", "legal_service", "other_org")
_KINDS = dict(zip(("np", "biz", "res", "pub", "leg"), ("natural_person", *_ORGANISATIONS), strict=False))
_REASONS = {
    "state_secret": "refused.state_secret", "third_party": "refused.third_party", "not_held": "unavailable.not_held",
    "must_create": "unavailable.must_create", "unclear": "unavailable.unclear", "duplicate": "rejected.duplicate",
    "complaint": "rejected.complaint",
}  # fmt: skip
_GROUPS = ("granted", "partial", "gp", "refused", "unavailable", "rejected", "other", *_REASONS)


def codes_for(name: str) -> frozenset[str]:
    """The codes of which one must speak when this placeholder's figure is changed."""
    plain = {"new": "N101", "done": "N102", "over": "N103", "fwd": "N104", "lic": "N110", "pen": "N110", "coer": "N110"}
    if name in plain:
        return frozenset((plain[name],))
    if name == "handled":
        return frozenset(("N101", "N102"))
    if name in _GROUPS:
        return frozenset(("N105",))
    prefixes = {"new_": "N106", "review": "N107", "suit": "N108", "nd_": "N109"}
    return frozenset(code for prefix, code in prefixes.items() if name.startswith(prefix))


@cache
def cells_of(seed: int) -> tuple[str, int, Mapping[str, str]]:
    """A random report whose tables tally, with something carried over and forward and some disputes: organ, year, cells."""
    needed = ("t3.carried_over.total", "t3.carried_forward.total", "t4.review.total", "t4.suit_direct.total")
    for attempt in range(seed * 1000, seed * 1000 + 1000):
        report = random_report(attempt)
        if all(report.values[key] != "0" for key in needed):
            return report.agency, report.year, report.values
    raise AssertionError("no such report among a thousand")


def figures(cells: Mapping[str, str], chance: random.Random) -> dict[str, int]:
    """The value of every placeholder."""

    def at(key: str) -> int:
        return int(cells[key])

    def group(name: str) -> int:
        return sum(int(v) for k, v in cells.items() if k.startswith(f"t3.{name}.") and k.endswith(".total"))

    new, over = at("t3.new.total"), at("t3.carried_over.total")
    granted, partial = at("t3.granted.total"), at("t3.partial.total")
    first = chance.randint(0, new)
    second = chance.randint(0, new - first)
    found = {"new": new, "over": over, "done": at("t3.total.total"), "fwd": at("t3.carried_forward.total"), "handled": new + over}
    found |= {"granted": granted, "partial": partial, "gp": granted + partial}
    found |= {name: group(name) for name in ("refused", "unavailable", "rejected", "other")}
    found |= {name: at(f"t3.{row}.total") for name, row in _REASONS.items()}
    found |= {f"new_{name}": at(f"t3.new.{column}") for name, column in _KINDS.items()}
    found["new_org"] = sum(at(f"t3.new.{column}") for column in _ORGANISATIONS)
    found |= {"suit_direct": at("t4.suit_direct.total"), "suit_after": at("t4.suit_after_review.total")}
    found |= {"review": at("t4.review.total"), "suit": found["suit_direct"] + found["suit_after"]}
    for verdict in ("upheld", "corrected", "other", "pending"):
        found[f"review_{verdict}"] = at(f"t4.review.{verdict}")
        found[f"suit_{verdict}"] = at(f"t4.suit_direct.{verdict}") + at(f"t4.suit_after_review.{verdict}")
    found |= {f"nd_{act}": at(f"t2.normative_documents.{act}") for act in ("issued", "repealed", "in_force")}
    rows = (("lic", "licences"), ("pen", "penalties"), ("coer", "coercive_measures"))
    found |= {name: at(f"t2.{row}.decisions") for name, row in rows}
    x = chance.randint(100, 900)
    return found | {"s1": first, "s2": second, "s3": new - first - second, "x": x, "x2": chance.randint(20, x - 1)}


def spoken(template: str, seed: int, changed: str | None = None) -> list[Result]:
    """The N findings of a report whose second paragraph is the sentence, one figure changed or none."""
    agency, year, cells = cells_of(seed % 12)
    chance = random.Random(f"{template}/{seed}/{changed}")
    values = figures(cells, chance)
    if changed:
        values[changed] += chance.choice((1, 2, 3, 7, 10))
    sentence = template.format(Y=year, P=year - 1, Q=year + 1, **values)
    before, _, after = TEXTS[1].partition("（二）")
    text = f"{before}（二）依申请公开情况。{sentence}\n（三）{after.partition('（三）')[2]}"
    report = build(agency=agency, year=year, cells=cells, sections={1: text})
    return [each for each in check(report) if each.status is Status.FAIL and each.code[0] == "N" and each.code != "N301"]


@cache
def outcome() -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
    """Figures changed, figures found, what was missed, and errors about something else than the changed figure."""
    changed = found = 0
    missed: list[str] = []
    false: list[str] = []
    for seed, template in enumerate(TRUE):
        false += (f"{each.code}: {template}" for each in spoken(template, seed) if each.severity is Severity.ERROR)
        for name in dict.fromkeys(re.findall(r"\{(\w+)\}", template)):
            expected = codes_for(name)
            if not expected:
                continue
            results = spoken(template, seed, name)
            changed += 1
            hit = any(each.code in expected | _SUMS for each in results)
            found += hit
            missed += () if hit else (f"{name}: {template}",)
            false += (
                f"{each.code} for {name}: {template}"
                for each in results
                if each.severity is Severity.ERROR and each.code not in expected | _SUMS
            )
    return changed, found, tuple(missed), tuple(false)


def quiet_cases() -> Iterator[tuple[str, int]]:
    """Every quiet sentence in two different reports."""
    return ((template, seed + again) for seed, template in enumerate(QUIET) for again in (0, 5))


@pytest.mark.parametrize(("template", "seed"), list(quiet_cases()))
def test_ordinary_sentences_leave_errors_silent(template: str, seed: int) -> None:
    """No N error, whatever the figures."""
    assert [each.code for each in spoken(template, seed) if each.severity is Severity.ERROR] == []


def test_changed_figures_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    """At least nine of ten changed figures are found, and 98 % of the errors are about the changed figure."""
    changed, found, missed, false = outcome()
    recall, precision = found / changed, found / (found + len(false))
    with capsys.disabled():
        print(f"\nblind sentences: recall {recall:.3f} of {changed}, precision of errors {precision:.3f}")
    assert recall >= 0.9, missed
    assert precision >= 0.98, false


def test_reports_of_several_years_are_used() -> None:
    """The random reports differ, so that no sentence is right by chance."""
    assert len({cells_of(seed)[:2] for seed in range(12)}) > 6
