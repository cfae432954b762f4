"""The figures of the narrative and what each one is about.

`claims` reads sentence by sentence: figures with unit and bound, the terms around them, whose figure it is, of which year, what
divides what. What is not understood keeps `about=()`: rules then say nothing about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from core.claims.breakdowns import Member, divisions
from core.claims.cells import Reading, application_cells
from core.claims.negation import Negation, negations
from core.claims.plain import Plain, plain
from core.claims.reading import read_figure
from core.claims.roles import Direction, Role, role_of
from core.claims.scope import Organ, organ, period_of, scope_of
from core.claims.sentences import Figure, Sentence, sentences
from core.claims.surroundings import Surroundings, announce, enter
from core.claims.wording import words_of
from core.forms import form_for_year
from core.report import Breakdown, Claim, Section, Span

__all__ = ["claims"]

_EXCLUDED = re.compile(r"不含|不包括|不包含|除")


def claims(
    sections: Iterable[Section], year: int | None, agency: str | None, form: str | None
) -> tuple[tuple[Claim, ...], tuple[Breakdown, ...]]:
    """Every figure of the sections' narrative as a claim, and the wholes that the text divides."""
    reader = _Reader(year, organ(agency), form)
    for section in sections:
        if section.present and section.number > 0:
            reader.read(section)
    return tuple(reader.claims), tuple(reader.breakdowns)


