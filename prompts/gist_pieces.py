"""Passages and whole sentences of a complaint, side by side as a reply may quote them, and what it
is worth to quote them: how many characters of them a careful reader would quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from prompts.gist_joining import leans
from prompts.gist_passages import Quoted, only_orders, orders, shared
from prompts.gist_sentences import may_stand_beside
from prompts.gist_telling import shows_signs, tells_of_one
from prompts.gist_told import Told, exclaims
from prompts.quoting import wordings
from triage.complaint import Span

# Tuned on the sets of `tests/benchmarks/quotes/` that are not held back: by how many of the best
# words are quoted, and by which of two drafts blind readers would send.
#: A sentence that is less likely quoted is not worth its room.
_LEAST = 0.1
#: From so likely on one with a sign of a fault begins what is quoted, and any other.
_BEGINS, _SURELY = 0.3, 0.6
#: In characters of a certain one: what a beginning costs that leans on what is left out before it,
#: one that only leads up to the matter, and for each of its characters, and what says only what was
#: ordered; and each character for which there is no room.
_LEANING, _LEADING, _BESIDE, _ORDERING, _OVERLONG = 15.0, 15.0, 0.2, 30.0, 2.0
#: In characters: a sentence so short is left where it stands.
_SHORT = 45
#: So many words before a passage may tell as much as it does.
_MANY_WORDS = 5
_WORD = re.compile(r"\w+")


class Piece(NamedTuple):
    parts: tuple[Quoted, ...]
    worth: float = 0

    @property
    def span(self) -> Span:
        return self.parts[0].span[0], self.parts[-1].span[1]

    @property
    def length(self) -> int:
        """In characters, with the stops between its parts."""
        return sum(len(part.said) for part in self.parts) + 2 * (len(self.parts) - 1)


@dataclass(frozen=True)
class Pieces:
    told: Told
    #: In characters: how long all that is quoted may be.
    together: int

    def __iter__(self) -> Iterator[Piece]:
        for n, whole in enumerate(self.told.whole):
            if whole:
                yield from self._grown((whole,), n, n)
        best, *others = self.told.pointed.fit
        text, lang = self.told.text, self.told.lang
        for passage in (best, *(q for q in others if may_stand_beside(text, q, lang))):
            first, last = (self.told.at(at) for at in (passage.span[0], passage.span[1] - 1))
            if first is not None and last is not None:
                yield from self._grown((passage,), first, last)

    def room(self, parts: Sequence[Quoted]) -> int:
        """In characters: one passage alone may be as long as any, if need be."""
        return self.together if len(parts) > 1 else max(self.together, self.told.bounds.longest)

    def _grown(self, parts: tuple[Quoted, ...], first: int, last: int) -> Iterator[Piece]:
        """With as many whole sentences before and behind it as there is room for."""
        for before in self._runs(parts, first, -1):
            for run in self._runs(before, last, 1):
                if self._may_stand(run):
                    yield Piece(run, self._worth(run))

    def _runs(self, parts: tuple[Quoted, ...], at: int, step: int) -> Iterator[tuple[Quoted, ...]]:
        yield parts
        whole = self.told.whole
        if not self._reaches(parts, at, step):
            return
        while 0 <= (at := at + step) < len(whole) and (next_one := whole[at]):
            asks = next_one.said.endswith("?")
            parts = (*parts, next_one) if step > 0 else (next_one, *parts)
            fits = Piece(parts).length <= self.together and self._goes_on(next_one, at)
            if not fits or (asks and step > 0):
                return
            yield parts
            if asks:
                return

    def _goes_on(self, part: Quoted, at: int) -> bool:
        """Whether it may stand beside others: what tells nothing may only if it is short."""
        return self.told.odds[at] >= _BEGINS or len(part.said) <= _SHORT or self.told.tells(part)

    def _reaches(self, parts: Sequence[Quoted], at: int, step: int) -> bool:
        """Whether no words of its sentence are left out between it and the next one."""
        start, end = self.told.sentences[at]
        before, behind = (start, parts[0].span[0]), (parts[-1].span[1], end)
        return not _has_words(self.told.text[slice(*(behind if step > 0 else before))])

    def _may_stand(self, parts: Sequence[Quoted]) -> bool:
        """Whether there is room for it, and what stands at its edges tells something; no question
        ends it, and it does not begin with who somebody is."""
        first, last = parts[0], parts[-1]
        fits = Piece(tuple(parts)).length <= self.room(parts)
        if not fits or last.said.endswith("?") or wordings("preamble").match(first.said):
            return False
        if not (self.told.tells(first) or self._is_leant_on(parts)):
            return False
        added = len(parts) > 1 and exclaims(last.said)
        return _adds(parts) if added else self.told.tells(last)

    def _worth(self, parts: Sequence[Quoted]) -> float:
        span = parts[0].span[0], parts[-1].span[1]
        held = ((p - _LEAST) * shared(span, of) for of, p in self.told.likely)
        return sum(held) - self._costs(parts)

    def _costs(self, parts: Sequence[Quoted]) -> float:
        """What had better not begin it, what says no more than what was ordered, and what is too
        long."""
        first, lang = parts[0], self.told.lang
        costs = _OVERLONG * max(0, Piece(tuple(parts)).length - self.together)
        if not self._begins_it(parts):
            costs += _LEADING + _BESIDE * len(first.said)
        if self.told.text[: first.span[0]].strip() and leans(first.said, lang):
            costs += _LEANING
        ordered = only_orders(". ".join(part.said for part in parts), lang)
        return costs + _ORDERING * ordered

    def _begins_it(self, parts: Sequence[Quoted]) -> bool:
        """Whether its first sentence does not only lead up to the matter: the model points at it,
        it asks, it is likely quoted and shows a sign of a fault, or the next one leans on it. Not
        with what stands in it before its best passage."""
        first, told = parts[0], self.told
        at = told.at(first.span[0]) or 0
        begins = told.passages_in(told.sentences[at], most=1)[0]
        if self._leads_up(told.text[first.span[0] : begins]):
            return False
        best = (told.pointed.fit[0].span, *told.pointed.quotable[:1])
        if any(shared(span, first.span) for span in best) or first.said.endswith("?"):
            return True
        wrong = told.odds[at] >= _BEGINS and shows_signs(first.said, told.lang)
        return wrong or told.odds[at] >= _SURELY or self._is_leant_on(parts)

    def _leads_up(self, before: str) -> bool:
        """Whether some words before a passage are no part of the matter: whom it is told to, a mock
        praise; what was ordered is."""
        many = len(before.split()) >= _MANY_WORDS
        told = orders(before) or (many and tells_of_one(before, self.told.lang))
        return _has_words(before) and not told

    def _is_leant_on(self, parts: Sequence[Quoted]) -> bool:
        return len(parts) > 1 and leans(parts[1].said, self.told.lang)


def _adds(parts: Sequence[Quoted]) -> bool:
    """Whether a word or two behind a sentence („Draußen.“) say what it is about, and not once more
    what it says („Zwei!“)."""
    *others, last = (set(_WORD.findall(part.said.lower())) for part in parts)
    return not last <= set().union(*others)


def _has_words(between: str) -> bool:
    return any(c.isalnum() for c in between)
