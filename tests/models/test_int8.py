"""What the export makes of an encoder: int8, token by token, and readable by torch again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

import models
from models.arrays import Vectors
from models.classifier import ComplaintClassifier
from models.encoder import Encoder
from models.export import export_encoder, load_encoder, parity, torch_features
from models.folder import WORDS, ModelFolder, load_projection
from models.heads import Head
from models.int8 import quantise
from models.labelled_files import read_examples
from models.torch_encoder import TorchEncoder
from models.word_table import WordTable
from tests.models.tiny import tiny_encoder
from triage.errors import UnreadableModel

TEXT_WORDS = [
    "late",
    "lost",
    "broken",
    "lovely",
    "thanks",
    "my",
    "flight",
    "bag",
    "was",
    *map(str, range(1100)),
]
TEXTS = [
    "my bag was lost",
    "late",
    "lovely flight thanks",
    "my flight was late " * 5,
    "17 4 99 bag",
    "",
]
PROJECTION = np.eye(32, dtype=np.float32)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With weights that all differ, as training leaves them."""
    from transformers import BertModel

    folder = tiny_encoder(tmp_path_factory.mktemp("tiny"), TEXT_WORDS)
    bert = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
    with torch.no_grad():
        for weights in bert.parameters():
            weights.add_(torch.randn_like(weights) * 0.05)
    bert.save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def exported(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("exported")
    export_encoder(load_encoder(original), original / "tokenizer.json", out)
    return out


def _opened(kind: type[Encoder], weights: Path, folder: Path, threads: int = 1) -> Encoder:
    return kind(weights, folder / "tokenizer.json", PROJECTION, max_tokens=32, threads=threads)


def test_int8_is_close_to_torch(original: Path, exported: Path) -> None:
    served = _opened(Encoder, exported / "encoder.onnx", exported).features(TEXTS)
    expected = torch_features(
        load_encoder(original), original / "tokenizer.json", TEXTS, max_tokens=32
    )
    assert parity(served, expected).least_cosine > 0.99


def test_neighbours_and_threads_change_nothing(exported: Path) -> None:
    one, two = (_opened(Encoder, exported / "encoder.onnx", exported, n) for n in (1, 2))
    many = TEXTS * 40
    together = two.features(many)
    alone = np.stack([one.features([text])[0] for text in TEXTS])
    assert np.abs(together - np.tile(alone, (40, 1))).max() < 1e-5


def test_nothing_is_left_in_floats_that_int8_can_do(exported: Path) -> None:
    nodes = onnx.load(exported / "encoder.onnx").graph.node
    operators = [node.op_type for node in nodes]
    assert operators.count("MatMulIntegerToFloat") == 2 * 6
    assert operators.count("Attention") == 2
    assert not {"MatMul", "Gelu", "Transpose", "Softmax"} & set(operators)


def test_the_file_tells_nothing_of_the_machine_it_was_made_on(exported: Path) -> None:
    content = (exported / "encoder.onnx").read_bytes()
    assert b"site-packages" not in content
    assert str(Path.cwd()).encode() not in content


def test_torch_reads_the_same_folder(original: Path, exported: Path) -> None:
    onnx_file = exported / "encoder.onnx"
    served = _opened(Encoder, onnx_file, exported).features(TEXTS)
    for weights in (onnx_file, original):
        read_back = _opened(TorchEncoder, weights, exported).features(TEXTS)
        assert parity(served, read_back).least_cosine > 0.99
        assert np.abs(_said(served) - _said(read_back)).mean() < 0.02


def _said(features: Vectors) -> Vectors:
    """What a head makes of them."""
    drawn = np.random.default_rng(7)
    parts = [drawn.normal(size=size).astype(np.float32) for size in ((32, 8), 8, (8, 3), 3, (0, 3))]
    return Head(*parts).probabilities(features)


@pytest.mark.slow
def test_on_our_mentions_the_shipped_model_and_torch_agree(shipped: Path) -> None:
    corpus = sorted((Path(models.__file__).parent / "corpus" / "mentions").glob("*.jsonl"))
    mentions = read_examples(corpus).mentions[:2000]
    ours = ComplaintClassifier.load(shipped, threads=2)
    theirs = replace(
        ours,
        encoder=TorchEncoder(
            shipped / "encoder.onnx", shipped / "tokenizer.json", load_projection(shipped),
            max_tokens=ModelFolder.open(shipped).config["max_tokens"],
            words=WordTable.load(shipped / WORDS),
            adapter=ModelFolder.open(shipped).adapter(),
        ),
    )  # fmt: skip

    pairs = [
        pair
        for i in range(0, len(mentions), 100)
        for pair in zip(
            *(c.assess([m.conversation for m in mentions[i : i + 100]]) for c in (ours, theirs)),
            strict=True,
        )
    ]

    # Of three classes two are nearly even more often: measured 99.35 %.
    for label, floor in (("complaint", 0.995), ("ironic", 0.995), ("sentiment", 0.99)):
        same = np.mean([getattr(a, label) == getattr(b, label) for a, b in pairs])
        assert same >= floor, label
    for p in ("p_complaint", "p_ironic"):
        assert np.mean([abs(getattr(a, p) - getattr(b, p)) for a, b in pairs]) < 0.02


def test_an_export_that_does_not_say_of_what_is_refused(exported: Path, tmp_path: Path) -> None:
    model = onnx.load(exported / "encoder.onnx")
    del model.metadata_props[:]
    onnx.save(model, tmp_path / "encoder.onnx")
    with pytest.raises(UnreadableModel, match="does not say what it was exported from"):
        _opened(TorchEncoder, tmp_path / "encoder.onnx", exported)


def test_a_weight_in_int8_is_within_half_a_step() -> None:
    drawn = np.random.default_rng(5)
    weights = drawn.normal(size=(16, 4)).astype(np.float32)
    given = {
        "input_ids": (TensorProto.INT64, 2),
        "attention_mask": (TensorProto.INT64, 2),
        "x": (TensorProto.FLOAT, 3),
    }
    graph = helper.make_graph(
        [helper.make_node("Identity", ["x"], ["states"]),
         helper.make_node("MatMul", ["states", "w"], ["y"])],
        "product",
        [helper.make_tensor_value_info(name, t, [None] * n) for name, (t, n) in given.items()],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, None, 4])],
        [numpy_helper.from_array(weights, "w")],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10)
    quantise(model, heads=1)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    x = drawn.normal(size=(1, 9, 16)).astype(np.float32)
    # A token of zeros stays one.
    x[0, 4] = 0

    def product(states: Vectors) -> Vectors:
        ids = np.ones(states.shape[:2], np.int64)
        given = {"input_ids": ids, "attention_mask": ids, "x": states}
        made: Vectors = session.run(None, given)[0]
        return made

    together = product(x)
    alone = np.concatenate([product(x[:, i : i + 1]) for i in range(9)], axis=1)

    assert np.abs(together - x @ weights).max() < 0.2
    assert np.array_equal(together, alone)
    assert not together[0, 4].any()
