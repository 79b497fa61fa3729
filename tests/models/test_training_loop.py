"""A company's own examples in training: held back by time, compared with the model in use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.classifier import ComplaintClassifier
from models.comparison import Comparison
from models.dataset import Example, Labels, by_time, corpus_files
from models.fitting import FitSettings
from models.labelled_files import read_examples
from models.train_settings import TrainSettings
from models.training import train
from models.watchfulness import LOWEST, as_watchful
from tests.factories import NOON
from triage.mention import Conversation, Mention


def example(number: int, *, group: str = "", source: str = "decisions") -> Example:
    mention = Mention(str(number), f"late {number}")
    at = NOON + timedelta(hours=number)
    return Example(
        Conversation(mention), Labels(complaint=True), source, group or str(number), at=at
    )


def test_the_later_conversations_are_held_back() -> None:
    sides = [e.split for e in by_time([example(n) for n in range(100)])]
    assert sides == ["train"] * 65 + ["dev"] * 15 + ["test"] * 20


def test_a_conversation_stands_on_one_side_by_its_last_word() -> None:
    found = by_time([example(n, group="first" if n in (0, 99) else "") for n in range(100)])
    assert {e.split for e in found if e.group == "first"} == {"test"}


def test_each_set_has_its_own_time_and_without_one_the_group_says() -> None:
    own = [example(n, source="replay") for n in range(10)]
    timeless = [replace(example(n, source="corpus"), at=None) for n in range(20)]
    found = by_time([*own, *(example(n + 500) for n in range(10)), *timeless])
    assert [e.split for e in found[:10]][-1] == "test"
    assert found[10].split == "train"
    assert all(e.side is None for e in found[20:])


def test_what_people_decided_is_a_set_of_its_own(tmp_path: Path) -> None:
    said: dict[str, Any] = {
        "conversation": {"id": "c1", "lang": "en", "turns": [{"role": "customer", "text": "late"}]},
        "labels": {"complaint": True},
        "labelled_by": {"complaint": "person"},
    }
    decided = {**said, "source": "decisions", "at": NOON.isoformat()}
    for record, source in ((said, "replay"), (decided, "decisions")):
        [one] = read_examples([written(tmp_path / "e.jsonl", iter([record]))]).mentions
        assert (one.source, one.group) == (source, "replay/c1")


def written(path: Path, records: Iterator[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path


def some_of_the_corpus() -> list[Path]:
    mentions = [file for file in corpus_files() if file.parent.name == "mentions"]
    replies = [file for file in corpus_files() if file.parent.name == "replies"]
    return [*mentions[:4], *replies[:2]]


def own_examples(count: int) -> Iterator[dict[str, Any]]:
    for n in range(count):
        late = n % 2 == 0
        text = f"The ferry was {'late and cold' if late else 'on time and warm'}, {n}"
        yield {
            "source": "decisions",
            "at": (NOON + timedelta(hours=n)).isoformat(),
            "conversation": {"id": f"c{n}", "lang": "en",
                             "turns": [{"role": "customer", "text": text}]},
            "labels": {"complaint": late},
            "labelled_by": {"complaint": "person"},
        }  # fmt: skip


@pytest.fixture(scope="module")
def trained(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loop")
    files = [
        written(folder / "decisions.jsonl", own_examples(40)),
        *some_of_the_corpus(),
    ]
    settings = TrainSettings(
        name="own",
        version="1",
        encoder=shipped,
        current=shipped,
        fit=FitSettings(hidden=8, steps=60, look_every=20),
        tone_fit=FitSettings(hidden=8, batch=64, steps=40, learning_rate=5e-3),
        work=folder / "work",
    )
    return train(files, folder / "own" / "1", settings)


@pytest.mark.slow
def test_the_record_has_candidate_and_current_side_by_side(trained: Path) -> None:
    record = json.loads((trained / "run.json").read_text("utf-8"))
    found = Comparison.from_dict(record["comparison"])
    assert (found.current, found.candidate) == ("bilingual-11", "own-1")
    asked = {(m.part, m.question): m.mentions for m in found.measures}
    assert asked["held_back", "complaints_found"] + asked["held_back", "no_complaints_left"] == 8
    assert asked["safety", "complaints_found"] > 0
    assert record["examples"]["decisions"] == {"train": 26, "dev": 6, "test": 8}


@pytest.mark.slow
def test_a_candidate_is_no_less_watchful_on_what_its_line_was_chosen_by(
    trained: Path, classifier: ComplaintClassifier
) -> None:
    candidate = ComplaintClassifier.load(trained)
    held = [e for e in read_examples(some_of_the_corpus()).mentions if e.split == "dev"]
    line = as_watchful(candidate, classifier, held)
    assert LOWEST <= line <= candidate.judge.thresholds.complaint
    complaints = [e.conversation for e in held if e.labels.complaint]
    found = sum(a.p_complaint >= line for a in candidate.assess(complaints))
    before = sum(a.complaint for a in classifier.assess(complaints))
    assert found >= before or line == LOWEST
