"""What an encoder is adapted by: other scales, biases and norms for the weights that it has.

One in five hundred of its numbers, by the names that they have in `encoder.onnx`, where they take
the others' place when it is opened. The weights stay as they are, and so does the time that a text
takes. Tuned are what BitFit (Ben Zaken et al., ACL 2022) and (IA)³ (Liu et al., NeurIPS 2022) tune.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from onnxruntime import OrtValue, SessionOptions
from safetensors.numpy import load_file, save

from models.arrays import Vectors

#: Values by the name of the initializer that they stand for.
Adapter = Mapping[str, Vectors]


def load_adapter(file: Path) -> Adapter:
    """Of no values where there is no file: the encoder is then taken as it is."""
    if not file.is_file():
        return {}
    return {name: values.astype(np.float32) for name, values in load_file(str(file)).items()}


def save_adapter(file: Path, adapter: Adapter) -> None:
    tensors = {name: values.astype(np.float16) for name, values in adapter.items()}
    # Not by save_file, which makes the file unreadable for everybody else on the machine.
    file.write_bytes(save(tensors))


def towards(learned: Adapter, share: float, before: Adapter) -> Adapter:
    """So much of the way from the values of before to those that were learned."""
    return {
        name: (before[name] + share * (values - before[name])).astype(np.float32)
        for name, values in learned.items()
    }


def put_into(options: SessionOptions, adapter: Adapter) -> list[OrtValue]:
    """In the place of what stands in the file that is opened with these options. What comes back
    has to live as long as the session does."""
    values = {name: OrtValue.ortvalue_from_numpy(array) for name, array in adapter.items()}
    for name, value in values.items():
        options.add_initializer(name, value)
    return [*values.values()]
