"""Which row the words around a run of figures name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz

from core.align.labels import ORDINALS, Meaning, Mention, Vocabulary, vocabulary
from core.align.runs import Gap, Label, Run, Said, Word
from core.forms import Form

RowKey = tuple[str, str]
_TAIL = 48
_ALIKE = 74.0
_SHORTEST_ALIKE = 4
_SHORTEST_BEGINNING = 6
_PIECES = 8
_NOISE = 2
"""So many unknown characters (ordinals, upright labels) are no label of their own."""


class Own(NamedTuple):
    """What the label of a run says: the rows it may mean, how surely, and the words it is made of."""

    rows: frozenset[RowKey] = frozenset()
    quality: float = 0.0
    same_line: bool = False
    unknown: bool = False
    several: bool = False
    """Whether labels of other rows stand in the same gap, so that order has a say."""
    words: tuple[Word, ...] = ()


NOTHING = Own()
_NO_ROWS: frozenset[RowKey] = frozenset()


def row_keys(meanings: Sequence[Meaning], one_row: frozenset[str]) -> frozenset[RowKey]:
    """The rows a phrase may name; every word of a one-row table names its only row."""
    return frozenset(
        (m.table, "" if m.table in one_row else m.key)
        for m in meanings
        if m.kind == "row" or (m.table in one_row and m.kind in ("column", "group"))
    )


class _Sense(NamedTuple):
    """What a phrase may mean: the rows it names, the tables of which it is a column, and whose header it stands in."""

    rows: frozenset[RowKey]
    columns: frozenset[str]
    header: frozenset[str]
    row: bool


def stands_alone(gap: Gap | Said, mention: Mention) -> bool:
    """Whether a short phrase (其他, 总计, 规章) is all that its word says, but for an ordinal."""
    owner = gap.owners[mention.start]
    first = gap.owners.index(owner)
    beyond = mention.end < len(gap.text) and gap.owners[mention.end] == owner
    lead = gap.text[first : mention.start].lstrip(ORDINALS)
    return not beyond and (not lead or any(m.end == mention.start for m in gap.mentions))


class Labeller:
    """Finds the own label of runs."""

    def __init__(self, words: Vocabulary, one_row: frozenset[str]) -> None:
        self.vocabulary = words
        self.one_row = one_row
        self.senses = {
            phrase: _Sense(
                row_keys(meanings, one_row),
                frozenset(m.table for m in meanings if m.kind == "column"),
                frozenset(m.table for m in meanings if m.kind in ("column", "group", "span")),
                any(m.kind == "row" for m in meanings),
            )
            for phrase, meanings in words.meanings.items()
        }
        self.row_phrases = {
            phrase: meaning
            for phrase, meanings in words.meanings.items()
            for meaning in meanings
            if meaning.kind == "row" and len(phrase) >= _SHORTEST_ALIKE
        }
        self.other_words = "\n".join(
            phrase for phrase, meanings in words.meanings.items() if not any(meaning.kind == "row" for meaning in meanings)
        )

    def own(self, run: Run) -> Own:
        """The label of a run: crossing it, or the last one before it."""
        before = self._last_label(run.before)
        crossing = self._crossing(run)
        if crossing is not None and (not before.rows or before.unknown or before.rows == crossing.rows):
            return crossing
        return before

    def own_behind(self, run: Run) -> Own:
        """The label of a run in a layout that prints labels under their figures."""
        gap = run.after
        stop = gap.before_next_line()
        for index, mention in enumerate(gap.mentions):
            if mention.end > stop or not self._noise(gap.said, gap.mentions[index - 1].end if index else 0, mention.start):
                break
            rows = self._meant(gap.said)[index]
            if rows:
                first, last = gap.owners[mention.start], gap.owners[mention.end - 1]
                return Own(rows, 1.0, words=gap.words[first : last + 1])
        return NOTHING

    def column(self, gap: Gap) -> str | None:
        """The key of the only column that a gap names and names nothing beside."""
        if len(gap.mentions) != 1:
            return None
        mention = gap.mentions[0]
        found = {m.key for m in mention.meanings if m.kind == "column"}
        return next(iter(found)) if len(found) == 1 and len(gap.text) - (mention.end - mention.start) <= _NOISE else None

    def near(self, gap: Gap) -> frozenset[RowKey]:
        """All rows named in a gap."""
        said = gap.said
        if said.near is None:
            said.near = _NO_ROWS.union(*self._meant(said)) if said.mentions else _NO_ROWS
        return said.near

    def _last_label(self, gap: Gap) -> Own:
        said = gap.said
        if said.label is None:
            said.label = self._label(said)
        rows, quality, unknown, several, numbers = said.label
        words = tuple([gap.words[number] for number in numbers])
        return Own(rows, quality, bool(words) and words[-1].on_next, unknown, several, words)

    def _label(self, said: Said) -> Label:
        """The label that ends what is said."""
        end = len(said.text)
        for index in range(len(said.mentions) - 1, -1, -1):
            mention = said.mentions[index]
            if not self._noise(said, mention.end, end):
                return self._alike(said, mention, end)
            rows = self._meant(said)[index]
            if rows:
                return self._named(said, mention, rows, index)
            end = mention.start
        return Label() if self._noise(said, said.rest, end) else self._alike(said, None, end)

    def _noise(self, said: Said, start: int, end: int) -> bool:
        """Whether what stands from `start` to `end` is no label: ordinals, upright characters, pieces of bands and headers."""
        if end - start <= _NOISE:
            return True
        pieces: dict[int, str] = {}
        for i in range(start, end):
            pieces[said.owners[i]] = pieces.get(said.owners[i], "") + said.text[i]
        return all(self._fragment(piece.lstrip(ORDINALS)) for piece in pieces.values())

    def _fragment(self, piece: str) -> bool:
        if len(piece) <= 1:
            return True
        return len(piece) <= _TAIL and (
            piece in self.other_words or any(end.endswith(piece) for end in self.row_phrases if end != piece)
        )

    def _meant(self, said: Said) -> tuple[frozenset[RowKey], ...]:
        """The rows that each phrase names."""
        if said.meant is None:
            said.meant = tuple([self._meant_by(said, index) for index in range(len(said.mentions))])
        return said.meant

    def _meant_by(self, said: Said, index: int) -> frozenset[RowKey]:
        """The rows a mention names, seen with the mention before it: 其他 and 总计 behind a column label are columns."""
        mention = said.mentions[index]
        sense = self.senses[mention.phrase]
        if len(mention.phrase) <= _NOISE and not stands_alone(said, mention):
            return _NO_ROWS
        if not sense.rows or not sense.columns:
            return sense.rows
        previous = said.mentions[index - 1] if index else None
        if previous is not None and mention.start - previous.end <= _NOISE:
            before = self.senses[previous.phrase]
            tables = before.header & sense.columns
            if tables and not before.row:
                return frozenset(key for key in sense.rows if key[0] in self.one_row and key[0] in tables)
        return sense.rows

    def _named(self, said: Said, mention: Mention, rows: frozenset[RowKey], index: int) -> Label:
        tables = {table for table, _ in rows} - self.one_row
        several = any(key not in rows and key[0] in tables for named in self._meant(said)[:index] for key in named)
        return Label(rows, 1.0, several=several, words=range(said.owners[mention.start], said.owners[mention.end - 1] + 1))

    def _alike(self, said: Said, mention: Mention | None, end: int) -> Label:
        """A label that is no phrase of the form: one of it misprinted, or unknown."""
        start = mention.end if mention else said.rest
        last_word = said.owners[end - 1]
        first_of_word = max(said.owners.index(last_word), said.rest)
        undisturbed = self._undisturbed(said, end) if not said.rest else None
        if undisturbed is not None:
            return undisturbed
        starts = {start, mention.start if mention else start, first_of_word}
        best = max((self._likest(said.text[s:end].lstrip(ORDINALS)) for s in starts), key=lambda found: found[0])
        words = range(said.owners[start], last_word + 1)
        if best[0] >= _ALIKE and best[1] is not None:
            return Label(frozenset({best[1]}), best[0] / 100, words=words)
        return Label(unknown=True, words=words)

    def _undisturbed(self, said: Said, end: int) -> Label | None:
        """A label in whose middle pieces of a band stand, as where an upright or a broken band runs beside it."""
        first = max(0, said.owners[end - 1] - _PIECES)
        pieces: dict[int, str] = {}
        for owner, character in zip(said.owners, said.text, strict=True):
            if first <= owner <= said.owners[end - 1]:
                pieces[owner] = pieces.get(owner, "") + character
        plain = {owner: piece.lstrip(ORDINALS) for owner, piece in pieces.items()}
        kept = {owner: piece for owner, piece in plain.items() if len(piece) > 1 and piece not in self.other_words}
        text = "".join(kept.values())
        found = [m for m in self.vocabulary.mentions(text) if self.senses[m.phrase].rows and len(m.phrase) > _NOISE]
        if not kept or not found or len(text) - found[-1].end > _NOISE:
            return None
        return Label(self.senses[found[-1].phrase].rows, 1.0, words=tuple(kept))

    def _likest(self, text: str) -> tuple[float, RowKey | None]:
        """The row whose label, or whose label's beginning, is most like `text`."""
        if len(text) < _SHORTEST_ALIKE - 1 or len(text) > _TAIL:
            return 0.0, None
        best: tuple[float, RowKey | None] = (0.0, None)
        for phrase, meaning in self.row_phrases.items():
            longer = len(phrase) - len(text)
            if longer * 3 > len(phrase) and len(text) >= _SHORTEST_BEGINNING:
                score = fuzz.ratio(phrase[: len(text)], text, score_cutoff=best[0]) - 1
            elif abs(longer) * 3 > len(phrase):
                continue
            else:
                score = fuzz.ratio(phrase, text, score_cutoff=best[0])
            if score > best[0]:
                best = (score, (meaning.table, meaning.key))
        return best

    def _crossing(self, run: Run) -> Own | None:
        """A label whose halves stand before and behind the run."""
        if not run.after.text or not run.before.text or run.after.words[0].on_next:
            return None
        head = run.after.text[: min(run.after.before_next_line(), _TAIL)]
        tail = run.before.text[-_TAIL:]
        for mention in self.vocabulary.mentions(tail + head):
            if mention.start < len(tail) < mention.end:
                rows = self.senses[mention.phrase].rows
                if rows:
                    offset = len(run.before.text) - len(tail)
                    words = run.before.words[run.before.owners[offset + mention.start] :]
                    return Own(rows, 1.0, True, words=words)
        return None


@cache
def labeller(form: Form) -> Labeller:
    """The labeller of a form."""
    return Labeller(vocabulary(form), frozenset(table.key for table in form.tables if table.layout == "one_row"))


def labels_stand_before(owns: Sequence[Own]) -> float:
    """How regularly a layout that prints labels on lines of their own prints one before each run, 0 to 1."""
    apart = [own for own in owns if not own.same_line]
    if not apart:
        return 1.0
    return sum(1 for own in apart if own.rows and not own.several) / len(apart)


__all__ = ["NOTHING", "Labeller", "Own", "RowKey", "labeller", "labels_stand_before", "row_keys", "stands_alone"]
