"""Points, in complaints, at what went wrong and at what to quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.encoder import Read
from models.gist import GistHead, Outline
from models.gist_words import Words, halfway, words_of
from models.passages import Passage
from models.quotable import Heard, QuotableHead, best_of, likely
from models.quotable_candidates import candidates
from models.quotable_letters import QuotableLetters
from triage.complaint import Span


class Pointed(NamedTuple):
    """Places in a mention's text, the best first."""

    gist: tuple[Span, ...]
    quotable: tuple[Span, ...]


NOTHING = Pointed((), ())


class _Told(NamedTuple):
    """A passage that was read, in the mention's text."""

    text: str
    passage: Passage
    heard: Heard
    words: Words
    read: Read


@dataclass(frozen=True, eq=False)
class Pointer:
    gist: GistHead
    #: None for a model that was not taught to choose.
    quotable: QuotableHead | None = None
    #: None for one that was not taught to listen to them.
    letters: QuotableLetters | None = None

    def point(
        self, told: Sequence[Sequence[tuple[Passage, Read, Heard]]], texts: Sequence[str]
    ) -> list[Pointed]:
        """For each mention, of which these passages are to be looked at: the gist of the first
        of them, the strongest one, and what is quotable of all."""
        words = [_told(*of) for of in zip(told, texts, strict=True)]
        outlines = [[t and self.gist.outline(t.words) for t in of] for of in words]
        return [self._pointed(*of) for of in zip(words, outlines, strict=True)]

    def _pointed(self, told: Sequence[_Told | None], outlines: Sequence[Outline | None]) -> Pointed:
        gist: tuple[Span, ...] = ()
        quotable: list[tuple[float, Span]] = []
        for n, (of, outline) in enumerate(zip(told, outlines, strict=True)):
            if of is None or outline is None:
                continue
            if n == 0:
                gist = self.gist.point(outline, of.words, of.passage, of.text)
            quotable += self._quotable(of, outline)
        return Pointed(gist, best_of(quotable))

    def _quotable(self, told: _Told, outline: Outline) -> list[tuple[float, Span]]:
        found = candidates(told.text, told.passage, told.words) if self.quotable else []
        if not self.quotable or not found:
            return []
        words = halfway(told.words, told.read)
        odds = self.quotable.hear(words, outline, found, told.heard)
        if self.letters:
            odds = self.letters.beside(odds, told.text, found, told.heard.p_complaint)
        return likely(odds, found)


def _told(told: Sequence[tuple[Passage, Read, Heard]], text: str) -> list[_Told | None]:
    """None where no word was read."""
    words = [words_of(p.own, read.offsets, read.states) for p, read, _ in told]
    return [
        _Told(text, p, heard, of, read) if of else None
        for (p, read, heard), of in zip(told, words, strict=True)
    ]
