"""Small sets of mentions and replies, and what the fakes are measured at on them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from service.evaluation.measured import Judges, Measured, measure
from service.evaluation.sets import read_sets
from tests.command import as_lines
from tests.fakes import FakeClassifier, HeardSomewhere
from triage.guard import Rule, Tone, Utterance

WAY = "I'm sorry about your bag. Please send us a direct message."


class ByEar(HeardSomewhere):
    """Hears a joke wherever `haha` stands."""

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        return [{Rule.FLIPPANT: 0.9 if "haha" in u.reply else 0.1} for u in utterances]


def mention(text: str, complaint: bool, **fields: Any) -> dict[str, Any]:
    return {"text": text, "lang": "en", "labels": {"complaint": complaint}} | fields


def reply(text: str, *rules: str) -> dict[str, Any]:
    said = {"complaint": "my bag is lost", "lang": "en", "channel": "x"}
    return {**said, "reply": text, "rules": rules, "publishable": not rules}


#: The fake classifier finds a complaint wherever `late` or `lost` stands.
MENTIONS = [
    mention("my bag is lost", True, id="m1", kind="plain_complaint"),
    mention("bravo, a fine night on the floor", True, id="m2", kind="ironic_complaint"),
    mention("better late than never, lovely crew", False, id="m3", kind="hard_negative"),
    mention("thank you all", False, kind="praise"),
]
REPLIES = [
    reply(WAY),
    reply(f"haha! {WAY}", "flippant"),
    reply(f"Wings, they say. {WAY}", "flippant"),
    reply(f"haha, no joke: {WAY}"),
]


def written(path: Path, records: Sequence[object]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(as_lines(records))
    return path


def measured(folder: Path, **files: Sequence[object]) -> Measured:
    """Every file one set."""
    found = read_sets([written(folder / f"{name}.jsonl", rows) for name, rows in files.items()])
    return measure(found, Judges(FakeClassifier(), ByEar))
