"""The encoder fine-tuned for one question at a time, on public sets: figures to set beside others'.

What is trained here ships nowhere.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import BertModel

from models.learning import Checkpoint, best_device, learn
from models.text import plain_text
from models.token_batches import batches, mean_of, padded, token_ids

Truth = Sequence[int]


@dataclass(frozen=True)
class Task:
    """Texts with one class each, as whole numbers from 0."""

    texts: Sequence[str]
    classes: Truth

    def of(self, rows: Sequence[int]) -> Task:
        return Task([self.texts[i] for i in rows], [self.classes[i] for i in rows])

    def __add__(self, other: Task) -> Task:
        return Task([*self.texts, *other.texts], [*self.classes, *other.classes])


@dataclass(frozen=True)
class Schedule:
    epochs: int = 3
    #: A small set is shown more often than that, until so many batches were.
    least_batches: int = 400
    batch: int = 32
    max_tokens: int = 96
    learning_rate: float = 1e-4
    head_learning_rate: float = 1e-3


class _Learner(nn.Module):
    def __init__(self, base: Path, classes: int) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(str(base), add_pooling_layer=False)
        self.bert.embeddings.word_embeddings.requires_grad_(False)
        self.head = nn.Linear(self.bert.config.hidden_size, classes)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        logits: torch.Tensor = self.head(mean_of(states, mask).float())
        return logits


def folds(task: Task, count: int, seed: int = 7) -> list[tuple[Task, Task]]:
    """(to learn from, to be judged by), each text judged once."""
    order = list(range(len(task.texts)))
    random.Random(seed).shuffle(order)
    parts = [order[i::count] for i in range(count)]
    return [
        (task.of([i for other in parts if other is not part for i in other]), task.of(part))
        for part in parts
    ]


def probabilities(
    learned: Task, asked: Task, base: Path, scratch: Path, schedule: Schedule = Schedule()
) -> np.ndarray:
    """(texts asked, classes): what an encoder trained on `learned` says."""
    torch.manual_seed(1)
    chance, device = random.Random(1), best_device()
    learner = _Learner(base, max(*learned.classes, *asked.classes) + 1).to(device)
    ids = token_ids(base, [plain_text(t) for t in learned.texts], schedule.max_tokens)
    classes = torch.tensor(learned.classes)

    def loss(rows: Sequence[int]) -> torch.Tensor:
        logits = learner(*padded([ids[i] for i in rows], device))
        return nn.functional.cross_entropy(logits, classes[list(rows)].to(device))

    shown: list[list[int]] = []
    epochs = max(schedule.epochs, ceil(schedule.least_batches * schedule.batch / len(ids)))
    for _ in range(epochs):
        order = chance.sample(range(len(ids)), len(ids))
        shown += batches([len(tokens) for tokens in ids], order, schedule.batch, chance)
    body = [p for p in learner.bert.parameters() if p.requires_grad]
    learn(
        learner, shown, loss,
        [{"params": body, "lr": schedule.learning_rate},
         {"params": list(learner.head.parameters()), "lr": schedule.head_learning_rate}],
        warm_up=max(1, len(shown) // 10),
        checkpoint=Checkpoint(scratch / "state.safetensors", every=10**9),
        what="one task",
    )  # fmt: skip
    return _said(learner, token_ids(base, [plain_text(t) for t in asked.texts],
                                    schedule.max_tokens), device)  # fmt: skip


def _said(learner: _Learner, ids: Sequence[list[int]], device: torch.device) -> np.ndarray:
    learner.train(mode=False)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found = np.zeros((len(ids), learner.head.out_features), np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            logits = learner(*padded([ids[i] for i in rows], device))
            found[rows] = logits.softmax(1).cpu().numpy()
    return found


def accuracy(truth: Truth, said: Truth) -> float:
    return float(np.mean(np.asarray(truth) == np.asarray(said)))


def f1_of(which: int, truth: Truth, said: Truth) -> float:
    hits = sum(t == which == s for t, s in zip(truth, said, strict=True))
    named = sum(t == which for t in truth) + sum(s == which for s in said)
    return 2 * hits / max(1, named)


def macro_f1(truth: Truth, said: Truth) -> float:
    return float(np.mean([f1_of(which, truth, said) for which in sorted({*truth})]))
