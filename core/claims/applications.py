"""Figures about applications: received, handled, carried over and forward, by outcome, by applicant."""

from __future__ import annotations

import re

from core.claims.cells import ORGANISATIONS, Reading, application_cells
from core.claims.lexicon import Term
from core.claims.sentences import Figure, Sentence
from core.claims.surroundings import Surroundings
from core.claims.wording import LABELS

_JOINED = re.compile(r"[及和与加、并]")
_REASON = re.compile(r"因|涉及|属于|由于|依据第|根据第|按照第")
_SOME_ONLY = re.compile(r"涉及|关于|有关|针对|方面|(?<!各)类(?!申请|信息|政府|依)|通过|以.{1,4}方式")
_QUALIFIED = re.compile(r"(?<!提出)(?<!提交)(?<!递交)(?<!公众)(?<!群众)(?<!公民)(?<!组织)(?<!个人)(?<=.)的$")
"""受理征地拆迁的政府信息公开申请: a 的 before the noun narrows it, unless it only says by whom."""
_RESIDUE = re.compile(
    r"(?:的|共计?|计|案件|案|件|事项|总?数量?|总量|为|是|有|达到?|累计|[合总]计|工作|类|等|了|已|全部|情况|及|分别|：|均|约|其中|量|办|收|于|一共|人次|"
    r"信息|[\u201c\u201d]|向我局提出|相关|新增|各类|书面|线上|线下|和|在内|内容|中|登记|并)*"
)

_RESIDUAL = ("其他", "其它", "其余")
_LIGHT = re.compile(
    r"(?:的|了|到|过|各类|各种|书面|有效|新|相关|有关|社会|公众|群众|个人|市民|居民|村民|企业|单位|组织|其他|其它|提出|提交|递交|来自|共|计|向我局|向本机关|"
    r"政府信息|信息|公开|等|和|与|及|或|以及|、|年|度|月|日|[0-9]|我局|本局|本机关|我单位|我委|依法|依规|已|中|件)*"
)


def with_plain_words(words: tuple[Term, ...], around: Surroundings) -> tuple[Term, ...]:
    """公开20件 among 部分公开5件 and 不予公开3件 is 予以公开; 新增20件 among applications is 新收."""
    if not words or not around.application:
        return words
    last = words[-1]
    if last.word == "新增" and not around.document:
        return (Term("row", "new", last.start, last.end, last.word),)
    if last.word != "公开" or around.outcomes < 2:
        return words
    return (Term("outcome", "granted", last.start, last.end, last.word),)


def outcome(words: tuple[Term, ...], figure: Figure, sentence: Sentence, around: Surroundings) -> Reading | None:
    """予以公开, 不予公开 … and their reasons: a group is the sum of its rows, joined groups the sum of both."""
    values = [term.value for term in words if term.kind == "outcome"]
    if "?" in values or not (around.application or around.outcomes >= 2):
        return None
    groups = {value.partition(".")[0] for value in values if "." in value}
    rows = tuple(dict.fromkeys(value for value in values if "." in value or value not in groups))
    if not groups and _narrowed(words, figure, sentence):
        return None
    columns = _columns(words)
    return Reading("outcome", application_cells(around.form, rows, columns), rows=rows)


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


def turned_reading(words: tuple[Term, ...], turned: set[str], figure: Figure, around: Surroundings) -> Reading | None:
    """上年结转, 结转下年度, and 收到及上年结转 together."""
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


def applicant(words: tuple[Term, ...], figure: Figure, sentence: Sentence, around: Surroundings) -> Reading | None:
    """自然人, 法人或其他组织 in the row that the clause, or the sentence before it, names."""
    flows = [term.value for term in words if term.kind == "row"]
    rows = _flow_rows(flows[-1]) if flows else around.rows
    if not rows and around.topical and not around.outcomes and figure.found.quantity.unit not in ("次", "个", "人次"):
        return _by_applicant_alone(words, figure, around)
    around.rows = rows
    if not rows or not around.application:
        return None
    if _columns(words) == ("total",):
        return flow_reading(words, figure, sentence, around)
    carried_over = any(term.kind == "row" and term.value == "carried_over" for term in sentence.terms)
    others = (("new", "carried_over"),) if rows == ("new",) and carried_over else ()
    return _rows_reading("applicant", rows, _columns(words), around, others=others)


