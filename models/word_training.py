"""Fits the word table: a logistic regression for every head. Needs the extra `kulanz[train]`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from models.arrays import Ids, Vectors
from models.word_table import BUCKETS, Place, WordTable, buckets, places_of

#: How freely words may speak: the inverse of the penalty on their weights. Tried on our own
#: held-back mentions between 0.1 and 1: they differ little.
_FREEDOM = 1.0
_MOST_STEPS = 200


@dataclass(frozen=True, eq=False)
class Told:
    """What some texts tell one head."""

    tokens: Sequence[Ids]
    y: Ids
    weight: Vectors
    classes: int


def fit_words(told: Mapping[str, Told], states: int) -> tuple[WordTable, dict[str, Place]]:
    """The table, and where each head finds its columns behind so many states.

    A head of two classes has one column, of which more means the second.
    """
    table = _in_int8(np.hstack([_weights(lesson) for lesson in told.values()]))
    return table, places_of({head: lesson.classes for head, lesson in told.items()}, states)


def _weights(told: Told) -> Vectors:
    """(BUCKETS, columns); nothing for a class that no text is of."""
    from sklearn.linear_model import LogisticRegression

    by_class = np.zeros((BUCKETS, told.classes), np.float32)
    if len(np.unique(told.y)) > 1:
        learner = LogisticRegression(C=_FREEDOM, max_iter=_MOST_STEPS)
        # Weights of one on average, or a set that is drawn often would speak too freely.
        weight = told.weight / told.weight.mean()
        learner.fit(_presence(told.tokens), told.y, sample_weight=weight)
        found = learner.coef_.T
        if found.shape[1] == 1:
            found = np.hstack([-found, found]) / 2
        by_class[:, learner.classes_] = found
    return by_class if told.classes > 2 else by_class[:, 1:] - by_class[:, :1]


def _presence(tokens: Sequence[Ids]) -> csr_matrix:
    rows = [buckets(ids) for ids in tokens]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.concatenate(rows)
    ones = np.ones(len(columns), np.float32)
    return csr_matrix((ones, columns, ends), shape=(len(rows), BUCKETS))


def _in_int8(weights: Vectors) -> WordTable:
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return WordTable(np.rint(weights / scale).astype(np.int8), scale.astype(np.float32))
