"""The gist: which words of a complaint say what went wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, strategies as st

from models.classifier import ComplaintClassifier
from models.folder import CARD, GIST, RUN, ModelFolder, write_config
from models.gist import FEWEST_WORDS, MOST_CHARACTERS, MOST_WORDS, runs
from models.gist_training import GistSettings, Pointed, _Net, fit_gist, share_met
from models.gist_words import MARKS, Words, words_of
from models.teaching import teach_gist
from models.train_settings import TrainSettings
from tests.models.conftest import SHIPPED
from triage.errors import ModelFolderTaken, UnreadableExamples
from triage.mention import Conversation, Mention


def gists(classifier: ComplaintClassifier, text: str) -> list[str]:
    (found,) = classifier.assess([Conversation(Mention("m1", text))])
    return [text[start:end] for start, end in found.gist]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (
            "Flew with you on Monday, crew was fine. My suitcase came back with two wheels missing."
            " Not amused, I must say.",
            "two wheels missing",
        ),
        (
            "Seit Montag geht bei uns das Internet nicht mehr. Ihr seid das Letzte, ich kündige.",
            "Internet nicht",
        ),
        (
            "Chapeau, liebe Bahn! Der Aufzug am Gleis 4 ist seit drei Wochen kaputt. Treppen"
            " halten ja bekanntlich jung.",
            "kaputt",
        ),
    ],
)
def test_it_points_at_what_went_wrong(
    classifier: ComplaintClassifier, text: str, holds: str
) -> None:
    assert holds in gists(classifier, text)[0]


def test_it_points_into_the_text_as_it_is_written(classifier: ComplaintClassifier) -> None:
    text = "@nordair 😡😡  https://pic.example/1\nMy   suitcase\tcame  back broken,\n\nno handle"
    for words in gists(classifier, text):
        assert words == words.strip()
        assert "https" not in words
    assert any("suitcase" in words for words in gists(classifier, text))


def test_praise_and_silence_have_none(classifier: ComplaintClassifier) -> None:
    assert gists(classifier, "Thank you so much, what a lovely crew!") == []
    assert gists(classifier, "") == []


def test_of_a_long_post_it_is_in_the_evidence(classifier: ComplaintClassifier) -> None:
    quiet = "We walked along the river and had coffee in the sun. The market was full of people. "
    wrong = "My suitcase never arrived and nobody at your counter could tell me where it is. "
    post = quiet * 3 + wrong * 2 + quiet
    (found,) = classifier.assess([Conversation(Mention("m1", post))])
    assert found.complaint
    assert "suitcase" in post[slice(*found.gist[0])]
    assert post.index(wrong) <= found.gist[0][0]


def test_a_model_that_was_not_taught_it_points_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for file in SHIPPED.iterdir():
        if file.name != GIST:
            (folder / file.name).symlink_to(file)
    config = dict(ModelFolder.open(SHIPPED).config)
    (folder / "config.json").unlink()
    write_config(folder, config)
    assert gists(ComplaintClassifier.load(folder), "My suitcase came back broken.") == []


@given(
    outputs=st.lists(st.tuples(*[st.floats(-9, 9)] * 3), min_size=1, max_size=30),
    lengths=st.lists(st.integers(1, 40), min_size=30, max_size=30),
)
def test_runs_keep_apart_and_short(
    outputs: Sequence[tuple[float, float, float]], lengths: Sequence[int]
) -> None:
    ends = np.cumsum([length + 1 for length in lengths])[: len(outputs)]
    spans = [
        (int(end) - length - 1, int(end) - 1) for end, length in zip(ends, lengths, strict=False)
    ]
    found = runs(np.asarray(outputs, np.float32), spans)
    assert [run.odds for run in found] == sorted((run.odds for run in found), reverse=True)
    taken = [i for run in found for i in range(run.first, run.last + 1)]
    assert len(taken) == len(set(taken))
    for run in found:
        assert FEWEST_WORDS <= run.last - run.first + 1 <= MOST_WORDS
        assert spans[run.last][1] - spans[run.first][0] <= MOST_CHARACTERS


def test_words_are_read_by_their_tokens() -> None:
    text = "Kein Koffer!"
    offsets = [(0, 0), (0, 4), (5, 8), (8, 11), (11, 12), (13, 20), (0, 0)]
    states = np.arange(7, dtype=np.float32)[:, None]
    words = words_of(text, offsets, states)
    assert words is not None
    assert words.spans == ((0, 4), (5, 12))
    assert words.x[:, 0].tolist() == [1.0, 3.0]
    assert words_of("", [(0, 0)], states[:1]) is None


# -- training --------------------------------------------------------------------------------------


def made(count: int, seed: int) -> list[Pointed]:
    """Passages of twelve words, three of them the gist, which one number gives away."""
    chance, found = np.random.default_rng(seed), []
    for _ in range(count):
        first = int(chance.integers(0, 9))
        x = chance.normal(size=(12, 6 + MARKS)).astype(np.float32)
        x[first : first + 3, 0] += 6
        spans = tuple((i * 6, i * 6 + 5) for i in range(12))
        found.append(Pointed(Words(spans, x), first, first + 2))
    return found


def test_a_head_learns_what_can_be_learned_and_knows_how_sure_it_is() -> None:
    settings = GistSettings(hidden=16, epochs=8, dropout=0.1, forgotten=0.0, learning_rate=1e-2)
    head = fit_gist(made(300, 1), made(60, 2), settings, seed=3)
    assert share_met(head, made(100, 4)) > 0.95
    again = fit_gist(made(300, 1), made(60, 2), settings, seed=3)
    assert all((a == b).all() for a, b in zip(head.layers[0], again.layers[0], strict=True))


def test_the_head_says_what_was_trained() -> None:
    torch.manual_seed(5)
    net = _Net(6 + MARKS, GistSettings(hidden=8, layers=3)).eval()
    x = made(1, 6)[0].words.x
    with torch.inference_mode():
        wanted = net(torch.from_numpy(x)[None], torch.ones(1, len(x)))[0].numpy()
    assert np.allclose(net.head().outputs(x), wanted, atol=1e-5)


def test_a_model_is_taught_gists_and_nothing_else(tmp_path: Path) -> None:
    file, out = tmp_path / "told.jsonl", tmp_path / "own" / "4"
    with file.open("w") as lines:
        for n in range(330):
            told = {"complaint": True, "gist": f"parcel number {n} came crushed"}
            row = {"text": f"So much for care: parcel number {n} came crushed.", "writer": f"w{n}"}
            lines.write(json.dumps({**row, "labels": told}) + "\n")
    by = TrainSettings(name="own", version="4", gist_fit=GistSettings(hidden=8, epochs=1))
    assert teach_gist([file], SHIPPED, out, by) == out
    taught, given_ = ComplaintClassifier.load(out), ComplaintClassifier.load(SHIPPED)
    said = [Conversation(Mention("m1", "My suitcase came back broken."))]
    assert taught.assess(said) == [replace(a, model="own-4") for a in given_.assess(said)]
    record = json.loads((out / RUN).read_text())
    assert record["gist"]["of"] == given_.model
    assert sum(record["gist"]["examples"].values()) == 330
    assert "in the author's words" in (out / CARD).read_text()
    with pytest.raises(ModelFolderTaken):
        teach_gist([file], SHIPPED, out, by)


def test_too_few_gists_teach_nothing(tmp_path: Path) -> None:
    file = tmp_path / "told.jsonl"
    file.write_text('{"text": "It leaks.", "labels": {"complaint": true, "gist": "It leaks"}}\n')
    with pytest.raises(UnreadableExamples, match="it takes 200"):
        teach_gist([file], SHIPPED, tmp_path / "out", TrainSettings())
    assert not (tmp_path / "out").exists()
