"""The shipped model at work, and what it answers to hostile texts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models.classifier import ComplaintClassifier
from models.folder import ModelFolder, write_config
from triage.complaint import Assessment, Topic
from triage.errors import UnreadableModel
from triage.mention import Conversation, Mention

PLAIN = (
    "Flight cancelled at midnight, no hotel, hotline dead, and my suitcase is lost. "
    "Worst service ever, I want my money back!"
)


def said(*texts: str) -> list[Conversation]:
    return [Conversation(Mention(f"m{i}", text)) for i, text in enumerate(texts)]


def ensure_consistent(assessment: Assessment, text: str) -> None:
    assert (assessment.severity == 0) is not assessment.complaint
    assert (assessment.topic is Topic.NONE) is not assessment.complaint
    assert bool(assessment.evidence) is assessment.complaint
    assert all(0 <= start < end <= len(text) for start, end in assessment.evidence)
    assert abs(sum(assessment.p_sentiment.values()) - 1) < 1e-3
    assert 0 <= assessment.p_complaint <= 1


def test_a_plain_complaint_is_found_in_both_languages(classifier: ComplaintClassifier) -> None:
    german = (
        "Flug um Mitternacht gestrichen, kein Hotel, Hotline tot und mein Koffer ist weg. "
        "Ich will mein Geld zurück!"
    )
    english, deutsch = classifier.assess(said(PLAIN, german))

    assert english.complaint
    assert deutsch.complaint
    assert (english.lang, deutsch.lang) == ("en", "de")
    assert english.sentiment == "negative"
    assert english.model == classifier.model == "bilingual-11"
    ensure_consistent(english, PLAIN)


def test_a_harmless_word_is_no_complaint(classifier: ComplaintClassifier) -> None:
    harmless = ("Good morning @air!", "Sonnenaufgang über den Alpen, danke @air!")
    for assessment in classifier.assess(said(*harmless)):
        assert not assessment.complaint
        assert (assessment.severity, assessment.topic) == (0, Topic.NONE)
        assert assessment.evidence == ()


@pytest.mark.parametrize(
    "nothing", ["", " \n", "😡", "https://t.co/abc", "@airline", "\u200b\u200d", "\ud83d"]
)
def test_without_words_nothing_is_claimed(classifier: ComplaintClassifier, nothing: str) -> None:
    [assessment] = classifier.assess(said(nothing))

    assert not assessment.complaint
    assert assessment.p_complaint == 0
    assert assessment.sentiment == "neutral"
    assert not assessment.needs_reply
    assert assessment.embedding == ()


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "a\x00b\x1b[31m gate closed \udfff in our face",
        "\u202eevil \u200b\u200b zero width " * 5,
        "<script>alert(1)</script> and still no refund!",
        "AAAA" * 2_000,
        "😡" * 400 + " why",
        "Toujours pas de bagages, merci pour rien.",
        "荷物がまだ届きません。とても困っています。",
        "لم تصل حقيبتي بعد",
        "e\u0301" * 300,
        "...." * 300 + " late again",
    ],
)
def test_hostile_and_foreign_texts_get_a_whole_answer(
    classifier: ComplaintClassifier, text: str
) -> None:
    [assessment] = classifier.assess(said(text))
    ensure_consistent(assessment, text)
    assert len(assessment.embedding) == 384


def test_a_foreign_language_is_named_and_a_stated_one_wins(
    classifier: ComplaintClassifier,
) -> None:
    [detected] = classifier.assess(said("Toujours pas de bagages, merci pour rien."))
    [stated] = classifier.assess([Conversation(Mention("m1", PLAIN, lang="nl"))])
    assert (detected.lang, stated.lang) == ("fr", "nl")


def test_neighbours_in_a_batch_change_nothing(classifier: ComplaintClassifier) -> None:
    texts = [
        PLAIN,
        "Danke fürs Warten lassen, war herrlich. 🙄",
        "ok",
        "Lovely crew! " * 60,
        "Wann?",
    ]

    together = classifier.assess(said(*texts))
    alone = [classifier.assess(said(text))[0] for text in texts]

    for batch, single in zip(together, alone, strict=True):
        assert batch.evidence == single.evidence
        assert (batch.complaint, batch.topic, batch.severity) == (
            single.complaint,
            single.topic,
            single.severity,
        )
        assert batch.p_complaint == pytest.approx(single.p_complaint, abs=1e-5)
        assert batch.embedding == pytest.approx(single.embedding, abs=1e-5)


def test_in_a_long_post_the_evidence_is_the_passage_with_the_complaint(
    classifier: ComplaintClassifier,
) -> None:
    holiday = (
        "We walked along the harbour and watched the boats come in. The bread was warm and the "
        "coffee strong. In the evening the old town lit up in gold and somebody played the violin. "
    )
    post = holiday * 3 + PLAIN + " " + holiday * 3

    [assessment] = classifier.assess(said(post))

    [(start, end)] = assessment.evidence
    assert assessment.complaint
    where = post.index(PLAIN)
    assert max(start, where) < min(end, where + len(PLAIN))
    assert end - start < len(post) / 3


def test_fifty_thousand_characters_are_answered(classifier: ComplaintClassifier) -> None:
    post = "The hotel was by the sea and the weather was kind to us. " * 877 + PLAIN
    [assessment] = classifier.assess(said(post))
    ensure_consistent(assessment, post)


def test_an_empty_batch_is_an_empty_answer(classifier: ComplaintClassifier) -> None:
    assert classifier.assess([]) == []


# -- the folder ----------------------------------------------------------------------------------


@pytest.fixture
def copied(shipped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped, tmp_path / "model"))


@pytest.mark.parametrize("name", ["encoder.onnx", "heads.safetensors", "tokenizer.json"])
def test_a_changed_file_is_named(copied: Path, name: str) -> None:
    with (copied / name).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(UnreadableModel, match=f"{name}.* is not the one it was made with"):
        ComplaintClassifier.load(copied)


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "heads.safetensors").unlink()
    with pytest.raises(UnreadableModel, match=r"lacks its file heads\.safetensors"):
        ComplaintClassifier.load(copied)


@pytest.mark.parametrize("config", ["", "[]", "{}", '{"format": 99, "files": {}}', '{"format": 1}'])
def test_a_config_of_another_form_is_refused(copied: Path, config: str) -> None:
    (copied / "config.json").write_text(config, "utf-8")
    with pytest.raises(UnreadableModel, match=r"config\.json"):
        ModelFolder.open(copied)


def test_a_folder_that_is_not_there_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(UnreadableModel, match=r"no readable config\.json"):
        ComplaintClassifier.load(tmp_path / "nowhere")


def test_a_config_vouches_for_the_files_beside_it(copied: Path) -> None:
    config = json.loads((copied / "config.json").read_text("utf-8"))
    write_config(copied, {k: v for k, v in config.items() if k not in ("format", "files")})
    assert ModelFolder.open(copied).config == config
