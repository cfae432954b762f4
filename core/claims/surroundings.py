"""What earlier clauses and the report itself say about the figures of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.claims.lexicon import Term
from core.claims.sentences import Sentence
from core.claims.wording import distributed

_GOES_ON = ("其中", "（其中", "按申请人", "从申请人", "按照申请人", "按申请主体", "从申请主体", "申请人中", "申请人类型")
DISCLOSURE = re.compile(r"信息公开|依申请|公开申请|申请公开|政务公开")


@dataclass(slots=True)
class Surroundings:
    """What earlier clauses and the report itself say about a figure: the form, the section, the topic, the last things named."""

    form: str
    section: int
    reviewing_organ: bool
    topical: bool = False
    """Whether the paragraph is headed 依申请公开, so that bare verbs speak of applications."""
    application: bool = False
    disclosure: bool = False
    document: tuple[str, ...] = ()
    document_act: str | None = None
    decision: str | None = None
    case: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    outcomes: int = 0
    assigned: dict[int, tuple[Term, ...]] = field(default_factory=dict)
    """Figures of 分别为-lists and the label each one belongs to."""


def enter(sentence: Sentence, section: int, earlier: Surroundings) -> Surroundings:
    """The surroundings at the beginning of a sentence; one that begins with 其中 goes on where the last one stopped."""
    topic = sentence.topic == "application"
    fresh = Surroundings(earlier.form, section, earlier.reviewing_organ)
    if sentence.text.startswith(_GOES_ON):
        fresh.document, fresh.case, fresh.rows = earlier.document, earlier.case, earlier.rows
        fresh.application, fresh.disclosure = earlier.application, earlier.disclosure
    fresh.topical = topic or section == 3
    fresh.application = fresh.application or topic or section == 3 or any(t.kind == "application" for t in sentence.terms)
    fresh.disclosure = (
        fresh.disclosure
        or (earlier.disclosure and bool(earlier.case))
        or topic
        or sentence.topic == "case"
        or section in (3, 4)
        or DISCLOSURE.search(sentence.text) is not None
    )
    fresh.outcomes = len({t.value for t in sentence.terms if t.kind == "outcome"})
    fresh.assigned = distributed(sentence)
    return fresh


def remember(words: Iterable[Term], around: Surroundings) -> None:
    """Keep what a clause names for the clauses after it."""
    documents = tuple(term.value for term in words if term.kind == "document")
    acts = [term.value for term in words if term.kind == "document_act"]
    cases = tuple(term.value for term in words if term.kind == "case")
    around.document = documents or around.document
    around.document_act = acts[-1] if acts else around.document_act
    around.case = cases or around.case
