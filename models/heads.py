"""Small heads on what the encoder read: one hidden layer each, and the words beside it; numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from models.arrays import Vectors

_PARTS = ("w1", "b1", "w2", "b2", "direct")


@dataclass(frozen=True, eq=False)
class Head:
    """Probabilities = softmax or sigmoid of relu(states·w1 + b1)·w2 + words·direct + b2.

    A row of features holds the states and then the words. The calibration (scales and shift) is
    folded into w2, direct and b2.
    """

    w1: Vectors
    b1: Vectors
    w2: Vectors
    b2: Vectors
    direct: Vectors

    def logits(self, x: Vectors) -> Vectors:
        states = len(self.w1)
        hidden = np.maximum(x[:, :states] @ self.w1 + self.b1, 0)
        out: Vectors = hidden @ self.w2 + x[:, states:] @ self.direct + self.b2
        return out

    def probabilities(self, x: Vectors) -> Vectors:
        """One column a class; a head with one output gives the probability of yes."""
        out = self.logits(x)
        return sigmoid(out) if out.shape[-1] == 1 else softmax(out)

    def yes(self, x: Vectors) -> Vectors:
        """The probability of yes, of a head with one output."""
        return self.probabilities(x)[:, 0]

    def classes(self, x: Vectors) -> NDArray[np.intp]:
        """The likeliest class of each row; 1 is yes."""
        out = self.logits(x)
        found: NDArray[np.intp] = out.argmax(1) if out.shape[1] > 1 else (out[:, 0] > 0).astype(int)
        return found

    def calibrated(self, scale: float, shift: Vectors | float = 0.0) -> Head:
        """The same head with logits · scale + shift."""
        w2, b2, direct = (
            part.astype(np.float32)
            for part in (self.w2 * scale, self.b2 * scale + shift, self.direct * scale)
        )
        return replace(self, w2=w2, b2=b2, direct=direct)

    def with_words(self, direct: Vectors) -> Head:
        """The same head that listens to words too."""
        return replace(self, direct=direct.astype(np.float32))


def sigmoid(x: Vectors) -> Vectors:
    return (1 / (1 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)


def softmax(x: Vectors) -> Vectors:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    shares: Vectors = (e / e.sum(axis=-1, keepdims=True)).astype(np.float32)
    return shares


def load_heads(file: Path) -> dict[str, Head]:
    tensors = load_file(str(file))
    names = sorted({name.rpartition(".")[0] for name in tensors})
    return {
        name: Head(*(tensors[f"{name}.{part}"].astype(np.float32) for part in _PARTS))
        for name in names
    }


def save_heads(file: Path, heads: Mapping[str, Head]) -> None:
    tensors = {
        f"{name}.{part}": np.ascontiguousarray(getattr(head, part), dtype=np.float16)
        for name, head in heads.items()
        for part in _PARTS
    }
    # Not by save_file, which makes the file unreadable for everybody else on the machine.
    file.write_bytes(save(tensors))
