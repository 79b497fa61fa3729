"""Which passage of a complaint says the main trouble so that a reply can quote it: a head says of
each candidate how likely a careful reader would quote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from models.arrays import Vectors
from models.gist import Outline, Run
from models.gist_words import MARKS, Words
from models.layers import Layers, load_layers, save_layers
from models.quotable_candidates import Candidate
from triage.complaint import Span

#: How many are named, for a reply that may not repeat the first or says a second beside it.
_MOST = 8
#: None below these log-odds: one in ten would be quoted, and a reply that quotes nothing is sent
#: in one of ten cases as it is.
_FROM = -2.2
#: Of others than the first, of which a reply needs none, none below these, as every other one of
#: them says nothing of the matter; but for those that are hardly less likely than the first.
_ALSO_FROM, _HARDLY_LESS = -0.65, 0.3
#: One that goes on goes before the one it begins with if its log-odds are less by no more: readers
#: miss an end more often than they mind one, and mind what led up to it.
_RATHER_MORE = 0.15
_RUNS = 3
#: Marks and handles around a passage.
_AROUND = re.compile(r"^[\W_]+|(?:[\W_]|@\w+)+$")
_SUREST = 6.0
#: What brings the numbers beside the states to about 1.
_EDGE, _WORDS, _CHARACTERS, _TEXT = 5, 20, 160, 40
#: In a row of a word's marks: what ends a sentence, what stands behind such an end, a number.
_ENDS, _BEGINS, _COUNTS = -MARKS, 3 - MARKS, 9 - MARKS


class Heard(NamedTuple):
    """What is known of a passage as a whole."""

    p_complaint: float
    p_ironic: float
    p_positive: float


@dataclass(frozen=True, eq=False)
class QuotableHead:
    """A layer that sees each word alone, one that sees a candidate beside the rest of its passage,
    and one row of weights. The calibration is folded into the last."""

    layers: Layers
    #: What the log-odds of a complaint weigh beside: of what may be none less is quoted.
    surely: float = 0.0

    @classmethod
    def load(cls, file: Path) -> QuotableHead:
        layers, also = load_layers(file)
        return cls(layers, float(also["surely"][0]))

    def save(self, file: Path) -> None:
        surely = {"surely": np.asarray([self.surely], np.float32)}
        save_layers(file, self.layers, surely, in_few_steps=True)

    def odds(
        self, words: Vectors, beside: Vectors, of: Sequence[Candidate], p_complaint: float
    ) -> Vectors:
        """The log-odds that each candidate will do; `beside` as `numbers` has it."""
        (first, first_bias), (second, second_bias), (last, last_bias) = self.layers
        hidden = np.maximum(words @ first + first_bias, 0)
        seen = np.hstack([pooled(hidden, of), beside])
        odds: Vectors = (np.maximum(seen @ second + second_bias, 0) @ last + last_bias)[:, 0]
        return odds + self.surely * log_odds(p_complaint)

    def hear(self, words: Words, gist: Outline, of: Sequence[Candidate], heard: Heard) -> Vectors:
        """The same of a passage; `gist` is what the gist head says of its words."""
        return self.odds(words.x, numbers(words, gist, of, heard), of, heard.p_complaint)


def likely(odds: Vectors, of: Sequence[Candidate]) -> list[tuple[float, Span]]:
    """Those of a passage that are likely enough, with their log-odds, best first."""
    best = [int(i) for i in np.argsort(-odds) if odds[i] >= _FROM]
    more = ((i, n) for i in best for n in (_going_on(i, of, odds), i))
    return [(float(odds[i]), of[n].span) for i, n in more]


def best_of(likely: Iterable[tuple[float, Span]]) -> tuple[Span, ...]:
    """The best of all passages, each once."""
    ordered = sorted(likely, key=lambda found: -found[0])
    least = min(_ALSO_FROM, ordered[0][0] - _HARDLY_LESS) if ordered else _FROM
    return tuple({span: None for odds, span in ordered if odds >= least})[:_MOST]


def _going_on(at: int, of: Sequence[Candidate], odds: Vectors) -> int:
    """The longest that begins with that one and is hardly less likely."""
    least, (_, first, last) = odds[at] - _RATHER_MORE, of[at]
    longer = [n for n, c in enumerate(of) if c.first == first and last <= c.last]
    return max((n for n in longer if odds[n] >= least), key=lambda n: of[n].last)


def is_one_of(passages: Sequence[str], said: str) -> bool:
    """By the words alone, without marks and handles around them.

    >>> is_one_of(["No lift", "no stairs"], "No lift. @nordair")
    True
    """
    return _AROUND.sub("", said) in {_AROUND.sub("", passage) for passage in passages}


def log_odds(p: float) -> float:
    """Within what still tells texts apart.

    >>> log_odds(0.5), round(log_odds(1.0), 1)
    (0.0, 6.0)
    """
    return float(np.clip(np.log(max(p, 1e-9) / max(1 - p, 1e-9)), -_SUREST, _SUREST))


def pooled(hidden: Vectors, of: Sequence[Candidate]) -> Vectors:
    """(candidates, 5 × width): the mean of its words, its first, its last, the mean of the others
    and of all."""
    first, behind = _edges(of)
    count = len(hidden)
    upto = np.vstack([np.zeros_like(hidden[:1]), hidden.cumsum(axis=0)])
    inside, whole = upto[behind] - upto[first], upto[-1]
    length = (behind - first)[:, None]
    others = (whole - inside) / np.maximum(count - length, 1)
    everywhere = np.broadcast_to(whole / count, inside.shape)
    return np.hstack([inside / length, hidden[first], hidden[behind - 1], others, everywhere])


def numbers(words: Words, gist: Outline, of: Sequence[Candidate], heard: Heard) -> Vectors:
    """(candidates, numbers): how much of the gist each has, how long it is, where it stands."""
    first, behind = _edges(of)
    length, count = behind - first, len(words.spans)
    begins, ends, within = gist.outputs.T
    inside = 1 / (1 + np.exp(-within))
    upto = np.concatenate([[0.0], np.cumsum(inside)])
    held = upto[behind] - upto[first]
    spans = np.asarray([candidate.span for candidate in of])
    counted = np.concatenate([[0.0], np.cumsum(words.x[:, _COUNTS])])
    stops = np.concatenate([[0.0], np.cumsum(words.x[:, _ENDS])])
    rows = [
        *_shares(gist.runs[:_RUNS], first, behind),
        held / length, held / max(1e-3, float(upto[-1])),
        begins[first] / _EDGE, ends[behind - 1] / _EDGE,
        length / _WORDS, np.log(length) / 3, (spans[:, 1] - spans[:, 0]) / _CHARACTERS,
        first == 0, behind == count, np.full(len(of), min(count / _TEXT, 2)),
        np.full(len(of), heard.p_ironic), np.full(len(of), heard.p_positive),
        words.x[first, _BEGINS], words.x[behind - 1, _ENDS],
        stops[behind - 1] - stops[first], counted[behind] - counted[first] > 0,
    ]  # fmt: skip
    return np.stack(rows, axis=1).astype(np.float32)


def _shares(found: Sequence[Run], first: Vectors, behind: Vectors) -> Iterator[Vectors]:
    """For each run of words that may be the gist: how much of it a candidate has, how much of the
    candidate it is, and how likely it is."""
    for run in found:
        shared = np.clip(np.minimum(behind, run.last + 1) - np.maximum(first, run.first), 0, None)
        yield shared / (run.last - run.first + 1)
        yield shared / (behind - first)
        yield np.full(len(first), 1 / (1 + np.exp(-run.odds)))
    for _ in range(3 * (_RUNS - len(found))):
        yield np.zeros(len(first), np.float32)


def _edges(of: Sequence[Candidate]) -> tuple[Vectors, Vectors]:
    edges = np.asarray([(candidate.first, candidate.last + 1) for candidate in of])
    return edges[:, 0], edges[:, 1]
