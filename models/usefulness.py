"""What is most worth labelling: where the model is least certain or people disagree with it, and
what is least like anything labelled before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Vectors

#: About where a model says yes, at the costs that training sets.
COMPLAINT_FROM = 0.4
#: What is more alike than this says the same: one of them is enough.
NEAR_DUPLICATE = 0.95
#: Even what is like nothing we know has a little to tell, and so has what is like much.
_LEAST_NOVEL = 0.05


@dataclass(frozen=True, eq=False)
class Unlabelled:
    """A case that somebody could label."""

    id: str
    #: 0 certain … 1 an even chance, or people said otherwise.
    doubt: float
    #: Of length 1.
    embedding: Vectors


def doubt_of(p_complaint: float, p_ironic: float) -> float:
    """How far the model is from being certain: of the complaint, or half as much of the irony.

    >>> [round(doubt_of(p, 0.0), 2) for p in (0.0, 0.3, 0.4, 0.9)]
    [0.0, 0.75, 1.0, 0.17]
    """
    return max(_nearness(p_complaint, COMPLAINT_FROM), _nearness(p_ironic, 0.5) / 2)


def _nearness(p: float, line: float) -> float:
    return p / line if p < line else (1 - p) / (1 - line)


def most_useful(
    unlabelled: Sequence[Unlabelled], labelled: Vectors, count: int
) -> list[Unlabelled]:
    """The most useful first: doubt × distance to what is labelled or chosen; no near-duplicates.

    `labelled` are the embeddings of what is labelled, one row each; (0, …) for nothing.
    """
    if not unlabelled:
        return []
    x = np.stack([u.embedding for u in unlabelled])
    doubt = np.asarray([u.doubt for u in unlabelled], np.float32)
    nearest = (x @ labelled.T).max(axis=1) if len(labelled) else np.zeros(len(x), np.float32)
    chosen: list[Unlabelled] = []
    for _ in range(min(count, len(unlabelled))):
        worth = doubt * np.maximum(1 - nearest, _LEAST_NOVEL)
        worth[nearest > NEAR_DUPLICATE] = -1
        best = int(worth.argmax())
        if worth[best] <= 0:
            break
        chosen.append(unlabelled[best])
        nearest = np.maximum(nearest, x @ x[best])
        nearest[best] = 2.0
    return chosen
