"""What a figure is about: the terms of its clause against the rows and columns of the official tables.

Precision before recall: a clause that also names something no table counts leaves its figure un-understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.claims.cells import ORGANISATIONS, Reading, application_cells, case_cells, document_cells
from core.claims.lexicon import Term
from core.claims.sentences import Figure, Sentence

COUNTS = frozenset(("件", "项", "宗", "份", "起", "例", "条", "个", "次", "件次", "人次", None))
_SURE_COUNTS = frozenset(("件", "项", "宗", "份", "起", "例", "条", "件次", None))
_LABELS = frozenset(
    ("row", "outcome", "applicant", "application", "plain_application", "case", "verdict", "document", "decision")
)
_NAMED = frozenset(("outcome", "applicant", "application", "case", "verdict", "document", "decision"))
_DISCLOSURE = re.compile(r"信息公开|依申请|公开申请|申请公开|政务公开")
_NEW_CASES = re.compile(r"新增|新收|新发|备案|受理|办理|应诉|出庭|代理|审理|答复|承办")
_JOINED = re.compile(r"[及和与加、并]")


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
    if sentence.text.startswith(("其中", "（其中")):
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
        or _DISCLOSURE.search(sentence.text) is not None
    )
    fresh.outcomes = len({t.value for t in sentence.terms if t.kind == "outcome"})
    fresh.assigned = _distributed(sentence)
    return fresh


def read_figure(figure: Figure, sentence: Sentence, around: Surroundings) -> Reading | None:
    """What the figure is about, None when that is not certain enough; remembers what the clause names."""
    words = words_of(figure, sentence, around)
    remember(words, around)
    if figure.position not in around.assigned and any(term.word.startswith("分别") for term in words):
        return None
    if figure.found.quantity.unit not in COUNTS or any(term.kind == "other" for term in words) or _is_saying(figure, sentence):
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


def remember(words: Iterable[Term], around: Surroundings) -> None:
    """Keep what a clause names for the clauses after it."""
    documents = tuple(term.value for term in words if term.kind == "document")
    acts = [term.value for term in words if term.kind == "document_act"]
    cases = tuple(term.value for term in words if term.kind == "case")
    around.document = documents or around.document
    around.document_act = acts[-1] if acts else around.document_act
    around.case = cases or around.case


def words_of(figure: Figure, sentence: Sentence, around: Surroundings) -> tuple[Term, ...]:
    """The terms that name what a figure counts."""
    return around.assigned.get(figure.position) or _words_of(figure, sentence)


def _words_of(figure: Figure, sentence: Sentence) -> tuple[Term, ...]:
    """The terms that belong to a figure: those left of it with joined clauses before; else, or with a bare verb, those right."""
    left = _joined_left(figure, sentence)
    labels = [term for term in left if term.kind in _LABELS]
    if any(term.kind in _NAMED for term in labels):
        return left
    right = figure.right if _right_is_own(figure, sentence) else ()
    if any(term.kind in _LABELS or term.kind == "other" for term in right):
        return (*left, *right)
    if labels:
        return left
    return (*_announced(figure, sentence), *left)


def _joined_left(figure: Figure, sentence: Sentence) -> tuple[Term, ...]:
    """With 、 before the clause, figure-less clauses in front of it name the same figure: 行政复议、行政诉讼0件."""
    clause = sentence.clauses[figure.clause]
    left = figure.left
    number = figure.clause
    if clause.figures[0] is not figure:
        return left
    if clause.border in ("）", "】") and not any(term.kind in _LABELS for term in left):
        number = _before_bracket(sentence, number)
        left = (*sentence.clauses[number].terms, *left)
    while number > 0 and sentence.clauses[number].border == "、" and not sentence.clauses[number - 1].figures:
        number -= 1
        left = (*sentence.clauses[number].terms, *left)
    return left


def _before_bracket(sentence: Sentence, number: int) -> int:
    """其他处理（含主动撤回）341件: the clause in front of the bracket closing before clause `number`, if that has no figure."""
    depth = sentence.clauses[number].depth
    index = number - 1
    while index > 0 and sentence.clauses[index].depth > depth:
        index -= 1
    bracketed = sentence.clauses[index:number]
    return number if any(clause.figures for clause in bracketed) else index


def _right_is_own(figure: Figure, sentence: Sentence) -> bool:
    """What follows a figure names it, unless the clause's next figure begins there."""
    clause = sentence.clauses[figure.clause]
    if clause.figures[-1] is figure:
        return True
    return figure.right_text.startswith(("的", "为", "是", "予以", "作", "属"))


