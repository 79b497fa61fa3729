"""The encoder learns what is a complaint, on a tiny encoder made here."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertModel
from transformers.models.bert import BertTokenizer

from models.dataset import Example, Labels
from models.fine_tuning import FineTuneSettings, fine_tune
from models.lessons import lessons
from triage.mention import Conversation, Mention

WORDS = ["late", "lost", "broken", "lovely", "thanks", "great", "my", "flight", "bag", "was"]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """An encoder of two layers that knows ten words."""
    torch.manual_seed(1)
    torch.set_num_threads(1)
    folder = tmp_path / "tiny"
    vocabulary = {
        w: i for i, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS])
    }
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=32,
    )  # fmt: skip
    BertModel(config, add_pooling_layer=False).save_pretrained(str(folder))
    BertTokenizer(vocab=vocabulary).save_pretrained(str(folder))
    return folder


def _example(text: str, complaint: bool) -> Example:
    labels = Labels(complaint=complaint)
    return Example(Conversation(Mention("m", text)), labels, source="corpus", group=text)


def _apart(folder: Path, tiny: Path) -> float:
    """How far complaints lie from thanks, as a share of how far they lie from each other."""
    tokenizer = AutoTokenizer.from_pretrained(str(tiny))
    bert = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
    bert.train(False)
    tokens = tokenizer(["my bag was lost", "my flight was late", "my flight was lovely"],
                       return_tensors="pt")  # fmt: skip
    with torch.inference_mode():
        lost, late, lovely = bert(**tokens).last_hidden_state.mean(1)
    return float((lost - lovely).norm() / (lost - late).norm())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_complaints_move_away_from_thanks_and_words_stay_where_they_were(
    tiny: Path, tmp_path: Path
) -> None:
    said = [(f"my {what} was {how}", how in WORDS[:3]) for what in ("bag", "flight")
            for how in ("late", "lost", "broken", "lovely", "great")]  # fmt: skip
    learned = lessons([_example(text, complaint) for text, complaint in said] * 2)
    quick = FineTuneSettings(epochs=16, batch=8, learning_rate=3e-3, warm_up_steps=5)
    fine_tune(learned, tiny, tmp_path / "tuned", quick, seed=1)

    assert _apart(tmp_path / "tuned", tiny) > 2 * _apart(tiny, tiny)
    before, after = (
        BertModel.from_pretrained(str(f), add_pooling_layer=False).embeddings.word_embeddings.weight
        for f in (tiny, tmp_path / "tuned")
    )
    assert torch.equal(before, after)
