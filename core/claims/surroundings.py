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

_NUMBER = r"的?[0-9〇零一二两三四五六七八九十百千]{1,6}"
_CLASSIFIED = re.compile(rf"主动公开{_NUMBER}[^。；]{{1,12}}?依申请公开{_NUMBER}[^。；]{{1,12}}?不(?:予)?公开{_NUMBER}")
_LONG_LABEL = 8
"""An official label of this length (属于行政执法案卷) is used for nothing but applications."""
_NOUNS = frozenset(("application", "plain_application", "outcome", "applicant", "case", "document", "decision"))


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
    sifted: bool = False
    """Whether the documents last named are those that were 清理, 审查, 备案: not the stock the table counts."""
    foreign: bool = False
    """Whether the last noun of the sentence is something no table counts (受理信访事项474件，办结 …)."""
    decision: str | None = None
    case: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    outcomes: int = 0
    classified: bool = False
    """Whether documents are sorted here by how they may be published; 依申请公开 and 不予公开 are no applications then."""
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
    fresh.application = fresh.application or topic or section == 3 or _speaks_of_applications(sentence)
    fresh.classified = _CLASSIFIED.search(sentence.text) is not None
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


def _speaks_of_applications(sentence: Sentence) -> bool:
    """依申请公开 in so many words, or 申请 with what only table 3 knows: its applicants, 结转, its results."""
    kinds = {term.kind for term in sentence.terms}
    if "application" in kinds:
        return True
    if "outcome" in kinds and "outcome_head" in kinds:
        return True
    if any(term.kind == "outcome" and "." in term.value and len(term.word) >= _LONG_LABEL for term in sentence.terms):
        return True
    if "plain_application" not in kinds or any(term.kind == "other" and term.value == "thing" for term in sentence.terms):
        return False
    rows = {term.value for term in sentence.terms if term.kind == "row"}
    by_applicant = any(term.kind == "applicant" and not term.word.startswith(("公民", "个人")) for term in sentence.terms)
    return by_applicant or {"new", "carried_over"} <= rows


def announce(words: Iterable[Term], around: Surroundings) -> None:
    """Keep what a clause without figures names; 新收申请中 and 办结的申请中 say whose applicants follow."""
    words = tuple(words)
    flows = [term.value for term in words if term.kind == "row" and term.value in ("new", "total", "new+carried_over")]
    if flows and any(term.kind in ("application", "plain_application") for term in words):
        around.rows = around.rows or tuple(flows[-1].split("+"))
    remember((term for term in words if term.kind != "document_act"), around)


def follow(words: Iterable[Term], around: Surroundings) -> None:
    """Keep whether the subject is foreign: the last noun decides; a bare verb changes nothing, nor does a part of it (其中)."""
    words = tuple(words)
    if around.foreign and any(term.kind == "part_of" for term in words):
        return
    thing_end = -1
    for term in words:
        if term.kind == "other" and term.value == "thing":
            around.foreign, thing_end = True, term.end
        elif term.kind in _NOUNS and term.start != thing_end:
            around.foreign = False


def remember(words: Iterable[Term], around: Surroundings) -> None:
    """Keep what a clause names for the clauses after it."""
    words = tuple(words)
    documents = tuple(term.value for term in words if term.kind == "document")
    acts = [term.value for term in words if term.kind == "document_act"]
    cases = tuple(term.value for term in words if term.kind == "case")
    if documents:
        around.sifted = "?" in acts
    around.document = documents or around.document
    around.document_act = acts[-1] if acts else around.document_act
    around.case = cases or around.case
