"""The encoder learns what is a complaint, on a tiny encoder made here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from models.dataset import Example, Labels, ReplyExample
from models.fine_tuning import FineTuneSettings, fine_tune
from models.folder import load_projection, save_projection
from models.learning import Checkpoint
from models.lessons import Lesson, ReplyLesson, lessons, reply_lessons
from tests.models.tiny import means, tiny_encoder
from triage.guard import Rule, Utterance
from triage.mention import Channel, Conversation, Mention

WORDS = ["late", "lost", "broken", "lovely", "thanks", "great", "my", "flight", "bag", "was"]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return tiny_encoder(tmp_path / "tiny", WORDS)


def _example(text: str, complaint: bool) -> Example:
    labels = Labels(complaint=complaint)
    return Example(Conversation(Mention("m", text)), labels, source="corpus", group=text)


def _mentions() -> list[Lesson]:
    said = [(f"my {what} was {how}", how in WORDS[:3]) for what in ("bag", "flight")
            for how in ("late", "lost", "broken", "lovely", "great")]  # fmt: skip
    return lessons([_example(text, complaint) for text, complaint in said] * 2)


def _replies() -> list[ReplyLesson]:
    said = [("lovely great", {Rule.FLIPPANT}), ("thanks", set())]
    return reply_lessons(
        [
            ReplyExample(Utterance(reply, "my bag was lost", "en", Channel.X), frozenset(rules),
                         not rules, "r")
            for reply, rules in said
        ]
    )  # fmt: skip


def _apart(folder: Path) -> float:
    """How far complaints lie from thanks, as a share of how far they lie from each other."""
    lost, late, lovely = means(folder, ["my bag was lost", "my flight was late",
                                        "my flight was lovely"])  # fmt: skip
    return float((lost - lovely).norm() / (lost - late).norm())


def _tuned(tiny: Path, out: Path, checkpoint: Path) -> Path:
    quick = FineTuneSettings(
        epochs=16, batch=8, learning_rate=3e-3, warm_up_steps=5, anchor=0.05, seed=1
    )
    kept = Checkpoint(checkpoint, every=7)
    projection = fine_tune(_mentions(), _replies(), tiny, out, quick, checkpoint=kept)
    shutil.copyfile(tiny / "tokenizer.json", out / "tokenizer.json")
    save_projection(out, projection)
    return out


def test_complaints_move_away_from_thanks_and_words_stay_where_they_were(
    tiny: Path, tmp_path: Path
) -> None:
    from transformers import BertModel

    tuned = _tuned(tiny, tmp_path / "tuned", tmp_path / "checkpoint.safetensors")

    assert load_projection(tuned).shape == (32, 32)
    assert _apart(tmp_path / "tuned") > 2 * _apart(tiny)
    before, after = (
        BertModel.from_pretrained(str(f), add_pooling_layer=False).embeddings.word_embeddings.weight
        for f in (tiny, tmp_path / "tuned")
    )
    assert torch.equal(before, after)


def test_a_run_that_was_cut_off_ends_where_an_undisturbed_one_does(
    tiny: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.safetensors"
    _tuned(tiny, tmp_path / "whole", kept)
    # What is kept is the state some steps before the end, as a run that was cut off leaves it.
    _tuned(tiny, tmp_path / "resumed", kept)

    whole, resumed = (means(tmp_path / f, ["my bag was lost"]) for f in ("whole", "resumed"))
    assert torch.allclose(whole, resumed, atol=1e-4)
    assert not torch.allclose(whole, means(tiny, ["my bag was lost"]), atol=1e-2)