def _announced(figure: Figure, sentence: Sentence) -> tuple[Term, ...]:
    """收到政府信息公开申请，共50件: the clause before, when the figure's own says nothing but 共."""
    clause = sentence.clauses[figure.clause]
    if any(term.kind in ("channel", "part_of") for term in figure.left):
        return ()
    rest = figure.left_text
    for term in figure.left:
        rest = rest.replace(term.word, "", 1)
    if len(rest) > 2 or figure.clause == 0 or clause.border not in "，：" or clause.figures[0] is not figure:
        return ()
    before = sentence.clauses[figure.clause - 1]
    if before.figures or figure.right_text:
        return ()
    return tuple(term for term in before.terms if term.kind not in ("time", "part_of"))


def _distributed(sentence: Sentence) -> dict[int, tuple[Term, ...]]:
    """行政复议和行政诉讼分别为3件、5件: label for label, when there are as many labels as figures."""
    assigned: dict[int, tuple[Term, ...]] = {}
    for figure in sentence.figures:
        if not any(term.kind == "part_of" and term.word.startswith("分别") for term in figure.left):
            continue
        labels = [t for t in _joined_left(figure, sentence) if t.kind in ("applicant", "case", "outcome", "verdict", "document")]
        if len(labels) < 2 or len({label.kind for label in labels}) > 1:
            continue
        row = [figure]
        for following in sentence.figures[figure.position + 1 :]:
            if len(row) == len(labels) or any(term.kind in _LABELS for term in following.left):
                break
            row.append(following)
        if len(row) == len(labels):
            assigned.update({each.position: (label,) for each, label in zip(row, labels, strict=True)})
    return assigned


def _read(words: tuple[Term, ...], figure: Figure, sentence: Sentence, around: Surroundings) -> Reading | None:
    words = _with_plain_words(words, around)
    kinds = {term.kind for term in words}
    if "outcome" in kinds:
        return _outcome(words, figure, sentence, around)
    if "verdict" in kinds:
        return _verdict(words, sentence, around)
    turned = {term.value for term in words if term.kind == "row"} & {"carried_over", "carried_forward", "carried_forward?"}
    if turned:
        return _turned(words, turned, figure, around)
    if "case" in kinds:
        return _case(words, sentence, around)
    if "document" in kinds or ("document_act" in kinds and around.document and not kinds & _LABELS):
        return _document(words, sentence, around)
    if "decision" in kinds:
        return _decision(words, figure, sentence)
    if "applicant" in kinds:
        return _applicant(words, figure, sentence, around)
    return _flow(words, figure, sentence, around)


def _with_plain_words(words: tuple[Term, ...], around: Surroundings) -> tuple[Term, ...]:
    """公开20件 among 部分公开5件 and 不予公开3件 is 予以公开; 新增20件 among applications is 新收."""
    if not words or not around.application:
        return words
    last = words[-1]
    if last.word == "新增" and not around.document:
        return (Term("row", "new", last.start, last.end, last.word),)
    if last.word != "公开" or around.outcomes < 2:
        return words
    return (Term("outcome", "granted", last.start, last.end, last.word),)


def _outcome(words: tuple[Term, ...], figure: Figure, sentence: Sentence, around: Surroundings) -> Reading | None:
    values = [term.value for term in words if term.kind == "outcome"]
    if "?" in values or not (around.application or around.outcomes >= 2):
        return None
    groups = {value.partition(".")[0] for value in values if "." in value}
    rows = tuple(dict.fromkeys(value for value in values if "." in value or value not in groups))
    if not groups and _narrowed(words, figure, sentence):
        return None
    columns = _columns(words)
    return Reading("outcome", application_cells(around.form, rows, columns), rows=rows)


