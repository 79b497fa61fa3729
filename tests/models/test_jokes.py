"""Which sentence of a reply jokes, by what the encoder reads half way; and how that is learned."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models import joke_teaching
from models.dataset import Examples
from models.folder import CARD, JOKES, RUN, ModelFolder, write_config
from models.joke_teaching import teach_jokes
from models.joke_training import JokeSettings
from models.jokes import JokeHead, beside_whole
from models.labelled_files import read_examples
from models.passages import reply_passages
from models.tone import TONE_RULES, HeadToneModel
from models.train_settings import TrainSettings
from tests.models.conftest import SHIPPED
from triage.errors import UnreadableExamples, UnreadableModel
from triage.guard import Rule, Utterance
from triage.mention import Channel

SORRY = "I'm so sorry about the bag you lost with us."
STEP = "Please send us a direct message with its number today."
QUIPS = (
    "It must have fancied a longer holiday than you had!",
    "Perhaps it has simply found itself a nicer owner by now.",
    "Bags will be bags, and ours do love to travel on their own.",
)
SOBER = (
    "A bag that does not arrive spoils the first days of a holiday.",
    "You waited at the belt for an hour, and nobody told you anything.",
    "We look for it today, and you will hear from me before the evening.",
)
BY = TrainSettings(name="ours", version="2", joke_fit=JokeSettings(hidden=8, epochs=30, batch=16))


def said(*sentences: str) -> Utterance:
    return Utterance(" ".join(sentences), "My bag is lost.", "en", Channel.X)


def told(writers: int) -> Iterator[dict[str, Any]]:
    for n in range(writers):
        reply = {"complaint": f"My bag is lost, flight {n}.", "lang": "en", "channel": "x",
                 "writer": f"r-{n}"}  # fmt: skip
        for quip, sober in zip(QUIPS, SOBER, strict=True):
            yield {**reply, "reply": f"{SORRY} {sober} {STEP}", "publishable": True, "rules": []}
            yield {**reply, "reply": f"{SORRY} {quip} {STEP}", "publishable": False,
                   "rules": ["flippant"], "evidence": {"flippant": quip}}  # fmt: skip


def taught(tmp_path: Path, records: Iterator[dict[str, Any]], given: Path = SHIPPED) -> Path:
    file = tmp_path / "replies.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    by = replace(BY, work=tmp_path / "work")
    return teach_jokes([file], given, tmp_path / "ours" / "2", by)


@pytest.fixture
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joke_teaching, "ENOUGH", 20)
    monkeypatch.setattr(joke_teaching, "GOOD_ENOUGH", 3)


@pytest.mark.usefixtures("few_are_enough")
def test_it_learns_which_sentence_jokes_and_leaves_all_else(tmp_path: Path) -> None:
    out = taught(tmp_path, told(24))
    before, after = (ModelFolder.open(of).config["files"] for of in (SHIPPED, out))
    assert {name for name in after if after[name] != before[name]} == {JOKES}
    tone = HeadToneModel.load(out)
    jokes = tone.jokes
    assert jokes is not None
    [part] = reply_passages(said(SORRY, QUIPS[0], STEP))
    [read] = tone.encoder.read([part.text])
    odds = jokes.odds(beside_whole(tone.encoder, part, read))
    assert odds.argmax() == 1, "its own sentence is the one that jokes"
    quips, sober = ([said(SORRY, words, STEP) for words in of] for of in (QUIPS, SOBER))
    joking, plain = (tone.loudest_joke(of, jokes) for of in (quips, sober))
    assert plain.max() < joking.min()
    record = json.loads((out / RUN).read_text("utf-8"))
    assert record["jokes"]["joking"] > 0
    assert record["replies"]["replies"] > 0
    assert "How it knows a joke" in (out / CARD).read_text("utf-8")


def test_it_speaks_of_jokes_alone() -> None:
    tone = HeadToneModel.load(SHIPPED)
    assert tone.jokes is not None
    utterances = [said(SORRY, words, STEP) for words in (*QUIPS, *SOBER)]
    without = replace(tone, jokes=None)
    added = tone.odds(utterances) - without.odds(utterances)
    flippant = TONE_RULES.index(Rule.FLIPPANT)
    assert np.delete(added, flippant, axis=1) == pytest.approx(0.0)
    assert added[:, flippant] == pytest.approx(tone.loudest_joke(utterances, tone.jokes))


def test_the_likeliest_sentence_of_a_long_reply_counts() -> None:
    tone = HeadToneModel.load(SHIPPED)
    assert tone.jokes is not None
    long = said(SORRY, *SOBER, *SOBER, QUIPS[0], *SOBER)
    parts = reply_passages(long)
    assert len(parts) > 1
    by_part = tone.jokes.loudest(
        tone.encoder, parts, tone.encoder.read([part.text for part in parts])
    )
    assert tone.loudest_joke([long], tone.jokes) == pytest.approx([by_part.max()])


def test_of_no_replies_nothing_is_heard() -> None:
    assert HeadToneModel.load(SHIPPED).odds([]).shape == (0, len(TONE_RULES))


@pytest.mark.parametrize("reply", ["", "🙂", "…", "\n"])
def test_what_says_nothing_has_an_answer_too(reply: str) -> None:
    [heard] = HeadToneModel.load(SHIPPED).judge([Utterance(reply, "", "de", Channel.X)])
    assert all(0 <= p <= 1 for p in heard.values())


@pytest.mark.parametrize("share", [0.5, 3.0])
def test_what_it_counts_is_folded_in(share: float) -> None:
    chance = np.random.default_rng(7)
    layers = tuple(
        (chance.normal(size=shape).astype(np.float32), chance.normal(size=shape[1]).astype("f4"))
        for shape in ((6, 4), (4, 1))
    )
    x = chance.normal(size=(5, 6)).astype(np.float32)
    head = JokeHead(layers)
    assert head.counting(share, -1.5).odds(x) == pytest.approx(head.odds(x) * share - 1.5, abs=1e-5)


def test_of_too_few_nobody_learns_jokes(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExamples, match="It takes 200 sentences that joke"):
        taught(tmp_path, told(4))


def test_a_model_that_is_not_read_half_way_says_so(tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(SHIPPED, before)
    config = {k: v for k, v in ModelFolder.open(before).config.items() if k != "halfway"}
    write_config(before, config)
    with pytest.raises(UnreadableModel, match="teach it --quotable"):
        taught(tmp_path, told(4), before)


def test_of_too_few_no_folder_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExamples):
        taught(tmp_path, told(4))
    assert not (tmp_path / "ours").exists()


@pytest.mark.usefixtures("few_are_enough")
def test_a_head_that_is_taken_over_learns_nothing_and_is_weighed_anew(tmp_path: Path) -> None:
    """Also where the files have no jokes to learn from."""
    out, known = tmp_path / "out", SHIPPED / JOKES
    shutil.copytree(SHIPPED, out)
    file = tmp_path / "replies.jsonl"
    good = (record for record in told(24) if record["publishable"])
    file.write_text("".join(json.dumps(record) + "\n" for record in good))
    learned = joke_teaching.put_jokes(read_examples([file]), out, BY, known)
    assert learned is not None
    assert learned.pieces == learned.joking == 0
    made, given = ModelFolder.open(out).jokes(), ModelFolder.open(SHIPPED).jokes()
    assert made is not None
    assert given is not None
    assert (made.layers[0][0] == given.layers[0][0]).all(), "what it hears is the same"
    assert made.layers[1][1] != given.layers[1][1], "its line is another"


def test_where_too_few_good_replies_are_held_back_there_is_none(tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(SHIPPED, out)
    assert joke_teaching.put_jokes(Examples(), out, BY) is None
    assert ModelFolder.open(out).jokes() is None
