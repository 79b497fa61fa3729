"""Fits what runs of letters speak for: texts as rows, and weights as a few steps. Needs the extra
`kulanz[train]`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from models.arrays import Ids, Vectors
from models.word_table import BUCKETS

#: Steps to either side of nought: as good as 127, and a third of the size when packed.
_STEPS = 7
#: So many of the weights are told apart: the few that are larger would make all others coarse.
_LARGEST = 0.999


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


def in_steps(weights: Vectors) -> tuple[NDArray[np.int8], float]:
    # Of texts without a run in common no bucket has a weight.
    heard = np.abs(weights[weights != 0]) if weights.any() else np.zeros(1)
    step = max(float(np.quantile(heard, _LARGEST)) / _STEPS, 1e-9)
    return np.clip(np.rint(weights / step), -_STEPS, _STEPS).astype(np.int8), step
