"""Learns the corrections of heads from mentions that the encoder was never shown. Needs torch."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.arrays import Vectors
from models.corrections import Correction
from models.fitting import Scales, Targets, fit_scales, loss_of
from models.heads import Head
from models.lessons import CLASSES
from models.mention_training import Side
from models.word_table import Place

#: The heads that it puts right. Sentiment and topic get better on our own mentions and worse on
#: what people really wrote; severity, urgency and whether to reply get better on neither.
CORRECTED = ("complaint", "ironic")
#: Fewer passages that the encoder was never shown put nothing right.
ENOUGH = 1000


def _default_weights() -> dict[str, float]:
    """What people really wrote counts so much that none of it is judged worse than before: from our
    own mentions alone it would learn how we write. The more there are of those, the more."""
    return {"complaints": 4.5, "isarcasm": 3.0, "multipico": 3.0, "potts": 0.5}


@dataclass(frozen=True)
class CorrectionSettings:
    #: So many nets a head, each shown all but one part of the writers; what one says of those it
    #: was not shown is what the calibration goes by. Together they are their mean.
    parts: int = 10
    hidden: int = 16
    steps: int = 800
    batch: int = 256
    learning_rate: float = 1e-3
    weight_decay: float = 0.3
    #: Share of the states, and of the hidden units, that is left out at each step.
    states_left_out: float = 0.3
    dropout: float = 0.4
    #: How often an example of a set is drawn; 1 for sets not named here.
    weights: Mapping[str, float] = field(default_factory=_default_weights)


@dataclass(frozen=True, eq=False)
class _Told:
    """Standardised states, the class of each row, how often it is drawn, and what the head says of
    it in logits."""

    x: Vectors
    y: Targets
    weight: Vectors
    said: Vectors


@dataclass(frozen=True, eq=False)
class _Parted:
    """The nets of one head, over standardised states."""

    nets: Sequence[nn.Sequential]
    mean: Vectors
    spread: Vectors
    #: Whose mentions a net was shown or, in one part, was not.
    groups: frozenset[str]

    def logits(self, states: Vectors, groups: Sequence[str]) -> Vectors:
        """What they add to each row: the one that was not shown its group, or their mean."""
        x = torch.from_numpy((states - self.mean) / self.spread)
        with torch.inference_mode():
            all_of_them = np.stack([net(x).numpy() for net in self.nets])
        rows: Vectors = all_of_them.mean(axis=0)
        for row, group in enumerate(groups):
            if group in self.groups:
                rows[row] = all_of_them[part_of(group, len(self.nets)), row]
        return rows

    def together(self, scales: Scales) -> Correction:
        """Their mean, calibrated."""
        w1 = np.hstack([_weights(net[1]) for net in self.nets])
        b1 = np.concatenate([_bias(net[1]) for net in self.nets])
        w2 = np.vstack([_weights(net[4]) for net in self.nets]) / len(self.nets)
        b2: Vectors = np.stack([_bias(net[4]) for net in self.nets]).mean(axis=0)
        net = Head(w1, b1, w2.astype(np.float32), b2, np.zeros((0, len(b2)), np.float32))
        calibrated = net.calibrated(scales.states, scales.shift)
        return Correction.of(calibrated, self.mean, self.spread, scales.states)


def fit_corrections(
    heads: Mapping[str, Head],
    unseen: Side,
    calibrated_on: Mapping[str, Side],
    places: Mapping[str, Place],
    *,
    fit: CorrectionSettings,
    seed: int,
) -> dict[str, Correction]:
    """The correction of each head in CORRECTED, learned from mentions `unseen` by the encoder.

    Each is calibrated as its head was, on `calibrated_on`. Nothing where too little is unseen.
    """
    if len(unseen.lessons) < ENOUGH:
        return {}
    found = {}
    for name in CORRECTED:
        states = places[name].states
        parted = _fit(name, heads[name], unseen.telling(name), states, fit, seed)
        side = calibrated_on[name]
        added = parted.logits(side.x[:, states], [lesson.group for lesson in side.lessons])
        said = heads[name].logits(side.x) + added
        scales = fit_scales(said, np.zeros_like(said), side.labelled(name, {}).y)
        found[name] = parted.together(scales)
    return found


def part_of(group: str, parts: int) -> int:
    """The part that a group is in, for ever."""
    return int(hashlib.sha256(f"part/{group}".encode("utf-8", "replace")).hexdigest(), 16) % parts


def _fit(
    name: str,
    head: Head,
    unseen: Side,
    states: slice,
    fit: CorrectionSettings,
    seed: int,
) -> _Parted:
    labelled = unseen.labelled(name, fit.weights)
    x = labelled.x[:, states]
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    told = _Told((x - mean) / spread, labelled.y, labelled.weight, head.logits(labelled.x))
    groups = [lesson.group for lesson in unseen.lessons]
    part = np.asarray([part_of(group, fit.parts) for group in groups])
    nets = []
    for left_out in range(fit.parts):
        torch.manual_seed(seed + left_out)
        nets.append(_net(told, np.flatnonzero(part != left_out), len(CLASSES[name]), fit))
    return _Parted(nets, mean, spread, frozenset(groups))


def _net(
    told: _Told, shown: NDArray[np.intp], classes: int, settings: CorrectionSettings
) -> nn.Sequential:
    """One that adds to what the head says."""
    outputs = 1 if classes == 2 else classes
    net = nn.Sequential(
        nn.Dropout(settings.states_left_out),
        nn.Linear(told.x.shape[1], settings.hidden),
        nn.ReLU(),
        nn.Dropout(settings.dropout),
        nn.Linear(settings.hidden, outputs),
    )
    optimiser = torch.optim.AdamW(
        net.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay
    )
    x, y, weight, said = (
        torch.from_numpy(a[shown]) for a in (told.x, told.y, told.weight, told.said)
    )
    # All at once: a draw takes longer than a step.
    draws = torch.multinomial(weight, settings.steps * settings.batch, replacement=True)
    for drawn in draws.reshape(settings.steps, settings.batch):
        optimiser.zero_grad()
        torch.autograd.backward(loss_of(net(x[drawn]) + said[drawn], y[drawn]))
        optimiser.step()
    return net.eval()


def _weights(layer: nn.Module) -> Vectors:
    weights: Vectors = layer.get_parameter("weight").detach().numpy().T
    return weights


def _bias(layer: nn.Module) -> Vectors:
    bias: Vectors = layer.get_parameter("bias").detach().numpy()
    return bias
