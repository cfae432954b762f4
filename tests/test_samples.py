"""The sample reports hold exactly what their README says is planted: every finding of every severity, no more and no less."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from core.parse import parse
from core.readers.files import expand
from core.readers.source import Source
from core.report import CellState, Report
from rules.check import check
from rules.context import PlainContext
from rules.packs import read_pack, with_packs
from rules.registry import all_rules
from rules.result import Status
from rules.settings import Settings

SAMPLES = Path(__file__).parents[1] / "sample_reports"
_ROW = re.compile(
    r"^\| `(?P<file>[^`]+)` \| (?P<code>[A-Z]\d{3}) \| `(?P<anchor>[^`]+)` \| (?P<severity>error|warning|info) \|", re.MULTILINE
)

Planted = tuple[str, str, str]


def planted() -> dict[str, set[Planted]]:
    """The README's table: for each file the (code, anchor, severity) planted in it."""
    found: dict[str, set[Planted]] = defaultdict(set)
    for row in _ROW.finditer((SAMPLES / "README.md").read_text("utf-8")):
        found[row["file"]].add((row["code"], row["anchor"], row["severity"]))
    return found


def reports() -> list[Report]:
    """Every text report; those of `formats/` are held to their figures where formats are tested."""
    return _read([*sorted(SAMPLES.glob("*.txt")), SAMPLES / "clean"])


def _read(paths: list[Path]) -> list[Report]:
    sources = [source for path in paths for source in expand(path) if isinstance(source, Source)]
    return [report for source in sources for report in parse(source)]


def test_samples_hold_exactly_what_is_planted() -> None:
    """What the rules find in all samples together, and in the county's under its pack, is the README's list."""
    found = {**_found(reports(), Settings()), **_found(_read([SAMPLES / "county"]), _county_settings())}

    assert dict(planted()) == found


def test_every_family_is_shown() -> None:
    """Each family of the catalogue speaks at least once."""
    shown = {code[0] for rows in planted().values() for code, _, _ in rows}

    assert {rule.family for rule in all_rules().values()} == shown


def _county_settings() -> Settings:
    pack = Path(__file__).parents[1] / "docs" / "packs" / "sample-county.toml"
    return with_packs(Settings(), [read_pack(pack.read_text("utf-8"), pack.stem)])


def _found(everything: list[Report], settings: Settings) -> dict[str, set[Planted]]:
    found: dict[str, set[Planted]] = defaultdict(set)
    for report in everything:
        name = Path(report.source).relative_to(SAMPLES).as_posix()
        for result in check(report, PlainContext(report, everything, settings=settings)):
            assert result.status is not Status.BROKEN, result
            if result.status is Status.FAIL:
                found[name].add((result.code, result.anchor, result.severity.value))
    return dict(found)


def test_every_sample_is_read_whole() -> None:
    """Every cell of every sample is read, or blank where a blank was planted; organ, year, date and sections too."""
    for report in [*reports(), *_read([SAMPLES / "county"])]:
        states = {cell.state for cell in report.cells.values()}
        assert states <= {CellState.NUMBER, CellState.BLANK}, report.source
        assert report.agency
        assert report.year
        assert report.published
        assert [section.number for section in report.sections if section.present and section.number] == [1, 2, 3, 4, 5, 6]


def test_every_sample_is_described() -> None:
    """The README names every file."""
    text = (SAMPLES / "README.md").read_text("utf-8")
    for path in [*SAMPLES.glob("*.txt"), *SAMPLES.glob("clean/*"), *SAMPLES.glob("county/*")]:
        if path.is_file():
            assert path.name in text
