"""The tone model learns from labelled replies, and where in a reply a rule is broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models import tone_teaching
from models.fitting import FitSettings
from models.folder import CARD, LOCATOR, RUN, TONE, ModelFolder
from models.taught_folder import record_of
from models.tone import TONE_RULES, HeadToneModel
from models.tone_locator_training import LocatorSettings
from models.tone_teaching import teach_tone
from models.train_settings import TrainSettings
from tests.models.conftest import SHIPPED
from triage.errors import UnreadableExamples
from triage.guard import Rule, Utterance
from triage.mention import Channel

SORRY = "I'm so sorry about the bag you lost with us."
STEP = "Please send us a direct message with its number today."
BROKEN = {
    Rule.FLIPPANT: "It must have fancied a longer holiday than you had!",
    Rule.MARKETING: "Our award-winning lounge is half the price this week.",
    Rule.DEFENSIVE: "As our terms say, you were told to label it yourself.",
    Rule.GENERIC_BOILERPLATE: "Customer satisfaction is always our top priority.",
    Rule.BLAME_SHIFT: "The airport alone is to blame for everything here.",
}
BY = TrainSettings(
    name="ours",
    version="2",
    tone_fit=FitSettings(hidden=8, batch=64, steps=60, weight_decay=0.1, learning_rate=5e-3),
    locator_fit=LocatorSettings(epochs=20, batch=8, learning_rate=5e-3),
)


def told(writers: int, marked: bool = True) -> Iterator[dict[str, Any]]:
    for n in range(writers):
        said = {"complaint": f"My bag is lost, flight {n}.", "lang": "en", "channel": "x",
                "writer": f"r-{n}"}  # fmt: skip
        yield {**said, "reply": f"{SORRY} {STEP}", "publishable": True, "rules": []}
        for i, (rule, words) in enumerate(BROKEN.items()):
            order = [SORRY, words, STEP] if (n + i) % 2 else [words, SORRY, STEP]
            yield {**said, "reply": " ".join(order), "publishable": False, "rules": [rule.value],
                   "evidence": {rule.value: words} if marked else {}}  # fmt: skip


def taught(tmp_path: Path, records: Iterator[dict[str, Any]]) -> Path:
    file = tmp_path / "replies.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    # As the command has it: the encoder of the model in use.
    by = TrainSettings(**{**BY.__dict__, "work": tmp_path / "work", "encoder": SHIPPED})
    return teach_tone([file], SHIPPED, tmp_path / "ours" / "2", by)


def told_by_letters(writers: int) -> Iterator[dict[str, Any]]:
    """Each with other words, so that no run of letters is one reply's own."""
    for n, record in enumerate(told(writers)):
        yield record | {"reply": f"{record['reply']} ({n % 7} of 7)"}


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tone_teaching, "ENOUGH", 20)


def test_a_model_learns_how_replies_sound_and_where(tmp_path: Path) -> None:
    out = taught(tmp_path, told(12))
    made, given = ModelFolder.open(out), ModelFolder.open(SHIPPED)
    before, after = given.config["files"], made.config["files"]
    assert {name for name in after if after[name] != before.get(name)} == {TONE, LOCATOR}
    assert made.model == "ours-2"
    tone = HeadToneModel.load(out)
    for rule, words in BROKEN.items():
        bad = Utterance(f"{SORRY} {words} {STEP}", "My bag is lost.", "en", Channel.X)
        heard = tone.judge([bad])[0]
        assert max(TONE_RULES, key=lambda r: heard[r]) == rule
        start, end = tone.place([bad], [[rule]])[0][rule]
        assert bad.reply[start:end] == words
    record = json.loads((out / RUN).read_text("utf-8"))
    assert record["tone"]["of"] == given.model
    assert set(record["tone"]["placed"]) == {"train", "dev", "test"}
    assert record["replies"]["replies"] > 0
    assert record["examples"]["replies"] != record_of(given)["examples"]["replies"]
    assert "corpus" in record["examples"], "what its other heads learned from is not forgotten"
    assert given.model in (out / CARD).read_text("utf-8")


def test_with_enough_replies_it_learns_how_they_are_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tone_teaching, "ENOUGH_LETTERS", 20)
    monkeypatch.setattr(tone_teaching, "GOOD_ENOUGH", 1)
    out = taught(tmp_path, told_by_letters(30))
    tone = HeadToneModel.load(out)
    assert tone.letters is not None
    assert len(tone.letters.whole.runs) < 4000, "learned anew, not those of the model in use"
    good = Utterance(f"{SORRY} {STEP}", "My bag is lost.", "en", Channel.X)
    assert max(tone.judge([good])[0].values()) < 0.5
    for rule, words in BROKEN.items():
        bad = Utterance(f"{SORRY} {words} {STEP}", "My bag is lost.", "en", Channel.X)
        assert tone.judge([bad])[0][rule] >= 0.5
    assert "runs of two to six letters" in (out / CARD).read_text("utf-8")


def test_of_replies_that_are_not_marked_nobody_learns_where(tmp_path: Path) -> None:
    out = taught(tmp_path, told(12, marked=False))
    assert LOCATOR not in ModelFolder.open(out).config["files"]
    reply = Utterance(f"{SORRY} {STEP}", "My bag is lost.", "en", Channel.X)
    assert HeadToneModel.load(out).place([reply], [[Rule.FLIPPANT]]) == [
        {Rule.FLIPPANT: (0, len(reply.reply))}
    ]


def test_without_replies_the_folder_is_not_made(tmp_path: Path) -> None:
    mention = {"text": "Late again.", "labels": {"complaint": True}}
    with pytest.raises(UnreadableExamples, match="no reply among the examples"):
        taught(tmp_path, iter([mention]))
    assert not (tmp_path / "ours").exists()
