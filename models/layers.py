"""Layers of a small net in a file: what a head has beside the encoder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from models.arrays import Vectors
from models.steps import in_steps

#: (rows in, columns out) and bias of each, in their order.
Layers = tuple[tuple[Vectors, Vectors], ...]
#: Steps to either side of nought: as good as half precision, and a third of the size when packed.
_STEPS = 15
#: Of fewer weights the size is nothing, and each counts for more.
_MANY = 1000


def load_layers(file: Path) -> tuple[Layers, Mapping[str, Vectors]]:
    """The layers, and whatever else the file has, by name."""
    tensors = {name: t.astype(np.float32) for name, t in load_file(str(file)).items()}
    # Without a step the weights stand there as they are.
    layers = tuple(
        (tensors.pop(f"w{i}") * tensors.pop(f"step{i}", np.float32(1)), tensors.pop(f"b{i}"))
        for i in range(sum(f"w{i}" in tensors for i in range(len(tensors))))
    )
    return layers, tensors


def save_layers(
    file: Path,
    layers: Layers,
    beside: Mapping[str, Vectors] | None = None,
    *,
    in_few_steps: bool = False,
) -> None:
    """In half precision; large layers `in_few_steps`, where all their inputs are of a size."""
    tensors: dict[str, NDArray[np.generic]] = {
        name: values.astype(np.float16) for name, values in (beside or {}).items()
    }
    for i, (weights, bias) in enumerate(layers):
        tensors |= {f"w{i}": weights.astype(np.float16), f"b{i}": bias.astype(np.float16)}
        if in_few_steps and weights.size >= _MANY:
            tensors[f"w{i}"], step = in_steps(weights, _STEPS)
            tensors[f"step{i}"] = np.asarray([step], np.float32)
    # Not by save_file, which makes the file unreadable for everybody else on the machine.
    file.write_bytes(save(tensors))
