"""The same encoder in torch: bf16 on a GPU, fp32 without one. Needs the extra `kulanz[train]`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import ClassVar

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from models.adapter import Adapter
from models.arrays import Ids, Vectors
from models.encoder import Encoder, States
from models.export import CONFIG_KEY, PREFIX, LastStates, load_encoder
from models.int8 import INT8, SCALE
from triage.errors import UnreadableModel


class TorchEncoder(Encoder):
    """Reads `encoder.onnx` back into torch, or a folder in the form of transformers."""

    #: A GPU has work for more at once.
    batch_tokens: ClassVar = 16_384

    def _opened(self, weights: Path, adapter: Adapter) -> States:
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
        model = load_torch(weights, adapter).to(device, dtype)

        @torch.inference_mode()
        def states(ids: Ids, mask: Ids) -> tuple[Vectors, Vectors]:
            layers = model.layers(*(torch.from_numpy(given).to(device) for given in (ids, mask)))
            last = layers[-1].float().cpu().numpy()
            if self._halfway is None:
                return last, last
            return last, layers[(len(layers) - 1) // 2].float().cpu().numpy()

        return states


def load_torch(weights: Path, adapter: Adapter | None = None) -> LastStates:
    """With what the adapter has in the place of some of them.

    Raises UnreadableModel if the weights are of another shape than the file says.
    """
    from transformers import AutoConfig, AutoModel

    if weights.is_dir():
        return load_encoder(weights)
    exported = onnx.load(weights)
    notes = {note.key: note.value for note in exported.metadata_props}
    if CONFIG_KEY not in notes:
        raise UnreadableModel(f"{weights} does not say what it was exported from.")
    shape = json.loads(notes[CONFIG_KEY])
    config = AutoConfig.for_model(shape.pop("model_type"), **shape)
    model = AutoModel.from_config(config)  # type: ignore[no-untyped-call]
    missing = model.load_state_dict(_weights(exported, adapter or {}), strict=False).missing_keys
    # A pooler is no part of what we export.
    if [name for name in missing if not name.startswith("pooler.")]:
        raise UnreadableModel(f"{weights} lacks weights: {', '.join(missing)}.")
    return LastStates(model).eval()


def _weights(exported: onnx.ModelProto, adapter: Adapter) -> dict[str, torch.Tensor]:
    """As torch names them; what is in int8 is multiplied out again."""
    stored = {i.name: numpy_helper.to_array(i) for i in exported.graph.initializer} | {**adapter}
    weights: dict[str, torch.Tensor] = {}
    for full_name, values in stored.items():
        if not full_name.startswith(PREFIX) or full_name.endswith(SCALE):
            continue
        name = full_name.removesuffix(INT8)
        if name != full_name:
            scale = stored[name + SCALE]
            # A scale a row: the word table. A scale a column: a product, which torch keeps turned.
            values = values * scale if scale.ndim == values.ndim else (values * scale).T
        weights[name.removeprefix(PREFIX)] = torch.from_numpy(np.array(values))
    return weights
