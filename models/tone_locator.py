"""Where in a reply a rule of tone is broken: one of its sentences or clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save

from models.arrays import Vectors
from models.encoder import Encoder, Read
from models.passages import ReplyPassage


@dataclass(frozen=True, eq=False)
class ToneLocator:
    """One hidden layer on a piece beside its passage and what that answers; of each rule a column
    in the order of `TONE_RULES`."""

    #: (rows in, columns out) and bias of each, in their order.
    layers: tuple[tuple[Vectors, Vectors], ...]

    @classmethod
    def load(cls, file: Path) -> ToneLocator:
        tensors = {name: t.astype(np.float32) for name, t in load_file(str(file)).items()}
        return cls(tuple((tensors[f"w{i}"], tensors[f"b{i}"]) for i in range(2)))

    def save(self, file: Path) -> None:
        tensors = {}
        for i, (weights, bias) in enumerate(self.layers):
            tensors[f"w{i}"] = weights.astype(np.float16)
            tensors[f"b{i}"] = bias.astype(np.float16)
        # Not by save_file, which makes the file unreadable for everybody else on the machine.
        file.write_bytes(save(tensors))

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