def _by_applicant_alone(words: tuple[Term, ...], figure: Figure, around: Surroundings) -> Reading | None:
    """自然人申请463件，商业企业申请19件 under 依申请公开: most likely those received."""
    if _columns(words) == ("total",) or not _RESIDUE.fullmatch(_residue(words, figure)):
        return None
    return _rows_reading("applicant", ("new",), _columns(words), around, firm=False, others=(("new", "carried_over"), ("total",)))


def _flow_rows(value: str) -> tuple[str, ...]:
    return tuple(value.rstrip("?").split("+"))


def flow_reading(words: tuple[Term, ...], figure: Figure, sentence: Sentence, around: Surroundings) -> Reading | None:
    """Received, handled and both: a verb with the application named here, or earlier in its sentence or topic."""
    flows = [term.value for term in words if term.kind == "row"]
    named = any(term.kind == "application" for term in words)
    if not named and not (around.application and (flows or any(term.kind == "plain_application" for term in words))):
        return None
    if _is_foreign(words, figure, sentence, around) or _some_only(words, sentence):
        return None
    if not flows:
        if (
            figure.left_text.startswith(_RESIDUAL)
            or (figure.right and not figure.left)
            or figure.found.quantity.unit in ("次", "个", "人次")
        ):
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
        others = () if words_say(words, "收办") else (("total",),)
        return _rows_reading("received", around.rows, ("total",), around, others=others)
    return _rows_reading("received" if flow == "new" else "handled", around.rows, ("total",), around)


def _is_foreign(words: tuple[Term, ...], figure: Figure, sentence: Sentence, around: Surroundings) -> bool:
    """Whether something else is counted: a noun no table knows stands here, or stood before this bare verb."""
    odd = _is_odd_noun(words, figure, sentence)
    nameless = not any(term.kind in ("application", "plain_application") for term in words)
    strange = _RESIDUE.fullmatch(_residue(words, figure)) is None
    around.foreign = odd or (nameless and (around.foreign or strange))
    return around.foreign or strange


def _is_odd_noun(words: tuple[Term, ...], figure: Figure, sentence: Sentence) -> bool:
    """受理企业开办申请, 护照申请: a bare 申请 with a word before it that says of what."""
    nouns = [term for term in figure.left if term.kind == "plain_application"]
    if not nouns or any(term.kind == "application" for term in words):
        return False
    before = [term for term in figure.left if term.end <= nouns[-1].start]
    verbs = [term for term in before if term.kind == "row"]
    begin = verbs[-1].end if verbs else figure.start - len(figure.left_text)
    rest = sentence.text[begin : nouns[-1].start]
    for term in before:
        if term.start >= begin and term.kind != "other":
            rest = rest.replace(term.word, "", 1)
    return _LIGHT.fullmatch(rest) is None


def words_say(words: tuple[Term, ...], word: str) -> bool:
    """Whether a term of exactly this wording is among them."""
    return any(term.word == word for term in words)


def _within_days(figure: Figure, sentence: Sentence) -> bool:
    """15个工作日内答复15件: some of those answered."""
    before = sentence.figures[figure.position - 1] if figure.position else None
    return before is not None and before.clause == figure.clause and figure.left_text.startswith(("内", "以内", "之内"))


def _some_only(words: tuple[Term, ...], sentence: Sentence) -> bool:
    """收到涉及征地的政府信息公开申请20件, 通过网络收到…: some applications only."""
    if any(term.kind == "channel" for term in words):
        return True
    verbs = [term for term in words if term.kind == "row"]
    nouns = [term for term in words if term.kind in ("application", "plain_application")]
    if not nouns:
        return False
    noun = nouns[0].start
    begin = verbs[-1].end if verbs else max(0, noun - 12)
    if begin > noun:
        return False
    between = re.split(r"[，；：]", sentence.text[begin:noun])[-1]
    return _SOME_ONLY.search(between) is not None or _QUALIFIED.search(between) is not None


def _residue(words: tuple[Term, ...], figure: Figure) -> str:
    """What stands between the last label and the figure and is no term: 模板 in 答复模板15份."""
    labels = [term for term in figure.left if term.kind in LABELS]
    if not labels:
        return ""
    rest = figure.left_text[labels[-1].end - (figure.start - len(figure.left_text)) :]
    for term in figure.left:
        if term.start >= labels[-1].end:
            rest = rest.replace(term.word, "", 1)
    return rest
