"""Points at the gist of a complaint: the fewest of its words that say what went wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from models.arrays import Vectors
from models.gist_words import Words
from models.layers import Layers, load_layers, save_layers
from models.passages import Passage
from triage.complaint import Span

#: How many words and characters a gist may have.
MOST_WORDS, MOST_CHARACTERS = 14, 92
FEWEST_WORDS = 2
#: So many are pointed at, apart from each other: the first may be one that can't be quoted.
_MOST = 3
#: A word inside counts half of what the first and the last word do.
INSIDE = 0.5
_EDGES = ".,;:!…–—- "
_NO_RUN = np.float32(-1e9)
#: Up to so many multiplications OpenBLAS keeps to one core (its `SMP_THRESHOLD_MIN`, times four).
_ONE_CORE = 4 * 65_536


class Run(NamedTuple):
    """Words `first` to `last`, both included, and the log-odds that a reader would choose them."""

    odds: float
    first: int
    last: int


class Outline(NamedTuple):
    """What the head says of a passage's words, (words, 3), and the likeliest runs of them."""

    outputs: Vectors
    runs: list[Run]


@dataclass(frozen=True, eq=False)
class GistHead:
    """Layers over a few neighbouring words each: for every word whether the gist begins with it,
    ends with it, and has it. The calibration is folded into the last one."""

    #: The first sees a word alone.
    layers: Layers

    @classmethod
    def load(cls, file: Path) -> GistHead:
        return cls(load_layers(file)[0])

    def save(self, file: Path) -> None:
        save_layers(file, self.layers)

    def outputs(self, x: Vectors) -> Vectors:
        """(words, 3): begins, ends, inside."""
        (first, first_bias), *middle, (last, last_bias) = self.layers
        hidden = np.maximum(times(x, first) + first_bias, 0)
        for i, (weights, bias) in enumerate(middle):
            new = np.maximum(times(beside(hidden, len(weights)), weights) + bias, 0)
            hidden = new if i == 0 else hidden + new
        out: Vectors = hidden @ last + last_bias
        return out

    def outline(self, words: Words) -> Outline:
        outputs = self.outputs(words.x)
        return Outline(outputs, runs(outputs, words.spans))

    def point(
        self, outline: Outline, words: Words, passage: Passage, text: str
    ) -> tuple[Span, ...]:
        """Where in the mention's text the gist stands, the likeliest first; what is less likely
        than not is left out."""
        likely = (run for run in outline.runs if run.odds > 0)
        spans = ((words.spans[run.first][0], words.spans[run.last][1]) for run in likely)
        found = (_in_mention(passage.own[start:end], passage.span, text) for start, end in spans)
        return tuple(span for span in found if span is not None)


def times(x: Vectors, weights: Vectors) -> Vectors:
    """Their product, in strips so small that one core does each. A second one, to which larger
    ones are given, is waited for a hundred times as long as it saves where all are at work."""
    rows = max(1, _ONE_CORE // weights.size)
    strips = [x[start : start + rows] @ weights for start in range(0, len(x), rows)]
    product: Vectors = np.concatenate(strips)
    return product


def beside(hidden: Vectors, rows: int) -> Vectors:
    """Each word with its neighbours, and behind them the mean of all; `rows` are the columns."""
    count, width = hidden.shape
    reach = (rows // width - 2) // 2
    padded = np.pad(hidden, ((reach, reach), (0, 0)))
    seen = [padded[i : i + count] for i in range(2 * reach + 1)]
    return np.hstack([*seen, np.broadcast_to(hidden.mean(axis=0), hidden.shape)])


def runs(outputs: Vectors, spans: Sequence[Span]) -> list[Run]:
    """The likeliest runs of words that do not overlap, the likeliest first."""
    odds, found = _odds_of_all(outputs, spans), list[Run]()
    while len(found) < _MOST and odds.size and odds.max() > _NO_RUN:
        first, more = divmod(int(odds.argmax()), odds.shape[1])
        last = first + more
        found.append(Run(float(odds[first, more]), first, last))
        for at in range(max(0, first - MOST_WORDS + 1), last + 1):
            # What begins before it must end before it.
            odds[at, max(0, first - at) :] = _NO_RUN
    return found


def _odds_of_all(outputs: Vectors, spans: Sequence[Span]) -> Vectors:
    """(words, MOST_WORDS): the odds of the run from each word to each of those behind it."""
    begins, ends, inside = outputs.T
    upto = np.concatenate([[0.0], np.cumsum(inside)]) * INSIDE
    first, more = np.arange(len(spans))[:, None], np.arange(MOST_WORDS)[None, :]
    last = np.minimum(first + more, len(spans) - 1)
    edges = np.asarray(spans)
    fits = (first + more < len(spans)) & (more >= FEWEST_WORDS - 1)
    fits &= edges[last, 1] - edges[first, 0] <= MOST_CHARACTERS
    odds = begins[first] + ends[last] + upto[last + 1] - upto[first]
    return np.where(fits, odds, _NO_RUN).astype(np.float32)


def _in_mention(words: str, within: Span, text: str) -> Span | None:
    """Where these words of a passage stand in the mention; None where they were read otherwise
    than they are written."""
    words = words.strip(_EDGES)
    at = text.find(words, *within)
    if at >= 0:
        return (at, at + len(words)) if words else None
    found = re.compile(r"\s+".join(map(re.escape, words.split()))).search(text, *within)
    return found.span() if found else None
