"""What the encoder reads half way: the same on both runtimes, beside the last states as ever."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from models.encoder import Encoder
from models.export import halfway_in
from models.folder import ENCODER, TOKENIZER, ModelFolder, load_projection
from models.layers import load_layers, save_layers
from models.onnx_outputs import with_output
from models.torch_encoder import TorchEncoder
from tests.models.conftest import SHIPPED

TEXTS = (
    "My bag is lost.",
    "Seit drei Stunden keine Durchsage, und die Toilette ist zu.",
    "Thanks for nothing 🙄",
)


def opened(kind: type[Encoder], halfway: str | None) -> Encoder:
    return kind(
        SHIPPED / ENCODER,
        SHIPPED / TOKENIZER,
        load_projection(SHIPPED),
        max_tokens=128,
        adapter=ModelFolder.open(SHIPPED).adapter(),
        halfway=halfway,
    )


def test_the_states_half_way_stand_behind_the_middle_layer() -> None:
    """Of six layers; a norm stands before the first, and two in each."""
    assert (
        halfway_in(SHIPPED / ENCODER)
        == "layer_norm_6"
        == ModelFolder.open(SHIPPED).config["halfway"]
    )


def test_both_runtimes_read_the_same_half_way() -> None:
    served, torchs = (opened(kind, "layer_norm_6").read(TEXTS) for kind in (Encoder, TorchEncoder))
    for one, other in zip(served, torchs, strict=True):
        assert one.halfway.shape == one.states.shape
        ours, theirs = one.halfway.mean(axis=0), other.halfway.mean(axis=0)
        cosine = ours @ theirs / np.linalg.norm(ours) / np.linalg.norm(theirs)
        assert cosine > 0.98
        assert not np.allclose(one.halfway, one.states)


@pytest.mark.parametrize("kind", [Encoder, TorchEncoder])
def test_who_does_not_ask_gets_the_last_states(kind: type[Encoder]) -> None:
    for asked, plain in zip(
        opened(kind, "layer_norm_6").read(TEXTS), opened(kind, None).read(TEXTS), strict=True
    ):
        assert (plain.halfway == plain.states).all()
        assert asked.states == pytest.approx(plain.states), "the last ones are as they were"


def test_the_file_s_bytes_with_one_more_output() -> None:
    file = (SHIPPED / ENCODER).read_bytes()
    model = onnx.load_from_string(with_output(file, "layer_norm_6"))
    assert [output.name for output in model.graph.output] == ["last", "layer_norm_6"]
    del model.graph.output[1]
    assert model == onnx.load_from_string(file), "and all else as it was"


def test_a_name_may_be_long() -> None:
    model = onnx.load_from_string(with_output((SHIPPED / ENCODER).read_bytes(), "n" * 300))
    assert model.graph.output[1].name == "n" * 300


def test_pieces_are_means_of_their_tokens() -> None:
    encoder = opened(Encoder, "layer_norm_6")
    [read] = encoder.read(["Late again. Nobody cares."])
    whole, first = encoder.pieces_halfway(read, [(0, 25), (0, 11)])
    inside = [i for i, (a, b) in enumerate(read.offsets) if a < b <= 11]
    assert first == pytest.approx(read.halfway[inside].mean(axis=0))
    assert whole == pytest.approx(read.halfway[1:-1].mean(axis=0))


def test_large_layers_are_kept_in_few_steps_and_small_ones_as_they_are(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    large, small = (chance.normal(size=shape).astype(np.float32) for shape in ((60, 40), (40, 2)))
    biases = [chance.normal(size=n).astype(np.float32) for n in (40, 2)]
    save_layers(
        tmp_path / "head",
        ((large, biases[0]), (small, biases[1])),
        {"more": biases[1]},
        in_few_steps=True,
    )
    (first, last), also = load_layers(tmp_path / "head")
    assert len(np.unique(first[0])) <= 31
    assert np.corrcoef(first[0].ravel(), large.ravel())[0, 1] > 0.99
    assert last[0] == pytest.approx(small, abs=2e-3)
    assert first[1] == pytest.approx(biases[0], abs=2e-3)
    assert last[1] == pytest.approx(biases[1], abs=2e-3)
    assert also["more"] == pytest.approx(biases[1], abs=2e-3)
