"""Weights as few steps of one size: what a file holds of them is packed well."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.arrays import Vectors

#: So many of the weights are told apart: the few that are larger would make all others coarse.
_LARGEST = 0.999


def in_steps(weights: Vectors, most: int) -> tuple[NDArray[np.int8], float]:
    """Each weight as a number of steps, at most so many to either side of nought; and the step."""
    # Of texts without a run in common no bucket has a weight.
    heard = np.abs(weights[weights != 0]) if weights.any() else np.zeros(1)
    step = max(float(np.quantile(heard, _LARGEST)) / most, 1e-9)
    return np.clip(np.rint(weights / step), -most, most).astype(np.int8), step
