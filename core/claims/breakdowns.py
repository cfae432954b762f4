"""Where a sentence divides a whole: 其中, 分别为, 即, a list in brackets or after a colon; which figures are its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from core.claims.lexicon import Term
from core.claims.sentences import Clause, Figure, Sentence

Kind = Literal["exhaustive", "among", "open"]


@dataclass(frozen=True, slots=True)
class Member:
    """A figure that may be a whole or a part: its claim's index, the terms that name it, the sentence it stands in."""

    claim: int
    figure: Figure
    words: tuple[Term, ...]
    sentence: Sentence

    @property
    def unit(self) -> str | None:
        """The unit printed after the figure."""
        return self.figure.found.quantity.unit


@dataclass(frozen=True, slots=True)
class Division:
    """A whole and its parts as members; `start` and `end` count in the even text."""

    whole: Member
    parts: tuple[Member, ...]
    kind: Kind
    start: int
    end: int
    trigger: str


@dataclass(frozen=True, slots=True)
class _Trigger:
    position: int
    end: int
    depth: int
    kind: Literal["among", "exhaustive", "open", "including"]
    word: str


_DIMENSIONS = {"applicant": "applicant", "outcome": "outcome", "verdict": "verdict", "channel": "channel", "case": "case"}
MOST_TRIGGERS = 16
"""No honest sentence divides more often; what stands behind is left alone, so that work a sentence stays bounded."""
_RESIDUAL = ("其他", "其它", "其余")


def divisions(sentence: Sentence, members: Sequence[Member], earlier: Sequence[Member]) -> Iterator[Division]:
    """The divisions of a sentence; `earlier` are the figures of the sentence before, for one that begins with 其中."""
    triggers = _triggers(sentence)[:MOST_TRIGGERS]
    for index, trigger in enumerate(triggers):
        end = _region_end(sentence, trigger, triggers[index + 1 :])
        parts = [m for m in members if trigger.end <= m.figure.start < end and m.figure.depth == trigger.depth]
        if not parts:
            continue
        candidates = [m for m in members if m.figure.start < trigger.position and m.figure.depth <= trigger.depth]
        if not candidates and trigger.position <= 3:
            candidates = [m for m in earlier if m.figure.depth == 0]
        cut = any(other.position == end for other in triggers[index + 1 :])
        if cut and len(parts) > 1 and _stands_apart(parts, sentence):
            parts, cut = parts[:-1], False
        yield from _by_unit(sentence, trigger, parts, candidates, cut=cut)


def _large_enough(wholes: list[Member], parts: list[Member]) -> list[Member]:
    """Of several figures in the sentence before, those that the parts may be parts of; all of them when none may."""
    fitting = [
        whole
        for whole in wholes
        if all(part.unit != whole.unit or part.figure.found.quantity.low <= whole.figure.found.quantity.high for part in parts)
    ]
    return fitting or wholes


def _stands_apart(parts: list[Member], sentence: Sentence) -> bool:
    """Whether the last figure before the next 其中 is that one's whole and no part of this list."""
    last, before = parts[-1], parts[-2]
    own = _dimension(before, None)
    return "；" in sentence.text[before.figure.end : last.figure.start] or (own is not None and _dimension(last, own) != own)


def _triggers(sentence: Sentence) -> list[_Trigger]:
    found = [
        _Trigger(term.start, term.end, _clause_of(sentence, term.start).depth, term.value, term.word)  # type: ignore[arg-type]
        for term in sentence.terms
        if term.kind == "part_of" and (term.word != "即" or sentence.text[term.start - 1 : term.start] in "，（：；")
    ]
    for number, clause in enumerate(sentence.clauses[1:], 1):
        before = sentence.clauses[number - 1]
        if clause.border in "（：" and before.figures and before.figures[-1].end == before.end:
            inside = _listed(sentence, number)
            if inside >= 2 and not any(clause.start <= trigger.position < clause.end for trigger in found):
                found.append(_Trigger(clause.start, clause.start, clause.depth, "among", clause.border))
    return sorted(found, key=lambda trigger: trigger.position)


def _listed(sentence: Sentence, number: int) -> int:
    """How many figures follow from clause `number` at its depth before the bracket closes or the sentence ends."""
    depth = sentence.clauses[number].depth
    count = 0
    for clause in sentence.clauses[number:]:
        if clause.depth < depth:
            break
        count += len(clause.figures) if clause.depth == depth else 0
    return count


def _clause_of(sentence: Sentence, position: int) -> Clause:
    return next(clause for clause in reversed(sentence.clauses) if clause.start <= position)


