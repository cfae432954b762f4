"""What a figure is about: the terms of its clause against the rows and columns of the official tables.

Precision before recall: a clause that also names something no table counts leaves its figure un-understood.
"""

from __future__ import annotations

import re

from core.claims.applications import applicant, flow_reading, outcome, turned_reading, with_plain_words
from core.claims.cases import other_cases
from core.claims.cells import Reading, case_cells, document_cells
from core.claims.lexicon import Term
from core.claims.sentences import Figure, Sentence
from core.claims.surroundings import DISCLOSURE, Surroundings, follow, remember
from core.claims.wording import LABELS, words_of

COUNTS = frozenset(("件", "项", "宗", "份", "起", "例", "条", "个", "次", "件次", "人次", None))
_SURE_COUNTS = frozenset(("件", "项", "宗", "份", "起", "例", "条", "件次", None))
_NEW_CASES = re.compile(r"新增|新收|新发|备案|报备|受理|办理|应诉|出庭|代理|审理|承办")
_DECIDED = re.compile(r"作出|做出|下达")
_MADE = frozenset(("新制作", "制作"))
"""The words of the 2019 form's own column."""
_INFORMATION = re.compile(r"信息|公示|公开|公布|事项|目录|清单|网站|平台|归集")


def read_figure(figure: Figure, sentence: Sentence, around: Surroundings) -> Reading | None:
    """What the figure is about, None when that is not certain enough; remembers what the clause names."""
    words = words_of(figure, sentence, around.assigned)
    remember(words, around)
    follow(words, around)
    if around.classified:
        return None
    if figure.position not in around.assigned and any(term.word.startswith("分别") for term in words):
        return None
    if figure.found.quantity.unit not in COUNTS or any(term.kind == "other" for term in words) or _is_saying(figure, sentence):
        return None
    if _is_name(figure, sentence) or (around.foreign and any(term.kind == "part_of" for term in words)):
        return None
    reading = _read(words, figure, sentence, around)
    if reading is None or not reading.cells:
        return None
    if figure.found.quantity.unit not in _SURE_COUNTS:
        return Reading(reading.fact, reading.cells, False, reading.others, reading.rows, reading.noun)
    return reading


def _is_saying(figure: Figure, sentence: Sentence) -> bool:
    """每一件申请, “办结一件、满意一件”: no count."""
    before = sentence.text[: figure.start]
    return before.endswith(("每", "任", "某", "这", "同", "哪")) or before.count("“") > before.count("”")


def _is_name(figure: Figure, sentence: Sentence) -> bool:
    """受理12345热线工单618件: a bare number that a noun and another figure follow is a name."""
    last = sentence.clauses[figure.clause].figures[-1] is figure
    return figure.found.quantity.unit is None and bool(figure.right_text) and not last


def _read(words: tuple[Term, ...], figure: Figure, sentence: Sentence, around: Surroundings) -> Reading | None:
    words = with_plain_words(words, around)
    kinds = {term.kind for term in words}
    if "outcome" in kinds:
        return outcome(words, figure, sentence, around)
    if "verdict" in kinds:
        return _verdict(words, sentence, around)
    turned = {term.value for term in words if term.kind == "row"} & {"carried_over", "carried_forward", "carried_forward?"}
    if turned and around.foreign and not kinds & {"application", "plain_application"}:
        return None
    if turned:
        return turned_reading(words, turned, figure, around)
    if "case" in kinds:
        return _case(words, figure, sentence, around)
    if "document" in kinds or ("document_act" in kinds and around.document and not kinds & LABELS):
        return _document(words, sentence, around)
    if "decision" in kinds:
        return _decision(words, figure, sentence)
    if "applicant" in kinds:
        return applicant(words, figure, sentence, around)
    return flow_reading(words, figure, sentence, around)


def _verdict(words: tuple[Term, ...], sentence: Sentence, around: Surroundings) -> Reading | None:
    columns = {term.value for term in words if term.kind == "verdict"}
    named = tuple(term.value for term in words if term.kind == "case")
    groups = named or around.case
    if not named and len({term.value for term in sentence.terms if term.kind == "case" and term.value.startswith("suit_")}) > 1:
        return None
    if len(columns) != 1 or "?" in columns or not groups or not around.disclosure:
        return None
    column = columns.pop()
    groups = _plain_groups(groups)
    return Reading("review" if groups == ("review",) else "suit", case_cells(groups, column), rows=groups, noun=column)


def _plain_groups(groups: tuple[str, ...]) -> tuple[str, ...]:
    """行政诉讼（未经复议直接起诉 …）: the kind of suit speaks before the general word."""
    special = tuple(group for group in groups if group.startswith("suit_"))
    if not special:
        return tuple(dict.fromkeys(groups))
    return tuple(dict.fromkeys(group for group in groups if group not in ("suit", "review")))


def _case(words: tuple[Term, ...], figure: Figure, sentence: Sentence, around: Surroundings) -> Reading | None:
    if not around.disclosure or other_cases(figure, sentence):
        return None
    groups = _plain_groups(tuple(term.value for term in words if term.kind == "case"))
    fact = "review" if groups == ("review",) else "suit"
    firm = (
        not around.reviewing_organ
        and _NEW_CASES.search(sentence.text, 0, sentence.clauses[figure.clause].end) is None
        and DISCLOSURE.search(sentence.text) is not None
    )
    return Reading(fact, case_cells(groups, "total"), firm, rows=groups, noun="total")


def _document(words: tuple[Term, ...], sentence: Sentence, around: Surroundings) -> Reading | None:
    rows = tuple(term.value for term in words if term.kind == "document") or around.document
    acts = [term.value for term in words if term.kind == "document_act"]
    act = acts[-1] if acts else around.document_act if around.document_act != "issued?" else None
    if act is None or act == "?" or "?" in acts:
        return None
    if around.sifted and act != "repealed" and not any(term.kind == "document" for term in words):
        return None
    if act == "issued?" and not any(term.kind == "document" for term in words):
        return None
    if {"issued", "in_force"} <= set(acts):
        act = "in_force"
    cells = document_cells(around.form, rows, act)
    others = (document_cells(around.form, rows, "in_force"),) if act == "issued?" else ()
    firm = act != "issued?" and (around.form == "2021" or any(term.word in _MADE for term in words))
    return Reading("document", cells, firm, others=others, rows=rows)


def _decision(words: tuple[Term, ...], figure: Figure, sentence: Sentence) -> Reading | None:
    rows = tuple(dict.fromkeys(term.value for term in words if term.kind == "decision"))
    acts = {term.value for term in words if term.kind == "decision_act"}
    clause = sentence.clauses[figure.clause]
    flows = {term.value for term in words if term.kind == "row"}
    if "?" in acts or "new" in flows or figure.found.quantity.unit not in ("件", "项", "宗", "起", "例", "个", None):
        return None
    decided = _DECIDED.search(sentence.text[clause.start : figure.end]) is not None
    begin = clause.start if decided else max(0, figure.start - 60)
    if _INFORMATION.search(sentence.text[begin : figure.start]) or len(rows) > 1:
        return None
    return Reading("decision", tuple(f"t2.{row}.decisions" for row in rows), "firm" in acts, rows=rows)