class _Reader:
    """Reads section after section and gathers claims and breakdowns."""

    def __init__(self, year: int | None, own: Organ, form: str | None) -> None:
        self.year = year
        self.own = own
        bound = form_for_year(year) if year is not None else None
        self.form = form or (bound.id if bound else None)
        self.known = form is not None
        self.claims: list[Claim] = []
        self.breakdowns: list[Breakdown] = []

    def read(self, section: Section) -> None:
        """Read one section's narrative."""
        even = plain(section.text, section.number)
        around = Surroundings(self.form or "2021", section.number, self.own.reviews_others)
        earlier: list[Member] = []
        paragraph = -1
        for sentence in sentences(even.text, self.year):
            if sentence.paragraph != paragraph:
                earlier, paragraph = [], sentence.paragraph
                around = Surroundings(around.form, section.number, around.reviewing_organ)
            around = enter(sentence, section.number, around)
            earlier = self._sentence(sentence, even, around, section.number, earlier) or (earlier if not sentence.figures else [])

    def _sentence(
        self, sentence: Sentence, even: Plain, around: Surroundings, section: int, earlier: Sequence[Member]
    ) -> list[Member]:
        members: list[Member] = []
        readings: dict[int, Reading | None] = {}
        first = len(self.claims)
        roles: list[tuple[Role, Direction]] = []
        clause = 0
        for figure in sentence.figures:
            for passed in sentence.clauses[clause : figure.clause]:
                if not passed.figures:
                    announce(passed.terms, around)
            clause = figure.clause
            role, direction = role_of(figure, sentence, self.year)
            words = words_of(figure, sentence, around.assigned)
            reading = read_figure(figure, sentence, around) if role in ("figure", "previous") else None
            readings[figure.position] = reading
            roles.append((role, direction))
            index = len(self.claims)
            self._add(figure, sentence, even, section, reading, role, direction)
            roles += [("nought", None)] * (len(self.claims) - index - 1)
            if role == "figure":
                members.append(Member(index, figure, words, sentence))
        self._include_carried_over(sentence, members, readings, around)
        self._total_of_both(members, readings, around)
        self._divide(sentence, even, members, earlier, section)
        self._link(first, roles)
        for negation in negations(sentence, around):
            self._add_nought(negation, sentence, even, section)
        return members

    def _add(
        self,
        figure: Figure,
        sentence: Sentence,
        even: Plain,
        section: int,
        reading: Reading | None,
        role: Role,
        direction: Direction,
    ) -> None:
        quantity = figure.found.quantity
        start, end = even.span(sentence.start + figure.start, sentence.start + figure.end)
        period = period_of(figure.start, figure.clause, sentence, self.year)
        if role == "previous" and self.year is not None:
            period = str(self.year - 1)
        claim = Claim(
            section,
            start,
            end,
            sentence.text[figure.start : figure.end],
            quantity.value,
            quantity.low,
            quantity.high,
            quantity.unit,
            scope=scope_of(figure.start, sentence, self.own),
            period=period,
            noun="".join(term.word for term in figure.left if term.kind not in ("time", "part_of", "whole")) or None,
            role=role,
            direction=direction,
            step=quantity.step,
            bound=figure.found.bound,
        )
        self.claims.append(self._with(claim, reading))
        self._split_nought(len(self.claims) - 1)

    def _split_nought(self, index: int) -> None:
        """行政复议、行政诉讼均为0件: none of either, so one claim of each."""
        claim = self.claims[index]
        reviews = tuple(key for key in claim.about if key.startswith("t4.review."))
        suits = tuple(key for key in claim.about if key.startswith("t4.suit_"))
        if claim.value or claim.high or not reviews or not suits:
            return
        self.claims[index] = replace(claim, about=reviews, fact="review")
        self.claims.append(replace(claim, about=suits, fact="suit", role="nought"))

    def _with(self, claim: Claim, reading: Reading | None) -> Claim:
        if reading is None:
            return claim
        if not self.known:
            return replace(claim, about=(), fact=reading.fact, others=())
        return replace(claim, about=reading.cells, fact=reading.fact, firm=reading.firm, others=reading.others)

    def _add_nought(self, negation: Negation, sentence: Sentence, even: Plain, section: int) -> None:
        start, end = even.span(sentence.start + negation.start, sentence.start + negation.end)
        zero = Decimal(0)
        claim = Claim(
            section,
            start,
            end,
            sentence.text[negation.start : negation.end],
            zero,
            zero,
            zero,
            None,
            scope=scope_of(negation.start, sentence, self.own),
            period=period_of(negation.start, negation.clause, sentence, self.year),
            role="nought",
        )
        self.claims.append(self._with(claim, negation.reading))
        self._split_nought(len(self.claims) - 1)

    def _include_carried_over(
        self, sentence: Sentence, members: Sequence[Member], readings: dict[int, Reading | None], around: Surroundings
    ) -> None:
        """收到46件（含上年结转2件）: the figure before counts both."""
        for term in sentence.terms:
            if term.kind != "row" or term.value != "carried_over":
                continue
            clause = next(c for c in reversed(sentence.clauses) if c.start <= term.start)
            inside = clause.depth > 0 or any(t.kind == "part_of" and t.start < term.start for t in clause.terms)
            if not inside or _EXCLUDED.search(sentence.text[clause.start : term.start]):
                continue
            before = [m for m in members if m.figure.end <= term.start and m.figure.depth <= clause.depth]
            reading = readings[before[-1].figure.position] if before else None
            if reading is not None and reading.rows == ("new",):
                cells = application_cells(around.form, ("new", "carried_over"))
                self._replace(before[-1], Reading("received", cells, rows=("new", "carried_over")), readings)

    def _total_of_both(self, members: Sequence[Member], readings: dict[int, Reading | None], around: Surroundings) -> None:
        """收到34件，上年结转2件，共36件: the bare sum after both is about both."""
        seen: set[str] = set()
        for member in members:
            reading = readings[member.figure.position]
            if reading is not None and len(reading.rows) == 1 and reading.fact in ("received", "carried_over"):
                seen.update(reading.rows)
            bare = all(term.kind in ("whole", "time", "neutral") for term in (*member.figure.left, *member.figure.right))
            whole = any(term.kind == "whole" for term in member.figure.left)
            if {"new", "carried_over"} <= seen and bare and whole and member.unit in ("件", "项", "宗", "份", "起", "条", None):
                cells = application_cells(around.form, ("new", "carried_over"))
                self._replace(member, Reading("received", cells, rows=("new", "carried_over")), readings)

    def _replace(self, member: Member, reading: Reading, readings: dict[int, Reading | None]) -> None:
        readings[member.figure.position] = reading
        self.claims[member.claim] = self._with(self.claims[member.claim], reading)

    def _divide(
        self, sentence: Sentence, even: Plain, members: Sequence[Member], earlier: Sequence[Member], section: int
    ) -> None:
        for division in divisions(sentence, members, earlier):
            start, end = even.span(division.start, division.end)
            self.breakdowns.append(
                Breakdown(
                    division.whole.claim,
                    tuple(part.claim for part in division.parts),
                    division.kind,
                    Span(section, start, end),
                    division.trigger,
                )
            )
            self._whole_of_both(division.whole.claim, [part.claim for part in division.parts])
            for part in division.parts:
                self._keep_to_family(division.whole.claim, part.claim)
            self._clear_repeated([part.claim for part in division.parts])

    def _whole_of_both(self, whole: int, parts: Sequence[int]) -> None:
        """收到523件，其中新收512件，上年结转11件: the whole counts both."""
        facts = {self.claims[part].fact for part in parts}
        new = application_cells(self.form or "2021", ("new",))
        if self.known and {"received", "carried_over"} <= facts and self.claims[whole].about == new:
            cells = application_cells(self.form or "2021", ("new", "carried_over"))
            self.claims[whole] = replace(self.claims[whole], about=cells, firm=True, others=())

    def _clear_repeated(self, parts: Sequence[int]) -> None:
        """其中当日办结3件、次日办结5件: parts that would be about the same cells are parts of that, none is the whole of it."""
        abouts = [self.claims[part].about for part in parts]
        for part in parts:
            about = self.claims[part].about
            if about and abouts.count(about) > 1:
                self.claims[part] = replace(self.claims[part], about=(), fact=None, others=())

    def _keep_to_family(self, whole: int, part: int) -> None:
        """A part of applications counts applications: 行政许可17项 among 47 applications is no number of licences."""
        families = [{key.split(".")[0] for key in self.claims[index].about} for index in (whole, part)]
        if self.claims[part].about == self.claims[whole].about:
            self.claims[part] = replace(self.claims[part], about=(), fact=None, others=())
        foreign = bool(families[1]) and families[0] != families[1]
        named = self.claims[whole].noun or ""
        unrelated = self.claims[part].fact in ("decision", "document") and not ("规章" in named or "规范性文件" in named)
        if foreign and (families[0] or unrelated):
            self.claims[part] = replace(self.claims[part], about=(), fact=None, others=())

    def _link(self, first: int, roles: Sequence[tuple[Role, Direction]]) -> None:
        """Tie growths and shares to the figures they describe: the last one before, and last year's."""
        current: int | None = None
        previous: int | None = None
        for index, (role, _) in enumerate(roles, first):
            if role == "figure":
                current = index
            elif role == "previous":
                previous = index
            elif role in ("change", "share"):
                self.claims[index] = replace(self.claims[index], of=current, base=previous if role == "change" else None)
