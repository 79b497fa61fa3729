"""A second language: its pieces, and what translations teach. On a tiny encoder made here."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from models.dataset import Translation
from models.distillation import DistillSettings, distil
from models.learning import Checkpoint
from models.vocabulary import extend_vocabulary
from tests.models.tiny import means, tiny_encoder

ENGLISH = ["train", "bag", "late", "lost", "red", "old", "the", "is", "and", "very"]
GERMAN = dict(zip(ENGLISH, ["zug", "täsche", "spät", "weg", "rot", "alt", "die", "ist", "und",
                            "sehr"], strict=True))  # fmt: skip
LETTERS = [*"abcdefghijklmnopqrstuvwxyz", *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz")]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return tiny_encoder(tmp_path / "tiny", [*ENGLISH, *LETTERS])


@pytest.fixture
def grown(tiny: Path, tmp_path: Path) -> Path:
    texts = [" ".join(GERMAN.values())] * 20
    extend_vocabulary(tiny, texts, 40, tmp_path / "grown")
    return tmp_path / "grown"


def _tokens(folder: Path, text: str) -> list[str]:
    return list(Tokenizer.from_file(str(folder / "tokenizer.json")).encode(text).tokens)


def test_german_words_become_pieces_of_their_own_and_keep_their_accents(
    tiny: Path, grown: Path
) -> None:
    assert _tokens(tiny, "Spät") == ["[CLS]", "s", "##p", "##a", "##t", "[SEP]"]
    assert _tokens(grown, "Spät") == ["[CLS]", "spät", "[SEP]"]
    assert _tokens(grown, "spat") != _tokens(grown, "spät")


def test_english_is_read_as_before(tiny: Path, grown: Path) -> None:
    assert _tokens(grown, "The train is late") == _tokens(tiny, "The train is late")
    text = ["the train is late"]
    assert torch.allclose(means(tiny, text), means(grown, text), atol=1e-5)


def test_places_left_free_are_used_first(tiny: Path, grown: Path) -> None:
    vocabulary = Tokenizer.from_file(str(grown / "tokenizer.json")).get_vocab()
    assert not [piece for piece in vocabulary if piece.startswith("[unused")]
    assert sorted(vocabulary.values()) == list(range(len(vocabulary)))


def test_translations_bring_german_to_where_english_is(
    tiny: Path, grown: Path, tmp_path: Path
) -> None:
    triples = itertools.permutations(ENGLISH, 3)
    pairs = [
        Translation(" ".join(GERMAN[word] for word in words), " ".join(words)) for words in triples
    ]
    settings = DistillSettings(
        epochs=6, batch=32, learning_rate=3e-3, piece_learning_rate=1e-2, warm_up_steps=5,
        held_back=40,
    )  # fmt: skip
    found_again = distil(
        tiny, grown, pairs, ["very very late"], tmp_path / "bilingual", settings,
        checkpoint=Checkpoint(tmp_path / "checkpoint.safetensors"), seed=3,
    )  # fmt: skip

    # By chance one of forty is right.
    assert found_again > 0.5
