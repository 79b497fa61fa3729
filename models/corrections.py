"""What puts heads right: small nets beside them, learned from mentions that the encoder was never
shown.

An encoder knows the mentions it was tuned with so well that a head learns little more from them
than to trust it. What it makes of others shows where it errs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from models.arrays import Vectors
from models.heads import Head

_PARTS = ("w1", "steps", "spread", "b1", "w2", "b2", "scale")


@dataclass(frozen=True, eq=False)
class Correction:
    """Of one head: its logits · scale + relu(states·w1 + b1)·w2 + b2."""

    #: int8, (width of the states, units), for states of spread 1 …
    w1: NDArray[np.int8]
    #: … what one step is worth in each column, and how far the states spread.
    steps: Vectors
    spread: Vectors
    b1: Vectors
    #: (units, classes) and (classes,); the calibration is folded into them.
    w2: Vectors
    b2: Vectors
    #: (1,)
    scale: Vectors

    @classmethod
    def of(cls, net: Head, mean: Vectors, spread: Vectors, scale: float) -> Correction:
        """From one that reads states less this mean, divided by this spread."""
        steps = np.maximum(np.abs(net.w1).max(axis=0), 1e-9) / 127
        w1 = np.rint(net.w1 / steps).astype(np.int8)
        # By the weights as they are rounded, or what is lost of them would add up.
        b1 = net.b1 - (mean / spread) @ (w1 * steps)
        return cls(w1, steps, spread, b1, net.w2, net.b2, np.asarray([scale], np.float32))

    def of_head(self, head: Head) -> Head:
        """The head with it: one with more hidden units."""
        scaled = head.calibrated(float(self.scale[0]))
        return replace(
            scaled,
            w1=np.hstack([scaled.w1, self.w1 * self.steps / self.spread[:, None]]),
            b1=np.concatenate([scaled.b1, self.b1]),
            w2=np.vstack([scaled.w2, self.w2]),
            b2=scaled.b2 + self.b2,
        )


def corrected(heads: Mapping[str, Head], corrections: Mapping[str, Correction]) -> dict[str, Head]:
    """All heads, those with their correction for which there is one."""
    return {
        name: corrections[name].of_head(head) if name in corrections else head
        for name, head in heads.items()
    }


def load_corrections(file: Path) -> dict[str, Correction]:
    tensors = load_file(str(file))
    names = sorted({name.rpartition(".")[0] for name in tensors})
    return {name: Correction(*(tensors[f"{name}.{part}"] for part in _PARTS)) for name in names}


def save_corrections(file: Path, corrections: Mapping[str, Correction]) -> None:
    tensors = {
        f"{name}.{part}": np.ascontiguousarray(getattr(correction, part))
        for name, correction in corrections.items()
        for part in _PARTS
    }
    # Not by save_file, which makes the file unreadable for everybody else on the machine.
    file.write_bytes(save(tensors))
