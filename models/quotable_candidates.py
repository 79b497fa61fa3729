"""What of a complaint may be quoted: sentences, up to three in a row, and clauses of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.gist_words import Words
from models.passages import Passage
from models.text import plain_text
from triage.clauses import clauses_of, sentences_between_pictures
from triage.complaint import Span

#: In characters: of a sentence or two, and of three in a row.
LONGEST, LONGEST_OF_THREE = 180, 130
#: No longer run of clauses is tried, apart from the whole sentence.
_MOST_CLAUSES = 4
#: „am 14. September“: a passage that ends there was cut where no sentence does.
_NO_BEGINNING = re.compile(r"[.!?…]\W*\Z")


class Candidate(NamedTuple):
    """A passage by its place in the mention's text, and by its words, both included."""

    span: Span
    first: int
    last: int


def candidates(text: str, passage: Passage, words: Words) -> list[Candidate]:
    """Those of a passage of the mention's `text`, whose words these are."""
    found: dict[tuple[int, int], Candidate] = {}
    sentences = [*_sentences(text, passage, words)]
    for i, clauses in enumerate(sentences):
        for candidate in (*_in_a_row(sentences[i : i + 3]), *_of_one(clauses)):
            found.setdefault(candidate[1:], candidate)
    return [*found.values()]


def _sentences(text: str, passage: Passage, words: Words) -> Iterator[list[Candidate]]:
    """Each as its clauses; without those that were read otherwise than they are written."""
    own, at, (begins, ends) = passage.own, 0, passage.span
    for start, end in sentences_between_pictures(text):
        within = max(start, begins), min(end, ends)
        clauses = []
        told = [*clauses_of(text, within)] if within[0] < within[1] else []
        for clause in told[1:] if _NO_BEGINNING.search(text, start, within[0]) else told:
            said = plain_text(text[slice(*clause)])
            found = own.find(said, at)
            if found >= 0:
                at = found + len(said)
                inside = _words_in(words, (found, at))
                clauses += [Candidate(clause, inside[0], inside[-1])] if inside else []
        if clauses:
            yield clauses


def _words_in(words: Words, span: Span) -> list[int]:
    return [n for n, (start, end) in enumerate(words.spans) if start < span[1] and end > span[0]]


def _in_a_row(sentences: Sequence[Sequence[Candidate]]) -> Iterator[Candidate]:
    """One sentence, two and three."""
    for count in range(1, len(sentences) + 1):
        joined = _joined(sentences[0][0], sentences[count - 1][-1])
        room = LONGEST_OF_THREE if count > 2 else LONGEST
        if joined.span[1] - joined.span[0] <= room:
            yield joined


def _of_one(clauses: Sequence[Candidate]) -> Iterator[Candidate]:
    for i, first in enumerate(clauses):
        for last in clauses[i : i + _MOST_CLAUSES]:
            if last.span[1] - first.span[0] <= LONGEST:
                yield _joined(first, last)


def _joined(one: Candidate, other: Candidate) -> Candidate:
    return Candidate((one.span[0], other.span[1]), one.first, other.last)
