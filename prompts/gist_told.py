"""The sentences of a complaint as a reply may quote them, how likely a careful reader would quote
each, and whether it tells something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from prompts.gist_odds import Pointed, odds_of
from prompts.gist_passages import Quoted, shared
from prompts.gist_sentences import fit_question, fit_sentence, fit_word
from prompts.gist_telling import (
    is_call,
    says_what_came,
    shows_signs,
    tells_of_one,
    tells_what_was_said,
)
from prompts.quoted_sums import Bounds
from prompts.turning import turn_in
from triage.complaint import Span
from triage.sentences import sentences_of
from triage.stated_events import find_events

#: In sentences: how far from the best passage a long text is looked at.
_NEAR = 6
#: In words: so few tell nothing, but for a number or a sign of a fault.
_FEW_WORDS = 2
#: So many passages of a sentence say how much of it is quoted.
_BEST = 2
#: Of what stands in its sentence before and behind a passage that the model would quote, how much
#: is quoted: of the complaints that `gist_odds` was fitted to 14 and 49 %, and 78 % of the passages
#: themselves.
_BEFORE_IT, _BEHIND_IT = 0.2, 0.6
#: Whom it is told to, or under what sign.
_ADDRESSED = re.compile(r"(?:[@#]\S+\s*)+")
_EXCLAIMED = re.compile(r"[^\W_]+(?: [^\W_]+)?")


@dataclass(frozen=True)
class Told:
    text: str
    lang: str
    bounds: Bounds
    pointed: Pointed
    #: Whether it is in jest.
    jests: bool = False
    _known: dict[Quoted, bool] = field(default_factory=dict, repr=False)

    @cached_property
    def sentences(self) -> list[Span]:
        """Those near the best passage, without empty lines."""
        all_of_them = [s for s in sentences_of(self.text) if self.text[slice(*s)].strip()]
        at = self.pointed.fit[0].span[0]
        best = next((n for n, (_, end) in enumerate(all_of_them) if at < end), 0)
        return all_of_them[max(0, best - _NEAR) : best + _NEAR + 1]

    @cached_property
    def odds(self) -> list[float]:
        """How likely each is quoted."""
        return odds_of(self.text, self.sentences, self.pointed, self.lang)

    @cached_property
    def whole(self) -> list[Quoted | None]:
        """Each as it may be quoted; None where it may not."""
        return [*map(self._as_it_is, self.sentences)]

    def _as_it_is(self, sentence: Span) -> Quoted | None:
        """A question, which only stands before what is told, and a word or two („Neun!“) as well;
        no call („Es reicht“)."""
        said = self.text[slice(*sentence)].strip().rstrip(".!… ")
        if is_call(said) or _ADDRESSED.fullmatch(said):
            return None
        told = fit_sentence(self.text, sentence, self.lang, self.bounds)
        told = told or fit_question(self.text, sentence, self.lang, self.bounds)
        told = told or self._from_its_turn(sentence)
        told = told or fit_word(self.text, sentence, self.lang, self.bounds)
        # A picture before it stands for a pause behind another sentence.
        return told._replace(said=told.said.lstrip(" …")) if told else None

    def _from_its_turn(self, sentence: Span) -> Quoted | None:
        """ "The crew were lovely but the mussels were gritty": what stands behind the praise."""
        turn = turn_in(self.text, self.lang)
        if turn is None or not sentence[0] < turn[0] < sentence[1]:
            return None
        told = fit_sentence(self.text, (turn[0], sentence[1]), self.lang, self.bounds)
        return told if told and shows_signs(told.said, self.lang) else None

    def at(self, position: int) -> int | None:
        """Which sentence this character stands in; None where it is none of these."""
        within = (n for n, (start, end) in enumerate(self.sentences) if start <= position < end)
        return next(within, None)

    @cached_property
    def likely(self) -> list[tuple[Span, float]]:
        """Parts of sentences, and how likely each is quoted."""
        found = []
        for sentence, p in zip(self.sentences, self.odds, strict=True):
            first, last = self.passages_in(sentence)
            found += [
                ((sentence[0], first), p * _BEFORE_IT),
                ((first, last), p),
                ((last, sentence[1]), p * _BEHIND_IT),
            ]
        return found

    def passages_in(self, sentence: Span, most: int = _BEST) -> Span:
        """Where the first of the best passages in it begins and the last ends; all of it, where
        there is none."""
        best = [q.span for q in self.pointed.fit if shared(q.span, sentence)][:most] or [sentence]
        start, end = min(start for start, _ in best), max(end for _, end in best)
        return max(start, sentence[0]), min(end, sentence[1])

    def tells(self, part: Quoted) -> bool:
        """Whether the model points at it, or a number or a sign of a fault stands in it, what came,
        what somebody said, or what hung on it. Behind a jest mostly stands another: there only what
        the model points at first, or a sign of a fault."""
        if part not in self._known:
            self._known[part] = self._tells_in_jest(part) if self.jests else self._tells(part)
        return self._known[part]

    def _tells_in_jest(self, part: Quoted) -> bool:
        first = (*self.pointed.quotable[:1], *self.pointed.gist[:1])
        return shows_signs(part.said, self.lang) or _overlaps(part, first)

    def _tells(self, part: Quoted) -> bool:
        said = part.said
        pointed_at = _overlaps(part, (*self.pointed.quotable, *self.pointed.gist))
        if pointed_at and len(said.split()) > _FEW_WORDS:
            return True
        if tells_of_one(said, self.lang) or says_what_came(said) or tells_what_was_said(said):
            return True
        start, end = part.span
        at_stake = any(start <= event.span[0] < end for event in find_events(self.text))
        return at_stake or said.endswith("?")


def exclaims(said: str) -> bool:
    """Whether it is a word or two: „Neun“, "Not once"."""
    return _EXCLAIMED.fullmatch(said) is not None


def _overlaps(part: Quoted, spans: Sequence[Span]) -> bool:
    return any(shared(span, part.span) for span in spans)
