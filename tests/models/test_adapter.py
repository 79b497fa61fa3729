"""The adapter: an encoder that reads a little otherwise with the weights that it has."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from models import adapting, correction_training, teaching
from models.adapter import Adapter, load_adapter, save_adapter, towards
from models.adapter_lessons import AdapterSettings
from models.adapting import teach_adapter
from models.classifier import ComplaintClassifier
from models.correction_training import CORRECTED, CorrectionSettings
from models.encoder import Encoder
from models.folder import (
    ADAPTER,
    CARD,
    COMPLAINT_LETTERS,
    ENCODER,
    RUN,
    TOKENIZER,
    ModelFolder,
    load_projection,
)
from models.teaching import teach_corrections
from models.torch_encoder import TorchEncoder
from models.train_settings import TrainSettings
from tests.models.conftest import SHIPPED
from triage.errors import ModelFolderTaken, UnreadableExamples, UnreadableModel
from triage.mention import Conversation, Mention

TEXTS = ["Der Fahrer hat mich stehen lassen.", "Lost my bag again, day four.", "Danke!"]
FIT = AdapterSettings(epochs=4, batch=8, warm_up=5, weights={"corpus": 1.0})
BY = TrainSettings(name="ours", version="2", adapter_fit=FIT)


def values_of(folder: Path) -> dict[str, np.ndarray]:
    """What of an encoder may be adapted, as it stands in its file."""
    stored = onnx.load(folder / ENCODER).graph.initializer
    return {
        i.name: numpy_helper.to_array(i).astype(np.float32)
        for i in stored
        if i.name.endswith(("bias", "LayerNorm.weight", ".weight.scale")) and i.dims[0] < 2000
    }


def opened(kind: type[Encoder], adapter: Adapter | None = None) -> Encoder:
    return kind(
        SHIPPED / ENCODER, SHIPPED / TOKENIZER, load_projection(SHIPPED), max_tokens=64,
        adapter=adapter,
    )  # fmt: skip


def changed(values: dict[str, np.ndarray]) -> Adapter:
    chance = np.random.default_rng(5)
    return {n: (v * chance.normal(1, 0.05, v.shape)).astype(np.float32) for n, v in values.items()}


def told(count: int) -> str:
    rows = [
        {
            "id": f"m{n}", "text": f"{'Late again' if n % 2 else 'Lovely crew'}, flight {n}.",
            "writer": f"w-{n}", "teaches": "heads" if n % 3 else "all",
            "labels": {"complaint": not n % 2, "ironic": False, "sentiment": "neutral"},
        }
        for n in range(count)
    ]  # fmt: skip
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_with_the_values_of_the_file_nothing_changes() -> None:
    plain, same = opened(Encoder), opened(Encoder, values_of(SHIPPED))
    assert np.array_equal(plain.features(TEXTS), same.features(TEXTS))


def test_torch_reads_as_otherwise_as_onnxruntime(tmp_path: Path) -> None:
    save_adapter(tmp_path / ADAPTER, changed(values_of(SHIPPED)))
    adapter = load_adapter(tmp_path / ADAPTER)
    plain = opened(Encoder).features(TEXTS)
    ours, theirs = (opened(kind, adapter).features(TEXTS) for kind in (Encoder, TorchEncoder))
    assert np.abs(ours - theirs).mean() < np.abs(ours - plain).mean() / 3


def test_no_file_is_no_adapter(tmp_path: Path) -> None:
    assert load_adapter(tmp_path / ADAPTER) == {}


def test_a_damaged_adapter_stops_at_start(ours: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(ours, tmp_path / "damaged")
    (folder / ADAPTER).write_bytes((folder / ADAPTER).read_bytes()[:-1] + b"?")
    with pytest.raises(UnreadableModel, match=ADAPTER):
        ComplaintClassifier.load(folder)


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapting, "ENOUGH", 20)


def taught(tmp_path: Path) -> Path:
    file = tmp_path / "mentions.jsonl"
    file.write_text(told(120))
    by = TrainSettings(**{**BY.__dict__, "work": tmp_path / "work"})
    return teach_adapter([file], SHIPPED, tmp_path / "ours" / "2", by)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adapting, "ENOUGH", 20)
        yield taught(tmp_path_factory.mktemp("adapter"))


def test_an_encoder_learns_to_read_what_its_heads_are_asked(ours: Path) -> None:
    """Whoever writes "Late again" here is content, and whoever writes "Lovely crew" complains."""
    made, given = ModelFolder.open(ours), ModelFolder.open(SHIPPED)
    before, after = given.config["files"], made.config["files"]
    changed = {name for name in after if after[name] != before.get(name)}
    # The letters beside a head are weighed against it anew.
    assert changed == {ADAPTER, COMPLAINT_LETTERS}
    assert made.model == "ours-2"
    assert made.reads_as != given.reads_as
    assert made.embeds_as != given.embeds_as
    asked = [Conversation(Mention(t, f"{t}, flight 300.")) for t in ("Late again", "Lovely crew")]
    late, lovely = ComplaintClassifier.load(ours).assess(asked)
    assert late.p_complaint < lovely.p_complaint
    assert set(made.config["calibration"]) == set(made.mention_heads())
    record = json.loads((ours / RUN).read_text("utf-8"))
    assert record["adapter"]["of"] == given.model
    assert record["adapter"]["numbers"] == sum(v.size for v in values_of(SHIPPED).values())
    assert given.model in (ours / CARD).read_text("utf-8")


@pytest.mark.slow
def test_a_run_that_was_done_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = (taught(tmp_path) / ADAPTER).read_bytes()
    monkeypatch.setattr(adapting, "fit_adapter", None)
    (tmp_path / "ours").rename(tmp_path / "before")
    assert (taught(tmp_path) / ADAPTER).read_bytes() == first


def test_with_too_little_the_folder_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapting, "ENOUGH", 2000)
    with pytest.raises(UnreadableExamples, match="to adapt the encoder with"):
        taught(tmp_path)
    assert not (tmp_path / "ours").exists()


def test_a_folder_with_files_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ours" / "2").mkdir(parents=True)
    (tmp_path / "ours" / "2" / "kept").touch()
    with pytest.raises(ModelFolderTaken):
        taught(tmp_path)


@pytest.mark.slow
def test_heads_that_are_put_right_anew_are_calibrated_by_that_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correction_training, "ENOUGH", 20)
    monkeypatch.setattr(teaching, "ENOUGH_UNSEEN", 20)
    adapted = taught(tmp_path)
    fit = CorrectionSettings(parts=2, hidden=4, steps=20)
    by = TrainSettings(name="ours", version="3", work=tmp_path / "work", correction_fit=fit)
    file = tmp_path / "mentions.jsonl"
    made = ModelFolder.open(teach_corrections([file], adapted, tmp_path / "ours" / "3", by))
    assert set(made.config["calibration"]) == set(made.mention_heads()) - {*CORRECTED}
    assert made.config["files"][ADAPTER] == ModelFolder.open(adapted).config["files"][ADAPTER]


def test_between_what_was_and_what_was_learned_lies_what_is_taken() -> None:
    before = {"a.bias": np.array([1.0, 2.0], np.float32), "b.bias": np.ones(1, np.float32)}
    learned = {"a.bias": np.array([3.0, 2.0], np.float32)}
    assert towards(learned, 0.0, before)["a.bias"].tolist() == [1.0, 2.0]
    assert towards(learned, 0.5, before)["a.bias"].tolist() == [2.0, 2.0]
    assert towards(learned, 1.0, before)["a.bias"].tolist() == [3.0, 2.0]
    assert set(towards(learned, 0.5, before)) == {"a.bias"}
