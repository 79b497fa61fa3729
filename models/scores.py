"""The measures themselves: what is said against what is true, whatever it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]
YesNo = NDArray[np.bool_]
#: Truth → what was said → how often; what never happened is left out.
Confusion = dict[str, dict[str, int]]

_BINS = 10


@dataclass(frozen=True)
class Bin:
    """What was stated with about the same probability, and how much of it came true."""

    #: The mean of the probabilities stated.
    stated: float
    came_true: float
    mentions: int


def accuracy(truth: Sequence[object], said: Sequence[object]) -> float:
    return sum(t == s for t, s in zip(truth, said, strict=True)) / len(truth)


def f1(of: object, truth: Sequence[object], said: Sequence[object]) -> float:
    hits = sum(t == of and s == of for t, s in zip(truth, said, strict=True))
    return 2 * hits / max(1, sum(t == of for t in truth) + sum(s == of for s in said))


def macro_f1(truth: Sequence[object], said: Sequence[object]) -> float:
    """The plain mean over all classes that are true or said."""
    classes = {*truth, *said}
    return sum(f1(c, truth, said) for c in classes) / len(classes)


def roc_auc(p: Probabilities, yes: YesNo) -> float | None:
    """How often of a yes and a no the yes has the higher probability; None without either.

    >>> roc_auc(np.array([0.9, 0.4, 0.4, 0.1]), np.array([True, True, False, False]))
    0.875
    """
    positives, negatives = int(yes.sum()), int((~yes).sum())
    if not positives or not negatives:
        return None
    _, places, counts = np.unique(p, return_inverse=True, return_counts=True)
    # Those that are equal share the mean of their ranks.
    ranks = counts.cumsum() - (counts - 1) / 2
    above = float(ranks[places][yes].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def reliability(p: Probabilities, right: YesNo) -> list[Bin]:
    """Stated probabilities in ten bins of like width; empty ones are left out."""
    places = np.minimum((p * _BINS).astype(int), _BINS - 1)
    return [
        Bin(float(p[at].mean()), float(right[at].mean()), int(at.sum()))
        for at in (places == place for place in np.unique(places))
    ]


def expected_calibration_error(p: Probabilities, right: YesNo) -> float:
    """How far stated probabilities are from what comes true, on average.

    >>> p, right = np.array([0.9, 0.9, 0.1, 0.1]), np.array([True, False, False, False])
    >>> round(expected_calibration_error(p, right), 3)
    0.25
    """
    gaps = (abs(b.stated - b.came_true) * b.mentions for b in reliability(p, right))
    return sum(gaps) / len(p)


def confusion(truth: Sequence[object], said: Sequence[object]) -> Confusion:
    """
    >>> confusion(["a", "a", "b"], ["a", "b", "b"])
    {'a': {'a': 1, 'b': 1}, 'b': {'b': 1}}
    """
    found: Confusion = {}
    for (t, s), times in sorted(Counter(zip(map(str, truth), map(str, said), strict=True)).items()):
        found.setdefault(t, {})[s] = times
    return found
