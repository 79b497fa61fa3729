"""Adapts an encoder to what heads that are there already are asked: they stay as they are, and so,
nearly, does everything else that the encoder makes of a text. Needs torch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Self

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional

from models.adapter import Adapter
from models.adapter_lessons import UNKNOWN, AdapterSettings, Shown
from models.arrays import Vectors
from models.fitting import loss_of
from models.folder import ENCODER, TONE, ModelFolder, load_projection
from models.heads import Head
from models.int8 import SCALE
from models.learning import Checkpoint, best_device, learn
from models.token_batches import batches, mean_of, padded, token_ids
from models.torch_encoder import load_torch

#: What has a name like this is tuned as it stands; of products, the scales of their columns are.
_TUNED = ("bias", "LayerNorm.weight")


#: The pieces of each text.
_Texts = Sequence[Sequence[int]]


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


class _Learner(nn.Module):
    projection: torch.Tensor

    def __init__(self, folder: ModelFolder, device: torch.device) -> None:
        super().__init__()
        self.encoder = load_torch(folder.path / ENCODER, folder.adapter())
        self.requires_grad_(False)
        _scale_products(self.encoder)
        for name, parameter in self.encoder.named_parameters():
            parameter.requires_grad_(_is_tuned(name))
        tone = folder.heads(TONE) if TONE in folder.config["files"] else {}
        heads = folder.mention_heads() | tone
        self.heads = nn.ModuleDict({name: _FrozenHead(head) for name, head in heads.items()})
        self.register_buffer("projection", torch.from_numpy(load_projection(folder.path)))
        self.to(device)
        before = load_torch(folder.path / ENCODER, folder.adapter()).to(device)
        #: No part of the module: it need not be kept where a run is cut off.
        self._before = (before.requires_grad_(requires_grad=False),)

    def train(self, mode: bool = True) -> Self:
        """Nothing is left out at random: what holds the states does for this."""
        return super().train(mode=False)

    def losses(
        self, rows: list[int], ids: _Texts, shown: Shown, settings: AdapterSettings
    ) -> Iterator[torch.Tensor]:
        device = self.projection.device
        read, mask = padded([ids[i] for i in rows], device)
        with torch.no_grad():
            before = self._before[0](read, mask)
        states = self.encoder(read, mask)
        drift = ((states - before) ** 2).sum(-1) * mask
        yield settings.states_held * drift.sum() / ((before**2).sum(-1) * mask).sum()
        mean = mean_of(states, mask)
        alike = functional.cosine_similarity(
            mean @ self.projection, mean_of(before, mask) @ self.projection
        )
        yield settings.embedding_held * (1 - alike).mean()
        words = torch.from_numpy(shown.words[rows]).to(device)
        for name, head in self.heads.items():
            classes = torch.from_numpy(shown.classes[name][rows]).to(device)
            told = classes != UNKNOWN
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
    shown: Shown,
    folder: ModelFolder,
    settings: AdapterSettings,
    *,
    seed: int,
    checkpoint: Checkpoint,
) -> Adapter:
    """Of the encoder of this folder, for the heads that it has."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - an order of lessons, no secret
    learner = _Learner(folder, best_device())
    ids = token_ids(folder.path, shown.texts, settings.max_tokens)
    order = chance.choices(
        range(len(ids)), weights=shown.weights, k=round(settings.epochs * sum(shown.weights))
    )
    tuned = [p for p in learner.parameters() if p.requires_grad]
    learn(
        learner,
        batches([len(one) for one in ids], order, settings.batch, chance),
        lambda rows: torch.stack([*learner.losses(rows, ids, shown, settings)]).sum(),
        [{"params": tuned, "lr": settings.learning_rate, "weight_decay": 0.0}],
        warm_up=settings.warm_up,
        checkpoint=checkpoint,
        what="adapting",
    )
    return learner.adapter(_scales(folder))


def _is_tuned(name: str) -> bool:
    return name.endswith((".scale", *_TUNED)) and ".pooler." not in name


def _scale_products(module: nn.Module) -> None:
    for name, child in [*module.named_children()]:
        if isinstance(child, nn.Linear):
            setattr(module, name, _Scaled(child))
        else:
            _scale_products(child)


def values_of(folder: ModelFolder) -> dict[str, Vectors]:
    """What may be adapted of its encoder, as it is now."""
    stored = {
        i.name: numpy_helper.to_array(i).astype(np.float32)
        for i in onnx.load(folder.path / ENCODER).graph.initializer
        if i.name.endswith((SCALE, *_TUNED))
    }
    return stored | {**folder.adapter()}


def _scales(folder: ModelFolder) -> dict[str, Vectors]:
    """Of the columns of each product, by its name."""
    return {name: v for name, v in values_of(folder).items() if name.endswith(SCALE)}
