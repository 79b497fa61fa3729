"""The training loop: how long heads take to learn, and what a company's own past is worth to it.

KULANZ_BENCH_DATA names the folder that holds the sets; texts and labels stay out of the figures.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.classifier import ComplaintClassifier
from models.dataset import corpus_files
from models.evaluation import evaluate
from models.labelled_files import read_examples
from models.train_settings import TrainSettings
from models.training import train
from service.settings import SHIPPED_MODEL
from tests.benchmarks.figures import Figure

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

MANY = 30_000
DRAWS, CONVERSATIONS = 4, 2_000
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def records(name: str) -> list[dict[str, Any]]:
    folder = os.environ.get("KULANZ_BENCH_DATA")
    if not folder:
        pytest.skip("KULANZ_BENCH_DATA is not set")
    with gzip.open(Path(folder) / f"{name}.train.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def replayed(texts: Sequence[str], labels: Sequence[dict[str, Any]]) -> Iterator[str]:
    """As `kulanz replay` leaves them, an hour apart."""
    for n, (text, said) in enumerate(zip(texts, labels, strict=True)):
        yield json.dumps(
            {
                "at": (_BEGAN + timedelta(hours=n)).isoformat(),
                "conversation": {"id": f"c{n}", "lang": "en", "channel": "x",
                                 "turns": [{"role": "customer", "text": text}]},
                "labels": said,
                "labelled_by": dict.fromkeys(said, "person"),
            }
        )  # fmt: skip


def trained(file: Path, out: Path) -> tuple[Path, float]:
    """A candidate on that file and our corpus, heads only, compared; and its seconds."""
    began = time.monotonic()
    settings = TrainSettings(
        name="own", version="1", encoder=SHIPPED_MODEL, current=SHIPPED_MODEL, threads=2,
        work=out.parent / "work",
    )  # fmt: skip
    train([file, *corpus_files()], out, settings)
    return out, time.monotonic() - began


def test_heads_on_many_examples(tmp_path: Path, figures: list[Figure]) -> None:
    turns = (r["turns"] for r in records("airline_conversations"))
    texts = [next(t["text"] for t in said if t["role"] == "customer") for said in turns]
    # What they learn is of no account here: every third complains.
    labels = [
        {"complaint": n % 3 == 0, "sentiment": "negative" if n % 3 == 0 else "neutral"}
        for n in range(MANY)
    ]
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(replayed(texts[:MANY], labels)), "utf-8")
    _, seconds = trained(file, tmp_path / "own")
    figures.append(
        Figure(
            f"heads on {MANY:,} examples, trained and compared", (seconds,), "s", must=300, aim=60
        )
    )


def test_a_company_s_own_past(tmp_path: Path, figures: list[Figure]) -> None:
    found = records("us_airline")
    random.Random(5).shuffle(found)
    shipped: list[float] = []
    own: list[float] = []
    for draw in range(DRAWS):
        part = found[draw * CONVERSATIONS : (draw + 1) * CONVERSATIONS]
        texts = [r["text"] for r in part]
        labels = [{"complaint": r["label"] == "negative", "sentiment": r["label"]} for r in part]
        lines, half = [*replayed(texts, labels)], CONVERSATIONS // 2
        first, second = tmp_path / f"{draw}-first.jsonl", tmp_path / f"{draw}-second.jsonl"
        first.write_text("\n".join(lines[:half]), "utf-8")
        second.write_text("\n".join(lines[half:]), "utf-8")
        folder, _ = trained(first, tmp_path / str(draw))
        asked = read_examples([second]).mentions
        for model, scores in ((SHIPPED_MODEL, shipped), (folder, own)):
            slice_ = evaluate(ComplaintClassifier.load(model, threads=2), asked).overall
            scores.append(100 * (slice_.f1 or 0))
    figures.append(
        Figure(
            f"heads on half of {CONVERSATIONS:,} conversations, F1 on the other half",
            tuple(own), "%", "the shipped model", tuple(shipped), must=3, aim=6,
            judged="difference", more_is_better=True,
        )
    )  # fmt: skip