def _region_end(sentence: Sentence, trigger: _Trigger, later: Sequence[_Trigger]) -> int:
    """Where the list stops: the bracket closes, another division begins, or the sentence ends."""
    end = len(sentence.text)
    for clause in sentence.clauses:
        if clause.start > trigger.position and clause.depth < trigger.depth:
            end = clause.start
            break
    for other in later:
        if other.depth == trigger.depth and other.position > trigger.end + 2 and other.kind in ("among", "exhaustive", "open"):
            return min(end, other.position)
    return end


def _by_unit(
    sentence: Sentence, trigger: _Trigger, parts: list[Member], candidates: list[Member], *, cut: bool
) -> Iterator[Division]:
    for unit in dict.fromkeys(part.unit for part in parts):
        same = [part for part in parts if part.unit == unit]
        whole = _whole([m for m in candidates if m.unit == unit], same)
        if whole is None or unit is None:
            continue
        for group in _groups(same, sentence, whole):
            last = group[-1].figure
            yield Division(
                whole,
                tuple(group),
                _kind(sentence, trigger, group, whole, cut=cut),
                whole.sentence.start + _sentence_head(whole),
                sentence.start + last.end,
                trigger.word,
            )


def _whole(candidates: list[Member], parts: list[Member]) -> Member | None:
    """The nearest figure before the list that all its parts may be parts of; the nearest of all when none is large enough."""
    return next(reversed(_large_enough(candidates, parts)), None)


def _sentence_head(whole: Member) -> int:
    """The beginning of the clause that states the whole."""
    return whole.sentence.clauses[whole.figure.clause].start


def _groups(parts: list[Member], sentence: Sentence, whole: Member) -> Iterator[list[Member]]:
    """One list may divide its whole twice (by applicant; by outcome): a new group begins where the dimension changes."""
    group: list[Member] = []
    dimension: str | None = None
    for part in parts:
        if _restarts(part, sentence, first=not group) or _is_other_case(part, whole):
            break
        own = _dimension(part, dimension)
        if group and own != dimension and ((own and dimension) or _complete(group, whole)):
            yield group
            group, dimension = [], None
        group.append(part)
        dimension = own or dimension
    if group:
        yield group


def _complete(group: list[Member], whole: Member) -> bool:
    """Whether a list is at its end: 网络30件、信函17件 of 47; a label of no known dimension (领导信箱) does not end it."""
    return sum(part.figure.found.quantity.value for part in group) == whole.figure.found.quantity.value


def _is_other_case(part: Member, whole: Member) -> bool:
    """被申请行政复议6件，其中维持3件…；被提起行政诉讼9件: suits are no part of reviews, nor either of applications."""
    mine, its = _families(part), _families(whole)
    named = its or {term.kind for term in whole.words} & {"application", "plain_application", "row", "document", "decision"}
    return bool(mine and named) and not mine & its


def _families(member: Member) -> set[str]:
    return {term.value.partition("_")[0] for term in member.words if term.kind == "case"}


def _restarts(part: Member, sentence: Sentence, *, first: bool) -> bool:
    """Whether the clause says something new instead of naming a further part: 共, a year, a fresh 收到."""
    if first:
        return False
    if any(term.kind in ("whole", "time") or (term.kind == "row" and term.value.startswith("new")) for term in part.figure.left):
        return True
    begin = part.figure.start - len(part.figure.left_text)
    return any(begin <= start < part.figure.start for start, _, _ in sentence.years)


def _dimension(part: Member, before: str | None) -> str | None:
    if any(word in part.figure.left_text or part.figure.right_text.startswith(word) for word in _RESIDUAL) and not any(
        term.kind == "outcome" for term in part.words
    ):
        return before
    kinds = {term.kind for term in part.words}
    if before == "outcome" and any(term.value.startswith("carried_forward") for term in part.words if term.kind == "row"):
        return before
    for kind, dimension in _DIMENSIONS.items():
        if kind in kinds:
            return dimension
    return "flow" if "row" in kinds else None


def _kind(sentence: Sentence, trigger: _Trigger, group: list[Member], whole: Member, *, cut: bool) -> Kind:
    last = group[-1].figure
    after = sentence.text[last.end : last.end + 3]
    if trigger.kind in ("open", "including") or cut or "等" in last.right_text[:12] or after.startswith(("等", "…")):
        return "open"
    if trigger.kind == "exhaustive" and (_is_stated_whole(whole) or _directly_divided(sentence, trigger, whole)):
        return "exhaustive"
    return "among"


def _is_stated_whole(whole: Member) -> bool:
    return any(term.kind == "whole" for term in whole.figure.left)


def _directly_divided(sentence: Sentence, trigger: _Trigger, whole: Member) -> bool:
    """开展培训5次，即 …: the list begins right behind the figure, and a bare 分别 is no such beginning."""
    return whole.sentence is sentence and trigger.word != "分别" and trigger.position - whole.figure.end <= 2
