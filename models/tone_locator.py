"""Where in a reply a rule of tone is broken: one of its sentences or clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.arrays import Vectors
from models.encoder import Encoder, Read
from models.layers import Layers, load_layers, save_layers
from models.passages import ReplyPassage


@dataclass(frozen=True, eq=False)
class ToneLocator:
    """One hidden layer on a piece beside its passage and what that answers; of each rule a column
    in the order of `TONE_RULES`."""

    layers: Layers

    @classmethod
    def load(cls, file: Path) -> ToneLocator:
        return cls(load_layers(file)[0])

    def save(self, file: Path) -> None:
        save_layers(file, self.layers)

    def odds(self, x: Vectors) -> Vectors:
        """(pieces, rules): more where it is likelier; of `x` as `beside` has it."""
        (first, first_bias), (last, last_bias) = self.layers
        odds: Vectors = np.maximum(x @ first + first_bias, 0) @ last + last_bias
        return odds


def beside(encoder: Encoder, passages: Sequence[ReplyPassage], reads: Sequence[Read]) -> Vectors:
    """Each piece of these passages, what they answer, and the passage as a whole: a row a piece."""
    rows = []
    for passage, read in zip(passages, reads, strict=True):
        *pieces, answered = encoder.pieces(read, [*passage.read_as, passage.answered])
        whole = [answered[: encoder.width], read.features[: encoder.width]]
        rows += [np.concatenate([piece[: encoder.width], *whole]) for piece in pieces]
    return np.stack(rows)
