"""What word pieces and pairs of neighbours speak for, beside what the encoder reads in them.

The encoder bends to the few thousand texts it was shown; a sum over words is coarser and errs
elsewhere, so that both together are right more often than either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from models.arrays import Ids, Vectors

Codes = NDArray[np.uint64]

#: Rows of a table. Two pieces or pairs that share one speak as one.
BUCKETS = 1 << 16
#: Tells a pair from its turned twin and from a single piece.
_STEP = np.uint64(1_000_003)
#: 2^64 divided by the golden ratio: spreads neighbours far (Knuth, volume 3, section 6.4).
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_TO_BUCKET = np.uint64(64 - 16)


@dataclass(frozen=True)
class Place:
    """Where in a row of features a head finds the states, and the words that speak to it."""

    states: slice
    words: slice


def places_of(classes: Mapping[str, int], states: int) -> dict[str, Place]:
    """Head → its place: columns stand in the order of the heads, one for a head of two classes."""
    places, start = dict[str, Place](), states
    for head, count in classes.items():
        end = start + (count if count > 2 else 1)
        places[head] = Place(slice(0, states), slice(start, end))
        start = end
    return places


@dataclass(frozen=True, eq=False)
class WordTable:
    #: int8, (BUCKETS, columns).
    scores: NDArray[np.int8]
    #: What a score is worth in each column.
    scale: Vectors

    @classmethod
    def silent(cls) -> WordTable:
        """One without a column, for an encoder that no examples taught yet."""
        return cls(np.zeros((BUCKETS, 0), np.int8), np.zeros(0, np.float32))

    @classmethod
    def load(cls, file: Path) -> WordTable:
        tensors = load_file(str(file))
        return cls(tensors["scores"], tensors["scale"])

    @property
    def columns(self) -> int:
        return len(self.scale)

    def read(self, ids: Ids) -> Vectors:
        """The sum over all different pieces and pairs: (columns,)."""
        total = self.scores[buckets(ids)].sum(axis=0, dtype=np.int32)
        read: Vectors = (total * self.scale).astype(np.float32)
        return read

    def save(self, file: Path) -> None:
        # Not by save_file, which makes the file unreadable for everybody else on the machine.
        file.write_bytes(save({"scores": self.scores, "scale": self.scale}))


def buckets(ids: Ids) -> Ids:
    """The rows of the pieces of a text and of its pairs, each once."""
    single = ids.astype(np.uint64) + np.uint64(1)
    every = np.concatenate([single, joined(single[:-1], single[1:])])
    return each_once(bucket_of(every))


def joined(firsts: Codes, nexts: Codes) -> Codes:
    """The codes of sequences, each one longer by what comes next."""
    return firsts * _STEP + nexts


def bucket_of(codes: Codes) -> Ids:
    return ((codes * _SPREAD) >> _TO_BUCKET).astype(np.int64)


def each_once(rows: Ids) -> Ids:
    """In order; of so few, numpy's own takes five times as long.

    >>> each_once(np.asarray([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(rows)
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]