_REASON = re.compile(r"因|涉及|属于|由于|依据第|根据第|按照第")


def _narrowed(words: tuple[Term, ...], figure: Figure, sentence: Sentence) -> bool:
    """因个人隐私不予公开2件 is some of those refused; so is 涉及国家秘密的，不予公开2件."""
    first = next(term for term in words if term.kind == "outcome")
    clause = sentence.clauses[figure.clause]
    if _REASON.search(sentence.text[clause.start : max(clause.start, min(first.start, figure.start))]):
        return True
    before = sentence.clauses[figure.clause - 1] if figure.clause and clause.border == "，" else None
    return before is not None and not before.figures and _REASON.search(sentence.text[before.start : before.end]) is not None


def _columns(words: tuple[Term, ...]) -> tuple[str, ...]:
    named = [term.value for term in words if term.kind == "applicant"]
    if not named:
        return ("total",)
    if "natural_person" in named and "organisations" in named:
        return ("total",)
    spread = [column for value in named for column in (ORGANISATIONS if value == "organisations" else (value,))]
    return tuple(dict.fromkeys(spread))


def _turned(words: tuple[Term, ...], turned: set[str], figure: Figure, around: Surroundings) -> Reading | None:
    columns = _columns(words)
    if (
        "carried_over" in turned
        and any(term.value == "new" for term in words if term.kind == "row")
        and _JOINED.search(figure.left_text)
    ):
        return _rows_reading("received", ("new", "carried_over"), columns, around)
    row = next(iter(sorted(turned, key=len)))
    around.rows = around.rows or (row.rstrip("?"),)
    fact = "carried_over" if row == "carried_over" else "carried_forward"
    return _rows_reading(fact, (row.rstrip("?"),), columns, around, firm=not row.endswith("?"))


def _rows_reading(
    fact: str,
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    around: Surroundings,
    *,
    firm: bool = True,
    others: tuple[tuple[str, ...], ...] = (),
) -> Reading:
    return Reading(
        fact,
        application_cells(around.form, rows, columns),
        firm,
        tuple(application_cells(around.form, other, columns) for other in others),
        rows,
    )


def _applicant(words: tuple[Term, ...], figure: Figure, sentence: Sentence, around: Surroundings) -> Reading | None:
    flows = [term.value for term in words if term.kind == "row"]
    rows = _flow_rows(flows[-1]) if flows else around.rows
    if not rows or not around.application:
        return None
    if _columns(words) == ("total",):
        return _flow(words, figure, sentence, around)
    return _rows_reading("applicant", rows, _columns(words), around)


def _flow_rows(value: str) -> tuple[str, ...]:
    return tuple(value.rstrip("?").split("+"))


def _flow(words: tuple[Term, ...], figure: Figure, sentence: Sentence, around: Surroundings) -> Reading | None:
    """Received, handled and both: a verb with the application named here, or earlier in its sentence or topic."""
    flows = [term.value for term in words if term.kind == "row"]
    named = any(term.kind == "application" for term in words)
    if not named and not (around.application and (flows or any(term.kind == "plain_application" for term in words))):
        return None
    if not _RESIDUE.fullmatch(_residue(words, figure)) or _some_only(words, sentence):
        return None
    if not flows:
        if (figure.right and not figure.left) or figure.found.quantity.unit in ("次", "个", "人次"):
            return None
        around.rows = ("new",)
        return _rows_reading("received", ("new",), ("total",), around, firm=False, others=(("new", "carried_over"), ("total",)))
    if len(set(flows)) > 1 and "new" in flows:
        around.rows = ("new",)
        return _rows_reading("received", ("new",), ("total",), around, firm=False, others=(("new", "carried_over"), ("total",)))
    if _within_days(figure, sentence):
        return None
    flow = flows[-1]
    around.rows = _flow_rows(flow)
    if flow == "total?" and not named and not around.topical:
        return None
    if flow == "total?":
        both = ("new", "carried_over")
        return _rows_reading("handled", ("total",), ("total",), around, firm=False, others=(both, ("new",)))
    if flow == "new+carried_over":
        return _rows_reading("received", around.rows, ("total",), around, firm=True)
    return _rows_reading("received" if flow == "new" else "handled", around.rows, ("total",), around)


