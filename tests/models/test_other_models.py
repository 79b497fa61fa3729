"""Other people's models in the place of ours: tiny ones, made here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from models.classifier import load_classifier
from models.encoder import Encoder
from models.export import load_encoder, parity, torch_features
from models.folder import HEADS, ModelFolder, is_foreign
from models.other_encoders import put_encoder
from models.sequence_classifier import meanings
from tests.models.tiny import tiny_encoder
from triage.complaint import Assessment, Topic
from triage.errors import UnreadableModel
from triage.mention import Conversation, Mention

if TYPE_CHECKING:
    from transformers import RobertaConfig

WORDS = ["late", "lost", "lovely", "thanks", "my", "flight", "bag", "was", "the", "sea", "."]
HOLIDAY, LOST = "The sea was lovely. " * 30, "My bag was lost. " * 20


def _with_tokenizer(folder: Path, scratch: Path) -> None:
    from transformers import PreTrainedTokenizerFast

    file = str(tiny_encoder(scratch, WORDS) / "tokenizer.json")
    special = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep")}
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=Tokenizer.from_file(file), model_max_length=60, **special
    ).save_pretrained(str(folder))


def _shape(labels: list[str] | None = None) -> RobertaConfig:
    from transformers import RobertaConfig

    shape = RobertaConfig(
        vocab_size=40, hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=64, pad_token_id=0,
    )  # fmt: skip
    if labels:
        shape.num_labels = len(labels)
        shape.id2label = dict(enumerate(labels))
    return shape


@pytest.fixture(scope="module")
def roberta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder of another architecture than ours."""
    from transformers import RobertaModel

    folder = tmp_path_factory.mktemp("roberta")
    torch.manual_seed(2)
    RobertaModel(_shape(), add_pooling_layer=False).save_pretrained(str(folder))
    _with_tokenizer(folder, tmp_path_factory.mktemp("scratch"))
    return folder


@pytest.mark.filterwarnings("ignore")
def test_any_sentence_encoder_becomes_a_model_folder(roberta: Path, tmp_path: Path) -> None:
    folder = ModelFolder.open(put_encoder(str(roberta), tmp_path / "out"))

    texts = ["my bag was lost", "the sea", "my flight was late . thanks " * 3]
    encoder = folder.encoder(threads=1)
    expected = torch_features(
        load_encoder(roberta), roberta / "tokenizer.json", texts, folder.config["max_tokens"]
    )
    assert isinstance(encoder, Encoder)
    assert parity(encoder.features(texts), expected).least_cosine > 0.99
    assert folder.heads(HEADS) == {}
    read = encoder.read(texts[:1])
    of_length_1 = read[0].features / np.linalg.norm(read[0].features)
    assert np.allclose(encoder.embedding(read), of_length_1, atol=1e-3)


def test_what_is_no_encoder_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableModel, match="is no sentence encoder"):
        put_encoder(str(tmp_path / "empty"), tmp_path / "out")


# -- classifiers ---------------------------------------------------------------------------------


def _taught(folder: Path, scratch: Path, labels: list[str], lost: int) -> Path:
    """A classifier that puts a lost bag into class `lost`, and the sea into the other one."""
    from transformers import PreTrainedTokenizerFast, RobertaForSequenceClassification

    _with_tokenizer(folder, scratch)
    tokenizer = PreTrainedTokenizerFast.from_pretrained(str(folder))
    torch.manual_seed(3)
    network = RobertaForSequenceClassification(_shape(labels))
    given = tokenizer([LOST, HOLIDAY], padding=True, truncation=True, return_tensors="pt")
    given.pop("token_type_ids", None)
    steps = torch.optim.AdamW(network.parameters(), lr=1e-2)
    for _ in range(40):
        loss = network(**given, labels=torch.tensor([lost, (lost + 1) % len(labels)])).loss
        steps.zero_grad()
        loss.backward()
        steps.step()
    network.save_pretrained(str(folder))
    return folder


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    return tmp_path / "scratch"


def _assessed(folder: Path, *texts: str) -> list[Assessment]:
    said = [Conversation(Mention(f"m{i}", text, lang="en")) for i, text in enumerate(texts)]
    return load_classifier(folder).assess(said)


def test_a_classifier_of_complaints_takes_the_place_of_ours(tmp_path: Path, scratch: Path) -> None:
    folder = _taught(tmp_path, scratch, ["no complaint", "complaint"], lost=1)

    post = HOLIDAY + LOST + HOLIDAY
    lost, sea, nothing, long = _assessed(folder, LOST, HOLIDAY, "\U0001f621", post)

    assert lost.complaint
    assert (lost.severity, lost.topic, lost.lang) == (1, Topic.OTHER, "en")
    assert lost.sentiment == "neutral"
    assert lost.model == tmp_path.name
    assert not sea.complaint
    assert (sea.severity, sea.topic, sea.evidence) == (0, Topic.NONE, ())
    assert not nothing.complaint
    [(start, end)] = long.evidence
    assert "lost" in post[start:end]


def test_a_classifier_of_sentiment_complains_of_what_is_negative(
    tmp_path: Path, scratch: Path
) -> None:
    folder = _taught(tmp_path, scratch, ["NEG", "NEU", "POS"], lost=0)
    lost, sea = _assessed(folder, LOST, HOLIDAY)
    assert (lost.complaint, lost.sentiment) == (True, "negative")
    assert (sea.complaint, sea.sentiment) == (False, "neutral")
    assert sum(lost.p_sentiment.values()) == pytest.approx(1)


def test_a_classifier_of_irony_says_nothing_of_complaints(tmp_path: Path, scratch: Path) -> None:
    [lost] = _assessed(_taught(tmp_path, scratch, ["non_irony", "irony"], lost=1), LOST)
    assert lost.ironic
    assert (lost.complaint, lost.p_complaint, lost.p_sentiment["neutral"]) == (False, 0, 1)


@pytest.mark.parametrize(
    ("labels", "meant"),
    [
        (["Complaint", "not-complaint"], ("complaint", "no_complaint")),
        (["LABEL_0", "LABEL_1"], ("no_complaint", "complaint")),
        (["LABEL_0", "LABEL_1", "LABEL_2"], ("negative", "neutral", "positive")),
        (["positive", "neutral", "negative"], ("positive", "neutral", "negative")),
        (["ironic", "not_ironic"], ("ironic", "not_ironic")),
        (["1 star", "2 stars", "5 stars"], ("negative", "negative", "positive")),
    ],
)
def test_classes_mean_what_they_are_called(labels: list[str], meant: tuple[str, ...]) -> None:
    assert meanings(labels) == meant


@pytest.mark.parametrize("labels", [["cat", "dog"], [f"LABEL_{i}" for i in range(7)]])
def test_classes_that_say_nothing_of_it_are_refused(labels: list[str]) -> None:
    with pytest.raises(UnreadableModel, match="None of its classes"):
        meanings(labels)


def test_ours_and_others_are_told_apart(roberta: Path, tmp_path: Path) -> None:
    assert is_foreign(roberta)
    assert is_foreign(Path("somebody/some-model"))
    for ours in (tmp_path / "nowhere", Path("model"), tmp_path):
        assert not is_foreign(ours)
        with pytest.raises(UnreadableModel, match=r"config\.json"):
            load_classifier(ours)
