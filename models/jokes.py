"""Whether a reply jokes: a small net on each of its sentences and clauses, as the encoder reads
them half way. The last states tell what a reply means; half way they still tell how it is put."""

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
class JokeHead:
    """One hidden layer on rows as `beside_whole` has them. What it counts beside heads and letters,
    and the line of all of them, is folded into the last row."""

    layers: Layers

    @classmethod
    def load(cls, file: Path) -> JokeHead:
        return cls(load_layers(file)[0])

    def save(self, file: Path) -> None:
        save_layers(file, self.layers, in_few_steps=True)

    def odds(self, x: Vectors) -> Vectors:
        """(pieces,): log-odds of a joke."""
        (first, first_bias), (last, last_bias) = self.layers
        odds: Vectors = (np.maximum(x @ first + first_bias, 0) @ last + last_bias)[:, 0]
        return odds

    def loudest(
        self, encoder: Encoder, passages: Sequence[ReplyPassage], reads: Sequence[Read]
    ) -> Vectors:
        """(passages,): the log-odds of the likeliest piece of each."""
        pieces = [beside_whole(encoder, *of) for of in zip(passages, reads, strict=True)]
        starts = np.cumsum([0, *(len(of) for of in pieces[:-1])])
        loudest: Vectors = np.maximum.reduceat(self.odds(np.concatenate(pieces)), starts)
        return loudest

    def counting(self, share: float, shift: float) -> JokeHead:
        """The same with log-odds · share + shift."""
        *before, (weights, bias) = self.layers
        last = (weights * np.float32(share), bias * np.float32(share) + np.float32(shift))
        return JokeHead((*before, last))


def beside_whole(encoder: Encoder, passage: ReplyPassage, read: Read) -> Vectors:
    """(pieces, 2 × width): each piece, and the passage without what it answers."""
    whole = passage.read_as[0][0], passage.read_as[-1][1]
    *pieces, own = encoder.pieces_halfway(read, [*passage.read_as, whole])
    return np.stack([np.concatenate([piece, own]) for piece in pieces])
