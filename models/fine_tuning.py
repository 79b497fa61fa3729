"""Fine-tunes the encoder on the examples, before the heads are fitted. Needs `kulanz[train]`."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import track
from torch import nn
from transformers import AutoTokenizer, BertModel
from transformers.utils import logging as transformers_logging

from models.lessons import CLASSES, Lesson, class_of
from models.mention_training import OURS

#: Lessons sorted by length within so many, so that a batch holds few blanks and is still by chance.
_SORTED_AT_ONCE = 512


def _default_weights() -> dict[str, float]:
    return {"potts": 0.5, "isarcasm": 0.5, "skytrax": 0.5, "multipico": 0.5}


@dataclass(frozen=True)
class FineTuneSettings:
    """Measured on our own held-back mentions: see the card of the model that ships."""

    epochs: int = 4
    batch: int = 24
    max_tokens: int = 96
    learning_rate: float = 8e-5
    head_learning_rate: float = 1e-3
    warm_up_steps: int = 60
    label_smoothing: float = 0.05
    #: How often our own mentions are shown in an epoch, and how many of all others.
    ours_an_epoch: int = 2
    others_an_epoch: int = 1500
    #: How much a set counts; 1 for sets not named here.
    weights: Mapping[str, float] = field(default_factory=_default_weights)
    #: How much a head counts beside complaint, irony and sentiment.
    minor_head: float = 0.4


class _Learner(nn.Module):
    """The encoder with a provisional linear head for everything a lesson may say."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
        # Words that the examples do not hold would be left behind by those they do.
        self.bert.embeddings.word_embeddings.requires_grad_(False)
        width = self.bert.config.hidden_size
        self.heads = nn.ModuleDict({h: nn.Linear(width, len(c)) for h, c in CLASSES.items()})

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        shown = mask[..., None].to(states.dtype)
        pooled: torch.Tensor = (states * shown).sum(1) / shown.sum(1)
        return pooled


def fine_tune(
    lessons: Sequence[Lesson], base: Path, out: Path, settings: FineTuneSettings, seed: int
) -> None:
    """Train a copy of the encoder in folder `base` and write it to folder `out`."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - an order of lessons, no secret
    # The library reports the pooler, which we leave out, at length.
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    learner = _Learner(base).train()
    tokenizer = AutoTokenizer.from_pretrained(str(base))
    steps = [batch for _ in range(settings.epochs) for batch in _epoch(lessons, settings, chance)]
    optimiser = _optimiser(learner, settings)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, _Pace(len(steps), settings.warm_up_steps))
    for batch in track(steps, "fine-tuning", console=Console(stderr=True)):
        texts = [lesson.passage.text for lesson in batch]
        tokens = tokenizer(
            texts, padding=True, truncation=True, max_length=settings.max_tokens,
            return_tensors="pt",
        )  # fmt: skip
        pooled = learner(tokens["input_ids"], tokens["attention_mask"])
        optimiser.zero_grad()
        torch.autograd.backward(_loss(learner, pooled, batch, settings))
        nn.utils.clip_grad_norm_(learner.parameters(), 1.0)
        optimiser.step()
        pace.step()
    learner.bert.save_pretrained(str(out))


def _epoch(
    lessons: Sequence[Lesson], settings: FineTuneSettings, chance: random.Random
) -> Iterator[list[Lesson]]:
    ours = [lesson for lesson in lessons if lesson.source in OURS]
    others = [lesson for lesson in lessons if lesson.source not in OURS]
    shown = ours * settings.ours_an_epoch
    shown += chance.sample(others, min(len(others), settings.others_an_epoch))
    chance.shuffle(shown)
    batches = []
    for start in range(0, len(shown), _SORTED_AT_ONCE):
        run = sorted(shown[start : start + _SORTED_AT_ONCE], key=lambda le: len(le.passage.text))
        batches += [run[i : i + settings.batch] for i in range(0, len(run), settings.batch)]
    chance.shuffle(batches)
    yield from batches


def _optimiser(learner: _Learner, settings: FineTuneSettings) -> torch.optim.Optimizer:
    learned = [p for p in learner.bert.parameters() if p.requires_grad]
    return torch.optim.AdamW(
        [
            {"params": learned, "lr": settings.learning_rate},
            {"params": learner.heads.parameters(), "lr": settings.head_learning_rate},
        ],
        weight_decay=0.01,
    )


@dataclass(frozen=True)
class _Pace:
    """Up in a line, then down to nothing."""

    steps: int
    warm_up: int

    def __call__(self, step: int) -> float:
        return min(1.0, (step + 1) / self.warm_up) * max(0.0, 1 - step / self.steps)


def _loss(
    learner: _Learner, pooled: torch.Tensor, batch: Sequence[Lesson], settings: FineTuneSettings
) -> torch.Tensor:
    weight = torch.tensor([settings.weights.get(lesson.source, 1.0) for lesson in batch])
    total = pooled.new_zeros(())
    for head, layer in learner.heads.items():
        known = [(i, class_of(head, lesson.labels)) for i, lesson in enumerate(batch)]
        told = [(i, label) for i, label in known if label is not None]
        if not told:
            continue
        rows = torch.tensor([i for i, _ in told])
        labels = torch.tensor([label for _, label in told])
        losses = nn.functional.cross_entropy(
            layer(pooled[rows]), labels, reduction="none", label_smoothing=settings.label_smoothing
        )
        counts = 1.0 if head in ("complaint", "ironic", "sentiment") else settings.minor_head
        total = total + counts * (losses * weight[rows]).mean()
    return total
