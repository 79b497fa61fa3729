"""What the shipped encoder is worth on public sets, learned one at a time: hours on two cores.

KULANZ_BENCH_DATA names the folder that holds the sets. Of a set that the encoder was tuned with,
only the fifth that was kept from it is asked; of any other, as many of five folds as
KULANZ_BENCH_FOLDS says. Texts and labels of the sets stay out of the figures.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.classifier import ComplaintClassifier
from models.dataset import split_of
from models.folder import ENCODER, TOKENIZER, ModelFolder
from models.scores import roc_auc
from models.torch_encoder import load_torch
from service.settings import Settings
from tests.benchmarks.figures import Figure
from tests.benchmarks.single_task import Task, accuracy, f1_of, folds, macro_f1, probabilities
from triage.mention import Conversation, Mention

pytestmark = [pytest.mark.bench, pytest.mark.timeout(6 * 3600)]

SHIPPED: Path = Settings.model_fields["model_dir"].default
SENTIMENTS = ["negative", "neutral", "positive"]
#: All folds are many hours; so many are learned, and the figure names them.
FOLDS = int(os.environ.get("KULANZ_BENCH_FOLDS", "5"))

Record = Mapping[str, Any]
Judge = Callable[[Sequence[int], Sequence[int]], float]
#: What was asked, and the probabilities that were said of it: (texts, classes).
Judged = tuple[Task, np.ndarray]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In torch's form, in a folder."""
    folder = tmp_path_factory.mktemp("encoder")
    shipped = load_torch(SHIPPED / ENCODER, ModelFolder.open(SHIPPED).adapter())
    shipped.model.save_pretrained(str(folder))
    shutil.copyfile(SHIPPED / TOKENIZER, folder / TOKENIZER)
    return folder


def records(name: str) -> list[Record]:
    given = os.environ.get("KULANZ_BENCH_DATA")
    if not given:
        pytest.skip("KULANZ_BENCH_DATA is not set")
    with gzip.open(Path(given) / f"{name}.train.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def task(found: Sequence[Record], label: Callable[[Record], int]) -> Task:
    return Task([r["text"] for r in found], [label(r) for r in found])


def sentiment(record: Record) -> int:
    return SENTIMENTS.index(record["label"])


def in_folds(whole: Task, encoder: Path, scratch: Path, more: Task | None = None) -> list[Judged]:
    """For each fold what it holds, and what was said of it; `more` is learned beside each."""
    return [
        (asked, probabilities(learned + more if more else learned, asked, encoder, scratch))
        for learned, asked in folds(whole, 5)[:FOLDS]
    ]


def of_those_kept(name: str, whole: Task, encoder: Path, scratch: Path) -> list[Judged]:
    """The same for the fifth of a set that the encoder was not tuned with."""
    kept = [i for i, text in enumerate(whole.texts) if split_of(f"{name}/{text}") == "test"]
    others = sorted({*range(len(whole.texts))} - {*kept})
    asked = whole.of(kept)
    return [(asked, probabilities(whole.of(others), asked, encoder, scratch))]


def percent(what: str, judged: Sequence[Judged], judge: Judge, must: float, aim: float) -> Figure:
    rounds = tuple(100 * judge(part.classes, p.argmax(1).tolist()) for part, p in judged)
    return Figure(f"{what}, {len(rounds)} of 5 folds", rounds, "%", must=must, aim=aim,
                  more_is_better=True)  # fmt: skip


def first_class(truth: Sequence[int], said: Sequence[int]) -> float:
    return f1_of(0, truth, said)


def second_class(truth: Sequence[int], said: Sequence[int]) -> float:
    return f1_of(1, truth, said)


def test_us_airline_without_learning(figures: list[Figure]) -> None:
    found = records("us_airline")
    said = ComplaintClassifier.load(SHIPPED, threads=2).assess(
        [Conversation(Mention(str(i), r["text"])) for i, r in enumerate(found)]
    )
    p = np.asarray([[a.p_sentiment[name] for name in SENTIMENTS] for a in said])
    judged = [(task(found, sentiment), p)]
    figures.append(percent("us_airline, not learned, F1 of negative", judged, first_class, 86, 90))


def test_complaints(encoder: Path, tmp_path: Path, figures: list[Figure]) -> None:
    found = records("complaints")
    whole = task(found, lambda r: int(r["complaint"]))
    judged = of_those_kept("complaints", whole, encoder, tmp_path)
    figures.append(percent("complaints, macro-F1", judged, macro_f1, 85, 88.3))
    grades = task([r for r in found if r["complaint"]], lambda r: r["severity"] - 1)
    judged = of_those_kept("complaints", grades, encoder, tmp_path)
    figures.append(percent("complaints, severity macro-F1", judged, macro_f1, 50, 56))


def test_german_sentiment(encoder: Path, tmp_path: Path, figures: list[Figure]) -> None:
    potts = task([r for r in records("potts") if r["label"] != "mixed"], sentiment)
    judged = of_those_kept("potts", potts, encoder, tmp_path)
    figures.append(percent("potts, macro-F1", judged, macro_f1, 65.2, 70))
    judged = in_folds(task(records("xlmt_german"), sentiment), encoder, tmp_path, potts)
    figures.append(percent("xlmt_german with potts, macro-F1", judged, macro_f1, 69, 77.4))


def test_german_railway(encoder: Path, tmp_path: Path, figures: list[Figure]) -> None:
    found = records("germeval2017_syn")
    judged = in_folds(task(found, sentiment), encoder, tmp_path)
    figures.append(percent("germeval2017_syn, sentiment micro-F1", judged, accuracy, 75, 80.1))
    judged = in_folds(task(found, lambda r: int(r["relevant"])), encoder, tmp_path)
    figures.append(percent("germeval2017_syn, relevance micro-F1", judged, accuracy, 90, 95))


def test_sarcasm(encoder: Path, tmp_path: Path, figures: list[Figure]) -> None:
    whole = task(records("isarcasm"), lambda r: int(r["sarcastic"]))
    judged = of_those_kept("isarcasm", whole, encoder, tmp_path)
    figures.append(percent("isarcasm, F1 of sarcastic", judged, second_class, 45, 60.6))
    found = [r for r in records("multipico") if not 0.2 < r["p_ironic"] < 0.6]
    whole = task(found, lambda r: int(r["p_ironic"] >= 0.6))
    [(asked, p)] = of_those_kept("multipico", whole, encoder, tmp_path)
    in_german = {r["text"] for r in found if r["lang"] == "de"}
    rows = [i for i, text in enumerate(asked.texts) if text in in_german]
    area = roc_auc(p[rows, 1], np.asarray([asked.classes[i] == 1 for i in rows]))
    assert area is not None
    figures.append(Figure(f"multipico, German, {len(rows)} texts kept back, ROC-AUC",
                          (100 * area,), "%", must=65, aim=72, more_is_better=True))  # fmt: skip


def test_us_airline(encoder: Path, tmp_path: Path, figures: list[Figure]) -> None:
    judged = in_folds(task(records("us_airline"), sentiment), encoder, tmp_path)
    figures.append(percent("us_airline, accuracy", judged, accuracy, 85.5, 87))
    figures.append(percent("us_airline, macro-F1", judged, macro_f1, 80.5, 82.1))
