"""What is worth labelling first: doubtful, unlike what is known, and nothing twice."""

from __future__ import annotations

import numpy as np

from models.arrays import Vectors
from models.usefulness import Unlabelled, doubt_of, most_useful

NOTHING = np.zeros((0, 3), np.float32)


def pointing(*direction: float) -> Vectors:
    vector = np.asarray(direction, np.float32)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def ids(found: list[Unlabelled]) -> list[str]:
    return [one.id for one in found]


def test_the_least_certain_comes_first() -> None:
    unlike = [pointing(1, 0, 0), pointing(0, 1, 0), pointing(0, 0, 1)]
    cases = [
        Unlabelled(str(p), doubt_of(p, 0.0), x)
        for p, x in zip((0.9, 0.42, 0.1), unlike, strict=True)
    ]
    assert ids(most_useful(cases, NOTHING, 3)) == ["0.42", "0.1", "0.9"]


def test_irony_that_is_unclear_counts_too() -> None:
    assert doubt_of(0.99, 0.5) == 0.5
    assert doubt_of(0.99, 0.01) < 0.05


def test_what_is_like_the_known_waits() -> None:
    new = Unlabelled("new", 0.6, pointing(0, 1, 0))
    known = Unlabelled("known", 1.0, pointing(1, 0.5, 0))
    assert ids(most_useful([known, new], np.stack([pointing(1, 0, 0)]), 2)) == ["new", "known"]


def test_near_duplicates_are_asked_once() -> None:
    twins = [Unlabelled(f"twin {n}", 1.0 - n / 10, pointing(1, n / 100, 0)) for n in range(4)]
    other = Unlabelled("other", 0.3, pointing(0, 0, 1))
    assert ids(most_useful([*twins, other], NOTHING, 9)) == ["twin 0", "other"]
    assert ids(most_useful(twins, np.stack([pointing(1, 0, 0)]), 9)) == []


def test_nothing_to_label_is_no_trouble() -> None:
    assert most_useful([], NOTHING, 5) == []
