"""Fine-tunes the encoder on everything that examples say, all heads at once. Needs torch."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.learning import Checkpoint, best_device, learn
from models.lessons import CLASSES, Lesson, ReplyLesson, class_of
from models.mention_training import OURS
from models.misspelling import misspelt
from models.token_batches import batches, mean_of, padded, token_ids
from models.tone import TONE_RULES

_UNKNOWN = -100


def _default_weights() -> dict[str, float]:
    return {"skytrax": 0.5}


@dataclass(frozen=True)
class FineTuneSettings:
    """Measured on our own held-back mentions: see the card of the model that ships."""

    seed: int = 20_261_123
    epochs: int = 4
    batch: int = 32
    max_tokens: int = 128
    learning_rate: float = 1e-4
    head_learning_rate: float = 1e-3
    warm_up_steps: int = 100
    label_smoothing: float = 0.05
    #: Share of what flows through that is left out at each step.
    dropout: float = 0.1
    #: Share of the texts that are shown as hasty people type them.
    misspelt: float = 0.3
    #: How many examples that are not ours are shown in an epoch, drawn anew each time.
    others_an_epoch: int = 2000
    #: How much a set counts; 1 for sets not named here.
    weights: Mapping[str, float] = field(default_factory=_default_weights)
    #: How much a head counts; 1 for heads not named here.
    heads: Mapping[str, float] = field(
        default_factory=lambda: {"urgent": 0.4, "needs_reply": 0.4, "severity": 0.6, "topic": 0.6}
    )
    #: How strongly the precedent embedding is held to what it was before.
    anchor: float = 0.5


class _Learner(nn.Module):
    """The encoder with a provisional linear head for everything a lesson may say."""

    def __init__(self, folder: Path, dropout: float) -> None:
        from transformers import BertModel

        super().__init__()
        self.bert = BertModel.from_pretrained(
            str(folder),
            add_pooling_layer=False,
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
        )
        # Words that the examples do not hold would be left behind by those they do.
        self.bert.embeddings.word_embeddings.requires_grad_(False)
        width = self.bert.config.hidden_size
        self.heads = nn.ModuleDict({h: nn.Linear(width, len(c)) for h, c in CLASSES.items()})
        self.tone = nn.Linear(width, len(TONE_RULES))
        self.projection = nn.Linear(width, width, bias=False)
        nn.init.eye_(self.projection.weight)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return mean_of(self.bert(input_ids=ids, attention_mask=mask).last_hidden_state, mask)


@dataclass(frozen=True, eq=False)
class _Taught:
    """Everything that is shown, row by row."""

    #: The tokens of each text, and behind the last those of the same texts misspelt.
    ids: list[list[int]]
    sources: list[str]
    weight: torch.Tensor
    #: Head → the class of each row, `_UNKNOWN` where nothing is told.
    classes: dict[str, torch.Tensor]
    #: (rows, rules): 1 for a rule broken; NaN for what is no reply.
    tone: torch.Tensor


def fine_tune(
    lessons: Sequence[Lesson],
    replies: Sequence[ReplyLesson],
    base: Path,
    out: Path,
    settings: FineTuneSettings,
    *,
    checkpoint: Checkpoint,
) -> NDArray[np.float32]:
    """Train a copy of the encoder in folder `base` and write it to folder `out`.

    Returns the projection (width, width) from the mean of its states to an embedding that tells
    what a text is about as `base` did, for the precedent search.
    """
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)  # noqa: S311 - an order of lessons, no secret
    device = best_device()
    taught = _taught(lessons, replies, base, settings, chance)
    learner = _Learner(base, settings.dropout).to(device)
    before = _embedded(learner, taught.ids[: len(taught.sources)], device)

    def loss(rows: Sequence[int]) -> torch.Tensor:
        pooled = learner(*padded([taught.ids[i] for i in rows], device)).float()
        texts = [i % len(taught.sources) for i in rows]
        anchored = nn.functional.cosine_similarity(
            learner.projection(pooled), before[texts].to(device).float()
        )
        said = _loss(learner, pooled, taught, texts, settings)
        return said + settings.anchor * (1 - anchored).mean()

    named = [(n, p) for n, p in learner.named_parameters() if p.requires_grad]
    learn(
        learner,
        [batch for _ in range(settings.epochs) for batch in _epoch(taught, settings, chance)],
        loss,
        [
            {
                "params": [p for n, p in named if n.startswith("bert.")],
                "lr": settings.learning_rate,
            },
            {
                "params": [p for n, p in named if not n.startswith("bert.")],
                "lr": settings.head_learning_rate,
            },
        ],
        warm_up=settings.warm_up_steps,
        checkpoint=checkpoint,
        what="fine-tuning",
    )
    learner.bert.save_pretrained(str(out))
    projection: NDArray[np.float32] = learner.projection.weight.detach().cpu().numpy().T.copy()
    return projection


def _taught(
    lessons: Sequence[Lesson],
    replies: Sequence[ReplyLesson],
    folder: Path,
    settings: FineTuneSettings,
    chance: random.Random,
) -> _Taught:
    texts = [lesson.passage.text for lesson in lessons] + [reply.text for reply in replies]
    sources = [lesson.source for lesson in lessons] + ["replies"] * len(replies)
    no_mention = [_UNKNOWN] * len(replies)
    classes = {
        head: torch.tensor([_class_or_unknown(head, le) for le in lessons] + no_mention)
        for head in CLASSES
    }
    tone = torch.full((len(texts), len(TONE_RULES)), float("nan"))
    for row, reply in enumerate(replies, start=len(lessons)):
        broken = [float(rule in reply.broken_here) for rule in TONE_RULES]
        tone[row] = torch.tensor(broken)
    return _Taught(
        ids=token_ids(
            folder, texts + [misspelt(text, chance) for text in texts], settings.max_tokens
        ),
        sources=sources,
        weight=torch.tensor([settings.weights.get(source, 1.0) for source in sources]),
        classes=classes,
        tone=tone,
    )


def _class_or_unknown(head: str, lesson: Lesson) -> int:
    found = class_of(head, lesson.labels)
    return _UNKNOWN if found is None else found


def _embedded(
    learner: _Learner, ids: Sequence[Sequence[int]], device: torch.device
) -> torch.Tensor:
    """The embeddings before anything is learned, in half precision to hold many."""
    learner.eval()
    found = torch.zeros(len(ids), learner.projection.in_features, dtype=torch.float16)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    with torch.no_grad():
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            found[rows] = learner(*padded([ids[i] for i in rows], device)).half().cpu()
    return found


def _epoch(taught: _Taught, settings: FineTuneSettings, chance: random.Random) -> list[list[int]]:
    ours = {*OURS, "replies"}
    shown = [i for i, source in enumerate(taught.sources) if source in ours]
    others = [i for i, source in enumerate(taught.sources) if source not in ours]
    shown += chance.sample(others, min(len(others), settings.others_an_epoch))
    chance.shuffle(shown)
    slips = len(taught.sources)
    shown = [i + slips if chance.random() < settings.misspelt else i for i in shown]
    return batches([len(tokens) for tokens in taught.ids], shown, settings.batch, chance)


def _loss(
    learner: _Learner,
    pooled: torch.Tensor,
    taught: _Taught,
    rows: list[int],
    settings: FineTuneSettings,
) -> torch.Tensor:
    weight = taught.weight[rows].to(pooled.device)
    total = pooled.new_zeros(())
    for head, layer in learner.heads.items():
        classes = taught.classes[head][rows].to(pooled.device)
        told = classes != _UNKNOWN
        if told.any():
            losses = nn.functional.cross_entropy(
                layer(pooled), classes, reduction="none", label_smoothing=settings.label_smoothing
            )
            total = total + settings.heads.get(head, 1.0) * (losses * weight)[told].mean()
    tone = taught.tone[rows].to(pooled.device)
    told = ~tone.isnan().any(1)
    if told.any():
        total = total + nn.functional.binary_cross_entropy_with_logits(
            learner.tone(pooled[told]), tone[told]
        ) * len(TONE_RULES) / 2  # fmt: skip
    return total
