"""Which terms name a figure: those left of it, clauses joined before it, else those right of it or the clause announcing it."""

from __future__ import annotations

from collections.abc import Mapping

from core.claims.lexicon import Term
from core.claims.sentences import Figure, Sentence

LABELS = frozenset(("row", "outcome", "applicant", "application", "plain_application", "case", "verdict", "document", "decision"))
NAMED = frozenset(("outcome", "applicant", "application", "case", "verdict", "document", "decision"))


def words_of(figure: Figure, sentence: Sentence, assigned: Mapping[int, tuple[Term, ...]]) -> tuple[Term, ...]:
    """The terms that name what a figure counts; `assigned` holds the labels of 分别为-lists (`distributed`)."""
    return assigned.get(figure.position) or _words_of(figure, sentence)


def _words_of(figure: Figure, sentence: Sentence) -> tuple[Term, ...]:
    """The terms that belong to a figure: those left of it with joined clauses before; else, or with a bare verb, those right."""
    left = _joined_left(figure, sentence)
    labels = [term for term in left if term.kind in LABELS]
    if any(term.kind in NAMED for term in labels):
        return left
    right = figure.right if _right_is_own(figure, sentence) else ()
    if any(term.kind in LABELS or term.kind == "other" for term in right):
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
    if clause.border in ("）", "】") and not any(term.kind in LABELS for term in left):
        opening = _before_bracket(sentence, number)
        left = (*sentence.clauses[opening].terms, *_in_bracket(sentence, opening + 1, number), *left)
        number = opening
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


def _in_bracket(sentence: Sentence, first: int, end: int) -> tuple[Term, ...]:
    """行政诉讼（复议后起诉）2件: a bracket that narrows; one that begins with 含 only explains."""
    inside = sentence.clauses[first:end]
    if not inside or sentence.text.startswith(("含", "包括", "包含", "其中", "区分"), inside[0].start):
        return ()
    return tuple(term for clause in inside for term in clause.terms if term.kind in LABELS)


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


def distributed(sentence: Sentence) -> dict[int, tuple[Term, ...]]:
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
            if len(row) == len(labels) or any(term.kind in LABELS for term in following.left):
                break
            row.append(following)
        if len(row) == len(labels):
            assigned.update({each.position: (label,) for each, label in zip(row, labels, strict=True)})
    return assigned
