"""Layers of a small net in a file, in half precision: what a head has beside the encoder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save

from models.arrays import Vectors

#: (rows in, columns out) and bias of each, in their order.
Layers = tuple[tuple[Vectors, Vectors], ...]


def load_layers(file: Path) -> tuple[Layers, Mapping[str, Vectors]]:
    """The layers, and whatever else the file has, by name."""
    tensors = {name: t.astype(np.float32) for name, t in load_file(str(file)).items()}
    count = sum(f"w{i}" in tensors for i in range(len(tensors)))
    layers = tuple((tensors.pop(f"w{i}"), tensors.pop(f"b{i}")) for i in range(count))
    return layers, tensors


def save_layers(file: Path, layers: Layers, beside: Mapping[str, Vectors] | None = None) -> None:
    tensors = dict(beside or {})
    for i, (weights, bias) in enumerate(layers):
        tensors |= {f"w{i}": weights, f"b{i}": bias}
    # Not by save_file, which makes the file unreadable for everybody else on the machine.
    file.write_bytes(save({name: t.astype(np.float16) for name, t in tensors.items()}))
