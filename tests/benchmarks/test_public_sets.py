"""What the encoder is worth on public sets, each learned by itself: hours on two cores.

KULANZ_BENCH_DATA names the folder that holds the sets, KULANZ_BENCH_ENCODER the folder of the
encoder in torch's form that training left (`.kulanz/training/bilingual-…`). Texts and labels of
the sets stay out of the figures.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.figures import Figure
from tests.benchmarks.single_task import Task, accuracy, f1_of, folds, macro_f1, probabilities

pytestmark = [pytest.mark.bench, pytest.mark.timeout(6 * 3600)]

SENTIMENTS = ["negative", "neutral", "positive"]
#: All folds are many hours; so many are learned, and the figure names them.
FOLDS = int(os.environ.get("KULANZ_BENCH_FOLDS", "5"))

Record = Mapping[str, Any]
Judge = Callable[[Sequence[int], Sequence[int]], float]


def _folder(name: str) -> Path:
    given = os.environ.get(name)
    if not given:
        pytest.skip(f"{name} is not set")
    return Path(given)


@pytest.fixture
def encoder() -> Path:
    return _folder("KULANZ_BENCH_ENCODER")


def records(name: str) -> list[Record]:
    file = _folder("KULANZ_BENCH_DATA") / f"{name}.train.jsonl.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def task(found: Sequence[Record], label: Callable[[Record], int]) -> Task:
    return Task([r["text"] for r in found], [label(r) for r in found])


def sentiment(record: Record) -> int:
    return SENTIMENTS.index(record["label"])


def percent(
    what: str, judged: Sequence[tuple[Task, Sequence[int]]], judge: Judge, must: float, aim: float
) -> Figure:
    rounds = tuple(100 * judge(part.classes, said) for part, said in judged)
    return Figure(f"{what}, {len(rounds)} of 5 folds", rounds, "%", must=must, aim=aim,
                  more_is_better=True)  # fmt: skip


def learned_and_asked(
    whole: Task, encoder: Path, scratch: Path, more: Task | None = None
) -> list[tuple[Task, Sequence[int]]]:
    """For each fold what it holds, and what was said of it; `more` is learned beside each."""
    judged = []
    for learned, asked in folds(whole, 5)[:FOLDS]:
        p = probabilities(learned + more if more else learned, asked, encoder, scratch)
        judged.append((asked, p.argmax(1).tolist()))
    return judged


def test_complaints(encoder: Path, tmp_path: Path, figures: list[Figure]) -> None:
    found = records("complaints")
    judged = learned_and_asked(task(found, lambda r: int(r["complaint"])), encoder, tmp_path)
    figures.append(percent("complaints, macro-F1", judged, macro_f1, 85, 88.3))
    grades = task([r for r in found if r["complaint"]], lambda r: r["severity"] - 1)
    judged = learned_and_asked(grades, encoder, tmp_path)
    figures.append(percent("complaints, severity macro-F1", judged, macro_f1, 50, 56))


def test_us_airline(encoder: Path, tmp_path: Path, figures: list[Figure]) -> None:
    judged = learned_and_asked(task(records("us_airline"), sentiment), encoder, tmp_path)
    figures.append(percent("us_airline, accuracy", judged, accuracy, 85.5, 87))
    figures.append(percent("us_airline, macro-F1", judged, macro_f1, 80.5, 82.1))


def test_german_sentiment(encoder: Path, tmp_path: Path, figures: list[Figure]) -> None:
    potts = task([r for r in records("potts") if r["label"] != "mixed"], sentiment)
    judged = learned_and_asked(task(records("xlmt_german"), sentiment), encoder, tmp_path, potts)
    figures.append(percent("xlmt_german with potts, macro-F1", judged, macro_f1, 69, 77.4))
    judged = learned_and_asked(potts, encoder, tmp_path)
    figures.append(percent("potts, macro-F1", judged, macro_f1, 65.2, 70))


def test_german_railway(encoder: Path, tmp_path: Path, figures: list[Figure]) -> None:
    found = records("germeval2017_syn")
    judged = learned_and_asked(task(found, sentiment), encoder, tmp_path)
    figures.append(percent("germeval2017_syn, sentiment micro-F1", judged, accuracy, 75, 80.1))
    judged = learned_and_asked(task(found, lambda r: int(r["relevant"])), encoder, tmp_path)
    figures.append(percent("germeval2017_syn, relevance micro-F1", judged, accuracy, 90, 95))


def test_sarcasm(encoder: Path, tmp_path: Path, figures: list[Figure]) -> None:
    judged = learned_and_asked(
        task(records("isarcasm"), lambda r: int(r["sarcastic"])), encoder, tmp_path
    )

    def sarcastic(truth: Sequence[int], said: Sequence[int]) -> float:
        return f1_of(1, truth, said)

    figures.append(percent("isarcasm, F1 of sarcastic", judged, sarcastic, 45, 60.6))
