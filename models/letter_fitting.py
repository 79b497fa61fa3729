"""Fits what runs of letters speak for: texts as rows, and how rare each run is. Needs the extra
`kulanz[train]`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from models.arrays import Ids, Vectors
from models.word_table import BUCKETS

#: Steps to either side of nought: as good as 127, and a third of the size when packed.
STEPS = 7


def presence(rows: Sequence[Ids]) -> csr_matrix:
    """Rows of length one: a text of many runs says no more than one of few."""
    ends = np.cumsum([0, *(len(row) for row in rows)])
    values = np.concatenate([np.full(len(row), max(1, len(row)) ** -0.5) for row in rows])
    return csr_matrix((values, np.concatenate(rows), ends), shape=(len(rows), BUCKETS))


def rarity_of(x: csr_matrix, fewest: int) -> Vectors:
    """How rare each bucket is (smoothed IDF); none of those that hardly any text has."""
    texts = np.diff(x.tocsc().indptr)
    rarity: Vectors = np.log((1 + x.shape[0]) / (1 + texts)) + 1
    return np.where(texts < fewest, 0.0, rarity)
