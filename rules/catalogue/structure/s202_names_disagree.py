"""S202: title, first sentence and file disagree on the organ or the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.identity import agency_key
from core.report import Found, Report
from rules.context import Run
from rules.registry import rule
from rules.result import Evidence, Result, Severity, SourceEvidence, TextEvidence

_STRONG = ("title", "text", "table", "metadata")
"""A file's name may carry the year of publication, so it is heard on the year only when nothing else names one."""


@rule(code="S202", severity=Severity.WARNING, basis="consistency")
def names_disagree(report: Report, run: Run) -> Iterator[Result]:
    """Wherever the report names its organ and its year, it names the same ones."""
    years = [found for found in report.found.get("year", ()) if found.origin in _STRONG]
    organs = [found for found in report.found.get("agency", ()) if found.origin in ("title", "text", "table")]
    if not years and not organs:
        yield names_disagree.skipped("nothing_to_compare")
    if len({found.value for found in years}) > 1:
        yield _disagreement(report, "year", _distinct(years))
    others = [found for found in organs if not any(same_organ(found.value, other.value) for other in organs[:1])]
    if others:
        yield _disagreement(report, "organ", [organs[0], *others])


def _disagreement(report: Report, variant: str, found: Sequence[Found]) -> Result:
    return names_disagree.fail(
        f"names/{variant}",
        *(_evidence(report, each) for each in found),
        section=0,
        variant=variant,
        printed=tuple(each.value for each in found),
    )


def _distinct(found: Sequence[Found]) -> list[Found]:
    kept: dict[str, Found] = {}
    for each in found:
        kept.setdefault(each.value, each)
    return list(kept.values())


def _evidence(report: Report, found: Found) -> Evidence:
    if found.origin in ("file_name", "metadata", "title"):
        return SourceEvidence(
            "file_name" if found.origin == "file_name" else "metadata" if found.origin == "metadata" else "title", found.text
        )
    if found.span is not None:
        return TextEvidence(found.span.section, found.span.start, found.span.end, found.text)
    for section in report.sections:
        at = section.text.find(found.text)
        if at >= 0 and found.text:
            return TextEvidence(section.number, at, at + len(found.text), found.text)
    return TextEvidence(0, 0, 0, found.text)


def same_organ(name: str, other: str) -> bool:
    """Whether one name is a shorter way to write the other: 市科委 for 市科学技术委员会, 某市 for 某市人民政府."""
    short, long = sorted((agency_key(name), agency_key(other)), key=len)
    characters = iter(long)
    return all(character in characters for character in short)
