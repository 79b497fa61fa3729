"""Points, in a complaint, at what went wrong and at what to quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.encoder import Read
from models.gist import GistHead
from models.gist_words import words_of
from models.passages import Passage
from models.quotable import Heard, QuotableHead, best_of, candidates
from triage.complaint import Span


@dataclass(frozen=True, eq=False)
class Pointer:
    gist: GistHead
    #: None for a model that was not taught to choose.
    quotable: QuotableHead | None = None

    def point(
        self, passages: Sequence[tuple[tuple[Passage, Read], Heard]], text: str
    ) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """The gist of the first of these passages, the strongest one, and what is quotable of all;
        both in the mention's `text` and the best first."""
        gist: tuple[Span, ...] = ()
        likely: list[tuple[float, Span]] = []
        for n, ((passage, read), heard) in enumerate(passages):
            words = words_of(passage.own, read.offsets, read.states)
            if words is None:
                continue
            outline = self.gist.outline(words)
            if n == 0:
                gist = self.gist.point(outline, words, passage, text)
            if self.quotable:
                of = candidates(text, passage, words)
                likely += self.quotable.likely(words, outline, of, heard)
        return gist, best_of(likely)
