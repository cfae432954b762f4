"""The words that exports share with the workbench, taken from where the workbench has them: one word a thing."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from core.words import Language, known, say
from rules.audit import Verdict
from rules.result import Severity, Status


def severity_name(severity: Severity, language: Language) -> str:
    """The severity as a word."""
    return say(f"review.severity_{severity.value}", language)


def verdict_name(verdict: Verdict, language: Language) -> str:
    """The verdict as a word."""
    return say(f"review.verdict_{verdict}", language)


def status_name(status: Status, language: Language) -> str:
    """How a check came out, as a word; not for findings, which have a severity instead."""
    return say(f"review.status_{status.value}", language)


def version_name(status: str, language: Language) -> str:
    """Whether a version is the current one, a rival or a former one, as a word."""
    return say(f"review.version_{status}", language)


def section_name(number: int | None, language: Language) -> str:
    """`三、收到和处理政府信息公开申请情况`; the whole report when None."""
    word = "export.section.report" if number is None else f"export.section.{number}"
    return say(word, language) if known(word, language) else str(number)


def aside(text: str, note: str, language: Language) -> str:
    """A text with a note in brackets; without brackets when there is no note."""
    return say("export.aside", language, text=text, aside=note) if note else text


def comma(language: Language) -> str:
    """What parts the members of a list."""
    return "，" if language == "zh" else ", "


def local_time(stamp: str | None, zone: tzinfo | None = None) -> str:
    """A stored moment on the reader's clock, to the minute; what is no moment stays as it is."""
    if not stamp:
        return ""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return aware.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):
        return stamp
