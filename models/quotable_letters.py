"""What runs of letters in a passage, and its length, say of whether it is to be quoted, beside what
the head makes of the encoder's states: it bends to what it was shown, and they err elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from models.arrays import Ids, Vectors
from models.letter_runs import SHORTEST, runs
from models.quotable import log_odds
from models.quotable_candidates import Candidate

#: In characters: what brings lengths to about 1.
_LONG = 100
_SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class Weights:
    """What each of these counts in the log-odds that a candidate will do."""

    #: The log-odds of the head.
    share: float = 1.0
    #: A candidate's length, and the square of it.
    length: float = 0.0
    squared: float = 0.0
    #: The log-odds of a complaint.
    surely: float = 0.0
    shift: float = 0.0


@dataclass(frozen=True, eq=False)
class QuotableLetters:
    #: int8, (BUCKETS,). Two runs that share a bucket speak as one.
    scores: NDArray[np.int8]
    #: What a score is worth.
    step: float
    weights: Weights = Weights()

    @classmethod
    def load(cls, file: Path) -> QuotableLetters:
        tensors = load_file(str(file))
        step, *weights = (float(part) for part in tensors["step_weights"])
        return cls(tensors["scores"], step, Weights(*weights))

    def save(self, file: Path) -> None:
        by = self.weights
        numbers = [self.step, by.share, by.length, by.squared, by.surely, by.shift]
        step_weights = np.asarray(numbers, np.float32)
        # Not by save_file, which makes the file unreadable for everybody else on the machine.
        file.write_bytes(save({"scores": self.scores, "step_weights": step_weights}))

    def beside(
        self, odds: Vectors, text: str, of: Sequence[Candidate], p_complaint: float
    ) -> Vectors:
        """(candidates,): head, letters and length together, of what the head says of each."""
        by, length = self.weights, lengths(of)
        together: Vectors = (
            odds * by.share + self.read(text, of) + length * by.length + length**2 * by.squared
        )
        return together + np.float32(by.surely * log_odds(p_complaint) + by.shift)

    def read(self, text: str, of: Sequence[Candidate]) -> Vectors:
        """(candidates,): what their letters speak for, in log-odds. All runs are looked up once,
        however many candidates they stand in."""
        total, count = np.zeros(len(of), np.int64), np.zeros(len(of), np.int64)
        for buckets, first, behind in _ranges(text, of):
            upto = np.concatenate([[0], np.cumsum(self.scores[buckets], dtype=np.int64)])
            total += upto[behind] - upto[first]
            count += behind - first
        read: Vectors = (total * self.step / np.sqrt(np.maximum(1, count))).astype(np.float32)
        return read


def lengths(of: Sequence[Candidate]) -> Vectors:
    """(candidates,), in hundred characters."""
    spans = np.asarray([candidate.span for candidate in of], np.float32)
    found: Vectors = (spans[:, 1] - spans[:, 0]) / np.float32(_LONG)
    return found


def buckets_of(text: str, of: Sequence[Candidate]) -> list[Ids]:
    """The buckets of the runs of each candidate, and of those that it shares with its
    neighbours."""
    by_length = [*_ranges(text, of)]
    return [
        np.concatenate([buckets[first[n] : behind[n]] for buckets, first, behind in by_length])
        for n in range(len(of))
    ]


def _ranges(text: str, of: Sequence[Candidate]) -> Iterator[tuple[Ids, Ids, Ids]]:
    """For each length of run the buckets of all that the candidates cover, and from where to where
    each has them, with one letter before it and one behind."""
    begins, ends = np.asarray([candidate.span for candidate in of]).T
    start = int(begins.min())
    covered = _as_read(f" {text} "[start : int(ends.max()) + 2])
    for length, buckets in enumerate(runs(covered), SHORTEST):
        first = np.minimum(begins - start, len(buckets))
        yield buckets, first, np.maximum(first, ends - start + 3 - length)


def _as_read(text: str) -> str:
    """In small letters and on one line, each letter in its place.

    >>> _as_read("Na\\nKLAR")
    'na klar'
    """
    # The only letter of which two become when it is made small.
    return _SPACE.sub(" ", text.replace("İ", "i").lower())
