"""Runs of neighbouring letters, as buckets of a table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.arrays import Ids
from models.word_table import bucket_of, joined

#: In letters: the shortest and the longest run.
SHORTEST, LONGEST = 3, 5


def runs(text: str) -> Iterator[Ids]:
    """For each length the buckets of its runs, in the order in which they begin.

    >>> [len(of) for of in runs("schade")]
    [4, 3, 2]
    """
    letters = np.frombuffer(text.encode("utf-32-le", "replace"), "<u4")
    found = codes = letters.astype(np.uint64) + np.uint64(1)
    for length in range(2, LONGEST + 1):
        found = joined(found[:-1], codes[length - 1 :])
        if length >= SHORTEST:
            yield bucket_of(found)
