"""Small heads on what the encoder read: one hidden layer each, evaluated in numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from models.encoder import Vectors

_PARTS = ("w1", "b1", "w2", "b2")


@dataclass(frozen=True, eq=False)
class Head:
    """Probabilities = softmax or sigmoid of relu(x·w1 + b1)·w2 + b2.

    The calibration (temperature and shift) is folded into w2 and b2.
    """

    w1: Vectors
    b1: Vectors
    w2: Vectors
    b2: Vectors

    def logits(self, x: Vectors) -> Vectors:
        hidden = np.maximum(x @ self.w1 + self.b1, 0)
        out: Vectors = hidden @ self.w2 + self.b2
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
        b2 = (self.b2 * scale + shift).astype(np.float32)
        return Head(self.w1, self.b1, (self.w2 * scale).astype(np.float32), b2)


def sigmoid(x: Vectors) -> Vectors:
    return (1 / (1 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)


def softmax(x: Vectors) -> Vectors:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    shares: Vectors = (e / e.sum(axis=-1, keepdims=True)).astype(np.float32)
    return shares


def load_heads(file: Path) -> dict[str, Head]:
    tensors = load_file(str(file))
    names = sorted({name.rpartition(".")[0] for name in tensors})
    return {name: Head(*(tensors[f"{name}.{part}"] for part in _PARTS)) for name in names}


def save_heads(file: Path, heads: Mapping[str, Head]) -> None:
    tensors = {
        f"{name}.{part}": np.ascontiguousarray(getattr(head, part), dtype=np.float32)
        for name, head in heads.items()
        for part in _PARTS
    }
    # Not by save_file, which makes the file unreadable for everybody else on the machine.
    file.write_bytes(save(tensors))
