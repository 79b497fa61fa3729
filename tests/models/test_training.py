"""From labelled lines to a model folder that serves: small, real, in seconds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.classifier import ComplaintClassifier
from models.dataset import split_of
from models.encoder import Encoder
from models.fitting import FitSettings, Labelled, break_even, fit_head
from models.folder import ModelFolder
from models.tone import HeadToneModel
from models.train_settings import TrainSettings
from models.training import train
from models.word_table import Place
from triage.errors import ModelFolderTaken, UnreadableExamples
from triage.guard import Utterance
from triage.mention import Channel, Conversation, Mention

#: (text, topic, severity) — what a few customers of an invented airline wrote.
COMPLAINTS = [
    ("Three hours late and nobody says why", "delay", 2),
    ("Mein Koffer ist seit Montag verschwunden", "baggage_lost", 3),
    ("Flight cancelled at midnight, no hotel for us", "cancellation", 3),
    ("Smoke in the cabin and the crew shrugged", "safety_health", 4),
    ("Sitz kaputt und das Klo auch", "onboard_comfort", 1),
]
PRAISE = [
    "Lovely crew today, thank you",
    "Danke für den ruhigen Flug",
    "Do you fly to Oslo in winter?",
    "Schönen Feierabend allerseits",
]
BAD = [
    ("Ha, enjoy the free airport tour!", "flippant"),
    ("Discover our summer fares now!", "marketing"),
    ("You should have read the terms.", "blame_shift"),
    ("We did nothing wrong at all here.", "defensive"),
    ("Your feedback is important to us.", "generic_boilerplate"),
]


def mentions() -> Iterator[dict[str, Any]]:
    for n in range(10):
        for text, topic, severity in COMPLAINTS:
            labels = {
                "complaint": True, "sentiment": "negative", "ironic": n % 2 == 0, "topic": topic,
                "severity": severity, "urgent": severity > 2, "needs_reply": True, "evidence": text,
            }  # fmt: skip
            yield {"text": f"{text} ({n})", "writer": f"w-{n}", "kind": "plain", "labels": labels}
        for i, text in enumerate(PRAISE):
            labels = {
                "complaint": False, "sentiment": ("positive", "neutral")[i // 2], "ironic": False,
                "severity": 0, "topic": "none", "urgent": False, "needs_reply": i == 2,
            }  # fmt: skip
            yield {"text": f"{text} ({n})", "writer": f"w-{n}", "kind": "praise", "labels": labels}


def replies() -> Iterator[dict[str, Any]]:
    for n in range(10):
        said = {
            "complaint": f"My bag is lost ({n})",
            "lang": "en",
            "channel": "x",
            "writer": f"r-{n}",
        }
        for text, rule in BAD:
            yield {**said, "reply": text, "publishable": False, "rules": [rule]}
        for text in ("I'm sorry about your bag, we look for it.", "Sorry. Please send us the tag."):
            yield {**said, "reply": text, "publishable": True, "rules": []}


def written(path: Path, records: Iterator[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path


@pytest.fixture(scope="module")
def small(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> TrainSettings:
    """The shipped encoder with heads trained for a moment."""
    return TrainSettings(
        name="tiny",
        version="7",
        encoder=shipped,
        fit=FitSettings(hidden=8, steps=60, look_every=20),
        tone_fit=FitSettings(hidden=8, batch=64, steps=60, weight_decay=0.1, learning_rate=5e-3),
        work=tmp_path_factory.mktemp("work"),
        command="kulanz train mentions.jsonl replies.jsonl --out tiny/7",
    )


@pytest.fixture(scope="module")
def trained(small: TrainSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    files = [
        written(folder / "mentions.jsonl", mentions()),
        written(folder / "replies.jsonl", replies()),
    ]
    return train(files, folder / "tiny" / "7", small)


def test_the_folder_serves_what_it_learned(trained: Path) -> None:
    classifier = ComplaintClassifier.load(trained)
    bag, thanks = classifier.assess(
        [
            Conversation(Mention("m1", "Mein Koffer ist seit Freitag verschwunden")),
            Conversation(Mention("m2", "Lovely crew, thank you all")),
        ]
    )
    assert bag.complaint
    assert not thanks.complaint
    assert bag.model == "tiny-7"


def test_the_tone_model_serves_too_and_lets_good_replies_pass(trained: Path) -> None:
    said = [
        Utterance(reply, "My bag is lost", "en", Channel.X)
        for reply in (BAD[0][0], "I'm sorry about your bag, we look for it.")
    ]
    flippant, good = HeadToneModel.load(trained).judge(said)
    assert max(flippant, key=lambda rule: flippant[rule]) == "flippant"
    assert max(good.values()) <= 0.5


def test_the_record_says_how_it_was_made_and_names_no_folder(trained: Path) -> None:
    record = json.loads((trained / "run.json").read_text("utf-8"))
    assert record["model"] == "tiny-7"
    assert record["command"].startswith("kulanz train")
    assert record["files"]["mentions.jsonl"]["rows"] == 90
    assert sum(record["examples"]["corpus"].values()) == 90
    assert record["test"]["corpus"]["mentions"] == record["examples"]["corpus"]["test"]
    assert str(trained.parent.parent) not in (trained / "run.json").read_text("utf-8")
    assert (trained / "README.md").read_text("utf-8").startswith("# tiny-7\n")


@pytest.mark.slow
def test_the_same_lines_give_the_same_model(
    trained: Path, small: TrainSettings, tmp_path: Path
) -> None:
    files = [trained.parent.parent / name for name in ("mentions.jsonl", "replies.jsonl")]
    again = train(files, tmp_path / "again", small)
    first, second = (ModelFolder.open(p).config for p in (trained, again))
    assert first == second


def test_a_folder_with_a_model_is_never_overwritten(trained: Path, small: TrainSettings) -> None:
    with pytest.raises(ModelFolderTaken):
        train([trained.parent.parent / "mentions.jsonl"], trained, small)


def test_examples_that_teach_a_head_nothing_are_refused(
    small: TrainSettings, tmp_path: Path
) -> None:
    lines = ({"text": f"a {n}", "labels": {"complaint": True}} for n in range(20))
    with pytest.raises(UnreadableExamples, match="no two classes of `complaint`"):
        train([written(tmp_path / "one-sided.jsonl", lines)], tmp_path / "out", small)


def test_without_replies_there_is_no_tone_model(small: TrainSettings, tmp_path: Path) -> None:
    out = train([written(tmp_path / "mentions.jsonl", mentions())], tmp_path / "out", small)
    assert not (out / "tone.safetensors").exists()
    assert ComplaintClassifier.load(out).model == "tiny-7"


def test_a_run_leaves_the_processor_as_it_was(trained: Path) -> None:
    assert (trained / "config.json").exists()
    assert 1e-310 * 1.0 > 0, "numbers next to nothing are not taken for nothing any more"


def test_these_stories_have_all_three_sides() -> None:
    assert {split_of(f"corpus/w-{n}") for n in range(10)} == {"train", "dev", "test"}


# -- heads ---------------------------------------------------------------------------------------


def test_a_head_learns_a_line_and_states_honest_probabilities() -> None:
    drawn = np.random.default_rng(3)
    x = drawn.normal(size=(600, 4)).astype(np.float32)
    # Yes with a probability of 80 % right of the line, of 20 % left of it.
    y = (drawn.random(600) < np.where(x[:, 0] > 0, 0.8, 0.2)).astype(np.int64)
    part = Labelled(x, y, np.ones(600, np.float32))

    states = Place(slice(0, 4), slice(4, 4))
    head = fit_head(part, part, 2, states, FitSettings(hidden=8, steps=200), seed=1)

    right = head.yes(x)[x[:, 0] > 0.5]
    assert 0.7 < right.mean() < 0.9
    assert abs(head.yes(x).mean() - y.mean()) < 0.03


def test_the_dearer_a_missed_complaint_the_lower_the_threshold() -> None:
    assert break_even(1) == 0.5
    assert break_even(4) < break_even(1.5) < break_even(1)


# -- export --------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_encoder_exports_to_int8_close_to_torch(tmp_path: Path) -> None:
    from models.export import base_folder, export_encoder, load_encoder, parity, torch_features

    original, tokenizer = load_encoder(base_folder()), base_folder() / "tokenizer.json"
    export_encoder(original, tokenizer, tmp_path)
    encoder = Encoder(
        tmp_path / "encoder.onnx",
        tmp_path / "tokenizer.json",
        np.eye(384, dtype=np.float32),
        max_tokens=128,
    )
    texts = [text for text, _, _ in COMPLAINTS] + PRAISE
    distance = parity(
        encoder.features(texts), torch_features(original, tokenizer, texts, max_tokens=128)
    )

    assert distance.mean_cosine > 0.99
    assert distance.least_cosine > 0.98
    assert (tmp_path / "encoder.onnx").stat().st_size < 25_000_000


def test_the_shipped_model_was_close_to_torch_when_it_was_made(shipped: Path) -> None:
    record = json.loads((shipped / "run.json").read_text("utf-8"))["int8"]
    assert record["mean_cosine"] > 0.98
    assert record["same_label"]["complaint"] >= 0.95
