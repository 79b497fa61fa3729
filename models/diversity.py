"""How varied a corpus is, and which of its texts are too much like another one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
#: A run of so many words that stands in two texts is no coincidence any more.
RUN = 5
#: From this share of its runs on a text is called a near-duplicate.
NEAR = 0.2
#: Words in the window whose share of different words is averaged (MATTR, Covington & McFall 2010).
WINDOW = 500


@dataclass(frozen=True)
class Diversity:
    texts: int
    words: int
    different_words: int
    #: Share of different words in a window of 500, on average: it does not sink with length.
    moving_share: float
    #: Share of pairs of neighbouring words that stand there once only.
    lone_pairs: float


def words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def near_duplicates(texts: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    """(id, earlier id, share) of each text whose runs of five words stand in one before it.

    >>> texts = {"a": "the bag never came off the belt", "b": "my bag never came off the belt"}
    >>> [(late, early, round(share, 2)) for late, early, share in near_duplicates(texts)]
    [('b', 'a', 0.67)]
    """
    first: dict[tuple[str, ...], str] = {}
    for id, text in texts.items():
        runs = set(_runs(words(text)))
        shared = Counter(first[run] for run in runs if run in first)
        for earlier, count in shared.most_common(1):
            if count / len(runs) >= NEAR:
                yield id, earlier, count / len(runs)
        for run in runs:
            first.setdefault(run, id)


def diversity(texts: Sequence[str]) -> Diversity:
    said = [word for text in texts for word in words(text)]
    pairs = Counter(pair for text in texts for pair in _runs(words(text), 2))
    return Diversity(
        texts=len(texts),
        words=len(said),
        different_words=len(set(said)),
        moving_share=_moving_share(said),
        lone_pairs=sum(n == 1 for n in pairs.values()) / max(1, sum(pairs.values())),
    )


def _runs(said: Sequence[str], length: int = RUN) -> Iterator[tuple[str, ...]]:
    return (tuple(said[i : i + length]) for i in range(len(said) - length + 1))


def _moving_share(said: Sequence[str]) -> float:
    if len(said) <= WINDOW:
        return len(set(said)) / max(1, len(said))
    inside = Counter(said[:WINDOW])
    total = len(inside)
    for old, new in zip(said, said[WINDOW:], strict=False):
        inside[old] -= 1
        if not inside[old]:
            del inside[old]
        inside[new] += 1
        total += len(inside)
    return total / WINDOW / (len(said) - WINDOW + 1)
