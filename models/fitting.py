"""Fits one head to features, calibrates it, and chooses thresholds. Needs torch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from models.arrays import Vectors
from models.heads import Head
from models.word_table import Place

Targets = NDArray[np.int64]


@dataclass(frozen=True)
class FitSettings:
    hidden: int = 128
    #: Much is forgotten: there are more features than mentions of ours.
    dropout: float = 0.6
    batch: int = 256
    steps: int = 300
    #: The state with the least loss on the held-back part is kept; looked at this often.
    look_every: int = 20
    learning_rate: float = 1e-3
    weight_decay: float = 0.3


@dataclass(frozen=True, eq=False)
class Labelled:
    """Features with the class of each, and how often each is drawn."""

    x: Vectors
    y: Targets
    weight: Vectors

    def __len__(self) -> int:
        return len(self.y)

    def of(self, features: slice) -> Labelled:
        return replace(self, x=self.x[:, features])


class _Net(nn.Module):
    def __init__(self, width: int, outputs: int, settings: FitSettings) -> None:
        super().__init__()
        self.first = nn.Linear(width, settings.hidden)
        self.last = nn.Linear(settings.hidden, outputs)
        self.dropout = nn.Dropout(settings.dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.last(self.dropout(functional.relu(self.first(x))))
        return out

    def head(self) -> Head:
        w1, b1, w2, b2 = (
            p.detach().numpy().T.copy()
            for p in (self.first.weight, self.first.bias, self.last.weight, self.last.bias)
        )
        return Head(w1, b1, w2, b2, np.zeros((0, len(b2)), np.float32))


def fit_head(
    train: Labelled, dev: Labelled, classes: int, place: Place, settings: FitSettings, seed: int
) -> Head:
    """A calibrated head; two classes give one output, the probability of the second."""
    head = _fit_to_states(train.of(place.states), dev.of(place.states), classes, settings, seed)
    return calibrate(head, dev, place)


def _fit_to_states(
    train: Labelled, dev: Labelled, classes: int, settings: FitSettings, seed: int
) -> Head:
    torch.manual_seed(seed)
    mean, spread = train.x.mean(axis=0), train.x.std(axis=0) + 1e-6
    net = _Net(train.x.shape[1], 1 if classes == 2 else classes, settings)
    optimiser = torch.optim.AdamW(
        net.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay
    )
    x, y, weight = (torch.from_numpy(a) for a in ((train.x - mean) / spread, train.y, train.weight))
    seen_dev = Labelled((dev.x - mean) / spread, dev.y, dev.weight)
    best, least = net.head(), float("inf")
    for step in range(1, settings.steps + 1):
        drawn = torch.multinomial(weight, min(settings.batch, len(y)), replacement=True)
        optimiser.zero_grad()
        torch.autograd.backward(loss_of(net(x[drawn]), y[drawn]))
        optimiser.step()
        if step % settings.look_every == 0:
            loss = _dev_loss(net, seen_dev)
            if loss < least:
                best, least = net.head(), loss
    # The head takes features as they come: the standardising is folded into its first layer.
    w1 = best.w1 / spread[:, None]
    return replace(best, w1=w1, b1=best.b1 - mean @ w1)


def loss_of(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Of one logit a row, the log-odds of class 1; else of one a class."""
    if logits.shape[1] == 1:
        return functional.binary_cross_entropy_with_logits(logits[:, 0], y.float())
    return functional.cross_entropy(logits, y)


def _dev_loss(net: _Net, dev: Labelled) -> float:
    net.eval()
    with torch.inference_mode():
        loss = loss_of(net(torch.from_numpy(dev.x)), torch.from_numpy(dev.y))
    net.train()
    return float(loss)


def calibrate(head: Head, dev: Labelled, place: Place) -> Head:
    """How much the states and the words count on held-back examples; for a yes/no head a shift too.

    Without words it is Platt scaling for a yes/no head, temperature for the others.
    """
    states = head.logits(dev.x[:, place.states])
    own = np.eye(place.words.stop - place.words.start, states.shape[1], dtype=np.float32)
    scales = fit_scales(states, dev.x[:, place.words] @ own, dev.y)
    direct = np.zeros((dev.x.shape[1] - place.states.stop, states.shape[1]), np.float32)
    first = place.words.start - place.states.stop
    direct[first : first + len(own)] = own * scales.words
    return head.calibrated(scales.states, scales.shift).with_words(direct)


@dataclass(frozen=True)
class Scales:
    """How much the states and the words count, and what is added to both."""

    states: float
    words: float
    shift: float


def fit_scales(states: Vectors, words: Vectors, y: Targets) -> Scales:
    """Of logits, one row an example: with the least loss on these classes."""
    told, said, classes = (torch.from_numpy(a) for a in (states, words, y))
    log_scale = torch.zeros(1, requires_grad=True)
    share = torch.zeros(1, requires_grad=True)
    shift = torch.zeros(1, requires_grad=states.shape[1] == 1)
    learned = [p for p in (log_scale, share, shift) if p.requires_grad]
    optimiser = torch.optim.LBFGS(learned, max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        # A light pull towards no change, for small held-back parts.
        pull = (log_scale**2 + share**2 + shift**2).sum() / max(1, len(y))
        loss = loss_of(told * log_scale.exp() + said * share + shift, classes) + pull
        torch.autograd.backward(loss)
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    return Scales(*(float(p.detach()) for p in (log_scale.exp(), share, shift)))


def break_even(missed_cost: float) -> float:
    """The probability from which on a yes costs less than a no, if a miss costs so many alarms.

    >>> break_even(1.0), break_even(1.5), break_even(4.0)
    (0.5, 0.4, 0.2)
    """
    return round(1 / (1 + missed_cost), 3)


def best_f1_threshold(p: Vectors, y: Targets) -> float:
    """Where the F1 of yes is highest on these probabilities."""
    best = max(_between(p), key=lambda t: _f1(p >= t, y))
    return round(best, 3)


def _between(p: Vectors) -> list[float]:
    """Candidates: the middle between neighbouring probabilities, within reason."""
    values = np.unique(np.clip(p.astype(float), 0.05, 0.95))
    middles = [(a + b) / 2 for a, b in pairwise(values.tolist())]
    return middles or [0.5]


def _f1(yes: NDArray[np.bool_], y: Targets) -> float:
    hits = float((yes & (y == 1)).sum())
    return 2 * hits / max(1.0, float(yes.sum() + (y == 1).sum()))
