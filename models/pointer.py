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

    def point(self, passage: Passage, read: Read, text: str) -> tuple[Span, ...]:
        """The gist, in the mention's `text`, likeliest first."""
        words = words_of(passage.own, read.offsets, read.states)
        return self.gist.point(self.gist.outputs(words.x), words, passage, text) if words else ()

    def quote(self, passages: Sequence[tuple[Passage, Read, Heard]], text: str) -> tuple[Span, ...]:
        """What is quotable of all passages that may tell of it, best first."""
        return best_of(found for part in passages for found in self._likely(*part, text))

    def _likely(
        self, passage: Passage, read: Read, heard: Heard, text: str
    ) -> list[tuple[float, Span]]:
        words = words_of(passage.own, read.offsets, read.states)
        if words is None or self.quotable is None:
            return []
        of = candidates(text, passage, words)
        return self.quotable.likely(words, self.gist.outputs(words.x), of, heard)