def _within_days(figure: Figure, sentence: Sentence) -> bool:
    """15个工作日内答复15件: some of those answered."""
    before = sentence.figures[figure.position - 1] if figure.position else None
    return before is not None and before.clause == figure.clause and figure.left_text.startswith(("内", "以内", "之内"))


_SOME_ONLY = re.compile(r"涉及|关于|有关|针对|方面|(?<!各)类(?!申请|信息|政府|依)|通过|以.{1,4}方式")


def _some_only(words: tuple[Term, ...], sentence: Sentence) -> bool:
    """收到涉及征地的政府信息公开申请20件, 通过网络收到…: some applications only."""
    if any(term.kind == "channel" for term in words):
        return True
    verbs = [term for term in words if term.kind == "row"]
    nouns = [term for term in words if term.kind in ("application", "plain_application")]
    if not verbs or not nouns or nouns[-1].start < verbs[-1].end:
        return False
    return _SOME_ONLY.search(sentence.text[verbs[-1].end : nouns[-1].start]) is not None


_RESIDUE = re.compile(
    r"(?:的|共计?|计|案件|案|件|事项|总?数量?|总量|为|是|有|达到?|累计|[合总]计|工作|类|等|了|已|全部|情况|及|分别|：|均|约|其中|量|办|收|于|一共|人次|"
    r"信息|[\u201c\u201d]|向我局提出|相关|新增|各类|书面|线上|线下|和|在内|内容|中|登记|并)*"
)


def _residue(words: tuple[Term, ...], figure: Figure) -> str:
    """What stands between the last label and the figure and is no term: 模板 in 答复模板15份."""
    labels = [term for term in figure.left if term.kind in _LABELS]
    if not labels:
        return ""
    rest = figure.left_text[labels[-1].end - (figure.start - len(figure.left_text)) :]
    for term in figure.left:
        if term.start >= labels[-1].end:
            rest = rest.replace(term.word, "", 1)
    return rest


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


def _case(words: tuple[Term, ...], sentence: Sentence, around: Surroundings) -> Reading | None:
    if not around.disclosure:
        return None
    groups = _plain_groups(tuple(term.value for term in words if term.kind == "case"))
    fact = "review" if groups == ("review",) else "suit"
    firm = (
        not around.reviewing_organ and _NEW_CASES.search(sentence.text) is None and _DISCLOSURE.search(sentence.text) is not None
    )
    return Reading(fact, case_cells(groups, "total"), firm, rows=groups, noun="total")


def _document(words: tuple[Term, ...], sentence: Sentence, around: Surroundings) -> Reading | None:
    rows = tuple(term.value for term in words if term.kind == "document") or around.document
    acts = [term.value for term in words if term.kind == "document_act"]
    act = acts[-1] if acts else around.document_act if around.document_act != "issued?" else None
    if act is None or act == "?" or "?" in acts:
        return None
    if {"issued", "in_force"} <= set(acts):
        act = "in_force"
    cells = document_cells(around.form, rows, act)
    return Reading("document", cells, act != "issued?" and around.form == "2021", rows=rows)


_INFORMATION = re.compile(r"信息|公示|公开|公布|事项|目录|清单|网站|平台|归集")


def _decision(words: tuple[Term, ...], figure: Figure, sentence: Sentence) -> Reading | None:
    rows = tuple(dict.fromkeys(term.value for term in words if term.kind == "decision"))
    acts = {term.value for term in words if term.kind == "decision_act"}
    clause = sentence.clauses[figure.clause]
    flows = {term.value for term in words if term.kind == "row"}
    if "?" in acts or "new" in flows or figure.found.quantity.unit not in ("件", "项", "宗", "起", "例", "个", None):
        return None
    begin = clause.start if "firm" in acts else max(0, figure.start - 60)
    if _INFORMATION.search(sentence.text[begin : figure.start]) or len(rows) > 1:
        return None
    return Reading("decision", tuple(f"t2.{row}.decisions" for row in rows), "firm" in acts, rows=rows)
