"""Adapts an encoder to what heads that are there already are asked: they stay as they are, and so,
nearly, does everything else that the encoder makes of a text. Needs torch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional

from models.adapter import Adapter
from models.arrays import Vectors
from models.fitting import loss_of
from models.folder import ENCODER, ModelFolder, load_projection
from models.heads import Head
from models.int8 import SCALE
from models.learning import Checkpoint, best_device, learn
from models.lessons import Lesson, class_of
from models.mention_training import Side
from models.token_batches import batches, mean_of, padded, token_ids
from models.torch_encoder import load_torch

_UNKNOWN = -1
#: What has a name like this is tuned as it stands; of products, the scales of their columns are.
_TUNED = ("bias", "LayerNorm.weight")
#: Shorter texts are read twice as often: most posts are no longer, and few of ours are as short.
_SHORT = 140


def _default_weights() -> dict[str, float]:
    """Of our own, those that the encoder was tuned with already count half, as `seen`; `held` are
    replies, of which no head of these is asked."""
    return {"corpus": 1.0, "seen": 0.5, "complaints": 2.0, "multipico": 0.6, "isarcasm": 0.3,
            "potts": 0.3, "held": 0.5}  # fmt: skip


@dataclass(frozen=True)
class AdapterSettings:
    epochs: int = 2
    batch: int = 32
    max_tokens: int = 128
    learning_rate: float = 3e-3
    warm_up: int = 100
    #: How often an example of a set is drawn in an epoch; sets that are not named here are not.
    weights: Mapping[str, float] = field(default_factory=_default_weights)
    #: How much a head counts; 0.3 for heads not named here.
    heads: Mapping[str, float] = field(default_factory=lambda: {"complaint": 1.0})
    #: How strongly the states of each token, and the precedent embedding, are held to what they
    #: were: gists, quotations and precedents are found by those.
    states_held: float = 1.0
    embedding_held: float = 1.0


class _Scaled(nn.Module):
    """A product whose columns are scaled."""

    def __init__(self, product: nn.Linear) -> None:
        super().__init__()
        self.product = product
        self.scale = nn.Parameter(torch.ones(product.out_features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.linear(x, self.product.weight) * self.scale + self.product.bias


class _FrozenHead(nn.Module):
    """As `Head` has it, over states and words."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        for part in ("w1", "b1", "w2", "b2", "direct"):
            self.register_buffer(part, torch.from_numpy(np.array(getattr(head, part))))

    def forward(self, states: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        w1, b1, w2, b2, direct = self.buffers()
        logits: torch.Tensor = torch.relu(states @ w1 + b1) @ w2 + words @ direct + b2
        return logits


class _Shown(NamedTuple):
    """What is shown, text by text."""

    ids: Sequence[Sequence[int]]
    words: torch.Tensor
    #: Head → the class of each, `_UNKNOWN` where nothing is told.
    classes: Mapping[str, torch.Tensor]


class _Learner(nn.Module):
    projection: torch.Tensor

    def __init__(self, folder: ModelFolder, device: torch.device) -> None:
        super().__init__()
        self.encoder = load_torch(folder.path / ENCODER, folder.adapter())
        self.requires_grad_(False)
        _scale_products(self.encoder)
        for name, parameter in self.encoder.named_parameters():
            parameter.requires_grad_(_is_tuned(name))
        self.heads = nn.ModuleDict({n: _FrozenHead(h) for n, h in folder.mention_heads().items()})
        self.register_buffer("projection", torch.from_numpy(load_projection(folder.path)))
        self.to(device)
        before = load_torch(folder.path / ENCODER, folder.adapter()).to(device)
        #: No part of the module: it need not be kept where a run is cut off.
        self._before = (before.requires_grad_(requires_grad=False),)

    def train(self, mode: bool = True) -> Self:
        """Nothing is left out at random: what holds the states does for this."""
        return super().train(mode=False)

    def losses(
        self, rows: Sequence[int], shown: _Shown, settings: AdapterSettings
    ) -> Iterator[torch.Tensor]:
        device = self.projection.device
        ids, mask = padded([shown.ids[i] for i in rows], device)
        with torch.no_grad():
            before = self._before[0](ids, mask)
        states = self.encoder(ids, mask)
        drift = ((states - before) ** 2).sum(-1) * mask
        yield settings.states_held * drift.sum() / ((before**2).sum(-1) * mask).sum()
        mean = mean_of(states, mask)
        alike = functional.cosine_similarity(
            mean @ self.projection, mean_of(before, mask) @ self.projection
        )
        yield settings.embedding_held * (1 - alike).mean()
        words = shown.words[list(rows)].to(device)
        for name, head in self.heads.items():
            classes = shown.classes[name][list(rows)].to(device)
            told = classes != _UNKNOWN
            if told.any():
                loss = loss_of(head(mean[told], words[told]), classes[told])
                yield settings.heads.get(name, 0.3) * loss

    def adapter(self, scales: Mapping[str, Vectors]) -> Adapter:
        """Under the names and in the form of `encoder.onnx`, whose scales these are."""
        found = {}
        for name, parameter in self.encoder.named_parameters():
            values: Vectors = parameter.detach().cpu().numpy()
            of = name.removesuffix(".scale") + ".weight" + SCALE
            if of in scales:
                found[of] = values * scales[of]
            elif _is_tuned(name):
                found[name.replace(".product.", ".")] = values
        return found


def fit_adapter(
    train: Side,
    seen: Sequence[bool],
    held: Sequence[str],
    folder: ModelFolder,
    settings: AdapterSettings,
    *,
    seed: int,
    checkpoint: Checkpoint,
) -> Adapter:
    """Of the encoder of this folder, for the heads that it has. `seen` says which of the lessons
    the encoder was tuned with; other texts are only `held` to what was made of them."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - an order of lessons, no secret
    learner = _Learner(folder, best_device())
    shown = _shown(train, held, folder, settings)
    of_lessons = zip(train.lessons, seen, strict=True)
    weights = [_weight(lesson, known, settings) for lesson, known in of_lessons]
    weights += [settings.weights["held"]] * len(held)
    lengths = [len(ids) for ids in shown.ids]
    order = chance.choices(
        range(len(weights)), weights=weights, k=round(settings.epochs * sum(weights))
    )
    tuned = [p for p in learner.parameters() if p.requires_grad]
    learn(
        learner,
        batches(lengths, order, settings.batch, chance),
        lambda rows: torch.stack([*learner.losses(rows, shown, settings)]).sum(),
        [{"params": tuned, "lr": settings.learning_rate, "weight_decay": 0.0}],
        warm_up=settings.warm_up,
        checkpoint=checkpoint,
        what="adapting",
    )
    return learner.adapter(_scales(folder))


def _shown(
    train: Side, held: Sequence[str], folder: ModelFolder, settings: AdapterSettings
) -> _Shown:
    texts = [lesson.passage.text for lesson in train.lessons]
    words = train.x[:, len(load_projection(folder.path)) :]
    unheard = np.zeros((len(held), words.shape[1]), np.float32)
    return _Shown(
        token_ids(folder.path, [*texts, *held], settings.max_tokens),
        torch.from_numpy(np.vstack([words, unheard])),
        {name: _classes(name, train.lessons, len(held)) for name in folder.mention_heads()},
    )


def _classes(head: str, lessons: Sequence[Lesson], held: int) -> torch.Tensor:
    found = [class_of(head, lesson.labels) for lesson in lessons]
    return torch.tensor([_UNKNOWN if one is None else one for one in [*found, *[None] * held]])


def _weight(lesson: Lesson, seen: bool, settings: AdapterSettings) -> float:
    ours = lesson.source == "corpus"
    weight = settings.weights.get("seen" if ours and seen else lesson.source, 0.0)
    return weight * (2 if ours and len(lesson.passage.text) < _SHORT else 1)


def _is_tuned(name: str) -> bool:
    return name.endswith((".scale", *_TUNED)) and ".pooler." not in name


def _scale_products(module: nn.Module) -> None:
    for name, child in [*module.named_children()]:
        if isinstance(child, nn.Linear):
            setattr(module, name, _Scaled(child))
        else:
            _scale_products(child)


def _scales(folder: ModelFolder) -> dict[str, Vectors]:
    """Of the columns of each product, by its name."""
    stored = {
        i.name: numpy_helper.to_array(i)
        for i in onnx.load(folder.path / ENCODER).graph.initializer
        if i.name.endswith(SCALE)
    }
    return stored | {n: v for n, v in folder.adapter().items() if n.endswith(SCALE)}
