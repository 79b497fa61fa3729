"""The words of a passage as the gist head reads them: what the encoder says of each in its place,
and where sentences and clauses begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from models.arrays import Vectors
from models.encoder import Read
from triage.complaint import Span

#: A clause often begins with one of these.
_JOINS = frozenset(
    {
        "und", "aber", "weil", "dass", "denn", "so", "da", "als", "wenn", "während", "wo",
        "der", "die", "das", "obwohl", "dann", "statt", "ohne", "trotz", "bis", "and",
        "but", "because", "that", "when", "while", "where", "who", "which", "although",
        "then", "instead", "without", "despite", "until",
    }
)  # fmt: skip
_ENDS_SENTENCE, _ENDS_CLAUSE, _OPENS = frozenset(".!?…"), frozenset(",;:–—-"), frozenset("(\"'„“–—")
_WORD = re.compile(r"\S+")
#: Up to here a text's length says something; in words.
_LONG = 60
#: How many marks of its own a word has beside the encoder's states.
MARKS = 14


class Words(NamedTuple):
    """The words of a passage that were read."""

    #: Where they stand in it.
    spans: tuple[Span, ...]
    #: One row a word: the mean of its tokens' states, and its marks.
    x: Vectors


def words_of(text: str, offsets: Sequence[Span], states: Vectors) -> Words | None:
    """The words of `text` by the `offsets` and `states` of its tokens; None where none was read.

    Tokens behind the text are not looked at: what a customer wrote before is no gist of it.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    tokens = _tokens_of(spans, offsets)
    read = [i for i, found in enumerate(tokens) if found]
    if not read:
        return None
    spans = [spans[i] for i in read]
    means = _means(states, [tokens[i] for i in read])
    return Words(tuple(spans), np.hstack([means, _marks(text, spans)]).astype(np.float32))


def halfway(words: Words, read: Read) -> Words:
    """The same words, with what the encoder says of them half way in place of the last states."""
    tokens = _tokens_of(words.spans, read.offsets)
    means = _means(read.halfway, tokens)
    return words._replace(x=np.hstack([means, words.x[:, -MARKS:]]).astype(np.float32))


def _tokens_of(spans: Sequence[Span], offsets: Sequence[Span]) -> list[list[int]]:
    """For each word its tokens."""
    tokens: list[list[int]] = [[] for _ in spans]
    at = 0
    for i, (start, end) in enumerate(offsets):
        if start >= end:
            continue
        while at < len(spans) and start >= spans[at][1]:
            at += 1
        if at == len(spans):
            break
        tokens[at].append(i)
    return tokens


def _means(states: Vectors, tokens: Sequence[Sequence[int]]) -> Vectors:
    """The mean of each run of tokens."""
    upto = np.vstack([np.zeros(states.shape[1]), states.cumsum(axis=0, dtype=np.float64)])
    first, behind = np.asarray([(run[0], run[-1] + 1) for run in tokens]).T
    means: Vectors = (upto[behind] - upto[first]) / (behind - first)[:, None]
    return means


def _marks(text: str, spans: Sequence[Span]) -> Vectors:
    count, rows, before = len(spans), [], "."
    for i, (start, end) in enumerate(spans):
        word = text[start:end]
        rows.append(
            [
                word[-1] in _ENDS_SENTENCE,
                word[-1] in _ENDS_CLAUSE,
                word[0] in _OPENS,
                before in _ENDS_SENTENCE,
                before in _ENDS_CLAUSE,
                i == 0,
                i == count - 1,
                word.lower().strip(",.") in _JOINS,
                word[0].isupper(),
                any(c.isdigit() for c in word),
                word.isupper() and len(word) > 2,
                word[0] in "@#",
                i / count,
                min(count, _LONG) / _LONG,
            ]
        )
        before = word[-1]
    return np.asarray(rows, np.float32)
